"""Texts that are too long for one cell of a form go on in columns beside it.

Enters: rows. Leaves: rows, cleaned. Invariant: no text is cut short.
"""

from collections.abc import Callable, Iterator

from avoin.export.clean_text import clean
from avoin.report.rows import Cell, Rows


def with_room(rows: Rows, longest: int, size: Callable[[str], int]) -> Rows:
    """Return the rows cleaned, with further columns ("text 2", …) where a text is too long for one cell.

    Parameters
    ----------
    longest : int
        What a cell holds, in the unit of ``size``.
    size : callable
        How much room one character takes.
    """
    pieces = [[_pieces(cell, longest, size) for cell in cells] for cells in rows.rows]
    room = [max((len(cells[place]) for cells in pieces), default=1) for place in range(len(rows.headings))]
    headings = [
        clean(heading) if part == 0 else f"{clean(heading)} {part + 1}"
        for heading, n in zip(rows.headings, room, strict=True)
        for part in range(n)
    ]
    wide = [
        tuple(cell for parts, n in zip(cells, room, strict=True) for cell in (*parts, *[None] * (n - len(parts))))
        for cells in pieces
    ]
    return Rows(rows.name, tuple(headings), tuple(wide))


def _pieces(cell: Cell, longest: int, size: Callable[[str], int]) -> list[Cell]:
    return list(_cut(clean(cell), longest, size)) if isinstance(cell, str) else [cell]


def _cut(text: str, longest: int, size: Callable[[str], int]) -> Iterator[str]:
    start = taken = 0
    for place, char in enumerate(text):
        if taken + size(char) > longest:
            yield text[start:place]
            start, taken = place, 0
        taken += size(char)
    yield text[start:]
