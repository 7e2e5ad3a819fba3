"""What the report tells of agreement: the newest finished draw, before and after settling.

Enters: a project. Leaves: what the methods say of it, or nothing where no draw is finished.
"""

from avoin.report.reliability import QuestionReliability, Reliability
from avoin.workflow.coders.adjudicate import AdjudicationDesk
from avoin.workflow.coders.double_coding import CompareError
from avoin.workflow.coders.draw_answers import find_draw
from avoin.workflow.project import Project


def reliability_of(project: Project) -> Reliability | None:
    """Return what there is to tell; None where no draw is finished, or nothing of it can be compared."""
    draw = find_draw(project, None)
    if draw is None:
        return None
    try:
        desk = AdjudicationDesk(project)
    except CompareError:
        return None
    titles = {question.id: question.title for question in project.survey.questions}
    found = desk.adjudicated()
    deciders = {each.settlement.by for each in desk.disagreements() if each.settlement is not None}
    first, second = desk.n_suggested()
    return Reliability(
        desk.coders,
        draw.own,
        len(draw.answers),
        draw.of,
        (first, second),
        tuple(sorted(deciders)),
        tuple(
            QuestionReliability(titles[each.question], each.n_disagreements, each.n_settled, each.before, each.after)
            for each in found
        ),
    )
