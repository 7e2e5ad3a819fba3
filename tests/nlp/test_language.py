import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.nlp.language import language_of
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
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.text(max_size=300))
def test_any_text_has_one(text: str) -> None:
    assert language_of(text) in ("fi", "sv", "en", "und")


def test_languages_of_real_answers_agree_with_an_independent_estimate() -> None:
    path = shared("data", "yle-vaalikone-barometri-2011-2015", "molemmat-aallot.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["vastaus"].strip()]
    counts = Counter((row["kieli_arvio"], language_of(row["vastaus"])) for row in rows)
    assert counts["fi", "fi"] / sum(n for (estimate, _found), n in counts.items() if estimate == "fi") > 0.998
    assert counts["sv", "sv"] / sum(n for (estimate, _found), n in counts.items() if estimate == "sv") > 0.92


def test_dialect_is_finnish() -> None:
    with shared("data", "murre24", "murre24-kehitys.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {language_of(row["teksti"]) for row in csv.DictReader(file)} == {"fi"}
