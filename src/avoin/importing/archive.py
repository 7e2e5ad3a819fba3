"""The guard before any reader of zip archives: how much would come out of a zip archive, before it comes out.

A workbook of 0.4 MB may unpack to 400 MB, or hold one cell a million rows down, and readers then take all memory.
Invariant: nothing is handed to a reader whose entries, unpacked here piece by piece, pass the limits.
"""

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from avoin.i18n import _
from avoin.importing.table import ImportFileError

MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 200
MOST_ENTRIES = 10_000
MOST_CELLS = 40_000_000
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, OverflowError),
    *(RuntimeError, NotImplementedError),  # zipfile's words for an encrypted entry and an unknown compression
)
_PIECE = 1024 * 1024
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds.

    Attributes
    ----------
    names : frozenset of str
        Names of its entries.
    formulas : bool
        True where a sheet has a formula.
    """

    names: frozenset[str]
    formulas: bool


def open_archive(content: bytes, file: str, damaged: str) -> Archive:
    """Check a zip archive against the limits.

    Parameters
    ----------
    damaged : str
        A translated sentence for a file of this kind that is damaged, with the placeholder ``file``.

    Raises
    ------
    ImportFileError
        Where the archive is damaged or cut short, or would unpack to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_the_announced(entries, file)
            formulas = _unpack_all(archive, entries, file)
    except _BROKEN:
        raise ImportFileError(
            damaged.format(file=file), _("Fetch the file again, or save it anew in the program it comes from.")
        ) from None
    return Archive(frozenset(entry.filename for entry in entries), formulas)


def _refuse_the_announced(entries: list[zipfile.ZipInfo], file: str) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or unpacked > MOST_RATIO * max(packed, 1):
        raise _too_large(file)


def _unpack_all(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: str) -> bool:
    """Unpack every entry once, piece by piece; the sizes that the archive announces may be a lie."""
    left = MOST_BYTES
    formulas = False
    for entry in entries:
        honest = copy.copy(entry)
        honest.file_size = left + 2 * _PIECE  # zipfile stops at the announced size: announce more than may come
        sheet = _SHEET.fullmatch(entry.filename) is not None
        extent = _Extent()
        tail = b""
        with archive.open(honest) as unpacked:
            while piece := unpacked.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise _too_large(file)
                if sheet:
                    formulas = formulas or _FORMULA.search(tail + piece) is not None
                    extent.widen(tail + piece)
                    tail = piece[-64:]
        extent.check(file)
    return formulas


class _Extent:
    """How far down and to the right the cells of a sheet reach."""

    def __init__(self) -> None:
        self.n_rows = 0
        self.n_columns = 0

    def widen(self, piece: bytes) -> None:
        found = set(_CELL.findall(piece))
        self.n_rows = max((int(row) for _column, row in found), default=self.n_rows)
        self.n_columns = max([self.n_columns, *(_number(column) for column, _row in found)])

    def check(self, file: str) -> None:
        if self.n_rows * self.n_columns > MOST_CELLS:
            raise ImportFileError(
                _("{file} has a sheet of {n_rows} rows and {n_columns} columns, which is too large to read.").format(
                    file=file, n_rows=self.n_rows, n_columns=self.n_columns
                ),
                _("A lone cell far out counts: delete the empty rows and columns after the answers, or export csv."),
            )


def _number(column: bytes) -> int:
    n = 0
    for letter in column:
        n = n * 26 + letter - 64
    return n


def _too_large(file: str) -> ImportFileError:
    return ImportFileError(
        _("{file} would unpack to more than such a file can be, and was not opened.").format(file=file),
        _("Save it anew in the program it comes from, or in another form."),
    )
