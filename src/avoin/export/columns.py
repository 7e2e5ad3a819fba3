"""How the width of a table is divided among its columns: no word is broken while there is room for it.

Enters: a table and how many letters go on a line. Leaves: shares of the width. Invariant: they add up to 1.
"""

import re

from avoin.export.clean_text import clean_line
from avoin.report.model import Table

# a line may break at a space (not a no-break one) and after a hyphen
_UNBREAKABLE = re.compile(r"[^ \n-]+-?")
_MARGIN = 3  # letters


def shares_of(table: Table, room: int) -> tuple[float, ...]:
    """Return what part of the width each column gets.

    Each gets its longest word; what is left goes to those whose longest text is longer than that.

    Parameters
    ----------
    room : int
        How many letters go on one line across the table.
    """
    columns = _columns(table)
    least = _longest_words(columns)
    most = [_MARGIN + max(map(len, cells)) for cells in columns]
    wanted = sum(most) - sum(least)
    part = min(1.0, max(0.0, (room - sum(least)) / wanted)) if wanted else 0.0
    widths = [low + (high - low) * part for low, high in zip(least, most, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def letters_of(table: Table) -> int:
    """Return how many letters must go on one line so that no word is broken."""
    return sum(_longest_words(_columns(table)))


def _columns(table: Table) -> list[list[str]]:
    return [[clean_line(cell) for cell in cells] for cells in zip(table.headings, *table.rows, strict=True)]


def _longest_words(columns: list[list[str]]) -> list[int]:
    return [
        _MARGIN + max((len(word) for cell in cells for word in _UNBREAKABLE.findall(cell)), default=1)
        for cells in columns
    ]
