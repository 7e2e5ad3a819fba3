"""The workbench ends at once, left or with its terminal closed; what it said to be saved is saved."""

from pathlib import Path

import pytest

from avoin.coding.decision import Verb
from avoin.store import chain, decisions
from avoin.workflow.project import open_project
from kit.codebooks import codebook
from kit.projects import project
from kit.terminal import PATIENCE, go_to_answers, running

ANSWERS = {"r1": "Jonot ovat pitkiä.", "r2": "Hinta nousee.", "r3": "Kaikki on hyvin."}
BEGIN = {
    "in a window of its own": "fcntl.ioctl(0, termios.TIOCSCTTY, 0)",
    "under nohup": "fcntl.ioctl(0, termios.TIOCSCTTY, 0); signal.signal(signal.SIGHUP, signal.SIG_IGN)",
}


@pytest.mark.parametrize("how", BEGIN)
def test_closing_the_terminal_ends_the_workbench_and_loses_nothing_that_was_saved(tmp_path: Path, how: str) -> None:
    made = project(tmp_path / "p", {"q": ANSWERS}, codebook=codebook("jono", "hinta"), coder="aino")
    begin = f"import fcntl, os, signal, sys, termios; {BEGIN[how]}"
    start = f"{begin}; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    arguments = ["-c", start, "-m", "avoin", "--language", "en", "-C", str(made.folder), "code", "--coder", "aino"]
    with running(arguments, (100, 30), {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        go_to_answers(terminal)
        terminal.wait_for("respondent r1")
        terminal.press("enter")
        terminal.wait_for("1/3 segments  ✓ saved")
        terminal.press("enter")  # not said to be saved: it may be or not
        terminal.close()
        assert terminal.process.wait(PATIENCE) in (129, -1)
    with open_project(made.folder).store.read() as connection:
        assert chain.verify_chain(connection) == () == chain.verify_projection(connection)
        decided = [each.verb for each in decisions.load(connection) if each.verb is Verb.DONE]
    assert len(decided) in (1, 2)


ENDLESS = """
import sys, threading
from avoin.cli.main import main
from avoin.tui.house import ProjectHouse
from avoin.workflow.desk.code_answers import Desk
Desk.refit = lambda desk: None
ProjectHouse.quote_desk = lambda house, report: threading.Event().wait()
sys.argv = ["avoin", *sys.argv[1:]]
main()
"""


def test_leaving_does_not_wait_for_quotations_that_are_still_read(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"q": ANSWERS}, coder="aino")
    arguments = ["-c", ENDLESS, "--language", "en", "-C", str(made.folder), "code", "--coder", "aino"]
    with running(arguments, (80, 24), {"AVOIN_CONFIG_DIR": str(tmp_path / "config")}) as terminal:
        terminal.wait_for("segments  ✓ saved")
        terminal.press("f5")
        terminal.wait_for("Looking through what can be quoted")
        terminal.press("ctrl+q")
        assert terminal.wait_ended() == 0
