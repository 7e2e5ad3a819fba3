"""What is compared: answers, or segments of them, each with the code sets that the coders gave.

Enters: codings, and which answers each coder has decided. Leaves: units that both coders decided.
Invariant: an answer that a coder has decided without any code is compared as the empty set; one that the coder has not
decided is not compared.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avoin.coding.decision import Coding
from avoin.ids import AnswerKey, CodeId, CoderId, Span


class Overlap(StrEnum):
    """When a coding counts as being on a segment."""

    ANY = "any"  # a character in common is enough
    HALF = "half"  # at least half of the segment, all codings of the code taken together


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that both coders decided.

    Attributes
    ----------
    span : Span or None
        The segment; None is the whole answer.
    first, second : frozenset of CodeId
        What each coder gave it; may be empty.
    """

    answer: AnswerKey
    span: Span | None
    first: frozenset[CodeId]
    second: frozenset[CodeId]


def answer_units(codings: Iterable[Coding], coders: tuple[CoderId, CoderId], shared: Sequence[AnswerKey]) -> list[Unit]:
    """Return one unit an answer; a code counts once however many spans it is on.

    Parameters
    ----------
    shared : sequence of AnswerKey
        Answers that both coders have decided.
    """
    given = _by_answer(codings, coders, shared)
    return [
        Unit(key, None, *(frozenset(coding.code for coding in given.get((key, coder), ())) for coder in coders))
        for key in shared
    ]


def segment_units(
    codings: Iterable[Coding],
    coders: tuple[CoderId, CoderId],
    segments: Mapping[AnswerKey, Sequence[Span]],
    overlap: Overlap = Overlap.ANY,
) -> list[Unit]:
    """Return one unit a segment.

    Parameters
    ----------
    segments : mapping of AnswerKey to sequence of Span
        Of the answers that both coders have decided, as they are cut now: the coders share the cuts.
    overlap : Overlap
        When a coding that does not sit exactly on the segment is on it; one on the whole answer is on every segment.
    """
    given = _by_answer(codings, coders, segments)
    return [
        Unit(key, span, *(_codes_on(span, given.get((key, coder), ()), overlap) for coder in coders))
        for key, spans in segments.items()
        for span in spans
    ]


def _by_answer(
    codings: Iterable[Coding], coders: Collection[CoderId], shared: Collection[AnswerKey]
) -> dict[tuple[AnswerKey, CoderId], list[Coding]]:
    wanted = frozenset(shared)
    found: dict[tuple[AnswerKey, CoderId], list[Coding]] = {}
    for coding in codings:
        if coding.coder in coders and coding.span.answer in wanted:
            found.setdefault((coding.span.answer, coding.coder), []).append(coding)
    return found


def _codes_on(span: Span, codings: Iterable[Coding], overlap: Overlap) -> frozenset[CodeId]:
    least = 1.0 if overlap is Overlap.ANY else (span.end - span.start) / 2
    covered: dict[CodeId, set[int]] = {}
    for coding in codings:
        covered.setdefault(coding.code, set()).update(_in_common(span, coding.span))
    return frozenset(code for code, places in covered.items() if len(places) >= least)


def _in_common(segment: Span, coded: Span) -> range:
    if coded.start < 0:  # the whole answer
        return range(segment.start, segment.end)
    return range(max(segment.start, coded.start), min(segment.end, coded.end))
