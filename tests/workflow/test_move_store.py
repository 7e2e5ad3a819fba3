"""A project on a server is the same project: made there, moved there and back, every export to the byte."""

from pathlib import Path

import pytest

from avoin.cli import main
from avoin.ids import CoderId
from avoin.settings import read_settings
from avoin.store import decisions
from avoin.store.engine import open_store
from avoin.workflow.outgoing.write_export import Extract, write_export
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.backup import back_up, restore
from avoin.workflow.upkeep.forget import forget, would_forget
from avoin.workflow.upkeep.history import history
from avoin.workflow.upkeep.move_store import MoveError, move_to_file, move_to_server
from avoin.workflow.upkeep.verify import verify
from kit import servers
from kit.coded_project import code, coded_project

pytest.importorskip("psycopg", reason="needs the package psycopg")


@pytest.fixture
def address() -> str:
    return servers.running().address(servers.empty_database())


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    return coded_project(tmp_path / "p")


def _moved(made: Project, address: str) -> Project:
    move_to_server(made, address)
    return open_project(made.folder)


def _exports(made: Project) -> dict[tuple[str, str], bytes]:
    found = {}
    for what in (Extract.ANSWERS, Extract.CODINGS, Extract.MATRIX, Extract.QUOTES):
        for form in ("csv", "json"):
            path = made.places.output / f"{what}.{form}"
            write_export(made, what, form, path, unreviewed=True)
            found[what.value, form] = path.read_bytes()
    return found


def _rows(made: Project) -> list[tuple[object, ...]]:
    with made.store.read() as connection:
        return [(each.seq, each.uuid, each.digest, each.put, each.taken) for each in decisions.load(connection)]


def test_there_and_back_every_export_and_every_seal_is_the_same(coded: Project, address: str) -> None:
    exports, rows = _exports(coded), _rows(coded)
    on_server = _moved(coded, address)
    assert on_server.store.name == address
    assert (_exports(on_server), _rows(on_server)) == (exports, rows)
    assert verify(coded.folder).ok
    assert not coded.places.store.exists()
    move_to_file(on_server)
    in_file = open_project(coded.folder)
    assert in_file.store.name == str(coded.places.store)
    assert (_exports(in_file), _rows(in_file)) == (exports, rows)
    assert verify(coded.folder).ok


def test_work_goes_on_at_the_new_place(coded: Project, address: str) -> None:
    n = len(history(coded))
    on_server = _moved(coded, address)
    code(on_server, 5, "jono", coder="Veikko")
    assert len(history(on_server)) == n + 1
    assert verify(coded.folder).ok
    move_to_file(on_server)
    in_file = open_project(coded.folder)
    code(in_file, 6, "jono", coder="Veikko")
    assert [each.seq for each in history(in_file)] == list(range(1, n + 3))


def test_the_old_file_is_kept_and_whole(coded: Project, address: str) -> None:
    moved = move_to_server(coded, address)
    with open_store(Path(moved.kept)).read() as connection:
        assert decisions.head(connection)[0] == moved.n_decisions


def test_a_database_that_holds_a_project_is_not_written_over(coded: Project, address: str, tmp_path: Path) -> None:
    _moved(coded, address)
    other = coded_project(tmp_path / "other")
    with pytest.raises(MoveError, match="holds a project already"):
        move_to_server(other, address)
    assert read_settings(other.places.settings).store == ""
    assert verify(other.folder).ok


def test_what_is_there_already_is_not_moved_there(coded: Project, address: str) -> None:
    with pytest.raises(MoveError, match="a file already"):
        move_to_file(coded)
    on_server = _moved(coded, address)
    with pytest.raises(MoveError, match="on a server already"):
        move_to_server(on_server, address)
    coded.places.store.touch()
    with pytest.raises(MoveError, match="in its place"):
        move_to_file(on_server)


def test_a_backup_of_the_server_is_put_back_by_the_same_verb(coded: Project, address: str) -> None:
    on_server = _moved(coded, address)
    n = len(history(on_server))
    back_up(on_server)
    code(on_server, 5, "jono", coder="Veikko")
    restore(coded.folder)
    assert len(history(open_project(coded.folder))) == n


def test_a_respondent_is_forgotten_on_the_server_too(coded: Project, address: str) -> None:
    on_server = _moved(coded, address)
    forget(on_server, would_forget(on_server, "r0"), CoderId("Aino"))
    server = servers.running()
    server.do("CHECKPOINT")
    with on_server.store.read() as connection:
        number = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
    files = [path for path in (server.data / "base" / str(number)).iterdir() if path.is_file()]
    assert len(files) > 50
    assert [path for path in files if b"SUMMA(A1)" in path.read_bytes()] == []
    assert verify(coded.folder).ok


def test_a_project_is_made_on_a_server_and_others_join_it(address: str, tmp_path: Path) -> None:
    assert main.run(["init", str(tmp_path / "one"), "--store", address]) == 0
    assert main.run(["init", str(tmp_path / "two"), "--store", address]) == 0
    assert not list(tmp_path.rglob("store.db"))
    assert read_settings(tmp_path / "two" / "avoin.toml").store == address


def test_a_password_in_the_address_is_refused_and_written_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "salasana"
    assert main.run(["init", str(tmp_path / "p"), "--store", f"postgresql://aino:{secret}@server/avoin"]) == 1
    assert secret not in capsys.readouterr().err
    assert not (tmp_path / "p" / "avoin.toml").exists()
