"""``avoin bundle`` as it is typed."""

import json
from pathlib import Path

import pytest

from avoin.cli.main import run
from kit.coded_project import coded_project


def test_out_open_back_and_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--language", "en", "-C", str(coded_project(tmp_path / "home").folder)]
    away = ["--language", "en", "-C", str(tmp_path / "away")]
    out, back = str(tmp_path / "out.zip"), str(tmp_path / "back.zip")
    assert run([*home, "bundle", "out", "Sirkka", out]) == 1
    assert "Nothing is drawn for Sirkka" in capsys.readouterr().err
    assert run([*home, "compare", "draw", "--coder", "Sirkka", "--share", "0.1", "--json"]) == 0
    drawn = json.loads(capsys.readouterr().out)["answers"]
    assert run([*home, "bundle", "out", "Sirkka", out]) == 0
    assert run(["--language", "en", "bundle", "open", out, str(tmp_path / "away")]) == 0
    assert "is ready for Sirkka" in capsys.readouterr().out
    for _wave, respondent, question in drawn:
        assert run([*away, "assign", respondent, question, "jono"]) == 0
    assert run([*away, "bundle", "back", back]) == 0
    assert "not finished" in capsys.readouterr().err
    assert run([*away, "compare", "finish"]) == 0
    assert run([*away, "bundle", "back", back]) == 0
    assert run([*home, "assign", drawn[0][1], "wishes", "raha", "--coder", "Sirkka"]) == 0
    capsys.readouterr()
    assert run([*home, "bundle", "in", back]) == 1
    told = capsys.readouterr()
    assert "The coder has decided on this answer here as well." in told.out
    assert "Nothing was brought in." in told.err
    assert run([*home, "bundle", "in", back, "--leave-out-conflicts"]) == 0
    assert "3 decisions of Sirkka came in." in capsys.readouterr().out
    assert run([*home, "bundle", "in", back, "--leave-out-conflicts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_there"] == 3
