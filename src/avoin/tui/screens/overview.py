"""Overview: every question of every wave with how far it is, what is next, and the way to another question."""

from collections.abc import Hashable, Iterable
from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from avoin.i18n import _
from avoin.tui import keys, messages
from avoin.tui.desk import Desk, House
from avoin.tui.places import Place
from avoin.tui.screens.course_words import next_steps, told_course
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Edges, Plate, fit, shown, shown_line
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.desk.course import Course
from avoin.workflow.desk.memos import ON_PROJECT
from avoin.workflow.desk.question_progress import QuestionProgress

_BAR = 10  # cells
_COLUMN = 11


class QuestionList(RowList[QuestionProgress]):
    """Questions and waves."""

    def key_of(self, item: QuestionProgress) -> Hashable:
        """Return question and wave."""
        return item.question.id, item.wave

    def lines(self, item: QuestionProgress, index: int, width: int) -> list[Content]:
        """Draw a question on one line: wave, text, numbers, a bar."""
        del index
        share = item.n_touched / item.n_answered if item.n_answered else 0.0
        filled = round(share * _BAR)
        numbers = "".join(f"{n:>{_COLUMN}}" for n in (item.n_asked, item.n_answered, item.n_touched))
        right = Content(f"{numbers} " + "█" * filled + "░" * (_BAR - filled) + f" {share * 100:3.0f} %")
        return [fit(Content("  ") + shown_line(f"{item.wave}  {item.question.title}"), width, right=right)]


class OverviewScreen(WorkScreen):
    """Choosing what to code."""

    PLACE = Place.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.OVERVIEW)

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._course: Course | None = None

    def compose_body(self) -> ComposeResult:
        """Draw the table and what is next."""
        yield Edges(id="columns")
        yield QuestionList(id="questions", classes="pane")
        yield Plate(id="course", classes="pane")
        yield Plate(id="next", classes="pane")

    def on_mount(self) -> None:
        """Start in the table."""
        self.query_one(QuestionList).focus()
        self.query_one("#course").border_title = shown(_("How it goes"))
        self.query_one("#next").border_title = shown(_("What is next"))

    def freshen(self) -> None:
        """Draw the questions, also while none is open yet."""
        rows = self.query_one(QuestionList)
        desk = self.desk
        at = None if desk is None else (desk.question.id, desk.wave)
        rows.show_items(self._house.questions(), at=None if rows.items else at)
        rows.border_title = shown(_("Open questions"))
        heads = (_("asked"), _("answered"), _("begun"))
        right = "".join(f"{head:>{_COLUMN}}" for head in heads) + " " * (_BAR + 7)
        self.query_one("#columns", Edges).draw(Content(""), shown(f"{right} "))
        super().freshen()

    def desk_changed(self) -> None:
        """Forget how the work on another question goes."""
        self._course = None

    def show_desk(self) -> None:
        """Say how it goes and what is next at the open desk; what takes longer to work out follows."""
        if self.desk is not None:
            self._draw(self.desk)
            self._work_out(self.desk)

    @work(thread=True, exclusive=True, exit_on_error=False, group="course")
    def _work_out(self, desk: Desk) -> None:
        with suppress(BlindError):  # how the work goes would tell what others coded
            self.post_message(messages.CourseReady(self._house.course(desk.question.id, desk.wave)))

    @on(messages.CourseReady)
    def _course_ready(self, event: messages.CourseReady) -> None:
        self._course = event.course
        if self.desk is not None:
            self._draw(self.desk)

    def _draw(self, desk: Desk) -> None:
        told = () if self._course is None else told_course(self._course)
        self._draw_lines("#course", told)
        self._draw_lines("#next", next_steps(desk, self._course))

    def _draw_lines(self, plate: str, lines: Iterable[str]) -> None:
        self.query_one(plate, Plate).draw(Content("\n").join([Content(" ") + shown_line(line) for line in lines]))

    def action_confirm(self) -> None:
        """Code the selected question."""
        row = self.query_one(QuestionList).chosen
        if row is not None:
            self.post_message(messages.OpenQuestion(row.question.id, row.wave))

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_confirm()

    def start_finder(self, typed: str) -> None:
        """There is no segment here to give a code to."""

    def memo_place(self) -> MemoPlace | None:
        """Return the project."""
        house = self._house
        heading = _("Note on the project {name}").format(name=house.name)
        return MemoPlace(heading, house.memo(ON_PROJECT), lambda text: house.write_memo(ON_PROJECT, text))

    def action_back(self) -> None:
        """Back to the themes."""
        self.post_message(messages.Go(Place.THEMES))
