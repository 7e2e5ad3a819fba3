"""Two coders held side by side: code by code, and their sets of codes as wholes.

Enters: units that both decided. Leaves: counts and coefficients with intervals. Invariants: there is no single number
that says whether agreement is good; what is not defined is None and says why; same units and seed, same result.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from avoin.agreement.alpha import Paired, pair
from avoin.agreement.distances import jaccard, masi
from avoin.agreement.four_fold import Floats, FourFold, Measure, reckon
from avoin.agreement.intervals import Estimate, Statistic, estimates
from avoin.agreement.units import Unit
from avoin.ids import CodeId, CoderId

Places = NDArray[np.intp]


class Degenerate(StrEnum):
    """Why coefficients are missing."""

    NOTHING = "nothing"  # no unit that both coders decided
    NO_VARIATION = "no_variation"  # everything is the same: chance explains it all


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far two coders agree on one code.

    Attributes
    ----------
    degenerate : Degenerate or None
        Why ``alpha`` or ``kappa`` is not defined, where that is so.
    """

    code: CodeId
    counts: FourFold
    alpha: Estimate
    kappa: Estimate
    ac1: Estimate
    pabak: Estimate
    same: Estimate
    degenerate: Degenerate | None = None

    @property
    def prevalence(self) -> float | None:
        """The mean of both coders' shares of units with the code."""
        return self.counts.prevalence


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """How far two coders agree on the sets of codes as wholes.

    Attributes
    ----------
    n_identical : int
        Units with exactly the same codes.
    masi, jaccard : Estimate
        Krippendorff's alpha with that distance between sets.
    """

    n_identical: int
    masi: Estimate
    jaccard: Estimate
    degenerate: Degenerate | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two coders on the same units.

    Attributes
    ----------
    n_answers, n_units : int
        Answers that both decided, and units of them; the same where the unit is the answer.
    codes : tuple of CodeAgreement
        Codes that either coder used on these units, in the order given.
    """

    coders: tuple[CoderId, CoderId]
    n_answers: int
    n_units: int
    codes: tuple[CodeAgreement, ...]
    sets: SetAgreement
    seed: int


def compare(
    units: Sequence[Unit], coders: tuple[CoderId, CoderId], order: Sequence[CodeId] = (), seed: int = 0
) -> Comparison:
    """Return how far two coders agree.

    Parameters
    ----------
    order : sequence of CodeId
        In which order to tell of the codes; used ones that are not among them follow in alphabetical order.
    seed : int
        Of the draws behind the bootstrap intervals.
    """
    answers = list(dict.fromkeys(unit.answer for unit in units))
    place = {answer: number for number, answer in enumerate(answers)}
    rows = np.array([place[unit.answer] for unit in units], dtype=np.intp)
    used = {code for unit in units for code in unit.first | unit.second}
    codes = [*(code for code in order if code in used), *sorted(used - set(order))]
    cells = [_cells(units, rows, len(answers), code) for code in codes]
    whole = [pair([(unit.first, unit.second) for unit in units], distance) for distance in (masi, jaccard)]
    statistics: list[Statistic] = [_measuring(measure, each) for each in cells for measure in Measure]
    statistics += [_alpha_of(each, rows) for each in whole]
    found = estimates(statistics, len(answers), seed)
    width = len(Measure)
    per_code = [found[start : start + width] for start in range(0, width * len(codes), width)]
    return Comparison(
        coders,
        len(answers),
        len(units),
        tuple(_code(code, each, parts) for code, each, parts in zip(codes, cells, per_code, strict=True)),
        _sets(units, found[-2], found[-1]),
        seed,
    )


def _cells(units: Sequence[Unit], rows: Places, n_answers: int, code: CodeId) -> Floats:
    """Return the four counts of each answer, shape (n_answers, 4)."""
    cells = np.zeros((n_answers, 4))
    column = [2 * (code not in unit.first) + (code not in unit.second) for unit in units]
    np.add.at(cells, (rows, np.array(column, dtype=np.intp)), 1)
    return cells


def _measuring(measure: Measure, cells: Floats) -> Statistic:
    return lambda weights: reckon(measure, weights @ cells)


def _alpha_of(paired: Paired[frozenset[CodeId]], rows: Places) -> Statistic:
    return lambda weights: paired.alpha(weights[:, rows])


def _code(code: CodeId, cells: Floats, found: Sequence[Estimate]) -> CodeAgreement:
    both, first, second, neither = (int(n) for n in cells.sum(axis=0))
    named = {measure.value: each for measure, each in zip(Measure, found, strict=True)}
    undefined = named[Measure.ALPHA].value is None or named[Measure.KAPPA].value is None
    return CodeAgreement(
        code, FourFold(both, first, second, neither), **named, degenerate=Degenerate.NO_VARIATION if undefined else None
    )


def _sets(units: Sequence[Unit], by_masi: Estimate, by_jaccard: Estimate) -> SetAgreement:
    why = None
    if by_masi.value is None:
        why = Degenerate.NO_VARIATION if units else Degenerate.NOTHING
    return SetAgreement(sum(unit.first == unit.second for unit in units), by_masi, by_jaccard, why)
