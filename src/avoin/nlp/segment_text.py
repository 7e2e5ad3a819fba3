"""A segment as it is turned into numbers.

Enters: a segment's text and tokens. Leaves: what is counted in it. Light: nothing here loads a learning library.
"""

from dataclasses import dataclass, field

import numpy as np

from avoin.nlp.model import Token
from avoin.text import same_answer_key

Vector = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

WITH_SENTENCES = "e5+lsac+floret"
WITHOUT_SENTENCES = "lsac+floret"
"""What rows are made of; "lsac" is latent semantic analysis of base forms with compound parts and of characters."""


@dataclass(frozen=True, slots=True)
class SegmentText:
    """A segment as it is turned into numbers.

    Attributes
    ----------
    text : str
        The segment.
    tokens : tuple of Token
        Its words.
    sentence_vector : ndarray of shape (n,) or None
        What the sentence model gives for the text, where it is used.
    """

    text: str
    tokens: tuple[Token, ...]
    sentence_vector: Vector | None = field(default=None, compare=False, repr=False)


def terms(document: SegmentText) -> list[str]:
    """Return what a segment is about: content words' base forms and compound parts, in small letters."""
    found = []
    for token in document.tokens:
        if token.content:
            found.append(token.lemma.lower())
            found += token.parts
    return found


def characters(document: SegmentText) -> str:
    """Return the text whose character sequences are counted: without what identical answers may differ in."""
    return same_answer_key(document.text)
