"""Which withheld counts follow exactly from the visible ones.

Enters: the equations of a table and the cells withheld. Leaves: those that can be solved for. Invariant: exact, as
nothing is rounded.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from avoin.privacy.counts import Cell, Sum

_PRIME = 2**61 - 1


def inferable(sums: Sequence[Sum], hidden: Collection[Cell]) -> frozenset[Cell]:
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


def _unknowns(each: Sum, hidden: Collection[Cell]) -> dict[Cell, int]:
    row = {cell: _residue(weight) for cell, weight in zip(each.parts, each.factors, strict=True) if cell in hidden}
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
