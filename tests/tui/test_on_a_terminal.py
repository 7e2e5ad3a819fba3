"""The workbench on a real pseudo-terminal: what reaches the terminal is ours, whatever the answers hold."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from avoin.text import show
from kit.codebooks import codebook
from kit.projects import project
from kit.terminal import Terminal, go_to_answers, running

HOSTILE = {
    "r1": "Alku \x1b]2;renamed\x07 loppu",
    "r2": "\x1b[2J\x1b[1;1Hpyyhitty \x9b31m \x85 C1",
    "r3": "\x1b]52;c;QUJD\x07leikepöytä",
    "r4": "[/] [link=http://x]kallis[/link] [@click=app.quit]x[/]",
    "r5": "kallis \u202eodottaa\u2066 \x08\x7f",
    "r6": "\x1b[?1049l\x1b[6n\x1bP1$r0m\x1b\\ kysely",
}
OURS = re.compile(
    r"\x1b\[[0-9;]*[mHJKABCD]"  # colours, places, clearing
    r"|\x1b\[\?[0-9;]*[hlu]|\x1b\[\?[0-9;]*\$p"  # modes and asking for them
    r"|\x1b\[[<>=][0-9;]*[u-z]|\x1b\[[0-9;]*[ctuq]"  # the keyboard's way of writing
    r"|\x1b\]22;[a-z]+\x07|\r|\n"  # the mouse's shape, line ends
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves, colours or turns what follows it."""


def workbench(folder: Path) -> list[str]:
    return ["-m", "avoin", "--language", "en", "-C", str(folder), "code", "--coder", "aino"]


def foreign(terminal: Terminal) -> list[str]:
    """Return the control characters that reached the terminal and are not the workbench's own way of drawing."""
    return CONTROL.findall(OURS.sub("", terminal.raw.decode("utf-8")))


def test_no_control_byte_of_an_answer_reaches_the_terminal(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": HOSTILE}, codebook=codebook("hinta"), coder="aino")
    arguments = workbench(made.folder)
    with running(arguments, (120, 40), {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        go_to_answers(terminal)
        terminal.wait_for("respondent r1")
        for who in list(HOSTILE)[1:]:
            terminal.press("right")
            terminal.wait_for(f"respondent {who}")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
    assert foreign(terminal) == []
    assert b"renamed" in terminal.raw, "the words of the answer itself are drawn"
    assert "[/] [link=http://x]kallis[/link]" in terminal.raw.decode("utf-8")


@settings(max_examples=300, deadline=None)
@example("\r\n")
@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("\x1b[]\x07\x9b;m\u202e\x00"), max_size=80))
def test_whatever_a_text_holds_nothing_shown_of_it_controls_a_terminal(text: str) -> None:
    drawn = show(text)
    assert len(drawn) == len(text.replace("\r\n", "\n")), "places in a working text, which has no CRLF, stay valid"
    assert set(CONTROL.findall(drawn)) <= {"\n", "\t"}


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
