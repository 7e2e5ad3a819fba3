"""Summaries: the themes at the left; at the right the claim and its bullets in an editor, and what each rests on.

Invariant: what is written and not saved stays in the editor of its theme, wherever one goes, until it is saved or
dropped on purpose; leaving the program with such a text is held back once.
"""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from avoin.coding.decision import Verb
from avoin.i18n import _, ngettext
from avoin.ids import WaveId
from avoin.report.summary import Place as Theme
from avoin.report.summary import Summary
from avoin.tui import keys, messages
from avoin.tui.desk import Desk, House
from avoin.tui.dialogs.evidence import EvidenceDialog
from avoin.tui.places import Place
from avoin.tui.screens.code_memos import code_memo
from avoin.tui.screens.summary_text import Writing, text_of, writing_of
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen
from avoin.tui.widgets.inputs import SafeArea, SafeInput
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, shown, shown_line
from avoin.tui.widgets.summary_lists import Checks, SummaryRow, SummaryRows
from avoin.workflow.desk.desk_views import outcome_of
from avoin.workflow.outgoing.write_summaries import (
    Checker,
    SummaryChangedError,
    SummaryDesk,
    ThemeLine,
    reason_in_words,
    write_summary,
)


class SummariesScreen(WorkScreen):
    """Writing what each theme comes to."""

    PLACE = Place.SUMMARIES
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.SUMMARIES)

    class Checking(Message):
        """A theme's summary can be checked now."""

        def __init__(self, theme: Theme, checker: Checker) -> None:
            super().__init__()
            self.theme = theme
            self.checker = checker

    class Drafted(Message):
        """The program has a draft."""

        def __init__(self, draft: Summary) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._summaries: SummaryDesk | None = None
        self._lines: tuple[ThemeLine, ...] = ()
        self._unsaved: dict[Theme, Writing] = {}
        self._theme: Theme | None = None
        self._checker: Checker | None = None
        self._held_back = False

    def compose_body(self) -> ComposeResult:
        """Draw the panes."""
        with Horizontal(id="panes"):
            yield SummaryRows(id="to-summarise", classes="pane")
            with Vertical(id="written"):
                with Vertical(id="editor", classes="pane"):
                    yield SafeInput("", hint=_("the claim, as a heading"), id="heading")
                    yield SafeArea("", id="bullets")
                yield Plate(id="state")
                yield Checks(id="checks", classes="pane")

    def on_mount(self) -> None:
        """Start in the themes."""
        self._rows.focus()
        self.query_one("#checks").border_title = shown(_("What it rests on"))

    # the desk

    def desk_changed(self) -> None:
        """Another question is open: its themes are listed; what is not saved is kept."""
        self._summaries = None
        self._lines = ()
        self._rows.start_over()
        self._select()

    def show_desk(self) -> None:
        """Read the summaries as they are stored now."""
        if self.desk is not None:
            if self._summaries is None:
                self.tell(_("Reading the summaries …"), passing=True)
            self._open(self.desk)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="summaries")
    def _open(self, desk: Desk) -> None:
        self.post_message(messages.SummariesOpened(self._house.summary_desk()))

    @on(messages.SummariesOpened)
    def _opened(self, event: messages.SummariesOpened) -> None:
        if self.desk is not None:
            if self._summaries is None:
                self.hush()
            self._take(event.desk, self.desk)

    def _take(self, summaries: SummaryDesk, desk: Desk) -> None:
        self._summaries = summaries
        question = desk.question.id
        wave: WaveId = desk.wave or summaries.last_wave(question)
        lines = summaries.lines(question, wave)
        self._lines = tuple(sorted(lines, key=lambda line: -(line.n or 0)))
        self._draw_lines()
        if self._rows.chosen is None or self._rows.chosen.line.place != self._theme:
            self._select()
        elif self._theme not in self._unsaved:
            self._fill()
        self._prepare_checks()

    def memo_place(self) -> MemoPlace | None:
        """Return the theme's code."""
        row = self._rows.chosen
        return None if row is None else code_memo(self._house, row.line.place.code, row.line.name)

    # drawing

    @property
    def _rows(self) -> SummaryRows:
        return self.query_one(SummaryRows)

    @property
    def _line(self) -> ThemeLine | None:
        return next((line for line in self._lines if line.place == self._theme), None)

    @property
    def _writing(self) -> Writing:
        """What stands in the editor of the selected theme."""
        kept = None if self._theme is None else self._unsaved.get(self._theme)
        return kept if kept is not None else self._saved()

    def _saved(self) -> Writing:
        return writing_of(self._line.summary if self._line else None)

    def _draw_lines(self) -> None:
        self._rows.show_items([SummaryRow(line, line.place in self._unsaved) for line in self._lines])
        n = sum(1 for line in self._lines if line.summary is not None)
        says = _("{n} of {all} themes written").format(n=n, all=len(self._lines))
        self._rows.border_title = shown(says)
        self._rows.when_empty = _(
            "Nothing of this question is coded yet. Each code that segments get (F2, F3) is listed here,"
            " to be summarised."
        )
        self._rows.border_subtitle = shown(_("n, share, change"))

    def _select(self) -> None:
        """Show the theme under the cursor."""
        row = self._rows.chosen
        self._theme = None if row is None else row.line.place
        self._checker = None
        self._fill()
        self._prepare_checks()

    def _fill(self) -> None:
        """Put what is written of the theme into the editor."""
        writing = self._writing
        heading, bullets = self.query_one("#heading", SafeInput), self.query_one("#bullets", SafeArea)
        with heading.prevent(Input.Changed), bullets.prevent(TextArea.Changed):
            heading.value = writing.heading
            bullets.text = writing.text
        heading.disabled = bullets.disabled = self._theme is None
        self._draw_state()

    def _draw_state(self) -> None:
        """Say whether it is saved and whether it still holds, and check what is written."""
        line = self._line
        self.query_one("#editor").border_title = shown_line("" if line is None else line.name)
        self.query_one("#state", Plate).draw(shown_line(self._state(line) if line is not None else ""))
        checks = self.query_one(Checks)
        writing = self._writing
        if self._checker is None or self._theme is None or not (writing.heading.strip() or writing.bullets):
            checks.show_items(())
        else:
            checks.show_items(self._checker(writing.summary(self._theme)))

    def _state(self, line: ThemeLine) -> str:
        if line.place in self._unsaved:
            return _("✎ not saved: Ctrl+S saves")
        if line.stale and line.summary is not None:
            why = ", ".join(reason_in_words(each) for each in line.stale)
            return _("⧗ {why} (respondents {before} → {now})").format(
                why=why, before=line.summary.basis.n, now="–" if line.n is None else line.n
            )
        return "" if line.summary is None else _("✓ saved, {coder}").format(coder=line.summary.coder)

    def _prepare_checks(self) -> None:
        if self._summaries is not None and self._theme is not None:
            self._make_checker(self._summaries, self._theme)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="checks")
    def _make_checker(self, summaries: SummaryDesk, theme: Theme) -> None:
        self.post_message(self.Checking(theme, summaries.checker(theme)))

    @on(Checking)
    def _can_check(self, event: Checking) -> None:
        if event.theme == self._theme:
            self._checker = event.checker
            self._draw_state()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if isinstance(event.rows, SummaryRows):
            self._select()

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_write()

    # writing

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _written(self, event: Input.Changed | TextArea.Changed) -> None:
        event.stop()
        heading, bullets = self.query_one("#heading", SafeInput), self.query_one("#bullets", SafeArea)
        self._keep(self._writing.written(heading.value, bullets.text))

    @on(Input.Submitted)
    def _to_bullets(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one("#bullets").focus()

    def _keep(self, writing: Writing) -> None:
        if self._theme is None:
            return
        self._held_back = False
        if writing == self._saved():
            self._unsaved.pop(self._theme, None)
        else:
            self._unsaved[self._theme] = writing
        self._draw_lines()
        self._draw_state()

    def action_write(self) -> None:
        """Go to the heading."""
        if self._theme is not None:
            self.query_one("#heading").focus()

    def action_save(self) -> None:
        """Save what is written; where somebody else has written meanwhile, say so and keep the text."""
        summaries, desk, theme, line = self._summaries, self.desk, self._theme, self._line
        if summaries is None or desk is None or theme is None or line is None:
            return
        wanted = self._writing.summary(theme)
        try:
            outcome = self.decide(lambda: outcome_of(write_summary(summaries, wanted, desk.coder)[1], Verb.SUMMARY))
        except SummaryChangedError:
            self._take(self._house.summary_desk(), desk)
            raise
        self._unsaved.pop(theme, None)
        self._take(self._house.summary_desk(), desk)
        self.tell(self.said(outcome))

    def action_as_saved(self) -> None:
        """Drop what is not saved."""
        if self._theme is not None and self._unsaved.pop(self._theme, None) is not None:
            self._draw_lines()
            self._fill()
            self.tell(_("As it was saved last."))

    def action_draft(self) -> None:
        """Ask the program for a draft; nothing that is not saved gives way to it."""
        if self._summaries is None or self._theme is None:
            return
        if self._theme in self._unsaved:
            self.tell(_("There is a text that is not saved: Ctrl+S saves it, Ctrl+R drops it."))
            return
        self._make_draft(self._summaries, self._theme)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="summaries")
    def _make_draft(self, summaries: SummaryDesk, theme: Theme) -> None:
        def report(done: int, total: int | None, doing: str) -> None:
            self.post_message(messages.Progressed(done, total, doing))

        self.post_message(self.Drafted(summaries.draft(theme, report)))

    @on(Drafted)
    def _drafted(self, event: Drafted) -> None:
        draft = event.draft
        self._unsaved[draft.place] = writing_of(draft)
        self._draw_lines()
        self._fill()
        self.tell(_("A draft from typical segments: their words are respondents'. Write it in yours, then Ctrl+S."))

    @on(messages.Progressed)
    def _progressed(self, event: messages.Progressed) -> None:
        event.stop()
        self.tell_progress(event)

    @work(exit_on_error=False)
    async def action_evidence(self) -> None:
        """Ask which segments the bullet under the cursor rests on."""
        summaries, theme, writing = self._summaries, self._theme, self._writing
        if summaries is None or theme is None:
            return
        place = writing.bullet_at(self.query_one("#bullets", SafeArea).cursor_location[0])
        if place is None:
            self.tell(_("Go to the bullet first; a heading rests on the whole theme."))
            return
        grounds = summaries.grounds(theme)
        now = writing.bullets[place].evidence
        offered = tuple(dict.fromkeys((*now, *grounds.evidence)))
        heading = _("What does bullet {number} rest on?").format(number=place + 1)
        chosen = await self.app.push_screen_wait(EvidenceDialog(heading, offered, grounds.texts, now))
        if chosen is not None:
            bullets = list(writing.bullets)
            bullets[place] = replace(bullets[place], evidence=tuple(sorted(chosen)))
            self._keep(Writing(writing.heading, writing.text or text_of(bullets), tuple(bullets)))
            n = len(chosen)
            says = ngettext("The bullet rests on {n} segment.", "The bullet rests on {n} segments.", n)
            self.tell(says.format(n=n))

    # leaving

    def holds_back(self) -> bool:
        """Return whether there is a text that would be lost by leaving; the second time it is let go."""
        if not self._unsaved or self._held_back:
            return False
        self._held_back = True
        return True

    def action_back(self) -> None:
        """From the editor to the themes; from there to the candidate themes."""
        if self._rows.has_focus:
            super().action_back()
        else:
            self._rows.focus()

    def taken_back(self) -> None:
        """Forget nothing: ``show_desk`` reads what undo changed."""

    def start_finder(self, typed: str) -> None:
        """There is no segment here to give a code to."""
