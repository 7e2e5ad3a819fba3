"""Krippendorff's alpha for any values, any number of coders and any distance, with values missing.

Enters: units, each with one value a coder or None. Leaves: alpha, or nan where nothing varies or nothing can be paired.
Invariant: a unit with fewer than two values says nothing about agreement and is left out.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Value = TypeVar("Value", bound=Hashable)


def nominal(left: Hashable, right: Hashable) -> float:
    """Return 0 for equal values, 1 for others."""
    return 0.0 if left == right else 1.0


@dataclass(frozen=True)
class Paired(Generic[Value]):
    """Units with at least two values, ready to be weighted.

    Attributes
    ----------
    apart : ndarray, shape (n_units,)
        Sum of the distances of a unit's pairs of values, each pair both ways, over (its number of values − 1).
    counts : ndarray, shape (n_units, n_values)
        How many coders gave each value.
    distances : ndarray, shape (n_values, n_values)
    """

    apart: Floats
    counts: Floats
    distances: Floats

    def alpha(self, weights: Floats) -> Floats:
        """Return alpha where each unit counts as often as its weight says.

        Parameters
        ----------
        weights : ndarray, shape (..., n_units)

        Returns
        -------
        ndarray, shape (...)
            nan where no values can be paired, or all of them are the same.
        """
        totals = weights @ self.counts
        n = totals.sum(axis=-1)
        expected = ((totals @ self.distances) * totals).sum(axis=-1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (weights @ self.apart) * (n - 1) / expected
        return np.where(expected < 1e-12, np.nan, 1 - ratio)


def pair(units: Sequence[Sequence[Value | None]], distance: Callable[[Value, Value], float] = nominal) -> Paired[Value]:
    """Return what alpha is reckoned from; units with fewer than two values stay with nothing in them."""
    there = [[value for value in unit if value is not None] for unit in units]
    values = list(dict.fromkeys(value for unit in there if len(unit) > 1 for value in unit))
    place = {value: number for number, value in enumerate(values)}
    distances = np.array([[distance(left, right) for right in values] for left in values], dtype=np.float64)
    counts = np.zeros((len(there), len(values)))
    for row, unit in zip(counts, there, strict=True):
        if len(unit) > 1:
            np.add.at(row, [place[value] for value in unit], 1)
    distances = distances.reshape(len(values), len(values))
    apart = ((counts @ distances) * counts).sum(axis=1) / np.maximum(counts.sum(axis=1) - 1, 1)
    return Paired(apart, counts, distances)


def krippendorff_alpha(
    units: Sequence[Sequence[Value | None]], distance: Callable[[Value, Value], float] = nominal
) -> float | None:
    """Return alpha, or None where it is not defined: nothing to pair, or no variation.

    Parameters
    ----------
    units : sequence of sequence
        One value a coder; None where that coder did not code the unit.
    distance : callable
        Symmetric, 0 for equal values.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania; Hayes and Krippendorff
    (2007), Communication Methods and Measures 1, 77-89.
    """
    found = float(pair(units, distance).alpha(np.ones(len(units))))
    return None if np.isnan(found) else found
