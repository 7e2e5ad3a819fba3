"""All that a store holds, from one database to another of the same revision.

Enters: two connections. Leaves: the second one holds what the first one does, row by row. Invariant: nothing is read
into nouns on the way, so that digests and seals are those of the bytes that were there.
"""

from sqlalchemy import Connection, Integer, Table, delete, func, insert, select

from avoin.store import answers, chain, decisions, themes
from avoin.store.remains import unlocked
from avoin.store.rows import AT_ONCE
from avoin.store.tables import metadata


def transfer(source: Connection, target: Connection) -> None:
    """Copy every row of every table into a store that holds none."""
    for table in metadata.sorted_tables:
        found = source.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*table.primary_key))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
        _count_on(target, table)


def has_arrived(source: Connection, target: Connection) -> bool:
    """Return whether the second store holds together and its decisions, answers and theme runs are the first one's."""
    if chain.verify_chain(target) or chain.verify_projection(target) or answers.changed_waves(target):
        return False
    here, there = ((decisions.head(each), answers.wave_digests(each), themes.runs(each)) for each in (source, target))
    return here == there


def replace(source: Connection, target: Connection) -> None:
    """Put all of the first store in the place of all of the second one."""
    with unlocked(target, *(table.name for table in metadata.sorted_tables)):
        for table in reversed(metadata.sorted_tables):
            target.execute(delete(table))
    transfer(source, target)


def _count_on(target: Connection, table: Table) -> None:
    """Let a server number new rows after those that were copied, as a file does by itself."""
    (column, *more) = table.primary_key.columns
    if target.dialect.name == "sqlite" or more or not isinstance(column.type, Integer) or not column.autoincrement:
        return
    counter = func.pg_get_serial_sequence(table.name, column.name)
    last = target.scalar(select(func.max(column)))
    if last is not None:
        target.execute(select(func.setval(counter, last)))
