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


TWICE = (
    *(("jono", "jono"),) * 4,
    ("jono", "raha"),
    ("jono raha", "jono raha"),
    *(("raha", "raha"),) * 3,
    ("raha", "jono"),
)
"""What Aino gave ten answers, and what she gave them when they came back blind."""


def test_one_person_who_codes_a_set_twice_is_compared_with_herself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {f"r{place}": f"Sanoi tämän {place} muuta." for place in range(10)}
    made = project(tmp_path / "p", {"q": said}, codebook=codebook("Jono", "Raha"), coder="Aino")
    at = ["-C", str(made.folder)]

    def typed(*words: str) -> str:
        assert run([*at, *words]) == 0
        return capsys.readouterr().out

    def coded(which: int) -> None:
        for place, pair in enumerate(TWICE):
            for given in pair[which].split():
                assert "is saved" in typed("assign", f"r{place}", "q", given)

    coded(0)
    counted = typed("tables", "codes", "--question", "q", "--json")
    assert len(json.loads(typed("compare", "draw", "--own", "--share", "1", "--json"))["answers"]) == 10
    for words in (["tables", "codes", "--question", "q"], ["compare"]):
        assert run([*at, *words]) == 1
        assert "coding 10 answers blind" in capsys.readouterr().err
    coded(1)
    typed("compare", "finish")
    found = json.loads(typed("compare", "--json"))
    (question,) = found["questions"]
    codes = {each["code"]: each for each in question["comparison"]["codes"]}
    assert (found["coders"], question["comparison"]["n_answers"]) == (["Aino", "Aino§1"], 10)
    assert question["comparison"]["sets"]["n_identical"] == 8
    assert codes["jono"]["counts"] == {"both": 5, "first": 1, "second": 1, "neither": 3}
    assert codes["raha"]["counts"] == {"both": 4, "first": 1, "second": 1, "neither": 4}
    # by hand: 8 of 10 alike; chance .6² + .4², 2 · 12 · 8 / (20 · 19) and 2 · .6 · .4 for the first code
    measured = {
        code: [each[name]["value"] for name in ("kappa", "alpha", "ac1", "pabak")] for code, each in codes.items()
    }
    assert measured["jono"] == pytest.approx([7 / 12, 1 - 0.2 / (192 / 380), 8 / 13, 0.6])
    assert measured["raha"] == pytest.approx([0.6, 0.62, 0.6, 0.6])
    assert typed("tables", "codes", "--question", "q", "--json") == counted
    told = typed("compare")
    assert told.startswith("Aino and Aino again\n")
