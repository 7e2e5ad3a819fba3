"""Comparison: how far two coders agree, and their disagreements, settled one after the other.

Invariants: what is settled is stored before the screen draws it; a blind coder sees nothing here but how to finish.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from avoin.codebook.model import Codebook
from avoin.coding.decision import Verb
from avoin.coding.roles import called
from avoin.coding.type_ahead import find_codes
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.tui import keys, messages
from avoin.tui.desk import House
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.code_finder import FinderView
from avoin.tui.dialogs.confirm import ConfirmDialog
from avoin.tui.dialogs.draw import DrawDialog
from avoin.tui.dialogs.memo import MemoDialog
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.places import Place
from avoin.tui.screens.sentences import code_name, takes_back
from avoin.tui.screens.work_screen import WorkScreen
from avoin.tui.widgets.agreement_list import AgreementList, AgreementRow, headings
from avoin.tui.widgets.disagreement_list import DisagreementList
from avoin.tui.widgets.shown import Edges, Plate, shown, shown_line
from avoin.workflow.coders.adjudicate import AdjudicationDesk, Disagreement
from avoin.workflow.coders.compare_coders import Agreement
from avoin.workflow.coders.double_coding import Which
from avoin.workflow.desk.desk_views import Outcome
from avoin.workflow.desk.undo import Undone, left_in_words

NO_CODES = Codebook("", "", ())


class ComparisonScreen(WorkScreen):
    """Comparing and settling."""

    PLACE = Place.COMPARISON
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.COMPARISON)

    @dataclass
    class Compared(Message):
        """What two coders did was compared."""

        settling: AdjudicationDesk
        agreement: Agreement

    @dataclass
    class NotCompared(Message):
        """There is nothing to compare, or it may not be seen."""

        why: str

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._which = Which()
        self._settling: AdjudicationDesk | None = None
        self._agreement: Agreement | None = None
        self._book = NO_CODES
        self._why = ""

    def compose_body(self) -> ComposeResult:
        """Draw who is compared, the table of codes and the disagreements."""
        yield Plate(id="why_not")
        yield Edges(id="compared")
        yield AgreementList(id="agreement", classes="pane")
        yield DisagreementList(id="apart", classes="pane")

    def on_mount(self) -> None:
        """Start at the disagreements."""
        self._apart.focus()

    @property
    def _apart(self) -> DisagreementList:
        return self.query_one(DisagreementList)

    # drawing

    def on_screen_resume(self) -> None:
        """Compare anew: something may have been decided elsewhere."""
        self.freshen()
        self._compare(self._which)

    def others_decided(self) -> None:
        """Compare anew."""
        self.on_screen_resume()

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="comparison")
    def _compare(self, which: Which) -> None:
        try:
            settling = self._house.adjudication(which)
            self.post_message(self.Compared(settling, settling.agreement()))
        except AvoinError as error:
            self.post_message(self.NotCompared(" ".join(part for part in (error.message, error.hint) if part)))

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        self._settling, self._agreement, self._why = event.settling, event.agreement, ""
        self.freshen()

    @on(NotCompared)
    def _not_compared(self, event: NotCompared) -> None:
        self._settling = self._agreement = None
        self._why = " ".join((event.why, _("With D, answers are drawn for somebody to code blind.")))
        self.freshen()

    def freshen(self) -> None:
        """Draw everything anew, also while no question is open yet."""
        self._book = NO_CODES if self._settling is None else self._settling.codebook()
        self._draw_agreement()
        self._draw_disagreements()
        super().freshen()

    def desk_changed(self) -> None:
        """Nothing here is kept of a question."""

    def show_desk(self) -> None:
        """Draw nothing more: what is compared is of all questions."""

    def _draw_agreement(self) -> None:
        rows = self.query_one(AgreementList)
        rows.border_title = shown_line(self._who())
        found = self._agreement
        rows.show_items(() if found is None else tuple(self._rows(found)))
        rows.border_subtitle = shown("" if found is None else _("both/1/2/neither; bars are 95 percent intervals"))

    def _rows(self, found: Agreement) -> list[AgreementRow]:
        return [
            AgreementRow(
                str(each.question), place == 0, code_name(code.code, self._book), code, each.comparison.n_answers
            )
            for each in found.questions
            for place, code in enumerate(each.comparison.codes)
        ]

    def _draw_disagreements(self) -> None:
        found = () if self._settling is None else self._settling.disagreements()
        rows = self._apart
        rows.named = lambda code: code_name(code, self._book)
        rows.show_items(found)
        n_settled = sum(not each.is_open for each in found)
        rows.border_title = shown(_("Disagreements"))
        rows.when_empty = "" if self._settling is None else _("Both coded every answer alike.")
        rows.border_subtitle = shown(_("{n} of {all} settled").format(n=n_settled, all=len(found)) if found else "")
        self.query_one("#why_not", Plate).draw(shown(self._why))
        names = headings(self.app.size.width - 2, _("prev."), _("2×2"))
        self.query_one("#compared", Edges).draw(shown(""), shown("" if self._settling is None else f"{names} ", "dim"))

    def _who(self) -> str:
        if self._settling is None:
            return _("No comparison") if self._why else _("Comparing …")
        first, second = map(called, self._settling.coders)
        if self._settling.draw is None:
            return _("How far they agree: 1 {first}, 2 {second}").format(first=first, second=second)
        return _("How far they agree: 1 {first}, 2 {second}, draw {n}").format(
            first=first, second=second, n=self._settling.draw
        )

    # settling

    def action_take(self, key: str) -> None:
        """Settle with one side's codes."""
        self._with_chosen(lambda each: each.sides[int(key) - 1].codes)

    def action_take_both(self) -> None:
        """Settle with both sides' codes."""
        self._with_chosen(lambda each: tuple(sorted({code for side in each.sides for code in side.codes})))

    def action_take_none(self) -> None:
        """Settle without a code."""
        self._with_chosen(lambda each: ())

    def start_finder(self, typed: str) -> None:
        """Settle with another code; on a settled one the code is added, or taken off."""
        chosen = self._apart.chosen
        if chosen is None:
            return
        on = frozenset(() if chosen.settlement is None else chosen.settlement.codes)

        def preview(code: CodeId) -> str:
            left = ", ".join(code_name(each, self._book) for each in sorted(on ^ {code})) or _("no code")
            return _("It would be settled as: {codes}. Enter does it.").format(codes=left)

        view = FinderView(self._book, lambda letters: find_codes(self._book, letters), preview, on=on)
        self.ask_code(view, typed, lambda code: self._with_chosen(lambda each: tuple(sorted(on ^ {code}))), self._new)

    def _new(self, name: str) -> None:
        del name
        self.tell(_("New codes are made on the codebook screen (F4)."))

    def _with_chosen(self, codes: Callable[[Disagreement], Sequence[CodeId]]) -> None:
        chosen = self._apart.chosen
        if chosen is None:
            self.tell(_("There is no disagreement to settle."))
        else:
            self._settle(chosen, tuple(codes(chosen)))

    @work(description="", exit_on_error=False)
    async def _settle(self, chosen: Disagreement, codes: Sequence[CodeId]) -> None:
        settling = self._settling
        assert settling is not None
        if chosen.settlement is not None:
            reason: str | None = chosen.settlement.reason
        else:
            reason = await self.app.push_screen_wait(MemoDialog(_("Why so? It may be left empty."), ""))
        if reason is None:
            return
        outcome = self.decide(lambda: settling.settle(chosen.answer.key, codes, reason))
        self._told(outcome)
        if chosen.is_open:
            self._to_next_open()

    def _told(self, outcome: Outcome) -> None:
        self._caught_up()
        says = _("Opened again.") if outcome.verb is Verb.REOPEN else _("Settled.")
        self.tell(takes_back(says) if outcome.seq is not None else _("Nothing changed: it was so already."))

    def _caught_up(self) -> None:
        if self.desk is not None:
            self.desk.catch_up()
        self.freshen()

    def action_reopen(self) -> None:
        """Open the selected one again."""
        settling, chosen = self._settling, self._apart.chosen
        if settling is None or chosen is None or chosen.settlement is None:
            self.tell(_("There is nothing settled here to open again."))
            return
        self._told(self.decide(lambda: settling.reopen(chosen.answer.key)))

    def action_next_open(self) -> None:
        """Go to the next one that is not settled."""
        if not self._to_next_open():
            self.tell(_("Every disagreement is settled."))

    def _to_next_open(self) -> bool:
        rows = self._apart
        after = [*range(rows.cursor + 1, len(rows.items)), *range(min(rows.cursor + 1, len(rows.items)))]
        place = next((place for place in after if rows.items[place].is_open), None)
        if place is not None:
            rows.move_to(place)
        return place is not None

    @work(exit_on_error=False)
    async def action_borderline(self) -> None:
        """Add the reason to a code's borderline cases."""
        settling, chosen = self._settling, self._apart.chosen
        if settling is None or chosen is None or chosen.settlement is None or not chosen.settlement.reason:
            self.tell(_("Settle it with a reason first: that is what is added."))
            return
        codes = dict.fromkeys((*chosen.settlement.codes, *chosen.codes))
        usable = {code.id for code in self._book.usable}
        choices = [
            Choice(code, shown_line(code_name(code, self._book)), more=shown(self._book.by_id[code].borderline))
            for code in codes
            if code in usable
        ]
        code = await self.app.push_screen_wait(PickDialog(_("A borderline case of which code?"), choices))
        if code is not None:
            settling.make_borderline(chosen.answer.key, code)
            self._caught_up()
            self.tell(
                takes_back(
                    _("The reason stands among the borderline cases of “{code}”.").format(
                        code=code_name(code, self._book)
                    )
                )
            )

    # going back: what is settled is of the project, not of the question that is open

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._back(lambda settling: settling.undo(), _("Taken back. U does it again."))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._back(lambda settling: settling.redo(), _("Done again. u takes it back."))

    def _back(self, act: Callable[[AdjudicationDesk], Undone], says: str) -> None:
        settling = self._settling
        if settling is None:
            self.tell(_("There is nothing compared here to take back."))
            return
        done = act(settling)
        self._caught_up()
        self.tell(f"{says} {left_in_words(done.n_left)}".rstrip())
        if done.of_verb in (Verb.DRAW, Verb.FINISH):
            self._draws_changed()

    # draws

    @work(exit_on_error=False)
    async def action_choose(self) -> None:
        """Choose which finished draw is compared."""
        done = [each for each in self._house.draws() if each.finished is not None]
        if not done:
            self.tell(_("No draw is finished yet: F finishes yours, D makes a new one."))
            return
        choices = [
            Choice(
                each.number,
                shown_line(_("draw {n}: {coder}").format(n=each.number, coder=each.coder)),
                shown(ngettext("{n} answer", "{n} answers", len(each.answers)).format(n=len(each.answers))),
            )
            for each in reversed(done)
        ]
        number = await self.app.push_screen_wait(PickDialog(_("Which draw?"), choices))
        if number is not None:
            self._which = Which(draw=number)
            self._compare(self._which)

    @work(exit_on_error=False)
    async def action_draw(self) -> None:
        """Draw answers for somebody to code blind."""
        wanted = await self.app.push_screen_wait(DrawDialog())
        if wanted is None:
            return
        made = self._house.draw(wanted.coder, wanted.share)
        self._draws_changed()
        n = len(made.answers)
        self.tell(
            ngettext("{n} answer drawn for {coder}.", "{n} answers drawn for {coder}.", n).format(n=n, coder=made.coder)
        )

    @work(exit_on_error=False)
    async def action_finish(self) -> None:
        """End one's own blind coding."""
        mine = self._house.open_draw()
        if mine is None:
            self.tell(_("You have no blind coding to finish."))
            return
        says = _("{n} of {all} drawn answers are coded; what is not decided is not compared.")
        told = says.format(n=mine.n_decided, all=len(mine.answers))
        if await self.app.push_screen_wait(ConfirmDialog(_("End your blind coding?"), told)):
            done = self._house.finish_draw()
            self._which = Which(draw=done.number)
            self._draws_changed()
            self.tell(takes_back(_("Draw {n} is finished.").format(n=done.number)))

    def _draws_changed(self) -> None:
        self.post_message(messages.DrawsChanged())
        self._compare(self._which)
