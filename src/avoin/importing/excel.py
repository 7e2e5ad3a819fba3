"""A workbook (xlsx, xls, ods) in, a ``SurveyTable`` out.

Numbers are written plainly ("7", not "7.0"), dates as "2025-05-19" or "2025-05-19 14:03".
Invariant: the archive guard has passed before a reader sees a byte.
"""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from avoin.i18n import _
from avoin.importing.archive import open_archive
from avoin.importing.shape import Source, shape
from avoin.importing.table import ImportFileError, SurveyTable

_Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    content: bytes, file: str, digest: str, sheet: str | None = None, heading_rows: int | None = None
) -> SurveyTable:
    """Read one sheet of a workbook.

    Parameters
    ----------
    content : bytes
        The whole file.
    file, digest : str
        Its name and the SHA-256 of its bytes.
    sheet : str or None
        Name of the sheet; None takes the first that is visible and not empty.
    heading_rows : int or None
        How many rows of headings there are, as a person says; None finds out.

    Raises
    ------
    ImportFileError
        Where the file is no workbook, is damaged, too large or locked with a password, or has no such sheet.
    """
    warnings = _refuse_unreadable(content, file)
    with _opened(content, file) as workbook:
        chosen, others = _chosen(workbook, file, sheet)
        rows = chosen.to_python(skip_empty_area=False)
    source = Source(file, digest, how=(("sheet", chosen.name),), warnings=(*warnings, *others))
    written = ((number, [plain(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    return shape(source, [(number, cells) for number, cells in written if any(map(str.strip, cells))], heading_rows)


def read_heads(content: bytes, file: str) -> tuple[tuple[str, list[str]], ...]:
    """Return the sheets that hold anything, each with its first row.

    Raises
    ------
    ImportFileError
        As ``read_workbook``.
    """
    _refuse_unreadable(content, file)
    with _opened(content, file) as workbook:
        sheets = [workbook.get_sheet_by_name(each.name) for each in _tables(workbook)]
        return tuple(
            (each.name, [plain(cell) for cell in each.to_python(nrows=1)[0]]) for each in sheets if each.height
        )


def is_workbook(content: bytes) -> bool:
    """Return whether a file says at its beginning that it is a workbook, whatever its name says."""
    return content.startswith((ZIP_MAGIC, OLE_MAGIC))


@contextmanager
def _opened(content: bytes, file: str) -> Iterator[CalamineWorkbook]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            yield workbook
    except PasswordError:
        raise _locked(file) from None
    except CalamineError:
        raise ImportFileError(
            _("{file} is a workbook that is damaged or cut short.").format(file=file),
            _("Open it in a spreadsheet program and save it anew, or export csv."),
        ) from None


def _refuse_unreadable(content: bytes, file: str) -> tuple[str, ...]:
    """Pass only where a reader may see the bytes; return what is to be warned of."""
    if content.startswith(ZIP_MAGIC):
        return _checked(content, file)
    if _ENCRYPTED in content:
        raise _locked(file)
    return ()


def _tables(workbook: CalamineWorkbook) -> list[SheetMetadata]:
    return [each for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]


def plain(cell: _Cell) -> str:
    """Return a cell's value as a person would write it.

    Examples
    --------
    >>> plain(7.0), plain(6.5), plain(datetime.datetime(2025, 5, 19, 14, 3))
    ('7', '6.5', '2025-05-19 14:03')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _plain_number(cell)
    return _plain_time(cell)


def _plain_time(cell: datetime.time | datetime.date | datetime.timedelta) -> str:
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds").removesuffix(":00")
    if isinstance(cell, datetime.time):
        return cell.isoformat("seconds").removesuffix(":00")
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return cell.isoformat()


def _plain_number(cell: float) -> str:
    # a workbook holds 15 significant digits; more would show the binary fraction
    written = format(Decimal(format(cell, ".15g")), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _checked(content: bytes, file: str) -> tuple[str, ...]:
    archive = open_archive(content, file, _("{file} is a workbook that is damaged or cut short."))
    if not any(name.lower().startswith("xl/") or name == "content.xml" for name in archive.names):
        raise ImportFileError(
            _("{file} is a zip archive, but not a workbook.").format(file=file),
            _("If the survey is inside, unpack it first. A project (qdpx) comes in with: avoin exchange in FILE"),
        )
    if archive.formulas:
        return (_("The workbook has formulas; the values that were last computed are read."),)
    return ()


def _locked(file: str) -> ImportFileError:
    return ImportFileError(
        _("{file} is locked with a password.").format(file=file),
        _("Open it in a spreadsheet program, take the password off and save a copy."),
    )


def _chosen(workbook: CalamineWorkbook, file: str, wanted: str | None) -> tuple[CalamineSheet, tuple[str, ...]]:
    """Return the sheet to read, and a warning where others have rows too."""
    tables = _tables(workbook)
    if wanted is not None:
        if any(each.name == wanted for each in tables):
            return workbook.get_sheet_by_name(wanted), ()
        raise ImportFileError(
            _("{file} has no sheet “{sheet}”.").format(file=file, sheet=wanted),
            _("Its sheets are: {sheets}").format(sheets=", ".join(each.name for each in tables)),
        )
    visible = {each.name for each in tables if each.visible is SheetVisibleEnum.Visible}
    filled = [sheet for each in tables if (sheet := workbook.get_sheet_by_name(each.name)).height]
    shown = [sheet for sheet in filled if sheet.name in visible] or filled
    if not shown:
        raise ImportFileError(_("{file} is empty.").format(file=file))
    if len(shown) == 1:
        return shown[0], ()
    warning = _("The workbook has {n} sheets with rows; the first, “{sheet}”, is read. --sheet names another.")
    return shown[0], (warning.format(n=len(shown), sheet=shown[0].name),)
