"""Groups of segments that are on the same matter.

Enters: unit rows, one for each different segment, and how often each occurs. Leaves: a label for each row.
Invariant: the same rows, weights, k and seed give the same labels; every row gets one; labels count from 0 by size,
groups whose members have little in common last.

Rows are first drawn towards their nearest neighbours, which closes the gaps between different words for the same
thing. Average linkage joins them from below, the cut is made where enough groups have some size, and in the end each
row stands in the group whose centre is nearest. Nothing is drawn by lot up to ``SAMPLE`` rows.
"""

import math
from collections.abc import Iterator
from typing import Self

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import linkage

from avoin.themes.stability import stability

Rows = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Weights = np.ndarray[tuple[int], np.dtype[np.float64]]
Labels = np.ndarray[tuple[int], np.dtype[np.intp]]

SAMPLE = 5_000
"""Above this many rows a sample is grouped and the rest joins the nearest centre: linkage holds all pairs."""

_NEIGHBOURS = 7
_PULL = 0.5  # how much of a row comes from its neighbours in a round
_ROUNDS = 2
_DEEPEST = 4  # the cut is looked for down to this many times k groups
_REFINEMENTS = 10
_DECIMALS = 6  # similarities are rounded, so that the last bit of a sum decides nothing
_MIXED_BELOW = 0.2  # cohesion; of groups below it, 63 of 100 had no code that half of their segments share
_SHAKY_BELOW = 0.4  # stability; chosen by eye on the same sets


def own_k(n: float) -> int:
    """Return how many themes are looked for among n segments where nobody says.

    Many small pure themes cost a coder less than few mixed ones, as joining two is one key: the rule asks for more
    than a codebook has codes, and grows with the logarithm of n.

    Examples
    --------
    >>> [own_k(n) for n in (1, 2, 5, 20, 108, 300, 1000, 5000)]
    [1, 1, 3, 8, 15, 19, 24, 30]
    """
    return max(1, min(math.floor(n), math.floor(9 * math.log10(n) - 3))) if n >= 1 else 0


class ThemeFinder:
    """Groups rows; follows the conventions of scikit-learn.

    Parameters
    ----------
    k : int or None
        How many groups at most; None decides by the number of segments (``own_k``).
    random_state : int
        Seed of the sample that is drawn above ``SAMPLE`` rows.

    Attributes
    ----------
    labels_ : ndarray of shape (n,), intp
        Group of each row, from 0.
    centres_ : ndarray of shape (k_, n_features)
        Unit centres, in the space of the rows.
    weights_ : ndarray of shape (k_,)
        Segments in each group, identical ones counted each.
    cohesion_ : ndarray of shape (k_,)
        Mean cosine between two different rows of a group after they were drawn to their neighbours; 1 where it has
        one.
    stability_ : ndarray of shape (k_,)
        Share of the pairs in a group that stay together when a fifth of the rows is left out.
    mixed_ : ndarray of shape (k_,), bool
        True where the members have little in common or do not stay together.
    k_ : int
        How many groups there are.
    method_ : str
        What was done, e.g. "average linkage, k=15".
    """

    def __init__(self, k: int | None = None, random_state: int = 0) -> None:
        self.k = k
        self.random_state = random_state

    def fit(self, rows: np.ndarray, y: object = None, sample_weight: np.ndarray | None = None) -> Self:
        """Group rows.

        Parameters
        ----------
        rows : ndarray of shape (n, n_features)
            Unit rows, each different segment once.
        sample_weight : ndarray of shape (n,) or None
            How many identical segments a row stands for; None is one each.

        Raises
        ------
        ValueError
            Where k is below 1, or the weights are not as many as the rows.
        """
        points = np.asarray(rows, dtype=np.float64)
        n = len(points)
        weights = np.ones(n) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        if self.k is not None and self.k < 1:
            raise ValueError("k must be at least 1")
        if weights.shape != (n,):
            raise ValueError("one weight for each row")
        wanted = min(n, own_k(weights.sum()) if self.k is None else self.k)
        chosen = np.arange(n) if n <= SAMPLE else _drawn_by_lot(weights, self.random_state)
        drawn = _drawn_together(points[chosen])
        grouped = _groups(drawn, weights[chosen], wanted)
        labels = grouped if n <= SAMPLE else _with_the_rest(points, weights, chosen, grouped)
        small = drawn, weights[chosen]
        steady = stability(grouped, small[1], lambda kept: _groups_alone(*small, kept, wanted), self.random_state)
        self._learn(points, weights, labels, _cohesion(drawn, grouped), steady)
        how = "average linkage" if n <= SAMPLE else f"average linkage of {SAMPLE}, the rest to the nearest centre"
        self.method_ = f"{how}, k={self.k_}"
        return self

    def fit_predict(self, rows: np.ndarray, y: object = None, sample_weight: np.ndarray | None = None) -> Labels:
        """Group rows and return their labels."""
        return self.fit(rows, y, sample_weight).labels_

    def _learn(self, points: Rows, weights: Weights, labels: Labels, cohesion: Weights, steady: Weights) -> None:
        sizes = np.bincount(labels, weights, minlength=len(cohesion))
        mixed = (cohesion < _MIXED_BELOW) | (steady < _SHAKY_BELOW)
        first = np.array([np.flatnonzero(labels == group)[0] for group in range(len(cohesion))], dtype=np.intp)
        order = np.lexsort((first, -sizes, mixed))
        place = np.empty(len(order), dtype=np.intp)
        place[order] = np.arange(len(order))
        self.labels_: Labels = place[labels]
        self.k_ = len(order)
        self.weights_ = sizes[order]
        self.cohesion_ = cohesion[order]
        self.stability_ = steady[order]
        self.mixed_ = mixed[order]
        self.centres_ = _centres(points, weights, self.labels_)


def typical_order(rows: np.ndarray, centre: np.ndarray, weights: np.ndarray) -> Labels:
    """Return the places of a group's rows, the nearest to its centre first; the more frequent, then the earlier."""
    likeness = np.round(np.asarray(rows, dtype=np.float64) @ centre, _DECIMALS)
    return np.lexsort((np.arange(len(likeness)), -np.asarray(weights, dtype=np.float64), -likeness))


def _groups(drawn: Rows, weights: Weights, k: int) -> Labels:
    n = len(drawn)
    if k <= 1 or n <= 1:
        return np.zeros(n, dtype=np.intp)
    if k >= n:
        return np.arange(n, dtype=np.intp)
    labels = _cut(_tree(drawn), weights, k)
    smallest = _smallest(weights)
    sizes = np.bincount(labels, weights)
    large = np.flatnonzero(sizes >= smallest)
    if len(large) > 1:
        labels = _nearest_of(drawn, weights, labels, large)
    return _refined(drawn, weights, labels)


def _groups_alone(drawn: Rows, weights: Weights, kept: Labels, k: int) -> Labels:
    return _groups(drawn[kept], weights[kept], min(k, len(kept)))


def _drawn_together(points: Rows) -> Rows:
    """Return the rows after each was drawn towards its nearest neighbours.

    References
    ----------
    Wu et al. (2019), "Simplifying graph convolutional networks", ICML, §2, with a share of the row itself kept.
    """
    neighbours = _neighbours(points)
    drawn = points
    for _round in range(_ROUNDS):
        drawn = (1 - _PULL) * points + _PULL * (neighbours @ drawn)
    return _unit(drawn)


def _neighbours(points: Rows) -> sparse.csr_matrix:
    """Return who is near whom, symmetric, each row's shares adding to 1."""
    n = len(points)
    count = min(_NEIGHBOURS, n - 1)
    if count < 1:
        return sparse.csr_matrix((n, n))
    likeness = _likeness(points, points)
    np.fill_diagonal(likeness, -np.inf)
    near = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
    here = np.repeat(np.arange(n), count)
    shares = np.maximum(likeness[here, near.ravel()], 0.0)
    one_way = sparse.csr_matrix((shares, (here, near.ravel())), shape=(n, n))
    both = one_way.maximum(one_way.T)
    sums = np.asarray(both.sum(axis=1)).ravel()
    return sparse.diags_array(np.divide(1.0, sums, out=np.zeros(n), where=sums > 0)) @ both


def _tree(points: Rows) -> Rows:
    """Return the merges of average linkage on cosine distance, as scipy writes them."""
    upper = np.triu_indices(len(points), 1)
    distances = np.maximum(1.0 - _likeness(points, points)[upper], 0.0)
    return np.asarray(linkage(distances, "average"))


def _cut(tree: Rows, weights: Weights, k: int) -> Labels:
    """Undo merges from the top until k groups have some size; where that never happens, as many as can be."""
    n = len(weights)
    smallest = _smallest(weights)
    sizes = np.concatenate([weights, np.zeros(n - 1)])
    for place, (left, right) in enumerate(tree[:, :2].astype(np.intp)):
        sizes[n + place] = sizes[left] + sizes[right]
    best, best_depth, large = 0, 1, int(sizes[-1] >= smallest)
    for depth, parent in enumerate(range(2 * n - 2, max(n, 2 * n - 1 - _DEEPEST * k) - 1, -1), start=2):
        left, right = tree[parent - n, :2].astype(np.intp)
        large += int(sizes[left] >= smallest) + int(sizes[right] >= smallest) - int(sizes[parent] >= smallest)
        if large > best:
            best, best_depth = large, depth
        if large >= k:
            break
    return _labels_at(tree, max(best_depth, min(k, n)) if best < k else best_depth)


def _labels_at(tree: Rows, n_groups: int) -> Labels:
    """Return the labels of a cut into this many groups."""
    n = len(tree) + 1
    group = np.arange(2 * n - 1)
    for parent in range(2 * n - 1 - n_groups, n - 1, -1):
        left, right = tree[parent - n, :2].astype(np.intp)
        group[left] = group[right] = group[parent]
    return np.unique(group[:n], return_inverse=True)[1].astype(np.intp)


def _smallest(weights: Weights) -> float:
    """Return how many segments a theme should have: one that nobody else shares is not a theme of many answers."""
    total = weights.sum()
    return 1.0 if total < 30 else 2.0 if total < 200 else 4.0


def _nearest_of(points: Rows, weights: Weights, labels: Labels, large: Labels) -> Labels:
    """Keep the large groups and give the members of small ones to the nearest of them."""
    kept = np.isin(labels, large)
    found = np.searchsorted(large, labels).astype(np.intp)
    centres = _centres(points[kept], weights[kept], found[kept])
    found[~kept] = _nearest(points[~kept], centres)
    return found


def _refined(points: Rows, weights: Weights, labels: Labels) -> Labels:
    """Move each row to the nearest centre, a few times; groups that run empty are gone."""
    for _round in range(_REFINEMENTS):
        moved = _nearest(points, _centres(points, weights, labels))
        moved = np.unique(moved, return_inverse=True)[1].astype(np.intp)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def _centres(points: Rows, weights: Weights, labels: Labels) -> Rows:
    """Return the unit centre of each group, (n_groups, n_features)."""
    if not len(points):
        return np.zeros((0, points.shape[1]))
    members = sparse.csr_matrix((weights, (labels, np.arange(len(labels)))))
    return _unit(members @ points)


def _nearest(points: Rows, centres: Rows) -> Labels:
    nearest: Labels = np.argmax(_likeness(points, centres), axis=1).astype(np.intp)
    return nearest


def _likeness(points: Rows, others: Rows) -> Rows:
    return np.round(points @ others.T, _DECIMALS)


def _cohesion(points: Rows, labels: Labels) -> Weights:
    """Return the mean cosine between two different rows of each group; 1 for a group of one."""
    return np.array(list(_each_cohesion(points, labels)))


def _each_cohesion(points: Rows, labels: Labels) -> Iterator[float]:
    for group in range(int(labels.max()) + 1 if len(labels) else 0):
        members = points[labels == group]
        n = len(members)
        whole = members.sum(axis=0)
        yield 1.0 if n < 2 else float((whole @ whole - (members**2).sum()) / (n * (n - 1)))


def _drawn_by_lot(weights: Weights, seed: int) -> Labels:
    """Return the places of a sample in their order, the most frequent segments always in it."""
    lot = np.random.default_rng(seed).permutation(len(weights))
    drawn: Labels = np.sort(np.lexsort((lot, -weights))[:SAMPLE])
    return drawn


def _with_the_rest(points: Rows, weights: Weights, chosen: Labels, grouped: Labels) -> Labels:
    """Return the labels of all rows: the sample's own, and the nearest centre of the sample for the rest."""
    labels = _nearest(points, _centres(points[chosen], weights[chosen], grouped))
    labels[chosen] = grouped
    return labels


def _unit(rows: Rows) -> Rows:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Rows = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-9)
    return unit
