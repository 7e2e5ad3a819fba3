"""What was decided, in the form that suggestions learn from.

Enters: labels of segments. Leaves: examples, one for each different text, and pairs of answers and codes.
Invariants: what was not decided is never taken for a no; the choice of examples depends on the labels only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN = -1
_MOST_WEIGHT = 20.0
"""An example counts at most this often, so that one frequent answer does not drown the others."""


@dataclass(frozen=True)
class Evidence:
    """What was decided of segments.

    Attributes
    ----------
    rows : ndarray of int, shape (n_decided,)
        Segments of which anything is known, in the order they were decided, the oldest first.
    labels : ndarray of int8, shape (n_decided, n_codes)
        1 the segment has the code, 0 it was looked at and does not, -1 not known.
    """

    rows: NDArray[np.intp]
    labels: NDArray[np.int8]

    def n_answers(self, answer: NDArray[np.intp]) -> int:
        """Return how many different answers the segments are of."""
        return len(np.unique(answer[self.rows]))

    def uses(self, answer: NDArray[np.intp], n_codes: int) -> NDArray[np.float64]:
        """Return how many answers have each code."""
        places, codes = np.nonzero(self.labels == 1)
        pairs = np.unique(answer[self.rows[places]] * np.intp(n_codes) + codes)
        return np.bincount(pairs % n_codes, minlength=n_codes).astype(np.float64)


def no_evidence(n_codes: int) -> Evidence:
    """Return the evidence before any decision."""
    return Evidence(np.zeros(0, dtype=np.intp), np.zeros((0, n_codes), dtype=np.int8))


@dataclass(frozen=True)
class Examples:
    """Different texts of decided segments.

    Attributes
    ----------
    texts : ndarray of int, shape (n_examples,)
        Numbers of the texts.
    place : ndarray of int, shape (n_decided,)
        Which example a decided segment is part of; -1 where its text was left out.
    weights : ndarray of shape (n_examples,)
        How many decided segments have the text.
    targets, known : ndarray of shape (n_examples, n_codes)
        As ``ridge.fit_ridge`` takes them.
    """

    texts: NDArray[np.intp]
    place: NDArray[np.intp]
    weights: NDArray[np.float64]
    targets: NDArray[np.float64]
    known: NDArray[np.float64]


def gather(text: NDArray[np.intp], evidence: Evidence, most: int) -> Examples:
    """Return the decided texts, each once.

    Parameters
    ----------
    text : ndarray of int, shape (n_segments,)
        Number of each segment's text.
    most : int
        How many are kept: those with the rarest codes first, then the newest.
    """
    texts, place, counts = np.unique(text[evidence.rows], return_inverse=True, return_counts=True)
    n_codes = evidence.labels.shape[1]
    yes, said = np.zeros((len(texts), n_codes)), np.zeros((len(texts), n_codes))
    np.add.at(yes, place, evidence.labels == 1)
    np.add.at(said, place, evidence.labels != UNKNOWN)
    if len(texts) > most:
        kept = _chosen(yes, place, most)
        order = np.full(len(texts), -1, dtype=np.intp)
        order[kept] = np.arange(len(kept))
        texts, place, counts, yes, said = texts[kept], order[place], counts[kept], yes[kept], said[kept]
    weights = np.minimum(counts.astype(np.float64), _MOST_WEIGHT)
    targets = np.divide(yes, said, out=np.zeros_like(yes), where=said > 0)
    return Examples(texts, place.astype(np.intp), weights, targets, said / counts[:, None])


def _chosen(yes: NDArray[np.float64], place: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """Return which texts to keep, ascending: for each code its newest in turn, then the newest of all."""
    newest = np.zeros(len(yes), dtype=np.intp)
    newest[place] = np.arange(len(place))  # the last of equal places stays
    share = max(1, most // (2 * yes.shape[1]))
    kept = np.zeros(len(yes), dtype=bool)
    for column in range(yes.shape[1]):
        having = np.flatnonzero(yes[:, column])
        kept[having[np.argsort(-newest[having])][:share]] = True
    by_age = np.argsort(-newest)
    rest = by_age[~kept[by_age]]
    kept[rest[: max(0, most - int(kept.sum()))]] = True
    return np.flatnonzero(kept)


@dataclass(frozen=True)
class Pairs:
    """Decided answers and codes, with the segment that speaks most for the code.

    Attributes
    ----------
    place : ndarray of int, shape (n_pairs,)
        Which decided segment.
    code : ndarray of int, shape (n_pairs,)
    label : ndarray of shape (n_pairs,)
        1 where the answer has the code, else 0.
    first : ndarray of bool, shape (n_pairs,)
        True for the pair of each answer with the highest score.
    """

    place: NDArray[np.intp]
    code: NDArray[np.intp]
    label: NDArray[np.float64]
    first: NDArray[np.bool_]


def pairs_of(evidence: Evidence, answer: NDArray[np.intp], scores: NDArray[np.float64]) -> Pairs:
    """Return one pair for each answer and code of which something is known.

    Parameters
    ----------
    answer : ndarray of int, shape (n_segments,)
        Number of each segment's answer.
    scores : ndarray of shape (n_decided, n_codes)
        What the decided segments would have got without themselves.
    """
    owners, owner = np.unique(answer[evidence.rows], return_inverse=True)
    n_codes = evidence.labels.shape[1]
    has = np.zeros((len(owners), n_codes), dtype=bool)
    np.logical_or.at(has, owner, evidence.labels == 1)
    # an answer with the code is found by whichever of its segments may have it, one without it where that is known
    counts = np.where(has[owner], evidence.labels != 0, evidence.labels == 0)
    places, codes = np.nonzero(counts)
    cells = owner[places] * np.intp(n_codes) + codes
    chances = scores[places, codes]
    order = np.lexsort((places, -chances, cells))
    best = order[_first_of_each(cells[order])]
    by_answer = np.lexsort((-chances[best], owner[places[best]]))
    first = np.zeros(len(best), dtype=bool)
    first[by_answer[_first_of_each(owner[places[best]][by_answer])]] = True
    return Pairs(places[best], codes[best], has[owner[places[best]], codes[best]].astype(np.float64), first)


def _first_of_each(ordered: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where each number stands first."""
    return np.unique(ordered, return_index=True)[1]
