"""A store on a PostgreSQL server, for several coders at once.

Enters: an address without a password. Leaves: ``ServerStore``, which is used as a store in a file is.
Invariants: writers wait for each other, so that the list of decisions has no gaps and no forks; what ``transaction``
returned from is on the server's disk; a reader sees one state. The password is never asked for, kept or shown: the
client library finds it (PGPASSWORD, ~/.pgpass).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from avoin.i18n import _
from avoin.store.engine import (
    APPLICATION_ID,
    BusyStoreError,
    MissingStoreError,
    OutdatedStoreError,
    Store,
    StoreError,
    check_revision,
    filed,
    force_to_disk,
    held,
    migrate,
    open_store,
)
from avoin.store.transfer import transfer

_log = logging.getLogger(__name__)

_SESSION = (
    "-c synchronous_commit=on"  # a commit returns when it is on the disk, whatever the server's default is
    " -c lock_timeout=10s"
    " -c idle_in_transaction_session_timeout=300s"  # a client that hangs does not stop the others for ever
)
_HERE = ("", "localhost", "127.0.0.1", "::1")
_DRIVER = "psycopg"


class AddressError(StoreError):
    """The address is not one of a PostgreSQL server, or holds a password."""


class ServerGoneError(StoreError):
    """The server does not answer, or does not let in."""


class UncertainError(StoreError):
    """The server went away just while it was saving; doing the same again saves nothing twice."""


@dataclass(frozen=True)
class ServerStore(Store):
    """One database on a server.

    Attributes
    ----------
    path : Path
        Beside where the store would lie if it were a file; nothing is there. Names it within this process.
    address : str
        As in the settings.
    """

    address: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.address

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that writes, alone; see ``Store.transaction``.

        Raises
        ------
        BusyStoreError
            Where another writer takes longer than one waits.
        ServerGoneError
            Where the server does not answer. Nothing was saved then.
        UncertainError
            Where it went away while it was saving.
        """
        with (
            held(self.path, alone=True),
            _spoken(self.address),
            self.engine.connect() as connection,
            connection.begin() as whole,
        ):
            connection.execute(select(func.pg_advisory_xact_lock(APPLICATION_ID)))
            yield connection
            with _saving(self.address):
                whole.commit()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store and cannot write; see ``Store.read``."""
        with held(self.path, alone=False), _spoken(self.address), self.engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def copy_to(self, target: Path) -> None:
        """Write a copy as a new file, consistent even while others write, and force it to the disk.

        Raises
        ------
        StoreError
            Where the server cannot be read or the file cannot be written; a half-written file is removed.
        """
        with filed(target):
            target.touch(mode=0o600, exist_ok=False)
            target.unlink()
            try:
                copy = open_store(target, create=True)
                with self.read() as source, copy.transaction() as into:
                    transfer(source, into)
                force_to_disk(target)
            except BaseException:
                target.unlink(missing_ok=True)
                raise

    def compact(self) -> None:
        """Write the tables anew, without what deleted rows leave; see ``Store.compact``."""
        with _spoken(self.address), self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.exec_driver_sql("VACUUM FULL")


def open_server(address: str, path: Path, create: bool = False) -> ServerStore:
    """Open a store on a server; an older one is upgraded, whole or not at all.

    Parameters
    ----------
    path : Path
        Where the store would lie if it were a file.
    create : bool
        Make the tables where the database is empty.

    Raises
    ------
    AddressError
        Where the address is wrong or holds a password.
    MissingStoreError
        Where the database is empty and nothing is to be made.
    StoreError
        Where the server does not answer, or the database is another program's or of a newer avoin.
    """
    store = _connect(address, path)
    with store.read() as connection:
        tables = inspect(connection).get_table_names()
    if not tables and create:
        migrate(store)
    elif not tables:
        raise MissingStoreError(
            _("There is no store {path}.").format(path=address),
            _("Make one with: avoin init DIR --store {address}").format(address=address),
        )
    elif not {"alembic_version", "decision"} <= set(tables):
        raise StoreError(
            _("{path} is a database of another program, not a store of avoin.").format(path=address),
            _("Name a database of its own."),
        )
    try:
        with store.read() as connection:
            check_revision(connection, address)
    except OutdatedStoreError:
        migrate(store)
    return store


def checked_address(address: str) -> URL:
    """Return an address in its parts.

    Raises
    ------
    AddressError
        Where it is not one of a PostgreSQL database, or holds a password.
    """
    shape = _("An address looks like postgresql://NAME@SERVER/DATABASE")
    try:
        url = make_url(address)
    except ArgumentError:
        raise AddressError(_("This is not the address of a database."), shape) from None
    if url.drivername != "postgresql" or not url.database:
        raise AddressError(_("This is not the address of a PostgreSQL database."), shape)
    if url.password is not None or "password" in url.query:
        raise AddressError(
            _("The address holds a password, which would be kept in a file and shown in lists of processes."),
            _("Leave it out, and give it in ~/.pgpass or in PGPASSWORD."),
        )
    return url


def _connect(address: str, path: Path) -> ServerStore:
    url = checked_address(address).set(drivername=f"postgresql+{_DRIVER}")
    if find_spec(_DRIVER) is None:
        raise StoreError(
            _("A store on a server needs the package {package}.").format(package=_DRIVER),
            _("Install it with: pip install 'avoin[server]'"),
        )
    if url.host not in (None, *_HERE) and "sslmode" not in url.query:
        url = url.update_query_dict({"sslmode": "require"})
    options = {"options": _SESSION, "connect_timeout": 10, "application_name": "avoin"}
    engine = create_engine(url, connect_args=options, poolclass=NullPool, hide_parameters=True)
    return ServerStore(path.with_suffix(".server"), engine, address)


@contextmanager
def _spoken(address: str) -> Iterator[None]:
    """Turn the server's errors that people can do something about into ``StoreError``; others pass."""
    try:
        yield
    except DBAPIError as error:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        told = _explain(error, state, address)
        if told is None:
            raise
        _log.error("store on a server: %s", state or "no answer")
        raise told from error


@contextmanager
def _saving(address: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not _is_gone(error, str(getattr(error.orig, "sqlstate", None) or "")):
            raise
        raise UncertainError(
            _("The server {address} went away while this was being saved; it may be saved or not.").format(
                address=address
            ),
            _("When it answers again, do the same once more: nothing is saved twice. What there is: avoin history"),
        ) from error


def _is_gone(error: DBAPIError, state: str) -> bool:
    return error.connection_invalidated or state.startswith(("08", "57P")) or (not state and _is_operational(error))


def _is_operational(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}


def _explain(error: DBAPIError, state: str, address: str) -> StoreError | None:
    nothing = _("Nothing of this was saved; everything saved before is safe.")
    if state in {"55P03", "40P01", "40001"}:
        return BusyStoreError(
            _("Another coder has kept {address} busy.").format(address=address) + " " + nothing,
            _("Wait a moment and do it again."),
        )
    if state.startswith("53"):
        return StoreError(
            _("The server {address} has no room left.").format(address=address) + " " + nothing,
            _("Tell whoever looks after it; then do it again."),
        )
    if state in {"25006", "42501"}:
        return StoreError(
            _("You have no right to do that in {address}.").format(address=address) + " " + nothing,
            _("Ask the owner of the project."),
        )
    if _is_gone(error, state):
        return ServerGoneError(
            _("The server {address} does not answer, or does not let you in.").format(address=address) + " " + nothing,
            _("Look whether it runs and the network is up, and whether the password is in ~/.pgpass or PGPASSWORD."),
        )
    return None
