"""``history``, ``undo``, ``verify``, ``backup`` and ``restore`` as they are typed."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avoin.cli import main
from avoin.coding.decision import Draft, Verb
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import project

SECRET = "Maija Meikäläinen kertoo"
Run = Callable[..., int]


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    made = project(tmp_path, {"wishes": {"r1": SECRET, "=r2": "Palkkaa."}}, codebook=codebook("palkka", "aika"))
    code(made, "r1", "wishes", "aika")
    code(made, "=r2", "wishes", "palkka", coder="=Eero")
    return made


@pytest.fixture
def run(coded: Project) -> Run:
    """Run a command line in the project; standard output and error are read with capsys."""
    return lambda *arguments: main.run(["-C", str(coded.folder), *arguments])


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_history_is_a_table(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["No.", "Made", "(UTC)", "Coder", "Did", "On", "Codes", "Put", "Taken"]
    assert lines[1].split()[0] == "1"
    assert lines[1].split()[3:] == ["Aino", "code", "put", "on", "2025/r1/wishes", "aika", "2", "0"]
    assert len(lines) == 3


def test_history_as_json_has_every_field_and_no_answer_text(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", "--json", "--answer", "r1/wishes", "--wave", "2025", "--code", "aika", "--coder", "Aino") == 0
    (row,) = _json(capsys)
    assert row["answer"] == ["2025", "r1", "wishes"]
    assert (row["seq"], row["codes"], row["n_put"], row["of"]) == (1, ["aika"], 2, None)
    assert SECRET not in repr(row)


def test_history_as_csv_has_no_live_formula(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", "--csv", "--limit", "1") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["decision"], row["coder"], row["respondent"], row["codes"]) == ("2", "'=Eero", "'=r2", "palkka")


def test_history_of_nobody_ends_with_1(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("history", "--answer", "r9") == 1
    assert "no respondent r9" in capsys.readouterr().err


def test_undo_and_redo_say_what_they_did(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("undo", "--coder", "Aino") == 0
    out = capsys.readouterr().out
    assert out.startswith("Taken back: decision 1 (code put on, ")
    assert out.endswith("On 1 answer: 0 marks put on, 2 marks taken off.\n")
    assert run("undo", "--redo", "--coder", "Aino", "--json") == 0
    assert _json(capsys)["of"] == 1
    assert run("undo", "--coder", "Ilona") == 1
    assert "Ilona has nothing to undo" in capsys.readouterr().err


def test_undo_says_what_it_had_to_leave(run: Run, coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    with coded.store.transaction() as connection:
        gone = tuple(decisions.marks(connection, coder=CoderId("Aino")))
        decisions.append(connection, Draft(CoderId("Eero"), Verb.NOTED, taken=gone))
    assert run("undo", "--coder", "Aino") == 0
    out = capsys.readouterr().out
    assert "2 marks have been changed since, by an import, the codebook or somebody else" in out
    assert "avoin history" in out


def test_verify_ends_with_0_where_all_is_well(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup") == 0
    capsys.readouterr()
    assert run("verify") == 0
    assert "WRONG" not in capsys.readouterr().out


def test_verify_ends_with_1_and_says_the_way_back(run: Run, coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup") == 0
    with coded.store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM mark WHERE seq = 2")
    capsys.readouterr()
    assert run("verify", "--json") == 1
    found = _json(capsys)
    assert found["ok"] is False
    assert [check["name"] for check in found["checks"] if not check["ok"]] == ["projection"]
    assert run("verify") == 1
    assert "marks: Write the marks anew with: avoin verify --rebuild" in capsys.readouterr().out
    assert run("verify", "--rebuild") == 0
    assert "4 marks written anew." in capsys.readouterr().err


def test_a_ruined_store_is_restored_by_the_command_that_verify_names(
    run: Run, coded: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", "--json") == 0
    assert _json(capsys)["n_decisions"] == 2
    coded.store.path.write_bytes(b"ruined" * 2000)
    assert run("verify") == 1
    assert "avoin restore" in capsys.readouterr().out
    assert run("restore") == 0
    told = capsys.readouterr()
    assert "The store that was there is kept as" in told.out
    assert "cannot be read whether there were later decisions" in told.err
    assert run("verify") == 0


def test_backups_are_listed_by_the_names_that_restore_takes(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("backup") == 0
    capsys.readouterr()
    assert run("backup", "--list", "--json") == 0
    name = Path(_json(capsys)[-1]["path"]).name
    assert run("backup", "--list") == 0
    assert name in capsys.readouterr().out
    assert run("restore", name, "--json") == 0
    assert _json(capsys)["salvaged"] == {"n_decisions": 0, "n_lost": 0}
    assert run("restore", "nonsense.db") == 1
    assert "avoin backup --list" in capsys.readouterr().err


def test_warnings_go_to_standard_error(run: Run, coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (coded.folder / "store (conflicted copy).db").touch()
    assert run("history", "--json") == 0
    told = capsys.readouterr()
    json.loads(told.out)
    assert "conflicting copy" in told.err
