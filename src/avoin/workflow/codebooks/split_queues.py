"""Segments that wait to be decided again: their code was divided, or a code of a later wave is asked of them.

Enters: a project. Leaves: the open queues with how much is left in each. Invariant: a queue is the marks that wait, so
it is empty exactly when every one was decided, and undo opens it again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from avoin.codebook.model import Codebook
from avoin.coding.carrying import SPLIT
from avoin.coding.decision import Mark, MarkKind
from avoin.coding.moving import CHANGED
from avoin.i18n import ngettext
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.store import decisions
from avoin.workflow.project import Project


@dataclass(frozen=True, slots=True)
class WaitingSegment:
    """One segment that waits, and whose it is; positions in code points of the working text."""

    question: QuestionId
    wave: WaveId
    respondent: RespondentId
    start: int
    end: int
    coder: CoderId


@dataclass(frozen=True, slots=True)
class WaitingQueue:
    """What waits for one code.

    Attributes
    ----------
    why : str
        "split", "back-code" or "changed".
    n : int
        Segments that wait, all coders together.
    by_place : tuple of (QuestionId, WaveId, CoderId, int)
        Where they are and whose, the most first.
    segments : tuple of WaitingSegment
        Each of them, in the order of the answers.
    """

    code: CodeId
    why: str
    n: int
    by_place: tuple[tuple[QuestionId, WaveId, CoderId, int], ...]
    segments: tuple[WaitingSegment, ...]

    def of(self, coder: CoderId) -> tuple[tuple[QuestionId, WaveId, int], ...]:
        """Return where this coder's are, the most first."""
        return tuple((question, wave, n) for question, wave, each, n in self.by_place if each == coder)


def waiting_queues(project: Project) -> tuple[WaitingQueue, ...]:
    """Return the open queues, by code."""
    with project.store.read() as connection:
        return queues_of(decisions.marks(connection, MarkKind.AWAITS))


def queues_of(marks: Iterable[Mark]) -> tuple[WaitingQueue, ...]:
    """Return the queues that marks make up, by code."""
    found: dict[tuple[CodeId, str], list[WaitingSegment]] = {}
    for mark in marks:
        if mark.kind is MarkKind.AWAITS:
            where = WaitingSegment(mark.question, mark.wave, mark.respondent, mark.start, mark.end, mark.coder)
            found.setdefault((mark.code, mark.text), []).append(where)
    return tuple(_queue(code, why, segments) for (code, why), segments in sorted(found.items()))


def _queue(code: CodeId, why: str, segments: Iterable[WaitingSegment]) -> WaitingQueue:
    ordered = tuple(sorted(segments, key=lambda each: (each.question, each.wave, each.respondent, each.start)))
    counts = Counter((each.question, each.wave, each.coder) for each in ordered)
    by_place = tuple((*place, n) for place, n in counts.most_common())
    return WaitingQueue(code, why, len(ordered), by_place, ordered)


def queue_in_words(queue: WaitingQueue, codebook: Codebook) -> str:
    """Say what waits, as one sentence."""
    name = _name(queue.code, codebook)
    if queue.why == SPLIT:
        known = codebook.by_id.get(queue.code)
        parts = ", ".join(_name(part, codebook) for part in (known.split_into if known is not None else ()))
        says = ngettext(
            "Divided: {name} → {parts}. {n} segment waits.", "Divided: {name} → {parts}. {n} segments wait.", queue.n
        )
        return says.format(name=name, parts=parts, n=queue.n)
    if queue.why == CHANGED:
        says = ngettext(
            "The words changed: {name}. {n} answer waits.", "The words changed: {name}. {n} answers wait.", queue.n
        )
        return says.format(name=name, n=queue.n)
    waves = ", ".join(dict.fromkeys(wave for _question, wave, _coder, _n in queue.by_place))
    says = ngettext(
        "Asked of {waves} afterwards: {name}. {n} segment waits.",
        "Asked of {waves} afterwards: {name}. {n} segments wait.",
        queue.n,
    )
    return says.format(name=name, waves=waves, n=queue.n)


def _name(code: CodeId, codebook: Codebook) -> str:
    known = codebook.by_id.get(code)
    return code if known is None else known.name
