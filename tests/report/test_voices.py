"""Quotations: which segments speak, and in what shape they may be shown."""

from collections import Counter

import numpy as np

from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, VariableId, WaveId
from avoin.report.voices import Heard, Vector, Voices
from kit.corpora import coded, survey_of

TEXTS = {
    "r1": "Jonot ovat kasvaneet niin pitkiksi, että moni luovuttaa ennen kuin pääsee ensimmäiselle käynnille.",
    "r2": "Jonot.",
    "r3": "jonot ovat kasvaneet niin pitkiksi, että moni luovuttaa ennen kuin pääsee ensimmäiselle käynnille",
    "r4": "Soittakaa minulle numeroon 040 123 4567, niin kerron lisää jonoista ja siitä, miten niihin jouduttiin.",
    "r5": "Puhelimeen ei vastata, ja takaisinsoittoa odotetaan kaksi viikkoa, joskus kolmekin.",
}


def _whole(corpus: Corpus, who: str) -> Span:
    key = AnswerKey(WaveId("2025"), RespondentId(who), QuestionId("wishes"))
    return Span(key, 0, len(corpus.by_key[key].text))


def _codings(corpus: Corpus) -> tuple[Coding, ...]:
    return coded(corpus, "wishes", **dict.fromkeys(TEXTS, "jono"))


def test_each_quotation_is_of_another_respondent_none_too_short_and_none_like_another() -> None:
    corpus = survey_of(wishes=TEXTS)
    chosen = Voices(corpus, 5, unreviewed=True).choose(_codings(corpus), 5, Heard())
    texts = [each.text for each in chosen]
    assert len(texts) == 3
    assert "Jonot." not in texts
    assert len({text.casefold().rstrip(".") for text in texts}) == 3


def test_what_nobody_has_reviewed_is_marked_so_and_its_shapes_are_replaced() -> None:
    corpus = survey_of(wishes=TEXTS)
    chosen = Voices(corpus, 5, unreviewed=True).choose(_codings(corpus), 5, Heard())
    assert not any(each.reviewed for each in chosen)
    assert not any("040" in each.text for each in chosen)
    assert any("numeroon [phone number], niin" in each.text for each in chosen)


def test_an_approved_text_comes_first_exactly_as_it_was_approved() -> None:
    corpus = survey_of(wishes=TEXTS)
    voices = Voices(corpus, 5, unreviewed=True, approved={_whole(corpus, "r4"): "Soittakaa [henkilö] […]."})
    first = voices.choose(_codings(corpus), 2, Heard())[0]
    assert (first.text, first.reviewed) == ("Soittakaa [henkilö] […].", True)


def test_a_segment_marked_as_worth_quoting_comes_before_typical_ones() -> None:
    corpus = survey_of(wishes=TEXTS)
    voices = Voices(corpus, 5, unreviewed=True, marked={_whole(corpus, "r5"): frozenset({CodeId("jono")})})
    assert voices.choose(_codings(corpus), 1, Heard())[0].text == TEXTS["r5"]


def test_with_vectors_the_segment_nearest_to_the_middle_of_the_code_is_typical() -> None:
    corpus = survey_of(wishes=TEXTS)
    places = {"r1": (0.0, 1.0), "r3": (0.6, 0.8), "r4": (0.6, 0.8), "r5": (0.8, 0.6)}
    vectors: dict[Span, Vector] = {_whole(corpus, who): np.array(at, dtype=np.float32) for who, at in places.items()}
    codings = tuple(each for each in _codings(corpus) if each.span.answer.respondent != "r3")
    chosen = Voices(corpus, 5, unreviewed=True, vectors=vectors).choose(codings, 1, Heard())
    assert "[phone number]" in chosen[0].text


def test_who_has_been_heard_less_speaks_first() -> None:
    corpus = survey_of(wishes=TEXTS)
    heard = Heard(Counter({(WaveId("2025"), RespondentId(who)): 1 for who in ("r1", "r3", "r4")}))
    assert Voices(corpus, 5, unreviewed=True).choose(_codings(corpus), 1, heard)[0].text == TEXTS["r5"]
    assert heard.people[WaveId("2025"), RespondentId("r5")] == 1


def test_what_was_quoted_is_quoted_again_only_where_there_is_nothing_else() -> None:
    corpus = survey_of(wishes=TEXTS)
    voices, heard = Voices(corpus, 5, unreviewed=True), Heard()
    first = voices.choose(_codings(corpus), 2, heard)
    second = voices.choose(_codings(corpus), 3, heard)
    assert (len(first), len(second)) == (2, 1)
    assert second[0].text not in {each.text for each in first}
    assert len(voices.choose(_codings(corpus), 3, heard)) == 1


def test_background_stands_beside_only_while_enough_share_it_and_no_id_ever_does() -> None:
    roles = {who: "worker" if who != "r1" else "director" for who in TEXTS}
    corpus = survey_of(variables={"role": roles}, wishes=TEXTS)
    chosen = Voices(corpus, 2, unreviewed=True, beside=(VariableId("role"),)).choose(_codings(corpus), 5, Heard())
    assert {each.beside for each in chosen} == {(), ("worker",)}
    assert not any(who in f"{each.text} {each.beside}" for each in chosen for who in TEXTS)


def test_a_coding_on_the_whole_answer_quotes_it_whole_and_a_long_text_is_cut_at_a_word() -> None:
    corpus = survey_of(wishes={"r1": "sana " * 200})
    key = AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("wishes"))
    coding = Coding(Span(key, -1, -1), CodeId("jono"), CoderId("A"), 1, "2026-02-14T12:00:00+00:00", "")
    (chosen,) = Voices(corpus, 5, unreviewed=True).choose([coding], 3, Heard())
    assert chosen.text.endswith("sana […]")
    assert len(chosen.text) < 420


def test_a_coding_on_an_answer_that_is_no_longer_there_is_passed_over() -> None:
    corpus = survey_of(wishes=TEXTS)
    key = AnswerKey(WaveId("2025"), RespondentId("gone"), QuestionId("wishes"))
    coding = Coding(Span(key, 0, 5), CodeId("jono"), CoderId("A"), 1, "2026-02-14T12:00:00+00:00", "")
    assert Voices(corpus, 5, unreviewed=True).choose([coding], 3, Heard()) == ()


def test_a_full_name_is_never_proposed_and_any_name_comes_last() -> None:
    texts = {
        "r1": "Kylältä soitti Raimo Hautasuo, joka oli odottanut kolme viikkoa.",
        "r2": "Jonossa oli Oulussa jo viisikymmentä ihmistä edellä.",
        "r3": "Moni luovuttaa ennen kuin pääsee ensimmäiselle käynnille asti.",
    }
    corpus = survey_of(wishes=texts)
    codings = coded(corpus, "wishes", **dict.fromkeys(texts, "jono"))
    assert [each.text for each in Voices(corpus, 5, unreviewed=True).choose(codings, 5, Heard())] == [
        texts["r3"],
        texts["r2"],
    ]


def test_letters_that_a_web_form_wrote_as_entities_are_read_before_shapes_are_looked_for() -> None:
    texts = {"r1": "Terapiat &amp; ryhm&#228;t k&auml;ynnistyneet, kirjoita matti&#64;posti.fi tai &lt;b&gt;."}
    corpus = survey_of(wishes=texts)
    (chosen,) = Voices(corpus, 5, unreviewed=True).choose(coded(corpus, "wishes", r1="jono"), 5, Heard())
    assert chosen.text == "Terapiat & ryhmät käynnistyneet, kirjoita [e-mail address] tai <b>."


def test_without_being_asked_nothing_leaves_that_nobody_approved() -> None:
    corpus = survey_of(wishes=TEXTS)
    assert Voices(corpus, 5).choose(_codings(corpus), 5, Heard()) == ()
    (chosen,) = Voices(corpus, 5, approved={_whole(corpus, "r4"): "Approved."}).choose(_codings(corpus), 5, Heard())
    assert (chosen.text, chosen.reviewed) == ("Approved.", True)
