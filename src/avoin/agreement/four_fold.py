"""Two coders, one code: the four counts, and every coefficient that is made of them.

Enters: how often both, only the first, only the second and neither gave the code. Leaves: coefficients, nan where one
is not defined. Invariant: a coefficient is never shown without its counts; a rare code makes most of them mislead.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Measure(StrEnum):
    """What can be reckoned from the four counts."""

    ALPHA = "alpha"
    KAPPA = "kappa"
    AC1 = "ac1"
    PABAK = "pabak"
    SAME = "same"  # share of units on which both say the same


@dataclass(frozen=True, slots=True)
class FourFold:
    """The 2×2 counts of one code.

    Attributes
    ----------
    both, first, second, neither : int
        Units to which both coders gave the code, only the first, only the second, neither.
    """

    both: int
    first: int
    second: int
    neither: int

    @property
    def n(self) -> int:
        """How many units."""
        return self.both + self.first + self.second + self.neither

    @property
    def prevalence(self) -> float | None:
        """The mean of both coders' shares of units with the code; None without units."""
        return (2 * self.both + self.first + self.second) / (2 * self.n) if self.n else None

    def array(self) -> Floats:
        """Return the counts in the order that ``reckon`` takes."""
        return np.array([self.both, self.first, self.second, self.neither], dtype=np.float64)


def reckon(measure: Measure, counts: Floats) -> Floats:
    """Return a coefficient.

    Parameters
    ----------
    counts : ndarray, shape (..., 4)
        both, first, second, neither; may be weighted.

    Returns
    -------
    ndarray, shape (...)
        nan where there is no unit, and where chance alone would explain everything because nothing varies.

    References
    ----------
    alpha: Krippendorff (2011), Computing Krippendorff's alpha-reliability, nominal data, with its correction for few
    units. kappa: Cohen (1960), Educational and Psychological Measurement 20, 37-46. AC1: Gwet (2008), British Journal
    of Mathematical and Statistical Psychology 61, 29-48. PABAK: Byrt, Bishop and Carlin (1993), Journal of Clinical
    Epidemiology 46, 423-429.
    """
    both, first, second, neither = np.moveaxis(np.asarray(counts, dtype=np.float64), -1, 0)
    n = both + first + second + neither
    with np.errstate(divide="ignore", invalid="ignore"):
        same: Floats = (both + neither) / n
        if measure is Measure.SAME:
            return same
        if measure is Measure.PABAK:
            return np.asarray(2 * same - 1)
        left, right = (both + first) / n, (both + second) / n
        if measure is Measure.KAPPA:
            return _beyond(same, left * right + (1 - left) * (1 - right))
        share = (left + right) / 2
        if measure is Measure.AC1:
            return _beyond(same, 2 * share * (1 - share))
        # alpha draws pairs without putting back: 2n values, n(n-1) of them
        return _beyond(same, 1 - 2 * share * (1 - share) * 2 * n / (2 * n - 1))


def _beyond(same: Floats, chance: Floats) -> Floats:
    room = 1 - chance
    # what differs from nothing only by rounding is nothing
    return np.where(np.abs(room) < 1e-12, np.nan, (same - chance) / room)
