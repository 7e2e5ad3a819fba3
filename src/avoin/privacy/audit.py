"""How narrowly the visible cells of a table pin down the withheld ones.

Enters: a table, the cells withheld, how many values each must leave possible. Leaves: the cells that leave fewer.
Invariants: whoever attacks knows every visible cell, every sum and inequality, what a respondent may weigh, and that
people are counted in whole numbers from 0; the answer does not depend on the order of anything but the table's own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray

from avoin.privacy.counts import Cell, CountTable, Sum

_SLACK = 1e-6  # what the solver may be off by
_SEVERAL = 3


@dataclass(slots=True)
class Audit:
    """The intervals found so far; they only grow, as withholding more never narrows one.

    Attributes
    ----------
    needs : mapping of Cell to int
        How many different counts must be possible for a cell, if it is withheld.
    """

    table: CountTable
    needs: Mapping[Cell, int]
    _low: dict[Cell, float] = field(default_factory=dict)
    _high: dict[Cell, float] = field(default_factory=dict)

    def narrow(self, hidden: Collection[Cell]) -> tuple[Cell, ...]:
        """Return the withheld cells whose feasible interval holds fewer counts than they need.

        References
        ----------
        Fischetti & Salazar (2001), Management Science 47, 1008–1027: the attacker's problem of cell suppression, here
        in whole numbers. Solutions found on the way to one cell are kept as witnesses for the others.
        """
        found: list[Cell] = []
        for cells in _connected(self.table, hidden):
            wanted = [cell for cell in cells if self.needs.get(cell, 0) > 1]
            if wanted:
                attack = _Attack(self.table, cells)
                if not attack.is_weighted:
                    self._probe(wanted, attack)
                found += [cell for cell in wanted if not self._is_wide(cell, attack)]
        return tuple(found)

    def _probe(self, wanted: Sequence[Cell], attack: "_Attack") -> None:
        """Widen many intervals at once: solve for sums of cells with signs drawn by lot, while that clears several."""
        draw = np.random.default_rng(0)
        left, n_cleared = [cell for cell in wanted if not self._is_enough(cell)], _SEVERAL
        while len(left) >= _SEVERAL and n_cleared >= _SEVERAL:
            signs = draw.choice((-1.0, 1.0), len(left))
            self._widen(attack.extreme(dict(zip(left, signs, strict=True))))
            self._widen(attack.extreme(dict(zip(left, -signs, strict=True))))
            still = [cell for cell in left if not self._is_enough(cell)]
            left, n_cleared = still, len(left) - len(still)

    def _is_wide(self, cell: Cell, attack: "_Attack") -> bool:
        for direction in (-1.0, 1.0):
            if self._is_enough(cell):
                return True
            self._widen(attack.extreme({cell: direction}))
        return self._is_enough(cell)

    def _widen(self, solution: Mapping[Cell, float]) -> None:
        for each, value in solution.items():
            self._low[each] = min(self._low.get(each, inf), value)
            self._high[each] = max(self._high.get(each, -inf), value)

    def _is_enough(self, cell: Cell) -> bool:
        return self._n_possible(cell) >= self.needs[cell]

    def _n_possible(self, cell: Cell) -> int:
        true = float(self.table.counts[cell])
        low, high = min(self._low.get(cell, true), true), max(self._high.get(cell, true), true)
        return floor(high + _SLACK) - ceil(low - _SLACK) + 1


def _connected(table: CountTable, hidden: Collection[Cell]) -> list[tuple[Cell, ...]]:
    """Return the withheld cells in the groups that equations and inequalities tie together, in the table's order."""
    leader = {cell: cell for cell in table.counts if cell in hidden}

    def top(cell: Cell) -> Cell:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for cells in _relations(table):
        withheld = [cell for cell in cells if cell in leader]
        for cell in withheld[1:]:
            leader[top(cell)] = top(withheld[0])
    groups: dict[Cell, list[Cell]] = {}
    for cell in leader:
        groups.setdefault(top(cell), []).append(cell)
    return [tuple(cells) for cells in groups.values()]


def _relations(table: CountTable) -> Iterable[Sequence[Cell]]:
    yield from (each.cells for each in table.sums)
    yield from ((each.cell, *each.others) for each in table.at_most)


class _Attack:
    """One connected group of withheld cells as a problem in whole numbers."""

    def __init__(self, table: CountTable, cells: Sequence[Cell]) -> None:
        self._place = {cell: place for place, cell in enumerate(cells)}
        self._rows: list[dict[int, float]] = []
        self._low: list[float] = []
        self._high: list[float] = []
        for each in table.sums:
            weighted = {cell: float(weight) for cell, weight in zip(each.parts, each.factors, strict=True)}
            self._add(table, {**weighted, each.total: weighted.get(each.total, 0.0) - 1.0}, 0.0)
        for bound in table.at_most:
            self._add(table, {**dict.fromkeys(bound.others, -1.0), bound.cell: 1.0}, -inf)
        for each in table.sums:
            if not each.weights and all(cell in table.weighed for cell in each.cells):
                self._weigh(table, each)
        counted = [isinstance(table.counts[cell], int) for cell in cells]
        # far enough away to be no limit, so that every problem has an end
        far = 4.0 * (1.0 + max(abs(float(count)) for count in table.counts.values()))
        self._floor = np.array([0.0 if people else -far for people in counted])
        self._ceiling = np.array([float(table.limits.get(cell, far)) for cell in cells])
        self._whole = np.array(counted, dtype=int)
        self._matrix = self._dense()
        self.is_weighted = bool((np.abs(self._matrix) > 1.0).any())

    def _add(self, table: CountTable, weights: Mapping[Cell, float], low: float) -> None:
        """Add low ≤ weighted sum ≤ 0, the visible cells moved to the other side."""
        unknown = {self._place[cell]: weight for cell, weight in weights.items() if cell in self._place}
        if unknown:
            known = sum(w * float(table.counts[cell]) for cell, w in weights.items() if cell not in self._place)
            self._rows.append(unknown)
            self._low.append(low - known)
            self._high.append(-known)

    def _weigh(self, table: CountTable, each: Sum) -> None:
        """Add that what the withheld cells weigh is what the visible ones leave, for a total and its parts."""
        hidden = [cell for cell in each.cells if cell in self._place]
        if not hidden:
            return
        least, most, low, high = {}, {}, 0.0, 0.0
        for cell in each.cells:
            told, is_part = table.weighed[cell], cell != each.total
            ends = (told.lightest, told.heaviest) if cell in self._place else (told.low, told.high)
            down, up = map(float, ends if is_part else (-ends[1], -ends[0]))
            if cell in self._place:
                least[self._place[cell]], most[self._place[cell]] = down, up
            else:
                low, high = low + down, high + up
        self._rows += [least, most]
        self._low += [-inf, -high - _SLACK]
        self._high += [-low + _SLACK, inf]

    def _dense(self) -> NDArray[np.float64]:
        matrix = np.zeros((len(self._rows), len(self._place)))
        for row, weights in enumerate(self._rows):
            for place, weight in weights.items():
                matrix[row, place] = weight
        return matrix

    def extreme(self, aims: Mapping[Cell, float]) -> dict[Cell, float]:
        """Return the solution with the smallest weighted sum of these cells; nothing where none was found."""
        aim = np.zeros(len(self._place))
        for cell, weight in aims.items():
            aim[self._place[cell]] = weight
        # where all weights are ones it is mostly whole by itself, and several times quicker
        found = None if self.is_weighted else self._solve(aim, np.zeros_like(self._whole))
        if found is None or np.abs(found - found.round())[self._whole == 1].max(initial=0.0) > _SLACK:
            found = self._solve(aim, self._whole)
        return {} if found is None else {each: float(found[place]) for each, place in self._place.items()}

    def _solve(self, aim: NDArray[np.float64], whole: NDArray[np.int_]) -> NDArray[np.float64] | None:
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - a table without masks does without

        rows = [LinearConstraint(self._matrix, self._low, self._high)] if self._rows else []
        found = milp(aim, integrality=whole, bounds=Bounds(self._floor, self._ceiling), constraints=rows).x
        return None if found is None else np.asarray(found, dtype=float)
