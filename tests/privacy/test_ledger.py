"""What an earlier table and a new one tell together."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.codebook.model import Codebook
from avoin.corpus.model import Corpus
from avoin.ids import VariableId
from avoin.privacy.disclosure import MaskedTable, Thresholds
from avoin.privacy.ledger import Revealed, revealed, shown_of
from avoin.report.codes import code_tables
from kit.codebooks import codebook
from kit.corpora import coded, survey_of

BOOK: Codebook = codebook("jono")
AREA = (VariableId("area"),)


def _table(areas: Mapping[str, str], having: set[str], cell: int = 5) -> MaskedTable:
    corpus: Corpus = survey_of(variables={"area": areas}, wishes=dict.fromkeys(areas, "x"))
    codings = coded(corpus, "wishes", **dict.fromkeys(sorted(having), "jono"))
    (found,) = code_tables(corpus, BOOK, codings, Thresholds(cell, cell))
    (masked,) = found.masked
    return masked


def _people(**sizes: int) -> dict[str, str]:
    return {f"{area}{place}": area for area, n in sizes.items() for place in range(n)}


def _found(old: MaskedTable, new: MaskedTable) -> tuple[Revealed, ...]:
    return revealed(new, shown_of(new, AREA), shown_of(old, AREA), 5)


def test_a_table_beside_itself_reveals_nothing() -> None:
    areas = _people(north=20, south=20, west=9)
    table = _table(areas, set(list(areas)[:30]))
    assert _found(table, table) == ()


def test_one_late_answer_is_what_the_two_totals_differ_by() -> None:
    before = _people(north=20, south=20)
    having = {who for place, who in enumerate(before) if place % 2}
    now = before | {"late": "south"}
    found = _found(_table(before, having), _table(now, having | {"late"}))
    assert {(each.before, each.now, each.n_apart) for each in found} == {
        (("", ""), ("", ""), 1),
        (("area", "south"), ("area", "south"), 1),
    }


def test_five_late_answers_are_a_crowd() -> None:
    before = _people(north=20, south=20)
    having = {who for place, who in enumerate(before) if place % 2}
    late = {f"late{place}": "south" for place in range(5)}
    assert _found(_table(before, having), _table(before | late, having)) == ()


def test_areas_drawn_otherwise_give_back_the_few_who_moved() -> None:
    before = _people(north=20, south=20)
    having = {who for place, who in enumerate(before) if place % 2}
    now = before | {"north0": "south", "north1": "south"}
    found = _found(_table(before, having), _table(now, having))
    assert {(each.before[1], each.now[1], each.n_apart) for each in found} == {
        ("north", "north", 2),
        ("south", "south", 2),
    }


def test_a_figure_shown_under_a_lower_threshold_is_not_withheld_any_more() -> None:
    areas = _people(north=20, south=20)
    having = {"north0", "north1", "north2", "north3", *(f"south{place}" for place in range(12))}
    found = _found(_table(areas, having, cell=3), _table(areas, having, cell=5))
    assert {each.now for each in found if not each.n_apart} >= {("area", "north")}


def test_two_companions_on_two_days_are_no_companion() -> None:
    # with a variable more, another cell is sacrificed: beside the old table the small one follows by subtraction
    areas = _people(north=20, south=20, west=20)
    having = {*(f"north{place}" for place in range(3)), *(f"south{place}" for place in range(8))}
    having |= {f"west{place}" for place in range(9)}
    old, new = _table(areas, having), _table(areas, having)
    small, first, other = (("n", "jono", "area", area) for area in ("north", "south", "west"))
    assert {small, first} == set(new.mask)
    shifted = MaskedTable(new.topic, new.table, {small: new.mask[small], other: new.mask[first]}, new.members)
    (found,) = revealed(shifted, shown_of(shifted, AREA), shown_of(old, AREA), 5)
    assert (found.now, found.n_apart, found.cells) == (("area", "north"), 0, (small,))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=12, max_size=40),
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=3),
)
def test_whatever_subtraction_of_two_tables_gives_of_few_is_found(
    first: list[tuple[str, bool]], later: list[tuple[str, bool]]
) -> None:
    def table(people: list[tuple[str, bool]]) -> MaskedTable | None:
        areas = {f"r{place}": area for place, (area, _has) in enumerate(people)}
        having = {f"r{place}" for place, (_area, has) in enumerate(people) if has}
        return _table(areas, having) if having else None

    old, new = table(first), table([*first, *later])
    if old is None or new is None:
        return
    seen, now = shown_of(old, AREA), shown_of(new, AREA)
    told = {(each.before, each.now) for each in revealed(new, now, seen, 5) if each.n_apart}
    for cell, n in now.counts.items():
        apart = new.members[cell[2:]] ^ old.members.get(cell[2:], frozenset())
        if cell in seen.counts and 0 < len(apart) < 5:
            assert (cell[2:], cell[2:]) in told
            assert n - seen.counts[cell] >= 0
