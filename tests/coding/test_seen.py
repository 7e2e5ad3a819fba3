"""What was suggested, as a decision records it; and which answers are coded without suggestions."""

import json

from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.seen import Seen, is_hidden, read_seen, write_seen
from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, WaveId

Q = QuestionId("q")


def span(who: str) -> Span:
    return Span(AnswerKey(WaveId("2025"), RespondentId(who), Q), 0, 9)


def test_what_is_written_is_read_back_with_the_hidden_apart() -> None:
    ranked = ((CodeId("jono"), 0.91234), (CodeId("raha"), 0.2))
    text = write_seen("ridge 2", {span("r1"): ranked, span("r2"): ranked[:1]}, {span("r2")})
    seen = read_seen(text)
    assert dict(seen.shown) == {("r1", "2025", 0, 9): ("jono", "raha")}
    assert dict(seen.hidden) == {("r2", "2025", 0, 9): ("jono",)}
    assert json.loads(text)["top"][0][4][0] == ["jono", 0.912]


def test_nothing_suggested_is_nothing_recorded() -> None:
    assert write_seen("ridge 2", {}, ()) == ""
    assert read_seen("") == Seen()


@given(st.integers(0, 1000), st.floats(0.05, 0.5))
def test_about_the_share_is_hidden_and_a_larger_share_hides_the_same_and_more(seed: int, share: float) -> None:
    texts = [f"vastaus {place}" for place in range(400)]
    few, many = ({text for text in texts if is_hidden(text, Q, each, seed)} for each in (share, share * 1.5))
    assert few <= many
    assert abs(len(few) / 400 - share) < 0.15


def test_identical_answers_are_hidden_together_and_nothing_at_share_nought() -> None:
    texts = [f"Vastaus {place}" for place in range(50)]
    assert [is_hidden(text, Q, 0.3, 0) for text in texts] == [
        is_hidden(f" {text.upper()}. ", Q, 0.3, 0) for text in texts
    ]
    assert not any(is_hidden(text, Q, 0.0, 0) for text in texts)


def test_another_question_or_seed_hides_others() -> None:
    texts = [f"vastaus {place}" for place in range(200)]
    hows = ((Q, 0), (Q, 1), (QuestionId("p"), 0))
    hidden = [tuple(is_hidden(text, question, 0.3, seed) for text in texts) for question, seed in hows]
    assert len(set(hidden)) == 3
