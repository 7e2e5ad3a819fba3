"""Deleting for good: rows that nothing else may change, and files that still hold what was deleted.

Enters: a connection or a file. Leaves: nothing of what was deleted that a program could read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from avoin.store.engine import filed, force_to_disk

_LOCKS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN :tables").bindparams(
    bindparam("tables", expanding=True)
)
_AT_ONCE = 1 << 20


@contextmanager
def unlocked(connection: Connection, *tables: str) -> Iterator[None]:
    """Let rows be changed that the database refuses to change, until the end of the block; one transaction."""
    if connection.dialect.name != "sqlite":
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    locks = connection.execute(_LOCKS, {"tables": tables}).all()
    for lock in locks:
        connection.exec_driver_sql(f'DROP TRIGGER "{lock.name}"')
    yield
    for lock in locks:
        connection.exec_driver_sql(lock.sql)


def destroy(path: Path) -> None:
    """Write zeros over a file and remove it; a disk that never writes in place may keep the old blocks all the same.

    Raises
    ------
    StoreError
        Where the file cannot be written or removed.
    """
    with filed(path):
        left = path.stat().st_size
        with path.open("r+b") as file:
            while left > 0:
                left -= file.write(bytes(min(left, _AT_ONCE)))
        force_to_disk(path)
        path.unlink()
