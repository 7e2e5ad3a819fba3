"""How good suggestions are, on figures that can be worked out by hand."""

import numpy as np
import pytest

from avoin.coding import measures

CHANCES = np.array([[0.9, 0.2, 0.8], [0.1, 0.6, 0.3], [0.5, 0.4, 0.3]])
TRUTH = np.array([[True, True, False], [False, True, False], [False, False, False]])


def test_r_precision_looks_at_as_many_codes_as_the_answer_has() -> None:
    # first answer: its two likeliest are codes 0 and 2, one of them right; second: right; third has no code
    assert measures.r_precision(CHANCES, TRUTH) == pytest.approx((0.5 + 1.0) / 2)


def test_micro_f1_counts_all_answers_together() -> None:
    # said at .5: 0 and 2, 1, 0; right: 2 of them; true are 3
    assert measures.micro_f1(CHANCES >= 0.5, TRUTH) == pytest.approx(2 * 2 / (4 + 3))
    nothing = np.zeros((2, 2), dtype=bool)
    assert measures.micro_f1(nothing, nothing) == 1.0


def test_top_hits_leave_answers_without_codes_out() -> None:
    assert measures.top_hits(CHANCES, TRUTH, 1) == 1.0
    assert measures.top_hits(1.0 - CHANCES, TRUTH, 1) == pytest.approx(0.5)


def test_a_first_suggestion_on_an_answer_without_codes_is_wrong() -> None:
    first, right = measures.first_suggestion(CHANCES, TRUTH)
    assert first.tolist() == [0.9, 0.6, 0.5]
    assert right.tolist() == [True, True, False]


def test_calibration_error_is_the_gap_in_each_bin() -> None:
    chances, right = np.array([0.95, 0.95, 0.15, 0.15]), np.array([True, False, False, False])
    assert measures.calibration_error(chances, right) == pytest.approx(0.5 * 0.45 + 0.5 * 0.15)
    assert measures.calibration_error(np.array([1.0]), np.array([True])) == 0.0


def test_coverage_is_the_largest_share_that_is_right_often_enough() -> None:
    chances = np.array([0.9, 0.8, 0.7, 0.6])
    assert measures.coverage(chances, np.array([True, True, False, True]), 0.75) == 1.0
    assert measures.coverage(chances, np.array([True, True, False, False]), 0.95) == 0.5
    assert measures.coverage(chances, np.array([False, False, False, False])) == 0.0
