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

_MOST = 500
"""Hits that are listed; more would not be read."""


class SearchDialog(ChoosingDialog[Span]):
    """Finds segments by a word in any form, in a thread: the first search reads the words of all answers."""

    @dataclass
    class Found(Message):
        """What the newest word is in."""

        query: str
        spans: tuple[Span, ...]

    def __init__(self, search: Callable[[str], tuple[Span, ...]], text_of: Callable[[Span], str]) -> None:
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

    @work(thread=True, exclusive=True, exit_on_error=False, group="search")
    def _look_for(self, query: str) -> None:
        self.post_message(self.Found(query, self._search(query)))

    @on(Found)
    def _show_found(self, event: Found) -> None:
        event.stop()
        self.show_choices([self._choice(span) for span in event.spans[:_MOST]])
        n = len(event.spans)
        if not n:
            self.say(_("No segment has it."))
            return
        self.say(ngettext("{n} segment. Enter goes there.", "{n} segments. Enter goes there.", n).format(n=n))

    def _choice(self, span: Span) -> Choice[Span]:
        text = self._text_of(span)
        tag = shown_line(span.answer.respondent, "dim")
        return Choice(span, shown_line(text[:300]), Content(" ") + tag, shown(text[:1_000]))
