"""Which cells of a table must not leave, and why.

Enters: the counts of a table, how they sum up, and the project's thresholds. Leaves: the cells to withhold, each with
its reason. Invariants: every way out asks here; no withheld cell follows exactly from the visible ones; for one that is
small, or is a small group's common answer, the visible cells leave as many different counts possible as the threshold;
the remainder that subtraction gives back is never a group under the threshold.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from avoin.corpus.model import Condition, Question
from avoin.privacy.audit import Audit
from avoin.privacy.counts import Cell, CountTable, Sum
from avoin.privacy.inference import inferable


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How few respondents are too few.

    Attributes
    ----------
    cell : int
        A count of 1 … cell − 1 respondents is withheld, and with it all that is computed from it; 0 or 1 masks nothing.
    mean : int
        A mean over fewer respondents than this is withheld.
    named : tuple of Condition
        Respondents who did not answer anonymously (directors who spoke for their organisation, say): closed items
        that were asked of nobody else are not masked.
    """

    cell: int = 5
    mean: int = 5
    named: tuple[Condition, ...] = ()

    def for_closed(self, question: Question) -> "Thresholds":
        """Return the thresholds that hold for one closed item."""
        if any(_within(question.asked, condition) for condition in self.named):
            return replace(self, cell=0, mean=0)
        return self

    def is_small(self, n: int) -> bool:
        """Return whether a count is too small to be shown; nobody at all (0) may be shown."""
        return 0 < n < self.cell

    def is_unanimous(self, n: int, base: int) -> bool:
        """Return whether everybody in a small group (under twice the threshold) said the same.

        Then the group's figure is each member's answer.
        """
        return self.cell > 1 and n == base and 0 < base < 2 * self.cell


def _within(asked: Condition | None, named: Condition) -> bool:
    return asked is not None and asked.variable == named.variable and set(asked.values) <= set(named.values)


class Cause(StrEnum):
    """Why a cell is withheld."""

    SMALL = "small"  # fewer respondents than the threshold
    UNANIMOUS = "unanimous"  # everybody in a small group said the same
    UNKNOWN = "unknown"  # respondents whose background is not known: never printed
    BASE = "base"  # the base it is counted on is withheld
    SUBTRACTION = "subtraction"  # subtracting what is shown would give back a small group
    ARITHMETIC = "arithmetic"  # what is shown would give another withheld figure back exactly
    RANGE = "range"  # what is shown would narrow another withheld figure too far


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is withheld.

    Attributes
    ----------
    values : int
        How many different counts what is shown must leave possible; 0 for a cell that is no secret in itself.
    protects : Cell or None
        The cell that it is withheld for.
    """

    cause: Cause
    values: int = 0
    protects: Cell | None = None


Mask = Mapping[Cell, Reason]
"""The withheld cells of a table."""


@dataclass(frozen=True, slots=True)
class MaskedTable:
    """One table with its mask, and of whom its rows are.

    Attributes
    ----------
    topic : tuple of str
        What it counts: "closed" or "codes", wave, question.
    members : mapping of Cell to frozenset of str
        Who is counted in each row; a row is the variable and the value that its cells end with.
    """

    topic: tuple[str, str, str]
    table: CountTable
    mask: Mask
    members: Mapping[Cell, frozenset[str]] = field(default_factory=dict)


def withheld(table: CountTable, primary: Mask) -> dict[Cell, Reason]:
    """Return the cells that may not be shown: the primary ones and those that would give them away.

    Parameters
    ----------
    table : CountTable
        All cells with their true counts.
    primary : mapping of Cell to Reason
        Cells that are too small (or stand for a small group's common answer) in themselves.

    Returns
    -------
    dict of Cell to Reason
        Always a superset of ``primary``. The smallest visible cell is sacrificed first, zeros last.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, §4.2: secondary suppression, here greedy: first exact
    inference (rank test), then the interval audit (``Audit``) until no interval is too narrow.
    """
    return dict(_withheld(table, tuple(primary.items())))


@lru_cache(maxsize=256)  # the same tables go out by many doors
def _withheld(table: CountTable, first: tuple[tuple[Cell, Reason], ...]) -> Mask:
    primary = dict(first)
    audit = Audit(table, {cell: reason.values for cell, reason in first})
    hidden = dict(primary)
    _tie(table, hidden, primary)
    while True:
        _hide_small_remainders(table, hidden)
        if not _sacrifice(table, hidden, sorted(inferable(_touched(table, hidden), hidden)), Cause.ARITHMETIC) and (
            not _sacrifice(table, hidden, audit.narrow(hidden), Cause.RANGE)
        ):
            return hidden


def _tie(table: CountTable, hidden: dict[Cell, Reason], cells: Iterable[Cell]) -> None:
    """Withhold what is tied to withheld cells."""
    for key in tuple(cells):
        for cell in table.tied.get(key, ()):
            hidden.setdefault(cell, Reason(Cause.BASE, protects=key))


def _hide(table: CountTable, hidden: dict[Cell, Reason], cell: Cell, reason: Reason) -> None:
    hidden[cell] = reason
    _tie(table, hidden, (cell,))


def _touched(table: CountTable, hidden: Collection[Cell]) -> list[Sum]:
    """Return the sums with a withheld cell, the one with the least choice first.

    What that one costs often satisfies the wider ones as well.
    """
    touched = [each for each in table.sums if any(cell in hidden for cell in each.cells)]
    return sorted(touched, key=lambda each: sum(cell not in hidden for cell in each.parts))


def _hide_small_remainders(table: CountTable, hidden: dict[Cell, Reason]) -> None:
    """Withhold more until no subtraction gives back a small group."""
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for each in _touched(table, hidden):
            if _gives_back_a_small_group(each, table, hidden):
                companion = _cheapest(each.parts, table, hidden)
                if companion is not None:
                    missing = next(cell for cell in each.parts if cell in hidden)
                    _hide(table, hidden, companion, Reason(Cause.SUBTRACTION, protects=missing))


def _gives_back_a_small_group(each: Sum, table: CountTable, hidden: Collection[Cell]) -> bool:
    if each.weights or each.total in hidden:
        return False
    missing = [cell for cell in each.parts if cell in hidden]
    return bool(missing) and (len(missing) < 2 or sum(table.counts[cell] for cell in missing) < each.threshold)


def _sacrifice(table: CountTable, hidden: dict[Cell, Reason], exposed: Sequence[Cell], cause: Cause) -> bool:
    """Withhold a companion for each exposed cell; return whether any was found.

    One unknown more in its own sums may free a cell: none is lost for it where another was lost there just now.
    """
    chosen: dict[Cell, Cell] = {}
    for cell in exposed:
        around = [each for each in table.sums if cell in each.cells]
        if not any(other in chosen for each in around for other in each.cells):
            companion = _companion(cell, table, hidden)
            if companion is not None:
                chosen[companion] = cell
    for companion, cell in chosen.items():
        _hide(table, hidden, companion, Reason(cause, protects=cell))
    return bool(chosen)


def _companion(cell: Cell, table: CountTable, hidden: Mask) -> Cell | None:
    """Return the visible cell whose loss protects another: a part of its own sums, else a total, else one further off.

    First of all comes a code below it that keeps it from being low enough. Further off are the visible cells of sums
    and inequalities that withheld cells of its own sums stand in.
    """
    around = [each for each in table.sums if cell in each.cells]
    enough = table.counts[cell] - hidden[cell].values
    below = [each.cell for each in table.at_most if each.others == (cell,) and table.counts[each.cell] > enough]
    parts = [part for each in around for part in each.parts]
    totals = [each.total for each in around]
    near = {cell, *(each for each in (*parts, *totals) if each in hidden)}
    further = [each.cells for each in table.sums] + [(each.cell, *each.others) for each in table.at_most]
    linked = [other for cells in further if near.intersection(cells) for other in cells]
    found = (_cheapest(cells, table, hidden) for cells in (below, parts, totals, linked))
    return next((each for each in found if each is not None), None)


def _cheapest(cells: Iterable[Cell], table: CountTable, hidden: Collection[Cell]) -> Cell | None:
    """Return the visible cell whose loss costs least: no base of others, the smallest count above zero, else a zero."""
    visible = (cell for cell in cells if cell not in hidden)
    return min(
        visible,
        key=lambda cell: (table.counts[cell] == 0, len(table.tied.get(cell, ())), table.counts[cell], cell),
        default=None,
    )
