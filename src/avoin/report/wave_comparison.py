"""Two waves side by side: the share of each code, the difference, and how sure that is.

Enters: masked rows of codes. Leaves: one comparison a code. Invariant: nothing is reckoned from a withheld figure, nor
from a wave that the code was not asked of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from avoin.ids import CodeId, QuestionId, WaveId
from avoin.report.codes import CodeRow, wilson

SMALL_BASE = 30
"""Fewer answers than this in either wave, and a difference says little."""


@dataclass(frozen=True, slots=True)
class WaveDifference:
    """One code of one question in two waves, everybody.

    Attributes
    ----------
    before, after : CodeRow or None
        None where the code was not asked of that wave, or nobody has coded it.
    difference : Fraction or None
        Share after − share before, −1…1; None where either is not known or withheld.
    low, high : float or None
        95 % interval of the difference.
    is_small : bool
        True where either wave has fewer than ``SMALL_BASE`` answers.
    """

    question: QuestionId
    code: CodeId
    before: CodeRow | None
    after: CodeRow | None
    difference: Fraction | None
    low: float | None
    high: float | None
    is_small: bool


def newcombe(n1: int, base1: int, n2: int, base2: int) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two independent shares, n2/base2 − n1/base1.

    Parameters
    ----------
    n1, n2 : int
        0 … base.
    base1, base2 : int
        At least 1.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 873–890, method 10: hybrid score, from two Wilson intervals.

    Examples
    --------
    >>> [round(limit, 4) for limit in newcombe(48, 80, 56, 70)]
    [0.0524, 0.3339]
    """
    first, second = n1 / base1, n2 / base2
    (low1, high1), (low2, high2) = wilson(n1, base1), wilson(n2, base2)
    difference = second - first
    below = sqrt((second - low2) ** 2 + (high1 - first) ** 2)
    above = sqrt((high2 - second) ** 2 + (first - low1) ** 2)
    return max(-1.0, difference - below), min(1.0, difference + above)


def wave_differences(rows: Iterable[CodeRow], before: WaveId, after: WaveId) -> tuple[WaveDifference, ...]:
    """Return what changed from one wave to the other, in the order of the rows."""
    found: dict[tuple[QuestionId, CodeId], dict[WaveId, CodeRow]] = {}
    for row in rows:
        if row.variable is None and row.wave in (before, after):
            found.setdefault((row.question, row.code), {})[row.wave] = row
    return tuple(
        _difference(question, code, each.get(before), each.get(after)) for (question, code), each in found.items()
    )


def _difference(question: QuestionId, code: CodeId, before: CodeRow | None, after: CodeRow | None) -> WaveDifference:
    bases = [row.base_answered for row in (before, after) if row is not None and row.base_answered is not None]
    small = any(base < SMALL_BASE for base in bases)
    known = before is not None and after is not None and before.coded and after.coded
    if not known or before is None or after is None or before.share is None or after.share is None:
        return WaveDifference(question, code, before, after, None, None, None, small)
    assert before.n is not None and before.base_answered is not None  # noqa: PT018 - a share has both
    assert after.n is not None and after.base_answered is not None  # noqa: PT018 - as above
    low, high = newcombe(before.n, before.base_answered, after.n, after.base_answered)
    return WaveDifference(question, code, before, after, after.share - before.share, low, high, small)
