"""Choosing one of a given list by a word of it, with more told of the one under the cursor."""

from collections.abc import Callable, Sequence

from textual.content import Content

from avoin.i18n import _
from avoin.text import fold
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog, Key
from avoin.tui.widgets.shown import Plate


class PickDialog(ChoosingDialog[Key]):
    """Hands back the key of the row taken.

    Parameters
    ----------
    tell : callable, optional
        What is told of a row, worked out when the cursor comes to it; by default what the choice itself says.
    """

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice[Key]],
        tell: Callable[[Key], Content] | None = None,
        keys: str = "",
    ) -> None:
        super().__init__(heading, keys or _("Enter takes  ↑↓ choose  Esc leaves"), hint=_("a word of it"))
        self._all = choices
        self._tell = tell

    def find(self, typed: str) -> Sequence[Choice[Key]]:
        """Return the rows that hold every typed word."""
        words = fold(typed).split()
        return [each for each in self._all if all(word in fold(each.left.plain) for word in words)]

    def tell_more(self) -> None:
        """Tell of the row under the cursor."""
        chosen = self.choices.chosen
        if self._tell is None or chosen is None:
            super().tell_more()
        else:
            self.query_one("#more", Plate).draw(self._tell(chosen.key))
