"""One process at a time where files are being replaced.

Enters: a path for a lock. Leaves: the lock, held until the end of a block. Invariant: it ends with the process,
however that ends; the lock is one of SQLite's, which holds on every system that the store is on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from avoin.i18n import _
from avoin.store.engine import BusyStoreError, filed


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock; its file is made and removed again.

    Raises
    ------
    BusyStoreError
        Where another process holds it.
    StoreError
        Where the file cannot be made.
    """
    with filed(lock):
        lock.touch(mode=0o600)
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BusyStoreError(
                _("Another avoin is writing the store of {folder} anew.").format(folder=lock.parent.parent),
                _("Wait until it is ready, and do it again."),
            ) from error
        try:
            yield
        finally:
            connection.close()  # an open file cannot be removed everywhere
            lock.unlink(missing_ok=True)
