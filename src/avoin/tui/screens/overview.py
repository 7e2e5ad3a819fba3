"""Overview: every question of every wave with how far it is, what is next, and the way to another question."""

from collections.abc import Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from avoin.i18n import _
from avoin.ids import QuestionId, WaveId
from avoin.report.words import percent
from avoin.tui import keys, messages
from avoin.tui.desk import Desk, House
from avoin.tui.places import Place
from avoin.tui.screens.course_words import next_steps, told_course
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Edges, Plate, fit, shown, shown_line
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.desk.course import Course, QuestionInWave
from avoin.workflow.desk.memos import ON_PROJECT
from avoin.workflow.desk.question_progress import QuestionProgress

_BAR = 10  # cells
_WITH_BAR = 110  # cells: a narrower list has numbers only
_NOT_YET = "–"


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in a wave; how the work on it goes is None until that is worked out."""

    progress: QuestionProgress
    course: Course | None

    @property
    def place(self) -> tuple[QuestionId, WaveId]:
        """Question and wave."""
        return self.progress.question.id, self.progress.wave

    def numbers(self) -> tuple[str, ...]:
        """Return what stands in the columns."""
        made, course = self.progress, self.course
        counts = (str(made.n_asked), str(made.n_answered), str(made.n_touched))
        if course is None:
            return (*counts, _NOT_YET, _NOT_YET, _NOT_YET)
        return (*counts, str(course.n_quotes), f"{course.n_summaries}/{course.n_themes}", str(course.n_stale))


def _heads() -> tuple[str, ...]:
    return (_("asked"), _("answered"), _("begun"), _("quotes"), _("summaries"), _("stale"))


class QuestionList(RowList[QuestionRow]):
    """Questions and waves."""

    def key_of(self, item: QuestionRow) -> Hashable:
        """Return question and wave."""
        return item.place

    def lines(self, item: QuestionRow, index: int, width: int) -> list[Content]:
        """Draw a question: wave, text, numbers (below a long text), a bar where there is room."""
        del index
        made = item.progress
        right = Content(in_columns(item.numbers()) + bar(made.n_touched, made.n_answered, width))
        named = Content("  ") + shown_line(f"{made.wave}  {made.question.title}")
        if named.cell_length + right.cell_length <= width:
            return [fit(named, width, right=right)]
        return [fit(named, width), fit(Content(""), width, right=right)]


def in_columns(cells: Iterable[str]) -> str:
    """Return cells to the right under their headings."""
    return "".join(f"{cell:>{len(head) + 2}}" for cell, head in zip(cells, _heads(), strict=True)) + " "


def bar(n: int, of: int, width: int) -> str:
    """Return the share as a bar; nothing where the list is too narrow for it."""
    if width < _WITH_BAR:
        return ""
    share = Fraction(n, of) if of else Fraction(0)
    filled = round(share * _BAR)
    return "█" * filled + "░" * (_BAR - filled) + f" {percent(share):>5} "


class OverviewScreen(WorkScreen):
    """Choosing what to code."""

    PLACE = Place.OVERVIEW
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.OVERVIEW)

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._courses: Mapping[QuestionInWave, Course] = {}

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
        places = [(each, self._courses.get((each.question.id, each.wave))) for each in self._house.questions()]
        rows.show_items([QuestionRow(*each) for each in places], at=None if rows.items else at)
        rows.border_title = shown(_("Open questions"))
        self._name_selected()
        super().freshen()

    def on_resize(self) -> None:
        """Put the headings over their columns."""
        width = self.size.width - 2  # the list's edges
        self.query_one("#columns", Edges).draw(
            Content(""), shown(in_columns(_heads()) + " " * len(bar(0, 0, width)) + " ")
        )

    def desk_changed(self) -> None:
        """Keep how the work goes: it is of all questions."""

    def show_desk(self) -> None:
        """Say how it goes and what is next at the open desk; what takes longer to work out follows."""
        if self.desk is not None:
            self._draw(self.desk)
            rows = self.query_one(QuestionList).items
            self._work_out(dict.fromkeys([(self.desk.question.id, self.desk.wave), *(row.place for row in rows)]))

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="course")
    def _work_out(self, places: Iterable[QuestionInWave]) -> None:
        with suppress(BlindError):  # how the work goes would tell what others coded
            self.post_message(messages.CoursesReady(self._house.courses(places)))

    @on(messages.CoursesReady)
    def _courses_ready(self, event: messages.CoursesReady) -> None:
        self._courses = event.courses
        rows = self.query_one(QuestionList)
        rows.show_items([QuestionRow(row.progress, self._courses.get(row.place)) for row in rows.items])
        if self.desk is not None:
            self._draw(self.desk)

    def _draw(self, desk: Desk) -> None:
        course = self._courses.get((desk.question.id, desk.wave))
        told = () if course is None else told_course(course)
        self._draw_lines("#course", told)
        self._draw_lines("#next", next_steps(desk, course))
        where = _("What is next: {wave}, {question}").format(
            wave=desk.wave or _("all waves"), question=desk.question.title
        )
        self.query_one("#next").border_title = shown_line(where)

    def _draw_lines(self, plate: str, lines: Iterable[str]) -> None:
        self.query_one(plate, Plate).draw(Content("\n").join([shown_line(line) for line in lines]))

    def action_confirm(self) -> None:
        """Code the selected question."""
        row = self.query_one(QuestionList).chosen
        if row is not None:
            self.post_message(messages.OpenQuestion(*row.place))

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._name_selected()

    def _name_selected(self) -> None:
        """Say the selected question in full: its row may have room for its first words only."""
        rows = self.query_one(QuestionList)
        if rows.chosen is not None:
            rows.border_subtitle = shown_line(rows.chosen.progress.question.title)

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
