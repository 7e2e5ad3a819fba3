"""Which cells of a table must not leave.

Enters: the counts of a table, how they sum up, and the project's thresholds. Leaves: the cells to withhold.
Invariants: every way out asks here; what is withheld is neither a visible cell nor what subtraction or any other
linear arithmetic on the visible cells gives back exactly, and the remainder that subtraction does give back is
never a group under the threshold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from avoin.corpus.model import Condition, Question

Cell = tuple[str, ...]
"""Names one cell within its table, e.g. ("keskus", "Kemi", "improved")."""

_PRIME = 2**61 - 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How few respondents are too few.

    Attributes
    ----------
    cell : int
        A count of 1 … cell − 1 respondents is withheld, and with it all that is computed from it; 0 or 1 masks nothing.
    mean : int
        A mean over fewer respondents than this is withheld.
    named : tuple of Condition
        Respondents who did not answer anonymously (directors who spoke for their organisation, say): closed items
        that were asked of nobody else are not masked.
    """

    cell: int = 5
    mean: int = 5
    named: tuple[Condition, ...] = ()

    def for_closed(self, question: Question) -> "Thresholds":
        """Return the thresholds that hold for one closed item."""
        if any(_within(question.asked, condition) for condition in self.named):
            return replace(self, cell=0, mean=0)
        return self

    def is_small(self, n: int) -> bool:
        """Return whether a count is too small to be shown; nobody at all (0) may be shown."""
        return 0 < n < self.cell

    def is_unanimous(self, n: int, base: int) -> bool:
        """Return whether everybody in a small group (under twice the threshold) said the same.

        Then the group's figure is each member's answer.
        """
        return self.cell > 1 and n == base and 0 < base < 2 * self.cell


def _within(asked: Condition | None, named: Condition) -> bool:
    return asked is not None and asked.variable == named.variable and set(asked.values) <= set(named.values)


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation of a table: the total is the sum of its parts.

    Attributes
    ----------
    weights : tuple of Fraction
        What each part is multiplied with first; empty where all are ones.
    threshold : int
        The smallest group that subtraction may give back; 0 where the parts are no counts of people.
    """

    total: Cell
    parts: tuple[Cell, ...]
    weights: tuple[Fraction, ...] = ()
    threshold: int = 0

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The parts, then the total."""
        return (*self.parts, self.total)


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts of one table and how they hang together.

    Attributes
    ----------
    counts : mapping of Cell to int
        Every cell that a reader could see or infer.
    sums : tuple of Sum
        What a reader knows about them.
    tied : mapping of Cell to tuple of Cell
        Cells that are withheld together with the key (a base and its row).
    """

    counts: Mapping[Cell, int]
    sums: tuple[Sum, ...] = ()
    tied: Mapping[Cell, tuple[Cell, ...]] = field(default_factory=dict)


def withheld(table: CountTable, primary: frozenset[Cell]) -> frozenset[Cell]:
    """Return the cells that may not be shown: the primary ones and those that would give them back.

    Parameters
    ----------
    table : CountTable
        All cells with their true counts.
    primary : frozenset of Cell
        Cells that are too small (or stand for a small group's common answer) in themselves.

    Returns
    -------
    frozenset of Cell
        Always a superset of ``primary``. The smallest visible cell is sacrificed first, zeros last.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, §4.2 on secondary cell suppression. This is a greedy
    hypercube-free form: exact for linear inference (rank test), without the interval audit.
    """
    hidden = _closure(table, primary)
    while True:
        hidden = _without_small_remainders(table, hidden)
        sacrificed = _against_inference(table, hidden)
        if not sacrificed:
            return hidden
        hidden = _closure(table, hidden | sacrificed)


def _closure(table: CountTable, hidden: frozenset[Cell]) -> frozenset[Cell]:
    tied = {cell for key in hidden for cell in table.tied.get(key, ())}
    return hidden | tied


def _touched(table: CountTable, hidden: frozenset[Cell]) -> list[Sum]:
    """Return the sums with a withheld cell, the one with the least choice first.

    What that one costs often satisfies the wider ones as well.
    """
    touched = [each for each in table.sums if any(cell in hidden for cell in each.cells)]
    return sorted(touched, key=lambda each: sum(cell not in hidden for cell in each.parts))


def _without_small_remainders(table: CountTable, hidden: frozenset[Cell]) -> frozenset[Cell]:
    """Return the withheld cells and those that must join so that no subtraction gives back a small group."""
    before = None
    while hidden != before:
        before = hidden
        for each in _touched(table, hidden):
            if _gives_back_a_small_group(each, table.counts, hidden):
                companion = _companion(each.parts, table.counts, hidden)
                hidden = hidden if companion is None else _closure(table, hidden | {companion})
    return hidden


def _against_inference(table: CountTable, hidden: frozenset[Cell]) -> frozenset[Cell]:
    """Return visible cells whose loss keeps withheld ones from being solved for; none where all are safe."""
    touched = _touched(table, hidden)
    sacrificed: set[Cell] = set()
    for cell in sorted(inferable(touched, hidden)):
        around = [each for each in touched if cell in each.cells]
        # one unknown more in its own sums may free it: looked at again before another is lost for it
        if not any(other in sacrificed for each in around for other in each.cells):
            companion = _companion_around(around, table.counts, hidden)
            if companion is not None:
                sacrificed.add(companion)
    return frozenset(sacrificed)


def _gives_back_a_small_group(each: Sum, counts: Mapping[Cell, int], hidden: frozenset[Cell]) -> bool:
    if each.weights or each.total in hidden:
        return False
    missing = [cell for cell in each.parts if cell in hidden]
    return bool(missing) and (len(missing) < 2 or sum(counts[cell] for cell in missing) < each.threshold)


def _companion_around(around: Sequence[Sum], counts: Mapping[Cell, int], hidden: frozenset[Cell]) -> Cell | None:
    parts = [part for each in around for part in each.parts]
    return _companion(parts, counts, hidden) or _companion([each.total for each in around], counts, hidden)


def _companion(cells: Sequence[Cell], counts: Mapping[Cell, int], hidden: frozenset[Cell]) -> Cell | None:
    """Return the visible cell whose loss costs least: the smallest count above zero, else a zero."""
    visible = [cell for cell in cells if cell not in hidden]
    return min(visible, key=lambda cell: (counts[cell] == 0, counts[cell], cell), default=None)


def inferable(sums: Sequence[Sum], hidden: frozenset[Cell]) -> frozenset[Cell]:
    """Return the withheld cells whose count follows exactly from the visible ones.

    The visible cells turn every sum into an equation among the withheld ones; a cell follows exactly when reduced
    row echelon form leaves it alone in its equation. Computed modulo a prime, so without rounding.
    """
    solved: dict[Cell, dict[Cell, int]] = {}
    for each in sums:
        row = _unknowns(each, hidden)
        for pivot in [cell for cell in row if cell in solved]:
            _subtract(row, solved[pivot], row[pivot])
        if row:
            _adopt(solved, row)
    return frozenset(pivot for pivot, row in solved.items() if len(row) == 1)


def _unknowns(each: Sum, hidden: frozenset[Cell]) -> dict[Cell, int]:
    weights = each.weights or (Fraction(1),) * len(each.parts)
    row = {cell: _residue(weight) for cell, weight in zip(each.parts, weights, strict=True) if cell in hidden}
    if each.total in hidden:
        row[each.total] = _PRIME - 1
    return {cell: value for cell, value in row.items() if value}


def _adopt(solved: dict[Cell, dict[Cell, int]], row: dict[Cell, int]) -> None:
    pivot = next(iter(row))
    inverse = pow(row[pivot], -1, _PRIME)
    scaled = {cell: value * inverse % _PRIME for cell, value in row.items()}
    for other in solved.values():
        if pivot in other:
            _subtract(other, scaled, other[pivot])
    solved[pivot] = scaled


def _subtract(row: dict[Cell, int], other: Mapping[Cell, int], factor: int) -> None:
    for cell, value in other.items():
        left = (row.get(cell, 0) - factor * value) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)


def _residue(weight: Fraction) -> int:
    return weight.numerator * pow(weight.denominator, -1, _PRIME) % _PRIME
