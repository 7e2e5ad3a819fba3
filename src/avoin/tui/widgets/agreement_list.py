"""Codes with how far two coders agree on each: coefficients with their intervals as bars, prevalence, counts."""

from collections.abc import Hashable
from dataclasses import dataclass

from textual.content import Content

from avoin.agreement.compare import CodeAgreement
from avoin.agreement.intervals import Estimate
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, shown, shown_line

WIDE = 120
_NARROW_BAR, _WIDE_BAR = 5, 12
_VALUE = 6
_PREVALENCE = 6
_COUNTS = 15


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One code of one question.

    Attributes
    ----------
    question : str
        Its title; drawn above its first code.
    n_answers : int
        How many both decided.
    """

    question: str
    is_first: bool
    name: str
    found: CodeAgreement
    n_answers: int


class AgreementList(RowList[AgreementRow]):
    """The table."""

    def key_of(self, item: AgreementRow) -> Hashable:
        """Return question and code."""
        return item.question, item.found.code

    def lines(self, item: AgreementRow, index: int, width: int) -> list[Content]:
        """Draw a code on one line, below the question's title where it is its first."""
        del index
        found = item.found
        bar = _bar_width(width)
        measures = [_measured(each, item.n_answers, bar) for each in (found.alpha, found.kappa, found.ac1)]
        share = "–" if found.prevalence is None else f"{found.prevalence * 100:.0f} %"
        counts = "/".join(map(str, (found.counts.both, found.counts.first, found.counts.second, found.counts.neither)))
        right = shown("".join(measures) + f"{share:>{_PREVALENCE}}{counts:>{_COUNTS}} ")
        line = fit(Content("  ") + shown_line(item.name), width, right=right)
        return [fit(Content(" ") + shown_line(item.question, "bold"), width), line] if item.is_first else [line]


def headings(width: int, prevalence: str, counts: str) -> str:
    """Return what stands above the columns, at the right."""
    bar = _bar_width(width)
    measures = "".join(f"{name:>{_VALUE}}{' ' * (bar + 1)}" for name in ("α", "κ", "AC1"))
    return f"{measures}{prevalence:>{_PREVALENCE}}{counts:>{_COUNTS}} "


def range_bar(found: Estimate, n_answers: int, width: int) -> str:
    """Return a coefficient on a line from 0 to 1: ● where it is, ━ as far as its interval goes; below 0 is ◂.

    Examples
    --------
    >>> from avoin.agreement.intervals import Interval
    >>> range_bar(Estimate(0.5, Interval(0.3, 0.7)), 200, 11)
    '···━━●━━···'
    """
    if found.value is None:
        return " " * width
    interval = found.interval(n_answers)
    low, high = (found.value, found.value) if interval is None else (interval.low, interval.high)
    first, last, at = (_cell(each, width) for each in (low, high, found.value))
    cells = ["━" if first <= place <= last else "·" for place in range(width)]
    cells[at] = "◂" if found.value < 0 else "●"
    return "".join(cells)


def _cell(value: float, width: int) -> int:
    return round(max(0.0, min(1.0, value)) * (width - 1))


def _measured(found: Estimate, n_answers: int, width: int) -> str:
    value = "–" if found.value is None else f"{found.value:z.2f}"
    return f"{value:>{_VALUE}} {range_bar(found, n_answers, width)}"


def _bar_width(width: int) -> int:
    return _WIDE_BAR if width >= WIDE else _NARROW_BAR
