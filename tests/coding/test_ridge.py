"""Ridge regression in blocks, and scores without oneself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.coding.ridge import Labels, fit_ridge, lay_ground, without_itself


def _known(targets: np.ndarray) -> Labels:
    return Labels(targets, np.ones_like(targets))


@given(st.integers(0, 10_000))
def test_blocks_give_what_one_system_gives(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ground, decided = draw.normal(size=(4, 6)), draw.normal(size=(3, 6))
    y_ground, y_decided = draw.integers(0, 2, (4, 2)).astype(float), draw.integers(0, 2, (3, 2)).astype(float)
    weights = np.array([1.0, 3.0, 2.0])
    laid = lay_ground(ground @ ground.T, _known(y_ground), 0.7)
    fitted = fit_ridge(laid, ground @ decided.T, decided @ decided.T, weights, _known(y_decided))
    every = np.vstack([ground, decided])
    penalty = np.diag(0.7 / np.concatenate([np.ones(4), weights]))
    expected = np.linalg.solve(every @ every.T + penalty, np.vstack([y_ground, y_decided]))
    np.testing.assert_allclose(np.vstack([fitted.ground, fitted.decided]), expected, atol=1e-9)


@given(st.integers(0, 10_000), st.integers(0, 2))
def test_a_score_without_itself_is_that_of_a_fit_without_it(seed: int, left_out: int) -> None:
    draw = np.random.default_rng(seed)
    ground, decided = draw.normal(size=(4, 5)), draw.normal(size=(3, 5))
    y_ground, y_decided = draw.integers(0, 2, (4, 1)).astype(float), draw.integers(0, 2, (3, 1)).astype(float)
    laid = lay_ground(ground @ ground.T, _known(y_ground), 1.0)
    whole = fit_ridge(laid, ground @ decided.T, decided @ decided.T, np.ones(3), _known(y_decided))
    rest = np.delete(decided, left_out, axis=0)
    labels = _known(np.delete(y_decided, left_out, axis=0))
    fewer = fit_ridge(laid, ground @ rest.T, rest @ rest.T, np.ones(2), labels)
    alone = decided[left_out]
    expected = (ground @ alone) @ fewer.ground + (rest @ alone) @ fewer.decided
    found = without_itself(whole.fitted, whole.leverage, y_decided)[left_out]
    np.testing.assert_allclose(found, expected, atol=1e-8)


def test_an_example_that_counts_twice_is_two_examples() -> None:
    rows = np.array([[1.0, 0.5], [0.2, 1.0]])
    laid = lay_ground(np.eye(1), _known(np.ones((1, 1))), 1.0)
    twice = np.vstack([rows, rows[:1]])
    once = fit_ridge(laid, np.ones((1, 2)) * 0.1, rows @ rows.T, np.array([2.0, 1.0]), _known(np.array([[1.0], [0.0]])))
    double = fit_ridge(
        laid, np.ones((1, 3)) * 0.1, twice @ twice.T, np.ones(3), _known(np.array([[1.0], [0.0], [1.0]]))
    )
    np.testing.assert_allclose(once.fitted, double.fitted[:2])
    np.testing.assert_allclose(once.leverage, double.leverage[:2])


def test_what_is_not_known_is_filled_in_and_not_taken_for_a_no() -> None:
    rows = np.array([[1.0, 0.0], [1.0, 0.1]])
    laid = lay_ground(np.zeros((1, 1)), _known(np.zeros((1, 1))), 1.0)
    across = np.zeros((1, 2))
    open_label = Labels(np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]]))
    refused = Labels(np.array([[1.0], [0.0]]), np.ones((2, 1)))
    products = rows @ rows.T
    said_nothing = fit_ridge(laid, across, products, np.ones(2), open_label).fitted[1, 0]
    said_no = fit_ridge(laid, across, products, np.ones(2), refused).fitted[1, 0]
    assert said_nothing > said_no
    assert said_no == pytest.approx(0.0, abs=0.4)
