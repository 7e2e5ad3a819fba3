"""How much respondents count, and how many of them a figure rests on.

Enters: weights and how many were invited. Leaves: an effective number. Invariant: counts and masks know no weights.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from avoin.ids import RespondentId, WaveId
from avoin.report.intervals import effective_number, of_finite

Weights = Mapping[tuple[WaveId, RespondentId], Fraction]
"""How much each respondent counts; above 0."""


def resting_on(weights: Sequence[float], population: int | None) -> float:
    """Return the number of respondents that an interval rests on.

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
    2.6666666666666665
    >>> resting_on([1, 1], 3)
    4.0
    """
    size = effective_number(weights)
    return size if population is None else of_finite(size, len(weights), population)
