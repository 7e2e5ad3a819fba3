"""How a survey file is read and what its columns are taken for, to be corrected before anything is made.

Invariant: what is imported is exactly what the list shows.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message

from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.importing.guess import ColumnKind
from avoin.importing.table import SurveyTable
from avoin.importing.ways import Way, delimiters_of, encodings_of, sheets_of
from avoin.tui import keys
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.error import ErrorDialog
from avoin.tui.dialogs.file_finder import FileFinder
from avoin.tui.dialogs.help import HelpDialog
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.key import Key
from avoin.tui.places import Place
from avoin.tui.screens.framed_screen import FramedScreen
from avoin.tui.widgets.frame import KeyLine
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, chance, fit, shown, shown_line
from avoin.workflow.codebooks.bring_in_codebook import starter, starters
from avoin.workflow.incoming.begin_project import Beginning, begin, look_at
from avoin.workflow.incoming.import_survey import ColumnUse, PreparedImport
from avoin.workflow.incoming.import_words import how_in_words, kind_name, kind_told

_KIND = 20  # cells
_UNSURE = 0.7
_GUESS = ""
_CODEBOOKS = (".yaml", ".yml", ".csv", ".xlsx", ".qdc")
_A_FILE = "/"  # no starter codebook is called so


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
        sure = "" if item.told else chance(use.confidence)
        kind = fit(shown(f" {sign} {kind_name(use.kind)}", "bold"), _KIND)
        examples = " · ".join(use.examples)
        return [
            fit(Content("  ") + kind + shown_line(use.heading), width, right=Content(f" {sure} ")),
            fit(Content(" " * (_KIND + 2)) + shown_line(examples, "italic"), width),
        ]


class ColumnsScreen(FramedScreen):
    """Correcting how the file is read and what its columns are, choosing a codebook, and importing."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.COLUMNS)

    class Looked(Message):
        """The file has been looked at with what was said of it."""

        def __init__(self, beginning: Beginning, prepared: PreparedImport) -> None:
            super().__init__()
            self.beginning = beginning
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
        self._beginning = beginning  # as the list shows it
        self._can_be_imported = False

    def compose(self) -> ComposeResult:
        """Draw the list."""
        yield ColumnRows(id="columns-of-file", classes="pane")
        with VerticalScroll(id="becomes", classes="pane"):
            yield Plate(id="told")
        yield from self.compose_below()

    def on_mount(self) -> None:
        """Look at the file."""
        rows = self.query_one(ColumnRows)
        rows.border_title = shown_line(_("Columns of {file}").format(file=self._beginning.file.name))
        rows.border_subtitle = shown(_("%: how sure the guess is · ? unsure · ✎ corrected"))
        rows.focus()
        self.query_one("#becomes").border_title = shown(_("What it becomes"))
        self._look(self._beginning)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="import")
    def _look(self, beginning: Beginning) -> None:
        try:
            self.post_message(self.Looked(beginning, look_at(beginning)))
        except AvoinError as error:
            self.post_message(self.Refused(error))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        self._beginning, self._can_be_imported = event.beginning, True
        guesses = enumerate(event.prepared.guesses, 1)
        rows = [ColumnRow(number, use, number in event.beginning.kinds) for number, use in guesses]
        self.query_one(ColumnRows).show_items(rows)
        self.query_one(KeyLine).keys_now = _keys_for(event.prepared.table, event.beginning)
        lines = [self._told_becoming(event.prepared), *event.prepared.warnings]
        self.query_one("#told", Plate).draw(Content("\n").join([shown_line(line) for line in lines]))

    def _told_becoming(self, prepared: PreparedImport) -> str:
        n = len(prepared.built.respondents)
        says = ngettext("{n} respondent, {answers} open answers", "{n} respondents, {answers} open answers", n)
        codebook = self._beginning.codebook
        told = [says.format(n=n, answers=len(prepared.built.answers)), how_in_words(prepared.table)]
        if self._beginning.is_further:
            told.append(_("wave {wave} of {name}").format(wave=prepared.wave, name=self._beginning.name))
        else:
            told.append(_("codebook: {name}").format(name=Path(codebook).name) if codebook else _("no codebook yet"))
        return " · ".join(told)

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self.app.push_screen(ErrorDialog(event.error.message, event.error.hint))

    # what a column is

    @work(exit_on_error=False)
    async def action_kind(self) -> None:
        """Say what the selected column is."""
        row = self.query_one(ColumnRows).chosen
        if row is None:
            return
        kinds = [kind for kind in ColumnKind if kind is not ColumnKind.DATE]
        choices = [Choice(str(kind), shown(kind_name(kind)), more=shown(kind_told(kind))) for kind in kinds]
        if row.told:
            choices.append(Choice(_GUESS, shown(_("(as avoin guesses)"), "italic")))
        heading = _("What is in “{heading}”?").format(heading=row.use.heading)
        chosen = await self.app.push_screen_wait(PickDialog(heading, choices, at=str(row.use.kind)))
        if chosen is not None:
            self._look(replace(self._beginning, kinds=_kinds_with(self._beginning.kinds, row.number, chosen)))

    # how the file is read; the columns may be others then, so that nothing is said of them any more

    @work(exit_on_error=False)
    async def action_encoding(self) -> None:
        """Choose the encoding by what the file looks like in it."""
        chosen = await self._way(_("In which encoding are the letters right?"), encodings_of)
        if chosen is not None:
            self._look(replace(self._beginning, encoding=chosen or None, kinds={}))

    @work(exit_on_error=False)
    async def action_delimiter(self) -> None:
        """Choose what parts the columns."""
        encoding = self._beginning.encoding
        heading = _("Which character parts the columns?")
        chosen = await self._way(heading, lambda path: delimiters_of(path, encoding))
        if chosen is not None:
            self._look(replace(self._beginning, delimiter=chosen or None, kinds={}))

    @work(exit_on_error=False)
    async def action_sheet(self) -> None:
        """Choose the sheet of a workbook."""
        chosen = await self._way(_("Which sheet?"), sheets_of)
        if chosen is not None:
            self._look(replace(self._beginning, sheet=chosen or None, kinds={}))

    async def _way(self, heading: str, ways_of: Callable[[Path], tuple[Way, ...]]) -> str | None:
        """Ask for one of the ways to read the file; empty lets avoin guess."""
        ways = ways_of(self._beginning.file)
        if not ways:
            self.tell(_("There is no such choice with this file."))
            return None
        choices = [Choice(way.name, shown_line(way.name), more=shown_line(way.looks)) for way in ways]
        choices.append(Choice(_GUESS, shown(_("(as avoin guesses)"), "italic")))
        return await self.app.push_screen_wait(PickDialog(heading, choices))

    # the codebook

    @work(exit_on_error=False)
    async def action_codebook(self) -> None:
        """Choose the codebook to begin with; a project that there is has its own."""
        if self._beginning.is_further:
            self.tell(_("The project has its codebook already; F4 changes it."))
            return
        choices = [Choice("", shown(_("(none: codes are born from themes)"), "italic"))]
        choices += [Choice(name, shown_line(name), more=shown(_codes_of(name))) for name in starters()]
        choices.append(Choice(_A_FILE, shown(_("(a file of your own)"), "italic")))
        chosen = await self.app.push_screen_wait(PickDialog(_("Which codebook to begin with?"), choices))
        if chosen == _A_FILE:
            finder = FileFinder(
                _("Which codebook file?"), self._beginning.file.parent, lambda path: path.suffix.lower() in _CODEBOOKS
            )
            file = await self.app.push_screen_wait(finder)
            chosen = None if file is None else str(file)
        if chosen is not None:
            self._look(replace(self._beginning, codebook=chosen))

    # making it

    def action_import(self) -> None:
        """Make the project of what the list shows."""
        if self._can_be_imported:
            self.tell(_("Reading the answers in …"))
            self._begin(self._beginning)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="import")
    def _begin(self, beginning: Beginning) -> None:
        try:
            project = begin(beginning)
        except AvoinError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Imported(project.folder))

    def action_back(self) -> None:
        """Back to the projects; nothing was made."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpDialog(Place.COLUMNS))


def _kinds_with(told: Mapping[int, ColumnKind], number: int, chosen: str) -> dict[int, ColumnKind]:
    """Return what is said of the columns with this said of one; only one column can hold the respondents' ids."""
    kept = {place: kind for place, kind in told.items() if place != number}
    if chosen == _GUESS:
        return kept
    kind = ColumnKind(chosen)
    if kind is ColumnKind.ID:
        kept = {place: each for place, each in kept.items() if each is not kind}
    return {**kept, number: kind}


def _keys_for(table: SurveyTable, beginning: Beginning) -> tuple[Key, ...]:
    """Return the keys without those that ask what there is not: a workbook's encoding, a text's sheets, a codebook."""
    asked = {"encoding", "delimiter", "sheet"} - {what for what, _value in table.how}
    if beginning.is_further:
        asked.add("codebook")
    return tuple(key for key in keys.at(Place.COLUMNS) if key.action not in asked)


def _codes_of(name: str) -> str:
    codebook = starter(name)
    tops = ", ".join(code.name for code in codebook.codes if code.parent is None)
    n = len(codebook.usable)
    return ngettext("{n} code: {names}", "{n} codes: {names}", n).format(n=n, names=tops)
