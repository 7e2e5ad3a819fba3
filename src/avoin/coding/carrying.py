"""What operations on the codebook do to codings: a pure function of the operations and of the marks that are on.

Enters: operations, marks, and which waves are closed. Leaves: marks to put on and to take off, and how many segments
and respondents that concerns in each wave. Invariants: a merge puts no coding where one of the same code is already; a
division reassigns nothing, its codings wait, each exactly once; nothing in a closed wave is touched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from avoin.codebook.journal import Operation, OperationKind
from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding, Mark, MarkKind, mark_span
from avoin.ids import CodeId, CoderId, Span, WaveId

SPLIT = "split"
BACK_CODE = "back-code"
CONCERNED = (MarkKind.CODING, MarkKind.REFUSED, MarkKind.DONE, MarkKind.AWAITS)
"""Kinds of marks that an operation may move."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many segments and respondents of one wave have the codes that operations are about.

    Attributes
    ----------
    closed : bool
        True where they stay as they are, because the wave is closed.
    """

    wave: WaveId
    n_segments: int
    n_respondents: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What operations do to codings.

    Attributes
    ----------
    put, taken : tuple of Mark
    reach : tuple of Reach
        By wave, in alphabetical order; waves without such codings are left out.
    n_moved : int
        Codings that another code takes over.
    n_waiting : int
        Codings that wait to be decided after it.
    """

    put: tuple[Mark, ...] = ()
    taken: tuple[Mark, ...] = ()
    reach: tuple[Reach, ...] = ()
    n_moved: int = 0
    n_waiting: int = 0

    @property
    def n_segments(self) -> int:
        """Segments with the codes, closed waves included."""
        return sum(each.n_segments for each in self.reach)

    @property
    def n_respondents(self) -> int:
        """Respondents with the codes, closed waves included; each counted once a wave."""
        return sum(each.n_respondents for each in self.reach)

    @property
    def n_closed(self) -> int:
        """Segments that stay as they are because their wave is closed."""
        return sum(each.n_segments for each in self.reach if each.closed)


def effect_of(operations: Iterable[Operation], marks: Iterable[Mark], closed: frozenset[WaveId]) -> Effect:
    """Return what operations, one after the other, do to the marks that are on."""
    before = [mark for mark in marks if mark.kind in CONCERNED]
    operations = tuple(operations)
    now = dict.fromkeys(mark for mark in before if mark.wave not in closed)
    n_moved = 0
    for operation in operations:
        heir = operation.value("merged_into")
        if operation.kind is OperationKind.MERGE and isinstance(heir, str):
            n_moved += _merge(now, operation.code, CodeId(heir))
        elif operation.kind is OperationKind.SPLIT:
            _open_queue(now, operation.code, SPLIT)
    was = {mark for mark in before if mark.wave not in closed}
    put = tuple(mark for mark in now if mark not in was)
    taken = tuple(mark for mark in before if mark in was and mark not in now)
    waiting = sum(mark.kind is MarkKind.AWAITS for mark in put)
    return Effect(put, taken, _reach(operations, before, closed), n_moved, waiting)


def settled(codebook: Codebook, on: Iterable[Mark], put: Iterable[Mark], coder: CoderId) -> tuple[Mark, ...]:
    """Return what a decision takes off beside what it says itself: what was waiting for it.

    A segment that waits because its code was divided is settled by one of the parts, which takes the place of the old
    code, or by being decided without one: then the old code stays. One that waits for a code of a later wave is settled
    by that code, by its refusal, or by being decided without it.

    Parameters
    ----------
    on : iterable of Mark
        The marks on the answers that the decision is about.
    put : iterable of Mark
        The marks that the decision puts.
    """
    there = frozenset(mark for mark in on if mark.coder == coder)
    waiting = [mark for mark in there if mark.kind is MarkKind.AWAITS]
    taken: dict[Mark, None] = {}
    for mark in put if waiting else ():
        if mark.kind in (MarkKind.CODING, MarkKind.REFUSED, MarkKind.DONE) and mark.coder == coder:
            for each in waiting:
                if _overlap(each, mark):
                    taken.update(dict.fromkeys(_settled_by(codebook, mark, each)))
    return tuple(sorted(mark for mark in taken if mark in there))


def queued(span: Span, code: CodeId, coder: CoderId, why: str) -> Mark:
    """Return the mark that a segment waits to be decided for a code."""
    return mark_span(MarkKind.AWAITS, span, coder, code, why)


def read_under(codebook: Codebook, codings: Iterable[Coding]) -> tuple[Coding, ...]:
    """Return codings of any version as this one reads them: under what their codes were merged into.

    Two codings on one span by one coder that come to the same code are one, the earlier.
    """
    found: dict[tuple[Span, CodeId, CoderId], Coding] = {}
    for coding in sorted(codings, key=lambda each: each.seq):
        heir = codebook.heir(coding.code)
        now = coding if heir == coding.code else replace(coding, code=heir)
        found.setdefault((now.span, now.code, now.coder), now)
    return tuple(sorted(found.values(), key=lambda each: (each.span, each.code, each.coder)))


def _settled_by(codebook: Codebook, mark: Mark, waiting: Mark) -> Iterator[Mark]:
    # a segment decided in bulk, for one code, was not looked at by itself
    looked_at = mark.kind is MarkKind.DONE and not mark.text
    if looked_at or (waiting.text == BACK_CODE and mark.code == waiting.code):
        yield waiting
    elif waiting.text == SPLIT and mark.kind is MarkKind.CODING and _is_part(codebook, mark.code, waiting.code):
        yield waiting
        yield replace(waiting, kind=MarkKind.CODING, text="")


def _is_part(codebook: Codebook, code: CodeId, divided: CodeId) -> bool:
    old = codebook.by_id.get(divided)
    if old is None or code not in codebook.by_id:
        return False
    ways = {code, *(each.id for each in codebook.ancestors(code))}
    return bool(ways & {codebook.heir(part) for part in old.split_into})


def _merge(now: dict[Mark, None], code: CodeId, heir: CodeId) -> int:
    moved = [mark for mark in now if mark.code == code and mark.kind in (MarkKind.CODING, MarkKind.AWAITS)]
    refused = [mark for mark in now if mark.kind is MarkKind.REFUSED and mark.code == heir]
    n = 0
    for mark in moved:
        del now[mark]
        if mark.kind is MarkKind.CODING:
            n += 1
            now.setdefault(replace(mark, code=heir))
            # whoever put the merged code means what the heir means now: the refusal does not hold any more
            for refusal in refused:
                if refusal.coder == mark.coder and refusal in now and _overlap(refusal, mark):
                    del now[refusal]
    return n


def _open_queue(now: dict[Mark, None], code: CodeId, why: str) -> None:
    waiting = [mark for mark in now if mark.kind is MarkKind.CODING and mark.code == code]
    by_answer: dict[tuple[object, CoderId], list[Mark]] = {}
    for mark in now:
        if mark.kind is MarkKind.DONE:
            by_answer.setdefault((mark.answer, mark.coder), []).append(mark)
    for mark in waiting:
        now.setdefault(queued(mark.span, code, mark.coder, why))
        for done in by_answer.get((mark.answer, mark.coder), ()):
            if _overlap(done, mark):
                now.pop(done, None)


def _overlap(a: Mark, b: Mark) -> bool:
    return a.answer == b.answer and a.start < b.end and b.start < a.end


def _reach(operations: Iterable[Operation], marks: Iterable[Mark], closed: frozenset[WaveId]) -> tuple[Reach, ...]:
    told = [operation for operation in operations if operation.kind is not OperationKind.ADD]
    # where codings move or wait, those are what counts, not the other code's texts that were worded anew on the way
    moving = [operation for operation in told if operation.kind in (OperationKind.MERGE, OperationKind.SPLIT)]
    codes = {operation.code for operation in moving or told}
    found: dict[WaveId, set[Span]] = {}
    for mark in marks:
        if mark.kind is MarkKind.CODING and mark.code in codes:
            found.setdefault(mark.wave, set()).add(mark.span)
    return tuple(
        Reach(wave, len(spans), len({span.answer.respondent for span in spans}), wave in closed)
        for wave, spans in sorted(found.items())
    )
