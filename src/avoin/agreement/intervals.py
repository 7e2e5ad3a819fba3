"""How sure a coefficient is: drawing whole answers anew, and leaving one answer out at a time.

Enters: a coefficient as a function of how often each answer counts. Leaves: its value with two intervals.
Invariants: an answer is drawn or left out with all its units; the same seed gives the same interval; draws in which the
coefficient is not defined are counted and told, not hidden.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Takes weights (n_draws, n_answers), returns (n_draws,); nan where it is not defined."""

N_DRAWS = 2000
LEVEL = 0.95
MANY = 100
"""From so many answers on the bootstrap is no worse than the jackknife."""
_AT_ONCE = 2_000_000  # cells of weights in memory


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with how sure it is.

    Attributes
    ----------
    value : float or None
        None where it is not defined: there is nothing to compare, or nothing varies.
    bootstrap : Interval or None
        Percentiles over draws of answers with putting back; None where fewer than two draws were defined.
    jackknife : Interval or None
        From leaving out one answer at a time, with Student's t; rather this one where answers are fewer than 100. None
        where there are fewer than two answers, or leaving one out leaves nothing that varies.
    n_undefined : int
        Draws in which the coefficient was not defined.
    """

    value: float | None
    bootstrap: Interval | None = None
    jackknife: Interval | None = None
    n_undefined: int = 0

    def interval(self, n_answers: int) -> Interval | None:
        """Return the interval to be shown where there is room for one: the jackknife's while answers are few."""
        if n_answers < MANY:
            return self.jackknife or self.bootstrap
        return self.bootstrap or self.jackknife


def estimates(
    statistics: Sequence[Statistic], n_answers: int, seed: int, n_draws: int = N_DRAWS
) -> tuple[Estimate, ...]:
    """Return each coefficient with both intervals of 95 %, all of them from the same draws.

    References
    ----------
    Efron and Tibshirani (1993), An introduction to the bootstrap, chapters 11 and 13. Hughes (2022), arXiv:2210.13265,
    on the customary bootstrap of alpha being poor in small samples.
    """
    if n_answers == 0 or not statistics:
        return (Estimate(None),) * len(statistics)
    values = _over(statistics, iter([np.ones((1, n_answers))]))[:, 0]
    drawn = _over(statistics, _draws(n_answers, seed, n_draws))
    without = _over(statistics, _leaving_one_out(n_answers))
    return tuple(_estimate(float(value), *parts) for value, *parts in zip(values, drawn, without, strict=True))


def _over(statistics: Sequence[Statistic], weights: Iterator[Floats]) -> Floats:
    """Return the statistics over all the weights, shape (n_statistics, n_weights)."""
    return np.concatenate([np.stack([statistic(some) for statistic in statistics]) for some in weights], axis=1)


def _estimate(value: float, drawn: Floats, without: Floats) -> Estimate:
    if np.isnan(value):
        return Estimate(None)
    defined = drawn[~np.isnan(drawn)]
    bootstrap = None
    if len(defined) > 1:
        low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        bootstrap = Interval(float(low), float(high))
    return Estimate(value, bootstrap, _jackknife(value, without), int(len(drawn) - len(defined)))


def _jackknife(value: float, without: Floats) -> Interval | None:
    n = len(without)
    if n < 2 or np.isnan(without).any():
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 - most of this room does without

    spread = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    reach = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * spread
    return Interval(max(-1.0, value - reach), min(1.0, value + reach))


def _draws(n_answers: int, seed: int, n_draws: int) -> Iterator[Floats]:
    random = np.random.default_rng(seed)
    even = np.full(n_answers, 1 / n_answers)
    step = max(1, _AT_ONCE // n_answers)
    for start in range(0, n_draws, step):
        yield random.multinomial(n_answers, even, size=min(step, n_draws - start)).astype(np.float64)


def _leaving_one_out(n_answers: int) -> Iterator[Floats]:
    step = max(1, _AT_ONCE // n_answers)
    for start in range(0, n_answers, step):
        rows = np.arange(start, min(start + step, n_answers))
        weights = np.ones((len(rows), n_answers))
        weights[np.arange(len(rows)), rows] = 0
        yield weights
