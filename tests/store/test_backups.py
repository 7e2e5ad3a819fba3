"""Backups are read again before they count, the old ones go in their turn, and restoring deletes nothing."""

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.corpus.model import Respondent
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.store import answers, backups, chain, decisions, engine, themes, undoing
from avoin.store.backups import BackupError, back_up, list_backups, restore
from avoin.store.engine import BusyStoreError, Store, StoreError, open_store
from avoin.themes.model import ThemeSet
from kit.projects import empty_store

AINO = CoderId("Aino")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return empty_store(tmp_path / "store.db")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


class Clock:
    """Time that moves only when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def now(self, _zone: object) -> datetime:
        return self.time

    def strptime(self, text: str, form: str) -> datetime:
        return datetime.strptime(text, form)  # noqa: DTZ007 - as the module does


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(backups, "datetime", made)
    return made


def _decide(store: Store, *codes: str) -> None:
    for code in codes:
        with store.transaction() as connection:
            mark = Mark(MarkKind.CODING, respondent=RespondentId("r1"), code=CodeId(code))
            decisions.append(connection, Draft(AINO, Verb.ASSIGN, (mark,)))


def _import(store: Store, *who: str) -> None:
    wave = WaveId("2025")
    respondents = [Respondent(wave, RespondentId(each), place, {}) for place, each in enumerate(who)]
    with store.transaction() as connection:
        answers.save_wave(connection, wave, respondents, (), (), "f.csv", "0")


def _codes(store: Store) -> list[str]:
    with store.read() as connection:
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        return sorted(mark.code for mark in decisions.marks(connection))


def _flip(path: Path, old: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, bytes([old[0] ^ 1]) + old[1:]))


def test_a_backup_is_a_whole_store_of_its_own(store: Store, folder: Path) -> None:
    _decide(store, "a", "b")
    made = back_up(store, folder, "asked")
    assert list_backups(folder) == (made,)
    assert (made.number, made.n_decisions, made.reason) == (1, 2, "asked")
    assert _codes(open_store(made.path)) == ["a", "b"]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [each.name for each in folder.iterdir()] == [made.path.name]


def test_a_backup_can_be_made_while_somebody_reads(store: Store, folder: Path) -> None:
    _decide(store, "a")
    with store.read():
        assert back_up(store, folder, "asked").n_decisions == 1


def test_of_an_unsound_store_no_backup_is_made(store: Store, folder: Path) -> None:
    _decide(store, "palkka")
    good = back_up(store, folder, "asked")
    _flip(store.path, b'palkka","')
    with pytest.raises(BackupError, match="seal is broken"):
        back_up(store, folder, "asked")
    assert list_backups(folder) == (good,)
    assert len(list(folder.iterdir())) == 1


def test_other_files_in_the_folder_are_left_alone(store: Store, folder: Path) -> None:
    folder.mkdir()
    for name in ("mine.db", "000001-20269999T000000Z-s1-open.db", "notes.txt"):
        (folder / name).touch()
    made = back_up(store, folder, "asked")
    assert list_backups(folder) == (made,)
    assert len(list(folder.iterdir())) == 4


def test_the_latest_ten_and_one_of_each_of_seven_days_are_kept(store: Store, folder: Path, clock: Clock) -> None:
    for _day in range(12):
        for _time in range(3):
            back_up(store, folder, "asked")
            clock.time += timedelta(hours=1)
        clock.time += timedelta(hours=21)
    kept = list_backups(folder)
    assert [each.number for each in kept] == [18, 21, 24, *range(27, 37)]
    assert len({each.at[:10] for each in kept}) == 7


def test_order_is_by_number_though_the_clock_is_set_back(store: Store, folder: Path, clock: Clock) -> None:
    first = back_up(store, folder, "asked")
    clock.time -= timedelta(days=400)
    second = back_up(store, folder, "asked")
    assert list_backups(folder) == (first, second)


def test_a_backup_is_due_when_something_new_is_there(store: Store, folder: Path, clock: Clock) -> None:
    assert not backups.is_due(store, folder)
    _decide(store, "a")
    assert backups.is_due(store, folder)
    back_up(store, folder, "open")
    assert not backups.is_due(store, folder)
    _decide(store, "b")
    assert not backups.is_due(store, folder)
    clock.time += timedelta(days=1)
    assert backups.is_due(store, folder)


def test_an_import_makes_a_backup_due_on_the_same_day(store: Store, folder: Path, clock: Clock) -> None:
    _decide(store, "a")
    back_up(store, folder, "open")
    _import(store, "r1")
    assert backups.is_due(store, folder)
    assert clock.time.day == 1


def test_many_decisions_make_a_backup_due_on_the_same_day(
    store: Store, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "DECISIONS_BETWEEN", 2)
    back_up(store, folder, "open")
    _decide(store, "a")
    assert not backups.is_due(store, folder)
    _decide(store, "b")
    assert backups.is_due(store, folder)
    assert clock.time.day == 1


def test_a_backup_that_cannot_be_read_makes_another_one_due(store: Store, folder: Path) -> None:
    _decide(store, "a")
    back_up(store, folder, "open").path.write_bytes(b"gone")
    assert backups.is_due(store, folder)


def test_restoring_puts_the_backup_in_place_and_keeps_what_was_there(store: Store, folder: Path) -> None:
    _decide(store, "a")
    made = back_up(store, folder, "asked")
    store.path.write_bytes(b"rubbish" * 1000)
    done = restore(store.path, folder)
    assert done.backup == made
    assert _codes(open_store(store.path)) == ["a"]
    assert done.aside is not None
    assert done.aside.read_bytes() == b"rubbish" * 1000
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_a_missing_store_is_restored(store: Store, folder: Path) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    store.path.unlink()
    assert restore(store.path, folder).aside is None
    assert _codes(open_store(store.path)) == ["a"]


def test_a_journal_left_behind_is_never_played_into_the_restored_store(store: Store, folder: Path) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    store.path.unlink()
    journal = store.path.with_name("store.db-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(2000))
    restore(store.path, folder)
    assert not journal.exists()
    assert len(list(store.path.parent.glob("store-aside-*-journal"))) == 1
    assert _codes(open_store(store.path)) == ["a"]


def test_restoring_twice_in_a_second_keeps_both_files_aside(store: Store, folder: Path, clock: Clock) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    asides = {restore(store.path, folder).aside for _time in range(3)}
    assert len(asides) == 3
    assert clock.time.hour == 12


def test_an_unsound_backup_is_passed_over_for_the_one_before(store: Store, folder: Path) -> None:
    _decide(store, "palkka")
    good = back_up(store, folder, "asked")
    _decide(store, "aika")
    bad = back_up(store, folder, "asked")
    _flip(bad.path, b'aika","')
    store.path.unlink()
    assert restore(store.path, folder).backup == good
    with pytest.raises(BackupError, match="not sound"):
        restore(store.path, folder, Path(bad.path.name))


def test_without_a_backup_nothing_is_touched(store: Store, folder: Path) -> None:
    _decide(store, "a")
    with pytest.raises(BackupError, match="no sound backup"):
        restore(store.path, folder)
    with pytest.raises(BackupError, match=r"no backup x\.db"):
        restore(store.path, folder, Path("x.db"))
    assert _codes(store) == ["a"]


def test_later_decisions_are_salvaged_from_the_store_that_was_there(store: Store, folder: Path) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    _decide(store, "b", "c")
    with store.transaction() as connection:
        themes.save_run(connection, ThemeSet(QuestionId("q"), None, 0, "", "", (), (), ()))
        undoing.undo(connection, AINO)
    done = restore(store.path, folder)
    assert (done.salvaged.n_decisions, done.salvaged.n_lost) == (3, 0)
    restored = open_store(store.path)
    assert _codes(restored) == ["a", "b"]
    with restored.read() as connection:
        assert [each.run for each in themes.runs(connection)] == [1]


def test_salvage_stops_at_the_first_broken_seal_and_says_how_much_is_lost(store: Store, folder: Path) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    _decide(store, "b", "palkka", "d")
    _flip(store.path, b'palkka","')
    done = restore(store.path, folder)
    assert (done.salvaged.n_decisions, done.salvaged.n_lost) == (1, 2)
    assert _codes(open_store(store.path)) == ["a", "b"]


def test_from_a_store_that_cannot_be_read_nothing_is_salvaged_and_the_loss_is_unknown(
    store: Store, folder: Path
) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    _decide(store, "b")
    store.path.write_bytes(store.path.read_bytes()[:5000])
    done = restore(store.path, folder)
    assert (done.salvaged.n_decisions, done.salvaged.n_lost) == (0, None)
    assert _codes(open_store(store.path)) == ["a"]


def test_naming_a_backup_goes_back_to_exactly_that_one(store: Store, folder: Path, tmp_path: Path) -> None:
    _decide(store, "a")
    first = back_up(store, folder, "asked")
    _decide(store, "b")
    back_up(store, folder, "asked")
    done = restore(store.path, folder, Path(first.path.name))
    assert (done.backup, done.salvaged.n_decisions) == (first, 0)
    assert _codes(open_store(store.path)) == ["a"]
    elsewhere = tmp_path / "stick.db"
    elsewhere.write_bytes(first.path.read_bytes())
    assert restore(store.path, folder, elsewhere).backup.path == elsewhere


def test_a_store_that_somebody_is_writing_is_not_replaced(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyStoreError):
        restore(store.path, folder)
    other.close()
    assert _codes(store) == ["a"]


def test_a_restore_that_fails_leaves_the_store_as_it_was(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(store, "a")
    back_up(store, folder, "asked")
    _decide(store, "b")

    def no_space(_path: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(engine, "force_to_disk", no_space)
    with pytest.raises(StoreError, match="No space left"):
        restore(store.path, folder)
    monkeypatch.undo()
    assert _codes(store) == ["a", "b"]
    assert sorted(each.name for each in store.path.parent.iterdir()) == ["backups", "store.db"]


def test_a_backup_that_the_store_goes_on_from_is_told_from_one_it_does_not(store: Store, folder: Path) -> None:
    empty = back_up(store, folder, "asked")
    _decide(store, "a")
    made = back_up(store, folder, "asked")
    _decide(store, "b")
    assert backups.is_continued_by(empty, store)
    assert backups.is_continued_by(made, store)
    restore(store.path, folder, empty.path)
    assert not backups.is_continued_by(made, open_store(store.path))
    _decide(store, "other")
    assert not backups.is_continued_by(made, open_store(store.path))
