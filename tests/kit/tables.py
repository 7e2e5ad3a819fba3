"""Survey files that read as the rows they hold.

table("id;vastaus", "1;kallis")                 a SurveyTable, by way of the real reader
csv_file(tmp_path, "id;vastaus", "1;kallis")    a file, UTF-8 with LF unless told otherwise
workbook(tmp_path, [["id", "vastaus"], [1, "kallis"]])
"""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from avoin.importing.delimited import read_delimited
from avoin.importing.table import SurveyTable

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None


def table(*lines: str, name: str = "kysely.csv") -> SurveyTable:
    """Return the table of these lines, headings first."""
    return read_delimited("\n".join(lines).encode(), name, "0" * 64)


def csv_file(
    folder: Path, *lines: str, name: str = "kysely.csv", encoding: str = "utf-8", line_end: str = "\n"
) -> Path:
    """Write these lines as a file and return its path."""
    path = folder / name
    path.write_bytes("".join(line + line_end for line in lines).encode(encoding))
    return path


def workbook(
    folder: Path,
    rows: Sequence[Sequence[Cell]],
    *,
    name: str = "kysely.xlsx",
    others: Mapping[str, Sequence[Sequence[Cell]]] | None = None,
) -> Path:
    """Write rows as the first sheet of a workbook, and others by name, and return its path."""
    book = openpyxl.Workbook()
    for title, content in {"Vastaukset": rows, **(others or {})}.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(content, start=1):
            for place, cell in enumerate(row, start=1):
                sheet.cell(number, place, cell)
    del book["Sheet"]
    path = folder / name
    book.save(path)
    return path
