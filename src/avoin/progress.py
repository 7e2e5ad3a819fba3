"""Progress is a callback: the command line draws a bar, the workbench posts a message, tests keep a list."""

from collections.abc import Callable

Progress = Callable[[int, int | None, str], None]
"""Called with how many are done, how many there are (None where unknown) and what is being done."""


def silent(done: int, total: int | None, doing: str) -> None:
    """Report nothing."""
