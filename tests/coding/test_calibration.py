"""From scores to probabilities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.coding import calibration
from avoin.coding.calibration import (
    Beside,
    Calibration,
    families_of,
    features_of,
    fit_calibration,
    heading_fit,
    rivals_in_answers,
    usage_of,
)

NOTHING = np.zeros(2)


def features(scores: np.ndarray) -> np.ndarray:
    """Of segments that are an answer each."""
    return features_of(scores, beside(rivals_in_answers(scores, np.arange(len(scores)))))


def beside(rival: np.ndarray) -> Beside:
    nothing = np.zeros(rival.shape)
    return Beside(nothing, nothing, nothing, nothing, rival)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_chances_are_between_nothing_and_one_whatever_was_decided(seed: int, n: int) -> None:
    draw = np.random.default_rng(seed)
    scores, labels = draw.normal(0.3, 0.5, (n, 3)), draw.integers(0, 2, n * 3).astype(float)
    line = fit_calibration(features(scores).reshape(-1, calibration.N_FEATURES), labels, np.ones(len(labels)), n)
    chances = line.chances(features(scores))
    assert ((chances >= 0.0) & (chances <= 1.0)).all()
    assert 0.2 <= line.threshold <= 0.6


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_a_higher_score_never_has_a_lower_chance(seed: int) -> None:
    draw = np.random.default_rng(seed)
    learned = draw.normal(0.3, 0.4, (30, 2))
    labels = (draw.random(60) < draw.random()).astype(float)
    line = fit_calibration(features(learned).reshape(-1, calibration.N_FEATURES), labels, np.ones(60), 30)
    rising = np.column_stack([np.linspace(-0.5, 1.5, 50), np.full(50, 2.0)])
    assert (np.diff(line.chances(features(rising))[:, 0]) >= -1e-12).all()


def test_before_any_decision_the_usual_line_is_used() -> None:
    line = fit_calibration(np.zeros((0, calibration.N_FEATURES)), np.zeros(0), np.zeros(0), 0)
    np.testing.assert_array_equal(line.weights, calibration.USUAL)
    assert line.threshold == calibration.USUAL_THRESHOLD


def test_refusals_pull_chances_down_and_confirmations_up() -> None:
    scores = np.full((40, 2), 0.3)
    flat = features(scores).reshape(-1, calibration.N_FEATURES)
    refused, given_ = (fit_calibration(flat, np.full(80, label), np.ones(80), 40) for label in (0.0, 1.0))
    usual = Calibration(calibration.USUAL, 0.4).chances(flat)[0]
    assert refused.chances(flat)[0] < usual < given_.chances(flat)[0]


def test_many_decisions_make_the_chances_true() -> None:
    draw = np.random.default_rng(7)
    scores = draw.uniform(0.0, 0.8, (400, 1))
    labels = (draw.random(400) < scores[:, 0]).astype(float)
    line = fit_calibration(features(scores).reshape(-1, calibration.N_FEATURES), labels, np.ones(400), 400)
    chances = line.chances(features(scores))[:, 0]
    for low, high in ((0.0, 0.3), (0.3, 0.6), (0.6, 0.8)):
        inside = (scores[:, 0] >= low) & (scores[:, 0] < high)
        assert chances[inside].mean() == pytest.approx(labels[inside].mean(), abs=0.08)


def test_usage_is_nothing_before_any_decision_and_more_for_what_is_used() -> None:
    families = families_of([None, None])
    np.testing.assert_array_equal(usage_of(np.zeros(2), 0, families), NOTHING)
    used = usage_of(np.array([5.0, 0.0]), 10, families)
    assert used[0] > used[1]


def test_a_code_is_expected_where_others_under_its_heading_are_used() -> None:
    used = usage_of(np.array([6.0, 0.0, 0.0]), 10, families_of(["a", "a", "b"]))
    assert used[1] > used[2]


def test_headings_are_told_apart_by_the_answers_and_a_flat_codebook_is_left_alone() -> None:
    chances = np.array([[0.8, 0.6, 0.1], [0.7, 0.1, 0.2]])
    fit = heading_fit(chances, families_of(["a", "a", "b"]))
    assert fit[0] == fit[1] == 0.0
    assert fit[2] < 0.0
    np.testing.assert_array_equal(heading_fit(chances, families_of([None] * 3)), np.zeros(3))


def test_a_rival_is_the_best_other_code_anywhere_in_the_answer() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.3, 0.6, 0.0], [0.1, 0.2, 0.4]])
    rivals = rivals_in_answers(scores, np.array([0, 0, 1]))
    np.testing.assert_array_equal(rivals, [[0.6, 0.9, 0.9], [0.6, 0.9, 0.9], [0.4, 0.4, 0.2]])


def test_a_stronger_rival_in_the_answer_makes_a_code_less_likely() -> None:
    usual = Calibration(calibration.USUAL, 0.4)
    scores = np.array([[0.4, 0.1]])
    weak, strong = (usual.chances(features_of(scores, beside(np.full((1, 2), rival))))[0, 0] for rival in (0.1, 0.9))
    assert strong < weak


def test_a_pair_that_counts_twice_is_two_pairs() -> None:
    draw = np.random.default_rng(3)
    rows = features(draw.uniform(0.0, 0.8, (20, 2))).reshape(-1, calibration.N_FEATURES)
    labels = (draw.random(40) < 0.5).astype(float)
    counts = np.where(np.arange(40) < 10, 2.0, 1.0)
    twice = fit_calibration(rows, labels, counts, 20)
    written_out = fit_calibration(np.vstack([rows, rows[:10]]), np.append(labels, labels[:10]), np.ones(50), 20)
    np.testing.assert_allclose(twice.weights, written_out.weights, rtol=1e-6)
