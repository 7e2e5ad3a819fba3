"""From scores to probabilities.

Enters: scores, and for decided answers the scores they would have got without themselves. Leaves: the chance that a
coder gives the code, 0-1. Invariants: before any decision the usual line is used; with decisions it is pulled towards
them, never thrown over by a few; a higher score never has a lower chance, other things equal.

The line is logistic in what is known of a segment and a code: the score and its logarithm, how often the code was
used, the best other code's score on the segment and anywhere in its answer, whether the segment denies something that
the code does not lack, how well the codes under the same heading fit the question as a whole, and whether segment and
code are both about saying nothing. Its usual place was read off the gold sets with the codebook's texts only, and
chosen together with its spread, which tells how far surveys differ from it, by the calibration error on them.

References
----------
Platt (1999), "Probabilistic outputs for support vector machines", Advances in large margin classifiers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

N_FEATURES = 9
_LOG_SCORE, _SCORE = 0, 3
USUAL = np.array([1.99, 1.43, 0.5, 2.7, -0.43, -1.2, 4.0, 4.63, -0.89])
"""Weights before any decision, in the order of ``features_of``."""
SPREAD = np.array([0.4, 2.1, 0.4, 2.2, 0.45, 0.6, 1.5, 1.6, 0.8])
FIRST_COUNTS = 2.0
"""How often an answer's first suggestion counts beside its other codes: it is what a coder looks at."""
USUAL_THRESHOLD = 0.4
FAMILY_SHARE = 2.0
"""How much a use of a neighbour under the same heading counts, shared among all of them."""
_FLOOR = 0.03
_RIVAL_FLOOR = 0.05
"""A code with less is no rival: a segment like nothing in the codebook must not look sure for want of rivals."""
_THRESHOLD_WEIGHT = 20.0
_STEPS = 40


@dataclass(frozen=True)
class Calibration:
    """A fitted line.

    Attributes
    ----------
    weights : ndarray of shape (9,)
    threshold : float
        Probability from which a code is suggested rather than only offered.
    """

    weights: Floats
    threshold: float

    def chances(self, features: Floats) -> Floats:
        """Return the probability for each row of features."""
        chances: Floats = expit(features @ self.weights)
        return chances


@dataclass(frozen=True)
class Beside:
    """What is known of segments and codes beside the score; each of shape (n, n_codes).

    Attributes
    ----------
    usage : ndarray
        Logarithm of how often each code is used, relative to the others.
    denial : ndarray
        How strongly the segment denies (``negation.denial``), 0 for a code that is about a lack.
    heading : ndarray
        From ``heading_fit``.
    silence : ndarray
        1 where segment and code are both about saying nothing, -1 where one of them is, else 0.
    rival : ndarray
        From ``rivals_in_answers``.
    """

    usage: Floats
    denial: Floats
    heading: Floats
    silence: Floats
    rival: Floats

    def rows(self, which: slice | NDArray[np.intp]) -> "Beside":
        """Return some of the rows."""
        parts = (self.usage, self.denial, self.heading, self.silence, self.rival)
        return Beside(*(part[which] for part in parts))


def features_of(scores: Floats, beside: Beside) -> Floats:
    """Return what the line is made of, for each segment and code.

    Parameters
    ----------
    scores : ndarray of shape (n, n_codes)

    Returns
    -------
    ndarray of shape (n, n_codes, 9)
        Log score, constant, usage, score, log of the best other score on the segment, denial, heading, silence, log of
        the best other score in the answer.
    """
    parts = (
        _log(scores, _FLOOR),
        np.ones_like(scores),
        beside.usage,
        scores,
        _log(_best_other(scores), _RIVAL_FLOOR),
        beside.denial,
        beside.heading,
        beside.silence,
        _log(beside.rival, _RIVAL_FLOOR),
    )
    return np.stack(parts, axis=-1)


def rivals_in_answers(scores: Floats, answer: NDArray[np.intp]) -> Floats:
    """Return for each segment and code the best score of another code anywhere in the segment's answer.

    Parameters
    ----------
    scores : ndarray of shape (n, n_codes)
    answer : ndarray of int, shape (n,)
        Number of the answer a segment is of.
    """
    best = np.full((int(answer.max(initial=-1)) + 1, scores.shape[1]), -np.inf)
    np.maximum.at(best, answer, scores)
    return _best_other(best)[answer]


def usage_of(n_uses: Floats, n_answers: float, families: Floats) -> Floats:
    """Return how often codes are used, as logarithms around their mean; all 0 before any decision.

    A code that was not used yet is expected where others under the same heading were.

    Parameters
    ----------
    n_uses : ndarray of shape (..., n_codes)
        Answers that have the code.
    n_answers : float
        Answers that were decided.
    families : ndarray of shape (n_codes, n_codes)
        Row of a code: equal shares of the codes under the same heading, 0 elsewhere.
    """
    expected = n_uses + FAMILY_SHARE * (n_uses @ families.T)
    shares = np.log((expected + 1.0) / (n_answers + 6.0))
    return np.asarray(shares - shares.mean(axis=-1, keepdims=True), dtype=np.float64)


def families_of(parents: Sequence[str | None]) -> Floats:
    """Return who is under the same heading as whom, for ``usage_of``; codes without a heading are alone."""
    n = len(parents)
    same = np.array([[a == b and a is not None for b in parents] for a in parents], dtype=np.float64).reshape(n, n)
    shares: Floats = same / np.maximum(same.sum(axis=1, keepdims=True), 1.0)
    return shares


def heading_fit(chances: Floats, families: Floats) -> Floats:
    """Return how well the codes under each code's heading fit the answers, as a logarithm; 0 for the best heading.

    A codebook often serves several questions, a heading for each: before any decision the answers themselves tell
    which headings are meant.

    Parameters
    ----------
    chances : ndarray of shape (n_answers, n_codes)
        By the codebook's texts only.
    families : ndarray of shape (n_codes, n_codes)
        As for ``usage_of``.
    """
    if not chances.size:
        return np.zeros(chances.shape[1])
    alone = families.sum(axis=1) == 0
    means = np.where(alone, chances.mean(axis=0), chances.mean(axis=0) @ families.T)
    fit: Floats = np.log(np.maximum(means, _FLOOR) / max(means.max(), _FLOOR))
    return np.zeros_like(fit) if alone.all() else fit


def fit_calibration(features: Floats, labels: Floats, counts: Floats, n_answers: int) -> Calibration:
    """Pull the usual line towards what was decided.

    Parameters
    ----------
    features : ndarray of shape (n_pairs, 9)
    labels : ndarray of shape (n_pairs,)
        1 where the coder gave the code, else 0.
    counts : ndarray of shape (n_pairs,)
        How often a pair counts for the line.
    n_answers : int
        How many answers the pairs are from; the threshold is trusted with it.
    """
    weights = _nearest_line(features, labels, counts, np.arange(N_FEATURES))
    if weights[_SCORE] < 0.0:
        # a higher score must not have a lower chance: the score then speaks by its logarithm alone
        weights = _nearest_line(features, labels, counts, np.delete(np.arange(N_FEATURES), _SCORE))
    found = _best_threshold(np.asarray(expit(features @ weights)), labels)
    threshold = (n_answers * found + _THRESHOLD_WEIGHT * USUAL_THRESHOLD) / (n_answers + _THRESHOLD_WEIGHT)
    return Calibration(weights, float(threshold))


def _nearest_line(features: Floats, labels: Floats, counts: Floats, used: NDArray[np.intp]) -> Floats:
    """Return the likeliest weights of the used features, the usual ones being likely beforehand; 0 for the others."""
    usual, spread = USUAL[used], SPREAD[used]
    reduced = features[:, used]
    line = _Line(reduced, labels, counts, usual, spread)
    weights = usual.copy()
    cost = line.cost(weights)
    for _step in range(_STEPS if len(labels) else 0):
        before = cost
        weights, cost = line.better(weights, cost)
        if before - cost < 1e-6 * max(1.0, before):
            break
    placed = np.zeros(N_FEATURES)
    placed[used] = weights
    placed[_LOG_SCORE] = max(placed[_LOG_SCORE], 0.0)
    return placed


@dataclass(frozen=True)
class _Line:
    features: Floats
    labels: Floats
    counts: Floats
    usual: Floats
    spread: Floats

    def better(self, weights: Floats, cost: float) -> tuple[Floats, float]:
        """Return the weights after one Newton step, shortened until it helps, and their cost."""
        chances = expit(self.features @ weights)
        misses = self.counts * (chances - self.labels)
        slope = self.features.T @ misses + (weights - self.usual) / self.spread**2
        moving = self.counts * chances * (1.0 - chances)
        bend = (self.features * moving[:, None]).T @ self.features + np.diag(self.spread**-2.0)
        step = np.linalg.solve(bend, slope)
        for _halving in range(12):
            now = self.cost(weights - step)
            if now <= cost:
                return weights - step, now
            step = step / 2.0
        return weights, cost

    def cost(self, weights: Floats) -> float:
        lines = self.features @ weights
        misfit = self.counts @ (np.logaddexp(0.0, lines) - self.labels * lines)
        return float(misfit + 0.5 * (((weights - self.usual) / self.spread) ** 2).sum())


def _log(scores: Floats, floor: float) -> Floats:
    logarithms: Floats = np.log(np.maximum(scores, floor))
    return logarithms


def _best_other(scores: Floats) -> Floats:
    if scores.shape[1] < 2:
        return np.zeros_like(scores)
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    best_other: Floats = np.where(scores >= first[:, None], second[:, None], first[:, None])
    return best_other


def _best_threshold(chances: Floats, labels: Floats) -> float:
    """Return the threshold between .2 and .6 with the best F1 on the pairs; the usual one without a positive pair."""
    n_true = labels.sum()
    if not n_true:
        return USUAL_THRESHOLD
    grid = np.linspace(0.2, 0.6, 21)
    hits = np.array([labels[chances >= each].sum() for each in grid])
    n_said = np.array([np.count_nonzero(chances >= each) for each in grid])
    f1 = 2.0 * hits / (n_said + n_true)
    best = grid[f1 >= f1.max() - 1e-9]
    return float(best[len(best) // 2])
