"""Quotes: what could be quoted for each code at the left; at the right one quotation and what in it tells who spoke.

Invariants: nothing leaves but what ``h`` let leave exactly as it stands; the order of quotations is fixed when a code
is chosen, so that nothing moves under the hands.
"""

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from avoin.i18n import _, ngettext
from avoin.ids import Span
from avoin.privacy.personal_data import Kind, kind_name, reason_words
from avoin.privacy.review import QuoteState, files_of, state_name
from avoin.tui import keys, messages
from avoin.tui.desk import Desk, House
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.confirm import ConfirmDialog
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.places import Place
from avoin.tui.screens import looks
from avoin.tui.screens.code_memos import code_memo
from avoin.tui.screens.marking import Marking, marking_of, next_proposal, proposal_at
from avoin.tui.screens.segment_screen import answer_memo
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen
from avoin.tui.widgets.quote_list import QuotedCodes, QuoteList
from avoin.tui.widgets.quote_text import QuoteText
from avoin.tui.widgets.respondent_card import background
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, shown, shown_line
from avoin.workflow.desk.desk_views import Outcome
from avoin.workflow.outgoing.quote_desk import QuoteDesk, QuoteView

_MOST_VALUES = 6


class QuotesScreen(WorkScreen):
    """Reviewing what is quoted."""

    PLACE = Place.QUOTES
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.QUOTES)

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._quotes: QuoteDesk | None = None
        self._marking = Marking()
        self._wanted: Span | None = None  # what was marked on another screen, to be shown when next drawn

    def compose_body(self) -> ComposeResult:
        """Draw the panes."""
        with Horizontal(id="panes"):
            with Vertical(id="quotable"):
                yield QuotedCodes(id="quoted-codes", classes="pane")
                yield QuoteList(id="quotations", classes="pane")
            with Vertical(id="quotation", classes="pane"):
                with VerticalScroll(id="words", can_focus=False):
                    yield QuoteText(id="quote-text")
                yield Plate(id="leaves")
                yield Plate(id="why")

    def on_mount(self) -> None:
        """Start in the codes."""
        self.query_one(QuotedCodes).focus()

    # the quote desk

    def desk_changed(self) -> None:
        """Another question is open: its quotations are looked through."""
        self._quotes = None
        self.query_one(QuotedCodes).start_over()
        self.query_one(QuoteList).start_over()
        self._marking = Marking()
        self._draw_quote()

    def show_desk(self) -> None:
        """Draw what there is; look through the quotations again where codings may be others now."""
        if self._quotes is not None:
            self._quotes.renew()
            self._draw_codes()
            self._go_to_wanted(self._quotes)
        if self.desk is not None and (self._quotes is None or not self._quotes.is_current):
            self._open(self.desk)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="quotes")
    def _open(self, desk: Desk) -> None:
        def report(done: int, total: int | None, doing: str) -> None:
            self.post_message(messages.Progressed(done, total, doing))

        report(0, None, _("Looking through what can be quoted …"))
        quotes = self._house.quote_desk(report)
        for code in dict.fromkeys(each.code for each in quotes.codes() if each.question == desk.question.id):
            quotes.quotes(code, desk.question.id, desk.wave, report)
        self.post_message(messages.QuotesOpened(quotes))

    @on(messages.QuotesOpened)
    def _opened(self, event: messages.QuotesOpened) -> None:
        is_first = self._quotes is None
        self._quotes = event.desk
        self.hush()
        self._follow(event.desk)  # what is gone must not be drawn
        self._draw_codes()
        if is_first:
            self._lay_out()
        else:
            self._follow(event.desk)
        self._go_to_wanted(event.desk)

    def show_quote(self, span: Span) -> None:
        """Put the cursor on a quotation when next drawn."""
        self._wanted = span

    def _go_to_wanted(self, quotes: QuoteDesk) -> None:
        """Show the quotation that was marked elsewhere, under the first code that lists it."""
        wanted, rows = self._wanted, self.query_one(QuotedCodes)
        for code in rows.items if wanted is not None else ():
            spans = [view.span for view in quotes.quotes(code.code, code.question, code.wave)]
            if wanted in spans:
                self._wanted = None
                rows.show_items(rows.items, at=rows.key_of(code))
                self._lay_out()
                self._list.show_items(spans, at=wanted)
                self._list.focus()
                self._select()
                return

    @on(messages.Progressed)
    def _progressed(self, event: messages.Progressed) -> None:
        event.stop()
        self.tell_progress(event)

    # drawing

    @property
    def _list(self) -> QuoteList:
        return self.query_one(QuoteList)

    @property
    def view(self) -> QuoteView | None:
        """The selected quotation as it stands now."""
        code, span = self.query_one(QuotedCodes).chosen, self._list.chosen
        return None if self._quotes is None or code is None or span is None else self._quotes.quote(span, code.code)

    def _draw_codes(self) -> None:
        desk, quotes = self.desk, self._quotes
        if desk is None or quotes is None:
            return
        codes = [
            each for each in quotes.codes() if each.question == desk.question.id and desk.wave in (None, each.wave)
        ]
        rows = self.query_one(QuotedCodes)
        rows.show_items(codes)
        n = quotes.n_approved(desk.question.id, desk.wave)
        says = ngettext("{n} quotation may leave", "{n} quotations may leave", n).format(n=n)
        rows.border_title = shown(says)
        rows.when_empty = _(
            "Nothing of this question is coded yet. What gets a code (F2, F3) is listed here to be read and approved; "
            "q there marks what is worth quoting."
        )
        astray = len(quotes.without_code())
        if astray:
            told = ngettext("{n} used one has no code now", "{n} used ones have no code now", astray)
            rows.border_subtitle = shown(told.format(n=astray))
        self._list.redraw()
        self._draw_spread(quotes)
        self._draw_quote()

    def _lay_out(self) -> None:
        """Fix the order of the selected code's quotations: those marked first, then by rank."""
        code, quotes = self.query_one(QuotedCodes).chosen, self._quotes
        self._list.start_over()
        if code is not None and quotes is not None:
            views = quotes.quotes(code.code, code.question, code.wave)
            self._list.show_quotes(tuple(view.span for view in views), self._look)
            self._list.border_title = shown_line(code.name)
            self._draw_spread(quotes)
        self._select()

    def _follow(self, quotes: QuoteDesk) -> None:
        """Lay the quotations anew where some came or went while one was elsewhere; the cursor stays on its own."""
        code, chosen = self.query_one(QuotedCodes).chosen, self._list.chosen
        views = () if code is None else quotes.quotes(code.code, code.question, code.wave)
        if {view.span for view in views} != set(self._list.items):
            self._list.show_quotes(tuple(view.span for view in views), self._look)
            if self._list.chosen != chosen:
                self._select()

    def _look(self, span: Span) -> tuple[QuoteView, str]:
        quotes, desk = self._quotes, self.desk
        assert quotes is not None
        assert desk is not None
        person = quotes.corpus.respondent_by_id[span.answer.wave, span.answer.respondent]
        whose = (looks.respondent_tag(span, desk.wave), background(person, quotes.corpus.survey))
        return quotes.quote(span), " · ".join(part for part in whose if part)

    def _draw_spread(self, quotes: QuoteDesk) -> None:
        views = [quotes.quote(span) for span in self._list.items]
        chosen = [view for view in views if quotes.verdict(view.span) is QuoteState.APPROVED]
        parts = [
            ", ".join(f"{value or '–'} {n}" for value, n in values[:_MOST_VALUES])
            for _name, values in quotes.spread(chosen)
        ]
        says = _("approved: {spread}").format(spread=" · ".join(part for part in parts if part)) if chosen else ""
        self._list.border_subtitle = shown_line(says)

    def _select(self) -> None:
        view = self.view
        self._marking = Marking() if view is None else marking_of(view)
        self._draw_quote()

    def _draw_quote(self) -> None:
        view = self.view
        text = self.query_one(QuoteText)
        text.show_quote(view, self._marking.place)
        self.query_one("#words").scroll_to(y=text.line_of_mark(), animate=False)
        self.query_one("#quotation").border_title = shown("" if view is None else state_name(view.state))
        self.query_one("#leaves", Plate).draw(Content("") if view is None else _leaving(view))
        self.query_one("#why", Plate).draw(Content("") if view is None else self._told(view))

    def _told(self, view: QuoteView) -> Content:
        proposal = proposal_at(view, self._marking.place)
        lines = []
        if proposal is not None:
            why = ", ".join(reason_words(each) for each in proposal.reasons)
            lines.append(_("{kind}: {why}").format(kind=kind_name(proposal.kind), why=why))
        if view.used:
            lines.append(_("stood in: {files}").format(files=files_of(view.used)))
        if view.beside:
            lines.append(_("beside it: {values}").format(values=", ".join(view.beside)))
        if view.left_out and self._quotes is not None:
            few = _("not beside it: {variables} – fewer than {k} respondents share it")
            k = self._quotes.project.settings.cell_threshold
            lines.append(few.format(variables=", ".join(view.left_out), k=k))
        return Content("\n").join([shown_line(line) for line in lines])

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if isinstance(event.rows, QuotedCodes):
            self._lay_out()
        else:
            self._select()

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        if isinstance(event.rows, QuoteList):
            self.action_open_answer()

    # marking

    @on(QuoteText.Pointed)
    def _pointed(self, event: QuoteText.Pointed) -> None:
        event.stop()
        self._mark(self._marking.at((event.place, event.place + 1)))

    def _mark(self, marking: Marking) -> None:
        self._marking = marking
        self._draw_quote()

    def action_mark(self, key: str) -> None:
        """Mark the word before or after."""
        self._mark(self._marking.step(1 if key == "right" else -1))

    def action_widen(self, key: str) -> None:
        """Mark one word more, or one less."""
        self._mark(self._marking.widen(1 if key == "shift+right" else -1))

    def action_next_proposal(self) -> None:
        """Mark the next proposal."""
        view = self.view
        if view is None:
            return
        if not view.proposals:
            self.tell(_("Nothing more is proposed here."))
            return
        self._mark(next_proposal(view, self._marking))

    # deciding

    def action_redact(self) -> None:
        """Replace the marked words: as proposed, or by what the person says they are."""
        view, place = self.view, self._marking.place
        if view is None or place is None:
            self.tell(_("Mark words first: ←→ marks a word, Shift+→ one more."))
            return
        proposal = proposal_at(view, place)
        if proposal is not None:
            self._does(lambda quotes: quotes.take(view.span, proposal))
        else:
            self._ask_kind(view, place)

    @work(description="", exit_on_error=False)
    async def _ask_kind(self, view: QuoteView, place: tuple[int, int]) -> None:
        choices = [Choice(kind, shown(kind_name(kind))) for kind in Kind]
        kind = await self.app.push_screen_wait(PickDialog(_("What are these words?"), choices))
        if kind is not None:
            self._does(lambda quotes: quotes.replace(view.span, *place, kind))

    def action_redact_all(self) -> None:
        """Replace what is proposed and sure."""
        view = self.view
        if view is None:
            return
        if not any(each.sure for each in view.proposals):
            self.tell(_("Nothing sure is proposed here; r replaces what is marked."))
            return
        self._does(lambda quotes: quotes.take_all(view.span))

    def action_cut(self) -> None:
        """Leave the marked words out."""
        view, place = self.view, self._marking.place
        if view is None or place is None:
            self.tell(_("Mark words first: ←→ marks a word, Shift+→ one more."))
            return
        self._does(lambda quotes: quotes.cut(view.span, *place))

    def action_show_again(self) -> None:
        """Take the changes of the quotation back."""
        view = self.view
        if view is not None:
            self._does(lambda quotes: quotes.show_again(view.span))

    def action_approve(self) -> None:
        """Let the quotation leave, and go to the next one."""
        view = self.view
        if view is None:
            return
        if view.proposals:
            self._ask_approval(view)
        else:
            self._does(lambda quotes: quotes.approve(view.span), go_on=True)

    @work(description="", exit_on_error=False)
    async def _ask_approval(self, view: QuoteView) -> None:
        kinds = ", ".join(dict.fromkeys(kind_name(each.kind) for each in view.proposals))
        n = len(view.proposals)
        says = ngettext(
            "{n} proposal is still in it: {kinds}.", "{n} proposals are still in it: {kinds}.", n
        ).format(n=n, kinds=kinds)  # fmt: skip
        if await self.app.push_screen_wait(ConfirmDialog(_("Let it leave all the same?"), says)):
            self._does(lambda quotes: quotes.approve(view.span), go_on=True)

    def action_refuse(self) -> None:
        """Keep the quotation from leaving, and go to the next one."""
        view = self.view
        if view is not None:
            self._does(lambda quotes: quotes.refuse(view.span), go_on=True)

    def _does(self, act: Callable[[QuoteDesk], Outcome], *, go_on: bool = False) -> None:
        quotes = self._quotes
        if quotes is None:
            return
        outcome = self.decide(lambda: act(quotes))
        if go_on:
            self._list.action_down()
        self._draw_codes()
        self._select()
        self.tell(self.said(outcome))

    def memo_place(self) -> MemoPlace | None:
        """Return the answer that is quoted, or the code while one is among the codes."""
        code, view, desk = self.query_one(QuotedCodes), self.view, self.desk
        if code.has_focus and code.chosen is not None:
            return code_memo(self._house, code.chosen.code, code.chosen.name)
        return None if view is None or desk is None else answer_memo(desk, view.span.answer)

    def action_open_answer(self) -> None:
        """Go to the whole answer."""
        view = self.view
        if view is not None:
            self.post_message(messages.Go(Place.ANSWERS, view.span))

    def taken_back(self) -> None:
        """Draw the quotation as it stands again."""
        if self._quotes is not None:
            self._quotes.renew()
            self._select()

    def start_finder(self, typed: str) -> None:
        """There is no segment here to give a code to."""


def _leaving(view: QuoteView) -> Content:
    if not view.changes:
        return shown(_("It leaves as it is written."), "italic")
    return shown(_("leaves as: "), "bold") + shown_line(view.shown)
