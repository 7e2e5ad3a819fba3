"""Counts of what is stored, without loading any of it.

Enters: a connection. Leaves: numbers by question and wave. Invariant: the database counts; no text leaves it.
"""

from sqlalchemy import Connection, func, select

from avoin.coding.decision import MarkKind
from avoin.corpus.model import Question, Survey
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.store.tables import mark, open_answer, respondent, variable_value

Counts = dict[tuple[QuestionId, WaveId], int]


def answered(connection: Connection) -> Counts:
    """Return how many answered each open question in each wave."""
    place = (open_answer.c.question, open_answer.c.wave)
    rows = connection.execute(select(*place, func.count()).group_by(*place))
    return {(QuestionId(question), WaveId(wave)): n for question, wave, n in rows}


def touched(connection: Connection, coder: CoderId) -> Counts:
    """Return of how many answers to each question in each wave a coder has decided at least a segment."""
    place = (mark.c.question, mark.c.wave)
    done = select(*place, func.count(mark.c.respondent.distinct()))
    done = done.where(mark.c.kind == MarkKind.DONE, mark.c.coder == coder)
    return {(QuestionId(question), WaveId(wave)): n for question, wave, n in connection.execute(done.group_by(*place))}


def asked(connection: Connection, survey: Survey, question: Question, wave: WaveId) -> int:
    """Return how many respondents of a wave were asked a question: all, or those for whom its condition holds."""
    condition = question.asked
    if condition is None:
        whole = select(func.count()).select_from(respondent).where(respondent.c.wave == wave)
        return connection.scalar(whole) or 0
    if survey.variable(condition.variable) is None:
        return 0
    having = select(func.count()).select_from(variable_value)
    here = (variable_value.c.wave == wave, variable_value.c.variable == condition.variable)
    return connection.scalar(having.where(*here, variable_value.c.value.in_(condition.values))) or 0
