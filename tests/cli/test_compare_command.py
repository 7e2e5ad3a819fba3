"""``avoin compare`` as it is typed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.coded_project import coded_project
from kit.projects import project


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path)


def test_from_the_draw_to_the_table(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["-C", str(made.folder)]
    assert run([*at, "compare", "draw", "--coder", "Sirkka", "--share", "0.1", "--json"]) == 0
    drawn = json.loads(capsys.readouterr().out)
    assert len(drawn["answers"]) == 3
    for _wave, respondent, question in drawn["answers"]:
        assert run([*at, "assign", respondent, question, "jono", "--coder", "Sirkka"]) == 0
    capsys.readouterr()
    assert run([*at, "compare", "--draw", "1"]) == 1
    assert "still being coded blind by Sirkka" in capsys.readouterr().err
    assert run([*at, "compare", "finish", "--coder", "Sirkka"]) == 0
    assert run([*at, "compare", "draws"]) == 0
    assert "finished" in capsys.readouterr().out
    assert run([*at, "compare", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["coders"] == ["Aino", "Sirkka"]
    assert found["questions"][0]["comparison"]["n_answers"] == 3
    assert run([*at, "compare"]) == 0
    told = capsys.readouterr()
    assert "wishes: 3 answers both decided" in told.out
    assert "jono" in told.out
    assert "κ bootstrap" in told.out
    assert "κ jackknife" in told.out
    assert run([*at, "compare", "--segments", "half"]) == 0


def test_a_rule_that_is_none_is_wrong_usage(made: Project) -> None:
    assert run(["-C", str(made.folder), "compare", "--segments", "some"]) == 2


def test_how_much_suggestions_steer_is_told_where_a_share_is_hidden(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {f"r{place}": f"{word} numero {place}" for place in range(20) for word in (("jono", "raha")[place % 2],)}
    made = project(tmp_path / "p", {"q": said}, codebook=codebook("Jono", "Raha"), coder="Aino")
    half = replace(made, settings=replace(made.settings, hidden_share=0.5))
    for coder in ("Aino", "Sirkka"):
        desk = open_desk(half, "q", None, coder)
        desk.refit()
        for key in desk.answers():
            (segment,) = desk.answer(key).segments
            desk.assign(segment.span, "jono" if coder == "Aino" else "raha")
            desk.done(segment.span)
    assert run(["-C", str(made.folder), "compare", "--coders", "Aino,Sirkka"]) == 0
    told = capsys.readouterr().out.replace("\n", " ")
    n_hidden = sum(desk.hides(desk.answer(key).segments[0].span) for key in desk.answers())
    assert f"of {20 - n_hidden} codings where it was shown" in told
    assert f"of {n_hidden} where it was hidden" in told
