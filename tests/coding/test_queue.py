"""Pages of segments suggested for one code."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.coding.queue import LEAST_PRECISION, RowPage, lay_pages, one_of_each, shortlists


def pages(
    scores: list[list[float]],
    settled: list[list[bool]] | None = None,
    groups: list[int] | None = None,
    size: int = 10,
) -> tuple[RowPage, ...]:
    chances = np.array(scores, dtype=np.float32)
    done = np.zeros(chances.shape, dtype=bool) if settled is None else np.array(settled)
    of = np.arange(len(chances)) if groups is None else np.array(groups)
    lists = shortlists(chances, np.ones(len(chances), dtype=bool))
    return lay_pages(lists, chances, done, of, size)


def test_the_surest_page_comes_first_and_its_surest_segment_on_top() -> None:
    laid = pages([[0.6, 0.95], [0.7, 0.1], [0.5, 0.9]])
    assert [(page.code, page.rows) for page in laid] == [(1, (0, 2)), (0, (1, 0, 2))]


def test_a_segment_that_is_likelier_wrong_than_worth_a_key_is_on_no_page() -> None:
    assert pages([[0.49], [0.2]]) == ()
    assert pages([[0.51], [0.2]])[0].rows == (0,)


def test_a_page_has_at_most_its_size() -> None:
    assert pages([[0.9 - place / 100] for place in range(15)], size=4)[0].rows == (0, 1, 2, 3)


def test_what_is_settled_is_on_no_page() -> None:
    assert pages([[0.9], [0.8]], settled=[[True], [False]])[0].rows == (1,)


def test_of_an_answer_and_of_identical_answers_only_the_surest_segment_is_on_a_page() -> None:
    assert pages([[0.7], [0.9], [0.8]], groups=[1, 1, 2])[0].rows == (1, 2)


def test_a_hundred_thousand_identical_answers_leave_room_on_the_page_for_the_others() -> None:
    n = 100_000
    chances = np.append(np.full(n, 0.9), np.linspace(0.8, 0.6, 9))[:, None].astype(np.float32)
    same = np.append(np.zeros(n), np.arange(1, 10)).astype(np.intp)
    for n_done in (0, 1, n - 1):
        done = np.arange(n + 9) < n_done
        lists = shortlists(chances, one_of_each(same, done))
        (page,) = lay_pages(lists, chances, done[:, None], same)
        assert page.rows == (n_done, *range(n, n + 9))


def test_segments_of_another_wave_are_on_no_page() -> None:
    chances = np.array([[0.9], [0.8]], dtype=np.float32)
    lists = shortlists(chances, np.array([False, True]))
    laid = lay_pages(lists, chances, np.zeros((2, 1), dtype=bool), np.arange(2))
    assert laid[0].rows == (1,)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_no_page_breaks_its_promises(seed: int, size: int) -> None:
    draw = np.random.default_rng(seed)
    chances = draw.random((30, 4)).round(2).astype(np.float32)
    settled = draw.random((30, 4)) < 0.3
    groups = draw.integers(0, 12, 30)
    lists = shortlists(chances, np.ones(30, dtype=bool))
    laid = lay_pages(lists, chances, settled, groups, size)
    assert laid == lay_pages(lists, chances, settled, groups, size)
    assert len({page.code for page in laid}) == len(laid)
    means = [sum(page.chances) / len(page.chances) for page in laid]
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(means))
    for page in laid:
        assert 1 <= len(page.rows) <= size
        assert min(page.chances) >= LEAST_PRECISION
        assert list(page.chances) == sorted(page.chances, reverse=True)
        assert len({groups[row] for row in page.rows}) == len(page.rows)
        assert not any(settled[row, page.code] for row in page.rows)
