"""What is lost when the process is killed at any moment, and what of a million nasty strings controls the terminal.

Enters: nothing but this machine. Leaves: a table on standard output and ``results/trust.json``.
Run: ``python benchmarks/trust.py`` (``--rounds N`` in all; 1,000 by default).

A child process decides, confirms hundreds of segments at once, imports, backs up, restores, upgrades an older store or
exports, says through a pipe what is saved, and is killed (SIGKILL) within 30 ms of one of its words (60 ms for the
upgrade). Lost is what was said to be saved and is not there; broken is a round after which the store is not sound, a
wave is half imported, a backup or an export is not whole. The tests do the same a few times (``tests/store``).
What is forced to the disk before *saved* is said is traced (``strace``).

On a PostgreSQL server, where there is one: six coders decide at once while the server and all it serves are killed
(SIGKILL) once a second and started again; whoever is told that something may not be saved does the same again. Then for
60 seconds by the clock on a server that forces to the disk (``fsync=on``), killed every five seconds; ``--team`` does
only this and leaves the other figures of the results as they are.

Strings that are nasty on purpose (``kit.nasty``) are drawn in the lists and cards of the workbench, each string in one
of them, and turned by Textual into the sequences that it would write; more of them are answers that the whole workbench
shows on a pseudo-terminal. Counted is every control that is not the workbench's own way of drawing (``kit.controls``);
``--strings`` does only this.
"""

import argparse
import json
import logging
import platform
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "trust.json"
sys.path.insert(0, str(HERE.parent / "tests"))
from kit import killing, servers  # noqa: E402 - what is measured here is tested there
from kit.coded_project import coded_project  # noqa: E402
from kit.controls import controls, foreign  # noqa: E402
from kit.drawing import WAYS, Drawn, on_a_screen, on_a_terminal  # noqa: E402
from kit.killing import Tally  # noqa: E402
from kit.nasty import nasty_strings  # noqa: E402
from kit.projects import empty_store  # noqa: E402
from kit.team_work import TeamTally, work_by_the_clock, work_together  # noqa: E402
from kit.tracing import forced_before_saved  # noqa: E402

AT_ONCE = 25  # rounds on one store, so that checking a long list does not take over
SEED = 20261124
SECONDS, BETWEEN_KILLS = 60, 5
N_STRINGS, N_ANSWERS = 1_000_000, 2_000
ON_A_TERMINAL = "answers on a pseudo-terminal"
SHARES = {
    "decision": (killing.deciding, 0.4),
    "bulk confirm": (killing.confirming, 0.1),
    "import": (killing.importing, 0.1),
    "backup": (killing.backing_up, 0.1),
    "restore": (killing.restoring, 0.1),
    "migration": (killing.upgrading, 0.1),
    "export": (lambda folder, n, chance: killing.exporting(coded_project(folder), n, chance), 0.1),
}
Acts = Callable[[Path, int, random.Random], Tally]


def batches(rounds: int) -> Iterator[int]:
    """Yield how many rounds go on each store."""
    for start in range(0, rounds, AT_ONCE):
        yield min(AT_ONCE, rounds - start)


def tally_of(acts: Acts, rounds: int) -> Tally:
    """Return what came of so many rounds of one kind."""
    chance, whole = random.Random(SEED), Tally()
    for n in batches(rounds):
        with tempfile.TemporaryDirectory() as folder:
            part = acts(Path(folder), n, chance)
        whole.rounds += part.rounds
        whole.acknowledged += part.acknowledged
        whole.lost += part.lost
        whole.broken += part.broken
    return whole


def forced(n: int = 20) -> list[int] | None:
    """Return how many times something was forced to the disk before each decision was said to be saved."""
    if shutil.which("strace") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        found = forced_before_saved(empty_store(Path(folder) / "store.db").path, n)
    return None if found is None else [len(paths) for paths in found]


def together(acts: int, kills: int) -> TeamTally | None:
    """Return what six coders came to while their server was killed; None where there is no server."""
    if servers.missing():
        return None
    with tempfile.TemporaryDirectory() as folder:
        return work_together(servers.server_store(Path(folder)), acts, servers.running(), kills)


def by_the_clock() -> dict[str, object] | None:
    """Return what six coders came to in a minute on a server that forces to the disk; None where there is no server."""
    if servers.missing():
        return None
    server = servers.running(fsync=True)
    with tempfile.TemporaryDirectory() as folder:
        store = servers.server_store(Path(folder), server)
        team, kills = work_by_the_clock(store, SECONDS, server, BETWEEN_KILLS)
        with store.read() as connection:
            fsync = connection.exec_driver_sql("SHOW fsync").scalar()
            number = connection.exec_driver_sql("SHOW server_version").scalar()
    return {"seconds": SECONDS, "fsync": fsync, "postgresql": number, "kills": kills, **asdict(team)}


def minute() -> dict[str, object] | None:
    """Measure and print a minute of six coders."""
    found = by_the_clock()
    print(f"six coders by the clock: {found or 'not measured, there is no PostgreSQL server or no driver'}")
    return found


def answers_on_a_terminal(texts: Iterator[str]) -> Drawn:
    """Show these as answers of a project, each after a word, so that none of them is empty."""
    answers = {f"r{place:04}": f"Jonot {text}" for place, text in enumerate(texts, 1)}
    with tempfile.TemporaryDirectory() as folder:
        written = on_a_terminal(Path(folder), answers)
    return Drawn(len(answers), len(controls("".join(answers.values()))), foreign(written))


def strings() -> dict[str, object]:
    """Draw nasty strings, and count and print which of their controls reach a terminal."""
    texts = nasty_strings(N_STRINGS + N_ANSWERS, SEED)
    ways = {way: partial(on_a_screen, way) for way in WAYS}
    print(f"seed {SEED}\n| strings drawn as | strings | controls in them | at the terminal |\n|---|--:|--:|--:|")
    told = {}
    for way, draw in {**ways, ON_A_TERMINAL: answers_on_a_terminal}.items():
        drawn = draw(islice(texts, N_ANSWERS if way == ON_A_TERMINAL else N_STRINGS // len(ways)))
        told[way] = {"strings": drawn.strings, "controls": drawn.controls, "at_the_terminal": len(drawn.found)}
        print("|", " | ".join((way, *(f"{n:,}" for n in told[way].values()))), "|", flush=True)
    return {"seed": SEED, "textual": version("textual"), "drawn": told}


def write(result: dict[str, object]) -> None:
    """Write the results."""
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Kill, count, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--team", action="store_true", help="only the minute of six coders on a server")
    parser.add_argument("--strings", action="store_true", help="only the nasty strings")
    wish = parser.parse_args()
    logging.getLogger("avoin").addHandler(logging.NullHandler())  # that the server is gone is what is wanted here
    only = {"six_coders_by_the_clock": minute} if wish.team else {}
    only |= {"strings": strings} if wish.strings else {}
    if only:
        before = json.loads(RESULTS.read_text(encoding="utf-8"))
        write({**before, **{name: measure() for name, measure in only.items()}})
    else:
        write(everything(wish.rounds))


def everything(rounds: int) -> dict[str, object]:
    """Measure and print all figures."""
    found: dict[str, Tally] = {}
    print("| killed during | rounds | said to be saved | lost | broken |\n|---|---|---|---|---|")
    for name, (acts, share) in SHARES.items():
        found[name] = tally_of(acts, max(1, round(rounds * share)))
        each = found[name]
        print(f"| {name} | {each.rounds} | {each.acknowledged} | {each.lost} | {each.broken} |", flush=True)
    syncs = forced()
    if syncs is None:
        print("\nfsync before saved: not measured, processes cannot be traced here")
    else:
        print(f"\nfsync before saved: {min(syncs)} to {max(syncs)} for each of {len(syncs)} decisions")
    team = together(acts=rounds, kills=max(1, rounds // 50))
    if team is None:
        print("six coders on a server: not measured, there is no PostgreSQL server or no driver")
    else:
        print(f"six coders on a server killed {max(1, rounds // 50)} times: {team}")
    return {
        "seed": SEED,
        "versions": {
            "avoin": version("avoin"),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "system": platform.system(),
        },
        "killed": {name: asdict(each) for name, each in found.items()},
        "fsync_before_saved": syncs,
        "six_coders": None if team is None else {"kills": max(1, rounds // 50), **asdict(team)},
        "six_coders_by_the_clock": minute(),
        "strings": strings(),
    }


if __name__ == "__main__":
    main()
