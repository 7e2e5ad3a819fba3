"""A file in, a ``SurveyTable`` out, whatever its form: the content decides, not the name's ending.

Invariants: every failure is an ``ImportFileError`` that names the file; whatever the form, it is read in a process of
its own with bounded memory.
"""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from avoin.i18n import _
from avoin.importing.aside import read_aside
from avoin.importing.delimited import read_delimited
from avoin.importing.documents import read_documents
from avoin.importing.excel import is_workbook, read_workbook
from avoin.importing.json_lines import is_json_lines, read_json_lines
from avoin.importing.multiple import joined, sets_by_heading
from avoin.importing.parquet import PARQUET_MAGIC, read_parquet
from avoin.importing.spss import SPSS_MAGIC, read_spss
from avoin.importing.survey_tools import recognised
from avoin.importing.table import ImportFileError, SurveyTable

MOST_BYTES = 1024 * 1024 * 1024
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"PK\x05\x06", "zip"),
)
_WEB = (b"<html", b"<!doctype html", b"<table", b"<?xml")


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    heading_rows: int | None = None,
) -> SurveyTable:
    """Read a survey export.

    Parameters
    ----------
    path : Path
        csv, tsv, txt, xlsx, xls, ods, sav, zsav, parquet or jsonl, or a folder of documents.
    encoding, delimiter : str or None
        For text; None guesses them.
    sheet : str or None
        For a workbook; None takes the first visible sheet that is not empty.
    heading_rows : int or None
        For text and a workbook: how many rows are headings; None finds out.

    Raises
    ------
    ImportFileError
        Where the file is missing, is not one of these, or is wrong inside; names file, row and column.
    """
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        return read_aside(path, read_documents, path)
    return read_aside(path, _read, path, encoding=encoding, delimiter=delimiter, sheet=sheet, heading_rows=heading_rows)


def _read(
    path: Path, *, encoding: str | None, delimiter: str | None, sheet: str | None, heading_rows: int | None
) -> SurveyTable:
    content = content_of(path)
    digest = hashlib.sha256(content).hexdigest()
    if is_workbook(content):
        return _as_asked(read_workbook(content, path.name, digest, sheet, heading_rows))
    found = _of_a_program(path, content, digest) or read_delimited(
        content, path.name, digest, encoding=encoding, delimiter=delimiter, heading_rows=heading_rows
    )
    return _as_asked(found)


def _of_a_program(path: Path, content: bytes, digest: str) -> SurveyTable | None:
    """Return the table of a file whose form leaves nothing to say; None where it is delimited text."""
    if content.startswith(SPSS_MAGIC):
        return read_spss(path, digest)
    if content.startswith(PARQUET_MAGIC):
        return read_parquet(content, path.name, digest)
    _refuse_other_forms(content, path)
    if is_json_lines(content):
        return read_json_lines(content, path.name, digest)
    return None


def _as_asked(table: SurveyTable) -> SurveyTable:
    """Return the table as the survey asked it: a multi-select is one column, whichever tool took it apart."""
    tool, told, sets = recognised(table)
    how = (*told.how, ("tool", tool)) if tool else told.how
    return joined(replace(told, how=how), sets or sets_by_heading(told))


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that is there, is no folder and is not too large or empty.

    Raises
    ------
    ImportFileError
        Otherwise; names the file.
    """
    try:
        if path.is_dir():
            raise ImportFileError(_("{path} is a folder, not a file.").format(path=path))
        if not path.exists():
            raise ImportFileError(_("There is no file {path}.").format(path=path))
        if not path.is_file():
            raise ImportFileError(_("{path} is not a regular file.").format(path=path))
        if path.stat().st_size > MOST_BYTES:
            raise ImportFileError(
                _("{path} is larger than one gigabyte.").format(path=path),
                _("Divide the survey into several files, one a wave."),
            )
        content = path.read_bytes()
    except OSError as error:
        raise ImportFileError(
            _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or type(error).__name__)
        ) from None
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ImportFileError(_("{file} is empty.").format(file=path.name))
    return content


def _refuse_other_forms(content: bytes, path: Path) -> None:
    kind = next((name for magic, name in _OTHERS if content.startswith(magic)), "")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not kind and head.startswith(_WEB):
        kind = "HTML/XML"
    if kind:
        raise ImportFileError(
            _("{file} is a {kind} file, not a table.").format(file=path.name, kind=kind),
            _("Export the survey as xlsx or as csv."),
        )
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xlsb", ".ods"} and b"\x00" in content[:4096]:
        raise ImportFileError(
            _("{file} is not a workbook, whatever its name says, or is damaged at its beginning.").format(
                file=path.name
            ),
            _("Fetch the file again, or open it in a spreadsheet program and save it anew."),
        )
