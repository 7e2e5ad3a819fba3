"""``avoin init`` and ``avoin import`` as a person types them."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

import avoin.cli
from avoin.cli import import_survey, init_project
from avoin.cli.main import run
from avoin.settings import read_settings
from kit.shared import CHECKOUT
from kit.tables import csv_file

LINES = (
    "id;rooli;Miten kuvailet tilannetta omin sanoin?",
    "a;johtaja;Jonot ovat [/red] kasvaneet \x1b[31m joka paikassa",
    "b;työntekijä;Lääkkeisiin ei ole varaa kenelläkään enää",
)


@pytest.fixture(autouse=True)
def _two_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    def add_to(app: typer.Typer) -> None:
        app.add_typer(init_project.verbs)
        app.add_typer(import_survey.verbs)

    stand_in = SimpleNamespace(add_to=add_to)
    monkeypatch.setitem(sys.modules, "avoin.cli.verbs", stand_in)
    monkeypatch.setattr(avoin.cli, "verbs", stand_in, raising=False)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "projekti"
    assert run(["init", str(folder)]) == 0
    capsys.readouterr()
    return folder


def typed(folder: Path, path: Path, *more: str) -> int:
    return run(["-C", str(folder), "import", str(path), "--wave", "2025", *more])


def test_init_makes_a_project_with_settings_and_an_explained_survey_file(tmp_path: Path) -> None:
    folder = tmp_path / "kysely"
    assert run(["init", str(folder), "--name", "Köyhyyskysely"]) == 0
    assert read_settings(folder / "avoin.toml").name == "Köyhyyskysely"
    survey = (folder / "survey.yaml").read_text(encoding="utf-8")
    assert survey.startswith("# ")
    assert "name: Köyhyyskysely" in survey


def test_a_project_is_called_by_its_folder_unless_named(folder: Path) -> None:
    assert read_settings(folder / "avoin.toml").name == "projekti"


def test_a_project_may_begin_with_a_codebook(tmp_path: Path) -> None:
    folder = tmp_path / "kysely"
    codebook = CHECKOUT / "data" / "kriisibarometri" / "koodikirja-luonnos.yaml"
    assert run(["init", str(folder), "--codebook", str(codebook)]) == 0
    name = read_settings(folder / "avoin.toml").codebook
    assert (folder / "codebooks" / name / "draft.yaml").is_file()


def test_an_unknown_codebook_is_told_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "kysely"), "--codebook", "ei-ole"]) == 1
    assert "no starter codebook of that name" in capsys.readouterr().err
    assert not (tmp_path / "kysely").exists()


def test_init_refuses_a_folder_that_is_a_project(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(folder)]) == 1
    assert "is an avoin project already" in capsys.readouterr().err


def test_import_shows_what_it_understood_on_standard_error_and_the_result_on_standard_output(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(folder, csv_file(tmp_path, *LINES), "--yes") == 0
    shown = capsys.readouterr()
    assert "Wave 2025: 2 respondents, 2 open answers." in shown.out
    assert "Wave" not in shown.err
    assert "kuvailet_tilannetta_omin" in shown.err
    assert "delimiter: ;" in shown.err


def test_nothing_of_an_answer_reaches_the_terminal_as_a_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(folder, csv_file(tmp_path, *LINES), "--yes") == 0
    shown = capsys.readouterr()
    assert "\x1b" not in shown.err + shown.out
    assert "[/red]" in shown.err


def test_without_yes_and_without_a_terminal_nothing_is_imported(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "survey.yaml").read_bytes()
    assert typed(folder, csv_file(tmp_path, *LINES)) == 2
    shown = capsys.readouterr()
    assert "Nothing was imported" in shown.err
    assert "--yes" in shown.err
    assert (folder / "survey.yaml").read_bytes() == before


@pytest.mark.parametrize(("answer", "status", "imported"), [(True, 0, True), (False, 1, False)])
def test_on_a_terminal_a_person_is_asked(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    answer: bool,
    status: int,
    imported: bool,
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: "y" if answer else "")
    assert typed(folder, csv_file(tmp_path, *LINES)) == status
    assert ("Wave 2025: 2 respondents" in capsys.readouterr().out) is imported
    assert ("2025" in (folder / "survey.yaml").read_text(encoding="utf-8")) is imported


def test_a_dry_run_needs_no_yes_and_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "survey.yaml").read_bytes()
    assert typed(folder, csv_file(tmp_path, *LINES), "--dry-run") == 0
    assert "Wave 2025 would have 2 respondents and 2 open answers." in capsys.readouterr().out
    assert (folder / "survey.yaml").read_bytes() == before


def test_the_result_may_be_json(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--id", "id", "--open", "Miten=tilanne", "--variable", "#2=asema", "--yes", "--json")
    assert typed(folder, csv_file(tmp_path, *LINES), *options) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["wave"], result["respondents"], result["answers"], result["new"]) == ("2025", 2, 2, 2)
    assert [(each["kind"], each["id"]) for each in result["guesses"]] == [
        ("id", ""),
        ("variable", "asema"),
        ("open", "tilanne"),
    ]
    assert result["survey"]["questions"][0]["headings"] == {"2025": "Miten kuvailet tilannetta omin sanoin?"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--open", "ei ole"), "has no column “ei ole”"),
        (("--drop", "Miten", "--drop", "rooli"), "has no column of open answers"),
        (("--delimiter", ","), "the delimiter seems to be ;"),
    ],
)
def test_a_wrong_word_is_an_expected_error(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str
) -> None:
    assert typed(folder, csv_file(tmp_path, *LINES), "--yes", *options) == 1
    assert message in capsys.readouterr().err


def test_a_wave_must_be_named(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(folder), "import", str(csv_file(tmp_path, *LINES))]) == 2
    assert "--wave" in capsys.readouterr().err


def test_the_example_survey_is_imported_from_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wave, name in (("2024", "kriisibarometri-2024.csv"), ("2025", "kriisibarometri-2025.xlsx")):
        path = CHECKOUT / "data" / "kriisibarometri" / name
        assert run(["-C", str(folder), "import", str(path), "--wave", wave, "--yes"]) == 0
    shown = capsys.readouterr()
    assert "Wave 2024: 103 respondents, 287 open answers." in shown.out
    assert "Wave 2025: 108 respondents, 301 open answers." in shown.out
    assert "is taken for" in shown.err
