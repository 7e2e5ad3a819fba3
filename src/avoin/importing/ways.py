"""The ways in which a file can be read, each with what the file looks like then, to choose from by eye.

Invariants: only ways are offered that the file allows; a form of file without such a choice has none; the file is read
aside, as it is where it is imported.
"""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from avoin.importing.aside import read_aside
from avoin.importing.delimited import DELIMITERS, delimiter_name, first_record
from avoin.importing.encoding import ENCODINGS, decode, foreign_part
from avoin.importing.excel import is_workbook, read_heads
from avoin.importing.json_lines import is_json_lines
from avoin.importing.parquet import PARQUET_MAGIC
from avoin.importing.read import content_of
from avoin.importing.spss import SPSS_MAGIC

_LONGEST = 400  # characters of a look


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a file.

    Attributes
    ----------
    name : str
        As ``read_table`` takes it.
    looks : str
        A piece of the file read so: text around its first letter outside ASCII, or the cells of its first row.
    """

    name: str
    looks: str


def encodings_of(path: Path) -> tuple[Way, ...]:
    """Return the encodings that a text file can be in.

    Raises
    ------
    ImportFileError
        Where the file cannot be read; so do the two below.
    """
    return read_aside(path, _encodings, path)


def _encodings(path: Path) -> tuple[Way, ...]:
    content = content_of(path)
    if not _is_text(content):
        return ()
    part = foreign_part(content)
    return tuple(Way(name, looks) for name in ENCODINGS if (looks := _decoded(part, name)))


def delimiters_of(path: Path, encoding: str | None) -> tuple[Way, ...]:
    """Return the delimiters that make columns of a text file's first row."""
    return read_aside(path, _delimiters, path, encoding)


def _delimiters(path: Path, encoding: str | None) -> tuple[Way, ...]:
    content = content_of(path)
    if not _is_text(content):
        return ()
    text = decode(content, path.name, encoding).text
    ways = []
    for each in DELIMITERS:
        try:
            cells = first_record(text, each)
        except csv.Error:
            continue
        if len(cells) > 1:
            ways.append(Way(delimiter_name(each), _row(cells)))
    return tuple(ways)


def sheets_of(path: Path) -> tuple[Way, ...]:
    """Return the sheets of a workbook that hold anything."""
    return read_aside(path, _sheets, path)


def _sheets(path: Path) -> tuple[Way, ...]:
    content = content_of(path)
    if not is_workbook(content):
        return ()
    return tuple(Way(name, _row(cells)) for name, cells in read_heads(content, path.name))


def _is_text(content: bytes) -> bool:
    return not (is_workbook(content) or content.startswith((*SPSS_MAGIC, PARQUET_MAGIC)) or is_json_lines(content))


def _decoded(part: bytes, encoding: str) -> str:
    """Return the beginning of a part read so; empty where it cannot be, a last letter that is cut off aside."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(part).removeprefix("\ufeff")[:_LONGEST]
    except UnicodeError:
        return ""


def _row(cells: list[str]) -> str:
    return " │ ".join(cells)[:_LONGEST]
