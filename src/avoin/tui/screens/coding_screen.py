"""What the answers and the pages share: suggestions by digit, refusing, the finder for one segment, the order.

Invariant: while an answer or a page is on the screen its suggestions keep their digits, so that the same digit takes a
code on and off; fresh suggestions come with the next answer or page.
"""

from textual import on, work

from avoin.coding.queue import QueueOrder
from avoin.coding.suggestion import Suggestion
from avoin.i18n import _
from avoin.ids import CodeId, Span
from avoin.tui import messages
from avoin.tui.desk import Desk
from avoin.tui.dialogs.code_finder import FinderView
from avoin.tui.dialogs.new_code import NewCodeDialog
from avoin.tui.dialogs.queue_order import QueueDialog
from avoin.tui.screens import looks, sentences
from avoin.tui.screens.segment_screen import SegmentScreen
from avoin.tui.screens.sentences import code_name
from avoin.tui.widgets.code_card import CodeCard
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.segment_list import SegmentList
from avoin.tui.widgets.shown import shown
from avoin.tui.widgets.suggestion_list import SuggestionList, SuggestionRow
from avoin.workflow.desk.desk_views import SegmentView

N_SUGGESTIONS = 9
N_RECENT = 4
"""Codes used last that have a digit after the suggestions."""


class CodingScreen(SegmentScreen):
    """A screen on which segments get codes one at a time.

    Attributes
    ----------
    order : QueueOrder
        In which order answers come; the same on both screens.
    """

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self.order = QueueOrder.PAGES
        self._offers: dict[Span, tuple[Suggestion, ...]] = {}
        self._recent: tuple[CodeId, ...] | None = None  # as they were when the answer or page came

    @property
    def segments(self) -> SegmentList:
        """The segments on the screen."""
        return self.query_one(SegmentList)

    @property
    def suggestion_list(self) -> SuggestionList:
        """The suggestions for the selected segment."""
        return self.query_one(SuggestionList)

    @property
    def selected(self) -> Span | None:
        """The selected segment."""
        return self.segments.chosen

    # suggestions

    def forget_offers(self) -> None:
        """Ask for fresh suggestions: another answer or page is on the screen."""
        self._offers.clear()
        self._recent = None

    def offers(self, desk: Desk, span: Span) -> tuple[Suggestion, ...]:
        """Return the suggestions a segment had when it came on the screen."""
        if span not in self._offers:
            self._offers[span] = desk.suggestions(span, N_SUGGESTIONS)
        return self._offers[span]

    def suggestion_rows(self, desk: Desk, span: Span) -> tuple[SuggestionRow, ...]:
        """Return what can be put on a segment by digit: suggestions, codes used last, then what else is on it."""
        view = desk.segment(span)
        if self._recent is None:
            self._recent = desk.recent_codes()
        offers = {each.code: each for each in self.offers(desk, span)}
        used = [code for code in self._recent if code not in offers][:N_RECENT]
        there = [coding.code for coding in view.codings]
        return tuple(
            self._suggestion_row(desk, view, number, code, offers.get(code))
            for number, code in enumerate(dict.fromkeys((*offers, *used, *there)), 1)
        )

    def _suggestion_row(
        self, desk: Desk, view: SegmentView, number: int, code: CodeId, suggestion: Suggestion | None
    ) -> SuggestionRow:
        p = None if suggestion is None else suggestion.p
        words = looks.word_list(view.text, looks.words_in(view.span, suggestion))
        on_it = any(coding.code == code for coding in view.codings)
        digit = number if number <= N_SUGGESTIONS else 0
        name = code_name(code, desk.codebook)
        recent, sure = suggestion is None and not on_it, suggestion is None or suggestion.sure
        return SuggestionRow(code, name, digit, p, words, on_it, code in view.refused, recent, sure)

    def show_suggestions(self, desk: Desk) -> None:
        """Draw the suggestions for the selected segment and the card of the one under the cursor."""
        span = self.selected
        rows = () if span is None else self.suggestion_rows(desk, span)
        self.suggestion_list.show_items(rows)
        place = self.segments.cursor + 1
        hidden = span is not None and desk.hides(span)
        title = _("Suggestions for segment {n}: hidden") if hidden else _("Suggestions for segment {n}")
        if self.part is not None:
            title = _("A code for the selected words")
        self.suggestion_list.border_title = shown(title.format(n=place))
        self.show_card(desk)

    def show_card(self, desk: Desk) -> None:
        """Draw the card of the suggestion under the cursor."""
        row = self.suggestion_list.chosen
        code = None if row is None else desk.codebook.by_id.get(row.code)
        self.query_one(CodeCard).show_code(code, desk.codebook)

    @on(RowList.Moved, "#suggestions")
    def _suggestion_moved(self, event: RowList.Moved) -> None:
        event.stop()
        if self.desk is not None:
            self.show_card(self.desk)

    @on(RowList.Clicked, "#suggestions")
    def _suggestion_clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        row = self.suggestion_list.chosen
        if row is not None:
            self.toggle_code(row.code)

    @on(RowList.Moved, "#segments")
    def _segment_moved(self, event: RowList.Moved) -> None:
        event.stop()
        if self.desk is not None:
            self.suggestion_list.start_over()
            self.segment_selected(self.desk)

    def segment_selected(self, desk: Desk) -> None:
        """Draw what belongs to the selected segment."""
        self.show_suggestions(desk)

    # deciding

    def action_suggestion(self, number: int) -> None:
        """Put the suggestion of this number on the segment, or take it off."""
        row = next((row for row in self.suggestion_list.items if row.number == number), None)
        if row is None:
            self.tell(_("There is no suggestion {n} here.").format(n=number))
        else:
            self.toggle_code(row.code)

    def toggle_code(self, code: CodeId) -> None:
        """Put a code on the selected segment or the selected words of it, or take it off."""
        desk, span, part = self.desk, self.selected, self.part
        if desk is None or span is None:
            return
        self.offers(desk, span)
        outcome = self.decide(lambda: desk.toggle(span, code) if part is None else desk.code_part(part, code))
        self.freshen()
        self.tell(self.said(outcome) if part is None else sentences.of_part(outcome, desk.codebook))

    def action_refuse(self) -> None:
        """Refuse the suggestion under the cursor for the selected segment, and go to the next one."""
        desk, span, row = self.desk, self.selected, self.suggestion_list.chosen
        if desk is None or span is None or row is None or row.recent:
            self.tell(_("There is nothing to refuse."))
            return
        outcome = self.decide(lambda: desk.refuse(span, row.code))
        self.freshen()
        after = range(self.suggestion_list.cursor + 1, len(self.suggestion_list.items))
        there = next((place for place in after if not self.suggestion_list.items[place].refused), None)
        if there is not None:
            self.suggestion_list.move_to(there)
        self.tell(self.said(outcome))

    def start_finder(self, typed: str) -> None:
        """Ask for any code for the selected segment."""
        desk, span = self.desk, self.selected
        if desk is None or span is None:
            return
        codings, part = desk.segment(span).codings, self.part
        there = frozenset(coding.code for coding in codings if part in (None, coding.span))

        def preview(code: CodeId) -> str:
            if part is not None:
                return _("Enter takes it off the words.") if code in there else _("Enter puts it on the words.")
            return _("Enter takes it off the segment.") if code in there else _("Enter puts it on the segment.")

        view = FinderView(desk.codebook, desk.find_codes, preview, desk.recent_codes(), there)
        self.ask_code(view, typed, self.toggle_code, self._new_code)

    def action_new_code(self) -> None:
        """Ask for a new code for the selected segment."""
        self._new_code("")

    @work(description="", exit_on_error=False)
    async def _new_code(self, name: str) -> None:
        desk, span, part = self.desk, self.selected, self.part
        if desk is None or span is None:
            return
        parents = [code for code in desk.codebook.codes if code.parent is None and not code.retired]
        gets = _("The selected segment gets it.") if part is None else _("The selected words get it.")
        made = await self.app.push_screen_wait(NewCodeDialog(name, "", parents, gets))
        if made is not None:
            outcome = self.decide(lambda: desk.new_code(made.name, made.definition, made.parent, (span,), part))
            self.freshen()
            self.tell(self.said(outcome))

    def suggestions_ready(self) -> None:
        """Take fresh suggestions where there were none before; others come with the next answer or page."""
        if not any(self._offers.values()):
            self.forget_offers()
            self.freshen()

    # the order

    @work(exit_on_error=False)
    async def action_queue(self) -> None:
        """Ask for the order."""
        order = await self.app.push_screen_wait(QueueDialog(self.order))
        if order is not None:
            self.post_message(messages.QueueChosen(order))
