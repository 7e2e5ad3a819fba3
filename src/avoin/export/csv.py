"""Rows as comma-separated values, in two profiles.

Enters: rows. Leaves: bytes. The safe profile is for people with a spreadsheet program: UTF-8 with byte order mark and
semicolons (which Excel expects in Finnish), and an apostrophe before what would be taken for a formula. The raw
profile is for programs: UTF-8, commas, no apostrophes. Invariant: no control character in either.
"""

import csv
import io

from avoin.export.clean_text import clean
from avoin.report.rows import Cell, Rows

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(rows: Rows, *, raw: bool = False) -> bytes:
    """Return the rows as csv."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if raw else ";", lineterminator="\n" if raw else "\r\n")
    for cells in (rows.headings, *rows.rows):
        writer.writerow([_raw(cell) if raw else _safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8" if raw else "utf-8-sig")


def _raw(cell: Cell) -> Cell:
    return clean(cell) if isinstance(cell, str) else cell


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        # Finnish spreadsheets read a decimal comma
        return str(cell).replace(".", ",") if isinstance(cell, float) else cell
    text = clean(cell)
    return "'" + text if text.startswith(_FORMULA) else text
