"""What was decided, when and by whom.

Enters: a project and what to look for. Leaves: one row a decision, in order. Invariant: no answer text and no memo.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from avoin.coding.decision import Decision, Mark, MarkKind, Verb
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.store import answers, decisions
from avoin.workflow.project import Project, coder_of


class UnknownAnswerError(AvoinError):
    """No answer of the project is the one that was named."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One decision.

    Attributes
    ----------
    at : str
        UTC time, ISO 8601; for reading only, ``seq`` is the order.
    questions : tuple of QuestionId
        Questions it concerns, in alphabetical order.
    codes : tuple of CodeId
        Codes it concerns, in alphabetical order.
    draws : tuple of int
        Draws it concerns, by their numbers.
    noted : MarkKind or None
        What the program noted, where it was the program.
    answer : AnswerKey or None
        The answer, where it concerns just one.
    n_answers, n_put, n_taken : int
        Answers it concerns; marks put on and taken off.
    of : int or None
        The decision that an undo or redo was about.
    """

    seq: int
    at: str
    coder: CoderId
    verb: Verb
    questions: tuple[QuestionId, ...]
    codes: tuple[CodeId, ...]
    draws: tuple[int, ...]
    noted: MarkKind | None
    answer: AnswerKey | None
    n_answers: int
    n_put: int
    n_taken: int
    codebook: str
    of: int | None


@dataclass(frozen=True, slots=True)
class About:
    """Which decisions to look for; what is None lets all through.

    Attributes
    ----------
    respondent : RespondentId or None
        With ``question`` and ``wave``: the answer.
    """

    respondent: RespondentId | None = None
    question: QuestionId | None = None
    wave: WaveId | None = None
    code: CodeId | None = None
    coder: CoderId | None = None

    def concerns(self, mark: Mark) -> bool:
        """Return whether a mark is of the answer and code looked for."""
        return (
            self.respondent in (None, mark.respondent)
            and self.question in (None, mark.question)
            and self.wave in (None, mark.wave)
            and self.code in (None, _code(mark))
        )

    @property
    def names_marks(self) -> bool:
        """True where a decision must have a mark of the kind looked for."""
        return any(each is not None for each in (self.respondent, self.question, self.wave, self.code))


_EVERYTHING = About()
_OF_DRAWS = (MarkKind.DRAW, MarkKind.DRAWN, MarkKind.FINISHED, MarkKind.HANDED, MarkKind.BROUGHT)


def history(project: Project, about: About = _EVERYTHING, limit: int | None = None) -> tuple[HistoryRow, ...]:
    """Return decisions in the order they were made.

    While whoever asks codes answers blind, what others decided on these is left out.

    Parameters
    ----------
    limit : int or None
        The latest so many; None gives all.

    Raises
    ------
    StoreError
        Where a decision cannot be read.
    """
    found: list[HistoryRow] = []
    with project.store.read() as connection:
        who = coder_of(project)
        blind = decisions.blind_to(connection, who)
        for decision in decisions.newest_first(connection, about.coder):
            if limit is not None and len(found) >= limit:
                break
            if decision.coder != who and any(mark.answer in blind for mark in _marks(decision)):
                continue
            if not about.names_marks or any(map(about.concerns, _marks(decision))):
                found.append(_row(decision))
    return tuple(reversed(found))


def about_answer(project: Project, named: str) -> tuple[RespondentId, QuestionId | None]:
    """Return respondent and question of "RESPONDENT" or "RESPONDENT/QUESTION".

    Raises
    ------
    UnknownAnswerError
        Where no respondent of the project has that id.
    """
    head, _slash, tail = named.rpartition("/")
    question = project.survey.question(tail) if head else None
    respondent = RespondentId(head if question else named)
    with project.store.read() as connection:
        known = answers.has_respondent(connection, respondent)
    if not known:
        raise UnknownAnswerError(
            _("There is no respondent {respondent}.").format(respondent=respondent),
            _("Name an answer as RESPONDENT or RESPONDENT/QUESTION."),
        )
    return respondent, question.id if question else None


def _marks(decision: Decision) -> Iterable[Mark]:
    return (*decision.put, *decision.taken)


def _code(mark: Mark) -> CodeId | None:
    """Return the code that a mark is about; some marks keep another number in its place."""
    return None if mark.kind in (*_OF_DRAWS, MarkKind.THEME_MEMO) else mark.code


def _row(decision: Decision) -> HistoryRow:
    marks = tuple(_marks(decision))
    on = {mark.answer for mark in marks if mark.respondent}
    return HistoryRow(
        decision.seq,
        decision.at,
        decision.coder,
        decision.verb,
        tuple(sorted({mark.question for mark in marks if mark.question})),
        tuple(sorted({code for code in map(_code, marks) if code})),
        tuple(sorted({int(mark.code) for mark in marks if mark.kind in _OF_DRAWS})),
        next((mark.kind for mark in marks), None) if decision.verb is Verb.NOTED else None,
        next(iter(on)) if len(on) == 1 else None,
        len(on),
        len(decision.put),
        len(decision.taken),
        decision.codebook,
        decision.of,
    )
