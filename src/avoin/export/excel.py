"""Rows as an Excel workbook, with a sheet for each question where they are of several.

Enters: rows. Leaves: bytes. Invariants: every text is written as text, so nothing in it becomes a formula, a link or
a number; no text is cut: one too long for a cell goes on in a column beside it; same rows, same bytes.
"""

import io
import re
from datetime import datetime
from typing import Any

from avoin.export.clean_text import clean
from avoin.export.room import with_room
from avoin.report.rows import Cell, Rows

_LONGEST = 32_767  # what Excel holds in a cell, in UTF-16 units
_WIDEST = 60
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]|^'|'$")
_STAMP = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone; any fixed time will do
_NO_SURPRISES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_excel(rows: Rows) -> bytes:
    """Return the rows as xlsx."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _NO_SURPRISES)
    book.set_properties({"created": _STAMP})
    for name, part in _sheets(rows).items():
        _fill(book, name, with_room(part, _LONGEST, _units))
    book.close()
    return out.getvalue()


def _sheets(rows: Rows) -> dict[str, Rows]:
    """Return the rows by question, under names that a sheet may have and that differ."""
    if "question" not in rows.headings:
        return {rows.name[:_LONGEST_NAME]: rows}
    place = rows.headings.index("question")
    found: dict[str, list[tuple[Cell, ...]]] = {}
    for cells in rows.rows:
        found.setdefault(str(cells[place]), []).append(cells)
    if len(found) < 2:
        return {rows.name[:_LONGEST_NAME]: rows}
    sheets: dict[str, Rows] = {}
    for number, (question, part) in enumerate(found.items(), 1):
        name = _NOT_IN_NAMES.sub("_", clean(question))[:_LONGEST_NAME] or rows.name
        if name.casefold() in {each.casefold() for each in sheets}:
            name = f"{name[: _LONGEST_NAME - 5]} {number}"
        sheets[name] = Rows(rows.name, rows.headings, tuple(part))
    return sheets


def _fill(book: Any, name: str, wide: Rows) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(wide.headings):
        sheet.write_string(0, column, heading, bold)
    for place, cells in enumerate(wide.rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell, wrapped)
            elif cell is not None:
                sheet.write_number(place, column, cell, wrapped)
    for column, width in enumerate(_widths(wide)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(wide.rows), max(0, len(wide.headings) - 1))


def _units(char: str) -> int:
    return 2 if char > "\uffff" else 1


def _widths(rows: Rows) -> list[int]:
    columns = zip(*((str(cell or "") for cell in cells) for cells in (rows.headings, *rows.rows)), strict=True)
    return [min(_WIDEST, 2 + max(len(text.partition("\n")[0]) for text in column)) for column in columns]
