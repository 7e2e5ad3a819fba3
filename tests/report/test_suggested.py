"""What became of the suggestions, from what the decisions say was shown."""

import pytest

from avoin.coding.decision import Decision, Mark, MarkKind, Verb, mark_span
from avoin.coding.seen import write_seen
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.report.suggested import Suggestions, Taken, suggestions_of

AINO = CoderId("Aino")


def _span(who: str) -> Span:
    return Span(AnswerKey(WaveId("2025"), RespondentId(who), QuestionId("wishes")), 0, 9)


def _decision(seen: str, *put: Mark, verb: Verb = Verb.CONFIRM) -> Decision:
    return Decision(1, "u", "2026-02-14T12:00:00+00:00", AINO, verb, put, (), seen, "koe 1.0.0", None, "", "")


def _seen(*who: str, hidden: tuple[str, ...] = ()) -> str:
    ranked = ((CodeId("jono"), 0.9), (CodeId("raha"), 0.2))
    return write_seen("1", {_span(each): ranked for each in (*who, *hidden)}, {_span(each) for each in hidden})


def _coding(who: str, code: str) -> Mark:
    return mark_span(MarkKind.CODING, _span(who), AINO, CodeId(code))


def test_codings_are_compared_with_what_was_shown_for_their_segment() -> None:
    decisions = [
        _decision(_seen("r1", "r2"), _coding("r1", "jono"), _coding("r2", "raha"), _coding("r3", "jono")),
        _decision(_seen("r4"), _coding("r4", "muu"), mark_span(MarkKind.REFUSED, _span("r4"), AINO, CodeId("jono"))),
        _decision("", _coding("r5", "jono")),
    ]
    # r3 is an identical answer that was not shown, r5 was coded without suggestions
    assert suggestions_of(decisions) == Suggestions(Taken(3, 1, 2), Taken(), 1)


def test_nothing_is_said_where_nothing_was_shown() -> None:
    assert suggestions_of([_decision("", _coding("r1", "jono"))]) is None


def test_a_record_of_another_form_is_passed_over() -> None:
    for seen in ("[]", "{", '{"top": 3}', '{"top": [[1]]}', '{"top": [["r1", "2025", 0, 9, [["jono"]]]]}', "null"):
        assert suggestions_of([_decision(seen, _coding("r1", "jono"))]) is None


def test_what_was_hidden_is_counted_apart_and_not_where_a_page_or_theme_named_the_code() -> None:
    decisions = [
        _decision(_seen("r1", hidden=("r2",)), _coding("r1", "jono"), _coding("r2", "raha"), verb=Verb.ASSIGN),
        _decision(_seen(hidden=("r3",)), _coding("r3", "jono"), verb=Verb.ASSIGN),
        _decision(_seen(hidden=("r4",)), _coding("r4", "jono")),
    ]
    assert suggestions_of(decisions) == Suggestions(Taken(1, 1, 1), Taken(2, 1, 2), 0)


def test_only_one_coder_and_one_question_can_be_asked_for() -> None:
    decisions = [_decision(_seen("r1"), _coding("r1", "jono"))]
    assert suggestions_of(decisions, AINO, QuestionId("wishes")) == Suggestions(Taken(1, 1, 1), Taken(), 0)
    for coder, question in ((CoderId("Eero"), None), (None, QuestionId("other"))):
        assert suggestions_of(decisions, coder, question) is None


def test_steering_is_a_difference_of_shares_with_its_interval() -> None:
    steering = Suggestions(Taken(70, 56, 60), Taken(80, 48, 50), 0).steering
    assert steering is not None
    # Newcombe (1998), Stat. Med. 17, 873-890, table II, case (a), method 10
    assert steering == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert Suggestions(Taken(70, 56, 60), Taken(), 0).steering is None
