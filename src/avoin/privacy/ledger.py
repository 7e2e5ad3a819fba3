"""What tables that were written out earlier and a new one tell together.

Enters: the visible cells of both, and who is counted in each row. Leaves: what the two reveal that neither shows.
Invariant: a table beside itself reveals nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from avoin.privacy.audit import Audit
from avoin.privacy.counts import Cell
from avoin.privacy.disclosure import MaskedTable
from avoin.privacy.inference import inferable

Row = tuple[str, ...]
"""Variable and value; two empty texts are everybody."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of one table sees.

    Attributes
    ----------
    topic : tuple of str
        As that of ``MaskedTable``.
    members : mapping of Row to frozenset of str
        Who is counted in each row.
    """

    topic: tuple[str, ...]
    counts: Mapping[Cell, int | Fraction]
    members: Mapping[Row, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Revealed:
    """What two tables reveal together.

    Attributes
    ----------
    before, now : Row
        A row of the earlier table and one of the new one; the same people, where one withheld cell is revealed.
    n_apart : int
        How many respondents the two rows differ by; 0 where a cell is revealed.
    cells : tuple of Cell
        Cells of the new table whose difference is each one's answer, or that follow though they are withheld.
    """

    topic: tuple[str, ...]
    before: Row
    now: Row
    n_apart: int
    cells: tuple[Cell, ...]


def shown_of(table: MaskedTable, variables: Collection[str]) -> Shown:
    """Return what is to be seen of a table by these variables; everybody is always seen."""
    rows = {row: who for row, who in table.members.items() if not any(row) or (row[0] in variables and row[1])}
    counts = {cell: n for cell, n in table.table.counts.items() if cell not in table.mask and cell[2:] in rows}
    return Shown(table.topic, counts, rows)


def revealed(table: MaskedTable, new: Shown, old: Shown, few: int) -> tuple[Revealed, ...]:
    """Return what a new table and an old one reveal together.

    Parameters
    ----------
    table : MaskedTable
        The new one, with what it withholds.
    new : Shown
        What is to be seen of it.
    few : int
        How few respondents are too few to be known by subtraction.
    """
    if old.topic != new.topic:
        return ()
    return (*_differences(new, old, few), *_no_longer_withheld(table, old))


def _differences(new: Shown, old: Shown, few: int) -> Iterator[Revealed]:
    """Yield rows of which one holds the other and few others, with the figures that both show."""
    for before, were in old.members.items():
        for now, are in new.members.items():
            apart = were ^ are
            if 0 < len(apart) < few and (were < are or are < were):
                cells = tuple(cell for cell in new.counts if cell[2:] == now and (*cell[:2], *before) in old.counts)
                answers = tuple(cell for cell in cells if cell[0] != "n" or cell[1])
                if answers:
                    yield Revealed(new.topic, before, now, len(apart), answers)


def _no_longer_withheld(table: MaskedTable, old: Shown) -> Iterator[Revealed]:
    """Yield what is withheld now and follows from what the old table showed of the same people."""
    same = {row: _row_of(who, old) for row, who in table.members.items()}
    known = {cell for cell in table.mask if _was_shown(cell, table, old, same)}
    if not known:
        return
    hidden = [cell for cell in table.mask if cell not in known]
    secrets = {cell: reason.values for cell, reason in table.mask.items() if reason.values > 0}
    exposed = {*known, *inferable(table.table.sums, hidden), *Audit(table.table, secrets).narrow(hidden)}
    for cell in secrets:
        if cell in exposed:
            yield Revealed(table.topic, same[cell[2:]] or cell[2:], cell[2:], 0, (cell,))


def _row_of(who: frozenset[str], old: Shown) -> Row | None:
    return next((row for row, members in old.members.items() if members == who), None)


def _was_shown(cell: Cell, table: MaskedTable, old: Shown, same: Mapping[Row, Row | None]) -> bool:
    row = same.get(cell[2:])
    return row is not None and old.counts.get((*cell[:2], *row)) == table.table.counts[cell]
