"""Recording codings one by one, for scripts and for replaying finished work.

Enters: respondent, question, code as typed; or a list of coded answers. Leaves: decisions like those of the desk, made
of the same marks. Invariants: each is stored whole before the function returns; only the named answer is touched, for a
script names every respondent itself; running the same again changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from avoin.codebook.model import Codebook
from avoin.coding.carrying import settled
from avoin.coding.choice import usable_code
from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.coding.twins import Twins
from avoin.corpus.model import Answer
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, Span
from avoin.nlp.model import ReadText
from avoin.progress import Progress, silent
from avoin.store import answers as answer_store
from avoin.store import decisions as decision_store
from avoin.text import working_text
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.desk import desk_drafts as drafts
from avoin.workflow.desk.desk_drafts import Change
from avoin.workflow.desk.desk_opening import take_over
from avoin.workflow.desk.desk_state import DeskState
from avoin.workflow.desk.desk_views import Outcome, outcome_of
from avoin.workflow.desk.named_words import Passage, part_of
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.places import answer_of, open_question
from avoin.workflow.project import Project, coder_of
from avoin.workflow.texts.kept_reading import read_texts_cached


class UnknownSegmentError(AvoinError):
    """The answer has no segment of this number."""


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """An answer with the codes that somebody gave it.

    Attributes
    ----------
    evidence : tuple of str
        For each code the words of the answer that it rests on; empty where that was not written down.
    """

    answer: AnswerKey
    codes: tuple[CodeId, ...]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a list did.

    Attributes
    ----------
    n_answers : int
        Answers that were in the list and in the project.
    n_decisions : int
        Decisions stored now; fewer than answers where some had been recorded before.
    n_codings : int
        Codings put on now.
    n_empty : int
        Rows without codes for answers that were left empty.
    """

    n_answers: int
    n_decisions: int
    n_codings: int
    n_empty: int


def assign(project: Project, passage: Passage, code: str, coder: str | None = None) -> Outcome:
    """Put a code on an answer or a part of it; whether it is decided stays as it is.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError, UnknownRespondentError, NoAnswerError, UnknownSegmentError, UnknownCodeError
        Names what there is not, and near ones.
    UnknownWordsError
        Where the words are not there, or more than once.
    ClosedWaveError
        Where the wave is closed.
    """
    who = coder_of(project, coder)
    state, span = _state_and_span(project, passage, who)
    known = usable_code(current_codebook(project), code).id
    change = (
        drafts.assigning_part(state, span, known)
        if passage.words.are_named
        else drafts.assigning(state, (span,), known)
    )
    return _store(project, who, Verb.ASSIGN, change, span.answer, known)


def unassign(project: Project, passage: Passage, code: str, coder: str | None = None) -> Outcome:
    """Take a code off wherever it stands on the passage; a code that is retired or gone can be taken off too.

    Raises
    ------
    UnknownCodeError
        Where neither the answer nor the codebook has the code; for the other errors see ``assign``.
    """
    who = coder_of(project, coder)
    state, span = _state_and_span(project, passage, who)
    gone = CodeId(code)
    if gone not in state.codes(span):
        usable_code(current_codebook(project), code)
    change = (
        drafts.unassigning_part(state, span, gone)
        if passage.words.are_named
        else drafts.unassigning(state, (span,), gone)
    )
    return _store(project, who, Verb.UNASSIGN, change, span.answer, gone)


def mark_quote(project: Project, passage: Passage, coder: str | None = None, *, off: bool = False) -> Outcome:
    """Mark an answer, a segment or some words as worth quoting; ``off`` takes exactly this mark away.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError, UnknownRespondentError, NoAnswerError, UnknownSegmentError,
    UnknownWordsError, ClosedWaveError
        As for ``assign``.
    """
    who = coder_of(project, coder)
    state, span = _state_and_span(project, passage, who)
    mark = mark_span(MarkKind.QUOTE, span, state.coder)
    change = Change(taken=(mark,)) if off else Change((mark,))
    return _store(project, who, Verb.QUOTE, change, span.answer, None)


def note(project: Project, passage: Passage, text: str, coder: str | None = None) -> Outcome:
    """Write a memo on an answer, or a segment of it, in place of the one before; an empty one takes it away.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError, UnknownRespondentError, NoAnswerError, UnknownSegmentError, ClosedWaveError
        As for ``assign``.
    """
    who = coder_of(project, coder)
    state, span = _state_and_span(project, passage, who)
    change = drafts.noting(state, span.answer if passage.segment is None else span, text)
    return _store(project, who, Verb.MEMO, change, span.answer, None)


def record_codings(
    project: Project, rows: Iterable[CodedAnswer], coder: CoderId, progress: Progress = silent
) -> Recorded:
    """Record finished codings, one decision an answer: its codes are put on, and all its segments are decided.

    A code goes on the segment that holds most of its evidence, and on the whole answer where there is none.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError, UnknownRespondentError, NoAnswerError, UnknownCodeError, ClosedWaveError
        Names the first thing that there is not; what was recorded before it stays recorded.
    """
    rows = tuple(rows)
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
    codebook = current_codebook(project)
    states: dict[QuestionId, DeskState] = {}
    n_decisions = n_codings = n_empty = 0
    for place, row in enumerate(rows):
        progress(place, len(rows), _("Recording codings"))
        question = open_question(project.survey, row.answer.question).id
        if question not in states:
            states[question] = _state(project, corpus.answers_to(question), coder)
        if not row.codes and row.answer not in corpus.by_key:
            n_empty += 1
            continue
        answer_of(corpus, row.answer.respondent, question, row.answer.wave)
        change = _recording(states[question], row, codebook)
        outcome = _store(project, coder, Verb.ASSIGN, change, row.answer, None)
        n_decisions += outcome.seq is not None
        n_codings += sum(mark.kind is MarkKind.CODING for mark in change.put) if outcome.seq is not None else 0
    return Recorded(len(rows) - n_empty, n_decisions, n_codings, n_empty)


def _recording(state: DeskState, row: CodedAnswer, codebook: Codebook | None) -> Change:
    segments = state.segments[row.answer]
    evidence = row.evidence if len(row.evidence) == len(row.codes) else ("",) * len(row.codes)
    put = [
        mark_span(MarkKind.CODING, span, state.coder, code)
        for code, phrase in zip(row.codes, evidence, strict=True)
        for span in [_resting_on(state, row.answer, phrase)]
        if usable_code(codebook, code).id not in state.codes(span)
    ]
    done = drafts.finishing(state, segments)
    return Change((*put, *done.put), done.taken)


def _resting_on(state: DeskState, answer: AnswerKey, phrase: str) -> Span:
    """Return the segment that holds most of the phrase, or the whole answer."""
    text, segments = state.answers[answer].text, state.segments[answer]
    if len(segments) == 1:
        return segments[0]
    sought = working_text(phrase).strip()
    start = text.find(sought) if sought else -1
    if start < 0:
        return Span(answer, 0, len(text))
    end = start + len(sought)
    return max(segments, key=lambda span: min(end, span.end) - max(start, span.start))


def _state_and_span(project: Project, passage: Passage, coder: CoderId) -> tuple[DeskState, Span]:
    asked = open_question(project.survey, passage.question)
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
        blind = decision_store.blind_to(connection, coder)
    key = answer_of(corpus, passage.respondent, asked.id, passage.wave)
    answer = corpus.by_key[key]
    state = _state(project, (answer,), blind.get(key, coder), must_read=passage.segment is not None)
    if passage.segment is None:
        return state, part_of(answer, Span(key, 0, len(answer.text)), passage.words)
    segments = state.segments[key]
    if not 1 <= passage.segment <= len(segments):
        raise UnknownSegmentError(
            _("The answer of {respondent} has {n} segments; there is no segment {segment}.").format(
                respondent=passage.respondent, n=len(segments), segment=passage.segment
            ),
            _("Segments count from 1."),
        )
    return state, part_of(answer, segments[passage.segment - 1], passage.words)


def _state(project: Project, answers: Sequence[Answer], coder: CoderId, *, must_read: bool = True) -> DeskState:
    """Return what the coder has decided on these answers; without twins, for only the named answer is touched."""
    whole = {answer.key: ReadText("und", False, ((0, len(answer.text)),), ()) for answer in answers}
    read = _read(project, answers) if must_read else whole
    state = DeskState({answer.key: answer for answer in answers}, read, coder, Twins({}, {}))
    only = answers[0].key if len(answers) == 1 else None
    with project.store.read() as connection:
        marks = decision_store.marks(connection, question=answers[0].key.question, answer=only) if answers else {}
    take_over(state, marks)
    return state


def _read(project: Project, answers: Sequence[Answer]) -> Mapping[AnswerKey, ReadText]:
    by_text = read_texts_cached(project, tuple(answer.text for answer in answers))
    return {answer.key: by_text[answer.text] for answer in answers}


def _store(
    project: Project, coder: CoderId, verb: Verb, change: Change, answer: AnswerKey, code: CodeId | None
) -> Outcome:
    refuse_closed(project.survey, (answer.wave,))
    book = current_codebook(project)
    named = "" if book is None else f"{book.name} {book.version}"
    with project.store.transaction() as connection:
        on = decision_store.marks(connection, MarkKind.AWAITS, MarkKind.CODING, answer=answer)
        waited = () if book is None else settled(book, on, change.put, coder)
        taken = tuple(dict.fromkeys((*change.taken, *waited)))
        decision = decision_store.append(connection, Draft(coder, verb, change.put, taken, codebook=named))
    return outcome_of(decision, verb, code)
