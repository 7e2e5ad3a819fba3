"""Codes in numbers: respondents, bases, intervals, and the mask."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding
from avoin.corpus.model import Corpus
from avoin.ids import VariableId
from avoin.privacy.disclosure import Thresholds
from avoin.report.codes import CodeRow, code_rows
from avoin.report.intervals import wilson
from kit.attack import Cell, determined, possible_values, remainders
from kit.codebooks import codebook
from kit.corpora import coded, joined, question, survey_of

OPEN = Thresholds(cell=0, mean=0)
BOOK = codebook("palvelut > jono", "palvelut > puhelin", "raha")


def _row(rows: tuple[CodeRow, ...], code: str, value: str | None = None) -> CodeRow:
    (row,) = [row for row in rows if row.code == code and row.value == value]
    return row


@pytest.mark.parametrize(
    ("n", "base", "low", "high"),
    # Newcombe (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_is_that_of_newcombes_table(n: int, base: int, low: float, high: float) -> None:
    assert wilson(n, base) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_wilson_interval_holds_the_share_and_stays_within_0_and_1(counts: tuple[int, int]) -> None:
    n, base = counts
    low, high = wilson(n, base)
    assert 0 <= low <= n / base <= high <= 1
    assert wilson(base - n, base) == pytest.approx((1 - high, 1 - low))


def test_a_respondent_counts_once_however_many_segments_and_coders_say_so() -> None:
    corpus = survey_of(wishes={"r1": "Jono on pitkä. Jono!", "r2": "Raha."})
    codings = (
        *coded(corpus, "wishes", r1="jono jono puhelin", r2="raha"),
        *coded(corpus, "wishes", r1="jono", coder="Veikko"),
    )
    rows = code_rows(corpus, BOOK, codings, OPEN)
    assert [(str(row.code), row.n) for row in rows] == [("palvelut", 1), ("jono", 1), ("puhelin", 1), ("raha", 1)]


def test_the_base_is_who_was_asked_and_answered_answers_that_say_nothing_included() -> None:
    asked = question("wishes", asked=("role", "director"))
    roles = {"r1": "director", "r2": "director", "r3": "director", "r4": "director", "r5": "worker"}
    corpus = survey_of(
        asked, variables={"role": roles}, wishes={"r1": "Jono.", "r2": "-", "r3": "Raha.", "r4": "", "r5": "Jono."}
    )
    # the worker was not asked: neither the answer nor its coding counts
    row = _row(code_rows(corpus, BOOK, coded(corpus, "wishes", r1="jono", r5="jono"), OPEN), "jono")
    assert (row.n, row.base_asked, row.base_answered) == (1, 4, 3)
    assert row.share == Fraction(1, 3)
    assert (row.low, row.high) == wilson(1, 3)


def test_a_code_above_others_counts_whoever_has_any_below_it() -> None:
    corpus = survey_of(wishes={"r1": "a b", "r2": "b", "r3": "c"})
    rows = code_rows(corpus, BOOK, coded(corpus, "wishes", r1="jono puhelin", r2="puhelin"), OPEN)
    assert (_row(rows, "palvelut").n, _row(rows, "jono").n, _row(rows, "puhelin").n) == (2, 1, 2)
    assert [row.code for row in rows] == ["palvelut", "jono", "puhelin"]


def test_a_code_that_the_codebook_no_longer_has_comes_last_under_its_id() -> None:
    corpus = survey_of(wishes={"r1": "a", "r2": "b"})
    rows = code_rows(corpus, BOOK, coded(corpus, "wishes", r1="gone", r2="raha"), OPEN)
    assert [row.code for row in rows] == ["raha", "gone"]


def test_a_wave_that_nobody_has_coded_has_no_rows_and_a_code_of_the_other_wave_is_zero_where_others_were_used() -> None:
    first = survey_of(wave="2024", wishes={"r1": "a", "r2": "b"})
    second = survey_of(wave="2025", wishes={"r1": "a", "r2": "b"})
    corpus = joined(first, second)
    only_second = coded(corpus, "wishes", r1="jono")
    assert {row.wave for row in code_rows(corpus, BOOK, only_second, OPEN)} == {"2025"}
    both = (*only_second, *coded(corpus, "wishes", wave="2024", r2="raha"))
    rows = [row for row in code_rows(corpus, BOOK, both, OPEN) if row.code == "raha"]
    assert [(str(row.wave), row.n) for row in rows] == [("2024", 1), ("2025", 0)]


def test_a_count_under_the_threshold_hides_everything_computed_from_it() -> None:
    corpus = survey_of(wishes={f"r{place}": "x" for place in range(20)})
    codings = coded(corpus, "wishes", **{f"r{place}": "jono" for place in range(4)})
    row = _row(code_rows(corpus, BOOK, codings, Thresholds(cell=5)), "jono")
    assert row.masked
    assert (row.n, row.share, row.low, row.high) == (None, None, None, None)
    assert (row.base_asked, row.base_answered) == (20, 20)


def test_directors_and_workers_are_masked_together_or_not_at_all() -> None:
    roles = {f"r{place}": "director" if place < 10 else "worker" for place in range(50)}
    corpus = survey_of(variables={"role": roles}, wishes=dict.fromkeys(roles, "x"))
    few = coded(corpus, "wishes", **{f"r{place}": "jono" for place in (0, 1, *range(10, 30))})
    rows = code_rows(corpus, BOOK, few, Thresholds(cell=5), by=VariableId("role"))
    assert _row(rows, "jono").n == 22
    assert [_row(rows, "jono", role).masked for role in ("director", "worker")] == [True, True]
    many = coded(corpus, "wishes", **{f"r{place}": "jono" for place in (*range(6), *range(10, 30))})
    rows = code_rows(corpus, BOOK, many, Thresholds(cell=5), by=VariableId("role"))
    assert [_row(rows, "jono", role).n for role in ("director", "worker")] == [6, 20]


def test_a_small_group_that_all_has_the_code_is_masked() -> None:
    roles = {f"r{place}": "director" if place < 7 else "worker" for place in range(50)}
    corpus = survey_of(variables={"role": roles}, wishes=dict.fromkeys(roles, "x"))
    codings = coded(corpus, "wishes", **{f"r{place}": "jono" for place in range(30)})
    rows = code_rows(corpus, BOOK, codings, Thresholds(cell=5), by=VariableId("role"))
    assert _row(rows, "jono", "director").masked


def test_a_group_under_the_threshold_loses_its_bases_as_well() -> None:
    roles = {f"r{place}": ("chair" if place < 3 else "director" if place < 20 else "worker") for place in range(60)}
    corpus = survey_of(variables={"role": roles}, wishes=dict.fromkeys(roles, "x"))
    codings = coded(corpus, "wishes", **{f"r{place}": "jono" for place in range(4, 50)})
    rows = code_rows(corpus, BOOK, codings, Thresholds(cell=5), by=VariableId("role"))
    for role in ("chair", "director"):
        row = _row(rows, "jono", role)
        assert (row.n, row.base_asked, row.base_answered, row.masked) == (None, None, None, True)
    assert _row(rows, "jono", "worker").base_answered == 40


_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["x", "y"]), st.sets(st.sampled_from(["jono", "raha"]))
    ),
    min_size=1,
    max_size=50,
)


def _made(people: list[tuple[str, str, set[str]]]) -> tuple[Corpus, tuple[Coding, ...], Codebook]:
    corpus = survey_of(
        variables={
            "area": {f"r{place}": each[0] for place, each in enumerate(people)},
            "role": {f"r{place}": each[1] for place, each in enumerate(people)},
        },
        wishes={f"r{place}": "x" for place in range(len(people))},
    )
    codes = {f"r{place}": " ".join(sorted(each[2])) for place, each in enumerate(people)}
    return corpus, coded(corpus, "wishes", **codes), BOOK


@settings(max_examples=80, deadline=None)
@given(_PEOPLE, st.sampled_from([3, 5]))
@example([*[("a", "x", {"jono"})] * 3, ("", "x", set())], 3)
def test_no_withheld_count_of_a_code_follows_from_the_published_ones(
    people: list[tuple[str, str, set[str]]], threshold: int
) -> None:
    corpus, codings, book = _made(people)
    truth = code_rows(corpus, book, codings, OPEN)
    rows = code_rows(corpus, book, codings, Thresholds(cell=threshold))
    for code in {row.code for row in rows}:
        shown: dict[Cell, float | None] = {}
        counts: dict[Cell, float] = {}
        for masked, true in zip(rows, truth, strict=True):
            if masked.code == code:
                cell = (masked.variable or "", masked.value or "")
                shown[cell], counts[cell] = masked.n, float(true.n or 0)
                assert masked.n is None or masked.n == 0 or masked.n >= threshold
                assert masked.masked is (masked.n is None)
        sums = [
            (("", ""), {cell: 1.0 for cell in counts if cell[0] == variable})
            for variable in ("area", "role")
            if sum(n for cell, n in counts.items() if cell[0] == variable) == counts["", ""]
        ]
        sums = [(total, parts) for total, parts in sums if parts]
        assert determined(shown, sums) == []
        for rest, _n_cells in remainders(shown, counts, sums):
            assert rest >= threshold
        limits: dict[Cell, float] = {
            (row.variable or "", row.value or ""): float(row.base_answered)
            for row in rows
            if row.code == code and row.base_answered is not None
        }
        for withheld, (low, high) in possible_values(shown, sums, limits).items():
            assert high - low >= threshold - 1 - 1e-6 or not 0 < counts[withheld] < threshold


def test_four_of_five_beside_five_of_five_takes_their_total_along() -> None:
    roles = {f"r{place}": "director" if place < 5 else "worker" for place in range(10)}
    corpus = survey_of(variables={"role": roles}, wishes=dict.fromkeys(roles, "x"))
    codings = coded(corpus, "wishes", **{f"r{place}": "jono" for place in range(1, 10)})
    rows = code_rows(corpus, BOOK, codings, Thresholds(cell=5))
    # 9 of 10 would leave four or five for each
    assert {row.n for row in rows if row.code == "jono"} == {None}
    assert {row.base_answered for row in rows} == {5, 10}


def test_centres_within_areas_are_masked_so_that_the_areas_give_none_of_them_back() -> None:
    sizes = {"a1": 12, "a2": 12, "b1": 12, "b2": 12, "b3": 12}
    people = [(centre, place) for centre, n in sizes.items() for place in range(n)]
    centres = {f"{centre}-{place}": centre for centre, place in people}
    areas = {who: centre[0] for who, centre in centres.items()}
    corpus = survey_of(variables={"centre": centres, "area": areas}, wishes=dict.fromkeys(centres, "x"))
    few = {"a1": 3, "a2": 8, "b1": 8, "b2": 9, "b3": 10}
    who = [f"{centre}-{place}" for centre, n in few.items() for place in range(n)]
    rows = code_rows(corpus, BOOK, coded(corpus, "wishes", **dict.fromkeys(who, "jono")), Thresholds(cell=5))
    shown = {row.value: row.n for row in rows if row.code == "jono"}
    # the total alone would be satisfied with any other centre; area a needs the one beside it
    assert (shown["a1"], shown["a2"]) == (None, None)
    assert (shown["b1"], shown["b2"], shown["b3"], shown["a"], shown["b"], shown[None]) == (8, 9, 10, 11, 27, 38)


def test_who_has_an_area_and_no_centre_is_not_given_back_by_the_area() -> None:
    centres = {f"r{place}": "a1" if place < 8 else "b1" for place in range(20)}
    areas = {f"r{place}": "a" if place < 8 or place == 20 else "b" for place in range(21)}
    corpus = survey_of(variables={"centre": centres, "area": areas}, wishes=dict.fromkeys(areas, "x"))
    rows = code_rows(corpus, BOOK, coded(corpus, "wishes", **dict.fromkeys(areas, "jono raha")), Thresholds(cell=5))
    shown = {row.value: row.base_answered for row in rows if row.code == "jono"}
    assert None in (shown["a"], shown["a1"])
