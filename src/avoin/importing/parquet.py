"""A Parquet file in, a ``SurveyTable`` out, where pyarrow is installed (``pip install 'avoin[parquet]'``).

Invariant: text, numbers, dates and truth values are written plainly; a column of anything else (lists, structures,
bytes) is refused by name; no more is unpacked than the limits.
"""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from types import ModuleType
from typing import Any

from avoin.i18n import _
from avoin.importing.excel import plain
from avoin.importing.shape import Source, shape
from avoin.importing.table import ImportFileError, SurveyTable

PARQUET_MAGIC = b"PAR1"
_MOST_CELLS = 20_000_000
_MOST_CHARACTERS = 256 * 1024 * 1024
_ROWS_AT_ONCE = 2_000


def read_parquet(content: bytes, file: str, digest: str) -> SurveyTable:
    """Read a Parquet file; the names of its columns are the headings.

    Raises
    ------
    ImportFileError
        Where pyarrow is missing, the file is damaged or too large, or a column holds what no cell can; names it.
    """
    arrow, parquet = _pyarrow(file)
    try:
        with parquet.ParquetFile(arrow.BufferReader(content)) as opened:
            _refuse_what_is_no_cell(arrow.types, opened.schema_arrow, file)
            _refuse_large(opened.metadata.num_rows, opened.metadata.num_columns, file)
            headings = list(opened.schema_arrow.names)
            rows = list(_rows(arrow, opened, file))
    except (arrow.ArrowException, OSError, ValueError, OverflowError, UnicodeDecodeError):
        raise ImportFileError(
            _("{file} is a Parquet file that is damaged or cut short.").format(file=file),
            _("Write it anew, or export csv."),
        ) from None
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(map(str.strip, row)))
    return shape(Source(file, digest, how=(("form", "Parquet"),)), [(0, headings), *numbered])


def _pyarrow(file: str) -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ImportFileError(
            _("{file} is a Parquet file, and the package that reads these is not installed.").format(file=file),
            _("Install it with: pip install 'avoin[parquet]' – or export csv."),
        ) from None
    return pyarrow, parquet


def _refuse_what_is_no_cell(types: Any, schema: Any, file: str) -> None:
    for field in schema:
        kind = field.type.value_type if types.is_dictionary(field.type) else field.type
        if types.is_nested(kind) or _is_bytes(types, kind):
            raise ImportFileError(
                _("{file}, column “{column}”: values of the type {type} cannot be read as answers.").format(
                    file=file, column=" ".join(field.name.split())[:80], type=str(kind)[:60]
                ),
                _("Write the column as text, or leave it out of the file."),
            )


def _is_bytes(types: Any, kind: Any) -> bool:
    return any(test(kind) for test in (types.is_binary, types.is_large_binary, types.is_fixed_size_binary))


def _refuse_large(n_rows: int, n_columns: int, file: str) -> None:
    if n_rows * n_columns > _MOST_CELLS:
        raise ImportFileError(
            _("{file} has {rows} rows and {columns} columns, more than can be read.").format(
                file=file, rows=n_rows, columns=n_columns
            ),
            _("Write a file of fewer columns, or one for each wave."),
        )


def _rows(arrow: Any, opened: Any, file: str) -> Iterator[Sequence[str]]:
    left = _MOST_CHARACTERS
    for batch in opened.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
        columns = [map(_cell, _to_microseconds(arrow, column).to_pylist()) for column in batch.columns]
        for row in zip(*columns, strict=True):
            left -= sum(map(len, row))
            if left < 0:
                raise ImportFileError(
                    _("{file} would unpack to more than such a file can be, and was not opened.").format(file=file),
                    _("Save it anew in the program it comes from, or in another form."),
                )
            yield row


def _to_microseconds(arrow: Any, column: Any) -> Any:
    """Return moments as Python holds them; nanoseconds are cut off."""
    if not arrow.types.is_timestamp(column.type):
        return column
    return column.cast(arrow.timestamp("us", column.type.tz), safe=False)


def _cell(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return plain(value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value)
