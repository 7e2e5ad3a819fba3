"""Durability: whatever happens to the process or the disk, what was said to be saved is saved.

A child process works at the store and says after each commit what is saved; it is then killed, or the disk fills up.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from avoin.store import backups, decisions
from avoin.store.engine import Store, StoreError, open_store
from kit import killing
from kit.coded_project import coded_project
from kit.killing import Say, Tally, check, child, decide, said
from kit.projects import empty_store
from kit.tracing import forced_before_saved

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return empty_store(tmp_path / "store.db")


def _nothing_lost(tally: Tally, rounds: int) -> None:
    assert (tally.rounds, tally.lost, tally.broken) == (rounds, 0, 0)
    assert tally.acknowledged >= rounds


@pytest.mark.parametrize(
    ("acts", "rounds"),
    [
        (killing.deciding, 30),
        (killing.confirming, 8),
        (killing.importing, 5),
        (killing.backing_up, 5),
        (killing.restoring, 8),
        (killing.upgrading, 6),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_killed_at_any_moment_nothing_saved_is_lost_and_nothing_is_half_there(
    acts: Callable[[Path, int, random.Random], Tally], rounds: int, tmp_path: Path
) -> None:
    _nothing_lost(acts(tmp_path, rounds, random.Random(1)), rounds)


def test_killed_while_exporting_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    _nothing_lost(killing.exporting(coded_project(tmp_path), 5, random.Random(2)), 5)


def test_what_is_lost_is_counted() -> None:
    tally = Tally()
    tally.count([1, 2, 3], 1, sound=True)
    tally.count([1], 3, sound=True)
    tally.count([1], 1, sound=False)
    assert (tally.rounds, tally.acknowledged, tally.lost, tally.broken) == (3, 5, 2, 2)


def test_several_processes_at_once_lose_nothing(store: Store) -> None:
    def work(coder: str) -> Callable[[Say], None]:
        def work_on(say: Say) -> None:
            own = open_store(store.path)
            for n in range(15):
                say(decide(own, n, coder, n_marks=1))

        return work_on

    children = [child(work(coder)) for coder in ("Aino", "Eero", "Ilona")]
    heard = [said(pipe) for _number, pipe in children]
    assert [os.waitpid(number, 0)[1] for number, _pipe in children] == [0, 0, 0]
    assert sorted(each for all_said in heard for each in all_said) == list(range(1, 46))
    assert check(store) == 45


def _fill(store: Store, say: Say, make_room: Callable[[], None]) -> None:
    """Decide until the disk is full, see the error, make room, and decide the same once more."""
    n = 0
    while True:
        n += 1
        try:
            say(decide(store, n, n_marks=20))
        except StoreError as error:
            if "disk is full" not in error.message:
                raise
            break
    check(store)
    make_room()
    say(-decide(store, n, n_marks=20))


def test_a_full_disk_is_said_and_nothing_is_lost_and_the_same_can_be_done_again(store: Store) -> None:
    def work(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size + 200_000, hard))
        _fill(store, say, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))

    number, pipe = child(work)
    *saved, again = said(pipe)
    assert os.waitpid(number, 0)[1] == 0
    assert saved == list(range(1, len(saved) + 1))
    assert -again == len(saved) + 1 == check(store)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_on_a_disk_that_really_is_full_it_is_the_same(small_disk: Path) -> None:
    store = empty_store(small_disk / "store.db")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    saved: list[int] = []
    _fill(store, saved.append, ballast.unlink)
    assert check(store) == len(saved) == -saved[-1]


def test_on_a_full_disk_no_half_backup_is_left(small_disk: Path) -> None:
    store = empty_store(small_disk / "store.db")
    for n in range(1, 6):
        decide(store, n, n_marks=20)
    room = shutil.disk_usage(small_disk).free - store.path.stat().st_size // 2
    (small_disk / "ballast").write_bytes(bytes(room))
    with pytest.raises(StoreError):
        backups.back_up(store, small_disk / "backups", "asked")
    assert list((small_disk / "backups").iterdir()) == []
    assert check(store) == 5


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o666, 0o555)])
def test_without_the_right_to_write_all_can_be_read_and_that_nothing_is_saved_issaid(file: int, folder: int) -> None:
    place = Path(tempfile.mkdtemp())  # the folders above pytest's own are closed to others
    store = empty_store(place / "store.db")
    decide(store, 1)

    def work(say: Say) -> None:
        if os.geteuid() == 0:
            os.setuid(65_534)  # root may write everywhere
        with store.read() as connection:
            say(decisions.head(connection)[0])
        try:
            say(decide(store, 2))
        except StoreError as error:
            say(-2 if "Nothing of this was saved" in error.message else -3)

    try:
        store.path.chmod(file)
        place.chmod(folder)
        number, pipe = child(work)
        assert said(pipe) == [1, -2]
        assert os.waitpid(number, 0)[1] == 0
        place.chmod(0o755)
        store.path.chmod(0o600)
        assert check(store) == 1
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_before_saved_is_said_store_journal_and_folder_are_forced_to_the_disk(store: Store) -> None:
    forced = forced_before_saved(store.path, 3)
    if forced is None:
        pytest.skip("processes may not be traced here")
    assert len(forced) == 3
    for paths in forced:
        assert {str(store.path), f"{store.path}-journal", str(store.path.parent)} <= set(paths)
