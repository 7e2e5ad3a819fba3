"""The workbench on a real pseudo-terminal: what reaches the terminal is ours, whatever the answers hold."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from avoin.text import show
from kit.codebooks import codebook
from kit.controls import controls, foreign
from kit.drawing import on_a_terminal
from kit.projects import project
from kit.terminal import running

HOSTILE = {
    "r1": "Alku \x1b]2;renamed\x07 loppu",
    "r2": "\x1b[2J\x1b[1;1Hpyyhitty \x9b31m \x85 C1",
    "r3": "\x1b]52;c;QUJD\x07leikepöytä",
    "r4": "[/] [link=http://x]kallis[/link] [@click=app.quit]x[/]",
    "r5": "kallis \u202eodottaa\u2066 \x08\x7f",
    "r6": "\x1b[?1049l\x1b[6n\x1bP1$r0m\x1b\\ kysely",
}


def workbench(folder: Path) -> list[str]:
    return ["-m", "avoin", "--language", "en", "-C", str(folder), "code", "--coder", "aino"]


def test_no_control_byte_of_an_answer_reaches_the_terminal(tmp_path: Path) -> None:
    written = on_a_terminal(tmp_path, HOSTILE, (120, 40))
    assert foreign(written) == []
    assert "renamed" in written, "the words of the answer itself are drawn"
    assert "[/] [link=http://x]kallis[/link]" in written


@settings(max_examples=300, deadline=None)
@example("\r\n")
@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("\x1b[]\x07\x9b;m\u202e\x00"), max_size=80))
def test_whatever_a_text_holds_nothing_shown_of_it_controls_a_terminal(text: str) -> None:
    drawn = show(text)
    assert len(drawn) == len(text.replace("\r\n", "\n")), "places in a working text, which has no CRLF, stay valid"
    assert set(controls(drawn)) <= {"\n", "\t"}


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=str)
def test_the_first_screen_stands_on_any_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    made = project(tmp_path / "p", {"sote": HOSTILE}, coder="aino")
    with running(workbench(made.folder), size, {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        terminal.wait_for("segments  ✓ saved")
        assert all(len(line) <= size[0] for line in terminal.draw())


ENDLESS = """
import sys, threading
from avoin.cli.main import main
from avoin.workflow.desk.code_answers import Desk
Desk.refit = lambda desk: threading.Event().wait()
sys.argv = ["avoin", *sys.argv[1:]]
main()
"""


def test_leaving_does_not_wait_for_suggestions_that_are_still_worked_out(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": HOSTILE}, codebook=codebook("hinta"), coder="aino")
    arguments = ["-c", ENDLESS, *workbench(made.folder)[2:]]
    with running(arguments, (80, 24), {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        terminal.wait_for("segments  ✓ saved")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
    assert b"\x1b[?1049l" in terminal.raw, "the terminal is given back as it was"
