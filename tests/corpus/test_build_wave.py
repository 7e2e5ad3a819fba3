"""Rows become respondents and answers, as read; what does not fit is told by row and column."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.build import WaveError, build_wave
from avoin.corpus.model import Condition, Question, QuestionKind, Survey, Variable, Wave
from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId
from avoin.importing.table import SurveyTable
from avoin.text import working_text
from kit.tables import table

W = WaveId("2025")
ROLE = VariableId("rooli")


def question(kind: QuestionKind, heading: str = "k", **more: object) -> Question:
    return Question(QuestionId("q"), kind, heading, {W: heading}, **more)  # type: ignore[arg-type]


def survey(*questions: Question, ids: str = "id", variables: tuple[Variable, ...] = ()) -> Survey:
    return Survey("x", (Wave(W, ids),), questions, variables)


OPEN = survey(question(QuestionKind.OPEN))


def test_an_open_answer_is_kept_as_read_beside_its_working_text() -> None:
    read = SurveyTable("k", "", ("id", "k"), (("a", " Ko\u0308yhyys\r\nnäkyy "), ("b", " \t\n"), ("c", "")))
    built = build_wave(read, OPEN, W)
    assert [respondent.id for respondent in built.respondents] == ["a", "b", "c"]
    (answer,) = built.answers
    assert answer.key == AnswerKey(W, RespondentId("a"), QuestionId("q"))
    assert answer.raw == " Ko\u0308yhyys\r\nnäkyy "
    assert answer.text == " Köyhyys\nnäkyy "


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_every_answer_that_says_something_is_there_as_read(cells: list[str]) -> None:
    read = SurveyTable("k", "", ("id", "k"), tuple((str(n), cell) for n, cell in enumerate(cells)))
    built = build_wave(read, OPEN, W)
    assert len(built.respondents) == len(cells)
    assert [answer.raw for answer in built.answers] == [cell for cell in cells if cell.strip()]
    assert all(answer.text == working_text(answer.raw) for answer in built.answers)


def test_grades_are_read_with_decimal_comma_halves_and_signs() -> None:
    built = build_wave(table("id;k", "a;7", "b;7,5", "c;8-", "d;", "e;10"), survey(question(QuestionKind.GRADE)), W)
    assert [answer.number for answer in built.closed] == [7.0, 7.5, 7.75, 10.0]
    assert built.warnings == ()


def test_what_is_no_grade_is_kept_without_a_value_and_told_by_row_and_column() -> None:
    built = build_wave(table("id;k", "a;7", "b;11", "c;hyvä", "d;3"), survey(question(QuestionKind.GRADE)), W)
    assert [(answer.raw, answer.number) for answer in built.closed] == [
        ("7", 7.0),
        ("11", None),
        ("hyvä", None),
        ("3", None),
    ]
    assert built.warnings == ("Column “k”: 3 cells are not grades 4–10 and have no value (rows 3, 4, 5).",)


def test_what_is_no_number_is_told() -> None:
    built = build_wave(table("id;k", "a;1 234,5", "b;monta"), survey(question(QuestionKind.NUMBER)), W)
    assert [answer.number for answer in built.closed] == [1234.5, None]
    assert built.warnings == ("Column “k”: 1 cell is not a number and has no value (row 3).",)


def test_a_category_is_found_whatever_its_case_and_spaces_and_an_unknown_one_is_told() -> None:
    asked = question(QuestionKind.CHANGE, categories=("Pysynyt ennallaan", "heikentynyt"))
    built = build_wave(table("id;k", "a;pysynyt  ENNALLAAN", "b; heikentynyt", "c;muu"), survey(asked), W)
    assert [answer.category for answer in built.closed] == ["Pysynyt ennallaan", "heikentynyt", ""]
    assert built.closed[0].raw == "pysynyt  ENNALLAAN"
    assert built.warnings == ("Column “k”: 1 cell is none of the question's categories and has no value (row 4).",)


def test_a_choice_without_named_categories_takes_them_as_read() -> None:
    built = build_wave(table("id;k", "a; kyllä ", "b;ei"), survey(question(QuestionKind.CHOICE)), W)
    assert [answer.category for answer in built.closed] == ["kyllä", "ei"]


def test_no_warning_holds_what_a_cell_says() -> None:
    asked = (question(QuestionKind.GRADE),)
    built = build_wave(table("id;k", "a;salaisuus"), survey(*asked), W)
    assert "salaisuus" not in " ".join(built.warnings)


def test_variables_have_one_name_for_what_waves_write_differently() -> None:
    role = Variable(ROLE, "Rooli", {W: "r"}, {"Johtaja": "johtaja"})
    built = build_wave(
        table("id;k;r", "a;x;Johtaja", "b;x; muu ", "c;x;"), survey(*OPEN.questions, variables=(role,)), W
    )
    assert [dict(respondent.values) for respondent in built.respondents] == [{ROLE: "johtaja"}, {ROLE: "muu"}, {}]


def test_an_answer_by_someone_who_was_not_asked_is_told() -> None:
    role = Variable(ROLE, "Rooli", {W: "r"})
    asked = question(QuestionKind.OPEN, asked=Condition(ROLE, ("johtaja",)))
    built = build_wave(table("id;k;r", "a;x;johtaja", "b;y;muu", "c;;muu"), survey(asked, variables=(role,)), W)
    assert built.warnings == ("q: 1 answer is by a respondent who was not asked, says survey.yaml (row 3).",)
    assert len(built.answers) == 2


def test_ids_that_stand_twice_are_an_error_that_lists_the_rows() -> None:
    with pytest.raises(
        WaveError, match=r"kysely\.csv, column “id”: 2 ids stand more than once: rows 2, 4; rows 3, 5, 6"
    ):
        build_wave(table("id;k", "a;x", "b;x", " a ;x", "b;x", "b;x"), OPEN, W)


def test_missing_ids_are_an_error_that_names_the_rows() -> None:
    with pytest.raises(WaveError, match=r"kysely\.csv, column “id”: no id on rows 3, 4"):
        build_wave(table("id;k", "a;x", ";x", " ;x"), OPEN, W)


def test_row_numbers_serve_where_there_are_no_ids() -> None:
    built = build_wave(table("k;l", "x;y", "y;z"), survey(question(QuestionKind.OPEN), ids=""), W)
    assert [respondent.id for respondent in built.respondents] == ["1", "2"]


def test_a_column_that_the_file_lacks_is_an_error_that_names_the_near_ones() -> None:
    with pytest.raises(WaveError, match=r"survey\.yaml says that q of wave 2025 is the column “Mitä kuuluu”") as caught:
        build_wave(table("id;Mitä kuuluu?", "a;x"), survey(question(QuestionKind.OPEN, "Mitä kuuluu")), W)
    assert "“Mitä kuuluu?”" in caught.value.hint


def test_an_unknown_wave_is_an_error() -> None:
    with pytest.raises(WaveError, match="The survey has no wave 2030"):
        build_wave(table("id;k", "a;x"), OPEN, WaveId("2030"))
