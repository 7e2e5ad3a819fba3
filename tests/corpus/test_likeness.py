"""Whether two waves mean the same: careful, so that two questions are never mixed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.likeness import (
    ENOUGH,
    Pair,
    best_pairs,
    heading_likeness,
    same_values,
    same_wording,
    value_likeness,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mitä olet työssäsi havainnut asiakkaiden talousvaikeuksista vuoden aikana? Kerro muutoksista ja ilmiöistä.",
         "Millaisia talousvaikeuksia olet havainnut asiakkaiden tilanteiden taustalla vuoden aikana?"),
        ("Kouluarvosana (4-10) asiakkaiksi tulleiden yleiselle voinnille viimeisen puolen vuoden ajalta",
         "Millaisen kouluarvosanan (4–10) annat asiakkaiden yleiselle voinnille? (viimeinen puoli vuotta)"),
        ("Kriisikeskuksen paikkakunta", "Kriisikeskus"),
        ("Valittu kansanedustajaksi 2011", "valittu"),
        ("Kyselyyn vastaamisen vuosi 2024", "Kyselyyn vastaamisen vuosi 2025"),
    ],
)  # fmt: skip
def test_the_same_question_in_other_words_is_alike_enough(one: str, other: str) -> None:
    assert heading_likeness(one, other) >= ENOUGH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Arvosana avun saamiselle alueen sote-palveluista",
            "Arvosana avun saamiselle alueen mielenterveyspalveluista",
        ),
        ("Yhteistyö hyvinvointialueen kanssa", "Yhteistyö kunnan tai kuntien kanssa"),
        ("Vaalilupaus 1", "Vaalilupaus 2"),
        ("How satisfied are you with the food?", "How satisfied are you with the staff?"),
    ],
)
def test_items_of_one_series_are_not_the_same_question(one: str, other: str) -> None:
    assert heading_likeness(one, other) < ENOUGH


def test_case_spaces_and_punctuation_are_no_difference() -> None:
    assert same_wording("Kansanedustajana edellisessä eduskunnassa", "kansanedustajana  edellisessä eduskunnassa.")
    assert not same_wording("", "?")
    assert heading_likeness("Mitä kuuluu?", "mitä kuuluu") == 1.0


@settings(deadline=None)
@given(st.text("aäbcdeiklmnoöprstu 12", max_size=40), st.text("aäbcdeiklmnoöprstu 12", max_size=40))
def test_likeness_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    assert 0.0 <= heading_likeness(one, other) <= 1.0 + 1e-9
    assert heading_likeness(one, other) == pytest.approx(heading_likeness(other, one), abs=0.2)


def test_values_that_one_wave_writes_longer_are_paired_one_to_one() -> None:
    longer = ["Kriisikeskuksen työntekijä", "Kriisikeskuksen johtaja"]
    assert same_values(["Työntekijä", "Johtaja"], longer) == {
        "Työntekijä": "Kriisikeskuksen työntekijä",
        "Johtaja": "Kriisikeskuksen johtaja",
    }


def test_values_without_exactly_one_counterpart_are_not_paired() -> None:
    assert same_values(["johtaja", "muu"], ["kriisikeskuksen johtaja", "työntekijä"]) == {}
    assert same_values(["johtaja"], ["keskuksen johtaja", "kunnan johtaja"]) == {}
    assert same_values(["a johtaja", "b johtaja"], ["johtaja", "muu"]) == {}


def test_values_that_differ_in_case_are_paired_whatever_the_others_are() -> None:
    assert same_values(["helsinki", "Oulu", "Kemi"], ["Helsinki", "Oulu", "Turku", "Pori"]) == {"helsinki": "Helsinki"}


def test_yes_no_numbers_say_nothing_about_what_a_variable_is() -> None:
    assert value_likeness(["0", "1"], ["0", "1"]) is None
    assert value_likeness([], ["a"]) is None


def test_common_values_speak_for_and_foreign_ones_against() -> None:
    places = ["Oulu", "Kemi", "Pori", "Salo"]
    assert value_likeness(places, [*places, "Turku"]) == pytest.approx(0.8)
    assert value_likeness(places, ["mies", "nainen"]) == 0.0


def test_a_pair_is_chosen_only_by_a_clear_margin() -> None:
    chosen, unclear = best_pairs([Pair("a", "x", 0.9), Pair("a", "y", 0.8), Pair("b", "z", 0.7), Pair("b", "x", 0.2)])
    assert [(pair.new, pair.old) for pair in chosen] == [("b", "z")]
    assert [(pair.new, pair.old) for pair in unclear] == [("a", "x"), ("a", "y")]


def test_what_is_chosen_frees_the_rest_to_be_clear() -> None:
    pairs = [Pair("a", "x", 0.95), Pair("b", "x", 0.75), Pair("b", "y", 0.7), Pair("a", "y", 0.1)]
    assert [(pair.new, pair.old) for pair in best_pairs(pairs)[0]] == [("a", "x"), ("b", "y")]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.floats(0, 1)), max_size=9))
def test_nothing_is_paired_twice(drawn: list[tuple[str, str, float]]) -> None:
    pairs = list({(new, old): Pair(new, old, likeness) for new, old, likeness in drawn}.values())
    chosen, unclear = best_pairs(pairs)
    assert len({pair.new for pair in chosen}) == len({pair.old for pair in chosen}) == len(chosen)
    assert not {pair.new for pair in chosen} & {pair.new for pair in unclear}
