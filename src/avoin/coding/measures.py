"""How good suggestions are, measured on answers whose codes are known.

Enters: chances (n_answers, n_codes) and the true codes. Leaves: numbers from 0 to 1.
Invariant: an answer without codes can be neither ranked nor hit; it counts in calibration and coverage, where a first
suggestion on it is wrong.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Truth = NDArray[np.bool_]
N_BINS = 10


def r_precision(chances: Floats, truth: Truth) -> float:
    """Return the mean share of right codes among the R likeliest, R being how many codes the answer has.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to information retrieval, section 8.4.
    """
    ranked = np.argsort(-chances, axis=1, kind="stable")
    hits = np.take_along_axis(truth, ranked, axis=1)
    counts = truth.sum(axis=1)
    within = np.arange(truth.shape[1])[None, :] < counts[:, None]
    some = counts > 0
    if not some.any():
        return 0.0
    return float(((hits & within).sum(axis=1)[some] / counts[some]).mean())


def micro_f1(said: Truth, truth: Truth) -> float:
    """Return F1 over all answers and codes together; 1 where nothing is said and nothing is true."""
    total = int(said.sum()) + int(truth.sum())
    return 2.0 * int((said & truth).sum()) / total if total else 1.0


def top_hits(chances: Floats, truth: Truth, n: int) -> float:
    """Return the share of answers with codes that have one of them among the n likeliest."""
    some = truth.any(axis=1)
    if not some.any():
        return 0.0
    ranked = np.argsort(-chances[some], axis=1, kind="stable")[:, :n]
    return float(np.take_along_axis(truth[some], ranked, axis=1).any(axis=1).mean())


def first_suggestion(chances: Floats, truth: Truth) -> tuple[NDArray[np.float64], Truth]:
    """Return each answer's highest chance, and whether that code is right."""
    if not chances.shape[1]:
        return np.zeros(len(chances)), np.zeros(len(chances), dtype=bool)
    first = np.argmax(chances, axis=1)
    rows = np.arange(len(chances))
    return chances[rows, first].astype(np.float64), truth[rows, first]


def calibration_error(chances: NDArray[np.float64], right: Truth) -> float:
    """Return the expected calibration error in ten bins of equal width.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning", AAAI.
    """
    bins = np.minimum((chances * N_BINS).astype(int), N_BINS - 1)
    error = 0.0
    for each in np.unique(bins):
        inside = bins == each
        error += float(inside.mean()) * abs(float(chances[inside].mean()) - float(right[inside].mean()))
    return error


def coverage(chances: NDArray[np.float64], right: Truth, precision: float = 0.95) -> float:
    """Return the largest share of answers, surest first, whose first suggestions are right this often."""
    if not len(chances):
        return 0.0
    shares = np.cumsum(right[np.argsort(-chances, kind="stable")]) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(shares >= precision - 1e-12)
    return float(enough[-1] + 1) / len(right) if len(enough) else 0.0
