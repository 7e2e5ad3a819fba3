"""Several coders at one store on a server at once, while the server is killed under them.

Each coder is a process of its own that decides as fast as it can, says what is saved, and does the same again where it
was told that it may not be. ``tests/store/test_server.py`` does this shortly, ``benchmarks/trust.py`` for a minute.
"""

import os
import time
from collections.abc import Callable
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
    """What came of it: acts said to be saved, of these lost, stored more than once, and whether all is sound."""

    acknowledged: int
    lost: int
    twice: int
    sound: bool


def work_together(store: ServerStore, acts: int, server: Server | None = None, kills: int = 0) -> TeamTally:
    """Let six coders make so many decisions each; kill the server so many times meanwhile."""
    children = [child(_coder(store, name, acts)) for name in NAMES]
    for _kill in range(kills):
        assert server is not None
        time.sleep(1)
        server.kill()
        server.start()
    heard = dict(zip(NAMES, [said(pipe) for _number, pipe in children], strict=True))
    ended = [os.waitpid(number, 0)[1] for number, _pipe in children]
    return _tally(open_server(store.address, store.path), heard, ended)


def _coder(store: ServerStore, name: str, acts: int) -> Callable[[Say], None]:
    def work(say: Say) -> None:
        for n in range(acts):
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
    lost = twice = 0
    with store.read() as connection:
        sound = chain.verify_chain(connection) == () == chain.verify_projection(connection)
        made = [each for each in decisions.load(connection) if each.verb is Verb.CONFIRM]
        for name, numbers in heard.items():
            coder = CoderId(name)
            on = decisions.marks(connection, MarkKind.CODING, coder=coder)
            lost += sum(not on.keys() >= set(draft(n, name, 2).put) for n in numbers)
            twice += max(0, sum(each.coder == coder for each in made) - len(numbers))
    return TeamTally(sum(map(len, heard.values())), lost, twice, sound and not any(ended))
