"""What counts where disagreements were settled."""

from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.decision import Coding, Mark
from avoin.coding.settlement import Settlement, Stamp, settlements_of, settling_marks, standing
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId

CODERS = (CoderId("Aino"), CoderId("Sirkka"))
JUDGE = CoderId("Liisa")

answers = st.builds(
    lambda place: AnswerKey(WaveId("2025"), RespondentId(f"r{place}"), QuestionId("wishes")), st.integers(0, 4)
)
spans = st.builds(
    lambda answer, start, length: Span(answer, start, start + length), answers, st.integers(0, 9), st.integers(1, 9)
)
codes = st.sampled_from([CodeId("jono"), CodeId("raha"), CodeId("palvelu")])
codings = st.builds(
    Coding, spans, codes, st.sampled_from(CODERS), st.integers(1, 99), st.just(""), st.just("koe 1.0.0")
)


@st.composite
def settlements(draw: st.DrawFn) -> tuple[Settlement, ...]:
    """At most one for each answer, made by way of its marks as the store makes them."""
    marks: dict[Mark, int] = {}
    for seq, answer in enumerate(draw(st.lists(answers, unique=True)), 100):
        places = draw(st.dictionaries(codes, st.just((Span(answer, 0, 5),))))
        marks |= dict.fromkeys(settling_marks(answer, JUDGE, places, CODERS, 1, draw(st.text(max_size=5))), seq)
    return settlements_of(marks, {seq: Stamp("2026-01-01T00:00:00+00:00", "koe 1.0.0") for seq in marks.values()})


def given_by(found: tuple[Coding, ...], answer: AnswerKey) -> list[Coding]:
    return [coding for coding in found if coding.span.answer == answer]


@given(st.lists(codings), settlements())
def test_a_settled_answer_has_what_was_decided_and_any_other_what_its_coders_put(
    put: list[Coding], settled: tuple[Settlement, ...]
) -> None:
    found = standing(put, settled)
    by_answer = {each.answer: each for each in settled}
    for answer in {coding.span.answer for coding in put} | by_answer.keys():
        here = given_by(found, answer)
        if answer in by_answer:
            assert sorted(here, key=repr) == sorted(by_answer[answer].codings, key=repr)
            assert {coding.coder for coding in here} <= {JUDGE}
        else:
            assert sorted(here, key=repr) == sorted(given_by(tuple(put), answer), key=repr)


@given(st.lists(codings), settlements())
def test_reading_is_in_order_and_reading_again_changes_nothing(
    put: list[Coding], settled: tuple[Settlement, ...]
) -> None:
    found = standing(put, settled)
    assert list(found) == sorted(found, key=lambda each: (each.span, each.code, each.coder))
    assert standing(found, settled) == found
    assert (
        standing(reversed(put), reversed(settled)) == standing(put, settled) or len(set(put)) < len(put) or _ties(put)
    )
    assert standing(put, ()) == tuple(sorted(put, key=lambda each: (each.span, each.code, each.coder)))


def _ties(put: list[Coding]) -> bool:
    return len({(each.span, each.code, each.coder) for each in put}) < len(put)


def test_a_settlement_says_who_when_between_whom_and_why() -> None:
    answer = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("wishes"))
    where = {CodeId("raha"): (Span(answer, 0, 5), Span(answer, 6, 9)), CodeId("jono"): (Span(answer, 0, 9),)}
    marks = settling_marks(answer, JUDGE, where, CODERS, 2, "ä on yhä sama")
    (found,) = settlements_of(dict.fromkeys(marks, 7), {7: Stamp("2026-01-01T00:00:00+00:00", "koe 1.1.0")})
    assert (found.by, found.coders, found.draw, found.reason) == (JUDGE, CODERS, 2, "ä on yhä sama")
    assert (found.codes, len(found.codings), found.seq) == (("jono", "raha"), 3, 7)
    assert {coding.codebook for coding in found.codings} == {"koe 1.1.0"}
