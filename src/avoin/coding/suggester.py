"""Suggesting codes: from the codebook's texts at first, from confirmed codings ever more.

Enters: features of segments and of codes' texts, and what was decided. Leaves: for each segment and code the chance
that the coder gives it. Invariants: a suggestion is never a coding; equal segments get equal chances; equal input
gives equal output; a refused code becomes less likely, there and on segments like it.

The learner is ridge regression with the codebook's phrases as examples beside the decided segments. On doubly coded
answers it is ahead of nearest centroids with definitions at every number of decided answers (R-precision, list
answers / paragraphs: .91 / .79 against .87 / .71 before any decision, .92 / .83 against .89 / .73 after 50), so there
is nothing to hand over to. It shares one factorisation among all codes, and leaving one decision out is a closed
formula, which calibrates the chances without a second fit.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator

from avoin.coding import calibration
from avoin.coding.calibration import Beside, Calibration
from avoin.coding.evidence import UNKNOWN, Evidence, Examples, gather, pairs_of
from avoin.coding.negation import DENIES_SEEING
from avoin.coding.ridge import Ground, Labels, RidgeFit, fit_ridge, lay_ground, without_itself

_MOST_CALIBRATED = 1000
"""Decided segments that the calibration looks at; more would not move its line."""


@dataclass(frozen=True)
class Features:
    """Texts as numbers.

    Attributes
    ----------
    terms : csr_matrix of shape (n, n_terms)
        Rows of ``TermSpace``.
    vectors : ndarray of shape (n, n_dimensions), float32
        Rows of ``nlp.vectors.SegmentVectors``.
    """

    terms: sparse.csr_matrix
    vectors: NDArray[np.float32]

    def rows(self, which: NDArray[np.intp]) -> "Features":
        """Return some of the rows."""
        return Features(self.terms[which], self.vectors[which])

    def products(self, other: "Features", vector_weight: float) -> NDArray[np.float64]:
        """Return the inner products of these rows with the other's."""
        dense = (self.vectors @ other.vectors.T).astype(np.float64)
        shared = (self.terms @ other.terms.T).toarray()
        return np.asarray(shared + vector_weight**2 * dense, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Segments:
    """Segments as numbers.

    Attributes
    ----------
    features : Features
        One row for each different text.
    text : ndarray of int, shape (n_segments,)
        Which of these rows a segment has.
    answer : ndarray of int, shape (n_segments,)
        Number of the answer a segment is of.
    denial : ndarray of shape (n_segments,)
        How strongly a segment denies something (``negation.denial``).
    silent : ndarray of bool, shape (n_segments,)
        True for segments that say nothing (``nlp.non_answers``).
    """

    features: Features
    text: NDArray[np.intp]
    answer: NDArray[np.intp]
    denial: NDArray[np.float64]
    silent: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Codes:
    """Codes' texts as numbers.

    Attributes
    ----------
    n : int
        How many codes there are.
    features : Features
        One row a text.
    code : ndarray of int, shape (n_texts,)
        Number of the code a text is of.
    against : ndarray of bool, shape (n_texts,)
        True for what the code excludes.
    lack : ndarray of bool, shape (n,)
        True for codes about something that is not there: that something is denied says nothing against them.
    denying : ndarray of bool, shape (n,)
        True for codes that deny by name, as "Ei muutosta": nothing said of denial counts against them.
    silent : ndarray of bool, shape (n,)
        True for codes about saying nothing, as "En osaa sanoa".
    families : ndarray of shape (n, n)
        Who is under the same heading (``calibration.families_of``).
    """

    n: int
    features: Features
    code: NDArray[np.intp]
    against: NDArray[np.bool_]
    lack: NDArray[np.bool_]
    denying: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    families: NDArray[np.float64]


class Suggester(BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Learns which segments deserve which codes.

    Parameters
    ----------
    penalty : float
        Of the ridge regression.
    vector_weight : float
        Weight of the dense vectors beside the word weights.
    most_examples : int
        Decided texts learned from at most; beyond it the rarest codes' and the newest ones are kept.

    Attributes
    ----------
    scores_ : ndarray of shape (n_segments, n_codes), float32
        Chances, 0-1.
    calibration_ : Calibration
    term_weights_ : ndarray of shape (n_terms, n_codes)
        How much a word speaks for a code, before calibration.
    n_decided_ : int
        Answers that something was learned from.
    """

    def __init__(self, penalty: float = 1.0, vector_weight: float = 1.0, most_examples: int = 1000) -> None:
        self.penalty = penalty
        self.vector_weight = vector_weight
        self.most_examples = most_examples

    def fit(self, segments: Segments, codes: Codes, evidence: Evidence) -> Self:
        """Learn from the codebook's texts and from what was decided.

        Parameters
        ----------
        segments : Segments
        codes : Codes
        evidence : Evidence
            What was decided of the segments.
        """
        if not codes.n:
            return self._fit_nothing(segments)
        examples = gather(segments.text, evidence, self.most_examples)
        learned = segments.features.rows(examples.texts)
        fitted = self._fit_ridge(learned, codes, examples)
        raw = self._raw_scores(segments, learned, codes, fitted)
        self.n_decided_ = evidence.n_answers(segments.answer)
        self.calibration_ = self._calibrated(segments, codes, evidence, examples, raw, fitted)
        uses = evidence.uses(segments.answer, codes.n)
        usage = calibration.usage_of(uses, self.n_decided_, codes.families)
        chances = _in_chunks(
            self.calibration_, raw, _beside(segments, codes, raw, usage, self._heading(segments, codes))
        )
        self.scores_ = np.round(chances, 6).astype(np.float32)
        return self

    def _fit_nothing(self, segments: Segments) -> Self:
        """Learn that there is no code to suggest."""
        self.n_decided_ = 0
        self.calibration_ = Calibration(calibration.USUAL, calibration.USUAL_THRESHOLD)
        self.term_weights_ = np.zeros((segments.features.terms.shape[1], 0), dtype=np.float32)
        self.scores_ = np.zeros((len(segments.text), 0), dtype=np.float32)
        return self

    def _fit_ridge(self, learned: Features, codes: Codes, examples: Examples) -> RidgeFit:
        ground = _ground(codes, self.penalty, self.vector_weight)
        across = codes.features.products(learned, self.vector_weight)
        products = learned.products(learned, self.vector_weight)
        return fit_ridge(ground, across, products, examples.weights, Labels(examples.targets, examples.known))

    def _raw_scores(self, segments: Segments, learned: Features, codes: Codes, fitted: RidgeFit) -> NDArray[np.float64]:
        parts = ((codes.features, fitted.ground), (learned, fitted.decided))
        terms = [rows.terms.T @ weights.astype(np.float32) for rows, weights in parts]
        vectors = [rows.vectors.T @ weights.astype(np.float32) for rows, weights in parts]
        self.term_weights_ = np.asarray(terms[0] + terms[1], dtype=np.float32)
        directions = self.vector_weight**2 * (vectors[0] + vectors[1])
        by_text = segments.features.terms @ self.term_weights_ + segments.features.vectors @ directions
        return np.asarray(by_text[segments.text], dtype=np.float64)

    def _calibrated(
        self,
        segments: Segments,
        codes: Codes,
        evidence: Evidence,
        examples: Examples,
        raw: NDArray[np.float64],
        fitted: RidgeFit,
    ) -> Calibration:
        if not len(evidence.rows):
            return Calibration(calibration.USUAL, calibration.USUAL_THRESHOLD)
        recent = slice(max(0, len(evidence.rows) - _MOST_CALIBRATED), None)
        rows, labels, place = evidence.rows[recent], evidence.labels[recent], examples.place[recent]
        seen = np.maximum(place, 0)
        label = np.where(labels == UNKNOWN, fitted.targets[seen], labels)
        held_out = np.where((place >= 0)[:, None], without_itself(raw[rows], fitted.leverage[seen], label), raw[rows])
        pairs = pairs_of(Evidence(rows, labels), segments.answer, held_out)
        uses = evidence.uses(segments.answer, codes.n)[None, :] - (labels == 1)
        usage = np.zeros_like(raw)
        usage[rows] = calibration.usage_of(np.maximum(uses, 0.0), max(self.n_decided_ - 1, 0), codes.families)
        scores = raw.copy()
        scores[rows] = held_out
        beside = _beside(segments, codes, scores, usage, self._heading(segments, codes)).rows(rows)
        features = calibration.features_of(held_out, beside)[pairs.place, pairs.code]
        counts = np.where(pairs.first, calibration.FIRST_COUNTS, 1.0)
        return calibration.fit_calibration(features, pairs.label, counts, self.n_decided_)

    def _heading(self, segments: Segments, codes: Codes) -> NDArray[np.float64]:
        return _heading(segments, codes, self.penalty, self.vector_weight)


@lru_cache(maxsize=2)
def _ground(codes: Codes, penalty: float, vector_weight: float) -> Ground:
    """Return a codebook's texts factorised; kept, for a codebook is fitted again after every decision."""
    n_texts = len(codes.code)
    rows = np.arange(n_texts)
    targets = np.zeros((n_texts, codes.n))
    targets[rows, codes.code] = ~codes.against
    # what a code excludes says nothing about the other codes
    known = np.broadcast_to(~codes.against[:, None], targets.shape).astype(np.float64)
    known[rows, codes.code] = 1.0
    return lay_ground(codes.features.products(codes.features, vector_weight), Labels(targets, known), penalty)


@lru_cache(maxsize=2)
def _heading(segments: Segments, codes: Codes, penalty: float, vector_weight: float) -> NDArray[np.float64]:
    """Return how well the headings fit these answers by the codebook's texts alone; kept as above."""
    ground = _ground(codes, penalty, vector_weight)
    none = np.zeros((0, codes.n))
    fitted = fit_ridge(ground, np.zeros((len(codes.code), 0)), np.zeros((0, 0)), np.zeros(0), Labels(none, none))
    weights = fitted.ground.astype(np.float32)
    by_text = segments.features.terms @ (codes.features.terms.T @ weights)
    by_text += vector_weight**2 * (segments.features.vectors @ (codes.features.vectors.T @ weights))
    raw = np.asarray(by_text[segments.text], dtype=np.float64)
    usual = Calibration(calibration.USUAL, calibration.USUAL_THRESHOLD)
    nothing = np.zeros(codes.n)
    chances = _in_chunks(usual, raw, _beside(segments, codes, raw, nothing, nothing))
    best = np.zeros((int(segments.answer.max(initial=-1)) + 1, codes.n))
    np.maximum.at(best, segments.answer, chances)
    return calibration.heading_fit(best, codes.families)


def _beside(
    segments: Segments,
    codes: Codes,
    raw: NDArray[np.float64],
    usage: NDArray[np.float64],
    heading: NDArray[np.float64],
) -> Beside:
    """Return what is known beside the scores of all segments."""
    return Beside(
        np.broadcast_to(usage, raw.shape),
        _denial(segments.denial, codes),
        np.broadcast_to(heading, raw.shape),
        _silence(segments.silent, codes),
        calibration.rivals_in_answers(raw, segments.answer),
    )


def _denial(denial: NDArray[np.float64], codes: Codes) -> NDArray[np.float64]:
    """Return how strongly each segment denies what each code is about, shape (n_segments, n_codes)."""
    levels = denial[:, None]
    unmoved = np.where(levels >= DENIES_SEEING, codes.denying[None, :], codes.lack[None, :])
    return np.where(unmoved, 0.0, levels)


def _silence(silent: NDArray[np.bool_], codes: Codes) -> NDArray[np.float64]:
    both = silent[:, None] & codes.silent[None, :]
    either = silent[:, None] | codes.silent[None, :]
    return np.where(both, 1.0, np.where(either, -1.0, 0.0))


def _in_chunks(line: Calibration, raw: NDArray[np.float64], beside: Beside) -> NDArray[np.float64]:
    """Return the chances of all segments; a chunk at a time, for features are nine times the scores."""
    done = [
        line.chances(calibration.features_of(raw[rows], beside.rows(rows)))
        for rows in (slice(start, start + 4096) for start in range(0, len(raw), 4096))
    ]
    return np.vstack(done) if done else np.zeros_like(raw)
