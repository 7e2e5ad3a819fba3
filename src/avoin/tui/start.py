"""What opens where no project is named: choosing one, or making one from a survey file.

Enters: the projects opened last. Leaves: the folder of the project to open, or None.
"""

from pathlib import Path, PurePath
from typing import ClassVar

from textual import on
from textual.app import App
from textual.worker import Worker, WorkerState

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.tui import colours
from avoin.tui.dialogs.error import ErrorDialog
from avoin.tui.screens.columns import ColumnsScreen
from avoin.tui.screens.projects import ProjectsScreen


class Start(App[Path]):
    """Choosing or making a project.

    Parameters
    ----------
    recent : tuple of Path
        Offered, the first one first.
    chosen_colours : str
        As for the workbench.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [f"styles/{name}.tcss" for name in ("app", "screens", "dialogs")]
    TITLE = "avoin"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, recent: tuple[Path, ...], chosen_colours: str = "") -> None:
        super().__init__()
        self._recent = recent
        self._colours = chosen_colours

    def on_mount(self) -> None:
        """Show the projects."""
        for theme in colours.THEMES.values():
            self.register_theme(theme)
        self.theme = colours.theme_name(self._colours)
        self.push_screen(ProjectsScreen(self._recent))

    @on(ProjectsScreen.Chosen)
    def _chosen(self, event: ProjectsScreen.Chosen) -> None:
        self.exit(event.folder)

    @on(ProjectsScreen.Begun)
    def _begun(self, event: ProjectsScreen.Begun) -> None:
        self.push_screen(ColumnsScreen(event.beginning))

    @on(ColumnsScreen.Imported)
    def _imported(self, event: ColumnsScreen.Imported) -> None:
        self.exit(event.folder)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of an error that was expected; another one is a bug and ends the program as such."""
        if event.state is WorkerState.ERROR and isinstance(event.worker.error, AvoinError):
            self.push_screen(ErrorDialog(event.worker.error.message, event.worker.error.hint))
        elif event.state is WorkerState.ERROR and event.worker.error is not None:
            kind = type(event.worker.error).__name__
            self.push_screen(ErrorDialog(_("avoin met an error of its own ({kind}).").format(kind=kind), ""))
