"""Whoever was let in only to look at a project on a server sees tables and the ledger, and is told why no more."""

import itertools
import json
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.workflow.coders.store_members import let_in
from avoin.workflow.outgoing.make_tables import Wanted
from avoin.workflow.outgoing.write_tables import write_tables
from avoin.workflow.project import open_project
from avoin.workflow.upkeep.move_store import move_to_server
from kit import servers
from kit.coded_project import coded_project

pytest.importorskip("psycopg", reason="needs the package psycopg")

NOT_CHANGE = "You may look at this project but not change it"
_numbers = itertools.count(1)


@pytest.fixture
def role() -> str:
    name = f"ohjaaja{next(_numbers)}"
    servers.running().do(f"CREATE ROLE {name} LOGIN")
    return name


@pytest.fixture
def folder(role: str, tmp_path: Path) -> Path:
    """The viewer's folder of a project on a server, out of which its owner wrote a table."""
    server = servers.running()
    database = servers.empty_database()
    made = coded_project(tmp_path / "p")
    move_to_server(made, server.address(database))
    on_server = open_project(made.folder)
    write_tables(on_server, "closed", Wanted(), made.places.output / "owners.csv")
    let_in(on_server, role, "Ohjaaja", may_code=False)
    settings = made.places.settings
    told = settings.read_text(encoding="utf-8").replace("//owner@", f"//{role}@").replace("Aino", "Ohjaaja")
    settings.write_text(told, encoding="utf-8")
    return made.folder


def _run(folder: Path, *arguments: str) -> int:
    return run(["--language", "en", "-C", str(folder), *arguments])


def test_a_viewer_sees_tables_and_the_ledger(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for what in ("closed", "codes"):
        assert _run(folder, "tables", what) == 0
        assert "2025" in capsys.readouterr().out
    assert _run(folder, "tables", "closed", "--json") == 0
    assert json.loads(capsys.readouterr().out)
    assert _run(folder, "tables", "ledger", "--json") == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["what"], Path(entry["path"]).name) == ("tables closed", "owners.csv")


@pytest.mark.parametrize(
    "arguments", [("status",), ("history",), ("search", "jonot"), ("compare", "draws"), ("verify",)], ids=" ".join
)
def test_a_viewer_looks_at_the_work(folder: Path, arguments: tuple[str, ...]) -> None:
    assert _run(folder, *arguments) == 0


def test_a_viewer_hands_nothing_out(folder: Path, role: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings = folder / "avoin.toml"
    as_viewer = settings.read_text(encoding="utf-8")
    settings.write_text(as_viewer.replace(f"//{role}@", "//owner@"), encoding="utf-8")
    assert _run(folder, "compare", "draw", "--coder", "Sirkka") == 0
    settings.write_text(as_viewer, encoding="utf-8")
    assert _run(folder, "bundle", "out", "Sirkka", str(folder / "out.zip")) == 1
    assert "You have no right to do that" in capsys.readouterr().err
    assert not (folder / "out.zip").exists()


@pytest.mark.parametrize(
    "arguments",
    [("tables", "closed"), ("tables", "codes"), ("export", "quotes"), ("report", "--format", "md")],
    ids=" ".join,
)
def test_a_viewer_is_told_what_to_do_instead_of_writing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    path = folder / "output" / "viewers"
    assert _run(folder, *arguments, "--output", str(path)) == 1
    told = capsys.readouterr().err
    assert NOT_CHANGE in told
    assert "avoin tables ledger" in told
    assert not path.exists()
    assert _run(folder, "tables", "ledger", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_coder_writes_tables(role: str, folder: Path) -> None:
    settings = folder / "avoin.toml"
    as_viewer = settings.read_text(encoding="utf-8")
    settings.write_text(as_viewer.replace(f"//{role}@", "//owner@"), encoding="utf-8")
    let_in(open_project(folder), role, "Ohjaaja")
    settings.write_text(as_viewer, encoding="utf-8")
    path = folder / "output" / "coders.csv"
    assert _run(folder, "tables", "closed", "--output", str(path)) == 0
    assert path.exists()
