"""Two coders held side by side."""

import numpy as np
import pytest
from scipy.stats import t

from avoin.agreement.compare import Comparison, Degenerate, compare
from avoin.agreement.intervals import Interval, estimates
from avoin.agreement.units import Overlap, answer_units, segment_units
from avoin.coding.decision import Coding
from avoin.ids import CodeId, CoderId, Span
from kit.double_coded import CODERS, gold, key, patient_joe, units


def by_code(found: Comparison) -> dict[str, tuple[int, ...]]:
    return {
        each.code: (each.counts.both, each.counts.first, each.counts.second, each.counts.neither)
        for each in found.codes
    }


def test_each_code_has_its_counts_and_unused_codes_are_left_out() -> None:
    found = compare(units([("ab", "a"), ("", ""), ("b", "b")]), CODERS, [CodeId("z"), CodeId("b")])
    assert by_code(found) == {"b": (1, 1, 0, 1), "a": (1, 0, 0, 2)}
    assert [each.code for each in found.codes] == ["b", "a"]
    assert found.sets.n_identical == 2


def test_agreement_on_the_absence_of_every_code_is_agreement() -> None:
    found = compare(units([("", ""), ("a", "a")]), CODERS)
    assert found.sets.masi.value == 1
    assert found.sets.jaccard.value == 1


def test_nothing_to_compare_is_said_and_not_reckoned() -> None:
    found = compare([], CODERS)
    assert (found.n_units, found.codes, found.sets.masi.value) == (0, (), None)
    assert found.sets.degenerate is Degenerate.NOTHING


def test_a_code_that_everybody_gave_everywhere_has_counts_and_no_alpha() -> None:
    found = compare(units([("a", "a")] * 5), CODERS)
    only = found.codes[0]
    assert (only.counts.both, only.alpha.value, only.kappa.value) == (5, None, None)
    assert only.degenerate is Degenerate.NO_VARIATION
    assert (only.ac1.value, only.same.value) == (1, 1)
    assert found.sets.degenerate is Degenerate.NO_VARIATION


def test_a_single_answer_has_no_jackknife_interval() -> None:
    found = compare(units([("a", "b")]), CODERS)
    assert found.codes[0].same.value == 0
    assert found.codes[0].same.jackknife is None


def test_the_same_seed_gives_the_same_intervals_and_another_one_others() -> None:
    pairs = units([("a", "a"), ("a", ""), ("", "a"), ("b", "b"), ("", "")] * 6)
    assert compare(pairs, CODERS, seed=1) == compare(pairs, CODERS, seed=1)
    assert compare(pairs, CODERS, seed=1).codes[0].alpha != compare(pairs, CODERS, seed=2).codes[0].alpha


def test_the_jackknife_of_a_mean_is_students_interval() -> None:
    values = np.array([0.0, 1, 1, 0, 1, 1, 1, 0, 1, 1])
    found = estimates([lambda weights: weights @ values / weights.sum(axis=1)], 10, 0)[0]
    reach = t.ppf(0.975, 9) * values.std(ddof=1) / np.sqrt(10)
    assert found.jackknife is not None
    assert found.jackknife.low == pytest.approx(0.7 - reach)
    assert found.jackknife.high == pytest.approx(min(1, 0.7 + reach))


def test_the_bootstrap_of_a_mean_is_about_as_wide_as_it_should_be() -> None:
    values = np.arange(50.0)
    found = estimates([lambda weights: weights @ values / weights.sum(axis=1)], 50, 7, 4000)[0]
    assert found.bootstrap is not None
    assert found.bootstrap.high - found.bootstrap.low == pytest.approx(2 * 1.96 * values.std() / np.sqrt(50), rel=0.05)


def test_draws_without_variation_are_counted() -> None:
    found = compare(units([("a", "a"), *[("", "")] * 9]), CODERS).codes[0].alpha
    # a draw of ten misses one answer of ten with a chance of 0.9 ** 10 = 0.35
    assert found.n_undefined == pytest.approx(0.349 * 2000, abs=90)
    assert found.jackknife is None


# Patient Joe, developer half: counts by label; alpha and AC1 by irrCAC 0.4.4
JOE = {
    "destructive": ((15, 0, 1, 277), 0.965998256321, 0.996206947888),
    "passive": ((75, 16, 18, 184), 0.731099935107, 0.796132200962),
    "proactive": ((142, 12, 15, 124), 0.815317158726, 0.816392605573),
    "somewhat": ((19, 12, 7, 255), 0.631379962193, 0.921339503338),
}


def test_two_people_on_patient_joe_agree_as_far_as_irrcac_says() -> None:
    found = compare(patient_joe(), CODERS)
    assert (found.n_answers, found.sets.n_identical) == (293, 251)
    for each in found.codes:
        if each.code in JOE:
            counts, alpha, ac1 = JOE[each.code]
            assert by_code(found)[each.code] == counts
            assert each.alpha.value == pytest.approx(alpha, abs=1e-11)
            assert each.ac1.value == pytest.approx(ac1, abs=1e-11)
            assert each.alpha.bootstrap is not None
            assert each.alpha.bootstrap.low < alpha < each.alpha.bootstrap.high
    # one label each, so every distance between sets is the nominal one: irrCAC's alpha over all labels
    assert found.sets.masi.value == pytest.approx(0.764434047286, abs=1e-11)


# identical sets and mean similarity as the gold sets' own page prints them; alphas by nltk 3.10.4's AnnotationTask
GOLD = {
    "fsd2821-q3": (457, 0.97, 0.9745844105270082, 0.982491813530079),
    "yle-barometri": (160, 0.87, 0.9311129260091415, 0.9631154577717452),
}


@pytest.mark.parametrize("name", GOLD)
def test_the_gold_sets_coders_agree_as_far_as_their_page_and_nltk_say(name: str) -> None:
    n, identical, by_masi, by_jaccard = GOLD[name]
    found = compare(gold(name), CODERS)
    assert found.n_answers == n
    assert round(found.sets.n_identical / n, 2) == identical
    assert found.sets.masi.value == pytest.approx(by_masi, abs=1e-12)
    assert found.sets.jaccard.value == pytest.approx(by_jaccard, abs=1e-12)
    assert all(isinstance(each.ac1.bootstrap, Interval) for each in found.codes)


def coding(coder: CoderId, place: int, start: int, end: int, code: str = "a") -> Coding:
    return Coding(Span(key(place), start, end), CodeId(code), coder, 1, "", "")


def test_on_an_answer_a_code_counts_once_wherever_it_is() -> None:
    given = [coding(CODERS[0], 0, 0, 3), coding(CODERS[0], 0, 5, 9), coding(CODERS[1], 0, -1, -1)]
    unit = answer_units(given, CODERS, [key(0), key(1)])
    assert [(len(each.first), len(each.second)) for each in unit] == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("start", "end", "on_any", "on_half"),
    [
        (0, 10, (True, False), (True, False)),
        (8, 14, (True, True), (False, False)),
        (0, 15, (True, True), (True, True)),
        (-1, -1, (True, True), (True, True)),
        (10, 12, (False, True), (False, False)),
    ],
)
def test_on_segments_the_overlap_rule_decides(
    start: int, end: int, on_any: tuple[bool, bool], on_half: tuple[bool, bool]
) -> None:
    segments = {key(0): (Span(key(0), 0, 10), Span(key(0), 10, 20))}
    given = [coding(CODERS[0], 0, start, end)]
    for overlap, expected in ((Overlap.ANY, on_any), (Overlap.HALF, on_half)):
        found = segment_units(given, CODERS, segments, overlap)
        assert tuple(bool(each.first) for each in found) == expected
        assert not any(each.second for each in found)


def test_segments_of_one_answer_are_drawn_together() -> None:
    segments = {key(place): tuple(Span(key(place), 10 * part, 10 * part + 10) for part in range(4)) for place in (0, 1)}
    given = [coding(coder, 0, -1, -1) for coder in CODERS]
    found = compare(segment_units(given, CODERS, segments), CODERS)
    assert (found.n_answers, found.n_units) == (2, 8)
    # two answers: a draw is one of them alone with a chance of a half, and then nothing varies
    assert found.codes[0].alpha.n_undefined == pytest.approx(1000, abs=100)
