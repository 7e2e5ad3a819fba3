"""Choosing a file or a project's folder by typing its path; folders open as one goes.

Enters: where to begin, and which files are offered. Leaves: a path.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from avoin.i18n import _
from avoin.text import fold
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.inputs import SafeInput
from avoin.tui.widgets.shown import Plate, shown, shown_line

_MOST = 500


class FileFinder(ChoosingDialog[Path]):
    """Hands back the path taken.

    Parameters
    ----------
    offers : callable
        Whether a path is one that can be taken; folders that cannot are gone into.
    """

    def __init__(self, heading: str, start: Path, offers: Callable[[Path], bool]) -> None:
        super().__init__(heading, _("Enter opens or takes  ↑↓ choose  Esc leaves"), typed=f"{start}/")
        self._offers = offers

    def find(self, typed: str) -> Sequence[Choice[Path]]:
        """Return what is in the folder typed so far, those that can be taken first."""
        folder, begun = _parts(typed)
        try:
            there = sorted(each for each in folder.iterdir() if fold(begun) in fold(each.name))[:_MOST]
            listed = [(self._offers(each), each) for each in there if self._offers(each) or each.is_dir()]
        except OSError as error:
            self.say(error.strerror or type(error).__name__)
            return []
        above = [Choice(folder.parent, shown("../"))] if folder != folder.parent and not begun else []
        rows = sorted(listed, key=lambda row: not row[0])
        return [*(_choice(each, can_take) for can_take, each in rows if not each.name.startswith(".")), *above]

    def tell_more(self) -> None:
        """Say where nothing can be chosen."""
        super().tell_more()
        if self.choices.chosen is None:
            self.query_one("#more", Plate).draw(shown(_("Nothing here is called so: ⌫ takes letters away."), "bold"))

    def action_take(self) -> None:
        """Go into a folder; take what can be taken."""
        chosen = self.choices.chosen if self.is_mounted else None
        if chosen is None or self._offers(chosen.key):
            super().action_take()
            return
        line = self.query_one(SafeInput)
        line.value = f"{chosen.key}/".replace("//", "/")
        line.cursor_position = len(line.value)


def _parts(typed: str) -> tuple[Path, str]:
    """Return the folder that is typed in full, and a part of a name in it."""
    whole = Path(typed).expanduser()
    return (whole, "") if typed.endswith(("/", "\\")) else (whole.parent, whole.name)


def _choice(path: Path, can_take: bool) -> Choice[Path]:
    name = shown_line(f"{path.name}/" if path.is_dir() else path.name, "bold" if can_take else "")
    return Choice(path, name, more=shown_line(str(path)))
