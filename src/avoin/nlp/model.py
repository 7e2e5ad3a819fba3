"""What reading a text gives.

Invariant: everything here depends on the text and the models only, never on who wrote it; offsets are code points.
"""

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

FOREIGN = ("sv", "en", "other")
"""Languages of answers that stand apart, as ``nlp.language`` tells them."""


class Doubt(StrEnum):
    """Why a word's base form may be wrong."""

    NONE = ""
    UNKNOWN = "unknown"  # the dictionary lacks it: an ending was taken off
    COMPOUND = "compound"  # the dictionary lacks it but has two words that make it
    RESPELLED = "respelled"  # read as another word, of which it looks like a spoken or mistyped form
    AMBIGUOUS = "ambiguous"  # two base forms fit about as well


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes
    ----------
    start, end : int
        Place in the text, code points, [start, end).
    lemma : str
        Base form in small letters (proper nouns keep theirs).
    pos : str
        Universal part of speech, e.g. "NOUN".
    parts : tuple of str
        Base forms of a compound's parts, first to last; empty for a simple word.
    content : bool
        True for words that carry the matter: nouns, names, verbs, adjectives, adverbs that are not stop lemmas.
    doubt : Doubt
        Why the base form may be wrong.
    """

    start: int
    end: int
    lemma: str
    pos: str
    parts: tuple[str, ...]
    content: bool
    doubt: Doubt = Doubt.NONE


@dataclass(frozen=True, slots=True)
class Outline:
    """How one text is cut.

    Attributes
    ----------
    language : str
        "fi", "sv", "en", "other" (than these, or words of no language), or "und" where there are no words.
    non_answer : bool
        True for "en osaa sanoa", "-", "eos" and their kin: kept in the base, never clustered.
    segments : tuple of (int, int)
        [start, end) of each segment, in order, not overlapping; never blank.
    """

    language: str
    non_answer: bool
    segments: tuple[tuple[int, int], ...]

    @property
    def foreign(self) -> bool:
        """True for words that are not Finnish: in no theme and on no page."""
        return self.language in FOREIGN


@dataclass(frozen=True, slots=True)
class ReadText(Outline):
    """One text read: how it is cut and what its words are.

    Attributes
    ----------
    tokens : tuple of Token
        In order.
    """

    tokens: tuple[Token, ...]

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that begin in [start, end); one that runs over a limit ("a,b") belongs where it begins."""
        first, after = (bisect_left(self.tokens, place, key=_start) for place in (start, end))
        return self.tokens[first:after]


def _start(token: Token) -> int:
    return token.start
