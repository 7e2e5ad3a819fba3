"""Who was asked, found from who answered; chance is no reason."""

from avoin.corpus.conditions import condition_for
from avoin.corpus.model import Condition
from avoin.ids import VariableId

ROLE, PLACE = VariableId("rooli"), VariableId("paikka")
ROLES = ["johtaja"] * 8 + ["työntekijä"] * 40


def test_a_question_that_only_directors_answer_was_asked_of_directors() -> None:
    answered = [True] * 7 + [False] + [False] * 40
    assert condition_for(answered, {ROLE: ROLES}) == Condition(ROLE, ("johtaja",))


def test_one_answer_by_another_takes_the_condition_away() -> None:
    assert condition_for([True] * 8 + [True] + [False] * 39, {ROLE: ROLES}) is None


def test_a_question_that_few_answer_was_not_asked_of_few() -> None:
    assert condition_for([True, True] + [False] * 46, {ROLE: ROLES}) is None


def test_a_group_small_enough_to_be_silent_by_chance_is_no_group() -> None:
    assert condition_for([True] * 20 + [False] * 20 + [False] * 3, {ROLE: ["a"] * 40 + ["b"] * 3}) is None


def test_the_variable_under_which_most_answered_is_the_reason() -> None:
    answered = [True] * 8 + [False] * 40
    places = ["Oulu"] * 8 + ["Oulu"] * 4 + ["Kemi"] * 36
    assert condition_for(answered, {PLACE: places, ROLE: ROLES}) == Condition(ROLE, ("johtaja",))


def test_a_missing_value_among_those_who_answered_is_no_condition() -> None:
    assert condition_for([True] * 8 + [False] * 40, {ROLE: ["", *ROLES[1:]]}) is None


def test_a_question_that_everybody_could_answer_has_no_condition() -> None:
    assert condition_for([True, False] * 24, {ROLE: ROLES}) is None
    assert condition_for([False] * 48, {ROLE: ROLES}) is None
