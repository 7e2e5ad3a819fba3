"""Rows that leave as they are: the one shape that csv, xlsx, json and md get.

Enters: headings and cells. Leaves: the same, frozen. Invariant: a row has as many cells as there are headings.
"""

from dataclasses import dataclass, field

Cell = str | int | float | None
"""None is an empty cell: not asked, not answered, not known."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Cells under headings.

    Attributes
    ----------
    name : str
        What they are; names the sheet of a workbook.
    nested : tuple
        For JSON, where rows alone would lose the shape; empty: one object a row.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nested: tuple[dict[str, object], ...] = field(default=())
