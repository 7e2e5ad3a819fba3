"""An attacker who knows the rules: reads a published table and solves for what is missing.

    assert determined(shown, sums) == []

``shown`` names each cell with its count, None where it was withheld; ``sums`` says which cells add up to which.
"""

from collections.abc import Mapping, Sequence

import numpy as np

Cell = tuple[str, ...]


def determined(shown: Mapping[Cell, float | None], sums: Sequence[tuple[Cell, Mapping[Cell, float]]]) -> list[Cell]:
    """Return the withheld cells whose count has one solution only.

    Parameters
    ----------
    sums : sequence of (Cell, mapping)
        Total, and its parts with their weights.
    """
    unknown = [cell for cell, count in shown.items() if count is None]
    if not unknown:
        return []
    place = {cell: number for number, cell in enumerate(unknown)}
    equations = np.zeros((len(sums), len(unknown)))
    for row, (total, parts) in enumerate(sums):
        for cell, weight in [*parts.items(), (total, -1.0)]:
            if cell in place:
                equations[row, place[cell]] += weight
    _left, values, right = np.linalg.svd(equations, full_matrices=True)
    rank = int((values > 1e-9 * max(values.max(initial=0.0), 1.0)).sum())
    free = right[rank:]
    return [cell for cell in unknown if not free.size or np.abs(free[:, place[cell]]).max() < 1e-9]


def remainders(
    shown: Mapping[Cell, float | None], truth: Mapping[Cell, float], sums: Sequence[tuple[Cell, Mapping[Cell, float]]]
) -> list[tuple[float, int]]:
    """Return what subtraction gives back: for each visible total with withheld parts, their sum and their number."""
    found = []
    for total, parts in sums:
        missing = [cell for cell in parts if shown.get(cell) is None]
        if missing and shown.get(total) is not None:
            found.append((sum(truth[cell] for cell in missing), len(missing)))
    return found


def possible_values(
    shown: Mapping[Cell, float | None],
    sums: Sequence[tuple[Cell, Mapping[Cell, float]]],
    limits: Mapping[Cell, float] | None = None,
) -> dict[Cell, tuple[float, float]]:
    """Return the smallest and largest value that each withheld cell can have, by linear programming.

    Counts are at least 0, and at most the limit where the reader knows one.
    """
    from scipy.optimize import linprog

    unknown = [cell for cell, count in shown.items() if count is None]
    place = {cell: number for number, cell in enumerate(unknown)}
    matrix = np.zeros((len(sums), len(unknown)))
    right = np.zeros(len(sums))
    for row, (total, parts) in enumerate(sums):
        for cell, weight in [*parts.items(), (total, -1.0)]:
            if cell in place:
                matrix[row, place[cell]] += weight
            else:
                right[row] -= weight * (shown[cell] or 0.0)
    bounds = [(0.0, (limits or {}).get(cell)) for cell in unknown]
    found = {}
    for cell in unknown:
        ends = []
        for direction in (1.0, -1.0):
            aim = np.zeros(len(unknown))
            aim[place[cell]] = direction
            solved = linprog(aim, A_eq=matrix, b_eq=right, bounds=bounds)
            ends.append(np.inf if solved.status == 3 else direction * float(solved.fun))
        found[cell] = (ends[0], ends[1])
    return found


def values_by_brute_force(
    shown: Mapping[Cell, int | None], free: Sequence[Cell], sums: Sequence[tuple[Cell, Sequence[Cell]]], top: int
) -> dict[Cell, set[int]]:
    """Return every value that each withheld cell has in any table that agrees with the visible cells.

    Every table is tried: each of the ``free`` cells, of which all others are sums, from 0 to ``top``.
    """
    ranges = [np.arange(top + 1) if shown[cell] is None else np.array([shown[cell]]) for cell in free]
    values = dict(zip(free, (each.ravel() for each in np.meshgrid(*ranges, indexing="ij")), strict=True))
    fits = np.ones(next(iter(values.values())).size, dtype=bool)
    for total, parts in sums:
        values[total] = np.sum([values[part] for part in parts], axis=0)
        if shown[total] is not None:
            fits &= values[total] == shown[total]
    return {cell: set(values[cell][fits].tolist()) for cell, count in shown.items() if count is None}
