"""The verbs of ``avoin summary``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avoin.cli.main import run
from kit.coded_project import coded_project

Said = Callable[..., Any]


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a verb on the coded project, which must succeed, and return what it printed."""
    folder = coded_project(tmp_path / "project").folder

    def run_and_read(*arguments: str) -> Any:
        capsys.readouterr()
        assert run(["-C", str(folder), *arguments]) == 0
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in arguments else out

    return run_and_read


@pytest.fixture
def written(said: Said, tmp_path: Path) -> Said:
    """The same with a summary of one theme, drafted, edited and written."""
    file = tmp_path / "luonnos.yaml"
    said("summary", "draft", "wishes", "puhelin", "--output", str(file))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("heading: puhelin", "heading: Kaikki kertovat puhelimesta"), encoding="utf-8")
    said("summary", "write", str(file), "--coder", "Aino")
    return said


def test_each_sentence_has_numerator_denominator_and_evidence(written: Said) -> None:
    heading, *_bullets = written("summary", "check", "wishes", "--json")
    assert (heading["numerator"], heading["denominator"]) == (10, 30)
    assert heading["quantities"] == [{"word": "Kaikki", "quantity": "all", "verdict": "too_strong", "about": ""}]
    assert len(heading["evidence"]) == 10
    assert "Kaikki kertovat puhelimesta" in written("summary", "check", "wishes")


def test_themes_are_listed_with_what_is_written(written: Said) -> None:
    lines = written("summary", "list", "wishes", "--json")
    assert [line["code"] for line in lines] == ["palvelut", "jono", "puhelin", "raha"]
    assert [line["written"] for line in lines] == [False, False, True, False]
    assert "Kaikki kertovat puhelimesta" in written("summary", "show", "wishes")


def test_a_changed_coding_makes_it_stale(written: Said) -> None:
    assert written("summary", "stale", "--json") == []
    written("unassign", "r1", "wishes", "puhelin", "--coder", "Aino")
    stale = written("summary", "stale", "--json")
    assert [(each["code"], each["n_then"], each["n_now"]) for each in stale] == [("puhelin", 10, 9)]


def test_what_is_removed_comes_back_by_undo(written: Said) -> None:
    before = written("summary", "show", "wishes", "--json")
    written("summary", "remove", "wishes", "puhelin", "--coder", "Aino")
    assert written("summary", "show", "wishes", "--json") == []
    written("undo", "--coder", "Aino")
    assert written("summary", "show", "wishes", "--json") == before


def test_a_code_without_codings_is_an_error_that_names_those_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = coded_project(tmp_path)
    assert run(["-C", str(made.folder), "summary", "draft", "wishes", "nothing"]) == 1
    assert "puhelin" in capsys.readouterr().err
