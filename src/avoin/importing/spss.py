"""An SPSS file (sav, zsav) in, a ``SurveyTable`` out.

A labelled value is written as its label, a number plainly, a date as "2025-05-19". Invariant: a value that SPSS calls
missing ("no answer", 99) stays what it is: only what is missing throughout is an empty cell.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from avoin.i18n import _
from avoin.importing.excel import plain
from avoin.importing.multiple import NOT_CHOSEN, SeveralColumns, joined
from avoin.importing.shape import Source, shape
from avoin.importing.table import ImportFileError, SurveyTable

SPSS_MAGIC = (b"$FL2", b"$FL3")
_MOST_CELLS = 50_000_000
_EPOCH = datetime.datetime(1582, 10, 14)  # noqa: DTZ001 - SPSS knows no time zones
_DATES = re.compile(r"\A(?:ADATE|EDATE|SDATE|JDATE|DATE)\d")
_MOMENTS = re.compile(r"\A(?:DATETIME|YMDHMS)")
_TIMES = re.compile(r"\A(?:TIME|MTIME)\d")


def read_spss(path: Path, digest: str) -> SurveyTable:
    """Read an SPSS file; columns are headed by their labels where these tell them apart, else by their names.

    Parameters
    ----------
    path : Path
        The file.
    digest : str
        SHA-256 of its bytes.

    Raises
    ------
    ImportFileError
        Where the file is damaged or has more than 50 million cells.
    """
    columns, about = _content(path)
    names = list(about.column_names)
    headings = _headings(names, about.column_names_to_labels)
    cells = {name: _cells(name, columns[name], about) for name in names}
    table = [[cells[name][row] for name in names] for row in range(len(cells[names[0]]))] if names else []
    source = Source(path.name, digest, how=(("form", "SPSS"),))
    records = [(1, [headings[name] for name in names]), *enumerate(table, start=2)]
    return joined(shape(source, [(n, row) for n, row in records if any(row)]), _sets(about, headings))


def _content(path: Path) -> tuple[Mapping[str, Sequence[Any]], Any]:
    import pyreadstat

    options: dict[str, Any] = {"output_format": "dict", "user_missing": True, "disable_datetime_conversion": True}
    try:
        _columns, about = pyreadstat.read_sav(path, metadataonly=True, **options)
        if (about.number_rows or 0) * about.number_columns > _MOST_CELLS:
            raise ImportFileError(
                _("{file} has {rows} rows and {columns} columns, more than can be read.").format(
                    file=path.name, rows=about.number_rows, columns=about.number_columns
                ),
                _("Save a file of fewer variables from SPSS or PSPP."),
            )
        return pyreadstat.read_sav(path, **options)
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError, UnicodeDecodeError, ValueError, MemoryError):
        raise ImportFileError(
            _("{file} is an SPSS file that is damaged or cut short.").format(file=path.name),
            _("Open it in SPSS or PSPP and save it anew, or export csv with value labels."),
        ) from None


def _headings(names: Sequence[str], labels: Mapping[str, str | None]) -> dict[str, str]:
    """Return each variable's heading: its label, with the name before it where several have the same one."""
    folded = {name: " ".join((labels.get(name) or name).split()) for name in names}
    times = Counter(folded.values())
    return {name: label if times[label] == 1 else f"{name}: {label}" for name, label in folded.items()}


def _cells(name: str, values: Sequence[Any], about: Any) -> list[str]:
    labels = about.variable_value_labels.get(name, {})
    form = str(about.original_variable_types.get(name, ""))
    return [_cell(value, labels, form) for value in values]


def _cell(value: Any, labels: Mapping[Any, str], form: str) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if value in labels:
        return str(labels[value])
    return value if isinstance(value, str) else plain(_moment(float(value), form))


def _moment(value: float, form: str) -> float | datetime.date | datetime.time:
    """Return what a number of seconds stands for, after the column's SPSS format."""
    try:
        if _DATES.match(form):
            return (_EPOCH + datetime.timedelta(seconds=value)).date()
        if _MOMENTS.match(form):
            return _EPOCH + datetime.timedelta(seconds=round(value))
        if _TIMES.match(form):
            return (_EPOCH + datetime.timedelta(seconds=round(value))).time()
    except OverflowError:
        pass
    return value


def _sets(about: Any, headings: Mapping[str, str]) -> Iterator[SeveralColumns]:
    """Yield the multiple-response sets; one of categories holds each option's name in its cells already."""
    for name, each in about.mr_sets.items():
        members = [member for member in each["variable_list"] if member in headings]
        if len(members) < 2:
            continue
        heading = " ".join((each["label"] or name).split())
        options = {headings[member]: headings[member] for member in members}
        if each["is_dichotomy"]:
            chosen = {
                _cell(value, about.variable_value_labels.get(member, {}), "").casefold()
                for member in members
                for value in (each["counted_value"], _number(each["counted_value"]))
            }
            others = {
                cell.casefold()
                for member in members
                for value, cell in about.variable_value_labels.get(member, {}).items()
            }
            yield SeveralColumns(heading, options, frozenset(chosen), frozenset(others - chosen) | NOT_CHOSEN)
        else:
            yield SeveralColumns(heading, options, frozenset(), frozenset())


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value
