"""Ids from headings: short, ASCII, telling."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.check import is_item_id
from avoin.corpus.slug import slug, spread_of


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ("Ikä", "ika"),
        ("Äidinkieli", "aidinkieli"),
        ("Åbo – öar", "abo_oar"),
        ("Mitä olet työssäsi havainnut alueesi sote-palveluista?", "havainnut_alueesi_sote"),
        ("fsd_id", "fsd_id"),
        ("Mitä?", "mita"),
        ("???", "column"),
        ("Straße 2024", "strasse"),
    ],
)
def test_an_id_is_made_of_the_telling_words(heading: str, made: str) -> None:
    assert slug(heading, ()) == made


def test_words_that_many_headings_have_tell_least() -> None:
    headings = [f"Arvosana avun saamiselle alueen {each}" for each in ("neuvolasta", "päivystyksestä", "poliisilta")]
    assert "paivystyksesta" in slug(headings[1], (), spread_of(headings))


def test_a_taken_id_gets_a_number() -> None:
    assert slug("Ikä", {"ika", "ika_2"}) == "ika_3"


@settings(deadline=None)
@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "column", "ika"])))
def test_any_heading_gives_a_usable_free_id(heading: str, taken: set[str]) -> None:
    made = slug(heading, taken)
    assert re.fullmatch("[a-z0-9][a-z0-9_]*", made)
    assert len(made) <= 40
    assert made not in taken
    assert is_item_id(made)
