"""What was decided can be looked up, and no answer text is among it."""

from dataclasses import asdict
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.store import decisions
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.coders.hand_out import hand_out
from avoin.workflow.desk.undo import undo
from avoin.workflow.project import Project
from avoin.workflow.upkeep.history import About, UnknownAnswerError, about_answer, history
from avoin.workflow.upkeep.verb_words import noted_name, verb_name
from kit.coded_project import coded_project
from kit.decided import code, span
from kit.projects import add_wave, project

SECRET = "Maija Meikäläinen"


@pytest.fixture
def decided(tmp_path: Path) -> Project:
    made = project(tmp_path, {"wishes": {"r1": SECRET, "r2": SECRET}, "praise": {"r1": SECRET}})
    made = add_wave(made, "2024", {"wishes": {"r1": SECRET}})
    code(made, "r1", "wishes", "pay", "time")
    code(made, "r2", "wishes", "pay", coder="Eero")
    code(made, "r1", "praise", "team")
    code(made, "r1", "wishes", "pay", wave="2024")
    return made


def test_decisions_come_in_the_order_they_were_made(decided: Project) -> None:
    rows = history(decided)
    assert [row.seq for row in rows] == [1, 2, 3, 4]
    first = rows[0]
    assert (first.coder, first.verb, first.codes, first.codebook) == ("Aino", Verb.ASSIGN, ("pay", "time"), "koe 1.0.0")
    assert (first.answer, first.questions) == (span("r1", "wishes").answer, ("wishes",))
    assert (first.n_answers, first.n_put, first.n_taken, first.of) == (1, 3, 0, None)


@pytest.mark.parametrize(
    ("about", "found"),
    [
        (About(coder=CoderId("Eero")), [2]),
        (About(code=CodeId("pay")), [1, 2, 4]),
        (About(respondent=RespondentId("r1")), [1, 3, 4]),
        (About(respondent=RespondentId("r1"), question=QuestionId("wishes")), [1, 4]),
        (About(wave=WaveId("2024")), [4]),
        (About(respondent=RespondentId("r1"), code=CodeId("team"), coder=CoderId("Aino")), [3]),
        (About(code=CodeId("none")), []),
    ],
)
def test_filters_narrow_what_is_shown(decided: Project, about: About, found: list[int]) -> None:
    assert [row.seq for row in history(decided, about)] == found


def test_a_filter_on_answer_and_code_wants_both_in_one_mark(decided: Project) -> None:
    spans = [span("r1", "praise"), span("r2", "wishes")]
    marks = [Mark(MarkKind.CODING, *spans[n].answer, 0, 5, CodeId(each)) for n, each in enumerate(("x", "y"))]
    with decided.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("Aino"), Verb.CONFIRM, tuple(marks)))
    assert [row.seq for row in history(decided, About(respondent=RespondentId("r1"), code=CodeId("y")))] == []
    (row,) = history(decided, About(code=CodeId("y")))
    assert (row.answer, row.n_answers, row.questions) == (None, 2, ("praise", "wishes"))


def test_a_limit_keeps_the_latest(decided: Project) -> None:
    assert [row.seq for row in history(decided, limit=2)] == [3, 4]
    assert [row.seq for row in history(decided, About(code=CodeId("pay")), limit=2)] == [2, 4]


def test_an_undo_says_what_it_took_back(decided: Project) -> None:
    undo(decided, CoderId("Eero"))
    last = history(decided)[-1]
    assert (last.verb, last.of, last.n_put, last.n_taken) == (Verb.UNDO, 2, 0, 2)


def test_neither_answers_nor_memos_are_in_it(decided: Project) -> None:
    memo = Mark(MarkKind.MEMO, *span("r1", "wishes").answer, coder=CoderId("Aino"), text=f"huom. {SECRET}")
    with decided.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("Aino"), Verb.MEMO, (memo,), seen=SECRET))
    assert SECRET not in repr([asdict(row) for row in history(decided)])


def test_an_answer_is_named_by_respondent_and_question(decided: Project) -> None:
    assert about_answer(decided, "r1") == ("r1", None)
    assert about_answer(decided, "r1/wishes") == ("r1", "wishes")


def test_a_respondent_whose_id_has_a_slash_can_be_named(tmp_path: Path) -> None:
    made = project(tmp_path, {"wishes": {"2025/17": "x"}})
    assert about_answer(made, "2025/17") == ("2025/17", None)
    assert about_answer(made, "2025/17/wishes") == ("2025/17", "wishes")


def test_a_respondent_that_is_not_there_is_said(decided: Project) -> None:
    for named in ("r9", "r1/nonsense", "/wishes"):
        with pytest.raises(UnknownAnswerError, match="no respondent"):
            about_answer(decided, named)


def test_every_kind_of_decision_has_a_name_of_its_own() -> None:
    assert len({verb_name(each) for each in Verb}) == len(Verb)


def test_numbers_of_draws_are_no_codes(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "home")
    draw_answers(made, "Sirkka", Wish(0.1))
    hand_out(made, "Sirkka", tmp_path / "out.zip")
    drawn, handed = history(made)[-2:]
    assert (drawn.codes, drawn.draws, drawn.noted) == ((), (1,), None)
    assert (handed.codes, handed.draws, handed.noted, handed.n_answers) == ((), (1,), MarkKind.HANDED, 3)
    assert noted_name(MarkKind.HANDED) != noted_name(MarkKind.BREAK)
    assert history(made, About(code=CodeId("1"))) == ()
