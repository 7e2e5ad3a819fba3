"""What two coders disagreed on, decided: kept apart from what either put, and read before both.

Enters: marks that are on, and the decisions that put them. Leaves: settlements, and the codings that count.
Invariants: neither coder's codings are touched; a settlement speaks for exactly one answer, with codes or with none.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from avoin.coding.decision import Coding, Mark, MarkKind, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, Span

KINDS = (MarkKind.SETTLED, MarkKind.SETTLED_CODE)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was decided for one answer.

    Attributes
    ----------
    by : CoderId
        Who decided.
    coders : tuple of (CoderId, CoderId)
        Between whom.
    draw : int or None
        In which draw; None where the coders were named.
    codings : tuple of Coding
        What counts now; empty where the answer has no code.
    seq : int
        The decision.
    at : str
        When, UTC, ISO 8601.
    """

    answer: AnswerKey
    by: CoderId
    coders: tuple[CoderId, CoderId]
    draw: int | None
    reason: str
    codings: tuple[Coding, ...]
    seq: int
    at: str

    @property
    def codes(self) -> tuple[CodeId, ...]:
        """The codes, each once, in alphabetical order."""
        return tuple(sorted({coding.code for coding in self.codings}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a settlement takes from its decision."""

    at: str
    codebook: str


def settling_marks(
    answer: AnswerKey,
    by: CoderId,
    spans: Mapping[CodeId, Collection[Span]],
    coders: tuple[CoderId, CoderId],
    draw: int | None,
    reason: str,
) -> tuple[Mark, ...]:
    """Return the marks that settle an answer.

    Parameters
    ----------
    spans : mapping of CodeId to collection of Span
        Where each code sits; empty where the answer has none.
    """
    how = json.dumps({"coders": coders, "draw": draw, "reason": reason}, ensure_ascii=False, sort_keys=True)
    codes = (
        mark_span(MarkKind.SETTLED_CODE, span, by, code) for code, where in sorted(spans.items()) for span in where
    )
    return (Mark(MarkKind.SETTLED, *answer, coder=by, text=how), *codes)


def without_reason(text: str, instead: str) -> str:
    """Return what a mark says about a settlement, with something else in the place of the reason."""
    return json.dumps({**json.loads(text), "reason": instead}, ensure_ascii=False, sort_keys=True)


def settlements_of(marks: Mapping[Mark, int], stamps: Mapping[int, Stamp]) -> tuple[Settlement, ...]:
    """Return the settlements that marks come to, in the order of answers.

    Parameters
    ----------
    marks : mapping of Mark to int
        Those of ``KINDS``, with the decision that put each.
    stamps : mapping of int to Stamp
        Of these decisions.
    """
    codings: dict[tuple[AnswerKey, CoderId], list[Coding]] = {}
    for mark, seq in sorted(marks.items()):
        if mark.kind is MarkKind.SETTLED_CODE:
            stamp = stamps[seq]
            coding = Coding(mark.span, mark.code, mark.coder, seq, stamp.at, stamp.codebook)
            codings.setdefault((mark.answer, mark.coder), []).append(coding)
    found = []
    for mark, seq in sorted(marks.items()):
        if mark.kind is MarkKind.SETTLED:
            how = json.loads(mark.text)
            first, second = how["coders"]
            coders = (CoderId(first), CoderId(second))
            own = tuple(codings.get((mark.answer, mark.coder), ()))
            found.append(
                Settlement(mark.answer, mark.coder, coders, how["draw"], how["reason"], own, seq, stamps[seq].at)
            )
    return tuple(found)


def standing(codings: Iterable[Coding], settlements: Iterable[Settlement]) -> tuple[Coding, ...]:
    """Return the codings that count: on a settled answer what was decided, on any other what the coders put.

    Returns
    -------
    tuple of Coding
        In the order of answers, spans, codes and coders.
    """
    settled = {each.answer: each for each in settlements}
    kept = [coding for coding in codings if coding.span.answer not in settled]
    decided = [coding for each in settled.values() for coding in each.codings]
    return tuple(sorted((*kept, *decided), key=lambda each: (each.span, each.code, each.coder)))
