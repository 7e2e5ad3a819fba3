"""Least squares with a penalty, for many codes at once, and what each example would have got without itself.

Enters: inner products of examples, how much each counts, and what is known of them. Leaves: one coefficient for each
example and code. Invariant: the outcome is a closed formula; no seed, no iteration to convergence.

The examples are of two kinds: the ground (a codebook's texts), which stays, and the decided ones, which grow. The
ground is factorised once; a fit then costs what the decided examples cost (block elimination).

References
----------
Saunders, Gammerman and Vovk (1998), "Ridge regression learning algorithm in dual variables", ICML.
Rifkin and Lippert (2007), "Notes on regularized least squares", MIT-CSAIL-TR-2007-025, section 3 (leave-one-out).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

Floats = NDArray[np.float64]
ROUNDS = 2
"""How often what is not known is filled in with what is predicted: more rounds change no ranking."""


@dataclass(frozen=True)
class Labels:
    """What examples should get.

    Attributes
    ----------
    targets : ndarray of shape (n_examples, n_codes)
        Share of the example's known labels that say yes, 0-1; anything where nothing is known.
    known : ndarray of shape (n_examples, n_codes)
        Share of the example's weight for which the label is known, 0-1.
    """

    targets: Floats
    known: Floats

    def filled(self, guesses: Floats) -> Floats:
        """Return the targets with what is not known filled in."""
        return self.targets * self.known + np.clip(guesses, 0.0, 1.0) * (1.0 - self.known)


@dataclass(frozen=True)
class Ground:
    """Examples that stay, factorised.

    Attributes
    ----------
    products : ndarray of shape (n_ground, n_ground)
    root : ndarray of shape (n_ground, n_ground)
        Lower triangle of the Cholesky factor of the products plus the penalty.
    """

    products: Floats
    root: Floats
    labels: Labels
    penalty: float


@dataclass(frozen=True)
class RidgeFit:
    """What was learned.

    Attributes
    ----------
    ground, decided : ndarray of shape (n_ground, n_codes), (n_decided, n_codes)
        Weight of each example in the score of each code.
    fitted : ndarray of shape (n_decided, n_codes)
        Scores of the decided examples themselves.
    leverage : ndarray of shape (n_decided,)
        How far one unit of an example's weight pulls its own score, 0-1.
    targets : ndarray of shape (n_decided, n_codes)
        What was aimed at, with what is not known filled in.
    """

    ground: Floats
    decided: Floats
    fitted: Floats
    leverage: Floats
    targets: Floats


def lay_ground(products: Floats, labels: Labels, penalty: float) -> Ground:
    """Factorise the examples that stay, each counting once."""
    root = cholesky(products + penalty * np.eye(len(products)), lower=True, check_finite=False)
    return Ground(products, root, labels, penalty)


def fit_ridge(ground: Ground, across: Floats, products: Floats, weights: Floats, labels: Labels) -> RidgeFit:
    """Fit scores that come close to the targets.

    Parameters
    ----------
    across : ndarray of shape (n_ground, n_decided)
        Inner products of the ground with the decided examples.
    products : ndarray of shape (n_decided, n_decided)
        Inner products of the decided examples.
    weights : ndarray of shape (n_decided,)
        How many times each decided example counts; above 0.
    labels : Labels
        Of the decided examples.
    """
    lowered = _lowered(ground, across)
    penalties = ground.penalty / weights
    factor = cho_factor(products + np.diag(penalties) - lowered.T @ lowered, lower=True, check_finite=False)
    grounded, aimed = (
        ground.labels.filled(np.zeros_like(ground.labels.known)),
        labels.filled(np.zeros_like(labels.known)),
    )
    for remaining in range(ROUNDS, -1, -1):
        below = _lowered(ground, grounded)
        decided = cho_solve(factor, aimed - lowered.T @ below, check_finite=False)
        staying = _raised(ground, below - lowered @ decided)
        fitted = across.T @ staying + products @ decided
        if remaining:
            grounded = ground.labels.filled(ground.products @ staying + across @ decided)
            aimed = labels.filled(fitted)
    own = np.diag(cho_solve(factor, np.eye(len(weights)), check_finite=False))
    leverage = np.clip((1.0 - own * penalties) / weights, 0.0, 0.999)
    return RidgeFit(staying, decided, fitted, leverage, aimed)


def without_itself(fitted: Floats, leverage: Floats, label: Floats) -> Floats:
    """Return the scores that examples would get had one unit of their weight, with this label, not been there.

    Parameters
    ----------
    fitted, label : ndarray of shape (n, n_codes)
    leverage : ndarray of shape (n,)
    """
    pull = leverage[:, None]
    return (fitted - pull * label) / (1.0 - pull)


def _lowered(ground: Ground, columns: Floats) -> Floats:
    solved: Floats = solve_triangular(ground.root, columns, lower=True, check_finite=False)
    return solved


def _raised(ground: Ground, columns: Floats) -> Floats:
    solved: Floats = solve_triangular(ground.root, columns, lower=True, trans="T", check_finite=False)
    return solved
