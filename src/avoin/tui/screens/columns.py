"""What the columns of a survey file are taken for, with examples, to be corrected before anything is made.

Invariant: what is imported is exactly what the list shows.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.importing.guess import ColumnKind
from avoin.tui import keys
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.error import ErrorDialog
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.places import Place
from avoin.tui.widgets.frame import KeyLine, MessageLine
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, fit, shown, shown_line
from avoin.workflow.incoming.begin_project import Beginning, begin, choices_of, look_at
from avoin.workflow.incoming.import_survey import ColumnUse, PreparedImport

_KIND = 20  # cells
_UNSURE = 0.7


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: its number from 1, what it is taken for, and whether a person said so."""

    number: int
    use: ColumnUse
    told: bool


class ColumnRows(RowList[ColumnRow]):
    """The columns."""

    def key_of(self, item: ColumnRow) -> Hashable:
        """Return the column's number."""
        return item.number

    def lines(self, item: ColumnRow, index: int, width: int) -> list[Content]:
        """Draw a column on two lines: kind, how sure, heading; examples."""
        del index
        use = item.use
        sign = "✎" if item.told else ("?" if use.confidence < _UNSURE else " ")
        sure = "" if item.told else f"{use.confidence * 100:3.0f} %"
        kind = fit(shown(f" {sign} {kind_name(use.kind)}", "bold"), _KIND)
        examples = " · ".join(use.examples)
        return [
            fit(Content("  ") + kind + shown_line(use.heading), width, right=Content(f" {sure} ")),
            fit(Content(" " * (_KIND + 2)) + shown_line(examples, "italic"), width),
        ]


class ColumnsScreen(Screen[None]):
    """Correcting what the columns are taken for, and importing."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.COLUMNS)

    class Looked(Message):
        """The file has been looked at with what was said of it."""

        def __init__(self, prepared: PreparedImport) -> None:
            super().__init__()
            self.prepared = prepared

    class Refused(Message):
        """The file cannot be imported so."""

        def __init__(self, error: AvoinError) -> None:
            super().__init__()
            self.error = error

    class Imported(Message):
        """The project is made and the file read in."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    def __init__(self, beginning: Beginning) -> None:
        super().__init__()
        self._beginning = beginning
        self._told: dict[int, ColumnKind] = {}
        self._before: dict[int, ColumnKind] = {}
        self._prepared: PreparedImport | None = None

    def compose(self) -> ComposeResult:
        """Draw the list."""
        yield ColumnRows(id="columns-of-file", classes="pane")
        yield Plate(id="becomes", classes="pane")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Look at the file."""
        rows = self.query_one(ColumnRows)
        rows.border_title = shown_line(_("Columns of {file}").format(file=self._beginning.file.name))
        rows.focus()
        self.query_one("#becomes").border_title = shown(_("What it becomes"))
        self.query_one(KeyLine).keys_now = keys.at(Place.COLUMNS)
        self._look()

    @work(thread=True, exclusive=True, exit_on_error=False, group="import")
    def _look(self) -> None:
        try:
            self.post_message(self.Looked(look_at(self._beginning, choices_of(self._told))))
        except AvoinError as error:
            self.post_message(self.Refused(error))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        self._prepared = event.prepared
        self._before = dict(self._told)
        rows = [ColumnRow(number, use, number in self._told) for number, use in enumerate(event.prepared.guesses, 1)]
        self.query_one(ColumnRows).show_items(rows)
        built = event.prepared.built
        n = len(built.respondents)
        says = ngettext("{n} respondent, {answers} open answers", "{n} respondents, {answers} open answers", n)
        lines = [says.format(n=n, answers=len(built.answers)), *event.prepared.warnings]
        self.query_one("#becomes", Plate).draw(Content("\n").join([Content(" ") + shown_line(line) for line in lines]))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self._told = dict(self._before)
        self.app.push_screen(ErrorDialog(event.error.message, event.error.hint))

    @work(exit_on_error=False)
    async def action_kind(self) -> None:
        """Say what the selected column is."""
        row = self.query_one(ColumnRows).chosen
        if row is None:
            return
        kinds = [kind for kind in ColumnKind if kind is not ColumnKind.DATE]
        choices = [Choice(kind, shown(kind_name(kind)), more=shown(_told_kind(kind))) for kind in kinds]
        kind = await self.app.push_screen_wait(PickDialog(_("What is in this column?"), choices))
        if kind is not None:
            if kind is ColumnKind.ID:
                self._told = {number: each for number, each in self._told.items() if each is not kind}
            self._told[row.number] = kind
            self._look()

    def action_import(self) -> None:
        """Make the project of what the list shows."""
        if self._prepared is not None:
            self.query_one(MessageLine).tell(_("Reading the answers in …"))
            self._begin()

    @work(thread=True, exclusive=True, exit_on_error=False, group="import")
    def _begin(self) -> None:
        try:
            project = begin(self._beginning, choices_of(self._told))
        except AvoinError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Imported(project.folder))

    def action_back(self) -> None:
        """Back to the projects; nothing was made."""
        self.app.pop_screen()


def kind_name(kind: ColumnKind) -> str:
    """Return what a kind of column is called."""
    return {
        ColumnKind.ID: _("respondent's id"),
        ColumnKind.OPEN: _("open answer"),
        ColumnKind.GRADE: _("grade"),
        ColumnKind.CHANGE: _("change"),
        ColumnKind.CLAIM: _("claim"),
        ColumnKind.CHOICE: _("choice"),
        ColumnKind.CHOICES: _("several choices"),
        ColumnKind.NUMBER: _("number"),
        ColumnKind.DATE: _("date"),
        ColumnKind.VARIABLE: _("background"),
        ColumnKind.DROP: _("left out"),
    }[kind]


def _told_kind(kind: ColumnKind) -> str:
    return {
        ColumnKind.ID: _("Tells respondents apart; one column at most."),
        ColumnKind.OPEN: _("Written in respondents' own words: this is what is coded."),
        ColumnKind.GRADE: _("A number on a scale, such as 4–10."),
        ColumnKind.CHANGE: _("Better, the same or worse."),
        ColumnKind.CLAIM: _("Agree or disagree with a claim."),
        ColumnKind.CHOICE: _("One of a few alternatives."),
        ColumnKind.CHOICES: _("Any number of a few alternatives."),
        ColumnKind.NUMBER: _("Any number."),
        ColumnKind.DATE: _("A day or a time."),
        ColumnKind.VARIABLE: _("Who answered: role, region, centre."),
        ColumnKind.DROP: _("Not read into the project."),
    }[kind]
