"""The same tables by τ-Argus, the statistical offices' program, where its Python form is installed."""

import random
from collections import Counter
from pathlib import Path

import pytest

from avoin.privacy.counts import Cell, CountTable, Sum
from avoin.privacy.disclosure import Cause, Reason, Thresholds, withheld

tau_argus = pytest.importorskip("pytauargus", reason="needs pytauargus")


def _table(people: list[tuple[str, str]]) -> CountTable:
    """Return area by answer with all its margins."""
    inner = Counter(people)
    areas, answers = sorted({area for area, _answer in people}), sorted({answer for _area, answer in people})
    counts: dict[Cell, int] = {(area, answer): inner[area, answer] for area in areas for answer in answers}
    across = [Sum((area, "Total"), tuple((area, each) for each in answers), threshold=5) for area in areas]
    down = [Sum(("Total", each), tuple((area, each) for area in areas), threshold=5) for each in (*answers, "Total")]
    for each in (*across, *down):
        counts[each.total] = sum(counts[part] for part in each.parts)
    return CountTable(counts, (*across, *down))


@pytest.mark.parametrize("seed", range(6))
def test_the_same_cells_are_too_small_in_themselves_and_ours_is_the_stricter_mask(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    people = [(f"a{draw.randrange(5)}", f"c{draw.randrange(8)}") for _who in range(draw.randint(80, 300))]
    rows = [{"area": area, "answer": answer, "one": 1} for area, answer in people]
    # a cell of fewer than five contributors is unsafe; OPT withholds the least that keeps others from giving it back
    theirs = tau_argus.protect(rows, ["area", "answer"], "one", "FREQ(5,10)", "OPT(1)", workdir=str(tmp_path)).tables[0]
    status = {(str(row["area"]), str(row["answer"])): row["status"] for row in theirs.rows}
    table, shown = _table(people), Thresholds(cell=5)
    small = {cell: Reason(Cause.SMALL, 5) for cell, n in table.counts.items() if shown.is_small(int(n))}
    assert small.keys() == {cell for cell, each in status.items() if each == "U"}
    # theirs asks only that no small cell follows nearly; ours that five values are left for it
    assert len(withheld(table, small)) >= sum(each in ("U", "M") for each in status.values())
