"""Killing a process at a moment nobody chose, and counting what was lost.

A child works and says after each act what is saved; it is killed; what it said is held against what is there.
``tests/store/test_kill.py`` does this a few times, ``benchmarks/trust.py`` a thousand times.
"""

import os
import random
import select as waiting
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.corpus.model import Answer, Respondent
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import answers, backups, chain, decisions, engine, migrate
from avoin.store.engine import Store, open_store
from avoin.store.tables import REVISION, open_answer
from avoin.workflow.outgoing.write_export import Extract, write_export
from avoin.workflow.project import Project, open_project
from kit.projects import empty_store

Say = Callable[[int], None]
Work = Callable[[Say], None]

WAVE, QUESTION = WaveId("2025"), QuestionId("q")
_RESPONDENTS = 300
_MANY = 400  # marks of a theme confirmed in bulk

_NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9000", "{REVISION}", None, None


def upgrade():
    op.add_column("mark", sa.Column("colour", sa.String))
    op.execute("UPDATE mark SET colour = text || kind")
"""


@dataclass
class Tally:
    """What came of it.

    Attributes
    ----------
    acknowledged : int
        Acts that the child had said were saved.
    lost : int
        Acts of these that were not there afterwards.
    broken : int
        Rounds after which something was half there or not sound.
    """

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0

    def count(self, said: list[int], there: int, *, sound: bool) -> None:
        """Count a round in: numbers said to be saved, the highest there is, and whether all is sound.

        One more than was said may be there: killed between the commit and the word.
        """
        self.rounds += 1
        self.acknowledged += len(said)
        self.lost += max(0, said[-1] - there)
        self.broken += not sound or there > said[-1] + 1


def child(work: Work) -> tuple[int, int]:
    """Start a child that works; return its number and the pipe it says what is saved into."""
    reading, writing = os.pipe()
    number = os.fork()
    if number:
        os.close(writing)
        return number, reading
    status = 1
    try:
        os.close(reading)

        def say(what: int) -> None:
            os.write(writing, f"{what}\n".encode())

        work(say)
        status = 0
    finally:
        os._exit(status)


def said(pipe: int) -> list[int]:
    """Return all that a child says until it ends."""
    with os.fdopen(pipe, "rb") as file:
        return [int(line) for line in file.read().split(b"\n")[:-1]]


def killed(work: Work, chance: random.Random, most_acks: int = 4, seconds: float = 0.03) -> list[int]:
    """Kill a child that works at some moment, and return what it had said was saved: one thing at least."""
    number, pipe = child(work)
    heard = b""
    for _ack in range(chance.randrange(most_acks) + 1):
        heard += os.read(pipe, 4096)
    waiting.select([], [], [], chance.uniform(0, seconds))
    os.kill(number, signal.SIGKILL)
    assert os.waitpid(number, 0)[1] == signal.SIGKILL
    with os.fdopen(pipe, "rb") as file:
        heard += file.read()
    return [int(line) for line in heard.split(b"\n")[:-1]]


def draft(n: int, coder: str = "Aino", n_marks: int = 3) -> Draft:
    """Return a decision of so many codings; another one for each n."""
    who = CoderId(coder)
    spans = [Span(AnswerKey(WAVE, RespondentId(f"r{n}-{place}"), QUESTION), 0, 5) for place in range(n_marks)]
    return Draft(who, Verb.CONFIRM, tuple(mark_span(MarkKind.CODING, span, who, CodeId("pay")) for span in spans))


def decide(store: Store, n: int, coder: str = "Aino", n_marks: int = 3) -> int:
    """Record a decision in a transaction of its own and return its number."""
    with store.transaction() as connection:
        made = decisions.append(connection, draft(n, coder, n_marks))
    assert made is not None
    return made.seq


def check(store: Store) -> int:
    """Hold the store to be sound in every way; return how many decisions it has."""
    with open_store(store.path).read() as connection:
        assert engine.integrity(connection) == ()
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        assert answers.changed_waves(connection) == ()
        return decisions.head(connection)[0]


def deciding(folder: Path, rounds: int, chance: random.Random, n_marks: int = 3) -> Tally:
    """Kill a process that decides."""
    tally, store = Tally(), empty_store(folder / "store.db")

    def work(say: Say) -> None:
        n = check(store)
        while True:
            n += 1
            say(decide(open_store(store.path), n, n_marks=n_marks))

    for _round in range(rounds):
        heard = killed(work, chance)
        tally.count(heard, check(store), sound=True)
    return tally


def confirming(folder: Path, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that confirms hundreds of segments at once: all of them are there, or none."""
    return deciding(folder, rounds, chance, n_marks=_MANY)


def importing(folder: Path, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that imports a wave again and again: it is the old one or the new one."""
    tally, store = Tally(), empty_store(folder / "store.db")

    def work(say: Say) -> None:
        for version in range(_version(store) + 1, 10_000):
            _save_wave(open_store(store.path), version)
            say(version)

    for _round in range(rounds):
        heard = killed(work, chance)
        check(store)
        tally.count(heard, _version(store), sound=len(_versions(store)) == 1)
    return tally


def backing_up(folder: Path, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that makes backups: every one that there is, is whole."""
    tally, store, there = Tally(), empty_store(folder / "store.db"), folder / "backups"
    for n in range(1, 30):
        decide(store, n, n_marks=50)

    def work(say: Say) -> None:
        while True:
            say(backups.back_up(open_store(store.path), there, "asked").number)

    for _round in range(rounds):
        heard = killed(work, chance)
        found = backups.list_backups(there)
        sound = not any(backups.problems_of(each.path) for each in found) and check(store) == 29
        tally.count(heard, found[-1].number, sound=sound)
    return tally


def restoring(folder: Path, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that restores: what was decided is there, or can be restored."""
    tally, store, there = Tally(), empty_store(folder / "store.db"), folder / "backups"
    for n in range(1, 10):
        decide(store, n)
    backups.back_up(store, there, "asked")

    def work(say: Say) -> None:
        while True:
            backups.restore(store.path, there)
            say(9)

    for _round in range(rounds):
        heard = killed(work, chance)
        if not store.path.exists():
            backups.restore(store.path, there)
        tally.count(heard, check(store), sound=True)
        for aside in folder.glob("store-aside-*"):
            aside.unlink()
    return tally


def upgrading(folder: Path, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that upgrades an older store: it is the old one or the new one, with every decision."""
    tally, store, there = Tally(), empty_store(folder / "store.db"), folder / "backups"
    decide(store, 1, n_marks=1500)
    there.mkdir()
    old = folder / "old.db"
    shutil.copy(store.path, old)

    def work(say: Say) -> None:
        say(1)
        backups.open_current(store.path, there)
        signal.pause()

    with _newer(folder):
        for _round in range(rounds):
            shutil.copy(old, store.path)
            heard = killed(work, chance, most_acks=1, seconds=0.06)
            tally.count(heard, _upgraded(store, there), sound=True)
            shutil.rmtree(there)
    return tally


def exporting(made: Project, rounds: int, chance: random.Random) -> Tally:
    """Kill a process that writes one of two exports to the same file: it is one of them, whole."""
    tally, path = Tally(), made.places.output / "out.csv"
    whole: dict[str, bytes] = {}
    for what in (Extract.CODINGS, Extract.MATRIX):
        write_export(made, what, output=path)
        whole[what] = path.read_bytes()
    assert len(set(whole.values())) == 2

    def work(say: Say) -> None:
        own = open_project(made.folder)
        while True:
            for what in whole:
                write_export(own, what, output=path)
                say(1)

    for _round in range(rounds):
        heard = killed(work, chance)
        tally.count(heard, 1, sound=path.read_bytes() in whole.values())
    return tally


@contextmanager
def _newer(folder: Path) -> Iterator[None]:
    """Make this program a newer one, with a revision after today's."""
    revisions = folder / "revisions"
    shutil.copytree(migrate.REVISIONS, revisions, ignore=shutil.ignore_patterns("__pycache__"))
    (revisions / "9000_next.py").write_text(_NEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "REVISIONS", revisions)
        patch.setattr(engine, "REVISION", "9000")
        yield


def _upgraded(store: Store, there: Path) -> int:
    """Finish what was interrupted, as opening does, and return how many decisions there are."""
    assert not any(backups.problems_of(each.path) for each in backups.list_backups(there))
    backups.open_current(store.path, there)
    there.mkdir(exist_ok=True)
    return check(store)


def _save_wave(store: Store, version: int) -> None:
    respondents = [Respondent(WAVE, RespondentId(f"r{n}"), n, {}) for n in range(_RESPONDENTS)]
    given = [Answer(AnswerKey(WAVE, each.id, QUESTION), f"v{version}", f"v{version}") for each in respondents]
    with store.transaction() as connection:
        answers.save_wave(connection, WAVE, respondents, given, (), "f.csv", "0")


def _versions(store: Store) -> set[str]:
    with open_store(store.path).read() as connection:
        return set(connection.scalars(select(open_answer.c.text).distinct()))


def _version(store: Store) -> int:
    return max((int(text[1:]) for text in _versions(store)), default=0)
