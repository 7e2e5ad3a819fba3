"""Rows in and out by the hundred: databases take only so many parameters in one statement.

Enters: any sequence. Leaves: the same in chunks.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500
"""Parameters in one statement; SQLite's old limit is 999."""


def chunks(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield the items in order, at most ``size`` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
