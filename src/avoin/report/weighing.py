"""How much respondents count, and how many of them a figure rests on.

Enters: weights and how many were invited. Leaves: an effective number, and figures rounded to what may be published.
Invariant: counts know no weights.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor, isinf

from avoin.ids import RespondentId, WaveId
from avoin.privacy.counts import Weighed
from avoin.report.intervals import effective_number, of_finite

Weights = Mapping[tuple[WaveId, RespondentId], Fraction]
"""How much each respondent counts; above 0."""

SHARE_STEP, MEAN_STEP = Fraction(1, 100), Fraction(1, 10)
"""How finely weighted figures are published. Where weights go by group, exact ones tell who is in them."""


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """Return the nearest multiple of a step, half up.

    Examples
    --------
    >>> rounded(Fraction(2, 3), SHARE_STEP)
    Fraction(67, 100)
    """
    return floor(value / step + Fraction(1, 2)) * step


def weighed(n: int, of: Fraction, unit: Fraction, weights: Sequence[Fraction]) -> Weighed:
    """Return what a published figure tells of a count in weights.

    Parameters
    ----------
    n : int
        Respondents counted.
    of : Fraction
        What they weigh together.
    unit : Fraction
        What one step of the published figure weighs.
    weights : sequence of Fraction
        Of all those that they are counted among.
    """
    told, lightest, heaviest = rounded(of, unit), min(weights), max(weights)
    return Weighed(max(told - unit / 2, n * lightest), min(told + unit / 2, n * heaviest), lightest, heaviest)


def resting_on(weights: Sequence[float], population: int | None) -> float:
    """Return the number of respondents that an interval rests on; a whole one where they have weights.

    Parameters
    ----------
    weights : sequence of float
        Of those who answered; ones where all count alike.
    population : int or None
        How many were invited; None where that is not known or they are only a part of them.

    References
    ----------
    Kish (1965), Survey Sampling, §11.7, and the finite population correction of ``of_finite``.

    Examples
    --------
    >>> resting_on([1, 1, 2], None)
    3.0
    >>> resting_on([1, 1], 3)
    4.0
    """
    size = effective_number(weights)
    found = size if population is None else of_finite(size, len(weights), population)
    return found if isinf(found) or all(each == 1 for each in weights) else float(floor(found + 0.5))
