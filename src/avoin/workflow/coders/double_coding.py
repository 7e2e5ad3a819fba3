"""Two coders' work on the same answers, as it is compared and settled.

Enters: a draw that is finished, or two coders' names. Leaves: units that both decided, with the marks behind them.
Invariants: a draw is read as it was when its blind coding ended; only what people put is read, never a suggestion; a
blind coder gets no answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from avoin.agreement.units import Overlap, Unit, answer_units, segment_units
from avoin.coding.cuts import recut
from avoin.coding.decision import Coding, Decision, Mark, MarkKind, fold
from avoin.coding.roles import is_role
from avoin.coding.seen import read_seen
from avoin.corpus.model import Answer, Corpus
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CoderId, QuestionId, Span
from avoin.store import answers as answer_store
from avoin.store import decisions
from avoin.store.draws import Draw
from avoin.workflow.coders.blind_coding import refuse_while_blind
from avoin.workflow.coders.draw_answers import find_draw
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import read_texts_cached


class CompareError(AvoinError):
    """There are no two coders to compare."""


@dataclass(frozen=True, slots=True)
class Which:
    """What to compare; None takes what suggests itself.

    Attributes
    ----------
    coders : tuple of str
        Two names, or none: the draw's, else those who have coded most.
    draw : int or None
        Number of a finished draw; None is the newest one where no coders are named.
    segments : Overlap or None
        The unit is the segment, by this rule; None is the answer.
    """

    coders: tuple[str, ...] = ()
    draw: int | None = None
    question: str | None = None
    segments: Overlap | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class DoubleCoded:
    """What two coders did on the same answers.

    Attributes
    ----------
    draw : Draw or None
        The draw that is read as it was when its blind coding ended; None reads what stands now.
    on : mapping of Mark to int
        Marks that were on then, with the decision that put each.
    made : tuple of Decision
        All that was decided by then.
    seen : frozenset of int
        Decisions that were made with suggestions in view.
    units : mapping of QuestionId to tuple of Unit
        What both decided; questions without any are left out.
    """

    coders: tuple[CoderId, CoderId]
    draw: Draw | None
    corpus: Corpus
    on: Mapping[Mark, int]
    made: tuple[Decision, ...]
    seen: frozenset[int]
    units: Mapping[QuestionId, tuple[Unit, ...]]


_WHATEVER = Which()


def double_coded(project: Project, which: Which = _WHATEVER) -> DoubleCoded:
    """Return what two coders did on the same answers.

    Raises
    ------
    CompareError
        Where there are no two coders, or not those who are named.
    BlindError
        While whoever asks is coding blind, or the draw is not finished.
    DrawError
        Where there is no such draw.
    """
    refuse_while_blind(project)
    drawn = None if which.coders else find_draw(project, which.draw)
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
        made = decisions.load(connection)
    if drawn is not None:
        made = tuple(each for each in made if each.seq <= (drawn.finished or 0))
    on = fold(made).marks
    coders = _coders(on, which, drawn)
    within = None if drawn is None else frozenset(drawn.answers)
    found = {}
    for question in project.survey.open_questions:
        if which.question in (None, question.id):
            there = tuple(a for a in corpus.answers_to(question.id) if within is None or a.key in within)
            units = _units(project, there, on, coders, which.segments)
            if units:
                found[question.id] = tuple(units)
    seen = frozenset(decision.seq for decision in made if read_seen(decision.seen).shown)
    return DoubleCoded(coders, drawn, corpus, on, made, seen, found)


def _coders(on: Mapping[Mark, int], which: Which, drawn: Draw | None) -> tuple[CoderId, CoderId]:
    within = None if drawn is None else frozenset(drawn.answers)
    worked: dict[CoderId, set[AnswerKey]] = {}
    for mark in on:
        if mark.kind in (MarkKind.CODING, MarkKind.DONE) and (within is None or mark.answer in within):
            worked.setdefault(mark.coder, set()).add(mark.answer)
    ranked = sorted((each for each in worked if not is_role(each)), key=lambda each: (-len(worked[each]), each))
    if which.coders:
        chosen = [CoderId(name) for name in which.coders]
    elif drawn is not None:
        other = [drawn.coder] if drawn.own else [each for each in ranked if each != drawn.role]
        chosen = [*other[:1], drawn.role]
    else:
        chosen = ranked[:2]
    if len(set(chosen)) != 2 or not all(each in worked for each in chosen):
        raise CompareError(
            _("There are no two coders to compare."),
            _("Coders: {coders}.").format(coders=", ".join(ranked)) if ranked else _("Nobody has coded yet."),
        )
    return chosen[0], chosen[1]


def _units(
    project: Project,
    there: Sequence[Answer],
    on: Mapping[Mark, int],
    coders: tuple[CoderId, CoderId],
    overlap: Overlap | None,
) -> list[Unit]:
    by_answer: dict[AnswerKey, list[Mark]] = {}
    for mark in on:
        by_answer.setdefault(mark.answer, []).append(mark)
    touched = [each for each in there if {mark.coder for mark in by_answer.get(each.key, ())} >= set(coders)]
    segments = _segments(project, touched, by_answer)
    shared = {
        key: spans for key, spans in segments.items() if all(_whole(by_answer[key], who, spans) for who in coders)
    }
    codings = [
        Coding(mark.span, mark.code, mark.coder, on[mark], "", "")
        for key in shared
        for mark in by_answer[key]
        if mark.kind is MarkKind.CODING
    ]
    if overlap is None:
        return answer_units(codings, coders, tuple(shared))
    return segment_units(codings, coders, shared, overlap)


def _segments(
    project: Project, there: Sequence[Answer], by_answer: Mapping[AnswerKey, Sequence[Mark]]
) -> dict[AnswerKey, tuple[Span, ...]]:
    read = read_texts_cached(project, tuple(answer.text for answer in there))
    found = {}
    for answer in there:
        marks = by_answer[answer.key]
        cuts = [{mark.start for mark in marks if mark.kind is kind} for kind in (MarkKind.BREAK, MarkKind.GLUE)]
        limits = recut(answer.text, read[answer.text].segments, *cuts)
        found[answer.key] = tuple(Span(answer.key, start, end) for start, end in limits)
    return found


def _whole(marks: Iterable[Mark], coder: CoderId, segments: Sequence[Span]) -> bool:
    """Return whether a coder has decided an answer: all its segments, or it was coded where nothing is ticked off."""
    own = [mark for mark in marks if mark.coder == coder]
    done = [mark for mark in own if mark.kind is MarkKind.DONE]
    if not done:
        return any(mark.kind is MarkKind.CODING for mark in own)
    return all(any(m.start <= span.start and span.end <= m.end for m in done) for span in segments)
