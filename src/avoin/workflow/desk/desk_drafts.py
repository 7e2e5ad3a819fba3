"""What a coder's act at the desk comes to in marks, before it is stored.

Enters: the state of the desk and the segments and code a person named. Leaves: marks to put on and to take off.
Invariants: nothing is stored here; identical answers get the same; a code never stands on a span that refuses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from avoin.coding.cuts import visible_start
from avoin.coding.decision import Mark, MarkKind, mark_span
from avoin.coding.twins import carried_offset
from avoin.ids import AnswerKey, CodeId, CoderId, Span
from avoin.workflow.desk.desk_state import IN_BULK, DeskState

SHARED = CoderId("")


@dataclass(frozen=True, slots=True)
class Change:
    """Marks to put on and marks to take off."""

    put: tuple[Mark, ...] = ()
    taken: tuple[Mark, ...] = ()


def assigning(state: DeskState, spans: Sequence[Span], code: CodeId) -> Change:
    """Put a code on segments and on the same segments of identical answers."""
    targets = state.same_segments(spans)
    put = [mark_span(MarkKind.CODING, span, state.coder, code) for span in targets if code not in state.codes(span)]
    return Change(tuple(put), _on(state, targets, MarkKind.REFUSED, code))


def unassigning(state: DeskState, spans: Sequence[Span], code: CodeId) -> Change:
    """Take a code off segments, also where it stands on more than the segment."""
    return Change(taken=_on(state, state.same_segments(spans), MarkKind.CODING, code))


def assigning_part(state: DeskState, part: Span, code: CodeId) -> Change:
    """Put a code on some words of an answer and on the same words of identical answers.

    Words that have the code are left as they are; a coding of the same code on fewer of them gives way to the longer.
    """
    targets = [each for each in state.same_parts(part) if not _covered(state, each, code)]
    put = tuple(mark_span(MarkKind.CODING, each, state.coder, code) for each in targets)
    return Change(put, (*_on(state, targets, MarkKind.REFUSED, code), *_within(state, targets, code)))


def unassigning_part(state: DeskState, part: Span, code: CodeId) -> Change:
    """Take a code off some words where it stands on these or fewer; a longer coding stays."""
    return Change(taken=_within(state, state.same_parts(part), code))


def quoting_part(state: DeskState, part: Span) -> Change:
    """Mark some words as worth quoting, or take exactly this mark off."""
    there = _exactly(state, part, MarkKind.QUOTE)
    return Change(taken=there) if there else Change((mark_span(MarkKind.QUOTE, part, state.coder),))


def refusing(state: DeskState, spans: Sequence[Span], code: CodeId) -> Change:
    """Say that segments do not deserve a code."""
    targets = state.same_segments(spans)
    put = tuple(mark_span(MarkKind.REFUSED, span, state.coder, code) for span in targets)
    return Change(put, _on(state, targets, MarkKind.CODING, code))


def finishing(state: DeskState, spans: Sequence[Span]) -> Change:
    """Say that segments are decided, each looked at by itself."""
    targets = state.same_segments(spans)
    put = tuple(mark_span(MarkKind.DONE, span, state.coder) for span in targets)
    return Change(put, tuple(mark for mark in _on(state, targets, MarkKind.DONE) if mark.text == IN_BULK))


def reopening(state: DeskState, spans: Sequence[Span]) -> Change:
    """Say that segments are not decided after all; codings stay."""
    return Change(taken=_on(state, state.same_segments(spans), MarkKind.DONE))


def confirming(state: DeskState, spans: Sequence[Span], code: CodeId, refused: Sequence[Span]) -> Change:
    """Put a code on exactly these segments, which are decided by it, and refuse it on the ones taken out."""
    named = set(spans)
    targets = state.same_segments(spans)
    assigned = assigning(state, spans, code)
    out = tuple(span for span in state.same_segments([each for each in refused if each not in named]))
    done = [mark_span(MarkKind.DONE, span, state.coder, text=IN_BULK) for span in targets if span not in state.done]
    refusals = [
        mark_span(MarkKind.REFUSED, span, state.coder, code)
        for span in out
        if span not in targets and code not in state.codes(span)
    ]
    return Change((*assigned.put, *done, *refusals), assigned.taken)


def noting(state: DeskState, target: Span | AnswerKey, text: str) -> Change:
    """Write a note on a segment or an answer in place of the one before; an empty one only takes it away."""
    answer, start, end = target if isinstance(target, Span) else (target, -1, -1)
    before = state.note(answer, start, end)
    put = () if not text.strip() else (Mark(MarkKind.MEMO, *answer, start, end, coder=state.coder, text=text),)
    return Change(put, () if before is None or before in put else (before,))


def toggling(state: DeskState, kind: MarkKind, span: Span) -> Change:
    """Put a flag or a quote mark on a segment, or take it off where it is."""
    there = _on(state, (span,), kind)
    return Change(taken=there) if there else Change((mark_span(kind, span, state.coder),))


def splitting(state: DeskState, span: Span, offset: int) -> Change:
    """Cut a segment, and that of identical answers, in two; its codings stand on both parts, to be decided anew.

    Parameters
    ----------
    offset : int
        Where the second part begins, in the answer's working text; spaces are stepped over.
    """
    texts = state.twins.texts
    text = texts[span.answer]
    changes = [
        _split_one(state, each, carried_offset(text, texts[each.answer], visible_start(text, offset)))
        for each in state.same_segments((span,))
    ]
    return _together(changes)


def joining(state: DeskState, span: Span) -> Change:
    """Join a segment with the next one; codings of both stand on the whole, decided only where both were."""
    return _together([_join_one(state, each) for each in state.same_segments((span,))])


def _split_one(state: DeskState, span: Span, place: int) -> Change:
    if not span.start < place < span.end:
        return Change()
    glued = place in state.cuts_of(span.answer, MarkKind.GLUE)
    cut = Mark(MarkKind.GLUE if glued else MarkKind.BREAK, *span.answer, place, place, coder=SHARED)
    halves = _halves(state, span, place)
    kinds = (MarkKind.CODING, MarkKind.REFUSED, MarkKind.AWAITS)
    moved = _exactly(state, span, *kinds)
    put = tuple(mark_span(mark.kind, half, state.coder, mark.code, mark.text) for mark in moved for half in halves)
    notes = _exactly(state, span, MarkKind.MEMO)
    put += tuple(mark_span(MarkKind.MEMO, halves[0], state.coder, text=note.text) for note in notes)
    taken = (*moved, *notes, *_exactly(state, span, MarkKind.DONE))
    return Change(put, (cut, *taken)) if glued else Change((cut, *put), taken)


def _join_one(state: DeskState, span: Span) -> Change:
    segments = state.segments[span.answer]
    place = segments.index(span)
    if place + 1 == len(segments):
        return Change()
    following = segments[place + 1]
    whole = Span(span.answer, span.start, following.end)
    broken = following.start in state.cuts_of(span.answer, MarkKind.BREAK)
    kind = MarkKind.BREAK if broken else MarkKind.GLUE
    cut = Mark(kind, *span.answer, following.start, following.start, coder=SHARED)
    moved = tuple(
        mark
        for part in (span, following)
        for mark in _exactly(state, part, MarkKind.CODING, MarkKind.REFUSED, MarkKind.AWAITS)
    )
    coded = {mark.code for mark in moved if mark.kind is MarkKind.CODING}
    kept = (mark for mark in moved if mark.kind is not MarkKind.REFUSED or mark.code not in coded)
    put = [mark_span(mark.kind, whole, state.coder, mark.code, mark.text) for mark in kept]
    if {span, following} <= state.done:
        put.append(mark_span(MarkKind.DONE, whole, state.coder))
    notes = tuple(mark for part in (span, following) for mark in _exactly(state, part, MarkKind.MEMO))
    if notes:
        text = "\n".join(note.text for note in notes)
        put.append(mark_span(MarkKind.MEMO, whole, state.coder, text=text))
    done = tuple(mark for part in (span, following) for mark in _exactly(state, part, MarkKind.DONE))
    taken = (*moved, *notes, *done)
    return Change((*put,), (cut, *taken)) if broken else Change((cut, *put), taken)


def _together(changes: Sequence[Change]) -> Change:
    put = tuple(mark for change in changes for mark in change.put)
    return Change(put, tuple(mark for change in changes for mark in change.taken))


def _on(state: DeskState, spans: Sequence[Span], kind: MarkKind, code: CodeId | None = None) -> tuple[Mark, ...]:
    found = (mark for span in spans for mark, _origin in state.on(span, kind) if code in (None, mark.code))
    return tuple(dict.fromkeys(found))


def _covered(state: DeskState, part: Span, code: CodeId) -> bool:
    marks = _on(state, (part,), MarkKind.CODING, code)
    return any(mark.start <= part.start and part.end <= mark.end for mark in marks)


def _within(state: DeskState, parts: Sequence[Span], code: CodeId) -> tuple[Mark, ...]:
    return tuple(
        mark
        for part in parts
        for mark in _on(state, (part,), MarkKind.CODING, code)
        if part.start <= mark.start and mark.end <= part.end
    )


def _exactly(state: DeskState, span: Span, *kinds: MarkKind) -> tuple[Mark, ...]:
    return tuple(mark for mark, _origin in state.on(span, *kinds) if mark.span == span)


def _halves(state: DeskState, span: Span, place: int) -> tuple[Span, Span]:
    first_end = span.start + len(state.answers[span.answer].text[span.start : place].rstrip())
    return Span(span.answer, span.start, first_end), Span(span.answer, place, span.end)
