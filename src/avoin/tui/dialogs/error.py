"""What went wrong, what to do, and that nothing confirmed is lost."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from avoin.i18n import _
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.shown import Plate, shown


class ErrorDialog(Dialog[None]):
    """Tells of an error; Enter or Esc goes back to the screen as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", show=False)]

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(_("That did not work"), _("Enter goes back"))
        self._message = message
        self._what_to_do = hint

    def compose_body(self) -> ComposeResult:
        """Draw message and hint."""
        yield Plate(shown(self._message, "bold"), classes="says")
        if self._what_to_do:
            yield Plate(shown(self._what_to_do), classes="says")
