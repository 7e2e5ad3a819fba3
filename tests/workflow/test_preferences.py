"""Preferences and positions are conveniences: kept where they can be, and never an error."""

import json
from pathlib import Path

import pytest

from avoin.coding.queue import QueueOrder
from avoin.corpus.select import Filter
from avoin.ids import AnswerKey, CoderId, QuestionId, RespondentId, VariableId, WaveId
from avoin.workflow.desk.sitting_place import Position, keep_position, read_position
from avoin.workflow.preferences import (
    Preferences,
    keep_preferences,
    note_opened,
    preferences_path,
    read_preferences,
    recent_projects,
)
from kit.projects import project

AINO, VEIKKO = CoderId("aino"), CoderId("veikko")
PLACE = Position(
    QuestionId("q"),
    WaveId("2025"),
    "answers",
    QueueOrder.UNCERTAIN,
    Filter({VariableId("role"): frozenset({"johtaja", ""})}, text="jono", question=QuestionId("q")),
    AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("q")),
)


def test_a_position_comes_back_as_it_was_for_each_coder(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"q": {"r1": "Jonot."}})
    assert read_position(made, AINO) is None
    keep_position(made, AINO, PLACE)
    other = Position(QuestionId("q"), None, "themes", QueueOrder.PAGES)
    keep_position(made, VEIKKO, other)
    assert read_position(made, AINO) == PLACE
    assert read_position(made, VEIKKO) == other


@pytest.mark.parametrize("held", ["", "[]", "{", '{"aino": 3}', '{"aino": {"question": "q"}}', '{"aino": null}'])
def test_a_damaged_position_is_as_none(tmp_path: Path, held: str) -> None:
    made = project(tmp_path / "p", {"q": {"r1": "Jonot."}})
    (made.folder / "workbench.json").write_text(held, encoding="utf-8")
    assert read_position(made, AINO) is None
    keep_position(made, AINO, PLACE)
    assert read_position(made, AINO) == PLACE


def test_recent_projects_are_those_that_are_still_there_the_last_one_first(tmp_path: Path) -> None:
    one = project(tmp_path / "yksi", {"q": {"r1": "Jonot."}}).folder
    two = project(tmp_path / "kaksi", {"q": {"r1": "Jonot."}}).folder
    for folder in (one, two, tmp_path / "poissa", one):
        note_opened(folder)
    assert recent_projects() == (one, two)
    assert "Jonot" not in preferences_path().read_text(encoding="utf-8")


def test_colours_stay_when_a_project_is_opened(tmp_path: Path) -> None:
    keep_preferences(Preferences(colours="light"))
    note_opened(tmp_path)
    assert read_preferences() == Preferences("light", (tmp_path,))


@pytest.mark.parametrize("held", ["", "[1]", "{", '{"colours": "pink", "recent": 4}', '{"recent": null}'])
def test_damaged_preferences_are_as_none(held: str) -> None:
    preferences_path().parent.mkdir(parents=True, exist_ok=True)
    preferences_path().write_text(held, encoding="utf-8")
    assert read_preferences() == Preferences()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("AVOIN_CONFIG_DIR", str(tmp_path / "file"))
    keep_preferences(Preferences("light"))
    assert read_preferences() == Preferences()


def test_an_unknown_colour_is_not_taken_over() -> None:
    preferences_path().parent.mkdir(parents=True, exist_ok=True)
    preferences_path().write_text(json.dumps({"colours": "pink", "recent": []}), encoding="utf-8")
    assert read_preferences().colours == ""
