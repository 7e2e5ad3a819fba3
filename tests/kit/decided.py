"""Decisions in a line: ``code(project, "r1", "wishes", "pay")``."""

from avoin.coding.decision import Decision, Draft, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import decisions
from avoin.workflow.project import Project


def span(respondent: str, question: str, start: int = 0, end: int = 5, *, wave: str = "2025") -> Span:
    """Return a span of an answer."""
    return Span(AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId(question)), start, end)


def code(
    project: Project,
    respondent: str,
    question: str,
    *codes: str,
    coder: str = "Aino",
    start: int = 0,
    end: int = 5,
    wave: str = "2025",
    codebook: str = "koe 1.0.0",
) -> Decision:
    """Record one decision that puts codes on a span and says it is done."""
    who, on = CoderId(coder), span(respondent, question, start, end, wave=wave)
    put = [mark_span(MarkKind.CODING, on, who, CodeId(each)) for each in codes]
    draft = Draft(who, Verb.ASSIGN, (*put, mark_span(MarkKind.DONE, on, who)), codebook=codebook)
    with project.store.transaction() as connection:
        made = decisions.append(connection, draft)
    assert made is not None
    return made
