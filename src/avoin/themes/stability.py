"""Whether groups stay together when some of the segments are left out.

Enters: rows with the groups that were found, and how to find them. Leaves: a share for each group. Invariant: the same
rows, groups and seed give the same shares.
"""

from collections.abc import Callable

import numpy as np

Labels = np.ndarray[tuple[int], np.dtype[np.intp]]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
Grouping = Callable[[Labels], Labels]

_ROUNDS = 4
_KEPT = 0.8


def stability(labels: Labels, weights: Weights, regroup: Grouping, seed: int) -> Weights:
    """Return for each group how many pairs of its segments are still together, on average, 0–1.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        The group of each row, from 0.
    weights : ndarray of shape (n,)
        How many identical segments a row stands for; identical ones are always together.
    regroup : callable
        Takes the places of the rows that are kept, gives their groups when they are found alone.
    seed : int
        Of which rows are left out.

    Returns
    -------
    ndarray of shape (n_groups,)
        1 for a group of one row.

    References
    ----------
    Hennig (2007), "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52(1), with
    pairs in place of the Jaccard coefficient.
    """
    n_groups = int(labels.max()) + 1 if len(labels) else 0
    together, all_pairs = np.zeros(n_groups), np.zeros(n_groups)
    lots = np.random.default_rng(seed)
    for _round in range(_ROUNDS if n_groups > 1 else 0):
        kept = np.sort(lots.permutation(len(labels))[: max(round(_KEPT * len(labels)), 1)])
        again = regroup(kept)
        met = np.zeros((n_groups, int(again.max()) + 1))
        np.add.at(met, (labels[kept], again), weights[kept])
        together += (met**2).sum(axis=1)
        all_pairs += met.sum(axis=1) ** 2
    return np.divide(together, all_pairs, out=np.ones(n_groups), where=all_pairs > 0)
