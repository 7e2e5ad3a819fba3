"""A question coded by keys on a real terminal of 80×24: what was confirmed is in the store, and the store is whole."""

from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.coding.decision import MarkKind
from avoin.store import decisions
from kit.codebooks import codebook
from kit.projects import project, reopened
from kit.terminal import Terminal, go_to_answers, running

ANSWERS = {"r1": "Jono ei liiku.", "r2": "Puhelimeen ei vastata.", "r3": "Rahat loppuvat kesken.", "r4": "En tiedä."}
GIVEN = {"r1": "jono", "r2": "puhelin", "r3": "raha"}
CODER = "aino"


def code_by_name(terminal: Terminal, who: str, code: str) -> None:
    """Give a code to the answer that is open, found by its letters, and go on."""
    terminal.wait_for(f"respondent {who}")
    terminal.press("c")
    terminal.wait_for("palvelut", "Esc")
    terminal.press(*code)
    terminal.wait_until(lambda text: text.count(code) > 1, f"{code} typed and found")
    terminal.press("enter")
    terminal.wait_for(f"▪ {code}")
    terminal.press("enter")


def test_a_question_is_coded_by_keys_and_stored_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = codebook("palvelut > jono", "palvelut > puhelin", "raha")
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=book, coder=CODER)
    at = ["--language", "en", "-C", str(made.folder)]
    arguments = ["-m", "avoin", *at, "code", "--coder", CODER]
    with running(arguments, (80, 24), {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        go_to_answers(terminal)
        for who, code in GIVEN.items():
            code_by_name(terminal, who, code)
        terminal.wait_for("respondent r4", "3/4 segments")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
    with reopened(made.store).read() as connection:
        marks = decisions.marks(connection, MarkKind.CODING)
    assert {str(mark.respondent): str(mark.code) for mark in marks} == GIVEN
    assert {mark.coder for mark in marks} == {CODER}
    assert run([*at, "verify"]) == 0
    capsys.readouterr()
