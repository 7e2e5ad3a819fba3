"""The example survey and two coders: from the draw by way of a packet to the adjudicated report."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from avoin.cli.main import run

DATA = Path(__file__).parents[2] / "data" / "kriisibarometri"


@pytest.fixture(scope="module")
def folder(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example survey, coded by the example coder: a copy, for this story changes it."""
    return shutil.copytree(example, tmp_path_factory.mktemp("two") / "demo")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def intended() -> dict[tuple[str, str, str], list[str]]:
    """The codes that each answer of the example survey was written for."""
    with (DATA / "tarkoitetut-koodit.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["aalto"], row["vastaaja"], row["kysymys"]): [code for code in row["koodit"].split(";") if code]
            for row in csv.DictReader(lines)
        }


def code_as_meant_but_every_third(at: tuple[str, ...], drawn: list[list[str]]) -> None:
    """Sirkka gives the intended codes, to every third answer another one."""
    meant = intended()
    codes = sorted({code for given in meant.values() for code in given})
    for place, (wave, respondent, question) in enumerate(drawn):
        given = meant.get((wave, respondent, question), [])
        if place % 3 == 0 or not given:
            given = [next(code for code in codes if code not in given)]
        for code in given:
            assert run([*at, "assign", respondent, question, code, "--wave", wave]) == 0


def test_from_draw_to_adjudicated_report(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ("--language", "en", "-C", str(folder))
    away = ("--language", "en", "-C", str(tmp_path / "away"))
    out, back, report, trail = (str(tmp_path / name) for name in ("out.zip", "back.zip", "r.md", "trail.json"))
    (wave, question), _n = Counter((wave, question) for wave, _respondent, question in intended()).most_common(1)[0]
    wish = ("--coder", "Sirkka", "--share", "0.15", "--question", question, "--wave", wave)
    drawn = json.loads(told(capsys, *home, "compare", "draw", *wish, "--json"))["answers"]
    told(capsys, *home, "bundle", "out", "Sirkka", out)
    told(capsys, "--language", "en", "bundle", "open", out, away[-1])
    code_as_meant_but_every_third(away, drawn)
    told(capsys, *away, "compare", "finish")
    told(capsys, *away, "bundle", "back", back)
    assert "of Sirkka came in" in told(capsys, *home, "bundle", "in", back)
    assert f"{question}: " in told(capsys, *home, "compare")
    queue = json.loads(told(capsys, *home, "adjudicate", "list", "--json"))
    assert len(queue) >= 3
    for place, each in enumerate(queue):
        taken = ("--take", each["sides"][place % 2]["coder"], "--reason", "yhdessä katsottu")
        told(capsys, *home, "adjudicate", "settle", "/".join(each["answer"][1:]), "--wave", wave, *taken)
    assert json.loads(told(capsys, *home, "adjudicate", "list", "--open", "--json")) == []
    told(capsys, *home, "report", "--format", "md", "--output", report)
    text = Path(report).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "suggestions of the program are not compared" in text
    assert f"{len(queue)} disagreements were settled by" in text
    told(capsys, *home, "history", "--trail", trail)
    verbs = {row["verb"] for row in json.loads(Path(trail).read_text(encoding="utf-8"))}
    assert verbs >= {"draw", "finish", "settle"}
