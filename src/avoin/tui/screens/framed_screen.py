"""What every screen shares: messages and keys below it, and words instead of it where the window is too small."""

from textual.app import ComposeResult

from avoin.tui.widgets.frame import KeyLine, MessageLine, TooSmall
from avoin.tui.widgets.roomy_screen import RoomyScreen


class FramedScreen(RoomyScreen[None]):
    """A screen with a frame."""

    def compose_below(self) -> ComposeResult:
        """Yield the lines below the screen's own body."""
        yield MessageLine()
        yield KeyLine()
        yield TooSmall()

    def tell(self, text: str, *, alarm: bool = False, passing: bool = False) -> None:
        """Say what happened, until the next key; what is passing, until ``hush`` at the latest."""
        self.query_one(MessageLine).tell(text, alarm=alarm, passing=passing)
