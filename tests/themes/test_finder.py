import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.themes import finder
from avoin.themes.finder import ThemeFinder, own_k, typical_order


def clouds(n_clouds: int, n_each: int, *, spread: float = 0.15, seed: int = 1, dimensions: int = 40) -> np.ndarray:
    """Return unit rows in well separated clouds, one cloud after the other."""
    lot = np.random.default_rng(seed)
    centres = np.eye(dimensions)[:n_clouds]
    rows = np.repeat(centres, n_each, axis=0) + spread * lot.normal(size=(n_clouds * n_each, dimensions))
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_rows_of_one_cloud_get_one_label_and_those_of_two_clouds_two() -> None:
    found = ThemeFinder(k=4).fit(clouds(4, 12))
    labels = found.labels_.reshape(4, 12)
    assert all(len(set(cloud)) == 1 for cloud in labels.tolist())
    assert found.k_ == 4
    assert not found.mixed_.any()


def test_same_rows_same_labels() -> None:
    rows = clouds(5, 30, spread=0.4)
    first, second = ThemeFinder().fit(rows), ThemeFinder().fit(rows.copy())
    assert np.array_equal(first.labels_, second.labels_)
    assert first.method_ == second.method_
    assert np.array_equal(first.centres_, second.centres_)


def test_single_precision_rows_give_what_double_ones_do() -> None:
    rows = clouds(5, 20, spread=0.4).astype(np.float32)
    assert np.array_equal(ThemeFinder().fit_predict(rows), ThemeFinder().fit_predict(rows.astype(np.float64)))


@settings(deadline=None, max_examples=40)
@given(n=st.integers(1, 40), k=st.one_of(st.none(), st.integers(1, 60)), seed=st.integers(0, 5))
def test_every_row_gets_a_label_and_there_are_never_more_groups_than_asked(n: int, k: int | None, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(n, 6))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = ThemeFinder(k, seed).fit(rows)
    assert found.labels_.shape == (n,)
    assert sorted(set(found.labels_.tolist())) == list(range(found.k_))
    assert found.k_ <= min(n, own_k(n) if k is None else k)
    assert found.weights_.sum() == pytest.approx(n)


@pytest.mark.parametrize(("n", "k"), [(1, 1), (2, 1), (5, 3), (108, 15), (200, 17), (201, 17), (1000, 24)])
def test_own_number_of_themes_grows_gently(n: int, k: int) -> None:
    assert own_k(n) == k


def test_no_rows_is_no_groups() -> None:
    found = ThemeFinder().fit(np.zeros((0, 7)))
    assert found.k_ == 0
    assert found.centres_.shape == (0, 7)


def test_more_groups_than_rows_is_one_each() -> None:
    assert ThemeFinder(k=9).fit(clouds(3, 1)).labels_.tolist() == [0, 1, 2]


def test_rows_without_features_still_get_a_label() -> None:
    assert ThemeFinder(k=2).fit(np.zeros((6, 4))).labels_.shape == (6,)


def test_labels_count_by_size_and_then_by_first_appearance() -> None:
    rows = clouds(3, 10)
    weights = np.repeat([1.0, 5.0, 1.0], 10)
    found = ThemeFinder(k=3).fit(rows, sample_weight=weights)
    assert found.labels_[[0, 10, 20]].tolist() == [1, 0, 2]
    assert found.weights_.tolist() == [50.0, 10.0, 10.0]


def test_a_group_without_anything_in_common_is_mixed_and_last() -> None:
    lot = np.random.default_rng(3)
    scattered = lot.normal(size=(120, 300))
    near = np.eye(300)[:1] + 0.02 * lot.normal(size=(20, 300))
    rows = np.vstack([scattered, near])
    found = ThemeFinder(k=2).fit(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert found.labels_[-1] == 0
    assert found.mixed_.tolist() == [False, True]
    assert found.weights_[1] > found.weights_[0]


def test_clear_clouds_are_stable_and_scattered_rows_are_not() -> None:
    clear = ThemeFinder(k=3).fit(clouds(3, 30))
    lot = np.random.default_rng(5)
    rows = lot.normal(size=(150, 40))
    scattered = ThemeFinder(k=8).fit(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert clear.stability_.min() > 0.95
    assert scattered.stability_.mean() < 0.7
    assert scattered.mixed_[scattered.stability_ < 0.4].all()


def test_a_lone_row_joins_the_nearest_theme_where_there_are_many_segments() -> None:
    rows = np.vstack([clouds(3, 40), clouds(1, 1, spread=0.5, seed=9)])
    found = ThemeFinder(k=3).fit(rows)
    assert found.weights_.min() >= 40


def test_above_the_sample_all_rows_get_a_label_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "SAMPLE", 60)
    rows = clouds(4, 50)
    first, second = ThemeFinder(4, random_state=3).fit(rows), ThemeFinder(4, random_state=3).fit(rows)
    assert np.array_equal(first.labels_, second.labels_)
    assert all(len(set(cloud)) == 1 for cloud in first.labels_.reshape(4, 50).tolist())
    assert "60" in first.method_


@pytest.mark.parametrize("k", [0, -1])
def test_less_than_one_theme_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ThemeFinder(k).fit(clouds(2, 2))


def test_weights_must_be_one_a_row() -> None:
    with pytest.raises(ValueError, match="one weight"):
        ThemeFinder().fit(clouds(2, 2), sample_weight=np.ones(3))


def test_typical_rows_come_first_then_frequent_then_early_ones() -> None:
    rows = np.array([[0.6, 0.8], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    assert typical_order(rows, np.array([1.0, 0.0]), np.array([9.0, 1.0, 2.0, 1.0])).tolist() == [2, 1, 3, 0]
