"""Features of segments: what two segments on the same matter have in common, as numbers.

Enters: segments' texts and tokens, with sentence vectors where there are any. Leaves: float32 rows of unit length,
centred on the segments that were fitted. Invariant: same documents, same seed, same features; a segment without words
is a row of zeros.

Up to three views are put side by side, each of unit length, with the weights measured best on Finnish open answers:
the sentence model (centred; 1 where present), latent semantic analysis of base forms with compound parts and of
character sequences (0.8; 1 without the sentence model), and the weighted mean of word vectors (0.5; 0.6 without).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # comes with scikit-learn

from avoin.nlp.segment_text import WITH_SENTENCES, WITHOUT_SENTENCES, SegmentText, Vector, characters, terms
from avoin.nlp.word_table import WordTable, word_table

__all__ = ["Matrix", "SegmentText", "SegmentVectors", "Vector"]

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]

_MANY = 500  # segments from which on letter sequences that occur once are left out


class _View(Protocol):
    """One way to see segments; rows of unit length, zeros for a segment it does not see."""

    def fit_transform(self, documents: Sequence[SegmentText]) -> Matrix: ...

    def transform(self, documents: Sequence[SegmentText]) -> Matrix: ...


class SegmentVectors(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Turns segments into unit rows in one space, so that close rows mean like things.

    Parameters
    ----------
    n_components : int
        Most dimensions of the latent semantic analysis; fewer where there are fewer segments or words.
    char_weight : float
        Weight of character sequences beside base forms in that analysis.
    sif : float
        The a of a / (a + p): how fast common words lose weight in the mean of word vectors.
    table : WordTable or None
        Where word vectors come from; None is the installed Finnish package.
    random_state : int
        Seed of the randomised decomposition.

    Attributes
    ----------
    features_ : str
        What the rows are made of: "e5+lsac+floret", or "lsac+floret" without sentence vectors.
    mean_ : ndarray of shape (n_features,)
        Of the fitted rows, taken off every row.
    n_features_out_ : int
        How long a row is.

    References
    ----------
    Arora, Liang and Ma (2017), "A simple but tough-to-beat baseline for sentence embeddings", ICLR, algorithm 1.
    """

    def __init__(
        self,
        n_components: int = 100,
        *,
        char_weight: float = 0.6,
        sif: float = 1e-3,
        table: WordTable | None = None,
        random_state: int = 0,
    ) -> None:
        self.n_components = n_components
        self.char_weight = char_weight
        self.sif = sif
        self.table = table
        self.random_state = random_state

    def fit(self, documents: Sequence[SegmentText], y: object = None) -> Self:
        """Learn words, directions and means.

        Parameters
        ----------
        documents : sequence of SegmentText
            The segments, best each different one once. All or none have sentence vectors.

        Raises
        ------
        ValueError
            Where there is no document, or only some have sentence vectors.
        """
        self._fitted_rows(documents)
        return self

    def fit_transform(self, documents: Sequence[SegmentText], y: object = None, **_unused: Any) -> Matrix:
        """Fit, and return the rows of what was fitted."""
        return self._finished(self._fitted_rows(documents))

    def transform(self, documents: Sequence[SegmentText]) -> Matrix:
        """Return the rows of segments, or of other texts such as a code's definition.

        Returns
        -------
        ndarray of shape (n_documents, n_features), float32
            Unit rows; zeros where a document has no words.

        Raises
        ------
        ValueError
            Where sentence vectors were fitted and a document has none.
        NotFittedError
            Where nothing was fitted.
        """
        if not hasattr(self, "views_"):
            raise NotFittedError("SegmentVectors was not fitted")
        if not documents:
            return np.zeros((0, self.n_features_out_), dtype=np.float32)
        with threadpool_limits(1):  # the same sums whatever the number of processors
            return self._finished(self._joined([view.transform(documents) for _weight, view in self.views_]))

    def _fitted_rows(self, documents: Sequence[SegmentText]) -> Matrix:
        if not documents:
            raise ValueError("SegmentVectors needs at least one document")
        with_sentences = {document.sentence_vector is not None for document in documents}
        if len(with_sentences) > 1:
            raise ValueError("either all documents have sentence vectors or none")
        table = self.table if self.table is not None else word_table()
        words = _Latent(self.n_components, self.char_weight, self.random_state)
        florets = _WeightedMean(table, self.sif)
        if with_sentences == {True}:
            self.features_ = WITH_SENTENCES
            self.views_: tuple[tuple[float, _View], ...] = ((1.0, _Sentences()), (0.8, words), (0.5, florets))
        else:
            self.features_ = WITHOUT_SENTENCES
            self.views_ = ((1.0, words), (0.6, florets))
        with threadpool_limits(1):
            rows = self._joined([view.fit_transform(documents) for _weight, view in self.views_])
        seen = rows.any(axis=1)
        self.mean_ = rows[seen].mean(axis=0) if seen.any() else np.zeros(rows.shape[1], dtype=np.float32)
        self.n_features_out_ = rows.shape[1]
        return rows

    def _joined(self, views: Sequence[Matrix]) -> Matrix:
        weights = (np.float32(weight) for weight, _view in self.views_)
        return _unit(np.hstack([weight * rows for weight, rows in zip(weights, views, strict=True)]))

    def _finished(self, rows: Matrix) -> Matrix:
        return _unit(_shifted(rows, self.mean_))


class _Latent:
    """Latent semantic analysis of base forms with compound parts, and of character sequences."""

    def __init__(self, n_components: int, char_weight: float, random_state: int) -> None:
        self._n_components = n_components
        self._char_weight = char_weight
        self._random_state = random_state
        self._counters: tuple[tuple[float, TfidfVectorizer], ...] = ()
        self._directions: Matrix | None = None

    def fit_transform(self, documents: Sequence[SegmentText]) -> Matrix:
        least = 2 if len(documents) >= _MANY else 1  # a sequence in one segment only joins it to none
        self._counters = (
            (1.0, TfidfVectorizer(analyzer=terms, sublinear_tf=True, dtype=np.float32)),
            (
                self._char_weight,
                TfidfVectorizer(
                    analyzer="char_wb",
                    ngram_range=(3, 5),
                    sublinear_tf=True,
                    preprocessor=characters,
                    min_df=least,
                    dtype=np.float32,
                ),
            ),
        )
        counted = [(weight, counter, _counted(counter, documents)) for weight, counter in self._counters]
        self._counters = tuple((weight, counter) for weight, counter, rows in counted if rows is not None)
        counts = _beside([weight * rows for weight, _counter, rows in counted if rows is not None], len(documents))
        most = min(counts.shape) - 1
        self._directions = None
        if most > 0:
            self._directions = _directions(counts, min(self._n_components, most), self._random_state)
        return self._projected(counts)

    def transform(self, documents: Sequence[SegmentText]) -> Matrix:
        rows = [weight * counter.transform(documents) for weight, counter in self._counters]
        return self._projected(_beside(rows, len(documents)))

    def _projected(self, counts: sparse.csr_matrix) -> Matrix:
        if self._directions is None:
            return np.zeros((counts.shape[0], 1), dtype=np.float32)
        return _unit(np.asarray(counts @ self._directions, dtype=np.float32))


class _WeightedMean:
    """Mean of unit word vectors, common words weighing less, without the direction that all texts share."""

    def __init__(self, table: WordTable, sif: float) -> None:
        self._table = table
        self._sif = sif
        self._mean: Vector | None = None
        self._shared: Vector | None = None

    def fit_transform(self, documents: Sequence[SegmentText]) -> Matrix:
        means = self._means(documents)
        seen = means[means.any(axis=1)]
        self._mean = seen.mean(axis=0) if len(seen) else np.zeros(self._table.n_dimensions, dtype=np.float32)
        self._shared = _directions(seen, 1, 0)[:, 0] if len(seen) > 2 else None
        return self._without_shared(means)

    def transform(self, documents: Sequence[SegmentText]) -> Matrix:
        return self._without_shared(self._means(documents))

    def _without_shared(self, means: Matrix) -> Matrix:
        assert self._mean is not None
        rows = _shifted(means, self._mean)
        if self._shared is not None:
            rows -= np.outer(rows @ self._shared, self._shared)
        return _unit(rows)

    def _means(self, documents: Sequence[SegmentText]) -> Matrix:
        wordlists = [terms(document) for document in documents]
        words = {word: place for place, word in enumerate(dict.fromkeys(w for each in wordlists for w in each))}
        if not words:
            return np.zeros((len(documents), self._table.n_dimensions), dtype=np.float32)
        p = np.exp(np.array([self._table.log_probability(word) for word in words], dtype=np.float64))
        weights = self._sif / (self._sif + p)
        vectors = _unit(self._table.vectors(tuple(words))) * weights[:, None].astype(np.float32)
        return np.asarray(_averaging(wordlists, words) @ vectors, dtype=np.float32)


class _Sentences:
    """The sentence model's vectors, centred: raw ones all look alike."""

    def __init__(self) -> None:
        self._mean: Vector | None = None

    def fit_transform(self, documents: Sequence[SegmentText]) -> Matrix:
        self._mean = self._stacked(documents).mean(axis=0)
        return self.transform(documents)

    def transform(self, documents: Sequence[SegmentText]) -> Matrix:
        assert self._mean is not None
        return _unit(_shifted(self._stacked(documents), self._mean))

    def _stacked(self, documents: Sequence[SegmentText]) -> Matrix:
        vectors = [document.sentence_vector for document in documents]
        if any(vector is None for vector in vectors):
            raise ValueError("a document lacks its sentence vector")
        return np.array(vectors, dtype=np.float32)


def _directions(rows: Any, n: int, random_state: int) -> Matrix:
    """Return the n strongest directions of the rows, (n_columns, n); the same for the same rows and seed."""
    _left, _strength, right = randomized_svd(rows, n, n_iter=5, random_state=random_state)
    return np.ascontiguousarray(right.T, dtype=np.float32)


def _counted(counter: TfidfVectorizer, documents: Sequence[SegmentText]) -> sparse.csr_matrix | None:
    """Fit a counter and return its rows, or None where no document holds anything to count."""
    try:
        return counter.fit_transform(documents)
    except ValueError:  # its way to say that no word is left
        return None


def _beside(blocks: Sequence[sparse.csr_matrix], n_rows: int) -> sparse.csr_matrix:
    """Return blocks side by side; one column of nothing stands first, so that there is always one."""
    return sparse.hstack([sparse.csr_matrix((n_rows, 1), dtype=np.float32), *blocks], format="csr", dtype=np.float32)


def _averaging(wordlists: Iterable[list[str]], places: dict[str, int]) -> sparse.csr_matrix:
    rows, columns, shares = [], [], []
    n = 0
    for row, words in enumerate(wordlists):
        n = row + 1
        for word in words:
            rows.append(row)
            columns.append(places[word])
            shares.append(1.0 / len(words))
    return sparse.csr_matrix((np.array(shares, dtype=np.float32), (rows, columns)), shape=(n, len(places)))


def _shifted(rows: Matrix, mean: Vector) -> Matrix:
    """Take the mean off every row but the empty ones."""
    return np.where(rows.any(axis=1, keepdims=True), rows - mean, 0.0).astype(np.float32)


def _unit(rows: Matrix) -> Matrix:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-6)
    return unit
