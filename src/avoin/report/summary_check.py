"""Every sentence of a summary with what it rests on: who says so, of how many, and whether its words of quantity hold.

Enters: a summary, its grounds and the coded segments of now. Leaves: checked sentences. Invariants: a heading stands
on the whole theme, a bullet on its own evidence; evidence that lost its code counts for nothing. For the researcher's
own eyes: small numbers are not masked here, and nothing of this goes into a report.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from avoin.report.grounds import Grounds, respondents_of
from avoin.report.quantities import Scale
from avoin.report.quantity_words import QuantityWord, Verdict, quantity_words, verdict
from avoin.report.summary import BulletKind, Evidence, Place, Summary

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"”“'(]?[A-ZÅÄÖ])")
_WORD = re.compile(r"[^\W_]+")
_RUN = 7
"""So many words in a row as in an answer are a respondent's words, not the writer's."""
_SHORT_RUN = 3


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """A word of quantity and whether the counts carry it."""

    word: QuantityWord
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a summary.

    Attributes
    ----------
    bullet : int
        Which bullet it is in, from 1; 0 is the heading.
    n, base : int
        Respondents among the evidence, and those who answered the question.
    evidence : tuple of Evidence
        Segments that hold now.
    n_lost : int
        Segments it rested on that no longer have their code.
    verbatim : bool
        True where it repeats an answer nearly word for word and nobody has approved that as a quote.
    few : bool
        True where fewer respondents than the project's threshold stand behind it.
    """

    place: Place
    bullet: int
    kind: BulletKind
    text: str
    n: int
    base: int
    evidence: tuple[Evidence, ...]
    n_lost: int
    judged: tuple[JudgedWord, ...]
    verbatim: bool
    few: bool

    @property
    def is_carried(self) -> bool:
        """True where nothing is to be mended: evidence, quantities and words are the writer's and hold."""
        wrong = (Verdict.TOO_STRONG, Verdict.TOO_WEAK, Verdict.NO_COUNT)
        return bool(self.n) and not self.verbatim and not any(each.verdict in wrong for each in self.judged)


@dataclass(frozen=True, slots=True)
class Wordings:
    """What respondents wrote, to tell their words from the writer's.

    Attributes
    ----------
    runs : frozenset of tuple of str
        Every run of seven words of the answers.
    short : frozenset of tuple of str
        Whole segments of fewer words.
    """

    runs: frozenset[tuple[str, ...]]
    short: frozenset[tuple[str, ...]]

    def repeats(self, sentence: str) -> bool:
        """Return whether a sentence repeats an answer word for word."""
        words = _words(sentence)
        return words in self.short or any(run in self.runs for run in _runs(words))


def wordings_of(answers: Iterable[str], segments: Iterable[str], approved: Collection[str] = ()) -> Wordings:
    """Return the wordings of answers and of their coded segments; approved quotes may be repeated."""
    free = {run for text in approved for run in _runs(_words(text))}
    allowed = {_words(text) for text in approved}
    runs = {run for text in answers for run in _runs(_words(text))} - free
    short = {words for text in segments if _SHORT_RUN <= len(words := _words(text)) < _RUN} - allowed
    return Wordings(frozenset(runs), frozenset(short))


def checked(
    summary: Summary, grounds: Grounds, coded: Collection[Evidence], scale: Scale, wordings: Wordings
) -> tuple[CheckedSentence, ...]:
    """Return every sentence of a summary with what it rests on, the heading first."""
    return tuple(_sentences(summary, grounds, frozenset(coded), scale, wordings))


def _sentences(
    summary: Summary, grounds: Grounds, coded: frozenset[Evidence], scale: Scale, wordings: Wordings
) -> Iterator[CheckedSentence]:
    def judged(bullet: int, kind: BulletKind, text: str, evidence: Sequence[Evidence]) -> CheckedSentence:
        held = tuple(each for each in evidence if each in coded)
        n = len(respondents_of(held))
        return CheckedSentence(
            summary.place,
            bullet,
            kind,
            text,
            n,
            grounds.base,
            held,
            len(evidence) - len(held),
            tuple(JudgedWord(word, verdict(word, n, grounds.base, scale)) for word in quantity_words(text)),
            # a name of a code is no one's words
            text != grounds.name and wordings.repeats(text),
            0 < n < grounds.thresholds.cell,
        )

    yield judged(0, BulletKind.CLAIM, summary.heading, grounds.evidence)
    for number, bullet in enumerate(summary.bullets, 1):
        for text in sentences(bullet.text):
            yield judged(number, bullet.kind, text, bullet.evidence)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text."""
    return tuple(each.strip() for each in _SENTENCE_END.split(text) if each.strip())


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
