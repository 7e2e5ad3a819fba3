"""Drawing, coding blind, and comparing."""

from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import MarkKind
from avoin.coding.roles import is_role
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.coders.compare_coders import compare_coders
from avoin.workflow.coders.double_coding import CompareError, Which
from avoin.workflow.coders.draw_answers import DrawError, Wish, draw_answers, finish_draw, list_draws
from avoin.workflow.coders.told_agreement import reliabilities_of
from avoin.workflow.desk import undo
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.project import CoderError, Project, coder_of
from avoin.workflow.upkeep import history
from kit.coded_project import PEOPLE, coded_project

SECOND = CoderId("Sirkka")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path)


def as_coder(made: Project, name: str) -> Project:
    return replace(made, settings=replace(made.settings, coder=name))


def code_all(made: Project, coder: str, given: str) -> None:
    desk = open_desk(made, "wishes", None, coder)
    for key in desk.answers():
        spans = [each.span for each in desk.answer(key).segments]
        desk.assign(spans[0], given)
        desk.done(spans)


def test_a_draw_is_a_decision_and_is_by_share_of_each_stratum(made: Project) -> None:
    drawn = draw_answers(made, SECOND, Wish(0.3, by="role"))
    assert (len(drawn.answers), drawn.of, drawn.coder, drawn.finished) == (9, len(PEOPLE), SECOND, None)
    directors = sum(PEOPLE.index(each.respondent) < 8 for each in drawn.answers)
    assert directors in (2, 3)
    assert history.history(made)[-1].verb == "draw"
    undo.undo(made, CoderId("Aino"))
    assert list_draws(made) == ()


def test_the_blind_coder_has_only_the_drawn_answers_and_no_codings_suggestions_or_themes(made: Project) -> None:
    drawn = draw_answers(made, SECOND, Wish(0.2))
    desk = open_desk(made, "wishes", None, SECOND)
    desk.refit()
    assert desk.blind
    assert set(desk.answers()) == set(drawn.answers)
    for key in desk.answers():
        for segment in desk.answer(key).segments:
            assert (segment.codings, desk.suggestions(segment.span)) == ((), ())
    assert (desk.themes(), desk.pages()) == ((), ())
    with pytest.raises(BlindError):
        desk.rethink()


def test_the_store_gives_a_blind_reader_nobody_elses_marks_on_the_drawn_answers(made: Project) -> None:
    drawn = draw_answers(made, SECOND, Wish(0.2))
    with made.store.read() as connection:
        seen = decisions.marks(connection, MarkKind.CODING, reader=SECOND)
        everything = decisions.marks(connection, MarkKind.CODING)
    assert not [mark for mark in seen if mark.answer in drawn.answers]
    assert {mark.answer for mark in everything} >= set(drawn.answers)


def test_while_blind_neither_codings_nor_comparison_are_told(made: Project) -> None:
    draw_answers(made, SECOND, Wish(0.2))
    for tell in (load_coded, compare_coders):
        with pytest.raises(BlindError, match="Sirkka is coding 6 answers blind"):
            tell(as_coder(made, SECOND))
    assert load_coded(made)[1]


def test_a_draw_is_finished_when_all_is_decided_or_when_one_says_so(made: Project) -> None:
    draw_answers(made, SECOND, Wish(0.1))
    with pytest.raises(DrawError, match="3 drawn answers are not decided"):
        finish_draw(made, SECOND)
    code_all(made, SECOND, "jono")
    assert finish_draw(made, SECOND).finished is not None
    with pytest.raises(DrawError, match="no blind coding"):
        finish_draw(made, SECOND)
    assert load_coded(as_coder(made, SECOND))[1]


def test_a_draw_is_compared_as_it_was_when_the_blind_coding_ended(made: Project) -> None:
    draw_answers(made, SECOND, Wish(1))
    code_all(made, SECOND, "jono")
    finish_draw(made, SECOND)
    before = compare_coders(made)
    desk = open_desk(made, "wishes", None, SECOND)
    for key in desk.answers():
        desk.unassign([each.span for each in desk.answer(key).segments], "jono")
    assert compare_coders(made) == before
    (only,) = before.questions
    counts = {str(each.code): each.counts for each in only.comparison.codes}
    assert (before.coders, before.draw) == (("Aino", SECOND), 1)
    # Aino gave a third of the thirty each code; Sirkka gave all of them the first
    assert (counts["jono"].both, counts["jono"].second, counts["jono"].first) == (10, 20, 0)
    assert (counts["raha"].first, counts["raha"].neither) == (10, 20)


def test_ones_own_answers_come_back_without_the_first_codings_and_are_not_counted(made: Project) -> None:
    n = len(load_coded(made)[1])
    drawn = draw_answers(made, "Aino", Wish(0.2, own=True))
    code_all(made, "Aino", "raha")
    finish_draw(made, "Aino")
    found = compare_coders(made)
    assert is_role(drawn.role)
    assert found.coders == ("Aino", drawn.role)
    assert found.questions[0].comparison.n_answers == len(drawn.answers)
    assert len(load_coded(made)[1]) == n


def test_the_report_tells_of_two_coders_also_where_one_coded_own_answers_again_since(made: Project) -> None:
    draw_answers(made, SECOND, Wish(1))
    code_all(made, SECOND, "jono")
    finish_draw(made, SECOND)
    drawn = draw_answers(made, "Aino", Wish(0.2, own=True))
    assert [each.coders for each in reliabilities_of(as_coder(made, "Veikko"))] == [("Aino", SECOND)], "not finished"
    code_all(made, "Aino", "raha")
    finish_draw(made, "Aino")
    told = reliabilities_of(made)
    assert [(each.coders, each.own, each.n_drawn) for each in told] == [
        (("Aino", SECOND), False, len(PEOPLE)),
        (("Aino", drawn.role), True, len(drawn.answers)),
    ]


def test_two_named_coders_are_compared_on_what_both_decided(made: Project) -> None:
    found = compare_coders(made, Which(("Aino", "Veikko")))
    assert (found.draw, found.questions[0].comparison.n_answers) == (None, 2)
    with pytest.raises(CompareError):
        compare_coders(made, Which(("Aino", "Nobody")))


def test_what_cannot_be_drawn_is_said(made: Project) -> None:
    with pytest.raises(DrawError, match="share"):
        draw_answers(made, SECOND, Wish(0))
    with pytest.raises(DrawError, match="no answers to draw from"):
        draw_answers(made, "Aino", Wish(0.5))
    draw_answers(made, SECOND, Wish(0.1))
    with pytest.raises(DrawError, match="a draw to finish first"):
        draw_answers(made, SECOND, Wish(0.1))


def test_nobody_can_be_called_as_a_role_is(made: Project) -> None:
    with pytest.raises(CoderError):
        coder_of(made, "Aino§1")


def test_the_history_is_silent_on_what_others_decided_on_blind_answers(made: Project) -> None:
    drawn = draw_answers(made, SECOND, Wish(0.2))
    told = {row.answer for row in history.history(as_coder(made, SECOND))}
    assert not told & set(drawn.answers)
    assert {row.answer for row in history.history(made)} >= set(drawn.answers)
