"""Intervals, weights, finite populations and the exact test, against published values and scipy."""

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from avoin.ids import RespondentId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.codes import code_rows
from avoin.report.intervals import around, difference_limits, effective_number, fisher_exact, holm, of_finite, wilson
from avoin.report.wave_comparison import exact_tests, wave_differences
from kit.codebooks import codebook
from kit.corpora import coded, joined, survey_of

OPEN = Thresholds(cell=0, mean=0)
BOOK = codebook("jono", "raha")
_TABLE = st.integers(1, 30).flatmap(
    lambda base1: st.integers(1, 30).flatmap(
        lambda base2: st.tuples(st.integers(0, base1), st.just(base1), st.integers(0, base2), st.just(base2))
    )
)


@given(_TABLE)
def test_the_exact_test_is_that_of_scipy(table: tuple[int, int, int, int]) -> None:
    n1, base1, n2, base2 = table
    expected = stats.fisher_exact([[n1, base1 - n1], [n2, base2 - n2]]).pvalue
    assert fisher_exact(*table) == pytest.approx(expected, abs=1e-9)


def test_the_exact_test_of_the_lady_tasting_tea() -> None:
    # Fisher (1935), The Design of Experiments; Agresti (2013), table 3.9: one-sided 0.243, two-sided 0.486
    assert fisher_exact(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_holm_multiplies_the_smallest_by_all_and_never_falls() -> None:
    assert holm((0.01, 0.04, 0.03, 0.005)) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm((0.9, 0.8)) == (1.0, 1.0)
    assert holm(()) == ()


def test_the_effective_number_is_kishs() -> None:
    assert effective_number([2.0] * 7) == pytest.approx(7)
    # 1, 1, 2: a sum of 4, squares of 6
    assert effective_number([1, 1, 2]) == pytest.approx(16 / 6)
    assert effective_number([]) == 0


def test_a_finite_population_narrows_the_interval_until_nothing_is_left_of_it() -> None:
    # Cochran (1977), §3.2: the variance falls by (N - n) / (N - 1)
    assert of_finite(108, 108, 114) == pytest.approx(108 * 113 / 6)
    assert of_finite(108, 108, 108) == inf
    assert around(0.25, inf) == (0.25, 0.25)
    wide, narrow = around(0.4, 100), around(0.4, of_finite(100, 100, 200))
    assert wide == wilson(40, 100)
    # half of the population: standard errors shrink by the root of 100 / 199, so does the interval, nearly
    assert (narrow[1] - narrow[0]) / (wide[1] - wide[0]) == pytest.approx((100 / 199) ** 0.5, abs=0.01)


def test_the_interval_of_a_difference_is_newcombes_whatever_the_intervals_rest_on() -> None:
    # Newcombe (1998), table II, method 10, example (a): 56/70 - 48/80
    limits = difference_limits(48 / 80, wilson(48, 80), 56 / 70, wilson(56, 70))
    assert limits == pytest.approx((0.0524, 0.3339), abs=0.00005)


def test_shares_are_weighted_and_counts_are_not() -> None:
    corpus = survey_of(wishes={"r1": "x", "r2": "x", "r3": "x", "r4": ""})
    given = {"r1": Fraction(2), "r2": Fraction(1, 2), "r3": Fraction(3, 2), "r4": Fraction(9)}
    weights = {(WaveId("2025"), RespondentId(who)): weight for who, weight in given.items()}
    codings = coded(corpus, "wishes", r1="jono", r3="raha", r2="jono")
    rows = code_rows(corpus, BOOK, codings, OPEN, weights=weights)
    jono = next(row for row in rows if row.code == "jono")
    assert (jono.n, jono.base_answered, jono.share) == (2, 3, Fraction(63, 100))
    assert jono.effective == round(4**2 / (4 + 0.25 + 2.25))
    assert (jono.low, jono.high) == pytest.approx(wilson(2 * 0.63, 2))


def test_differences_are_tested_only_where_both_figures_are_shown_and_are_adjusted_for_their_number() -> None:
    first = survey_of(wave="2024", wishes={f"a{place}": "x" for place in range(40)})
    second = survey_of(wave="2025", wishes={f"b{place}": "x" for place in range(40)})
    corpus = joined(first, second)
    codings = (
        *coded(
            corpus, "wishes", wave="2024", **{f"a{place}": "jono raha" if place < 3 else "jono" for place in range(12)}
        ),
        *coded(corpus, "wishes", wave="2025", **{f"b{place}": "jono raha" for place in range(25)}),
    )
    rows = code_rows(corpus, BOOK, codings, Thresholds())
    found = exact_tests(wave_differences(rows, WaveId("2024"), WaveId("2025")))
    by_code = {str(each.code): each for each in found}
    assert by_code["raha"].probability is None
    expected = stats.fisher_exact([[12, 28], [25, 15]]).pvalue
    assert by_code["jono"].probability == pytest.approx(expected)
    assert by_code["jono"].adjusted == pytest.approx(expected)
