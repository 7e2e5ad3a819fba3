"""Every figure that the deck of 2025 prints comes out of the rows of the example survey."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from ruamel.yaml import YAML

from avoin.corpus.model import Condition
from avoin.ids import QuestionId, VariableId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.closed import ClosedRow, closed_rows
from avoin.report.places import place_variable, positions_of, ranking
from kit.corpora import kriisibarometri
from kit.shared import shared

# the deck masks no share, and means of a single respondent: directors answered for their centre, so they are named
AS_THE_DECK = Thresholds(cell=0, mean=2, named=(Condition(VariableId("rooli"), ("johtaja",)),))


def _figures() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(shared("seed", "figures.yaml").read_text(encoding="utf-8"))
    return read


def _rows(item: str, wave: str, by: str | None = None) -> list[ClosedRow]:
    rows = closed_rows(kriisibarometri(), AS_THE_DECK, question=QuestionId(item), wave=WaveId(wave))
    return [row for row in rows if row.variable == by]


def _whole(item: str, wave: object) -> ClosedRow:
    (row,) = _rows(item, str(wave))
    return row


def _rounded(value: Fraction | None, decimals: int) -> Fraction:
    assert value is not None
    return Fraction(int(value * 10**decimals + Fraction(1, 2)), 10**decimals)


def _items() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _figures()["closed"].items()


def _ranked(item: str) -> dict[str, dict[str, Fraction]]:
    found = ranking(_rows(item, "2025", "keskus"))
    assert found is not None
    return {
        "best_2025": {place: _rounded(mean, 1) for place, mean in found.best},
        "weakest_2025": {place: _rounded(mean, 1) for place, mean in found.weakest},
    }


def test_the_example_has_the_decks_respondents_roles_and_centres() -> None:
    figures, corpus = _figures()["survey"], kriisibarometri()
    for wave, facts in figures["waves"].items():
        assert len(corpus.of_wave(WaveId(str(wave)))) == facts["n"]
    people = corpus.of_wave(WaveId("2025"))
    roles = [each.values[VariableId("rooli")] for each in people]
    centres = [each.values[VariableId("keskus")] for each in people]
    assert {role: roles.count(role) for role in set(roles)} == figures["roles_2025"]
    assert {role: _rounded(Fraction(100 * roles.count(role), len(roles)), 0) for role in set(roles)} == figures[
        "roles_pct_2025"
    ]
    assert len(set(centres)) == figures["centres"]
    assert min(centres.count(centre) for centre in centres) == figures["min_answers_per_centre"]
    wave = corpus.survey.wave("2025")
    assert wave is not None
    assert wave.invited is not None
    assert _rounded(Fraction(100 * len(people), wave.invited), 0) == figures["waves"][2025]["response_rate_pct"]


def test_every_mean_of_the_deck_comes_out_of_the_rows() -> None:
    printed = [(item, wave, mean) for item, facts in _items() for wave, mean in facts.get("mean", {}).items()]
    assert len(printed) == 9
    for item, wave, mean in printed:
        assert _rounded(_whole(item, wave).mean, 1) == Fraction(str(mean)), (item, wave)


@pytest.mark.parametrize("group", ["improved", "weakened", "agree", "disagree"])
def test_every_share_of_the_deck_comes_out_of_the_rows(group: str) -> None:
    printed = [(item, wave, pct) for item, facts in _items() for wave, pct in facts.get(f"{group}_pct", {}).items()]
    assert printed
    for item, wave, percent in printed:
        share = _whole(item, wave).groups[group].share
        assert share is not None
        if (item, group) == ("kehitystyo_hva", "agree"):
            # the deck's 55 is the sum of two rounded shares; 10 of 18 is 55.6 %
            assert (percent, _rounded(share * 100, 1)) == (55, Fraction("55.6"))
        else:
            assert _rounded(share * 100, 0) == percent, (item, wave)


def test_the_numbers_behind_the_claim_come_out_of_the_rows() -> None:
    for wave, n in _figures()["closed"]["kehitystyo_hva"]["agree_n"].items():
        assert _whole("kehitystyo_hva", wave).groups["agree"].n == n


def test_every_range_of_centre_means_comes_out_of_the_rows_as_printed() -> None:
    printed = [(item, facts["centre_mean_range_2025"]) for item, facts in _items() if "centre_mean_range_2025" in facts]
    assert len(printed) == 3
    for item, ends in printed:
        found = ranking(_rows(item, "2025", "keskus"))
        assert found is not None
        for mean, end in zip((found.low, found.high), ends, strict=True):
            # an end is printed with the decimals it needs: 6-7, 5.5-8
            decimals = 0 if float(end).is_integer() else 1
            assert _rounded(mean, decimals) == Fraction(str(end)), item


def test_the_best_and_the_weakest_centres_are_exactly_those_of_the_deck() -> None:
    for item, facts in _items():
        for key in ("best_2025", "weakest_2025"):
            if key in facts:
                assert _ranked(item)[key] == {place: Fraction(str(mean)) for place, mean in facts[key].items()}, item


def test_the_general_state_names_no_best_or_weakest_centre_because_too_many_are_alike() -> None:
    assert _ranked("yleinen_vointi") == {"best_2025": {}, "weakest_2025": {}}


def test_the_centres_that_improved_stayed_or_clearly_weakened_are_exactly_those_of_the_deck() -> None:
    named = {
        "unchanged_centres_2025": "middle",
        "improved_centres_2025": "up",
        "most_weakened_2025": "clearly_down",
        "clearly_weakened_2025": "clearly_down",
        "fully_agree_2025": "clearly_up",
        "fully_disagree_2025": "clearly_down",
    }
    checked = 0
    for item, facts in _items():
        found = positions_of(_rows(item, "2025", "keskus"))
        for key, name in named.items():
            if key in facts:
                assert sorted(getattr(found, name)) == sorted(facts[key]), (item, key)
                checked += 1
    assert checked == 8


def test_every_other_centre_weakened() -> None:
    for item, others in (("yleinen_vointi_muutos", 2), ("sote_paasy_muutos", 1), ("mt_paasy_muutos", 1)):
        found = positions_of(_rows(item, "2025", "keskus"))
        assert len(found.down) + len(found.clearly_down) == 21 - others


def test_the_variable_of_places_is_the_centre() -> None:
    assert place_variable(kriisibarometri(), WaveId("2025")) == "keskus"


def test_directors_who_are_not_declared_as_named_are_masked_centre_by_centre() -> None:
    anonymous = Thresholds(cell=5, mean=2)
    for item in ("yhteistyo_hva", "yhteistyo_kunta", "kehitystyo_hva"):
        rows = closed_rows(kriisibarometri(), anonymous, question=QuestionId(item), wave=WaveId("2025"))
        centres = [row for row in rows if row.variable == "keskus"]
        assert len(centres) == 18
        assert all(row.masked and row.n is None and row.mean is None and row.position is None for row in centres)


def test_closed_items_asked_of_everybody_keep_their_figures_under_the_decks_threshold_of_two_for_means() -> None:
    masked = Thresholds(cell=5, mean=2)
    for item, facts in _items():
        rows = closed_rows(kriisibarometri(), masked, question=QuestionId(item), wave=WaveId("2025"))
        if facts["scale"] == "grade" and facts["asked"] == "all":
            centres = [row for row in rows if row.variable == "keskus"]
            assert len(centres) == 21
            assert all(row.mean is not None for row in centres)
