"""What weighted shares tell of withheld counts: whoever knows everybody's weight still cannot pin one down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from avoin.ids import RespondentId, VariableId, WaveId
from avoin.privacy.disclosure import Thresholds
from avoin.report.codes import CodeRow, code_rows
from avoin.report.weighing import SHARE_STEP
from kit.codebooks import codebook
from kit.corpora import coded, survey_of

FEW = 5


class Area(NamedTuple):
    weight: Fraction
    n: int
    n_coded: int


@st.composite
def _areas(draw: st.DrawFn) -> list[Area]:
    """Draw areas whose people all weigh the same, as weights made after the survey are."""
    found = []
    for _place in range(draw(st.integers(2, 5))):
        n = draw(st.integers(5, 40))
        found.append(Area(Fraction(draw(st.integers(200, 2900)), 1000), n, draw(st.integers(0, min(n, 12)))))
    return found


def _rows(areas: Sequence[Area]) -> dict[str | None, CodeRow]:
    people = {f"r{place}-{who}": place for place, area in enumerate(areas) for who in range(area.n)}
    corpus = survey_of(
        variables={"area": {who: str(place) for who, place in people.items()}},
        wishes=dict.fromkeys(people, "Jonot ovat pitkiä."),
    )
    having = [f"r{place}-{who}" for place, area in enumerate(areas) for who in range(area.n_coded)]
    weights = {(WaveId("2025"), RespondentId(who)): areas[place].weight for who, place in people.items()}
    rows = code_rows(
        corpus,
        codebook("jono"),
        coded(corpus, "wishes", **dict.fromkeys(having, "jono")),
        Thresholds(FEW, FEW),
        by=VariableId("area"),
        weights=weights,
    )
    return {row.value: row for row in rows}


def _span(aim: str, areas: Sequence[Area], rows: Mapping[str | None, CodeRow]) -> float:
    """Return how far apart the smallest and the largest count are that agree with all that is shown."""
    names = [str(place) for place in range(len(areas))]
    shown = {name: rows[name].n for name in names}
    low = np.array([0 if n is None else n for n in shown.values()])
    high = np.array([areas[int(name)].n if n is None else n for name, n in shown.items()])
    told = []
    whole = rows[None]
    if whole.n is not None and whole.share is not None:
        told.append(LinearConstraint(np.ones(len(areas)), whole.n, whole.n))
        base = sum(area.weight * area.n for area in areas)
        ends = [float((whole.share + side * SHARE_STEP / 2) * base) for side in (-1, 1)]
        told.append(LinearConstraint(np.array([float(area.weight) for area in areas]), ends[0] - 1e-9, ends[1] + 1e-9))
    goal = np.array([float(name == aim) for name in names])
    found = [
        milp(side * goal, integrality=np.ones(len(areas)), bounds=Bounds(low, high), constraints=told)
        for side in (1, -1)
    ]
    return float(-found[1].fun - found[0].fun)


@settings(deadline=None, max_examples=60)
@given(_areas())
def test_whoever_knows_every_weight_is_left_as_wide_a_range_as_the_threshold(areas: list[Area]) -> None:
    if not any(area.n_coded for area in areas):
        return
    rows = _rows(areas)
    for place, area in enumerate(areas):
        if 0 < area.n_coded < FEW:
            assert rows[str(place)].masked
            assert _span(str(place), areas, rows) >= min(FEW, area.n + 1) - 1 - 1e-6


def test_two_areas_of_different_weight_are_not_solved_for() -> None:
    # 3 + 6 = 9 and 3 · 0.5 + 6 · 2.5 = 16.5 have one solution; the share in whole percents is of the whole country
    rows = _rows([Area(Fraction(1, 2), 20, 3), Area(Fraction(5, 2), 20, 6), Area(Fraction(1), 20, 10)])
    withheld = Counter(row.masked for row in rows.values())
    assert withheld[True] >= 3


def test_weighted_shares_are_whole_percents_in_every_row() -> None:
    rows = _rows([Area(Fraction(311, 1000), 30, 11), Area(Fraction(1777, 1000), 33, 17)])
    assert all(row.share is None or (row.share * 100).denominator == 1 for row in rows.values())
    assert all(row.effective is None or row.effective == round(row.effective) for row in rows.values())
