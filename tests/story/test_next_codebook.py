"""The example survey coded under 1.0.0, moved to 2.0.0, settled and compared across waves."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avoin.cli.main import run
from avoin.codebook.difference import differences
from avoin.store import decisions
from avoin.store.answers import load_corpus
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.codebooks.revise_codebook import codebook_at
from avoin.workflow.project import open_project
from avoin.workflow.upkeep.verify import verify

Command = Callable[..., Any]
QUESTION = "talousvaikeudet"
PARTS = ("talous_velkaantuminen", "talous_rahapelit", "talous_huijaukset")


@pytest.fixture
def folder(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example, tmp_path / "p"))


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Return what runs a command in English and gives its JSON."""

    def run_command(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run(["--language", "en", "-C", str(folder), *words, "--json"]) == code
        out = capsys.readouterr().out
        return json.loads(out) if out else None

    return run_command


def _respondents(folder: Path, *codes: str) -> set[tuple[str, str]]:
    """Return the wave and respondent of each coding of these codes to the question."""
    with open_project(folder).store.read() as connection:
        found = decisions.codings(connection)
    return {
        (coding.span.answer.wave, coding.span.answer.respondent)
        for coding in found
        if coding.code in codes and coding.span.answer.question == QUESTION
    }


def _words(folder: Path) -> dict[tuple[str, str], str]:
    project = open_project(folder)
    with project.store.read() as connection:
        corpus = load_corpus(connection, project.survey)
    answers = [each for each in corpus.answers if each.key.question == QUESTION]
    return {(each.key.wave, each.key.respondent): each.text.casefold() for each in answers}


def _part(words: str) -> str:
    return PARTS[2] if "huija" in words or "petos" in words else PARTS[1] if "pel" in words else PARTS[0]


def test_by_commands(folder: Path, command: Command) -> None:
    families = _respondents(folder, "talous_perhe", "talous_yksinhuoltajat")
    debts = _respondents(folder, "talous_velka")

    moved = command("codebook", "import", "kriisibarometri")
    assert (moved["version"], moved["released"]) == ("2.0.0", ["1.0.0", "2.0.0"])
    assert {each["kind"] for each in command("codebook", "log")} == {"add", "define", "merge", "split"}

    # merged: nobody is lost and nobody counted twice; divided: exactly the affected wait, the old code still on them
    assert _respondents(folder, "talous_perhe") == families
    (queue,) = command("codebook", "queues")
    assert (queue["code"], queue["why"]) == ("talous_velka", "split")
    assert {(each["wave"], each["respondent"]) for each in queue["segments"]} == debts
    assert _respondents(folder, "talous_velka") == debts
    command("wave", "new", "2026", code=1)

    words = _words(folder)
    for each in queue["segments"]:
        part = _part(words[each["wave"], each["respondent"]])
        command("assign", each["respondent"], QUESTION, part, "--wave", each["wave"])
    assert command("codebook", "queues") == []
    assert _respondents(folder, *PARTS) == debts
    assert _respondents(folder, "talous_velka") == set()

    rows = {row["after"]["code"]: row for row in command("tables", "waves", "--question", QUESTION) if row["after"]}
    assert "talous_yksinhuoltajat" not in rows
    family = rows["talous_perhe"]
    for side, wave in (("before", "2024"), ("after", "2025")):
        assert family[side]["n"] == sum(each == wave for each, _who in families)
    assert family["low"] < family["difference"] < family["high"]
    assert verify(folder).ok


def test_a_new_code_is_not_zero_in_the_earlier_wave_until_it_is_asked_of_it(folder: Path, command: Command) -> None:
    command("codebook", "import", "kriisibarometri")
    pensioners = sorted(key for key, said in _words(folder).items() if "eläke" in said)
    for wave, who in pensioners:
        if wave == "2025":
            command("assign", who, QUESTION, "talous_ikaihmiset", "--wave", wave)

    def of_2024() -> dict[str, Any]:
        rows = command("tables", "codes", "--question", QUESTION, "--wave", "2024")
        return next(row for row in rows if row["code"] == "talous_ikaihmiset")

    assert of_2024()["coded"] is False
    asked = command("codebook", "back-code", "talous_ikaihmiset", "--wave", "2024", "--all")
    assert asked["n_waiting"] == asked["n_segments"] > 100
    assert of_2024()["coded"] is True


def test_the_next_wave_begins_on_what_this_one_taught(folder: Path, command: Command) -> None:
    settings = (folder / "avoin.toml").read_bytes()
    begun = command("wave", "new", "2026")
    assert (begun["codebook"], begun["closed"]) == ("kriisibarometri 1.0.0", ["2024", "2025"])
    assert begun["n_codings"] > 1_000
    assert (folder / "avoin.toml").read_bytes() == settings
    closed = _respondents(folder, "talous_velka")
    command("codebook", "import", "kriisibarometri")
    assert command("codebook", "queues") == [], "codings of a closed wave do not wait"
    assert _respondents(folder, "talous_velka") == closed


def test_the_two_versions_are_those_that_the_project_was_coded_under(folder: Path) -> None:
    project = import_codebook(open_project(folder), "kriisibarometri").project
    found = differences(codebook_at(project, "1.0.0"), codebook_at(project, "2.0.0"))
    assert {each.kind.value for each in found} == {"added", "merged", "retired", "split", "changed"}
