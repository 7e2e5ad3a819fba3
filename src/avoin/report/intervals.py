"""How sure a share is: intervals, what weights and a finite population do to them, and an exact test.

Enters: counts and shares. Leaves: limits and probabilities. Invariant: nothing is reckoned here from a withheld figure,
as none is handed in.
"""

from collections.abc import Iterable, Sequence
from math import comb, inf, sqrt
from statistics import NormalDist

_Z95 = NormalDist().inv_cdf(0.975)

Limits = tuple[float, float]
"""Low and high end of an interval."""


def wilson(n: float, base: float) -> Limits:
    """Return the 95 % Wilson score interval of a share.

    Parameters
    ----------
    n : float
        0 … base.
    base : float
        Above 0; an effective number need not be whole. Infinite where everybody was counted.

    Returns
    -------
    tuple of float
        Low and high limit, proportions 0–1.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209–212; Newcombe (1998), Stat. Med. 17, 857–872, method 3.
    """
    square = _Z95 * _Z95
    centre = n + square / 2
    half = _Z95 * sqrt(max(0.0, n * (base - n) / base) + square / 4)
    low, high = (centre - half) / (base + square), (centre + half) / (base + square)
    return (0.0 if n == 0 else max(0.0, low), 1.0 if n == base else min(1.0, high))


def around(share: float, size: float) -> Limits:
    """Return the Wilson interval of a share that rests on an effective number; no width where that is infinite."""
    return (share, share) if size == inf else wilson(share * size, size)


def difference_limits(first: float, of_first: Limits, second: float, of_second: Limits) -> Limits:
    """Return the 95 % interval of the difference of two independent shares, second − first, from their intervals.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 873–890, method 10: hybrid score, from two Wilson intervals.
    """
    below = sqrt((second - of_second[0]) ** 2 + (of_first[1] - first) ** 2)
    above = sqrt((of_second[1] - second) ** 2 + (first - of_first[0]) ** 2)
    return max(-1.0, second - first - below), min(1.0, second - first + above)


def newcombe(n1: int, base1: int, n2: int, base2: int) -> Limits:
    """Return the 95 % interval of the difference of two independent shares, n2/base2 − n1/base1.

    Parameters
    ----------
    n1, n2 : int
        0 … base.
    base1, base2 : int
        At least 1.

    Examples
    --------
    >>> [round(limit, 4) for limit in newcombe(48, 80, 56, 70)]
    [0.0524, 0.3339]
    """
    return difference_limits(n1 / base1, wilson(n1, base1), n2 / base2, wilson(n2, base2))


def effective_number(weights: Iterable[float]) -> float:
    """Return how many unweighted respondents would be as informative: (Σw)² / Σw².

    References
    ----------
    Kish (1965), Survey Sampling, §11.7.

    Examples
    --------
    >>> effective_number([1, 1, 2])
    2.6666666666666665
    """
    known = tuple(weights)
    squares = sum(weight * weight for weight in known)
    return sum(known) ** 2 / squares if squares else 0.0


def of_finite(size: float, n: int, population: int) -> float:
    """Return the effective number when ``n`` of a population answered: size · (N − 1) / (N − n); infinite when all did.

    References
    ----------
    The finite population correction of a proportion's variance, (N − n) / (N − 1), Cochran (1977), Sampling
    Techniques, §3.2, turned into a number of respondents as by Wallis (2021), Statistics in Corpus Linguistics, ch. 9.

    Examples
    --------
    >>> of_finite(100, 100, 199)
    200.0
    """
    return inf if n >= population else size * (population - 1) / (population - n)


def fisher_exact(n1: int, base1: int, n2: int, base2: int) -> float:
    """Return the two-sided probability of Fisher's exact test that two independent shares are the same.

    The sum over all tables with the same margins that are at most as probable as the one found.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, §3.5.1; the tea tasting of Fisher (1935) below.

    Examples
    --------
    >>> round(fisher_exact(3, 4, 1, 4), 4)
    0.4857
    """
    together = n1 + n2
    lowest, highest = max(0, together - base2), min(base1, together)
    ways = {each: comb(base1, each) * comb(base2, together - each) for each in range(lowest, highest + 1)}
    return sum(count for count in ways.values() if count <= ways[n1]) / sum(ways.values())


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return probabilities adjusted so that one wrong finding among all of them is as rare as in a single test.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6, 65–70.

    Examples
    --------
    >>> holm((0.01, 0.04, 0.03, 0.005))
    (0.03, 0.06, 0.06, 0.02)
    """
    adjusted = [0.0] * len(probabilities)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(probabilities)), key=lambda each: probabilities[each])):
        highest = max(highest, min(1.0, (len(probabilities) - rank) * probabilities[place]))
        adjusted[place] = highest
    return tuple(adjusted)
