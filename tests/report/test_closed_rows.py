"""Closed items: bases, exact means, shares by category and group, and what the mask leaves of them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.corpus.model import Corpus, QuestionKind
from avoin.ids import QuestionId, VariableId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.closed import ClosedRow, closed_rows
from avoin.report.closed_tally import positions
from kit.attack import Cell, determined, remainders
from kit.corpora import CHANGE, joined, question, survey_of

OPEN = Thresholds(cell=0, mean=0)
GRADE = question("state", QuestionKind.GRADE)
CHANGED = question("change", QuestionKind.CHANGE, categories=tuple(CHANGE), groups=CHANGE)


def _whole(rows: tuple[ClosedRow, ...], name: str) -> ClosedRow:
    (row,) = [row for row in rows if row.question == name and row.variable is None]
    return row


def _of(rows: tuple[ClosedRow, ...], value: str) -> ClosedRow:
    (row,) = [row for row in rows if row.value == value]
    return row


def test_the_base_is_who_was_asked_and_answered() -> None:
    asked = question("state", QuestionKind.GRADE, asked=("role", "director"))
    corpus = survey_of(
        asked,
        variables={"role": {"r1": "director", "r2": "director", "r3": "director", "r4": "worker", "r5": "worker"}},
        state={"r1": "6", "r2": "9", "r3": "", "r4": "4"},
    )
    row = _whole(closed_rows(corpus, OPEN), "state")
    assert (row.n, row.mean) == (2, Fraction(15, 2))


def test_a_mean_is_exact_whatever_the_numbers_look_like_in_binary() -> None:
    corpus = survey_of(GRADE, state={"r1": "7,3", "r2": "7.1", "r3": "4"})
    assert _whole(closed_rows(corpus, OPEN), "state").mean == Fraction("18.4") / 3


def test_shares_stand_in_the_order_of_the_categories_and_groups_add_them_up() -> None:
    corpus = survey_of(CHANGED, change={"r1": "worse", "r2": "much worse", "r3": "same", "r4": "worse"})
    row = _whole(closed_rows(corpus, OPEN), "change")
    assert [(name, part.n) for name, part in row.shares.items()] == [
        *(("much better", 0), ("better", 0)),
        *(("same", 1), ("worse", 2), ("much worse", 1)),
    ]
    assert {name: part.share for name, part in row.groups.items()} == {
        "improved": 0,
        "unchanged": Fraction(1, 4),
        "weakened": Fraction(3, 4),
    }
    assert row.mean is None


def test_an_answer_that_the_survey_file_does_not_list_is_counted_after_those_it_does() -> None:
    corpus = survey_of(CHANGED, change={"r1": "worse", "r2": "cannot say"})
    row = _whole(closed_rows(corpus, OPEN), "change")
    assert list(row.shares)[-1] == "cannot say"
    assert row.shares["cannot say"].n == 1
    assert sum(part.n or 0 for part in row.groups.values()) == 1


def test_grades_have_a_distribution_and_numbers_only_a_mean() -> None:
    number = question("age", QuestionKind.NUMBER)
    corpus = survey_of(GRADE, number, state={"r1": "4", "r2": "10", "r3": "8.5"}, age={"r1": "33", "r2": "34"})
    rows = closed_rows(corpus, OPEN)
    assert {name: part.n for name, part in _whole(rows, "state").shares.items() if part.n} == {
        "4": 1,
        "10": 1,
        "8.5": 1,
    }
    assert (_whole(rows, "age").mean, dict(_whole(rows, "age").shares)) == (Fraction(67, 2), {})


def test_positions_count_steps_from_the_middle_category() -> None:
    assert positions(CHANGED) == {"much better": 2, "better": 1, "same": 0, "worse": -1, "much worse": -2}
    uneven = question("x", QuestionKind.CHANGE, categories=("better", "same", "worse"), groups=CHANGE)
    assert positions(uneven) == {"better": 1, "same": 0, "worse": -1}


def test_each_wave_has_its_own_rows_and_a_wave_that_did_not_ask_has_none() -> None:
    first = survey_of(GRADE, wave="2024", state={"r1": "6"})
    second = survey_of(question("state", QuestionKind.GRADE), wave="2025", change={"r1": "same"}, state={"r1": "8"})
    rows = closed_rows(joined(first, second), OPEN)
    assert [(str(row.wave), str(row.question), row.mean) for row in rows] == [("2025", "state", Fraction(8))]
    both = joined(
        survey_of(question("state", QuestionKind.GRADE, waves=("2024",)), wave="2024", state={"r1": "6"}), second
    )
    assert [row.mean for row in closed_rows(both, OPEN)] == [Fraction(6), Fraction(8)]


def test_a_mean_of_too_few_is_withheld_and_so_is_the_next_smallest() -> None:
    areas = ["north"] * 1 + ["south"] * 3 + ["west"] * 9
    corpus = survey_of(
        GRADE,
        variables={"area": {f"r{place}": area for place, area in enumerate(areas)}},
        state={f"r{place}": "7" for place in range(13)},
    )
    rows = closed_rows(corpus, Thresholds(cell=2, mean=2))
    assert _of(rows, "north").masked
    assert _of(rows, "south").masked
    assert (_of(rows, "north").n, _of(rows, "north").mean, _of(rows, "south").mean) == (None, None, None)
    assert _of(rows, "west").mean == 7


def test_a_row_under_the_threshold_shows_nothing_at_all() -> None:
    areas = ["north"] * 4 + ["south"] * 4 + ["west"] * 12
    answers = ["worse", "same", "worse", "better"] * 5
    corpus = survey_of(
        CHANGED,
        variables={"area": {f"r{place}": area for place, area in enumerate(areas)}},
        change={f"r{place}": answer for place, answer in enumerate(answers)},
    )
    row = _of(closed_rows(corpus, Thresholds(cell=5, mean=5)), "north")
    assert row.masked
    assert row.n is None
    assert row.position is None
    assert all(part.n is None and part.share is None for part in (*row.shares.values(), *row.groups.values()))


def test_a_small_group_of_one_mind_keeps_its_size_and_loses_its_shares() -> None:
    answers = ["same"] * 8 + ["worse", "same", "better"] * 12
    corpus = survey_of(
        CHANGED,
        variables={"area": {f"r{place}": "north" if place < 8 else "south" for place in range(len(answers))}},
        change={f"r{place}": answer for place, answer in enumerate(answers)},
    )
    row = _of(closed_rows(corpus, Thresholds(cell=5, mean=5)), "north")
    assert (row.n, row.masked) == (8, False)
    assert {part.n for part in row.groups.values()} == {None}


def test_respondents_without_a_value_give_no_one_away() -> None:
    areas = {f"r{place}": "north" if place < 20 else "south" for place in range(40)}
    answers = {f"r{place}": "worse" if place % 2 else "same" for place in range(41)}
    # r40 has no area: the total minus both areas would be this one answer
    corpus = survey_of(CHANGED, variables={"area": areas}, change=answers)
    rows = closed_rows(corpus, Thresholds(cell=5, mean=5))
    shown = [_of(rows, area).groups["unchanged"].n for area in ("north", "south")]
    assert None in shown


def test_what_is_withheld_does_not_depend_on_what_is_asked_for() -> None:
    areas = ["north"] * 4 + ["south"] * 9 + ["west"] * 20
    corpus = survey_of(
        CHANGED,
        variables={
            "area": {f"r{place}": area for place, area in enumerate(areas)},
            "role": {f"r{place}": "a" if place % 3 else "b" for place in range(33)},
        },
        change={f"r{place}": list(CHANGE)[place % 5] for place in range(33)},
    )
    whole = closed_rows(corpus, Thresholds())
    area = closed_rows(corpus, Thresholds(), by=VariableId("area"), question=QuestionId("change"), wave=WaveId("2025"))
    assert area == tuple(row for row in whole if row.variable in (None, "area"))


def test_a_variable_that_names_nearly_everybody_makes_no_rows_unless_it_is_asked_for() -> None:
    corpus = survey_of(
        GRADE,
        variables={"time": {f"r{place}": f"8.{place}" for place in range(9)}},
        state={f"r{place}": "7" for place in range(9)},
    )
    assert {row.variable for row in closed_rows(corpus, Thresholds())} == {None}
    asked = closed_rows(corpus, Thresholds(), by=VariableId("time"))
    assert all(row.masked for row in asked if row.variable == "time")


_ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", ""]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(list(CHANGE)),
        st.integers(4, 10),
    ),
    min_size=1,
    max_size=60,
)


def _corpus(people: list[tuple[str, str, str, int]]) -> Corpus:
    return survey_of(
        GRADE,
        CHANGED,
        variables={
            "area": {f"r{place}": each[0] for place, each in enumerate(people)},
            "role": {f"r{place}": each[1] for place, each in enumerate(people)},
        },
        change={f"r{place}": each[2] for place, each in enumerate(people)},
        state={f"r{place}": str(each[3]) for place, each in enumerate(people)},
    )


def _published(rows: list[ClosedRow]) -> dict[Cell, float | None]:
    """Return what a reader sees of one item: bases, sums (mean times base), categories, groups."""
    shown: dict[Cell, float | None] = {}
    for row in rows:
        key = (row.variable or "", row.value or "")
        shown["n", *key] = row.n
        if row.kind.has_mean:
            shown["sum", *key] = None if row.mean is None or row.n is None else float(row.mean * row.n)
        shown |= {("category", name, *key): part.n for name, part in row.shares.items()}
        shown |= {("group", name, *key): part.n for name, part in row.groups.items()}
    return shown


def _known_sums(rows: list[ClosedRow], truth: list[ClosedRow]) -> list[tuple[Cell, dict[Cell, float]]]:
    """Return what a reader knows: how a row adds up, and how a variable's values add up where nobody is missing."""
    sums: list[tuple[Cell, dict[Cell, float]]] = []
    for row in rows:
        key = (row.variable or "", row.value or "")
        sums.append((("n", *key), {("category", name, *key): 1.0 for name in row.shares}))
        sums += [
            (("group", group, *key), {("category", name, *key): 1.0 for name in row.shares if CHANGE[name] == group})
            for group in row.groups
        ]
        if row.kind.has_mean:
            sums.append((("sum", *key), {("category", name, *key): float(name) for name in row.shares}))
    everybody = next(row for row in truth if row.variable is None)
    for variable in ("area", "role"):
        values = [row for row in truth if row.variable == variable]
        if sum(row.n or 0 for row in values) != everybody.n:
            continue
        sums += [
            (cell, {(*cell[:-2], variable, row.value or ""): 1.0 for row in values}) for cell in _published([everybody])
        ]
    return sums


@settings(max_examples=60, deadline=None)
@given(_ANSWERS, st.sampled_from([(5, 5), (5, 2), (3, 3), (2, 5)]))
def test_no_withheld_figure_of_a_closed_item_follows_from_the_published_ones(
    people: list[tuple[str, str, str, int]], limits: tuple[int, int]
) -> None:
    corpus, thresholds = _corpus(people), Thresholds(*limits)
    for name in ("change", "state"):
        truth = [row for row in closed_rows(corpus, OPEN) if row.question == name]
        rows = [row for row in closed_rows(corpus, thresholds) if row.question == name]
        shown = _published(rows)
        assert determined(shown, _known_sums(rows, truth)) == []
        base = thresholds.mean if name == "state" else thresholds.cell
        counts = {cell: float(count) for cell, count in _published(truth).items() if count is not None}
        for cell, count in shown.items():
            limit = base if cell[0] in ("n", "sum") else thresholds.cell
            if cell[0] != "sum":
                assert count is None or count == 0 or count >= limit
        for total, parts in _known_sums(rows, truth):
            across = all(cell[0] == total[0] for cell in parts)
            if total[0] != "sum" and len(parts) > 1:
                limit = base if total[0] == "n" and across else thresholds.cell
                for rest, _n_cells in remainders(shown, counts, [(total, parts)]):
                    assert rest >= limit or all(shown.get(cell) is None for cell in parts)


@settings(max_examples=40, deadline=None)
@given(_ANSWERS)
def test_shares_of_an_unmasked_row_add_up_to_one(people: list[tuple[str, str, str, int]]) -> None:
    for row in closed_rows(_corpus(people), OPEN):
        if row.n:
            assert sum((part.share or Fraction(0) for part in row.shares.values()), Fraction(0)) == 1


@pytest.mark.parametrize("mean", [0, 2, 5])
def test_a_figure_that_is_withheld_is_nowhere_in_the_row(mean: int) -> None:
    corpus = _corpus([("a", "x", "worse", 9), ("b", "x", "same", 7), ("b", "y", "same", 4)] * 3)
    for row in closed_rows(corpus, Thresholds(cell=5, mean=mean)):
        if row.masked:
            assert row.n is None
            assert row.mean is None
            assert all(part.n is None and part.share is None for part in row.shares.values())


SEVERAL = question("help", QuestionKind.CHOICES, categories=("phone", "chat", "visit"))


def test_where_several_may_be_chosen_a_respondent_counts_once_in_each_and_once_in_the_base() -> None:
    corpus = survey_of(SEVERAL, help={"r1": "phone; chat", "r2": "chat;", "r3": "phone; chat; visit", "r4": ""})
    row = _whole(closed_rows(corpus, OPEN), "help")
    assert row.n == 3
    assert {name: part.n for name, part in row.shares.items()} == {"phone": 2, "chat": 3, "visit": 1}
    assert row.shares["phone"].share == Fraction(2, 3)


def test_a_choice_that_few_did_not_make_is_withheld_as_one_that_few_made() -> None:
    picked = {f"r{n}": "phone; chat" if n > 3 else "chat" for n in range(1, 41)} | {"r40": "phone; visit"}
    row = _whole(closed_rows(survey_of(SEVERAL, help=picked), Thresholds(cell=5, mean=5)), "help")
    assert {name: part.n for name, part in row.shares.items()} == {"phone": None, "chat": None, "visit": None}
    assert row.n == 40
