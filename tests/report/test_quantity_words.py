"""Words of quantity in Finnish sentences."""

import pytest

from avoin.report.quantities import SCALE, Quantity, scale_of
from avoin.report.quantity_words import Verdict, quantity_words, verdict


@pytest.mark.parametrize(
    ("sentence", "quantity"),
    [
        ("Kaikki kertovat jonoista.", Quantity.ALL),
        ("Kaikilla vastaajilla on huoli.", Quantity.ALL),
        ("Jokaisen vastaajan mielestä jonot kasvavat.", Quantity.ALL),
        ("Lähes kaikkien vastaajien mukaan hinnat nousivat.", Quantity.ALMOST_ALL),
        ("Melkein jokainen mainitsee rahan.", Quantity.ALMOST_ALL),
        ("Suurimmalla osalla vastaajista on sama kokemus.", Quantity.MOST),
        ("Valtaosa kertoo jonoista.", Quantity.MOST),
        ("Enemmistön mielestä tilanne heikkeni.", Quantity.MOST),
        ("Noin puolet mainitsee hinnat.", Quantity.HALF),
        ("Noin puolella vastaajista on huoli.", Quantity.HALF),
        ("Osan vastaajista mielestä mikään ei muuttunut.", Quantity.SOME),
        ("Osaa vastaajista tilanne huolestuttaa.", Quantity.SOME),
        ("Muutamien vastaajien mielestä apua sai.", Quantity.FEW),
        ("Muutamassa vastauksessa kiitetään.", Quantity.FEW),
        ("Yksittäiset vastaajat kiittävät.", Quantity.SINGLE),
        ("Yksittäisessä vastauksessa kiitetään.", Quantity.SINGLE),
    ],
)
def test_inflected_words_are_found_and_speak_of_respondents(sentence: str, quantity: Quantity) -> None:
    assert [(each.quantity, each.about) for each in quantity_words(sentence)] == [(quantity, "")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Moni ei osaa sanoa.",
        "Palvelujen osalta tilanne on ennallaan.",
        "Kaikkein vaikeinta on yöllä.",
        "Kaikki eivät saa apua.",
        "Yli puolet ja suuri osa ovat muita mittoja.",
        "Osaaminen ja osallisuus kasvavat.",
        "Toiselta puolelta ei kuulu mitään.",
    ],
)
def test_like_words_are_left_alone(sentence: str) -> None:
    assert quantity_words(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("Suurin osa asiakkaista jonottaa.", "asiakkaista"),
        ("Kaikki kriisikeskukset kertovat samaa.", "kriisikeskukset"),
        ("Kaikilla alueilla jonotetaan.", "alueilla"),
        ("Osalla nuorista ei ole rahaa.", "nuorista"),
    ],
)
def test_what_is_not_counted_is_said_not_judged(sentence: str, about: str) -> None:
    (word,) = quantity_words(sentence)
    assert word.about == about
    assert verdict(word, 50, 100, SCALE) is Verdict.OTHER


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, Verdict.NO_COUNT), (31, Verdict.TOO_STRONG), (60, Verdict.FITS), (89, Verdict.FITS), (95, Verdict.TOO_WEAK)],
)
def test_counts_carry_a_word_or_not(n: int, expected: Verdict) -> None:
    (word,) = quantity_words("Suurin osa kertoo jonoista.")
    assert verdict(word, n, 100, SCALE) is expected


def test_the_scale_is_the_projects() -> None:
    (word,) = quantity_words("Suurin osa kertoo jonoista.")
    assert verdict(word, 55, 100, scale_of((90, 51, 40, 10))) is Verdict.FITS


def test_places_of_words_are_code_points_of_the_text() -> None:
    text = "😀 Lähes kaikki vastaajat kertovat, ja muutama kiittää."
    assert [text[each.start : each.end] for each in quantity_words(text)] == ["Lähes kaikki", "muutama"]
