"""Durability: whatever happens to the process or the disk, what was said to be saved is saved.

A child process works at the store and says after each commit what is saved; it is then killed, or the disk fills up.
"""

import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.corpus.model import Answer, Respondent
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import answers, backups, chain, decisions, engine
from avoin.store.engine import Store, StoreError, open_store
from kit.projects import empty_store

ROUNDS = 40
Say = Callable[[int], None]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return empty_store(tmp_path / "store.db")


def _draft(n: int, coder: str = "Aino", n_marks: int = 3) -> Draft:
    who = CoderId(coder)
    spans = [
        Span(AnswerKey(WaveId("2025"), RespondentId(f"r{n}-{place}"), QuestionId("q")), 0, 5)
        for place in range(n_marks)
    ]
    return Draft(who, Verb.CONFIRM, tuple(mark_span(MarkKind.CODING, span, who, CodeId("pay")) for span in spans))


def _decide(store: Store, n: int, coder: str = "Aino", n_marks: int = 3) -> int:
    with store.transaction() as connection:
        made = decisions.append(connection, _draft(n, coder, n_marks))
    assert made is not None
    return made.seq


def _child(work: Callable[[Say], None]) -> tuple[int, int]:
    """Start a child that works; return its number and the pipe it says what is saved into."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)

        def say(number: int) -> None:
            os.write(writing, f"{number}\n".encode())

        work(say)
        status = 0
    finally:
        os._exit(status)


def _said(pipe: int) -> list[int]:
    with os.fdopen(pipe, "rb") as file:
        return [int(line) for line in file.read().split(b"\n")[:-1]]


def _kill_at_some_moment(child: int, pipe: int, chance: random.Random) -> list[int]:
    """Kill the child at a moment nobody chose, and return what it had said was saved."""
    heard = b""
    for _ack in range(chance.randrange(1, 5)):
        heard += os.read(pipe, 4096)
    select.select([], [], [], chance.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    with os.fdopen(pipe, "rb") as file:
        heard += file.read()
    return [int(line) for line in heard.split(b"\n")[:-1]]


def _check(store: Store) -> int:
    """Hold the store to be sound in every way; return how many decisions it has."""
    with open_store(store.path).read() as connection:
        assert engine.integrity(connection) == ()
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        assert answers.changed_waves(connection) == ()
        return decisions.head(connection)[0]


def test_killed_at_any_moment_no_saved_decision_is_lost_and_none_is_half_there(store: Store) -> None:
    chance = random.Random(1)
    n_saved = 0
    for _round in range(ROUNDS):

        def work(say: Say) -> None:
            n = _check(store)
            while True:
                n += 1
                say(_decide(open_store(store.path), n))

        saved = _kill_at_some_moment(*_child(work), chance)
        n_there = _check(store)
        # one more than was said may be there: killed between the commit and the word
        assert saved[-1] <= n_there <= saved[-1] + 1
        n_saved += len(saved)
    assert n_saved >= ROUNDS


def test_killed_while_importing_the_wave_is_the_old_one_or_the_new_one(store: Store) -> None:
    chance = random.Random(2)
    wave, question = WaveId("2025"), QuestionId("q")

    def save(version: int) -> None:
        respondents = [Respondent(wave, RespondentId(f"r{n}"), n, {}) for n in range(300)]
        given = [Answer(AnswerKey(wave, each.id, question), f"v{version}", f"v{version}") for each in respondents]
        with open_store(store.path).transaction() as connection:
            answers.save_wave(connection, wave, respondents, given, (), "f.csv", "0")

    def work(say: Say) -> None:
        for version in range(1, 10_000):
            save(version)
            say(version)

    for _round in range(5):
        last = _kill_at_some_moment(*_child(work), chance)[-1]
        _check(store)
        with store.read() as connection:
            rows = connection.exec_driver_sql("SELECT text, count(*) FROM open_answer GROUP BY text").all()
        assert [tuple(row) for row in rows] in ([(f"v{last}", 300)], [(f"v{last + 1}", 300)])


def test_killed_while_backing_up_only_whole_backups_count(store: Store, tmp_path: Path) -> None:
    chance = random.Random(3)
    folder = tmp_path / "backups"
    for n in range(1, 30):
        _decide(store, n, n_marks=50)

    def work(say: Say) -> None:
        while True:
            say(backups.back_up(open_store(store.path), folder, "asked").number)

    for _round in range(5):
        saved = _kill_at_some_moment(*_child(work), chance)
        there = backups.list_backups(folder)
        assert there[-1].number in (saved[-1], saved[-1] + 1)
        assert all(backups.problems_of(each.path) == () for each in there)
    assert _check(store) == 29


def test_killed_while_restoring_the_store_can_still_be_restored(store: Store, tmp_path: Path) -> None:
    chance = random.Random(4)
    folder = tmp_path / "backups"
    for n in range(1, 10):
        _decide(store, n)
    backups.back_up(store, folder, "asked")

    def work(say: Say) -> None:
        while True:
            say(backups.restore(store.path, folder).backup.number)

    for _round in range(8):
        _kill_at_some_moment(*_child(work), chance)
        if not store.path.exists():
            backups.restore(store.path, folder)
        assert _check(store) == 9


def test_several_processes_at_once_lose_nothing(store: Store) -> None:
    def work(coder: str) -> Callable[[Say], None]:
        def decide(say: Say) -> None:
            own = open_store(store.path)
            for n in range(15):
                say(_decide(own, n, coder, n_marks=1))

        return decide

    children = [_child(work(coder)) for coder in ("Aino", "Eero", "Ilona")]
    said = [_said(pipe) for _child_id, pipe in children]
    assert [os.waitpid(child, 0)[1] for child, _pipe in children] == [0, 0, 0]
    assert sorted(number for each in said for number in each) == list(range(1, 46))
    assert _check(store) == 45


def _fill(store: Store, say: Say, make_room: Callable[[], None]) -> None:
    """Decide until the disk is full, see the error, make room, and decide the same once more."""
    n = 0
    while True:
        n += 1
        try:
            say(_decide(store, n, n_marks=20))
        except StoreError as error:
            if "disk is full" not in error.message:
                raise
            break
    _check(store)
    make_room()
    say(-_decide(store, n, n_marks=20))


def test_a_full_disk_is_said_and_nothing_is_lost_and_the_same_can_be_done_again(store: Store) -> None:
    def work(say: Say) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size + 200_000, hard))
        _fill(store, say, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard)))

    child, pipe = _child(work)
    *saved, again = _said(pipe)
    assert os.waitpid(child, 0)[1] == 0
    assert saved == list(range(1, len(saved) + 1))
    assert -again == len(saved) + 1 == _check(store)


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
    assert _check(store) == len(saved) == -saved[-1]


def test_on_a_full_disk_no_half_backup_is_left(small_disk: Path) -> None:
    store = empty_store(small_disk / "store.db")
    for n in range(1, 6):
        _decide(store, n, n_marks=20)
    room = shutil.disk_usage(small_disk).free - store.path.stat().st_size // 2
    (small_disk / "ballast").write_bytes(bytes(room))
    with pytest.raises(StoreError):
        backups.back_up(store, small_disk / "backups", "asked")
    assert list((small_disk / "backups").iterdir()) == []
    assert _check(store) == 5


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o666, 0o555)])
def test_without_the_right_to_write_all_can_be_read_and_that_nothing_is_saved_is_said(file: int, folder: int) -> None:
    place = Path(tempfile.mkdtemp())  # the folders above pytest's own are closed to others
    store = empty_store(place / "store.db")
    _decide(store, 1)

    def work(say: Say) -> None:
        if os.geteuid() == 0:
            os.setuid(65_534)  # root may write everywhere
        with store.read() as connection:
            say(decisions.head(connection)[0])
        try:
            say(_decide(store, 2))
        except StoreError as error:
            say(-2 if "Nothing of this was saved" in error.message else -3)

    try:
        store.path.chmod(file)
        place.chmod(folder)
        child, pipe = _child(work)
        assert _said(pipe) == [1, -2]
        assert os.waitpid(child, 0)[1] == 0
        place.chmod(0o755)
        store.path.chmod(0o600)
        assert _check(store) == 1
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)


_SCRIPT = """
import os
import sys
from pathlib import Path
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.store.engine import open_store

store = open_store(Path(sys.argv[1]))
for n in range(3):
    with store.transaction() as connection:
        mark = Mark(MarkKind.CODING, code=CodeId(str(n)))
        decisions.append(connection, Draft(CoderId("Aino"), Verb.ASSIGN, (mark,)))
    os.write(1, f"saved {n}\\n".encode())
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_before_saved_is_said_store_journal_and_folder_are_forced_to_the_disk(store: Store, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(trace)]
    script = [sys.executable, "-c", _SCRIPT, str(store.path)]
    done = subprocess.run([*command, *script], capture_output=True, text=True, check=False)
    if done.returncode != 0 and "ptrace" in done.stderr:
        pytest.skip("processes may not be traced here")
    assert done.stdout == "saved 0\nsaved 1\nsaved 2\n"
    forced: set[str] = set()
    n_said = 0
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if "sync(" in line and line.endswith("= 0"):
            forced.add(line.partition("<")[2].partition(">")[0])
        elif '"saved ' in line:
            assert {str(store.path), f"{store.path}-journal", str(store.path.parent)} <= forced
            forced.clear()
            n_said += 1
    assert n_said == 3
