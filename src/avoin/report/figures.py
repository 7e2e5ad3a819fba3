"""Tables as tidy rows: a figure a line, for files that other programs read.

Enters: masked rows. Leaves: ``Rows``. Invariant: a withheld figure is empty and its line says "withheld".
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import inf

from avoin.report.closed import ClosedRow
from avoin.report.codes import CodeRow
from avoin.report.rows import Cell, Rows
from avoin.report.wave_comparison import WaveDifference

_WITHHELD = "withheld"


def closed_figures(rows: Iterable[ClosedRow]) -> Rows:
    """Return a line for the mean of each row, and for each category and group of categories."""
    headings = (
        *("wave", "question", "variable", "value", "figure", "name", "base", "weighted", "effective"),
        *("n", "share", "low", "high", "mean", "status"),
    )
    return Rows("closed", headings, tuple(line for row in rows for line in _closed(row)))


def _closed(row: ClosedRow) -> Iterator[tuple[Cell, ...]]:
    head = (row.wave, row.question, row.variable or "", row.value or "")
    bases = (row.n, _number(row.weighted), _finite(row.effective))
    if row.kind.has_mean:
        status = _WITHHELD if row.mean is None and row.n != 0 else ""
        yield (*head, "mean", "", *bases, None, None, None, None, _number(row.mean), status)
    for figure, parts in (("category", row.shares), ("group", row.groups)):
        for name, part in parts.items():
            status = _WITHHELD if part.n is None else ""
            yield (*head, figure, name, *bases, part.n, _number(part.share), part.low, part.high, None, status)


def code_figures(rows: Iterable[CodeRow]) -> Rows:
    """Return a line for each code of each row; the base of the share is who answered."""
    headings = (
        *("wave", "question", "code", "variable", "value", "asked", "base", "effective"),
        *("n", "share", "low", "high", "status"),
    )
    return Rows("codes", headings, tuple(_code(row) for row in rows))


def _code(row: CodeRow) -> tuple[Cell, ...]:
    head = (row.wave, row.question, row.code, row.variable or "", row.value or "")
    status = _WITHHELD if row.masked else ""
    bases = (row.base_asked, row.base_answered, _finite(row.effective))
    return (*head, *bases, row.n, _number(row.share), row.low, row.high, status)


def wave_figures(rows: Iterable[WaveDifference]) -> Rows:
    """Return a line for each code of two waves: both figures, their difference (after − before) and its interval."""
    headings = (
        *("question", "code", "base_before", "n_before", "share_before", "base_after", "n_after", "share_after"),
        *("difference", "low", "high", "p", "p_adjusted", "status"),
    )
    return Rows("waves", headings, tuple(_wave(row) for row in rows))


def _wave(row: WaveDifference) -> tuple[Cell, ...]:
    both = (row.before, row.after)
    status = _WITHHELD if any(each is not None and each.masked for each in both) else ""
    bases = tuple(cell for each in both for cell in _side(each))
    change = (_number(row.difference), row.low, row.high, row.probability, row.adjusted)
    return (row.question, row.code, *bases, *change, status)


def _side(row: CodeRow | None) -> tuple[Cell, ...]:
    return (None, None, None) if row is None else (row.base_answered, row.n, _number(row.share))


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _finite(size: float | None) -> float | None:
    """Return the number of respondents that a figure rests on; None as well where everybody was counted."""
    return None if size is None or size == inf else size
