"""Suggesting codes from a codebook's texts and from what was decided."""

import numpy as np

from avoin.codebook.model import Code, Codebook
from avoin.coding.code_texts import CodeText, code_texts, is_about_silence
from avoin.coding.evidence import no_evidence
from avoin.coding.queue import LEAST_PRECISION
from avoin.coding.reasons import WordReasons
from avoin.coding.suggester import Suggester
from avoin.coding.suggestion import LEAST_OFFERED
from avoin.coding.term_space import TermSpace
from avoin.ids import CodeId
from avoin.text import same_answer_key
from kit.codebooks import code
from kit.learning import case, document, evidence

ANSWERS = [
    ["jono kasvaa"],
    ["jono pitenee", "ruoka kallis"],
    ["hinta nousee"],
    ["ruoka kallistuu"],
    ["Jono kasvaa."],
    ["odotus pitkä"],
    ["odotus turha"],
]
CODES = {"jonot": ["jono", "jonotus"], "hinnat": ["hinta", "kallis ruoka"]}
SEGMENTS, BOOK = case(ANSWERS, CODES)


def scores(decided: dict[int, dict[int, int]] | None = None) -> np.ndarray:
    known = no_evidence(2) if not decided else evidence(2, decided)
    return Suggester().fit(SEGMENTS, BOOK, known).scores_


def test_the_codebook_alone_tells_codes_apart() -> None:
    before = scores()
    assert before[0, 0] > 0.5 > before[0, 1]
    assert before[3, 1] > 0.5 > before[3, 0]


def test_chances_are_between_nothing_and_one() -> None:
    for decided in (None, {0: {0: 1}}, {0: {0: 0, 1: 1}, 3: {0: 1, 1: 0}}):
        found = scores(decided)
        assert ((found >= 0.0) & (found <= 1.0)).all()


def test_identical_segments_get_identical_chances_whatever_was_decided() -> None:
    for decided in (None, {0: {0: 1, 1: 0}}, {0: {0: 1}, 5: {0: 0}}):
        np.testing.assert_array_equal(scores(decided)[0], scores(decided)[5])


def test_a_confirmed_segment_raises_what_is_like_it() -> None:
    assert scores({6: {0: 1, 1: 0}})[7, 0] > scores()[7, 0]


def test_a_refusal_lowers_the_code_there_and_on_what_is_like_it() -> None:
    before, after = scores({3: {0: 0}}), scores({3: {0: 0}, 0: {0: 0}})
    assert after[0, 0] < before[0, 0]
    assert after[1, 0] < before[1, 0]


def test_what_a_code_excludes_speaks_against_it_and_not_against_others() -> None:
    answers = [["jono hoitoon"], ["jono kauppaan"], ["hinta kauppaan"]]
    codes = {"jonot": ["jono hoitoon"], "hinnat": ["hinta"]}
    plain, excluding = (
        Suggester().fit(*case(answers, codes, excludes=each), no_evidence(2)).scores_
        for each in ({}, {"jonot": ["jono kauppaan"]})
    )
    assert excluding[1, 0] < plain[1, 0] - 0.1
    assert excluding[0, 0] > 0.9
    assert excluding[2, 1] > 0.9


def test_a_segment_about_two_things_is_suggested_both_codes() -> None:
    segments, codes = case([["jono hinta"], ["jono"], ["hinta"]], {**CODES, "opit": ["koulutus"]})
    fitted = Suggester().fit(segments, codes, no_evidence(3))
    assert (fitted.scores_[0, :2] >= fitted.calibration_.threshold).all()
    assert fitted.scores_[0, 2] < LEAST_OFFERED


def test_a_segment_like_nothing_in_the_codebook_is_not_suggested_any_code() -> None:
    segments, codes = case([["jono kasvaa"], ["xyz"]], CODES)
    fitted = Suggester().fit(segments, codes, no_evidence(2))
    assert (fitted.scores_[1] < min(LEAST_PRECISION, fitted.calibration_.threshold)).all()


def test_the_same_decisions_give_the_same_chances() -> None:
    decided = {0: {0: 1, 1: 0}, 3: {0: 0, 1: 1}}
    np.testing.assert_array_equal(scores(decided), scores(decided))


def test_without_codes_there_is_nothing_to_suggest() -> None:
    segments, codes = case(ANSWERS, {})
    assert Suggester().fit(segments, codes, no_evidence(0)).scores_.shape == (8, 0)


def test_more_examples_than_are_kept_still_know_the_rare_code() -> None:
    answers = [[f"jono numero{place}"] for place in range(60)] + [["hinta nousee"], ["hinta nousee taas"]]
    segments, codes = case(answers, CODES)
    decided = {60: {0: 0, 1: 1}} | {place: {0: 1, 1: 0} for place in range(60)}
    fitted = Suggester(most_examples=8).fit(segments, codes, evidence(2, decided))
    assert fitted.scores_[61, 1] > fitted.scores_[61, 0]


def test_what_is_denied_is_less_likely_but_not_where_the_code_is_about_a_lack() -> None:
    answers = [["jono kasvaa"], ["en ole huomannut jono kasvaa"]]
    segments, codes = case(answers, {"jonot": ["jono kasvaa"], "puute": ["jonon puute", "huomannut"]})
    plain, denied = Suggester().fit(segments, codes, no_evidence(2)).scores_
    assert denied[0] < 0.5 * plain[0]


def test_saying_nothing_belongs_to_the_code_for_it_and_to_no_other() -> None:
    answers = [["en osaa sanoa"], ["jono kasvaa"]]
    silent = {"jonot": ["jono", "kasvaa osaa"], "eos": ["En osaa sanoa", "En tiedä"]}
    segments, codes = case(answers, silent)
    nothing, something = Suggester().fit(segments, codes, no_evidence(2)).scores_
    assert nothing[1] > 0.9
    assert nothing[0] < 0.05
    assert something[0] > 0.5 > something[1]


def test_a_code_is_about_silence_when_a_fifth_of_its_phrases_say_nothing() -> None:
    def is_silent(*phrases: str, against: tuple[str, ...] = ()) -> bool:
        eos = CodeId("eos")
        return is_about_silence(
            [*(CodeText(eos, each) for each in phrases), *(CodeText(eos, each, against=True) for each in against)]
        )

    assert is_silent("En osaa sanoa", "ei mielipidettä asiasta", "vastaaja ei tunne aihetta")
    assert not is_silent("En tiedä", "köyhyys", "velka", "vuokra", "ruoka", "sähkö")
    assert not is_silent("köyhyys", against=("En osaa sanoa",))
    assert not is_silent()


def test_the_words_that_speak_for_a_code_are_found() -> None:
    fitted = Suggester().fit(SEGMENTS, BOOK, no_evidence(2))
    text = "nyt jono kasvaa"
    words = WordReasons(_space()).words(text, document(text).tokens, fitted.term_weights_[:, 0])
    assert [text[start:end] for start, end in words] == ["jono"]


def test_a_text_that_shares_no_word_gives_no_reason() -> None:
    fitted = Suggester().fit(SEGMENTS, BOOK, no_evidence(2))
    assert WordReasons(_space()).words("xyz", document("xyz").tokens, fitted.term_weights_[:, 0]) == ()


def _space() -> TermSpace:
    first: dict[str, str] = {}
    for text in (text for answer in ANSWERS for text in answer):
        first.setdefault(same_answer_key(text), text)
    return TermSpace().fit([document(text) for text in first.values()])


def test_a_codebook_speaks_in_phrases_and_excludes_in_others() -> None:
    money = Code(
        CodeId("hinnat"),
        "Hintojen nousu",
        "ruoka, vuokra",
        include="suuri lasku",
        exclude="omavastuu",
        examples=("Ruoka kallistui.",),
        keywords=("kallis",),
    )
    spoken = code_texts(Codebook("koe", "1.0.0", (money, code("Otsikko", ""))))
    of_money = {each.text for each in spoken if each.code == "hinnat" and not each.against}
    assert {"Hintojen nousu", "ruoka", "vuokra", "suuri lasku", "Ruoka kallistui.", "kallis"} <= of_money
    assert CodeText(CodeId("hinnat"), "omavastuu", against=True) in spoken
    assert CodeText(CodeId("otsikko"), "Otsikko") in spoken
