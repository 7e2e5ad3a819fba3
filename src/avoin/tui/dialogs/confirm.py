"""A yes before something that reaches further than the screen shows."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.shown import Plate, shown


class ConfirmDialog(Dialog[bool]):
    """Hands back True for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "yes", show=False)]

    def __init__(self, heading: str, text: str) -> None:
        super().__init__(heading, _("Enter does it  Esc leaves everything as it is"))
        self._says = text

    def compose_body(self) -> ComposeResult:
        """Draw what would happen."""
        yield Plate(shown(self._says), classes="says")

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)
