"""Identical answers: which answers are decided together, and which place in one is which place in another.

Enters: answers and their segments. Leaves: groups by ``text.same_answer_key`` and spans carried over.
Invariant: a span is carried over only to a segment that holds the same letters; a twin that was cut otherwise is left
alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, Span
from avoin.text import same_answer_key


@dataclass(frozen=True)
class Twins:
    """Groups of identical answers.

    Attributes
    ----------
    texts : mapping of AnswerKey to str
        Working texts.
    groups : mapping of AnswerKey to tuple of AnswerKey
        Each group under every one of its answers; answers without a twin are absent.
    """

    texts: Mapping[AnswerKey, str]
    groups: Mapping[AnswerKey, tuple[AnswerKey, ...]]

    def of(self, answer: AnswerKey) -> tuple[AnswerKey, ...]:
        """Return the other answers that are identical to this one, in file order."""
        return tuple(each for each in self.groups.get(answer, ()) if each != answer)

    def first(self, answer: AnswerKey) -> AnswerKey:
        """Return the first of the answers that are identical to this one: the same for all of them."""
        group = self.groups.get(answer)
        return group[0] if group else answer

    def carried(self, span: Span, segments: Mapping[AnswerKey, Sequence[Span]]) -> tuple[Span, ...]:
        """Return the same segment of every identical answer, this one left out.

        Parameters
        ----------
        span : Span
            A segment, or [0, length) for the whole answer.
        segments : mapping of AnswerKey to sequence of Span
            Every answer's segments as they are cut now.
        """
        found = []
        for twin in self.of(span.answer):
            start, end = (carried_offset(self.texts[span.answer], self.texts[twin], each) for each in span[1:])
            match = next((each for each in segments[twin] if (each.start, each.end) == (start, end)), None)
            if match is not None:
                found.append(match)
            elif (span.start, span.end) == (0, len(self.texts[span.answer])):
                found.append(Span(twin, 0, len(self.texts[twin])))
        return tuple(found)

    def carried_part(self, part: Span) -> tuple[Span, ...]:
        """Return the same words of every identical answer, this one left out; ``part`` need not be a segment."""
        found = []
        for twin in self.of(part.answer):
            text, other = self.texts[part.answer], self.texts[twin]
            start, end = carried_offset(text, other, part.start), carried_offset(text, other, part.end)
            end = start + len(other[start:end].rstrip())
            if start < end:
                found.append(Span(twin, start, end))
        return tuple(found)


def find_twins(answers: Iterable[Answer]) -> Twins:
    """Group the answers that are identical after folding case, spaces and end punctuation."""
    answers = tuple(answers)
    by_fold: defaultdict[str, list[AnswerKey]] = defaultdict(list)
    for answer in answers:
        by_fold[same_answer_key(answer.text)].append(answer.key)
    shared = [tuple(group) for group in by_fold.values() if len(group) > 1]
    groups = {key: group for group in shared for key in group}
    return Twins({answer.key: answer.text for answer in answers}, groups)


def carried_offset(text: str, twin: str, offset: int) -> int:
    """Return the place in an identical text that is after as many visible characters; ends go to ends.

    Examples
    --------
    >>> carried_offset("Köyhyys ja sota.", "köyhyys  ja sota", 11)
    12
    """
    if offset >= len(text):
        return len(twin)
    visible = sum(1 for char in text[:offset] if not char.isspace())
    at_start = not text[offset].isspace()
    return _after(twin, visible, at_start)


def _after(text: str, visible: int, at_start: bool) -> int:
    seen = 0
    for place, char in enumerate(text):
        if seen == visible and (not at_start or not char.isspace()):
            return place
        seen += not char.isspace()
    return len(text)
