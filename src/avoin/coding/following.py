"""Where marks are after decisions that moved them: a corrected export that was imported, codes that were merged.

Enters: a draft about marks as they were once, and what was decided since. Leaves: the draft about them as they are now.
Invariants: a pure function; a mark that cannot be followed for certain is left out, never guessed; what another
decision put as well is not taken with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from avoin.codebook.journal import OperationKind, from_json
from avoin.coding.carrying import SPLIT
from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb
from avoin.ids import AnswerKey, CodeId, Span

_MERGED = (MarkKind.CODING, MarkKind.AWAITS)
_COMING_AND_GOING = (MarkKind.DONE, MarkKind.AWAITS)  # with what is done to the codebook
Places = dict[AnswerKey, dict[Span, int]]


def followed(draft: Draft, since: Sequence[Decision], on: Iterable[Mark]) -> Draft:
    """Return the draft with its marks where they are now.

    Parameters
    ----------
    draft : Draft
        About the marks as they were before ``since``; most often what takes a decision back.
    since : sequence of Decision
        All that was decided after that, in order.
    on : iterable of Mark
        What is on now.
    """
    now = frozenset(on)
    before = _unfolded(now, since)
    put, taken = draft.put, draft.taken
    for decision in since:
        after = (before - set(decision.taken)) | set(decision.put)
        if decision.verb is Verb.NOTED:
            places = _places(decision, before, after)
            put, taken = _placed(put, places), _placed(taken, places)
        heirs = _heirs(decision, now)
        if heirs:
            put = tuple(_inherited(mark, heirs) for mark in put)
            taken = _merged(taken, decision, heirs, before)
        before = after
    return replace(draft, put=put, taken=(*taken, *_waiting(taken, now)))


def n_left(before: Decision, done: Decision) -> int:
    """Return how many marks of a decision its undo or redo left: others, or an import, have changed them since."""
    marks = (*done.put, *done.taken)
    return max(0, _n_own(before.put, before.taken) - _n_own(marks)) if marks else len(before.put) + len(before.taken)


def _unfolded(now: Set[Mark], since: Sequence[Decision]) -> Set[Mark]:
    before = set(now)
    for decision in reversed(since):
        before -= set(decision.put)
        before |= set(decision.taken)
    return before


def _places(decision: Decision, before: Set[Mark], after: Set[Mark]) -> Places:
    """Return, for each answer whose marks an import moved, where the spans begin now of which that is certain.

    An import says which marks went and which came. Marks alike but for their place keep their order, and none of
    them was lost where there are as many after as before.
    """
    concerned = {mark.answer for mark in decision.taken if mark.respondent and mark.start >= 0}
    was, is_now = _alike(before, concerned), _alike(after, concerned)
    found: dict[Span, set[int]] = {}
    for group, starts in was.items():
        if len(starts) == len(is_now.get(group, ())):
            for old, new in zip(sorted(starts), sorted(is_now[group]), strict=True):
                found.setdefault(Span(group[0], old, old + group[1]), set()).add(new)
    places: Places = {answer: {} for answer in concerned}
    for span, starts_now in found.items():
        if len(starts_now) == 1:
            places[span.answer][span] = starts_now.pop()
    return places


def _alike(marks: Iterable[Mark], concerned: Set[AnswerKey]) -> dict[tuple[AnswerKey, int, Mark], list[int]]:
    found: dict[tuple[AnswerKey, int, Mark], list[int]] = {}
    for mark in marks:
        if mark.start >= 0 and mark.answer in concerned:
            group = (mark.answer, mark.end - mark.start, replace(mark, start=0, end=0))
            found.setdefault(group, []).append(mark.start)
    return found


def _placed(marks: Iterable[Mark], places: Places) -> tuple[Mark, ...]:
    found = []
    for mark in marks:
        if mark.start < 0 or mark.answer not in places:
            found.append(mark)
            continue
        start = places[mark.answer].get(mark.span)
        if start is not None:
            found.append(replace(mark, start=start, end=start + mark.end - mark.start))
    return tuple(found)


def _heirs(decision: Decision, now: Set[Mark]) -> Mapping[CodeId, CodeId]:
    """Return which codes a decision merged into which, as far as that holds still."""
    heirs: dict[CodeId, CodeId] = {}
    for mark in decision.put:
        if mark.kind is MarkKind.OPERATION and mark in now:
            operation = from_json(mark.text)
            heir = operation.value("merged_into")
            if operation.kind is OperationKind.MERGE and isinstance(heir, str):
                new = CodeId(heir)
                heirs = {code: new if each == operation.code else each for code, each in heirs.items()}
                heirs[operation.code] = new
    return heirs


def _inherited(mark: Mark, heirs: Mapping[CodeId, CodeId]) -> Mark:
    return replace(mark, code=heirs.get(mark.code, mark.code)) if mark.kind in _MERGED else mark


def _merged(
    marks: Iterable[Mark], decision: Decision, heirs: Mapping[CodeId, CodeId], before: Set[Mark]
) -> tuple[Mark, ...]:
    came_from = Counter(_inherited(mark, heirs) for mark in decision.taken)
    found = []
    for mark in marks:
        heir = _inherited(mark, heirs) if mark in decision.taken else mark
        if heir == mark or (heir not in before and came_from[heir] == 1):
            found.append(heir)
    return tuple(found)


def _waiting(taken: Iterable[Mark], now: Set[Mark]) -> tuple[Mark, ...]:
    """Return what waits only because the code of a coding that goes was divided."""
    waits = (replace(mark, kind=MarkKind.AWAITS, text=SPLIT) for mark in taken if mark.kind is MarkKind.CODING)
    return tuple(mark for mark in waits if mark in now)


def _n_own(*marks: tuple[Mark, ...]) -> int:
    return sum(mark.kind not in _COMING_AND_GOING for some in marks for mark in some)
