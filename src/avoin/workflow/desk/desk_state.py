"""What the decisions so far come to on the answers of one question, for one coder, kept ready for a screen.

Enters: answers as read and the marks on them. Leaves: codings, refusals, notes and progress of any segment at once.
Invariants: the state follows decisions only and is the same as a fold of all of them; every count is kept up with each
decision and never recounted; what another coder put is not in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from avoin.coding.cuts import recut
from avoin.coding.decision import Coding, Decision, Mark, MarkKind
from avoin.coding.twins import Twins
from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, CodeId, CoderId, Span
from avoin.nlp.model import Outline

IN_BULK = "bulk"
"""Text of a DONE mark on a segment that was decided for one code, with others, and not looked at by itself."""

_CUTS = (MarkKind.BREAK, MarkKind.GLUE)


@dataclass(frozen=True, slots=True)
class Origin:
    """The decision a mark came with: number, time and codebook."""

    seq: int
    at: str
    codebook: str


@dataclass(frozen=True)
class Snapshot:
    """What ``refit`` learns from, copied so that nothing changes under it.

    Attributes
    ----------
    segments : mapping of AnswerKey to tuple of Span
        As they are cut now, in file order.
    marks : mapping of AnswerKey to tuple of (Mark, int)
        With the number of the decision that put each.
    """

    segments: Mapping[AnswerKey, tuple[Span, ...]]
    marks: Mapping[AnswerKey, tuple[tuple[Mark, int], ...]]


@dataclass
class DeskState:
    """Marks by answer, segments as they are cut now, and how many are decided.

    Attributes
    ----------
    answers : mapping of AnswerKey to Answer
        In file order.
    read : mapping of AnswerKey to Outline
        How the machine cuts each answer.
    coder : CoderId
        Whose marks are kept; marks of nobody (segments, themes) are kept too.
    segments : dict of AnswerKey to tuple of Span
        As they are cut now.
    marks : dict of AnswerKey to dict of Mark to Origin
        In the order they were put.
    news : dict of AnswerKey to tuple of Span
        Answers on which something was decided, with their segments before it, until somebody has taken note.
    """

    answers: Mapping[AnswerKey, Answer]
    read: Mapping[AnswerKey, Outline]
    coder: CoderId
    twins: Twins
    segments: dict[AnswerKey, tuple[Span, ...]] = field(default_factory=dict)
    marks: dict[AnswerKey, dict[Mark, Origin]] = field(default_factory=dict)
    loose: dict[Mark, Origin] = field(default_factory=dict)
    done: set[Span] = field(default_factory=set)
    news: dict[AnswerKey, tuple[Span, ...]] = field(default_factory=dict)
    n_segments: int = 0
    n_non_answers: int = 0
    n_foreign: int = 0
    n_answers_decided: int = 0
    _n_done: dict[AnswerKey, int] = field(default_factory=dict)

    def start(self, marks: Iterable[tuple[Mark, Origin]]) -> None:
        """Take over the marks that are on now."""
        for mark, origin in marks:
            self._put(mark, origin)
        for answer in self.answers:
            if answer in self.marks:
                self._cut(answer)
            else:
                self._lay_out(answer)
        self.n_non_answers = sum(1 for answer in self.answers if self.read[answer].non_answer)
        self.n_foreign = sum(1 for answer in self.answers if self.read[answer].foreign)

    def apply(self, decision: Decision) -> None:
        """Fold one more decision in; a decision that was folded in already changes nothing."""
        origin = Origin(decision.seq, decision.at, decision.codebook)
        touched = dict.fromkeys(mark.answer for mark in (*decision.taken, *decision.put))
        recut_needed = {mark.answer for mark in (*decision.taken, *decision.put) if mark.kind in _CUTS}
        for mark in decision.taken:
            (self.marks.get(mark.answer) or self.loose).pop(mark, None)
        for mark in decision.put:
            self._put(mark, origin)
        for answer in touched:
            if answer in self.answers:
                self.news.setdefault(answer, self.segments[answer])
            if answer in recut_needed:
                self._cut(answer)
            elif answer in self.answers:
                self._count_done(answer)

    def on(self, span: Span, *kinds: MarkKind) -> tuple[tuple[Mark, Origin], ...]:
        """Return this coder's marks of these kinds that are on the span or overlap it, in the order they were put."""
        marks = self.marks.get(span.answer)
        if marks is None:
            return ()
        return tuple(
            (mark, origin)
            for mark, origin in marks.items()
            if mark.kind in kinds and mark.start < span.end and span.start < mark.end
        )

    def near(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """Return what is on the answers that some marks are on."""
        answers = dict.fromkeys(mark.answer for mark in marks if mark.respondent)
        return tuple(mark for answer in answers for mark in self.marks.get(answer, ()))

    def codings(self, span: Span) -> tuple[Coding, ...]:
        """Return this coder's codings on the span or overlapping it, in the order they were made."""
        return tuple(
            Coding(mark.span, mark.code, mark.coder, origin.seq, origin.at, origin.codebook)
            for mark, origin in self.on(span, MarkKind.CODING)
        )

    def codes(self, span: Span) -> tuple[CodeId, ...]:
        """Return the codes that are on the span, each once."""
        return tuple(dict.fromkeys(mark.code for mark, _origin in self.on(span, MarkKind.CODING)))

    def refused(self, span: Span) -> tuple[CodeId, ...]:
        """Return the codes that were refused on the span, each once."""
        return tuple(dict.fromkeys(mark.code for mark, _origin in self.on(span, MarkKind.REFUSED)))

    def note(self, answer: AnswerKey, start: int, end: int) -> Mark | None:
        """Return the newest memo on exactly this place; -1, -1 is the whole answer."""
        notes = [
            mark
            for mark in self.marks.get(answer, {})
            if mark.kind is MarkKind.MEMO and (mark.start, mark.end) == (start, end)
        ]
        return notes[-1] if notes else None

    def same_segments(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return the segments and the same segments of identical answers, each once, the named ones first."""
        groups = self.twins.groups
        carried = (twin for span in spans if span.answer in groups for twin in self.twins.carried(span, self.segments))
        return tuple(dict.fromkeys((*spans, *carried)))

    def same_parts(self, part: Span) -> tuple[Span, ...]:
        """Return some words of an answer and the same words of identical answers, each once, the named ones first."""
        return tuple(dict.fromkeys((part, *self.twins.carried_part(part))))

    def is_decided(self, answer: AnswerKey) -> bool:
        """Return whether all the answer's segments are decided."""
        return self._n_done.get(answer, 0) == len(self.segments[answer])

    def is_apart(self, answer: AnswerKey) -> bool:
        """Return whether an answer here is not Finnish, where most are."""
        return answer in self.answers and self.read[answer].foreign and 2 * self.n_foreign < len(self.answers)

    def cuts_of(self, answer: AnswerKey, kind: MarkKind) -> set[int]:
        """Return the offsets of the coders' breaks or glues."""
        return {mark.start for mark in self.marks.get(answer, {}) if mark.kind is kind}

    def codes_by_age(self) -> list[CodeId]:
        """Return this coder's codes in the order in which they were used last."""
        newest: dict[CodeId, int] = {}
        for on in self.marks.values():
            for mark, origin in on.items():
                if mark.kind is MarkKind.CODING:
                    newest[mark.code] = max(origin.seq, newest.get(mark.code, 0))
        return sorted(newest, key=lambda code: newest[code])

    def _put(self, mark: Mark, origin: Origin) -> None:
        if mark.coder not in ("", self.coder):
            return
        if mark.answer in self.answers:
            self.marks.setdefault(mark.answer, {})[mark] = origin
        elif not mark.respondent:
            self.loose[mark] = origin

    def _lay_out(self, answer: AnswerKey) -> None:
        """Take an answer's segments as the machine saw them: nothing has been decided on it."""
        segments = tuple(Span(answer, start, end) for start, end in self.read[answer].segments)
        self.segments[answer] = segments
        self.n_segments += len(segments)
        self.n_answers_decided += not segments
        self._n_done[answer] = 0

    def _cut(self, answer: AnswerKey) -> None:
        before = self.segments.get(answer, ())
        breaks, glues = self.cuts_of(answer, MarkKind.BREAK), self.cuts_of(answer, MarkKind.GLUE)
        limits = recut(self.answers[answer].text, self.read[answer].segments, breaks, glues)
        self.segments[answer] = tuple(Span(answer, start, end) for start, end in limits)
        self.n_segments += len(limits) - len(before)
        if before:
            self.n_answers_decided -= self._n_done.pop(answer, 0) == len(before)
            self.done.difference_update(before)
        self._count_done(answer, fresh=True)

    def _count_done(self, answer: AnswerKey, *, fresh: bool = False) -> None:
        segments = self.segments[answer]
        if not fresh:
            self.n_answers_decided -= self._n_done.get(answer, 0) == len(segments)
        on = self.marks.get(answer, {})
        limits = [(mark.start, mark.end) for mark in on if mark.kind is MarkKind.DONE]
        waiting = [(mark.start, mark.end) for mark in on if mark.kind is MarkKind.AWAITS]
        done = {
            each
            for each in segments
            if any(start <= each.start and each.end <= end for start, end in limits)
            and not any(start < each.end and each.start < end for start, end in waiting)
        }
        self.done.difference_update(segments)
        self.done.update(done)
        self._n_done[answer] = len(done)
        self.n_answers_decided += len(done) == len(segments)


def concerned(decision: Decision) -> tuple[AnswerKey, ...]:
    """Return the answers that a decision is on, each once."""
    return tuple(dict.fromkeys(mark.answer for mark in (*decision.put, *decision.taken) if mark.respondent))
