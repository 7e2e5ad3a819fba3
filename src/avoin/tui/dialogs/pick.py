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
    at : Key, optional
        Where the cursor is at first.
    """

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice[Key]],
        tell: Callable[[Key], Content] | None = None,
        keys: str = "",
        at: Key | None = None,
    ) -> None:
        super().__init__(heading, keys or _("Enter takes  ↑↓ choose  Esc leaves"), hint=_("type a word to find it"))
        self._at = at
        self._all = choices
        self._tell = tell

    def find(self, typed: str) -> Sequence[Choice[Key]]:
        """Return the rows that hold every typed word."""
        words = fold(typed).split()
        return [each for each in self._all if all(word in fold(each.left.plain) for word in words)]

    def show_choices(self, choices: Sequence[Choice[Key]]) -> None:
        """Show these, the cursor on the first; while nothing is typed, where it was asked to be."""
        super().show_choices(choices)
        place = next((place for place, each in enumerate(choices) if each.key == self._at), None)
        if place is not None and len(choices) == len(self._all):
            self.choices.move_to(place)
            self.tell_more()

    def tell_more(self) -> None:
        """Tell of the row under the cursor."""
        chosen = self.choices.chosen
        if self._tell is None or chosen is None:
            super().tell_more()
        else:
            self.query_one("#more", Plate).draw(self._tell(chosen.key))
