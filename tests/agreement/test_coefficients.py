"""The coefficients, against what is printed in the papers and against other people's programs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.agreement.alpha import krippendorff_alpha
from avoin.agreement.distances import jaccard, masi
from avoin.agreement.four_fold import FourFold, Measure, reckon
from avoin.ids import CodeId


def of(measure: Measure, *counts: int) -> float:
    return float(reckon(measure, np.array(counts, dtype=float)))


# Krippendorff (2011), Computing Krippendorff's alpha-reliability: the data of parts A, B and C
BINARY = list(zip("0100000010", "1110010000", strict=True))
NOMINAL = list(zip("aabbdcccedda", "babbbcccEddd".lower(), strict=True))
FOUR_CODERS = [
    [None if value == "." else int(value) for value in unit]
    for unit in zip("123321412...", "1233224125.3", ".3332342251.", "12332441251.", strict=True)
]


def test_alpha_is_the_published_one_for_two_coders_and_two_values() -> None:
    assert round(krippendorff_alpha(BINARY) or 0, 3) == 0.095
    assert round(of(Measure.ALPHA, 1, 1, 3, 5), 3) == 0.095


def test_alpha_is_the_published_one_for_two_coders_and_several_values() -> None:
    assert round(krippendorff_alpha(NOMINAL) or 0, 3) == 0.692


def test_alpha_is_the_published_one_for_four_coders_with_values_missing() -> None:
    assert round(krippendorff_alpha(FOUR_CODERS) or 0, 3) == 0.743
    assert round(krippendorff_alpha(FOUR_CODERS, lambda left, right: (left - right) ** 2) or 0, 3) == 0.849
    ratio = krippendorff_alpha(FOUR_CODERS, lambda left, right: ((left - right) / (left + right)) ** 2)
    assert round(ratio or 0, 3) == 0.797


@pytest.mark.parametrize(("counts", "kappa"), [((40, 9, 6, 45), 0.70), ((80, 10, 5, 5), 0.32)])
def test_kappa_is_the_published_one_with_the_same_agreement_and_another_prevalence(
    counts: tuple[int, int, int, int], kappa: float
) -> None:
    """Feinstein and Cicchetti (1990), High agreement but low kappa, tables 1 and 2."""
    assert round(of(Measure.KAPPA, *counts), 2) == kappa
    assert of(Measure.SAME, *counts) == 0.85
    assert round(of(Measure.PABAK, *counts), 2) == 0.70


# counts of four labels of Patient Joe, then what irrCAC 0.4.4 made of them once
IRRCAC = [
    ((75, 16, 18, 184), 0.731099935107, 0.730654842373, 0.796132200962, 0.767918088737),
    ((142, 12, 15, 124), 0.815317158726, 0.815020927351, 0.816392605573, 0.815699658703),
    ((19, 12, 7, 255), 0.631379962193, 0.631055735967, 0.921339503338, 0.870307167235),
    ((0, 2, 0, 291), -0.001712328767, 0.0, 0.993127308978, 0.986348122867),
]


@pytest.mark.parametrize(("counts", "alpha", "kappa", "ac1", "pabak"), IRRCAC)
def test_the_four_coefficients_are_those_of_irrcac(
    counts: tuple[int, int, int, int], alpha: float, kappa: float, ac1: float, pabak: float
) -> None:
    """The figures were reckoned once with irrCAC 0.4.4 (krippendorff, conger, gwet, bp; 12 digits) and written down.

    irrCAC is not installed where the tests run; ``krippendorff`` is, and is asked anew for drawn counts below.
    """
    found = [of(each, *counts) for each in (Measure.ALPHA, Measure.KAPPA, Measure.AC1, Measure.PABAK)]
    assert found == pytest.approx([alpha, kappa, ac1, pabak], abs=1e-11)


COUNT = st.integers(0, 30)


@given(COUNT, COUNT, COUNT, COUNT)
def test_alpha_is_that_of_the_krippendorff_package(both: int, first: int, second: int, neither: int) -> None:
    other = pytest.importorskip("krippendorff")
    rows = [[1] * both + [1] * first + [0] * second + [0] * neither, [1] * both + [0] * first + [1] * second]
    rows[1] += [0] * neither
    ours = of(Measure.ALPHA, both, first, second, neither)
    general = krippendorff_alpha(list(zip(*rows, strict=True)))
    if len({*rows[0], *rows[1]}) < 2:
        assert np.isnan(ours)
        assert general is None
    else:
        theirs = other.alpha(reliability_data=rows, level_of_measurement="nominal", value_domain=[0, 1])
        assert ours == pytest.approx(theirs, abs=1e-9)
        assert general == pytest.approx(theirs, abs=1e-9)


@given(COUNT, COUNT, COUNT, COUNT)
def test_no_coefficient_is_above_1_and_all_are_1_where_all_is_the_same(a: int, b: int, c: int, d: int) -> None:
    for measure in Measure:
        assert not of(measure, a, b, c, d) > 1 + 1e-12
        if not b + c and a and d:
            assert of(measure, a, b, c, d) == pytest.approx(1)


@pytest.mark.parametrize("measure", Measure)
def test_without_units_nothing_is_defined(measure: Measure) -> None:
    assert np.isnan(of(measure, 0, 0, 0, 0))


@pytest.mark.parametrize("counts", [(7, 0, 0, 0), (0, 0, 0, 7)])
def test_without_variation_alpha_and_kappa_are_undefined_and_the_others_are_not(counts: tuple[int, ...]) -> None:
    assert np.isnan(of(Measure.ALPHA, *counts))
    assert np.isnan(of(Measure.KAPPA, *counts))
    assert [of(each, *counts) for each in (Measure.AC1, Measure.PABAK, Measure.SAME)] == [1, 1, 1]


def test_alpha_of_what_cannot_be_paired_is_undefined() -> None:
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([("a", None), (None, "b")]) is None
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None


def test_alpha_leaves_out_units_that_only_one_coded() -> None:
    assert krippendorff_alpha([*NOMINAL, ("a", None), (None, "z")]) == krippendorff_alpha(NOMINAL)


def codes(text: str) -> frozenset[CodeId]:
    return frozenset(map(CodeId, text))


@pytest.mark.parametrize(
    ("left", "right", "by_jaccard", "by_masi"),
    [
        ("", "", 0, 0),
        ("", "a", 1, 1),
        ("ab", "ab", 0, 0),
        ("a", "ab", 1 / 2, 1 - 1 / 2 * 2 / 3),
        ("ab", "bc", 2 / 3, 1 - 1 / 3 * 1 / 3),
        ("a", "b", 1, 1),
    ],
)
def test_sets_are_as_far_apart_as_the_definitions_say(left: str, right: str, by_jaccard: float, by_masi: float) -> None:
    for one, other in ((left, right), (right, left)):
        assert jaccard(codes(one), codes(other)) == pytest.approx(by_jaccard)
        assert masi(codes(one), codes(other)) == pytest.approx(by_masi)


def test_prevalence_is_the_mean_of_both_coders_shares() -> None:
    assert FourFold(1, 2, 0, 7).prevalence == pytest.approx((0.3 + 0.1) / 2)
    assert FourFold(0, 0, 0, 0).prevalence is None
