"""A project is made whole, opened with care, and knows who codes."""

import getpass
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.corpus.files import read_survey
from avoin.errors import AvoinError
from avoin.ids import CoderId
from avoin.settings import SettingsError, read_settings
from avoin.store import backups, location
from avoin.store.engine import MissingStoreError, StoreError
from avoin.workflow.project import CoderError, Project, ProjectError, coder_of, create_project, locate, open_project
from kit.projects import project


def test_a_new_project_has_all_its_parts(tmp_path: Path) -> None:
    made = create_project(tmp_path / "uusi" / "projekti", "Kriisibarometri", coder="Aino", codebook="kriisi")
    places = locate(made)
    assert read_settings(places.settings) == made.settings
    assert (made.settings.name, made.settings.coder, made.settings.codebook) == ("Kriisibarometri", "Aino", "kriisi")
    assert read_survey(places.survey).name == "Kriisibarometri"
    assert all(each.is_dir() for each in (places.codebooks, places.backups, places.output))
    assert places.store.is_file()
    assert made.warnings == ()


def test_answers_do_not_go_into_version_control(tmp_path: Path) -> None:
    create_project(tmp_path, "x")
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").split()
    assert {"store*.db*", "cache.db*", "backups/", "output/"} <= set(ignored)


def test_a_project_is_not_made_over_another(tmp_path: Path) -> None:
    create_project(tmp_path, "ensimmäinen")
    with pytest.raises(ProjectError, match="already"):
        create_project(tmp_path, "toinen")
    assert open_project(tmp_path).settings.name == "ensimmäinen"


def test_what_lies_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "kysely.csv").write_text("id;vastaus\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("oma\n", encoding="utf-8")
    create_project(tmp_path, "x")
    assert (tmp_path / "kysely.csv").read_text(encoding="utf-8") == "id;vastaus\n"
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "oma\n"


def test_an_interrupted_making_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_path: Path, _settings: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("avoin.workflow.project.write_settings", interrupted)
        with pytest.raises(KeyboardInterrupt):
            create_project(tmp_path, "x")
    assert create_project(tmp_path, "x").settings.name == "x"


def test_a_store_with_work_in_it_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    project(tmp_path, {"wishes": {"r1": "Aikaa."}})
    locate(tmp_path).settings.unlink()
    with pytest.raises(ProjectError, match=r"holds answers or decisions"):
        create_project(tmp_path, "x")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ProjectError, match="cannot be made a project"):
        create_project(tmp_path / "file", "x")


def test_a_project_opens_as_it_was_left(tmp_path: Path) -> None:
    left = project(tmp_path, {"wishes": {"r1": "Aikaa."}}, variables={"role": {"r1": "johtaja"}})
    found = open_project(tmp_path)
    assert (found.settings, found.survey, found.store.path) == (left.settings, left.survey, left.store.path)


@pytest.mark.parametrize(
    ("part", "error"), [("settings", SettingsError), ("survey", AvoinError), ("store", MissingStoreError)]
)
def test_a_missing_part_is_named(tmp_path: Path, part: str, error: type[AvoinError]) -> None:
    project(tmp_path, {"wishes": {"r1": "Aikaa."}})
    path: Path = getattr(locate(tmp_path), part)
    path.unlink()
    with pytest.raises(error, match=path.name):
        open_project(tmp_path)
    assert not path.exists()


def test_opening_makes_a_backup_where_one_is_due(tmp_path: Path) -> None:
    project(tmp_path, {"wishes": {"r1": "Aikaa."}})
    for _time in range(2):
        assert open_project(tmp_path).warnings == ()
        assert [each.reason for each in backups.list_backups(locate(tmp_path).backups)] == ["open"]


def test_a_backup_that_cannot_be_made_is_a_warning_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, {"wishes": {"r1": "Aikaa."}})

    def fail(*_given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(backups, "back_up", fail)
    (warning,) = open_project(tmp_path).warnings
    assert warning == "No backup could be made. The disk is full."


def test_a_synced_folder_is_warned_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location, "_MOUNTS", tmp_path / "none")
    folder = tmp_path / "Dropbox" / "projekti"
    assert "Dropbox" in create_project(folder, "x").warnings[0]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("AVOIN_CODER", raising=False)
    return project(tmp_path, {"wishes": {"r1": "Aikaa."}}, coder="")


def test_who_codes_is_the_one_named_then_of_settings_then_environment_then_login(
    opened: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    assert coder_of(opened, None) == CoderId("login")
    monkeypatch.setenv("AVOIN_CODER", " Eero ")
    assert coder_of(opened) == CoderId("Eero")
    with_settings = replace(opened, settings=replace(opened.settings, coder="Aino"))
    assert coder_of(with_settings) == CoderId("Aino")
    assert coder_of(with_settings, "Ilona") == CoderId("Ilona")
    assert coder_of(with_settings, "  ") == CoderId("Aino")


def test_where_nobody_is_known_it_is_said_how_to_say_who(opened: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    with pytest.raises(CoderError) as caught:
        coder_of(opened)
    assert "--coder" in caught.value.hint


@pytest.mark.parametrize("name", ["A\x1b[2J", "A\nB", "A\u202eB", "A\udc80"])
def test_a_name_that_cannot_be_shown_is_refused(opened: Project, name: str) -> None:
    with pytest.raises(CoderError, match="cannot be shown"):
        coder_of(opened, name)


def test_only_the_owner_may_read_answers(tmp_path: Path) -> None:
    made = create_project(tmp_path, "x")
    assert made.store.path.stat().st_mode & 0o077 == 0
