import pytest

from avoin.nlp.model import Token
from avoin.themes.phrases import Wording, is_base_form, phrases
from kit.words import wording


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("puhtaasta/puhdas/ADJ vedestä/vesi", ["puhdas vesi"]),
        ("veden/vesi puutteesta/puute", ["veden puute"]),
        ("Hintojen/hinta noususta/nousu", ["hintojen nousu"]),
        ("pitkät/pitkä/ADJ jonot/jono", ["pitkä jono"]),
        ("asiakkaan/asiakas asia", ["asiakkaan asia"]),
        ("matalan/matala/ADJ kynnyksen/kynnys tiimi", ["matala kynnys", "kynnyksen tiimi", "matalan kynnyksen tiimi"]),
        ("Kelan/Kela/PROPN päätökset/päätös", ["Kelan päätös"]),
        ("kolmen/kolme/NUM käynnin/käynti malli", ["käynnin malli", "kolmen käynnin malli"]),
        (
            "itsemurhien/itsemurha ehkäisyn/ehkäisy koulutus",
            ["itsemurhien ehkäisy", "ehkäisyn koulutus", "itsemurhien ehkäisyn koulutus"],
        ),
    ],
)
def test_noun_phrases_come_out_as_they_would_be_read(line: str, found: list[str]) -> None:
    assert [phrase.words for phrase in phrases(wording(line))] == found


@pytest.mark.parametrize(
    "line",
    [
        "maahan/maa muutto",  # an illative is no attribute
        "pitkä/pitkä/ADJ jonossa/jono",  # not in one case
        "jono kasvaa/kasvaa/VERB",
        "hänen/hän/- puute",
        "kova/kova/ADJ",
        "lastemme/lapsi tulevaisuus",  # ours, not the theme's
        "hoidonkin/hoito tarve",
    ],
)
def test_words_that_only_stand_side_by_side_are_no_phrase(line: str) -> None:
    assert phrases(wording(line)) == ()


def test_a_mark_or_a_line_end_between_two_words_keeps_them_apart() -> None:
    words = (Token(0, 5, "vesi", "NOUN", (), True), Token(7, 12, "puute", "NOUN", (), True))
    for between in (", ", "\n\n", "- "):
        assert phrases(Wording(f"veden{between}puute", words)) == ()
    assert [each.words for each in phrases(Wording("veden  puute", words))] == ["veden puute"]


@pytest.mark.parametrize(("lemma", "known"), [("jono", True), ("Helsinki", True), ("jonoa", False), ("qwx", False)])
def test_a_base_form_is_what_the_dictionary_has(lemma: str, known: bool) -> None:
    assert is_base_form(lemma) is known
