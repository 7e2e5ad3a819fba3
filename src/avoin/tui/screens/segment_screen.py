"""What the screens with a selected segment share: notes, marks, search and filter."""

from textual import work

from avoin.corpus.select import Filter
from avoin.i18n import _
from avoin.ids import AnswerKey, Span
from avoin.tui import messages
from avoin.tui.desk import Desk
from avoin.tui.dialogs.filter import FilterDialog
from avoin.tui.dialogs.search import SearchDialog
from avoin.tui.places import Place
from avoin.tui.screens import sentences
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen


class SegmentScreen(WorkScreen):
    """A screen on which one segment is selected.

    Attributes
    ----------
    keep : Filter or None
        Which answers are shown; the same on every screen.
    """

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self.keep: Filter | None = None

    @property
    def selected(self) -> Span | None:
        """The selected segment."""
        raise NotImplementedError

    @property
    def part(self) -> Span | None:
        """The words of it that are selected; None where the whole segment is meant."""
        return None

    def narrow(self, keep: Filter | None) -> None:
        """Show only what the filter keeps."""
        self.keep = keep
        self.start_anew()

    def kept(self, desk: Desk) -> frozenset[AnswerKey] | None:
        """Return the answers that the filter keeps; None for all of them."""
        return None if self.keep is None else frozenset(desk.answers(keep=self.keep))

    def memo_place(self) -> MemoPlace | None:
        """Return the selected segment."""
        desk, span = self.desk, self.selected
        if desk is None or span is None:
            return None
        heading = _("Note on a segment of {respondent}").format(respondent=span.answer.respondent)
        return MemoPlace(heading, desk.segment(span).memo, lambda text: desk.memo(span, text))

    def action_memo_answer(self) -> None:
        """Write a note on the whole answer of the selected segment."""
        desk, span = self.desk, self.selected
        if desk is not None and span is not None:
            self.ask_memo(answer_memo(desk, span.answer))

    def action_quote(self) -> None:
        """Mark the segment, or the selected words of it, as worth quoting, or no longer."""
        desk, span, part = self.desk, self.selected, self.part
        if desk is not None and span is not None:
            outcome = self.decide(lambda: desk.quote(span) if part is None else desk.quote_part(part))
            self.freshen()
            if outcome.n_put and not desk.segment(span).codings:
                self.tell(sentences.takes_back(_("Marked as a quote; F5 lists it once it has a code.")))
                return
            if outcome.n_put:
                self.post_message(messages.QuoteMarked(part or span))
            self.tell(self.said(outcome))

    def action_flag(self) -> None:
        """Mark the segment for asking a colleague, or no longer."""
        desk, span = self.desk, self.selected
        if desk is not None and span is not None:
            outcome = self.decide(lambda: desk.flag(span))
            self.freshen()
            self.tell(self.said(outcome))

    def action_bookmark(self) -> None:
        """Put a bookmark on the segment, or take it off."""
        desk, span = self.desk, self.selected
        if desk is not None and span is not None:
            outcome = self.decide(lambda: desk.bookmark(span))
            self.freshen()
            self.tell(self.said(outcome))

    @work(exit_on_error=False)
    async def action_search(self) -> None:
        """Search in all the answers, and go to what was found."""
        desk = self.desk
        if desk is None:
            return
        span = await self.app.push_screen_wait(SearchDialog(desk.search, lambda found: desk.segment(found).text))
        if span is not None:
            self.post_message(messages.Go(Place.ANSWERS, span))

    @work(exit_on_error=False)
    async def action_filter(self) -> None:
        """Ask which answers to show."""
        desk = self.desk
        if desk is None:
            return
        keep = await self.app.push_screen_wait(FilterDialog(desk.corpus, desk.question, desk.wave, self.keep))
        if keep is not None:
            self.post_message(messages.Narrowed(None if keep.is_empty else keep))


def answer_memo(desk: Desk, key: AnswerKey) -> MemoPlace:
    """Return an answer as a place for a note."""
    heading = _("Note on the answer of {respondent}").format(respondent=key.respondent)
    return MemoPlace(heading, desk.answer(key).memo, lambda text: desk.memo(key, text))
