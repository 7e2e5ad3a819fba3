"""Two waves side by side: the share of each code, the difference, and how sure that is.

Enters: masked rows of codes. Leaves: one comparison a code. Invariant: nothing is reckoned from a withheld figure, nor
from a wave that the code was not asked of.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from avoin.ids import CodeId, QuestionId, WaveId
from avoin.report.codes import CodeRow
from avoin.report.intervals import difference_limits, fisher_exact, holm

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
    probability, adjusted : float or None
        Of Fisher's exact test, alone and adjusted for all comparisons; only where it was asked for.
    """

    question: QuestionId
    code: CodeId
    before: CodeRow | None
    after: CodeRow | None
    difference: Fraction | None
    low: float | None
    high: float | None
    is_small: bool
    probability: float | None = None
    adjusted: float | None = None


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
    assert before.low is not None and before.high is not None  # noqa: PT018 - a share has both
    assert after.low is not None and after.high is not None  # noqa: PT018 - as above
    limits = (before.low, before.high), (after.low, after.high)
    low, high = difference_limits(float(before.share), limits[0], float(after.share), limits[1])
    return WaveDifference(question, code, before, after, after.share - before.share, low, high, small)


def exact_tests(found: Iterable[WaveDifference]) -> tuple[WaveDifference, ...]:
    """Return the comparisons with the probability of Fisher's exact test and the same adjusted by Holm's method.

    For independent respondents who count alike; over all comparisons of shown figures that are handed in.
    """
    found = tuple(found)
    tested = [place for place, each in enumerate(found) if each.difference is not None]
    probabilities = [_probability(found[place]) for place in tested]
    told = dict(zip(tested, zip(probabilities, holm(probabilities), strict=True), strict=True))
    return tuple(
        replace(each, probability=told[place][0], adjusted=told[place][1]) if place in told else each
        for place, each in enumerate(found)
    )


def _probability(each: WaveDifference) -> float:
    rows = [row for row in (each.before, each.after) if row is not None]
    (n1, base1), (n2, base2) = ((row.n or 0, row.base_answered or 0) for row in rows)
    return fisher_exact(n1, base1, n2, base2)
