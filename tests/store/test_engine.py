"""The database file: what is opened, what is refused, and that a transaction is all or nothing."""

import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DatabaseError

from avoin.store import engine
from avoin.store.engine import BusyStoreError, DamagedStoreError, MissingStoreError, Store, StoreError, open_store
from avoin.store.tables import wave


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db", create=True)


def _waves(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.scalars(select(wave.c.wave)))


def test_what_a_transaction_wrote_is_there_afterwards(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(insert(wave), {"wave": "2025", "digest": ""})
    assert _waves(open_store(store.path)) == ["2025"]


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt(), SystemExit(3)])
def test_any_exception_takes_everything_back_and_is_not_hidden(store: Store, error: BaseException) -> None:
    def fail() -> None:
        with store.transaction() as connection:
            connection.execute(insert(wave), {"wave": "2025", "digest": ""})
            raise error

    with pytest.raises(type(error)) as caught:
        fail()
    assert caught.value is error
    assert _waves(store) == []


def test_a_bug_in_a_statement_is_not_dressed_up_as_an_expected_error(store: Store) -> None:
    with pytest.raises(DatabaseError), store.transaction() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")


def test_the_words_of_an_error_never_hold_what_was_to_be_stored(store: Store) -> None:
    rows = [{"wave": "Maija Meikäläinen", "digest": ""}] * 2
    with pytest.raises(DatabaseError) as caught, store.transaction() as connection:
        connection.execute(insert(wave), rows)
    assert "Maija" not in str(caught.value)


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError), store.read() as connection:
        connection.execute(insert(wave), {"wave": "2025", "digest": ""})
    assert _waves(store) == []


@contextmanager
def _another_program(path: Path, *statements: str) -> Iterator[None]:
    other = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            other.execute(statement)
        yield
    finally:
        other.close()


def test_while_somebody_reads_nothing_changes_under_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)

    def write() -> None:
        with store.transaction() as connection:
            connection.execute(insert(wave), {"wave": "2025", "digest": ""})

    with _another_program(store.path, "BEGIN", "SELECT * FROM wave"), pytest.raises(BusyStoreError):
        write()
    assert _waves(store) == []
    write()
    assert _waves(store) == ["2025"]


def test_a_thread_that_would_wait_for_itself_is_told_so_at_once(store: Store) -> None:
    outer: Callable[[], AbstractContextManager[object]]
    for outer, inner in ((store.read, store.transaction), (store.transaction, store.transaction)):
        with outer(), pytest.raises(RuntimeError, match="open already"), inner():
            pass
    with store.transaction(), pytest.raises(RuntimeError, match="open already"), store.read():
        pass
    with store.read(), store.read() as connection:
        assert connection.scalars(select(wave.c.wave)).all() == []


def test_every_connection_is_as_careful_as_the_design_says(store: Store) -> None:
    wanted = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
        "trusted_schema": 0,
        "temp_store": 2,
        "application_id": engine.APPLICATION_ID,
    }
    with store.transaction() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


def test_only_the_owner_may_read_the_file(store: Store) -> None:
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_what_was_deleted_leaves_no_trace_in_the_file(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(insert(wave), [{"wave": f"salaisuus{n}", "digest": "x" * 100} for n in range(500)])
    assert b"salaisuus" in store.path.read_bytes()
    with store.transaction() as connection:
        connection.execute(wave.delete())
    assert b"salaisuus" not in store.path.read_bytes()


def test_a_writer_that_has_to_wait_too_long_is_told_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    with (
        _another_program(store.path, "BEGIN IMMEDIATE"),
        pytest.raises(BusyStoreError, match=r"locked\. Nothing of this was saved"),
        store.transaction(),
    ):
        pass


def test_one_store_serves_several_threads(store: Store) -> None:
    def write(name: str) -> None:
        with store.transaction() as connection:
            connection.execute(insert(wave), {"wave": name, "digest": ""})

    threads = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(_waves(store)) == [f"w{n}" for n in range(8)]


def test_a_missing_store_is_not_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError) as caught:
        open_store(tmp_path / "store.db")
    assert "avoin restore" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_there_is_not_made_anew(store: Store) -> None:
    with store.transaction() as connection:
        connection.execute(insert(wave), {"wave": "2025", "digest": ""})
    assert _waves(open_store(store.path, create=True)) == ["2025"]


def test_a_creation_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_store: Store) -> None:
        raise RuntimeError

    monkeypatch.setattr(engine, "migrate", fail)
    with pytest.raises(RuntimeError):
        open_store(tmp_path / "store.db", create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"respondent;answer\n1;x\n", b"SQLite format 3"])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with pytest.raises(DamagedStoreError, match=r"store\.db is damaged"):
        open_store(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused(store: Store, share: float) -> None:
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedStoreError) as caught:
        open_store(store.path)
    assert "avoin restore" in caught.value.hint


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmark (url)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        open_store(path)


def test_a_store_of_a_newer_avoin_is_refused(store: Store) -> None:
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer avoin \(revision 9999\)"):
        open_store(store.path)


def test_a_copy_is_whole_private_and_never_written_over(store: Store, tmp_path: Path) -> None:
    with store.transaction() as connection:
        connection.execute(insert(wave), {"wave": "2025", "digest": ""})
    target = tmp_path / "copy.db"
    engine.copy_database(store.path, target)
    assert _waves(open_store(target)) == ["2025"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(StoreError, match="exists"):
        engine.copy_database(store.path, target)


def test_a_copy_that_fails_leaves_no_file(tmp_path: Path) -> None:
    broken = tmp_path / "store.db"
    broken.write_bytes(b"no database at all, but long enough to be looked at" * 50)
    with pytest.raises(DamagedStoreError):
        engine.copy_database(broken, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
