"""No codebook at the start: a code is born from a theme, coded with, given examples, checked and released."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avoin.cli.main import run
from avoin.codebook.model import Code
from avoin.i18n import set_language
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.tui.app import Workbench
from avoin.tui.house import ProjectHouse
from avoin.tui.places import Place
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.project import open_project
from kit.bench import Bench
from kit.projects import project

ANSWERS = {
    "r1": "Hoitoon jonotetaan kuukausia.",
    "r2": "Jonot ovat aivan liian pitkiä.",
    "r3": "Lääkäriin jonottaminen kestää viikkoja.",
    "r4": "Terapiaan on pitkä jono.",
    "r5": "Ruoka on kallistunut paljon.",
    "r6": "Hinnat nousevat koko ajan.",
    "r7": "Sähkön hinta on noussut.",
    "r8": "Vuokra nousi, kallista on.",
    "r9": "En osaa sanoa",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "p", {"sote": ANSWERS}, coder="aino").folder


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run_command(*words: str) -> Any:
        capsys.readouterr()
        assert run(["--language", "en", "-C", str(folder), *words, "--json"]) in {0, 1}
        out = capsys.readouterr().out
        return json.loads(out)

    return run_command


async def test_codes_are_born_from_themes_and_become_a_codebook(folder: Path, command: Callable[..., Any]) -> None:
    set_language("en")
    assert current_codebook(open_project(folder)) is None
    await _make_a_code_of_the_first_theme(folder)
    born = _only_code(folder)
    assert (born.name, born.id, born.examples) == ("Teema yksi", "teema_yksi", ())
    assert "2025" in born.origin
    assert born.definition  # the theme's own words, until somebody writes better ones

    command("codebook", "examples", "--unreviewed", "--reason", "from the theme")
    assert 0 < len(_only_code(folder).examples) <= 3
    assert set(_only_code(folder).examples) <= set(ANSWERS.values())
    assert "no include" in {each["kind"] for each in command("codebook", "check")["problems"]}
    command("codebook", "define", "teema_yksi", "--definition", "Mistä vastaajat puhuvat.")
    released = command("codebook", "release")
    assert (released["version"], released["proposed"]) == ("1.0.0", "1.0.0")
    assert [each["kind"] for each in command("codebook", "log")] == ["add", "define", "define"]
    assert (folder / "codebooks" / "codebook.schema.json").is_file()


async def _make_a_code_of_the_first_theme(folder: Path) -> None:
    house = ProjectHouse(open_project(folder), CoderId("aino"))
    async with Workbench(house, QuestionId("sote"), WaveId("2025")).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.THEMES)
        await bench.press("n")
        await bench.type("Teema yksi")
        await bench.press("enter")


def _only_code(folder: Path) -> Code:
    book = current_codebook(open_project(folder))
    assert book is not None
    (code,) = book.codes
    return code
