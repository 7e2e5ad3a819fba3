"""Screens and dialogs that need some room: where the window is too small that is said, and no key decides unseen."""

from typing import TypeVar

from textual.screen import Screen

Result = TypeVar("Result")
_TOO_SMALL = frozenset({"-tiny", "-flat"})


class RoomyScreen(Screen[Result]):
    """A screen that holds a ``TooSmall``; it covers all else while the window is narrower or lower than is needed."""

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (120, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-flat"), (16, "-low"), (34, "-high")]

    @property
    def is_too_small(self) -> bool:
        """Whether only that is to be seen."""
        return bool(_TOO_SMALL & self.classes)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key do anything that is not to be seen."""
        return not self.is_too_small and super().check_action(action, parameters)
