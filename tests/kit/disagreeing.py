"""Two coders who have finished a blind draw and disagree on half of it.

Aino coded all thirty answers of ``coded_project``; Sirkka coded six drawn ones blind, three of them otherwise.
"""

from dataclasses import replace
from pathlib import Path

from avoin.ids import AnswerKey
from avoin.workflow.coders.draw_answers import Wish, draw_answers, finish_draw
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.project import Project
from kit.coded_project import coded_project

FIRST, SECOND, JUDGE = "Aino", "Sirkka", "Liisa"
OTHER = {"jono": "raha", "puhelin": "jono", "raha": "puhelin"}


def disagreeing(folder: Path) -> Project:
    """Return the project, as the one who decides opens it."""
    made = coded_project(folder)
    given = {coding.span.answer: coding.code for coding in load_coded(made, FIRST)[1]}
    draw_answers(made, SECOND, Wish(0.2, seed=1))
    desk = open_desk(made, "wishes", None, SECOND)
    for place, key in enumerate(desk.answers()):
        spans = [each.span for each in desk.answer(key).segments]
        desk.assign(spans[0], OTHER[given[key]] if place % 2 else given[key])
        if place % 2:
            desk.memo(spans[0], "Epäröin tässä.")
        desk.done(spans)
    finish_draw(made, SECOND)
    return replace(made, settings=replace(made.settings, coder=JUDGE))


def codes_on(made: Project, answer: AnswerKey, coder: str | None = None) -> list[str]:
    """Return the codes that count on an answer, or those of one coder."""
    return sorted({coding.code for coding in load_coded(made, coder)[1] if coding.span.answer == answer})
