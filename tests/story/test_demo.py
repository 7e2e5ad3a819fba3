"""The example survey from file to report, through the same verbs that a researcher uses."""

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from avoin.cli.main import run
from avoin.i18n import set_language
from avoin.store import decisions
from avoin.store.answers import load_corpus
from avoin.workflow.project import open_project
from avoin.workflow.run_demo import CODER, DemoError, run_demo
from avoin.workflow.verify import verify


@pytest.fixture
def folder(example: Path) -> Path:
    return example


def test_every_recorded_code_became_a_coding_of_its_answer(folder: Path) -> None:
    path = Path(__file__).parents[2] / "data" / "kriisibarometri" / "tarkoitetut-koodit.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        wanted = {
            (row["aalto"], row["vastaaja"], row["kysymys"], code)
            for row in csv.DictReader(lines)
            for code in row["koodit"].split(";")
            if code
        }
    with open_project(folder).store.read() as connection:
        made = decisions.codings(connection)
    answered = _answered(folder)
    wanted = {each for each in wanted if each[:3] in answered}
    assert {(*coding.span.answer, coding.code) for coding in made} == wanted
    assert {coding.coder for coding in made} == {CODER}


def _answered(folder: Path) -> set[tuple[str, str, str]]:
    opened = open_project(folder)
    with opened.store.read() as connection:
        return {
            (answer.key.wave, answer.key.respondent, answer.key.question)
            for answer in load_corpus(connection, opened.survey).answers
        }


def test_the_report_says_what_the_deck_says(folder: Path) -> None:
    html = (folder / "output" / "report.html").read_text(encoding="utf-8")
    for figure in ("108", "103", "6,4", "6,7", "6,5", "6,1"):
        assert figure in html
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(folder / "output" / "report.docx")).paragraphs)
    assert "Talousvaikeuksien lisääntyminen" in words


def test_no_respondent_and_no_identity_code_is_in_the_report(folder: Path) -> None:
    for name in ("report.html", "report.md"):
        text = (folder / "output" / name).read_text(encoding="utf-8")
        assert "2025-001" not in text
        assert "http:" not in text.replace("http://www.w3.org", "")


def test_the_project_is_sound(folder: Path) -> None:
    assert verify(folder).ok


def test_run_again_it_changes_no_fact_and_no_byte_of_the_report(folder: Path) -> None:
    report = (folder / "output" / "report.html").read_bytes()
    with open_project(folder).store.read() as connection:
        before = decisions.head(connection)
    set_language("fi")
    run_demo(folder)
    with open_project(folder).store.read() as connection:
        assert decisions.head(connection) == before
    assert (folder / "output" / "report.html").read_bytes() == report


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DemoError):
        run_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_tables_of_the_example_come_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "tables", "closed", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    grades = [row for row in rows if row["variable"] is None and row["kind"] == "grade"]
    mean = {(row["wave"], row["question"]): row["mean"] for row in grades}
    assert round(mean["2025", "sote_avun_saanti"], 1) == 6.7
    assert run(["-C", str(folder), "tables", "codes", "--json", "--question", "talousvaikeudet"]) == 0
    rows = json.loads(capsys.readouterr().out)
    named = "wave question code variable value n base_asked base_answered share low high masked"
    assert set(named.split()) <= set(rows[0])


def test_one_decision_is_recorded_and_taken_back_by_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    who = ["2025-001", "toimenpiteet", "toimi_koulutus", "--coder", "skripti"]
    assert run(["-C", str(folder), "assign", *who]) == 0
    capsys.readouterr()
    assert run(["-C", str(folder), "export", "codings", "--format", "csv", "--output", "-", "--raw"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["code"] for row in rows if row["coder"] == "skripti"] == ["toimi_koulutus"]
    assert run(["-C", str(folder), "undo", "--coder", "skripti"]) == 0
    assert run(["-C", str(folder), "assign", "2025-001", "toimenpiteet", "no_such_code"]) == 1
    assert "no_such_code" in capsys.readouterr().err
