"""Overview: every question of every wave with how far it is, what is next, and the way to another question."""

from collections.abc import Hashable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from avoin.i18n import _, ngettext
from avoin.tui import keys, messages
from avoin.tui.desk import Desk, House
from avoin.tui.keys import Place
from avoin.tui.screens.work_screen import WorkScreen
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Edges, Plate, fit, shown, shown_line
from avoin.workflow.question_progress import QuestionProgress

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

    def compose_body(self) -> ComposeResult:
        """Draw the table and what is next."""
        yield Edges(id="columns")
        yield QuestionList(id="questions", classes="pane")
        yield Plate(id="next", classes="pane")

    def on_mount(self) -> None:
        """Start in the table."""
        self.query_one(QuestionList).focus()
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
        """Nothing is kept of another desk."""

    def show_desk(self) -> None:
        """Say what is next at the open desk."""
        desk = self.desk
        if desk is not None:
            steps = [Content(" ") + shown_line(step) for step in _next_steps(desk)]
            self.query_one("#next", Plate).draw(Content("\n").join(steps))

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

    def action_back(self) -> None:
        """Back to the themes."""
        self.post_message(messages.Go(Place.THEMES))


def _next_steps(desk: Desk) -> Iterator[str]:
    tally = desk.tally()
    yield _("Open now: {question} ({wave})").format(question=desk.question.title, wave=desk.wave or _("all waves"))
    n = tally.n_themes_left
    if n:
        yield ngettext("F2  {n} theme to look through", "F2  {n} themes to look through", n).format(n=n)
    n = tally.n_answers - tally.n_answers_decided
    if n:
        yield ngettext("F3  {n} answer not decided yet", "F3  {n} answers not decided yet", n).format(n=n)
    else:
        yield _("Every answer is decided. avoin report makes the deck, avoin tables codes the tables.")
    n = tally.n_non_answers
    if n:
        yield ngettext("{n} answer says nothing", "{n} answers say nothing", n).format(n=n)
