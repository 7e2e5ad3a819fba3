import subprocess
import sys
from pathlib import Path

import pytest
import typer

from avoin import __version__, logs
from avoin.cli import main, verbs
from avoin.errors import AvoinError
from avoin.i18n import set_language


def _raising(error: BaseException) -> object:
    def add_to(app: object) -> None:
        raise error

    return add_to


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"avoin {__version__}\n"


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["no-such-verb"]) == 2
    assert main.run(["--language", "de", "verify"]) == 2
    assert capsys.readouterr().out == ""


def test_the_help_has_no_english_between_the_finnish() -> None:
    avoin = [sys.executable, "-m", "avoin", "--language", "fi"]
    said = "".join(
        subprocess.run([*avoin, *verb, "--help"], capture_output=True, check=True, encoding="utf-8").stdout
        for verb in (["import"], [])
    )
    assert said.startswith("Käyttö: ")
    assert "Argumentit:" in said
    assert "Valitsimet:" in said
    assert "Komennot:" in said
    assert "Projektin kansio." in said
    english = ("Usage", "Options", "OPTIONS", "Arguments", "Commands", "COMMAND", "Show", "required", "folder")
    assert [word for word in english if word in said] == []


def test_an_expected_error_ends_with_its_code_and_shows_its_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verbs, "add_to", _raising(AvoinError("Row 3 is odd.\x1b[2J", "Mend it.")))
    assert main.run(["verify"]) == 1
    assert capsys.readouterr().err == "Row 3 is odd.␛[2J\nMend it.\n"


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), typer.Abort(), typer.Exit(130)])
def test_an_interruption_ends_with_130_and_says_what_is_safe(
    interruption: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verbs, "add_to", _raising(interruption))
    assert main.run(["verify"]) == 130
    assert "What was confirmed is saved." in capsys.readouterr().err


def test_standard_output_on_a_full_disk_is_an_expected_error(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    with full.open("w") as output:
        said = subprocess.run(
            [sys.executable, "-m", "avoin", "verify", "--help"], stdout=output, stderr=subprocess.PIPE, check=False
        )
    assert said.returncode == 1
    assert b"disk is full" in said.stderr or "Levy on täynnä".encode() in said.stderr


def test_a_bug_ends_with_3_and_its_words_are_not_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("AVOIN_LOG_DIR", str(tmp_path))
    logs.start_logging()
    monkeypatch.setattr(verbs, "add_to", _raising(RuntimeError("Maija Meikäläinen")))
    assert main.run(["verify"]) == 3
    log = logs.log_path().read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Maija" not in log + capsys.readouterr().err
    logs.stop_logging()


def test_outside_a_project_the_way_to_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.run(["verify"]) == 1
    assert "avoin init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("koodaa", "Komentoa koodaa ei ole."),
        ("import", "FILE puuttuu."),
        ("import x", "--wave puuttuu."),
        ("import x --wave", "--wave vaatii arvon."),
        ("import x --wave 2025 --long a", "--long vaatii 2 arvoa."),
        ("code --port 3", "Valitsinta --port ei ole. Lähellä: --coder"),
        ("code --zzz", "Valitsinta --zzz ei ole."),
        ("undo --redo=3", "--redo ei ota arvoa."),
        ("status a b c", "Liikaa sanottu: b c"),
        ("serve --port 70000", "--port: enintään 65535."),
        ("serve --port 0", "--port: vähintään 1."),
        ("serve --port kissa", "--port: tähän tarvitaan kokonaisluku."),
        ("compare draw --coder a --share x", "--share: tähän tarvitaan luku."),
        ("code --colours red", "--colours: Värit ovat dark, light tai contrast."),
    ],
)
def test_wrong_usage_is_told_in_finnish(line: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_language("fi")
    assert main.run(line.split()) == 2
    told = capsys.readouterr()
    assert says in (told.err + told.out).splitlines()[0]
