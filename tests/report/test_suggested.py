"""What became of the suggestions, from what the decisions say was shown."""

import json

from avoin.coding.decision import Decision, Mark, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.report.suggested import Suggestions, suggestions_of

AINO = CoderId("Aino")


def _span(who: str) -> Span:
    return Span(AnswerKey(WaveId("2025"), RespondentId(who), QuestionId("wishes")), 0, 9)


def _decision(seen: str, *put: Mark) -> Decision:
    return Decision(1, "u", "2026-02-14T12:00:00+00:00", AINO, Verb.CONFIRM, put, (), seen, "koe 1.0.0", None, "", "")


def _seen(*who: str) -> str:
    top = [[each, "2025", 0, 9, [["jono", 0.9], ["raha", 0.2]]] for each in who]
    return json.dumps({"suggester": "1", "top": top})


def _coding(who: str, code: str) -> Mark:
    return mark_span(MarkKind.CODING, _span(who), AINO, CodeId(code))


def test_codings_are_compared_with_what_was_shown_for_their_segment() -> None:
    decisions = [
        _decision(_seen("r1", "r2"), _coding("r1", "jono"), _coding("r2", "raha"), _coding("r3", "jono")),
        _decision(_seen("r4"), _coding("r4", "muu"), mark_span(MarkKind.REFUSED, _span("r4"), AINO, CodeId("jono"))),
        _decision("", _coding("r5", "jono")),
    ]
    # r3 is an identical answer that was not shown, r5 was coded without suggestions
    assert suggestions_of(decisions) == Suggestions(n_codings=3, n_first=1, n_listed=2, n_refused=1)


def test_nothing_is_said_where_nothing_was_shown() -> None:
    assert suggestions_of([_decision("", _coding("r1", "jono"))]) is None


def test_a_record_of_another_form_is_passed_over() -> None:
    for seen in ("[]", "{", '{"top": 3}', '{"top": [[1]]}', '{"top": [["r1", "2025", 0, 9, [["jono"]]]]}', "null"):
        assert suggestions_of([_decision(seen, _coding("r1", "jono"))]) is None
