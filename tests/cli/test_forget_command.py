"""``avoin forget`` as it is typed: it says all that would go, and does nothing unasked."""

import json
from pathlib import Path

import pytest

from avoin.cli import main
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import project

SECRET = "Maija Meikäläinen kertoo tämän asian"


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    made = project(tmp_path / "p", {"wishes": {"r1": SECRET, "r2": "Palkkaa."}}, codebook=codebook("palkka"))
    code(made, "r1", "wishes", "palkka")
    return made


def _run(made: Project, *arguments: str) -> int:
    return main.run(["-C", str(made.folder), "forget", *arguments])


def test_without_a_terminal_and_without_yes_nothing_is_erased(
    coded: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (coded.folder / "notes.txt").write_text(SECRET, encoding="utf-8")
    assert _run(coded, "r1") == 2
    told = capsys.readouterr().err
    assert "r1: the words of 1 open answer are erased" in told
    assert "-s1-open.db" in told
    assert "notes.txt" in told
    assert "2025.csv" in told
    assert "Say --yes" in told
    assert SECRET not in told
    assert SECRET.encode() in coded.store.path.read_bytes()


def test_with_yes_it_is_erased_and_said(coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(coded, "r1", "--yes", "--coder", "Eero") == 0
    out = capsys.readouterr().out
    assert out.startswith("1 answer was erased. Recorded as decision 2.")
    assert "-s2-forget.db" in out
    assert SECRET.encode() not in coded.store.path.read_bytes()
    assert _run(coded, "r1", "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["seq"] is None


def test_an_unknown_respondent_ends_with_1(coded: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(coded, "r9", "--yes") == 1
    assert "no respondent r9" in capsys.readouterr().err


def test_packets_that_went_out_are_named(coded: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out.zip")
    assert main.run(["-C", str(coded.folder), "compare", "draw", "--coder", "Sirkka", "--share", "1"]) == 0
    assert main.run(["-C", str(coded.folder), "bundle", "out", "Sirkka", out]) == 0
    capsys.readouterr()
    assert _run(coded, "r1") == 2
    told = capsys.readouterr().err
    assert "These packets went out with the words and are out of reach" in told
    assert f"  {out}: draw 1, Sirkka, 20" in told
    assert _run(coded, "r1", "--yes", "--json") == 0
    (sent,) = json.loads(capsys.readouterr().out)["sent"]
    assert (sent["path"], sent["draw"], sent["coder"]) == (out, 1, "Sirkka")
