"""Terminals without colours, without UTF-8 or without any drawing: readable, or refused in words."""

import re
from pathlib import Path

import pytest

from kit.projects import project
from kit.terminal import running

COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?[34]8;2;(\d+);(\d+);(\d+)")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


def workbench(tmp_path: Path) -> list[str]:
    made = project(tmp_path / "p", {"sote": {"r1": "Jonot ovat pitkiä."}}, coder="aino")
    return ["-m", "avoin", "--language", "en", "-C", str(made.folder), "code", "--coder", "aino"]


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"AVOIN_CONFIG_DIR": str(tmp_path / "config"), **more}


def test_without_colours_everything_is_there_in_greys(tmp_path: Path) -> None:
    with running(workbench(tmp_path), environment=environment(tmp_path, NO_COLOR="1")) as terminal:
        terminal.wait_for("segments  ✓ saved", "F2▐Themes▌", "Jonot ovat pitkiä.")
        colours = set(COLOUR.findall(bytes(terminal.raw)))
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"TERM": "vt100"}], ids=str)
def test_a_plain_locale_or_an_old_terminal_shows_the_workbench(tmp_path: Path, more: dict[str, str]) -> None:
    with running(workbench(tmp_path), environment=environment(tmp_path, **more)) as terminal:
        terminal.wait_for("segments  ✓ saved", "F2▐Themes▌", "Jonot ovat pitkiä.")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [({"TERM": "dumb"}, "needs a terminal to draw on"), (ASCII, "is set to ascii")],
    ids=["dumb", "ascii"],
)
def test_where_nothing_can_be_drawn_it_is_said(tmp_path: Path, more: dict[str, str], words: str) -> None:
    with running(workbench(tmp_path), environment=environment(tmp_path, **more)) as terminal:
        assert terminal.wait_ended() == 1
        while terminal.take(0.1):
            pass
        assert words in " ".join(terminal.text.split())
