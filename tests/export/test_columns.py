"""Widths of the columns of a table: no word is broken while there is room for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.export.columns import shares_of
from avoin.report.model import Table

_CELLS = st.text("abc -\N{NO-BREAK SPACE}", max_size=30)


def _table(*rows: tuple[str, ...]) -> Table:
    return Table("", rows[0], rows[1:], (False,) * len(rows[0]))


def test_a_long_word_gets_the_room_it_needs_and_short_ones_leave_it() -> None:
    first, second, third = shares_of(_table(("n", "mielenterveyspalveluista", "n"), ("1", "2", "3")), 40)
    assert second * 40 >= len("mielenterveyspalveluista")
    assert first == pytest.approx(third)


def test_a_line_may_break_after_a_hyphen_and_not_at_a_no_break_space() -> None:
    hyphened = shares_of(_table(("sote-palveluista", "sote\N{NO-BREAK SPACE}palveluista"), ("1", "2")), 20)
    assert hyphened[0] < hyphened[1]


@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=5), st.integers(1, 120))
def test_the_shares_are_of_one_whole_and_none_is_nothing(rows: list[tuple[str, str, str]], room: int) -> None:
    shares = shares_of(_table(*rows), room)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0
