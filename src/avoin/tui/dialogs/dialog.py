"""What all dialogs share: a frame with a title, a line that says which keys answer it, Esc that leaves it.

Leaves: one typed answer, or None for Esc.
"""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from avoin.tui.widgets.frame import TooSmall
from avoin.tui.widgets.roomy_screen import RoomyScreen
from avoin.tui.widgets.shown import Plate, shown, shown_line

Answer = TypeVar("Answer")


class Dialog(RoomyScreen[Answer | None], ModalScreen[Answer | None]):
    """A question over the screen.

    Attributes
    ----------
    heading : str
        What is asked; set by the child before ``super().__init__``-time composing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, heading: str, keys: str) -> None:
        super().__init__()
        self.heading = heading
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Draw the frame around the child's body."""
        with Vertical(id="frame") as frame:
            frame.border_title = shown_line(self.heading)
            yield from self.compose_body()
            yield Plate(shown(self._keys, "dim"), id="keys")
        yield TooSmall()

    def compose_body(self) -> ComposeResult:
        """Yield what is between the title and the keys."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say something in the place of the keys."""
        self.query_one("#keys", Plate).draw(shown(text, "bold"))

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
