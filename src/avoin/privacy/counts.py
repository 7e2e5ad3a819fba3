"""What a table of counts is to whoever attacks it: cells, and what is known of how they hang together.

Enters: counts. Leaves: the same, named. Invariant: nothing here says what may be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Cell = tuple[str, ...]
"""Names one cell within its table, e.g. ("keskus", "Kemi", "improved")."""


@dataclass(frozen=True, slots=True)
class Sum:
    """One equation of a table: the total is the sum of its parts.

    Attributes
    ----------
    weights : tuple of Fraction
        What each part is multiplied with first; empty where all are ones.
    threshold : int
        The smallest group that subtraction may give back; 0 where the parts are no counts of people.
    """

    total: Cell
    parts: tuple[Cell, ...]
    weights: tuple[Fraction, ...] = ()
    threshold: int = 0

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The parts, then the total."""
        return (*self.parts, self.total)

    @property
    def factors(self) -> tuple[Fraction, ...]:
        """The weights, ones where there are none."""
        return self.weights or (Fraction(1),) * len(self.parts)


@dataclass(frozen=True, slots=True)
class AtMost:
    """One inequality of a table: a cell is at most the sum of others (a code below another, a code above its parts)."""

    cell: Cell
    others: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a table tells of a count where respondents have weights, if it shows it.

    Attributes
    ----------
    low, high : Fraction
        Between which the sum of their weights is known to be: a published share is rounded.
    lightest, heaviest : Fraction
        What one respondent in it weighs at least and at most; a reader is taken to know.
    """

    low: Fraction
    high: Fraction
    lightest: Fraction
    heaviest: Fraction


@dataclass(frozen=True, slots=True)
class CountTable:
    """The counts of one table and how they hang together.

    Attributes
    ----------
    counts : mapping of Cell to int or Fraction
        Every cell that a reader could see or infer; a fraction is a sum of answers and no count of people.
    sums : tuple of Sum
        What a reader knows about them.
    tied : mapping of Cell to tuple of Cell
        Cells that are withheld together with the key (a base and its row).
    limits : mapping of Cell to int
        What a reader knows a cell to be at most: the base it is counted on, where that is shown.
    at_most : tuple of AtMost
        Further inequalities that hold for whatever table of this kind.
    weighed : mapping of Cell to Weighed
        The same counts in weights; they add up as the counts do.
    """

    counts: Mapping[Cell, int | Fraction]
    sums: tuple[Sum, ...] = ()
    tied: Mapping[Cell, tuple[Cell, ...]] = field(default_factory=dict)
    limits: Mapping[Cell, int] = field(default_factory=dict)
    at_most: tuple[AtMost, ...] = ()
    weighed: Mapping[Cell, Weighed] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((frozenset(self.counts.items()), self.sums))
