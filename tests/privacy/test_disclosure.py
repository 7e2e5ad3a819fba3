"""What is withheld: too small, of one mind, and whatever would give such a figure back."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.model import Condition, QuestionKind
from avoin.ids import VariableId
from avoin.privacy.counts import AtMost, Cell, CountTable, Sum
from avoin.privacy.disclosure import Cause, Reason, Thresholds, withheld
from avoin.privacy.inference import inferable
from kit.attack import determined, possible_values, remainders, values_by_brute_force
from kit.corpora import question

ALL = ("all",)


def _partition(counts: Mapping[str, int], threshold: int = 5) -> CountTable:
    parts: dict[Cell, int] = {(name,): n for name, n in counts.items()}
    return CountTable({ALL: sum(counts.values()), **parts}, (Sum(ALL, tuple(parts), threshold=threshold),))


def _small(table: CountTable, threshold: int = 5) -> dict[Cell, Reason]:
    return {cell: Reason(Cause.SMALL, threshold) for cell, n in table.counts.items() if 0 < n < threshold}


def _hidden(counts: Mapping[str, int]) -> set[str]:
    table = _partition(counts)
    return {cell[0] for cell in withheld(table, _small(table))}


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert _hidden({"north": 12, "south": 7, "west": 0}) == set()


def test_when_one_value_is_masked_the_smallest_other_is_masked_too() -> None:
    assert _hidden({"north": 3, "south": 40, "west": 12}) == {"north", "west"}


def test_of_two_values_both_are_masked_or_neither() -> None:
    assert _hidden({"director": 2, "worker": 90}) == {"director", "worker"}
    assert _hidden({"director": 18, "worker": 90}) == set()


def test_a_zero_stays_and_protects_nobody() -> None:
    assert _hidden({"north": 3, "south": 40, "west": 0}) == {"north", "south"}


def test_the_remainder_of_two_small_values_is_not_left_small_either() -> None:
    # 1 + 1 = 2 would tell that each is one respondent
    assert _hidden({"north": 1, "south": 1, "west": 30, "east": 9}) == {"north", "south", "east"}


def test_a_threshold_of_five_masks_one_to_four() -> None:
    shown = Thresholds(cell=5)
    assert [n for n in range(8) if shown.is_small(n)] == [1, 2, 3, 4]
    assert not any(Thresholds(cell=0).is_small(n) for n in range(8))


def test_a_small_group_of_one_mind_is_masked_and_a_large_one_is_not() -> None:
    shown = Thresholds(cell=5)
    assert shown.is_unanimous(8, 8)
    assert not shown.is_unanimous(7, 8)
    assert not shown.is_unanimous(10, 10)
    assert not shown.is_unanimous(0, 0)
    assert not Thresholds(cell=0).is_unanimous(8, 8)


def test_closed_items_asked_only_of_named_respondents_are_shown_and_others_are_not() -> None:
    shown = Thresholds(named=(Condition(VariableId("role"), ("director", "chair")),))
    directors = question("a", QuestionKind.GRADE, asked=("role", "director"))
    everybody = question("b", QuestionKind.GRADE)
    workers = question("c", QuestionKind.GRADE, asked=("role", "director", "worker"))
    assert (shown.for_closed(directors).cell, shown.for_closed(directors).mean) == (0, 0)
    assert shown.for_closed(everybody) == shown
    assert shown.for_closed(workers) == shown


def test_a_withheld_base_takes_its_row_along() -> None:
    table = CountTable({("base",): 3, ("yes",): 3, ("no",): 0}, tied={("base",): (("yes",), ("no",))})
    assert set(withheld(table, {("base",): Reason(Cause.SMALL)})) == {("base",), ("yes",), ("no",)}


def test_a_bridge_between_two_masked_blocks_is_inferable_and_gets_company() -> None:
    # every line has two withheld cells or none, and still one cell follows from the others
    rows, columns = "abcd", "wxyz"
    counts: dict[Cell, int] = {(row, column): 20 for row in rows for column in columns}
    sums = []
    for row in rows:
        counts[row, "all"] = 80
        sums.append(Sum((row, "all"), tuple((row, column) for column in columns), threshold=5))
    for column in columns:
        counts["all", column] = 80
        sums.append(Sum(("all", column), tuple((row, column) for row in rows), threshold=5))
    blocks = {
        (row, column) for row, column in counts if (row in "ab") == (column in "wx") and "all" not in (row, column)
    }
    bridged = frozenset(blocks | {("b", "y")})
    assert inferable(sums, bridged) == {("b", "y")}
    hidden = withheld(CountTable(counts, tuple(sums)), dict.fromkeys(bridged, Reason(Cause.SMALL)))
    assert not inferable(sums, hidden)


_COUNTS = st.integers(0, 12)


@st.composite
def _tables(draw: st.DrawFn) -> tuple[dict[Cell, int], list[Sum]]:
    """Draw a table of groups by answers with all its margins."""
    rows = [f"r{place}" for place in range(draw(st.integers(1, 5)))]
    columns = [f"c{place}" for place in range(draw(st.integers(1, 4)))]
    counts: dict[Cell, int] = {(row, column): draw(_COUNTS) for row in rows for column in columns}
    sums: list[Sum] = []
    for row in [*rows, "all"]:
        if row == "all":
            counts |= {(row, column): sum(counts[each, column] for each in rows) for column in columns}
        counts[row, "n"] = sum(counts[row, column] for column in columns)
        sums.append(Sum((row, "n"), tuple((row, column) for column in columns), threshold=5))
    down = [Sum(("all", column), tuple((row, column) for row in rows), threshold=5) for column in [*columns, "n"]]
    return counts, sums + down


@settings(deadline=None)
@given(_tables())
def test_no_withheld_cell_of_a_table_with_margins_follows_from_the_visible_ones(
    drawn: tuple[dict[Cell, int], list[Sum]],
) -> None:
    counts, sums = drawn
    table = CountTable(counts, tuple(sums))
    primary = _small(table)
    hidden = withheld(table, primary)
    shown = {cell: None if cell in hidden else float(n) for cell, n in counts.items()}
    equations = [(each.total, dict.fromkeys(each.parts, 1.0)) for each in sums]
    assert primary.keys() <= hidden.keys()
    assert determined(shown, equations) == []
    for rest, _n_cells in remainders(shown, {cell: float(n) for cell, n in counts.items()}, equations):
        assert rest >= 5


@settings(deadline=None)
@given(_tables())
def test_the_mask_is_the_same_every_time_and_nothing_more_is_needed_after_it(
    drawn: tuple[dict[Cell, int], list[Sum]],
) -> None:
    counts, sums = drawn
    table = CountTable(counts, tuple(sums))
    hidden = withheld(table, _small(table))
    assert withheld(table, _small(table)) == hidden
    assert withheld(table, hidden) == hidden


def test_four_of_five_and_five_of_five_are_not_pinned_by_their_bases() -> None:
    counts: dict[Cell, int] = {ALL: 9, ("a",): 4, ("b",): 5}
    table = CountTable(counts, (Sum(ALL, (("a",), ("b",)), threshold=5),), limits={ALL: 10, ("a",): 5, ("b",): 5})
    primary: dict[Cell, Reason] = {("a",): Reason(Cause.SMALL, 5), ("b",): Reason(Cause.UNANIMOUS, 5)}
    hidden = withheld(table, primary)
    # 9 of 10 in all would leave 4 or 5 for each
    assert hidden[ALL] == Reason(Cause.RANGE, protects=("a",))


def test_a_code_under_another_is_not_pinned_by_it() -> None:
    # six have the heading; three have the one code below it, so who has the other one is known to be three or more
    counts: dict[Cell, int] = {("heading",): 6, ("one",): 6, ("other",): 1}
    bounds = (AtMost(("one",), (("heading",),)), AtMost(("other",), (("heading",),)))
    heading = AtMost(("heading",), (("one",), ("other",)))
    primary: dict[Cell, Reason] = {("other",): Reason(Cause.SMALL, 5)}
    assert set(withheld(CountTable(counts, at_most=(*bounds, heading)), primary)) == {("other",)}
    narrow: dict[Cell, int] = {("heading",): 6, ("one",): 5, ("other",): 3}
    assert set(withheld(CountTable(narrow, at_most=(*bounds, heading)), primary)) == {("other",)}
    only = (AtMost(("other",), (("heading",),)), AtMost(("heading",), (("other",),)))
    counts = {("heading",): 6, ("other",): 6}
    primary = {("other",): Reason(Cause.UNANIMOUS, 5)}
    assert set(withheld(CountTable(counts, at_most=only), primary)) == {("other",), ("heading",)}


def test_a_small_group_of_one_mind_loses_the_code_below_that_pins_it_and_not_the_total() -> None:
    # all seven of a have the heading and six the code below it: shown, six or seven would be left
    counts: dict[Cell, int] = {("heading", "all"): 86, ("heading", "a"): 7, ("heading", "b"): 40, ("heading", "c"): 39}
    counts |= {("code", "a"): 6, ("code", "b"): 30, ("code", "c"): 28, ("code", "all"): 64}
    sums = tuple(Sum((name, "all"), tuple((name, row) for row in "abc"), threshold=5) for name in ("heading", "code"))
    bounds = tuple(AtMost(("code", row), (("heading", row),)) for row in ("all", *"abc"))
    limits: dict[Cell, int] = {("heading", "a"): 7, ("heading", "b"): 50, ("heading", "c"): 50}
    table = CountTable(counts, sums, limits=limits, at_most=bounds)
    hidden = withheld(table, {("heading", "a"): Reason(Cause.UNANIMOUS, 5)})
    assert hidden["code", "a"] == Reason(Cause.RANGE, protects=("heading", "a"))
    assert ("heading", "all") not in hidden
    assert ("code", "all") not in hidden


def test_a_mean_at_the_end_of_its_scale_is_withheld_as_it_tells_what_everybody_gave() -> None:
    grades = tuple((str(grade),) for grade in range(4, 11))
    counts: dict[Cell, int | Fraction] = {("n",): 6, ("sum",): Fraction(59), **dict.fromkeys(grades, 0)}
    counts |= {("9",): 1, ("10",): 5}
    sums = (
        Sum(("n",), grades, threshold=5),
        Sum(("sum",), grades, tuple(Fraction(int(grade)) for (grade,) in grades)),
    )
    table = CountTable(counts, sums, tied={("n",): (*grades, ("sum",))})
    hidden = withheld(table, dict.fromkeys(grades, Reason(Cause.BASE, 2)))
    # 59 from six grades is five tens and a nine, whatever of the grades themselves is withheld
    assert ("sum",) in hidden
    assert ("n",) not in hidden


@settings(deadline=None, max_examples=60)
@given(_tables())
def test_whoever_solves_for_a_withheld_small_cell_is_left_with_as_many_values_as_the_threshold(
    drawn: tuple[dict[Cell, int], list[Sum]],
) -> None:
    counts, sums = drawn
    table = CountTable(counts, tuple(sums))
    primary = _small(table)
    hidden = withheld(table, primary)
    shown = {cell: None if cell in hidden else float(n) for cell, n in counts.items()}
    ends = possible_values(shown, [(each.total, dict.fromkeys(each.parts, 1.0)) for each in sums])
    for cell in primary:
        low, high = ends[cell]
        assert high - low >= 4 - 1e-6


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_trying_every_table_leaves_as_many_values_for_a_small_cell_as_the_threshold(inner: list[int]) -> None:
    rows, columns = ("r", "s"), ("x", "y", "z")
    free: list[Cell] = [(row, column) for row in rows for column in columns]
    counts = dict(zip(free, inner, strict=True))
    relations: list[tuple[Cell, list[Cell]]] = [((row, "n"), [(row, column) for column in columns]) for row in rows]
    relations += [(("all", column), [(row, column) for row in rows]) for column in (*columns, "n")]
    for total, parts in relations:
        counts[total] = sum(counts[part] for part in parts)
    sums = (*(Sum(total, tuple(parts), threshold=3) for total, parts in relations),)
    whole = Sum(("all", "n"), tuple(("all", column) for column in columns), threshold=3)
    table = CountTable(counts, (*sums, whole))
    primary = _small(table, 3)
    hidden = withheld(table, primary)
    left = values_by_brute_force(
        {cell: None if cell in hidden else n for cell, n in counts.items()}, free, relations, top=7
    )
    for cell in primary:
        assert len(left[cell]) >= 3


def test_a_table_that_was_masked_before_is_not_audited_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def table() -> CountTable:
        return _partition({"north": 3, "south": 41, "west": 13, "east": 29})

    first = withheld(table(), _small(table()))
    monkeypatch.setattr("avoin.privacy.disclosure.Audit", None)
    again = withheld(table(), _small(table()))
    assert again == first
    again.clear()
    assert withheld(table(), _small(table())) == first
