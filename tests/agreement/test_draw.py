"""Drawing answers for a second coder."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.agreement.draw import draw
from avoin.ids import AnswerKey
from kit.double_coded import key

AREAS = ("north", "south", "west")


def strata(n: int) -> dict[AnswerKey, str]:
    return {key(place): AREAS[min(place % 7, 2)] for place in range(n)}


@given(st.integers(0, 200), st.floats(0.01, 1), st.integers(0, 5))
def test_each_stratum_is_in_the_draw_by_its_share(n: int, share: float, seed: int) -> None:
    there = strata(n)
    drawn = draw(there, share, seed)
    assert len(set(drawn)) == len(drawn)
    assert len(drawn) == pytest.approx(n * share, abs=1)
    assert len(drawn) >= n * share - 1e-9
    sizes, found = Counter(there.values()), Counter(there[each] for each in drawn)
    assert all(abs(found[area] - size * share) <= 1 for area, size in sizes.items())


def test_the_same_seed_draws_the_same_in_whatever_order_the_answers_come() -> None:
    there = strata(60)
    turned = dict(reversed(there.items()))
    assert draw(there, 0.15, 3) == draw(turned, 0.15, 3)
    assert draw(there, 0.15, 3) != draw(there, 0.15, 4)


def test_a_share_is_meant_exactly_as_it_is_written() -> None:
    assert len(draw({key(place): "one" for place in range(20)}, 0.15, 0)) == 3


def test_everything_can_be_drawn_and_nothing_of_nothing() -> None:
    assert len(draw({key(place): "one" for place in range(5)}, 1, 0)) == 5
    assert draw({}, 0.5, 0) == ()
