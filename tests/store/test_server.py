"""A store on a PostgreSQL server: several coders at once, a server that goes away, and what is refused."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from avoin.store import backups, chain, decisions
from avoin.store.engine import MissingStoreError, Store, StoreError, open_store
from avoin.store.server import AddressError, ServerGoneError, ServerStore, open_server
from avoin.store.tables import wave
from kit import servers
from kit.killing import decide, draft
from kit.team_work import NAMES, TeamTally, work_together

pytest.importorskip("psycopg", reason="needs the package psycopg")


@pytest.fixture
def on_server(tmp_path: Path) -> ServerStore:
    return servers.server_store(tmp_path)


def _sound(store: Store) -> int:
    with store.read() as connection:
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        return decisions.head(connection)[0]


def test_six_coders_at_once_lose_nothing_and_overwrite_nothing(on_server: ServerStore) -> None:
    assert work_together(on_server, 20) == TeamTally(120, lost=0, overwritten=0, twice=0, sound=True)
    with on_server.read() as connection:
        assert decisions.coders(connection) == NAMES


def test_a_server_that_is_killed_loses_nothing_it_had_acknowledged_and_work_goes_on(on_server: ServerStore) -> None:
    server = servers.running()
    for n in range(1, 8):
        assert decide(on_server, n) == n
    try:
        server.kill()
        with pytest.raises(ServerGoneError, match="Nothing of this was saved") as caught:
            decide(on_server, 8)
        assert "network" in caught.value.hint
    finally:
        server.start()
    assert decide(on_server, 8) == 8
    assert _sound(open_server(on_server.address, on_server.path)) == 8


def test_a_server_that_goes_away_in_the_middle_of_an_act_saved_nothing_of_it(on_server: ServerStore) -> None:
    server = servers.running()
    decide(on_server, 1)

    def interrupted() -> None:
        with on_server.transaction() as connection:
            decisions.append(connection, draft(2))
            server.kill()
            decisions.append(connection, draft(3))

    try:
        with pytest.raises(ServerGoneError):
            interrupted()
    finally:
        server.start()
    assert _sound(open_server(on_server.address, on_server.path)) == 1


def test_a_server_that_goes_away_while_saving_leaves_it_open_and_doing_it_again_is_safe(
    on_server: ServerStore,
) -> None:
    server = servers.running()

    def interrupted() -> None:
        with on_server.transaction() as connection:
            decisions.append(connection, draft(1))
            server.kill()

    try:
        with pytest.raises(StoreError, match="may be saved or not") as caught:
            interrupted()
        assert "nothing is saved twice" in caught.value.hint
    finally:
        server.start()
    with on_server.transaction() as connection:
        decisions.append(connection, draft(1))
    with on_server.transaction() as connection:
        assert decisions.append(connection, draft(1)) is None
    assert _sound(open_server(on_server.address, on_server.path)) == 1


def test_a_read_cannot_write_and_sees_one_state(on_server: ServerStore) -> None:
    other = open_server(on_server.address, on_server.path)
    with on_server.read() as connection:
        assert decisions.head(connection)[0] == 0
        servers.running().do(
            "INSERT INTO wave (wave, digest) VALUES ('2025', '')", database=on_server.engine.url.database or ""
        )
        assert connection.scalars(wave.select()).all() == []
    with pytest.raises(StoreError, match="no right"), other.read() as connection:
        connection.execute(insert(wave), {"wave": "2026", "digest": ""})


def test_a_commit_is_on_the_disk_whatever_the_server_says(on_server: ServerStore) -> None:
    with on_server.transaction() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_a_backup_of_it_is_a_store_in_a_file_and_can_be_put_back(on_server: ServerStore, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    decide(on_server, 1)
    made = backups.back_up(on_server, folder, "asked")
    assert _sound(open_store(made.path)) == 1
    decide(on_server, 2)
    assert backups.is_continued_by(made, on_server)
    done = backups.restore_on_server(on_server, folder)
    assert _sound(on_server) == 1
    assert done.aside is not None
    assert _sound(open_store(done.aside)) == 2
    assert decide(on_server, 3) == 2


def test_an_empty_database_is_no_store_until_it_is_made_one(tmp_path: Path) -> None:
    address = servers.running().address(servers.empty_database())
    with pytest.raises(MissingStoreError, match="no store"):
        open_server(address, tmp_path / "store.db")
    assert _sound(open_server(address, tmp_path / "store.db", create=True)) == 0


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    server = servers.running()
    name = servers.empty_database()
    server.do("CREATE TABLE mine (n int)", database=name)
    with pytest.raises(StoreError, match="another program"):
        open_server(server.address(name), tmp_path / "store.db", create=True)


def test_a_store_of_a_newer_avoin_is_refused(on_server: ServerStore) -> None:
    with on_server.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer avoin \(revision 9999\)"):
        open_server(on_server.address, on_server.path)


def test_a_server_that_is_not_there_is_named_and_nothing_secret_is(tmp_path: Path) -> None:
    address = f"postgresql://aino@/avoin?host={tmp_path}"
    with pytest.raises(ServerGoneError, match="does not answer"):
        open_server(address, tmp_path / "store.db")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://aino:salasana@server/avoin", "holds a password"),
        ("postgresql://aino@server/avoin?password=salasana", "holds a password"),
        ("mysql://aino@server/avoin", "PostgreSQL"),
        ("postgresql://aino@server", "PostgreSQL"),
        ("nonsense", "not the address"),
    ],
)
def test_an_address_that_is_wrong_or_secret_is_refused_without_repeating_it(
    address: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(AddressError, match=message) as caught:
        open_server(address, tmp_path / "store.db")
    assert "salasana" not in caught.value.message + caught.value.hint
