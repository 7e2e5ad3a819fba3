"""What a damaged store still tells: what was decided after the backup that goes in its place.

Enters: the damaged file and a sound store that ends earlier. Leaves: the store, longer by every theme run, entry of the
ledger and decision that could be read and whose seal is whole. Invariant: of decisions, only an unbroken continuation
of the chain is taken over.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, func, insert, select
from sqlalchemy.exc import DatabaseError

from avoin.ids import digest
from avoin.store import chain, decisions, engine
from avoin.store.engine import Store, StoreError
from avoin.store.tables import decision as decision_table
from avoin.store.tables import release, theme_run

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How much could be saved.

    Attributes
    ----------
    n_decisions : int
        Decisions taken over.
    n_lost : int or None
        Later decisions that were there and could not be; None where not even their number can be read.
    """

    n_decisions: int = 0
    n_lost: int | None = 0


def salvage(damaged: Path, into: Store) -> Salvaged:
    """Take over what follows the end of ``into``, as far as it can be read.

    Raises
    ------
    StoreError
        Where ``into`` cannot be written.
    """
    with into.transaction() as target:
        start, _digest = decisions.head(target)
        _take_over_sealed(damaged, target, theme_run.c.run)
        _take_over_sealed(damaged, target, release.c.number)
        _take_over_decisions(damaged, target)
        end, _digest = decisions.head(target)
    last = _last_number(damaged)
    return Salvaged(end - start, None if last is None else max(0, last - end))


def _take_over_sealed(damaged: Path, target: Connection, column: Column[int]) -> None:
    """Take over the rows of a table whose digest is that of their content, after the last number there is."""
    table = column.table
    known = target.scalar(select(func.max(column))) or 0
    for row in _readable(damaged, select(table).where(column > known).order_by(column)):
        if digest(row.content) == row.digest:
            target.execute(insert(table), {each.name: getattr(row, each.name) for each in table.c})


def _take_over_decisions(damaged: Path, target: Connection) -> None:
    last, previous = decisions.head(target)
    query = select(decision_table).where(decision_table.c.seq > last).order_by(decision_table.c.seq)
    for row in _readable(damaged, query):
        if (row.seq, row.previous) != (last + 1, previous) or not chain.is_sealed(row):
            _log.warning("salvage ends before decision %s", row.seq)
            return
        decisions.take_over(target, decisions.from_row(row))
        last, previous = row.seq, row.digest


def _readable(damaged: Path, query: Select[Any]) -> Iterator[Row[Any]]:
    try:
        with engine.connect(damaged).read() as connection:
            yield from connection.execute(query)
    except (StoreError, DatabaseError, UnicodeDecodeError) as error:
        _log.warning("salvage stops: %s", type(error).__name__)


def _last_number(damaged: Path) -> int | None:
    found = list(_readable(damaged, select(func.max(decision_table.c.seq))))
    return (found[0][0] or 0) if found else None
