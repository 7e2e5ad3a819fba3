"""Every verb does its work with the network refused, to it and to the processes that it starts."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from avoin.cli.main import build
from kit import unplugged
from kit.coded_project import PEOPLE, coded_project
from kit.shared import CHECKOUT

ELSEWHERE = {
    "demo": "tests/story/conftest.py makes the example with the network refused",
    "code": "tests/story runs the workbench on a terminal; its work is what these verbs do",
    "serve": "tests/tui/test_browser.py; it listens on loopback",
}


def _verbs(command: object, *above: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(above)
    else:
        for name, each in below.items():
            yield from _verbs(each, *above, name)


def test_every_verb_has_a_case() -> None:
    assert set(_verbs(typer.main.get_command(build()))) == unplugged.CASES.keys() | ELSEWHERE.keys()


def test_no_verb_needs_the_network(tmp_path: Path) -> None:
    coded_project(tmp_path / "projekti")
    (tmp_path / "kysely.csv").write_text("id;toive\n1;Lisää aikaa.\n2;Jono on pitkä.\n", encoding="utf-8")
    codings = "".join(f"{who},{('jono', 'puhelin', 'raha')[place % 3]}\n" for place, who in enumerate(PEOPLE))
    (tmp_path / "koodaukset.csv").write_text("respondent,codes\n" + codings, encoding="utf-8")
    done, tried = _unplugged(tmp_path, "-m", "kit.unplugged", str(tmp_path))
    left = json.loads(done.splitlines()[-1])
    assert {verb: said for verb, (code, said) in left.items() if code != (verb in unplugged.ERRORS)} == {}
    assert tried == ""


def test_the_guard_refuses(tmp_path: Path) -> None:
    asks = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-P', '-c', sys.argv[1]]))"
    reaches = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    _done, tried = _unplugged(tmp_path, "-c", asks, reaches)
    assert tried == "connect ('192.0.2.1', 80)\n"


def _unplugged(folder: Path, *arguments: str) -> tuple[str, str]:
    """Return what a Python process said, and which addresses it and its children tried."""
    guard, tried = folder / "guard", folder / "tried"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(unplugged.GUARD, encoding="utf-8")
    tried.write_text("", encoding="utf-8")
    path = os.pathsep.join(map(str, (guard, CHECKOUT / "src", CHECKOUT / "tests")))
    environment = {**os.environ, "PYTHONPATH": path, "UNPLUGGED": str(tried), "AVOIN_PASSPHRASE": "salainen lause"}
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    return done.stdout, tried.read_text(encoding="utf-8")
