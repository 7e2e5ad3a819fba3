"""Which segments are offered for quoting first."""

import numpy as np

from avoin.ids import AnswerKey, QuestionId, RespondentId, Span, WaveId
from avoin.privacy.ranking import Offer, clarity, ranked


def _offer(who: str, text: str, *background: str) -> Offer:
    return Offer(Span(AnswerKey(WaveId("2025"), RespondentId(who), QuestionId("q")), 0, len(text)), text, background)


LONG = "Jonot ovat kasvaneet koko vuoden ajan, ja moni luovuttaa ennen kuin saa ensimmäistäkään aikaa."


def test_whole_sentences_of_a_good_length_go_before_scraps() -> None:
    order = ranked([_offer("a", "se on sama"), _offer("b", LONG), _offer("c", "JONOT JONOT JONOT")], {})
    assert order[0].text == LONG
    assert clarity(LONG) > clarity("se on sama") > clarity("?!")


def test_typical_ones_go_first() -> None:
    offers = [_offer(name, LONG) for name in "abcd"]
    near, far = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)
    order = ranked(offers, {each.span: far if each.span.answer.respondent == "a" else near for each in offers})
    assert order[-1].span.answer.respondent == "a"


def test_one_background_waits_for_another_and_one_person_for_all_others() -> None:
    offers = [_offer("a", LONG, "north"), _offer("b", LONG, "north"), _offer("c", LONG, "south")]
    again = Offer(Span(offers[0].span.answer, 1, 90), LONG[1:90], ("north",))
    order = [each.span.answer.respondent for each in ranked([*offers, again], {})]
    assert order == ["a", "c", "b", "a"]


def test_everything_offered_is_returned_once() -> None:
    offers = [_offer(f"r{place}", LONG[: place + 20]) for place in range(130)]
    assert sorted(each.span for each in ranked(offers, {})) == sorted(each.span for each in offers)
