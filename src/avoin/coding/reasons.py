"""Why a code is suggested: the words that speak for it, and the confirmed segment most like this one.

Enters: what the suggester learned. Leaves: offsets and places.
Invariant: a reason explains the score that was given; it is never the other way round.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from avoin.coding.term_space import TermSpace
from avoin.nlp.model import Token
from avoin.nlp.vectors import SegmentText

_Row = tuple[NDArray[np.intp], NDArray[np.float64]]
_MOST_WORDS = 4
_SHARE = 0.35
"""A word is shown when it speaks for the code at least this much of what the strongest word does."""


@dataclass
class WordReasons:
    """Finds the words that speak for codes.

    Attributes
    ----------
    space : TermSpace
        Fitted on the segments.
    """

    space: TermSpace
    _rows: dict[tuple[str, tuple[Token, ...]], tuple[_Row, ...]] = field(default_factory=dict)

    def words(self, text: str, tokens: tuple[Token, ...], weights: NDArray[np.float32]) -> tuple[tuple[int, int], ...]:
        """Return [start, end) of the words that speak for a code, in text order.

        Parameters
        ----------
        text : str
            The answer's working text; the tokens' offsets refer to it.
        tokens : tuple of Token
            The segment's words.
        weights : ndarray of shape (n_terms,)
            How much each term speaks for the code.
        """
        content = tuple(token for token in tokens if token.content) or tokens
        if not content:
            return ()
        speaks = np.array([values @ weights[places] for places, values in self._token_rows(text, content)])
        strongest = speaks.max()
        if strongest <= 0.0:
            return ()
        chosen = [place for place in np.argsort(-speaks, kind="stable") if speaks[place] >= _SHARE * strongest]
        return tuple(sorted((content[place].start, content[place].end) for place in chosen[:_MOST_WORDS]))

    def _token_rows(self, text: str, tokens: tuple[Token, ...]) -> tuple[_Row, ...]:
        key = (text, tokens)
        if key not in self._rows:
            if len(self._rows) > 2000:
                self._rows.clear()
            words = (SegmentText(text[token.start : token.end], (token,)) for token in tokens)
            self._rows[key] = tuple(map(self.space.raw_of_one, words))
        return self._rows[key]


def most_alike(vector: NDArray[np.float32], rows: NDArray[np.intp], vectors: NDArray[np.float32]) -> int | None:
    """Return which of the rows is closest to the vector, or None where there is none.

    Parameters
    ----------
    vector : ndarray of shape (n_dimensions,)
    rows : ndarray of int
        Candidates, rows of ``vectors``.
    vectors : ndarray of shape (n, n_dimensions)
    """
    if not len(rows):
        return None
    return int(rows[int(np.argmax(vectors[rows] @ vector))])
