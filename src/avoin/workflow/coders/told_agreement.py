"""What the report tells of agreement: the newest finished draw of two coders and that of one's own answers.

Enters: a project. Leaves: what the methods say of each, before and after settling; nothing where no draw is finished.
"""

from avoin.report.reliability import QuestionReliability, Reliability
from avoin.store.draws import Draw
from avoin.workflow.coders.adjudicate import AdjudicationDesk
from avoin.workflow.coders.double_coding import CompareError, Which
from avoin.workflow.coders.draw_answers import list_draws
from avoin.workflow.project import Project


def reliabilities_of(project: Project) -> tuple[Reliability, ...]:
    """Return what there is to tell, of two coders first; a draw of which nothing can be compared is left out."""
    newest = {draw.own: draw for draw in list_draws(project) if draw.finished is not None}
    told = (_reliability_of(project, newest[own]) for own in sorted(newest))
    return tuple(each for each in told if each is not None)


def _reliability_of(project: Project, draw: Draw) -> Reliability | None:
    try:
        desk = AdjudicationDesk(project, which=Which(draw=draw.number))
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
