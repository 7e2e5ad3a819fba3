"""How long the workbench takes to open and to paint after a key, on a terminal as a researcher has one.

Enters: nothing but ``data/kriisibarometri``. Leaves: tables on standard output and ``results/workbench.json``.
Run: ``python benchmarks/workbench.py`` (108 and 10,000 answers), ``--answers 108 10000 100000`` (made first: minutes),
``--folder`` for where the made projects are kept.

``avoin code`` runs on a pseudo-terminal. *Screen* is the moment when its frame stands, *desk* when the question is on
it; both count from the start of the process. A key is painted with the last byte before the terminal is quiet for 0.1
s. Beside it, right before, a bare Textual app with a list; and a bare SQLite transaction that is as safe as a
decision. Other work on the machine makes all this longer: *alone* is a key's time less what its thread waited for a
processor (Linux), and a start is told in seconds of the processor too. Memory is that of the workbench and of the
processes it started. Every wait has an end, and each program is killed after ``LIMIT`` seconds.
"""

import argparse
import json
import math
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from threading import Timer

from avoin.ids import digest
from workbench_project import CODER, EXAMPLE, QUESTION, prepared

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))
from kit.terminal import Terminal, running  # noqa: E402 - the tests' kit is beside, not installed

SIZES, TERMINALS = (108, 10_000), ((80, 24), (160, 45))
QUIET, NOTHING, SETTLED, LIMIT = 0.1, 2.0, 20.0, 300.0  # seconds
TIMES, STARTS, TICKS = 20, 4, os.sysconf("SC_CLK_TCK")
SCREEN, DESK = "✓ saved".encode(), "segments  ✓ saved".encode()
BARE = """
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"row {n}" for n in range(100)))
Bare().run()
"""
Keys = dict[str, "Painted"]


@dataclass
class Painted:
    """Seconds of one kind of key; how many presses painted nothing."""

    clock: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    nothing: int = 0


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process, by the clock and of the processor, until some bytes had come."""

    clock: Sequence[float]
    processor: Sequence[float]


@dataclass(frozen=True)
class Measured:
    """Starts, the first one left out, keys by name, and the most memory in MB by where it was looked at."""

    starts: Sequence[Start]
    keys: Keys
    megabytes: Mapping[str, float]


def used(pid: int) -> float:
    """Return the processor seconds of a process with all its threads."""
    parts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def waited(pid: int) -> float:
    """Return how long the main thread has waited for a processor, in seconds."""
    return int(Path(f"/proc/{pid}/schedstat").read_text("utf-8").split()[1]) / 1e9


def peak(pid: int) -> float:
    """Return the most memory in MB that a process has had, and each that it has started and that is there still."""
    there = (pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()))
    statuses = (Path(f"/proc/{each}/status").read_text("utf-8") for each in there)
    return sum(int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) for status in statuses) / 1_024


@contextmanager
def bounded(terminal: Terminal) -> Iterator[None]:
    """Kill the program when it takes too long, which ends every wait for it."""
    alarm = Timer(LIMIT, terminal.process.kill)
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def come(terminal: Terminal, words: bytes) -> float:
    """Return when these bytes had come."""
    while words not in terminal.raw:
        if not terminal.take(1.0) and terminal.process.poll() is not None:
            raise SystemExit(f"{words.decode()!r} never came:\n{terminal.text}")
    return terminal.arrived[-1][0]


def settle(terminal: Terminal) -> None:
    """Wait until the program rests: nothing painted, nothing reckoned; not for ever."""
    limit, before = time.perf_counter() + SETTLED, -1.0
    while time.perf_counter() < limit:
        now = used(terminal.process.pid)
        if not terminal.take(0.5) and now - before < 0.05:
            return
        before = now


def commits(under: Path) -> list[float]:
    """Return the seconds of writing a row that is safe on the disk as a decision is, without avoin."""
    took = []
    with closing(sqlite3.connect(under / "bare.db", isolation_level=None)) as bare:
        for asked in ("journal_mode=DELETE", "synchronous=EXTRA"):
            bare.execute(f"PRAGMA {asked}")
        bare.execute("CREATE TABLE IF NOT EXISTS decision (what TEXT)")
        for _time in range(TIMES):
            begun = time.perf_counter()
            bare.execute("INSERT INTO decision VALUES (?)", ("x" * 500,))
            took.append(time.perf_counter() - begun)
    (under / "bare.db").unlink()
    return took


def press(terminal: Terminal, key: str, into: Painted) -> None:
    """Press a key and take the seconds to the last byte of what it painted."""
    while terminal.take(QUIET / 2):
        pass
    delay, begun = waited(terminal.process.pid), time.perf_counter()
    terminal.press(key)
    if not terminal.take(NOTHING):
        into.nothing += 1
        return
    until = waited(terminal.process.pid)
    while terminal.take(QUIET) and time.perf_counter() - begun < NOTHING:
        until = waited(terminal.process.pid)
    clock = terminal.arrived[-1][0] - begun
    into.clock.append(clock)
    into.alone.append(max(clock - (until - delay), 0.0))


def presses(terminal: Terminal, keys: Sequence[str], times: int = TIMES) -> Painted:
    found = Painted()
    for place in range(times):
        press(terminal, keys[place % len(keys)], found)
    return found


def of_workbench(terminal: Terminal) -> tuple[Keys, float]:
    """Press the keys of a researcher's day, from the themes on; return them, and the memory before other screens."""
    arrows = ("down", "up")
    found = {"arrows, first seconds": presses(terminal, arrows)}
    settle(terminal)
    found["arrows, themes"] = presses(terminal, arrows)
    found["F3, first"] = presses(terminal, ("f3",), 1)
    settle(terminal)
    found["arrows, page"] = presses(terminal, arrows)
    found["Enter, page"] = presses(terminal, ("enter",), 10)
    settle(terminal)
    for key in ("j", *"file", "enter"):
        press(terminal, key, Painted())
    settle(terminal)
    found["arrows, answer"] = presses(terminal, arrows)
    found["next answer"] = presses(terminal, ("right",))
    found["digit"] = presses(terminal, ("1",))
    settle(terminal)
    found["Enter, answer"] = presses(terminal, ("enter",))
    settle(terminal)
    found["letter opens finder"], found["letter in finder"] = Painted(), Painted()
    for _time in range(TIMES // 4):
        press(terminal, "c", found["letter opens finder"])
        for letter in "raha":
            press(terminal, letter, found["letter in finder"])
        press(terminal, "escape", Painted())
    found["F2, F3"] = presses(terminal, ("f2", "f3"))
    memory = peak(terminal.process.pid)
    for name in ("f1", "f4", "f5", "f6"):
        found[f"{name.upper()}, first"] = presses(terminal, (name,), 1)
        settle(terminal)
    found["F1–F6"] = presses(terminal, ("f1", "f4", "f5", "f6"))
    return found, memory


def of_bare(terminal: Terminal) -> tuple[Keys, float]:
    settle(terminal)
    return {"arrows": presses(terminal, ("down", "up"))}, peak(terminal.process.pid)


def measured(
    arguments: Sequence[str],
    size: tuple[int, int],
    stands: Sequence[bytes],
    keys: Callable[[Terminal], tuple[Keys, float]],
    home: str,
) -> Measured:
    """Start a program some times, the last time with keys pressed."""
    own = {"AVOIN_CONFIG_DIR": home, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
    starts: list[Start] = []
    found, memory, whole = Keys(), 0.0, 0.0
    for number in range(STARTS):
        begun = time.perf_counter()
        with running(arguments, size, own) as terminal, bounded(terminal):
            told = [(come(terminal, words) - begun, used(terminal.process.pid)) for words in stands]
            starts.append(Start([clock for clock, _used in told], [processor for _clock, processor in told]))
            if number == STARTS - 1:
                found, memory = keys(terminal)
                whole = peak(terminal.process.pid)
            terminal.press("ctrl+q")
            terminal.wait_ended()
    return Measured(starts[1:], found, {"coding": round(memory), "all screens": round(whole)})


def row(n: int, size: tuple[int, int], under: Path) -> dict[str, object]:
    home = str(under)
    bare = measured(["-c", BARE], size, [b"row 0"], of_bare, home)
    folder = prepared(n, under)
    arguments = ["-m", "avoin", "--language", "en", "-C", str(folder), "code", QUESTION, "--coder", CODER]
    ours = measured(arguments, size, [SCREEN, DESK], of_workbench, home)
    return {
        "answers": n,
        "terminal": "×".join(map(str, size)),
        "start s": {name: of_starts(ours, place) for place, name in enumerate(("screen", "desk"))},
        "start, bare s": of_starts(bare, 0),
        "arrows, bare ms": of_keys(bare.keys["arrows"]),
        "saving, bare ms": of_keys(Painted(clock=commits(folder))),
        "keys ms": {name: of_keys(key) for name, key in ours.keys.items()},
        "MB": ours.megabytes,
        "MB, bare": bare.megabytes["all screens"],
    }


def of_starts(found: Measured, place: int) -> dict[str, float]:
    return {
        "clock": round(statistics.median(start.clock[place] for start in found.starts), 2),
        "processor": round(statistics.median(start.processor[place] for start in found.starts), 2),
    }


def of_keys(found: Painted) -> dict[str, float]:
    """Return the median and the 95th percentile (nearest rank) in milliseconds."""
    told: dict[str, float] = {"n": len(found.clock), "nothing": found.nothing}
    for name, seconds in (("clock", found.clock), ("alone", found.alone)):
        ordered = sorted(1_000 * each for each in seconds)
        if ordered:
            told[name] = round(statistics.median(ordered), 1)
            told[f"{name} p95"] = round(ordered[math.ceil(0.95 * len(ordered)) - 1], 1)
    return told


def of_help(home: str) -> Mapping[str, float]:
    """Return the median seconds of ``avoin --help`` and of a Python that does nothing."""
    found = {}
    own = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
    for name, arguments in (("avoin --help", ["-m", "avoin", "--help"]), ("python", ["-c", "pass"])):
        took = []
        for _time in range(2 * STARTS):
            begun = time.perf_counter()
            with running(arguments, environment=own) as program:
                program.wait_ended()
            took.append(time.perf_counter() - begun)
        found[name] = round(statistics.median(took), 2)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--answers", type=int, nargs="+", default=SIZES, help="how many")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "avoin-workbench")
    wanted = options.parse_args()
    record: dict[str, object] = {
        "help s": of_help(str(wanted.folder)),
        "versions": {each: version(each) for each in ("avoin", "textual")},
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "data": {EXAMPLE.name: digest(EXAMPLE.read_bytes())},
    }
    print(record["help s"])
    found = []
    for n in wanted.answers:
        for size in TERMINALS:
            found.append(row(n, size, wanted.folder))
            show(found[-1])
            told = json.dumps({**record, "rows": found}, ensure_ascii=False, indent=1)
            (HERE / "results" / "workbench.json").write_text(told + "\n", "utf-8")


def show(found: Mapping[str, object]) -> None:
    for name, value in found.items():
        if name == "keys ms" and isinstance(value, dict):
            for key, told in value.items():
                print(f"    {key:24}", *(f"{kind} {number:>7}" for kind, number in told.items()))
        else:
            print(f"{name:24} {value}", flush=True)


if __name__ == "__main__":
    main()
