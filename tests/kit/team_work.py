"""Several coders at one store on a server at once, while the server is killed under them.

Each coder is a process of its own that decides as fast as it can, says what is saved, and does the same again where it
was told that it may not be. All of them code the same answers with the same code. ``tests/store/test_server.py`` does
this shortly, ``benchmarks/trust.py`` for long, and for a minute by the clock.
"""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from avoin.coding.decision import MarkKind, Verb
from avoin.ids import CoderId
from avoin.store import chain, decisions
from avoin.store.engine import StoreError
from avoin.store.server import ServerStore, open_server
from kit.killing import Say, child, draft, said
from kit.servers import Server

NAMES = ("Aino", "Eero", "Ilona", "Olavi", "Saara", "Väinö")


@dataclass(frozen=True)
class TeamTally:
    """What came of it.

    Attributes
    ----------
    acknowledged : int
        Acts said to be saved.
    lost, overwritten, twice : int
        Of these: not in the list of decisions; in the list, but the codings are not as they were put; in the list more
        than once.
    sound : bool
        Whether the list is whole, the codings follow from it, and every coder came to an end.
    """

    acknowledged: int
    lost: int
    overwritten: int
    twice: int
    sound: bool


def work_together(store: ServerStore, acts: int, server: Server | None = None, kills: int = 0) -> TeamTally:
    """Let six coders make so many decisions each; kill the server so many times meanwhile."""
    children = [child(_coder(store, name, lambda: iter(range(acts)))) for name in NAMES]
    for _kill in range(kills):
        assert server is not None
        time.sleep(1)
        _kill_and_start(server)
    return _what_came(store, children)


def work_by_the_clock(
    store: ServerStore, seconds: float, server: Server, between_kills: float
) -> tuple[TeamTally, int]:
    """Let six coders decide until the time is up, the server killed meanwhile; return the tally and how many kills."""
    end = time.monotonic() + seconds
    children = [child(_coder(store, name, lambda: _until(end))) for name in NAMES]
    kills = 0
    while time.monotonic() + between_kills < end:
        time.sleep(between_kills)
        _kill_and_start(server)
        kills += 1
    return _what_came(store, children), kills


def _until(end: float) -> Iterator[int]:
    for n in itertools.count():
        if time.monotonic() >= end:
            return
        yield n


def _kill_and_start(server: Server) -> None:
    server.kill()
    server.start()


def _what_came(store: ServerStore, children: list[tuple[int, int]]) -> TeamTally:
    heard = dict(zip(NAMES, [said(pipe) for _number, pipe in children], strict=True))
    ended = [os.waitpid(number, 0)[1] for number, _pipe in children]
    return _tally(open_server(store.address, store.path), heard, ended)


def _coder(store: ServerStore, name: str, acts: Callable[[], Iterator[int]]) -> Callable[[Say], None]:
    def work(say: Say) -> None:
        for n in acts():
            while not _decided(store, name, n):
                os.sched_yield()
            say(n)

    return work


def _decided(store: ServerStore, name: str, n: int) -> bool:
    try:
        with store.transaction() as connection:
            decisions.append(connection, draft(n, name, 2))
    except StoreError:
        return False
    return True


def _tally(store: ServerStore, heard: dict[str, list[int]], ended: list[int]) -> TeamTally:
    lost = overwritten = twice = 0
    with store.read() as connection:
        sound = chain.verify_chain(connection) == () == chain.verify_projection(connection)
        made = [each for each in decisions.load(connection) if each.verb is Verb.CONFIRM]
        for name, numbers in heard.items():
            coder = CoderId(name)
            on = decisions.marks(connection, MarkKind.CODING, coder=coder).keys()
            put = [mark for each in made if each.coder == coder for mark in each.put]
            listed = set(put)
            said_to_be_saved = [set(draft(n, name, 2).put) for n in numbers]
            lost += sum(not each <= listed for each in said_to_be_saved)
            overwritten += sum(each <= listed and not on >= each for each in said_to_be_saved)
            twice += len(put) - len(listed)
    return TeamTally(sum(map(len, heard.values())), lost, overwritten, twice, sound and not any(ended))
