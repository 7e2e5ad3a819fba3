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
