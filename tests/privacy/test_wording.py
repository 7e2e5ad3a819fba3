"""Words of a respondent are found again in other texts: four in a row, however they are written."""

import json

import pytest

from avoin.privacy.wording import Wording

SAID = "Maija Meikäläinen odotti jonossa, koko talven.\nSitten hän luovutti ja lähti."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Näin: maija  MEIKÄLÄINEN odotti\njonossa! Kyllä.", "Näin: […]! Kyllä."),
        (f"“{SAID}” (r1)", "“[…].” (r1)"),
        ("odotti jonossa koko talven, ja hän luovutti ja lähti", "[…], ja […]"),
        ("odotti jonossa koko kevään", "odotti jonossa koko kevään"),
        ("jonossa", "jonossa"),
        ("", ""),
    ],
)
def test_runs_of_four_words_are_cut(text: str, left: str) -> None:
    wording = Wording.of([SAID])
    if text.startswith("odotti jonossa koko talven"):
        wording = Wording.of([SAID, "hän luovutti ja lähti"])
    assert wording.without(text) == left
    assert wording.occurs_in(text) == (left != text)


def test_in_json_only_the_strings_are_cut_and_it_stays_json() -> None:
    held = json.dumps({"examples": ["odotti jonossa", "koko talven", SAID], "n": 3, "none": None}, ensure_ascii=False)
    found = json.loads(Wording.of([SAID]).without_in(held))
    assert found == {"examples": ["odotti jonossa", "koko talven", "[…]."], "n": 3, "none": None}


def test_json_without_the_words_is_left_to_the_letter() -> None:
    held = '{"b" : 1,  "a":"oma huomio"}'
    assert Wording.of([SAID]).without_in(held) == held


def test_short_answers_are_anybodys_words() -> None:
    assert Wording.of(["Rahan puute, kiire"]).without("Rahan puute, kiire ja jonot") == "Rahan puute, kiire ja jonot"
