"""The database file: opening it, transactions, and what its errors mean to a person.

Enters: a path. Leaves: ``Store``, whose connections the other modules of this room take.
Invariant: what ``transaction`` returned from is on the disk, whole; what it did not return from is not there at all.

This is the only module with SQL of SQLite's own (triggers in a revision aside); another database gets its own engine.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.store import encryption
from avoin.store.location import refuse_network
from avoin.store.tables import REVISION

_log = logging.getLogger(__name__)

APPLICATION_ID = 0x61766F69
"""Says in the file's header that it is a store of avoin ("avoi")."""

BUSY_SECONDS = 10

_PRAGMAS = (
    "PRAGMA journal_mode=DELETE",  # SQLite before 3.51.3 can lose data in WAL mode with two connections
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
)


class StoreError(AvoinError):
    """The store cannot be opened, read or written; nothing that was saved before is changed by that."""


class MissingStoreError(StoreError):
    """There is no store file."""


class DamagedStoreError(StoreError):
    """The file is not a database, is cut short, or its pages contradict each other."""


class BusyStoreError(StoreError):
    """Another process has kept the file locked for longer than one waits."""


class OutdatedStoreError(StoreError):
    """The store is of an older revision; caught by ``backups.open_current``, which upgrades it."""


_this_thread = threading.local()


@contextmanager
def held(path: Path, *, alone: bool) -> Iterator[None]:
    """Note that this thread has a store open, and refuse what could only wait for itself."""
    held: list[tuple[Path, bool]] = _this_thread.__dict__.setdefault("held", [])
    if any(path == other and (alone or other_alone) for other, other_alone in held):
        message = "this thread has the store open already: finish that first, or pass its connection on"
        raise RuntimeError(message)
    held.append((path, alone))
    try:
        yield
    finally:
        held.remove((path, alone))


@dataclass(frozen=True)
class Store:
    """One database, a file here; usable from several threads, a connection for each transaction.

    Within a thread a transaction is never opened inside a read or another transaction: it would wait for itself, so
    that is refused at once.
    """

    path: Path
    engine: Engine = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.path)

    def copy_to(self, target: Path) -> None:
        """Write a copy as a new file; see ``copy_database``."""
        copy_database(self.path, target)

    def compact(self) -> None:
        """Write the store anew, without the pages and gaps that deleted rows leave; fails as ``transaction`` does."""
        with spoken(self.path), self.engine.connect() as connection:
            connection.execution_options(avoin_begin="")
            connection.exec_driver_sql("VACUUM")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that writes: all of it is committed at the end, or none of it on any exception.

        Raises
        ------
        StoreError
            Where the disk is full, or the file is locked, read-only or damaged. Nothing was saved then.
        RuntimeError
            Where this thread has the store open already.
        """
        with held(self.path, alone=True), spoken(self.path), self.engine.connect() as connection:
            connection.execution_options(avoin_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store and cannot write.

        Raises
        ------
        StoreError
            Where the file cannot be read.
        RuntimeError
            Where this thread is writing: what it wrote would not be seen.
        """
        with held(self.path, alone=False), spoken(self.path), self.engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA query_only=ON")
            yield connection


def open_store(path: Path, create: bool = False) -> Store:
    """Open a store and make sure that it is one, whole and of this program's revision.

    Parameters
    ----------
    create : bool
        Make it where there is none yet.

    Raises
    ------
    MissingStoreError
        Where there is none and none is to be made.
    DamagedStoreError
        Where the file is not a database or is cut short.
    OutdatedStoreError
        Where an older avoin made it; ``backups.open_current`` upgrades it.
    StoreError
        Where another program or a newer avoin made it, it lies on a network drive, or it cannot be read.
    """
    refuse_network(path)
    if create and not path.exists():
        _create(path)
    if not path.is_file():
        raise MissingStoreError(
            _("There is no store {path}.").format(path=path),
            _("If there are backups, put the newest back with: avoin restore"),
        )
    store = connect(path)
    _check_file(path)
    with store.read() as connection:
        _check_maker(connection, path)
        check_revision(connection, path)
    return store


def connect(path: Path) -> Store:
    """Return a store without looking at the file; for the upgrade and for files that are checked in other ways."""
    return Store(path, engine_for(path, _PRAGMAS))


def engine_for(path: Path, pragmas: Sequence[str]) -> Engine:
    """Return an engine on an existing file: a connection for each use, ``BEGIN`` said by the engine, not the driver."""

    def creator() -> Any:
        raw = encryption.connect(path, "rw", BUSY_SECONDS)
        try:
            for pragma in pragmas:
                raw.execute(pragma)
        except BaseException:
            raw.close()
            raise
        return raw

    # parameters hold answer text and must not reach an error's words
    driver = encryption.driver_of(path)
    engine = create_engine("sqlite://", module=driver, creator=creator, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if said := connection.get_execution_options().get("avoin_begin", "BEGIN"):
            connection.exec_driver_sql(said)

    return engine


def migrate(store: Store) -> None:
    """Bring the tables to the newest revision in one transaction."""
    from avoin.store.migrate import upgrade  # noqa: PLC0415 - Alembic is slow to load and rarely needed

    with store.transaction() as connection:
        upgrade(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def integrity(connection: Connection) -> tuple[str, ...]:
    """Return what SQLite finds wrong with its own pages and references; nothing where all is well, or on a server."""
    if connection.dialect.name != "sqlite":
        return ()
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)") if row[0] != "ok"]
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20):
        found.append(f"{table} row {row}: no such {parent}")
    return tuple(found)


def copy_database(source: Path, target: Path) -> None:
    """Write a copy of a database, consistent even while others write, and force it to the disk.

    Raises
    ------
    StoreError
        Where the source cannot be read or the target cannot be written; a half-written target is removed.
    """
    with spoken(source), filed(target):
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            _copy_pages(source, target)
            force_to_disk(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def force_to_disk(path: Path) -> None:
    """Flush a file, and the folder that names it, to the disk."""
    for each, flags in ((path, os.O_RDWR), (path.parent, os.O_RDONLY)):
        handle = os.open(each, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn the database's errors that people can do something about into ``StoreError``; others pass."""
    try:
        yield
    except encryption.errors() as error:
        cause = error.orig if isinstance(error, DatabaseError) else error
        told = _explain(cause, path)
        if told is None:
            raise
        _log.error("store: %s", getattr(cause, "sqlite_errorname", ""))
        raise told from error


@contextmanager
def filed(path: Path) -> Iterator[None]:
    """Turn the file system's errors about whole files (copying, moving, making) into ``StoreError``."""
    try:
        yield
    except OSError as error:
        _log.error("store file: %s", type(error).__name__)
        raise StoreError(
            _("{path} cannot be made or moved: {error}").format(
                path=path, error=error.strerror or type(error).__name__
            ),
            _("Look at the space on the disk and at the rights to the folder."),
        ) from error


def _explain(error: BaseException | None, path: Path) -> StoreError | None:
    is_text = isinstance(error, UnicodeDecodeError) or "Could not decode to UTF-8" in str(error)
    name = "SQLITE_CORRUPT" if is_text else str(getattr(error, "sqlite_errorname", "") or "")
    return next((explain(path, name) for starts, explain in _EXPLANATIONS if name.startswith(starts)), None)


def _nothing_lost() -> str:
    return _("Nothing of this was saved; everything saved before is safe.")


def _full(path: Path, _name: str) -> StoreError:
    return StoreError(
        _("The disk is full. This was not saved; everything saved before is safe."),
        _("Free some space on the disk of {path} and do it again.").format(path=path),
    )


def _busy(path: Path, _name: str) -> StoreError:
    return BusyStoreError(
        _("Another program has kept {path} locked.").format(path=path) + " " + _nothing_lost(),
        _("Close the other avoin, or wait until it is ready, and do it again."),
    )


def _read_only(path: Path, _name: str) -> StoreError:
    return StoreError(
        _("{path} cannot be written: the file or its folder is read-only.").format(path=path) + " " + _nothing_lost(),
        _("Copy the project to a folder of your own, or ask for the right to write."),
    )


def _damaged(path: Path, _name: str) -> StoreError:
    if encryption.is_encrypted(path):
        says = _("{path} cannot be read: the passphrase is wrong, or the file is damaged.").format(path=path)
        return DamagedStoreError(says, _("Try the passphrase again. A backup is put back with: avoin restore"))
    return DamagedStoreError(
        _("{path} is damaged or cut short.").format(path=path),
        _("Put the newest backup back with: avoin restore (the damaged file is kept aside)."),
    )


def _closed(path: Path, _name: str) -> StoreError:
    return StoreError(
        _("{path} cannot be opened or written: the right to it or to its folder is missing.").format(path=path)
        + " "
        + _nothing_lost(),
        _("Copy the project to a folder of your own, or ask for the right to write."),
    )


def _disk_error(path: Path, name: str) -> StoreError:
    return StoreError(
        _("The disk of {path} gave an error ({name}).").format(path=path, name=name) + " " + _nothing_lost(),
        _("Check the disk, then run: avoin verify"),
    )


_EXPLANATIONS: tuple[tuple[tuple[str, ...], Callable[[Path, str], StoreError]], ...] = (
    (("SQLITE_FULL", "SQLITE_IOERR_WRITE"), _full),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), _busy),
    (("SQLITE_READONLY",), _read_only),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB"), _damaged),
    (("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"), _closed),
    (("SQLITE_IOERR",), _disk_error),
)


def _create(path: Path) -> None:
    # made beside and moved in whole, so that a killed process leaves no half-made store under the name
    aside = path.with_name(path.name + ".new")
    with filed(path):
        aside.unlink(missing_ok=True)
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            migrate(connect(aside))
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        force_to_disk(path)


def _check_file(path: Path) -> None:
    try:
        plain = encryption.is_plain(path)
    except OSError as error:
        raise _closed(path, "") from error
    if not plain and not encryption.is_encrypted(path):
        raise _damaged(path, "")


def _check_maker(connection: Connection, path: Path) -> None:
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise StoreError(
            _("{path} is a database of another program, not a store of avoin.").format(path=path),
            _("Move it elsewhere, or name the right folder with -C."),
        )


def check_revision(connection: Connection, path: Path | str) -> None:
    """Pass only a store of this program's revision; ``open_store`` says what is raised else."""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found == REVISION:
        return
    from avoin.store.migrate import is_known  # noqa: PLC0415 - as above

    if is_known(str(found)):
        raise OutdatedStoreError(_("{path} was made by an older avoin.").format(path=path))
    raise StoreError(
        _("{path} was made by a newer avoin (revision {found}).").format(path=path, found=found),
        _("Update avoin, then open the project again."),
    )


def _copy_pages(source: Path, target: Path) -> None:
    with (
        closing(encryption.connect(source, "ro", BUSY_SECONDS)) as reader,
        closing(encryption.connect(target, "rw", BUSY_SECONDS)) as writer,
    ):
        reader.backup(writer)
