"""Everything that can be done on a screen, to be chosen by name."""

from collections.abc import Sequence

from avoin.i18n import _
from avoin.text import fold
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.keys import at
from avoin.tui.places import Place
from avoin.tui.widgets.shown import shown

_NOT_LISTED = {"palette"}


class Palette(ChoosingDialog[str]):
    """Hands back the name of an action."""

    def __init__(self, place: Place) -> None:
        super().__init__(_("What to do?"), _("Enter does it  ↑↓ choose  Esc leaves"), hint=_("a word of it"))
        self._place = place

    def find(self, typed: str) -> Sequence[Choice[str]]:
        """Return the actions whose description holds every typed word."""
        words = fold(typed).split()
        return [
            Choice(action, shown(key.help), shown(key.face, "bold"), shown(key.help))
            for key in at(self._place)
            for name, action in key.actions()[:1]
            if key.action not in _NOT_LISTED and all(word in fold(f"{key.label} {key.help}") for word in words)
        ]
