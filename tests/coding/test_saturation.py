"""Whether new codes still turn up is counted by runs of answers, in the order they were coded."""

from avoin.coding.decision import Coding
from avoin.coding.saturation import new_codes_by_run
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId


def coding(respondent: str, code: str, seq: int) -> Coding:
    key = AnswerKey(WaveId("2025"), RespondentId(respondent), QuestionId("q"))
    return Coding(Span(key, 0, 1), CodeId(code), CoderId("aino"), seq, "", "")


def test_a_code_is_new_once_and_a_run_without_new_codes_is_zero() -> None:
    codings = [
        coding("r1", "a", 1),
        coding("r2", "b", 2),
        coding("r3", "a", 3),
        coding("r4", "b", 4),
        coding("r5", "c", 5),
    ]
    assert new_codes_by_run(codings, 2) == (2, 0, 1)


def test_the_order_is_that_of_the_decisions_and_a_later_code_on_an_early_answer_is_of_its_run() -> None:
    codings = [coding("r3", "c", 3), coding("r1", "a", 1), coding("r2", "b", 2), coding("r1", "d", 4)]
    assert new_codes_by_run(codings, 1) == (2, 1, 1)


def test_nothing_coded_has_no_runs() -> None:
    assert new_codes_by_run(()) == ()
