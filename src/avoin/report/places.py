"""Which places (or other values of a variable) stand out, by rules that the report states.

Enters: the rows of one closed item, one for each place. Leaves: places named in groups.
Invariant: only rows that the mask lets through are looked at; a place without a figure is in no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from avoin.corpus.model import Corpus
from avoin.ids import VariableId, WaveId
from avoin.report.closed import ClosedRow
from avoin.report.groups import grouping_variables, value_order

NEAR = Fraction(3, 10)
"""A place is among the best (weakest) when its mean, to one decimal, is at most this far from the extreme."""

CROWD = Fraction(1, 3)
"""Where more than this share of the places would be among the best, there is nothing to tell (the methods say so)."""

CLEARLY = Fraction(1)
"""A place has clearly changed when it stands on average more than one step from the middle category."""

_FEW_VALUES = 6


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places by a mean.

    Attributes
    ----------
    low, high : Fraction
        The lowest and the highest mean of any place.
    best, weakest : tuple of (str, Fraction)
        Most extreme first; empty where too many places are alike.
    """

    low: Fraction
    high: Fraction
    best: tuple[tuple[str, Fraction], ...]
    weakest: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """Places by where they stand on average on a change or claim scale.

    Attributes
    ----------
    clearly_up, up, middle, down, clearly_down : tuple of str
        More than one step up; up; in the middle to one decimal; down; more than one step down. Most extreme first.
    """

    clearly_up: tuple[str, ...]
    up: tuple[str, ...]
    middle: tuple[str, ...]
    down: tuple[str, ...]
    clearly_down: tuple[str, ...]


def place_variable(corpus: Corpus, wave: WaveId) -> VariableId | None:
    """Return the variable that says where a respondent is from: the grouping one with most values, over six."""
    counts = _n_values(corpus, wave)
    many = [variable for variable, n in counts.items() if n > _FEW_VALUES]
    return max(many, key=lambda variable: counts[variable], default=None)


def role_variables(corpus: Corpus, wave: WaveId) -> tuple[VariableId, ...]:
    """Return the variables with two to six values: those that tell kinds of respondents apart."""
    return tuple(variable for variable, n in _n_values(corpus, wave).items() if 2 <= n <= _FEW_VALUES)


def _n_values(corpus: Corpus, wave: WaveId) -> dict[VariableId, int]:
    people = corpus.of_wave(wave)
    counts = {
        variable: len({each.values[variable] for each in people if variable in each.values})
        for variable in grouping_variables(corpus)
    }
    return {variable: n for variable, n in counts.items() if n}


def ranking(rows: Sequence[ClosedRow]) -> Ranking | None:
    """Return the places of a grade or number item by their means; None with fewer than two to compare."""
    means = {row.value: row.mean for row in rows if row.value is not None and row.mean is not None}
    if len(means) < 2:
        return None
    shown = {place: _to_tenths(mean) for place, mean in means.items()}
    top, bottom = max(shown.values()), min(shown.values())
    best = [place for place in shown if shown[place] >= top - NEAR]
    weakest = [place for place in shown if shown[place] <= bottom + NEAR]
    return Ranking(
        min(means.values()),
        max(means.values()),
        tuple((place, means[place]) for place in _sorted(best, means, highest=True) if _few(best, means)),
        tuple((place, means[place]) for place in _sorted(weakest, means, highest=False) if _few(weakest, means)),
    )


def positions_of(rows: Sequence[ClosedRow]) -> Positions:
    """Return the places of a change or claim item by where they stand on average."""
    stand = {row.value: row.position for row in rows if row.value is not None and row.position is not None}
    up = [place for place in stand if _to_tenths(stand[place]) > 0]
    down = [place for place in stand if _to_tenths(stand[place]) < 0]
    return Positions(
        tuple(place for place in _sorted(up, stand, highest=True) if stand[place] > CLEARLY),
        tuple(place for place in _sorted(up, stand, highest=True) if stand[place] <= CLEARLY),
        tuple(sorted((place for place in stand if _to_tenths(stand[place]) == 0), key=value_order)),
        tuple(place for place in _sorted(down, stand, highest=False) if stand[place] >= -CLEARLY),
        tuple(place for place in _sorted(down, stand, highest=False) if stand[place] < -CLEARLY),
    )


def _to_tenths(value: Fraction) -> Fraction:
    """Return the value to one decimal, half away from zero."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    return Fraction(tenths if value >= 0 else -tenths, 10)


def _few(chosen: Sequence[str], means: dict[str, Fraction]) -> bool:
    return Fraction(len(chosen), len(means)) <= CROWD


def _sorted(chosen: Sequence[str], values: dict[str, Fraction], *, highest: bool) -> list[str]:
    return sorted(chosen, key=lambda place: (-values[place] if highest else values[place], value_order(place)))
