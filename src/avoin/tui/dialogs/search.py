"""Search in all the answers; hands back the segment to go to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on, work
from textual.content import Content
from textual.message import Message

from avoin.i18n import _, ngettext
from avoin.ids import Span
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.shown import shown, shown_line
from avoin.workflow.desk.desk_views import FoundSegments

_MOST = 500
"""Segments that are listed; more would not be read."""


class SearchDialog(ChoosingDialog[Span]):
    """Finds segments by a word in any form, in a thread: the first search reads the words of all answers."""

    @dataclass
    class Found(Message):
        """What the newest word is in."""

        segments: FoundSegments

    def __init__(self, search: Callable[[str, int], FoundSegments], text_of: Callable[[Span], str]) -> None:
        super().__init__(
            _("Search in the answers"),
            _("Enter goes there  ↑↓ choose  Esc leaves"),
            hint=_("a word in any form: jono finds hoitojonoissa"),
        )
        self._search = search
        self._text_of = text_of

    def find(self, typed: str) -> Sequence[Choice[Span]]:
        """Find nothing at once; ``Found`` brings the hits."""
        del typed
        return ()

    def typing_changed(self, typed: str) -> None:
        """Search for what is typed now, in a thread."""
        if typed.strip():
            self._look_for(typed.strip())
        else:
            self.show_choices(())

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="search")
    def _look_for(self, query: str) -> None:
        self.post_message(self.Found(self._search(query, _MOST)))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        event.stop()
        spans = event.segments.spans
        self.show_choices([self._choice(span) for span in spans])
        n = len(spans)
        if event.segments.more:
            self.say(_("More than {n} segments; the first {n} are here. Enter goes there.").format(n=n))
        elif n:
            self.say(ngettext("{n} segment. Enter goes there.", "{n} segments. Enter goes there.", n).format(n=n))
        else:
            self.say(_("No segment has it."))

    def _choice(self, span: Span) -> Choice[Span]:
        text = self._text_of(span)
        tag = shown_line(span.answer.respondent, "dim")
        return Choice(span, shown_line(text[:300]), Content(" ") + tag, shown(text[:1_000]))
