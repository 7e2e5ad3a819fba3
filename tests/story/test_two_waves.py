"""Real answers in two waves from file to report: the election compass of 2011 and 2015."""

import csv
import json
from pathlib import Path

import pytest

from avoin.cli.main import run
from kit.shared import shared

QUESTION = "Mitä asioita haluat edistää tai ajaa tulevalla vaalikaudella"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    waves = {
        year: shared("data", "yle-vaalikone-barometri-2011-2015", f"aalto-{year}.csv") for year in ("2011", "2015")
    }
    book = shared("gold", "codebook-yle-barometri.yaml")
    where = tmp_path_factory.mktemp("yle") / "p"
    at = ["--language", "en", "-C", str(where)]
    assert run(["init", str(where)]) == 0
    for year, path in waves.items():
        assert run([*at, "import", str(path), "--wave", year, "--open", f"{QUESTION}=edistaa", "--yes"]) == 0
    assert run([*at, "codebook", "import", str(book), "--name", "yle"]) == 0
    assert run([*at, "prepare"]) == 0
    return where


def test_themes_are_given_for_one_wave(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "themes", "edistaa", "--wave", "2015", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"question", "wave", "seed", "features", "themes", "non_answers", "unassigned"} <= set(found)
    assert found["wave"] == "2015"
    names = [theme["name"] for theme in found["themes"]]
    assert len(names) == len(set(names)) >= 12
    assert sum(theme["n_segments"] for theme in found["themes"]) > 1_000


def test_finished_codings_are_replayed(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gold = shared("gold", "A-yle-barometri-dev.csv")
    with gold.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"].startswith("2015")]
    codings = tmp_path / "codings.csv"
    with codings.open("w", encoding="utf-8", newline="") as writing:
        writer = csv.writer(writing)
        writer.writerow(("respondent", "codes"))
        writer.writerows((row["id"], row["codes"]) for row in rows)
    arguments = ["--codings", str(codings), "--question", "edistaa", "--wave", "2015", "--orders", "1", "--json"]
    assert run(["-C", str(folder), "simulate", *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"n_answers", "n_codings", "keys_per_answer", "keys_per_answer_without", "ratio", "curve"}
    assert found["n_answers"] == len(rows)
    assert 0 < found["ratio"] < 1


def test_a_report_is_written_of_two_waves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "report", "--format", "html", "--output", str(folder / "r.html")]) == 0
    text = (folder / "r.html").read_text(encoding="utf-8")
    assert "1 073" in text.replace("\u00a0", " ") or "1,073" in text or "1073" in text


def test_an_unknown_question_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "themes", "no_such"]) == 1
    said = capsys.readouterr().err
    assert "no_such" in said
    assert "edistaa" in said
