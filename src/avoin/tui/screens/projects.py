"""The projects opened last, and the way to a new one: what is shown before any project is open."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.settings import SETTINGS_FILE, read_settings
from avoin.tui import keys
from avoin.tui.dialogs.file_finder import FileFinder
from avoin.tui.dialogs.help import HelpDialog
from avoin.tui.dialogs.new_project import NewProjectDialog
from avoin.tui.places import Place
from avoin.tui.screens.framed_screen import FramedScreen
from avoin.tui.widgets.frame import KeyLine
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, fit, shown, shown_line
from avoin.workflow.incoming.begin_project import Beginning, proposed, proposed_wave

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".sav", ".zsav", ".jsonl", ".parquet")
"""Files that are offered; any other can still be read with ``avoin import``."""


class ProjectRows(RowList[Path]):
    """Folders of projects."""

    def key_of(self, item: Path) -> Hashable:
        """Return the folder."""
        return item

    def lines(self, item: Path, index: int, width: int) -> list[Content]:
        """Draw a project on two lines: its name and where it lies."""
        del index
        try:
            name = read_settings(item / SETTINGS_FILE).name
        except AvoinError:
            name = item.name
        return [
            fit(Content("  ") + shown_line(name or item.name, "bold"), width),
            fit(Content("    ") + shown_line(str(item), "dim"), width),
        ]


class ProjectsScreen(FramedScreen):
    """Choosing a project."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.PROJECTS)

    class Chosen(Message):
        """A project is to be opened."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    class Begun(Message):
        """A project is to be made of a file; its columns come next."""

        def __init__(self, beginning: Beginning) -> None:
            super().__init__()
            self.beginning = beginning

    def __init__(self, recent: tuple[Path, ...]) -> None:
        super().__init__()
        self._recent = recent

    def compose(self) -> ComposeResult:
        """Draw the list, or a welcome where it would be empty."""
        yield Plate(_welcome(), id="welcome", classes="pane")
        yield ProjectRows(id="projects", classes="pane")
        yield from self.compose_below()

    def on_mount(self) -> None:
        """Show the projects, or the welcome."""
        welcome = self.query_one("#welcome", Plate)
        welcome.border_title = shown(_("Welcome to avoin"))
        welcome.display = not self._recent
        rows = self.query_one(ProjectRows)
        rows.border_title = shown(_("Projects opened last"))
        rows.display = bool(self._recent)
        rows.show_items(self._recent)
        rows.focus()
        usable = (key for key in keys.at(Place.PROJECTS) if self._recent or key.action not in ("open", "add_wave"))
        self.query_one(KeyLine).keys_now = tuple(usable)

    def action_open(self) -> None:
        """Open the selected project."""
        chosen = self.query_one(ProjectRows).chosen
        if chosen is not None:
            self.post_message(self.Chosen(chosen))

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_open()

    @work(exit_on_error=False)
    async def action_find_project(self) -> None:
        """Ask where a project is."""
        finder = FileFinder(_("Where is the project?"), Path.cwd(), lambda path: (path / SETTINGS_FILE).is_file())
        folder = await self.app.push_screen_wait(finder)
        if folder is not None:
            self.post_message(self.Chosen(folder))

    def action_new_project(self) -> None:
        """Ask for a survey file, and where its project is to be."""
        self._begin(proposed)

    def action_add_wave(self) -> None:
        """Ask for the file of a further wave of the selected project."""
        folder = self.query_one(ProjectRows).chosen
        if folder is None:
            self.tell(_("There is no project here yet: n makes one, o opens one."))
        else:
            self._begin(lambda file: proposed_wave(folder, file))

    @work(description="", exit_on_error=False)
    async def _begin(self, propose: Callable[[Path], Beginning]) -> None:
        finder = FileFinder(
            _("Which survey file?"), Path.cwd(), lambda path: path.is_file() and path.suffix.lower() in SUFFIXES
        )
        file = await self.app.push_screen_wait(finder)
        if file is None:
            return
        beginning = await self.app.push_screen_wait(NewProjectDialog(propose(file)))
        if beginning is not None:
            self.post_message(self.Begun(beginning))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpDialog(Place.PROJECTS))


def _welcome() -> Content:
    """Say how one gets from a survey file to coded answers."""
    paragraphs = (
        _("avoin turns a survey's open answers into codes, tables and a report. The answers stay on this computer."),
        _("n  Choose the survey file: csv, xlsx, ods, sav and others. The file itself is never changed."),
        _("avoin shows what it takes each column for. Correct what is wrong, and Enter makes the project."),
        _("Then themes are looked for in the answers. Look at one at a time and give it a code."),
        _("? lists the keys of the screen you are on, and u takes back what you did last."),
        _("o  Open a project that there is already."),
        _("q  Leave. avoin demo then does the whole job on an example survey, to be looked at and tried."),
    )
    return Content("\n\n").join([shown(paragraph) for paragraph in paragraphs])
