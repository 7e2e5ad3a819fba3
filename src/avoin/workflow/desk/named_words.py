"""An answer, or some words of it, as a script names them: by whose they are, what they are, or where they stand.

Enters: an answer and what was typed. Leaves: a span. Invariant: where the words stand more than once nothing is
guessed; no error repeats an answer's words.
"""

import re
from dataclasses import dataclass

from avoin.corpus.model import Answer
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import Span
from avoin.text import working_text

_LIMITS = re.compile(r"(\d+)-(\d+)")


class UnknownWordsError(AvoinError):
    """The answer has no such words, or has them more than once."""


@dataclass(frozen=True, slots=True)
class Words:
    """Which words are meant; without either all of them.

    Attributes
    ----------
    text : str
        The words as they stand in the answer.
    limits : str
        "START-END": the first character counts as 0, END is the first one that is not meant; code points.
    """

    text: str = ""
    limits: str = ""

    @property
    def are_named(self) -> bool:
        """True where not the whole is meant."""
        return bool(self.text or self.limits)


ALL = Words()


@dataclass(frozen=True, slots=True)
class Passage:
    """What of the project is meant.

    Attributes
    ----------
    wave : str or None
        None where only one wave has such a respondent.
    segment : int or None
        Number of the segment, from 1; None is the whole answer.
    words : Words
        Only these words of it.
    """

    respondent: str
    question: str
    wave: str | None = None
    segment: int | None = None
    words: Words = ALL


def part_of(answer: Answer, within: Span, words: Words) -> Span:
    """Return where the words are within a segment or the whole answer.

    Raises
    ------
    UnknownWordsError
        Where they are not there, or several times, or both ways of naming them are used.
    """
    if words.text and words.limits:
        raise UnknownWordsError(_("Name the words by --text or by --span, not by both."))
    if words.limits:
        return _by_limits(answer, within, words.limits)
    return _by_text(answer, within, working_text(words.text).strip()) if words.text else within


def _by_limits(answer: Answer, within: Span, limits: str) -> Span:
    match = _LIMITS.fullmatch(limits.strip())
    start, end = (int(match[1]), int(match[2])) if match else (0, 0)
    if not within.start <= start < end <= within.end or not answer.text[start:end].strip():
        raise UnknownWordsError(
            _("{limits} are no words of the answer of {respondent}.").format(
                limits=limits, respondent=answer.key.respondent
            ),
            _("Give START-END, counted in characters from {first} to {last}.").format(
                first=within.start, last=within.end
            ),
        )
    text = answer.text[start:end]
    return Span(answer.key, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _by_text(answer: Answer, within: Span, sought: str) -> Span:
    there = answer.text[within.start : within.end]
    n = there.count(sought) if sought else 0
    if n != 1:
        raise UnknownWordsError(
            ngettext(
                "The words of --text stand {n} time in the answer of {respondent}.",
                "The words of --text stand {n} times in the answer of {respondent}.",
                n,
            ).format(n=n, respondent=answer.key.respondent),
            _("Name them exactly as they are written, with more words around them, or by --span START-END."),
        )
    start = within.start + there.index(sought)
    return Span(answer.key, start, start + len(sought))
