"""How far each open question of each wave is, for choosing what to code next.

Enters: a project and a coder. Leaves: one row a question and wave.
Invariant: no answer is read for it (no language stage): it is quick before anything is prepared.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from avoin.coding.decision import MarkKind
from avoin.corpus.model import Question
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.store import answers as answer_store
from avoin.store import decisions as decision_store
from avoin.workflow.project import Project


@dataclass(frozen=True, slots=True)
class QuestionProgress:
    """One question in one wave.

    Attributes
    ----------
    n_asked, n_answered : int
        Respondents who were asked, and who answered anything.
    n_touched : int
        Answers of which this coder has decided at least a segment.
    """

    question: Question
    wave: WaveId
    n_asked: int
    n_answered: int
    n_touched: int


def question_progress(project: Project, coder: CoderId) -> tuple[QuestionProgress, ...]:
    """Return the open questions of the waves that were imported, newest wave first, in survey order."""
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
        imported = answer_store.waves(connection)
        marks = decision_store.marks(connection, MarkKind.DONE)
    touched: defaultdict[tuple[QuestionId, WaveId], set[str]] = defaultdict(set)
    for mark in marks:
        if mark.coder == coder:
            touched[mark.question, mark.wave].add(mark.respondent)
    answered = Counter((answer.key.question, answer.key.wave) for answer in corpus.answers)
    return tuple(
        QuestionProgress(
            question,
            wave,
            sum(1 for _each in corpus.asked(question, wave)),
            answered[question.id, wave],
            len(touched[question.id, wave]),
        )
        for wave in reversed(imported)
        for question in project.survey.open_questions
        if wave in question.headings
    )
