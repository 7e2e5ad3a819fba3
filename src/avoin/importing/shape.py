"""Records of a file in, a ``SurveyTable`` out: the same rules for a text file and a workbook.

The first row that is not empty holds the headings. Invariant: a heading names one column only, every row is as long
as the headings, and the number of a row is its number in the file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from avoin.i18n import _, ngettext
from avoin.importing.survey_tools import heads_of
from avoin.importing.table import ImportFileError, SurveyTable

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_MANY = 20_000
MOST_COLUMNS = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where records came from.

    Attributes
    ----------
    file : str
        File name, for messages.
    digest : str
        SHA-256 of the file's bytes.
    how : tuple of (str, str)
        How it was read.
    warnings : tuple of str
        What was mended so far.
    """

    file: str
    digest: str
    how: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def shape(source: Source, records: Sequence[tuple[int, Sequence[str]]], heading_rows: int | None = None) -> SurveyTable:
    """Make a table of numbered records.

    Parameters
    ----------
    source : Source
        Where the records came from.
    records : sequence of (int, sequence of str)
        Row number in the file and its cells, headings first; none of them empty throughout.
    heading_rows : int or None
        How many of them are headings, at least 1; None takes one, or as many as a survey tool is known to write.

    Raises
    ------
    ImportFileError
        Where there is nothing but headings, a heading stands twice, or a row has another number of cells.
    """
    if not records:
        raise ImportFileError(_("{file} is empty.").format(file=source.file))
    heads = heads_of(records) if heading_rows is None else None
    n_heads = heads.n_rows if heads else heading_rows or 1
    (heading_row, _cells), body = records[0], records[n_heads:]
    first = heads.headings if heads else _joined([cells for _number, cells in records[:n_heads]])
    if not body:
        raise ImportFileError(
            _("{file} has headings on row {row} and no rows under them.").format(file=source.file, row=heading_row)
        )
    named = [_heading(cell) for cell in first]
    how = (*source.how, ("tool", heads.tool)) if heads else source.how
    width = max(place + 1 for place, heading in enumerate(named) if heading) if any(named) else len(named)
    rows = _rows(source, body, width, len(named))
    kept = [place for place in range(len(named)) if named[place] or any(row[place] for row in rows)]
    if len(kept) > MOST_COLUMNS:
        raise ImportFileError(
            _("{file} has {n} columns; at most {most} are read.").format(
                file=source.file, n=len(kept), most=MOST_COLUMNS
            ),
            _("Leave out the columns that are not needed. Of a file with one row an answer, see --long."),
        )
    headings, blank = _named_all(source, named, kept)
    cells, mended = _keepable([[row[place] for place in kept] for row in rows])
    numbers = tuple(number for number, _cells in body)
    return SurveyTable(
        name=source.file,
        digest=source.digest,
        headings=headings,
        rows=cells,
        first_row=numbers[0],
        how=how,
        warnings=(*source.warnings, *blank, *mended, *_long(source, cells, headings, numbers)),
        row_numbers=() if numbers == tuple(range(numbers[0], numbers[0] + len(numbers))) else numbers,
    )


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one heading a column: what stands in its rows, a heading over several columns before each of them."""
    width = max(map(len, rows))
    level = [[*map(str.strip, row), *[""] * (width - len(row))] for row in rows]
    for place in range(len(level) - 1):
        level[place] = _spread(level[place], [any(below) for below in zip(*level[place + 1 :], strict=True)])
    return [": ".join(dict.fromkeys(filter(None, column))) for column in zip(*level, strict=True)]


def _spread(row: Sequence[str], divided: Sequence[bool]) -> list[str]:
    """Return a row of headings with the empty cells of merged ones filled; only one with others below it spreads."""
    found: list[str] = []
    over = ""
    for cell, has_below in zip(row, divided, strict=True):
        over = (cell or over) if has_below else ""
        found.append(over or cell)
    return found


def _heading(cell: str) -> str:
    clean = _UNKEEPABLE.sub("\ufffd", cell).replace("\ufeff", "")
    return " ".join(unicodedata.normalize("NFC", clean).split())


def _rows(source: Source, body: Sequence[tuple[int, Sequence[str]]], width: int, full: int) -> list[Sequence[str]]:
    """Return the rows all of one length; empty cells past the last heading may be there or not."""
    rows: list[Sequence[str]] = []
    wrong: list[tuple[int, int]] = []
    for number, cells in body:
        if len(cells) == full:
            rows.append(cells)
        elif len(cells) >= width and not any(cells[full:]):
            rows.append([*cells[:full], *[""] * (full - len(cells))])
        else:
            wrong.append((number, len(cells)))
    if wrong:
        raise ImportFileError(_wrong_length(source, wrong, full), _length_hint(source))
    return rows


def _wrong_length(source: Source, wrong: list[tuple[int, int]], full: int) -> str:
    number, n_fields = wrong[0]
    first = _("{file}, row {row}: {n} fields where the headings have {full}.").format(
        file=source.file, row=number, n=n_fields, full=full
    )
    if len(wrong) == 1:
        return first
    more = ngettext("The same is wrong on {n} other row.", "The same is wrong on {n} other rows.", len(wrong) - 1)
    return first + " " + more.format(n=len(wrong) - 1)


def _length_hint(source: Source) -> str:
    delimiter = dict(source.how).get("delimiter", "")
    return _(
        "The delimiter tried was {delimiter}. Give another with --delimiter, or look for a quotation mark that is not "
        "closed, or an answer with line ends or delimiters that is not inside quotation marks."
    ).format(delimiter=delimiter)


def _named_all(source: Source, named: list[str], kept: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the headings of the kept columns, blank ones named by their place, and a warning on those."""
    headings = [named[place] or f"column {place + 1}" for place in kept]
    seen: dict[str, int] = {}
    for place, heading in zip(kept, headings, strict=True):
        if heading in seen:
            raise ImportFileError(
                _("{file}: columns {first} and {second} have the same heading “{heading}”.").format(
                    file=source.file, first=seen[heading] + 1, second=place + 1, heading=heading
                ),
                _("Give every column a heading of its own in the file."),
            )
        seen[heading] = place
    n = sum(not named[place] for place in kept)
    if not n:
        return tuple(headings), ()
    warning = ngettext(
        "{n} column has no heading and is called by its number: {names}.",
        "{n} columns have no heading and are called by their numbers: {names}.",
        n,
    ).format(n=n, names=", ".join(f"column {place + 1}" for place in kept if not named[place]))
    return tuple(headings), (warning,)


def _keepable(rows: list[list[str]]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    n = 0
    for row in rows:
        for place, cell in enumerate(row):
            if not cell.isprintable():
                row[place], found = _UNKEEPABLE.subn("\ufffd", cell)
                n += found
    cells = tuple(tuple(row) for row in rows)
    if not n:
        return cells, ()
    warning = ngettext(
        "{n} character that no store can hold (NUL or half a surrogate pair) was replaced with the mark �.",
        "{n} characters that no store can hold (NUL or half a surrogate pair) were replaced with the mark �.",
        n,
    )
    return cells, (warning.format(n=n),)


def _long(
    source: Source, rows: tuple[tuple[str, ...], ...], headings: tuple[str, ...], numbers: tuple[int, ...]
) -> tuple[str, ...]:
    """Return a warning for each of the first cells so long that a stray quotation mark may have joined rows."""
    places = [
        (numbers[place], heading, len(cell))
        for place, row in enumerate(rows)
        for heading, cell in zip(headings, row, strict=True)
        if len(cell) > _MANY
    ]
    return tuple(
        _("{file}, row {row}, column “{heading}”: a text of {n} characters.").format(
            file=source.file, row=row, heading=heading, n=n
        )
        for row, heading, n in places[:5]
    )
