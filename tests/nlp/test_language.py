import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.nlp.language import language_of
from avoin.nlp.reading import read_texts
from kit.shared import shared


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("köyhyys", "fi"),
        ("Kela", "fi"),
        ("sota nälkä ympäristö", "fi"),
        ("mut ei tääl saa apuu", "fi"),
        ("ok", "fi"),
        ("Köerna är för långa och det finns inte tider.", "sv"),
        ("Miljö, kollektivtrafik, barn och unga.", "sv"),
        ("Rent and food take everything.", "en"),
        ("Talk to his doctor and ask for help.", "en"),
        ("?!", "und"),
        ("😀", "und"),
        ("", "und"),
        ("12 345", "und"),
        ("Очень дорого, и очереди длинные", "other"),
        ("لا يوجد مال", "other"),
        ("没有钱", "other"),
        ("Lacag kuma filna iyo shaqo la'aan ayaa jirta", "other"),
        ("Die Warteschlangen sind zu lang und es gibt keine Termine", "other"),
        ("und jäi lomakkeeseen, muuten ok", "fi"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nie mam pieniędzy na jedzenie", "other"),
        ("Les files d'attente sont trop longues", "other"),
        ("Mental health services", "other"),
        ("harga makanan naik terus", "other"),
        ("kljh fdjk hgfj", "other"),
        # Finnish with foreign words, names, brands and titles
        ("Game of Thrones ja Netflix vie illat", "fi"),
        ("burnout, brain fog ja long covid", "fi"),
        ("Matti Meikäläinen, Maija Meikäläinen", "fi"),
        ("Klarna, Wolt ja Foodora", "fi"),
        ("Foodora Wolt", "fi"),
        ("se cash flow on ihan shit", "fi"),
        ("Chelsea, Arsenal, Everton, Leicester", "fi"),
        # dialect and slips of the hand
        ("kyä sää ot ny vääräsä paikasa", "fi"),
        ("Hää ee ammukka lintuloi kivvääril", "fi"),
        ("Älä deegu bamlaa skeidaa", "fi"),
        ("mut ei tääl saa apuu mistää", "fi"),
        ("meilenterveys ongelamt lisäntyneet", "fi"),
        ("ykisnäsyys, veltkaantuminen, tytöttömyys", "fi"),
        ("asukkaideb toimeentilo", "fi"),
    ],
)
def test_words_that_no_finnish_reading_was_found_for_are_another_language(text: str, language: str) -> None:
    assert read_texts((text,))[0].language == language


@given(st.text(max_size=300))
def test_any_text_has_one(text: str) -> None:
    assert language_of(text) in ("fi", "sv", "en", "other", "und")


def test_languages_of_real_answers_agree_with_an_independent_estimate() -> None:
    path = shared("data", "yle-vaalikone-barometri-2011-2015", "molemmat-aallot.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["vastaus"].strip()]
    counts = Counter((row["kieli_arvio"], language_of(row["vastaus"])) for row in rows)
    assert counts["fi", "fi"] / sum(n for (estimate, _found), n in counts.items() if estimate == "fi") > 0.998
    assert counts["sv", "sv"] / sum(n for (estimate, _found), n in counts.items() if estimate == "sv") > 0.92


def test_dialect_is_finnish() -> None:
    with shared("data", "murre24", "murre24-kehitys.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["teksti"] for row in csv.DictReader(file)][:400]
    assert Counter(each.language for each in read_texts(texts))["fi"] >= 0.995 * len(texts)
