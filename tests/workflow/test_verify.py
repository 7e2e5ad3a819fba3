"""Verify finds what is wrong, says the way back, and changes nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CoderId, QuestionId
from avoin.store import decisions, themes
from avoin.themes.model import ThemeSet
from avoin.workflow.project import Project
from avoin.workflow.upkeep.backup import back_up, restore
from avoin.workflow.upkeep.verify import Check, rebuild, verify
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import add_wave, project

SECRET = "Maija Meikäläinen kertoo"


@pytest.fixture
def coded(tmp_path: Path) -> Project:
    """A small project in which all is well."""
    made = project(tmp_path, {"wishes": {"r1": SECRET, "r2": "Palkkaa."}}, codebook=codebook("palkka", "aika"))
    code(made, "r1", "wishes", "aika")
    code(made, "r2", "wishes", "palkka")
    with made.store.transaction() as connection:
        run = themes.save_run(connection, ThemeSet(QuestionId("wishes"), None, 0, "lsac", "k=0", (), (), ()))
        mark = Mark(MarkKind.THEMES, question=QuestionId("wishes"), text=str(run))
        decisions.append(connection, Draft(CoderId("Aino"), Verb.THEMES, (mark,)))
    back_up(made)
    return made


def _wrong(made: Project) -> list[Check]:
    found = [check for check in verify(made.folder).checks if not check.ok]
    assert all(check.way_back for check in found)
    assert SECRET not in repr(found)
    return found


def _sql(made: Project, *statements: str) -> None:
    with made.store.transaction() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_sound_project_passes_every_check(coded: Project) -> None:
    result = verify(coded.folder)
    assert result.ok, result
    assert [check.name for check in result.checks] == [
        *("settings", "survey", "codebooks", "pages", "decisions", "projection", "answers", "themes", "ledger"),
        *("questions", "codings", "backups"),
    ]
    assert {check.name: check.detail for check in result.checks}["decisions"] == "3 decisions, every seal whole."
    assert not any(check.way_back for check in result.checks)


def test_an_empty_project_passes_too(tmp_path: Path) -> None:
    assert verify(project(tmp_path, {}).folder).ok


def test_verify_changes_nothing(coded: Project) -> None:
    before = {path: path.read_bytes() for path in coded.folder.rglob("*") if path.is_file()}
    verify(coded.folder)
    assert {path: path.read_bytes() for path in coded.folder.rglob("*") if path.is_file()} == before


def test_progress_is_told(coded: Project) -> None:
    told: list[tuple[int, int | None]] = []
    verify(coded.folder, lambda done, total, _doing: told.append((done, total)))
    assert told == [(done, 12) for done in range(13)]


@pytest.mark.parametrize(
    ("statements", "name", "detail"),
    [
        (
            ["DROP TRIGGER decision_no_update", "UPDATE decision SET coder = 'Eero' WHERE seq = 2"],
            "decisions",
            "Decision 2 is not what was stored: its seal is broken.",
        ),
        (
            ["DELETE FROM mark WHERE kind = 'done' AND seq = 2"],
            "projection",
            "A mark of decision 2 is missing from the projection.",
        ),
        (
            ["UPDATE open_answer SET text = 'Palkkaa!' WHERE respondent = 'r2'"],
            "answers",
            "The answers of wave 2025 are not what was imported.",
        ),
        (
            ["DROP TRIGGER theme_run_no_update", "UPDATE theme_run SET content = '{}'"],
            "themes",
            "Theme run 1 is damaged.",
        ),
        (
            ["DROP TRIGGER theme_run_no_delete", "DELETE FROM theme_run"],
            "themes",
            "Theme run 1 is in use but not stored.",
        ),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(
    coded: Project, statements: list[str], name: str, detail: str
) -> None:
    _sql(coded, *statements)
    assert detail in {check.name: check.detail for check in _wrong(coded)}[name]


def _not_toml(made: Project) -> None:
    made.places.settings.write_text("name = [", encoding="utf-8")


def _no_survey(made: Project) -> None:
    made.places.survey.unlink()


def _wave_unnamed(made: Project) -> None:
    text = made.places.survey.read_text(encoding="utf-8")
    made.places.survey.write_text(text.replace("'2025'", "'2031'").replace("2025", "2031"), encoding="utf-8")


def _question_unnamed(made: Project) -> None:
    text = made.places.survey.read_text(encoding="utf-8")
    made.places.survey.write_text(text.replace("wishes:", "hopes:"), encoding="utf-8")


def _release_changed(made: Project) -> None:
    path = made.places.codebooks / "koe" / "1.0.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: palkka", "name: Palkka"), encoding="utf-8")


def _draft_not_yaml(made: Project) -> None:
    (made.places.codebooks / "koe" / "draft.yaml").write_text("codes: [", encoding="utf-8")


def _codebook_gone(made: Project) -> None:
    (made.places.codebooks / "koe").rename(made.places.codebooks / "muu")


def _release_gone(made: Project) -> None:
    (made.places.codebooks / "koe" / "1.0.0.yaml").unlink()


def _store_cut_short(made: Project) -> None:
    made.store.path.write_bytes(made.store.path.read_bytes()[:9000])


def _store_gone(made: Project) -> None:
    made.store.path.unlink()


def _backup_damaged(made: Project) -> None:
    (path,) = made.places.backups.iterdir()
    path.write_bytes(path.read_bytes()[:9000])


def _backups_gone(made: Project) -> None:
    (path,) = made.places.backups.iterdir()
    path.unlink()


def _span_too_long(made: Project) -> None:
    code(made, "r2", "wishes", "palkka", start=0, end=99)


@pytest.mark.parametrize(
    ("damage", "name", "detail"),
    [
        (_not_toml, "settings", "not readable TOML"),
        (_no_survey, "survey", "survey.yaml"),
        (_wave_unnamed, "questions", "Wave 2025 was imported"),
        (_question_unnamed, "questions", "Question wishes has answers"),
        (_release_changed, "codebooks", "its digest does not fit"),
        (_draft_not_yaml, "codebooks", "draft.yaml"),
        (_codebook_gone, "settings", "avoin.toml names codebook koe, but there is none of that name."),
        (_release_gone, "codings", "Code aika is used (2025, r1, wishes) but is in no codebook."),
        (_store_cut_short, "store", "damaged or cut short"),
        (_store_gone, "store", "There is no store"),
        (_backup_damaged, "backups", "is not sound"),
        (_backups_gone, "backups", "There are decisions but no backup."),
        (_span_too_long, "codings", "A coding does not fit its answer: 2025, r2, wishes, 0–99."),
    ],
)
def test_damage_is_named_with_its_place(
    coded: Project, damage: Callable[[Project], None], name: str, detail: str
) -> None:
    damage(coded)
    assert detail in {check.name: check.detail for check in _wrong(coded)}[name]


@pytest.mark.parametrize(
    ("part", "statements"),
    [
        ("projection", ["UPDATE mark SET kind = 'c\x7fding' WHERE kind = 'coding'"]),
        ("answers", ["UPDATE open_answer SET text = CAST(x'4d61696a61e1' AS TEXT) WHERE respondent = 'r1'"]),
        (
            "decisions",
            ["DROP TRIGGER decision_no_update", "UPDATE decision SET digest = CAST(x'39e132' AS TEXT) WHERE seq = 2"],
        ),
    ],
)
def test_a_bit_that_makes_a_value_unreadable_is_named_and_a_backup_like_that_is_passed_over(
    coded: Project, part: str, statements: list[str]
) -> None:
    code(coded, "r1", "wishes", "palkka")
    newest = back_up(coded)
    _sql(coded, *statements)
    found = _wrong(coded)
    assert part in {check.name for check in found}
    if part == "projection":
        rebuild(coded)
        assert _wrong(coded) == []
    else:
        newest.path.write_bytes(coded.places.store.read_bytes())
        assert restore(coded.folder).backup.number < newest.number
        assert {each.name for each in _wrong(coded)} == {"backups"}, "the newest one is still there"


def test_answers_whose_respondent_is_missing_are_named(coded: Project) -> None:
    with closing(sqlite3.connect(coded.places.store)) as connection, connection:
        connection.execute("DELETE FROM respondent WHERE respondent = 'r2'")
    assert {"pages", "answers"} <= {check.name for check in _wrong(coded)}


def test_a_store_older_than_its_newest_backup_is_found(coded: Project) -> None:
    first = back_up(coded)
    code(coded, "r1", "wishes", "palkka")
    back_up(coded)
    restore(coded.folder, first.path)
    (check,) = _wrong(coded)
    assert check.name == "backups"
    assert "has decisions that the store does not have" in check.detail


def test_of_many_faults_of_a_kind_the_first_are_shown_and_the_rest_counted(coded: Project) -> None:
    for n in range(8):
        code(coded, "r2", "wishes", "palkka", start=50 + n, end=60 + n)
    (check,) = _wrong(coded)
    assert check.detail.count("does not fit") == 5
    assert check.detail.endswith("And 3 more.")


def test_codings_on_answers_that_a_corrected_file_took_away_are_no_fault(coded: Project) -> None:
    smaller = add_wave(coded, "2025", {"wishes": {"r1": SECRET}}, remove_missing=True)
    result = verify(smaller.folder)
    assert result.ok, result
    (check,) = (check for check in result.checks if check.name == "codings")
    assert check.detail.endswith("1 is on an answer that a later import took away, and counts no more.")


def test_marks_gone_astray_are_written_anew_after_a_backup(coded: Project) -> None:
    _sql(coded, "DELETE FROM mark")
    assert not verify(coded.folder).ok
    assert rebuild(coded) == 5
    assert verify(coded.folder).ok
    assert sorted(path.name.rpartition("-")[2] for path in coded.places.backups.iterdir()) == ["asked.db", "rebuild.db"]
