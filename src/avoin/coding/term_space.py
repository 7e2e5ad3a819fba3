"""Words as numbers: base forms, compound parts and character sequences of short texts, weighted by rarity.

Enters: segments or codes' texts with their tokens. Leaves: sparse rows of unit length.
Invariant: words are counted in the segments that were fitted, never in codes' texts: a definition does not change how
rare a word is; the same text gives the same row.

Beside the dense vectors of ``nlp.vectors`` these rows keep single words apart, which is what tells codes apart
(R-precision before any decision .91 against .86 with dense vectors alone on list answers).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from avoin.nlp.vectors import SegmentText
from avoin.text import same_answer_key

PART = "\x1f"
"""Marks a compound's part, so that *talo* in *asuintalo* and *talo* alone meet in one feature and stay two words."""


class TermSpace(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """Turns texts into rows of word weights.

    Parameters
    ----------
    char_weight : float
        Weight of character sequences (3 to 5 within a word) beside base forms and parts.

    Attributes
    ----------
    words_, characters_ : TfidfVectorizer
        Fitted; ``characters_`` is None where no segment has a letter.
    """

    def __init__(self, char_weight: float = 0.8) -> None:
        self.char_weight = char_weight

    def fit(self, documents: Sequence[SegmentText], y: object = None) -> Self:
        """Learn which words there are and how rare they are."""
        self.words_ = _fitted(TfidfVectorizer(analyzer=terms, sublinear_tf=True, dtype=np.float32), documents)
        counter = TfidfVectorizer(
            preprocessor=plain_text, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
        )
        self.characters_ = _fitted(counter, documents)
        self._analysers: list[Callable[[SegmentText], Iterable[str]]] = [
            counter.build_analyzer() for counter, _weight in self._counters()
        ]
        return self

    def transform(self, documents: Sequence[SegmentText]) -> sparse.csr_matrix:
        """Return the rows of texts.

        Returns
        -------
        csr_matrix of shape (n_documents, n_terms), float32
            Unit rows; zeros where a text shares no word with the fitted segments.
        """
        rows = self.raw(documents)
        return normalize(rows) if rows.shape[0] else rows

    def raw(self, documents: Sequence[SegmentText]) -> sparse.csr_matrix:
        """Return the rows of texts before they are brought to unit length as a whole."""
        used = self._counters()
        if not documents or not used:
            n_terms = sum(len(counter.vocabulary_) for counter, _weight in used)
            return sparse.csr_matrix((len(documents), max(n_terms, 1)), dtype=np.float32)
        blocks = [weight * counter.transform(documents) for counter, weight in used]
        return sparse.hstack(blocks, dtype=np.float32).tocsr()

    def raw_of_one(self, document: SegmentText) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return where the row that ``raw`` gives one text is not zero, and what is there; quick for single words."""
        places, values = [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
        before = 0
        for (counter, weight), analyse in zip(self._counters(), self._analysers, strict=True):
            known = counter.vocabulary_
            times = Counter(known[term] for term in analyse(document) if term in known)
            at = np.fromiter(times, dtype=np.intp, count=len(times))
            # a term weighs (1 + log times) * rarity, and the whole is of unit length (scikit-learn, "Tf-idf weighting")
            weighs = (1 + np.log(np.fromiter(times.values(), dtype=float, count=len(times)))) * counter.idf_[at]
            places.append(at + before)
            values.append(weight * weighs / (np.linalg.norm(weighs) or 1.0))
            before += len(known)
        return np.concatenate(places), np.concatenate(values)

    def _counters(self) -> list[tuple[TfidfVectorizer, float]]:
        parts = [(self.words_, 1.0), (self.characters_, self.char_weight)]
        return [(counter, weight) for counter, weight in parts if counter is not None]


def terms(document: SegmentText) -> list[str]:
    """Return content words' base forms, and their parts (a simple word is its own part)."""
    found = []
    for token in document.tokens:
        if token.content:
            lemma = token.lemma.lower()
            found.append(lemma)
            found += [PART + part for part in token.parts or (lemma,)]
    return found


def plain_text(document: SegmentText) -> str:
    """Return the text without what identical segments may differ in."""
    return same_answer_key(document.text)


def _fitted(counter: TfidfVectorizer, documents: Sequence[SegmentText]) -> TfidfVectorizer | None:
    analyse = counter.build_analyzer()
    return counter.fit(documents) if any(analyse(document) for document in documents) else None
