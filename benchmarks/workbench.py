"""How long the workbench takes to open and to paint after a key, on a terminal as a researcher has one.

Enters: sentences of real comments from ``../shared`` beside the checkout, two to an answer. Leaves: a table on standard
output and ``results/workbench.json`` with versions and the digest of the data. Run: ``python benchmarks/workbench.py``
(108 and 10,000 answers), ``--answers 100000`` (its reading alone takes long; projects are kept in the folder for
temporary files).

``avoin code`` runs on a pseudo-terminal. Its start ends with the byte that completes the first screen with themes on
it. A key is painted with the last byte before the terminal is quiet for 0.1 s; what paints nothing is not counted. The
bare program is a Textual app that shows nothing but a list of as many rows, measured right before.
"""

import argparse
import json
import math
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from avoin.ids import digest
from avoin.settings import write_settings
from avoin.workflow.project import locate, open_project
from scale import COLUMNS, COMMENTS, HERE, WAVE, run, write_answers

sys.path.append(str(HERE.parent / "tests"))
from kit.terminal import Terminal, running

SIZES, TERMINALS = (108, 10_000), ((80, 24), (160, 45))
QUIET, NOTHING = 0.1, 1.5  # seconds without a byte: after a painting, and where a key paints nothing
MOST = 10.0  # seconds: what goes on longer is not waited for
TIMES, STARTS = 10, 3
BARE = """
import sys
from textual.app import App
from textual.widgets import OptionList
class Bare(App):
    def compose(self):
        yield OptionList(*(f"row {n}" for n in range(int(sys.argv[1]))))
Bare().run()
"""


@dataclass(frozen=True)
class Measured:
    """Seconds of the starts, seconds of each key by its name, and the most memory in MB."""

    starts: Sequence[float]
    keys: Mapping[str, Sequence[float]]
    megabytes: float


def prepared(n: int) -> Path:
    """Return the folder of a project of n answers, read and grouped; made where it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"avoin-workbench-{n}"
    done = folder / "prepared"
    if not done.exists():
        folder.mkdir(exist_ok=True)
        run(folder, ("init", ".", "--codebook", "kriisibarometri"))
        settings = open_project(folder).settings
        write_settings(locate(folder).settings, replace(settings, sentence_vectors="never"))
        write_answers(folder / "answers.csv", n)
        run(folder, ("import", "answers.csv", "--wave", WAVE, "--yes", *COLUMNS))
        run(folder, ("prepare",))
        warm(folder)
        done.touch()
    return folder


def workbench(folder: Path) -> list[str]:
    return ["-m", "avoin", "--language", "en", "-C", str(folder), "code", "--coder", "bench"]


def stands(text: str) -> bool:
    return "saved" in text and re.search(r"[1-9]\d* theme candidates", text) is not None


def warm(folder: Path) -> None:
    """Open the project once, so that what is kept for the next time is kept."""
    with running(workbench(folder)) as terminal:
        terminal.wait_until(stands, "themes")
        settle(terminal, 5.0)
        terminal.press("ctrl+q")
        terminal.wait_ended()


def settle(terminal: Terminal, quiet: float = 1.0) -> None:
    limit = time.perf_counter() + MOST
    while terminal.take(quiet) and time.perf_counter() < limit:
        pass


def painted(terminal: Terminal, key: str) -> float | None:
    """Return the seconds from a key to the last byte of what it painted."""
    begun = time.perf_counter()
    terminal.press(key)
    if not terminal.take(NOTHING):
        return None
    while terminal.take(QUIET) and time.perf_counter() - begun < MOST:
        pass
    return terminal.arrived[-1][0] - begun


def pressed(terminal: Terminal, keys: Sequence[str], times: int = TIMES) -> list[float]:
    """Return what each press took, the keys in turn, with the terminal quiet before each."""
    found = []
    for _time in range(times):
        for key in keys:
            settle(terminal, 0.3)
            found.append(painted(terminal, key))
    return [each for each in found if each is not None]


def of_workbench(terminal: Terminal) -> dict[str, list[float]]:
    """Return the seconds of each key on a workbench that stands at its themes."""
    settle(terminal)
    found = {"arrows": pressed(terminal, ("down", "up")), "Space": pressed(terminal, ("space",))}
    found |= {name.upper(): pressed(terminal, (name,), 1) for name in ("f1", "f3", "f4", "f5", "f6", "f7", "f2")}
    again = ("f1", "f3", "f4", "f5", "f6", "f7", "f2")
    found["F1–F7 again"] = pressed(terminal, again, 3)
    terminal.press("f3")
    terminal.wait_for("Enter confirm page")
    terminal.press("j")
    terminal.wait_for("file order")
    terminal.press(*"file", "enter")
    terminal.wait_for("respondent ")
    found["digit"] = pressed(terminal, ("1",))
    found["Enter"] = pressed(terminal, ("enter",))
    found["letters+Enter"] = pressed(terminal, ("c", *"raha", "enter"), 3)
    found["search"] = pressed(terminal, ("/", *"hoito", "enter", "escape"), 2)
    return found


def of_bare(terminal: Terminal) -> dict[str, list[float]]:
    settle(terminal)
    return {"arrows": pressed(terminal, ("down", "up"))}


def measured(
    arguments: Sequence[str],
    size: tuple[int, int],
    holds: Callable[[str], bool],
    keys: Callable[[Terminal], dict[str, list[float]]],
) -> Measured:
    """Start a program some times, the last time with keys pressed."""
    starts: list[float] = []
    for last in [False] * (STARTS - 1) + [True]:
        begun = time.perf_counter()
        with running(arguments, size) as terminal:
            terminal.wait_until(holds, "the first screen")
            starts.append(terminal.arrived[-1][0] - begun)
            found = keys(terminal) if last else {}
            memory = peak(terminal.process.pid)
            terminal.press("ctrl+q")
            terminal.wait_ended()
    return Measured(starts, found, memory)


def peak(pid: int) -> float:
    """Return the most memory in MB that a process has had (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1_024


def row(n: int, size: tuple[int, int]) -> dict[str, object]:
    folder = prepared(n)
    bare = measured(["-c", BARE, str(n)], size, lambda text: "row 0" in text, of_bare)
    ours = measured(workbench(folder), size, stands, of_workbench)
    return {
        "answers": n,
        "terminal": "×".join(map(str, size)),
        "start s": round(statistics.median(ours.starts), 2),
        "start, bare s": round(statistics.median(bare.starts), 2),
        "arrows, bare ms": told(bare.keys["arrows"]),
        "keys ms": {key: told(seconds) for key, seconds in ours.keys.items() if seconds},
        "MB": round(ours.megabytes),
        "MB, bare": round(bare.megabytes),
    }


def told(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile (nearest rank) in milliseconds."""
    ordered = sorted(1_000 * each for each in seconds)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[math.ceil(0.95 * len(ordered)) - 1], 1),
        "n": len(ordered),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--answers", type=int, nargs="+", default=SIZES, help="how many")
    wanted = options.parse_args()
    if not COMMENTS.exists():
        print("left out: needs", COMMENTS.name, "in shared/ beside the checkout")
        return
    record: dict[str, object] = {
        "help s": round(
            statistics.median(run(Path(tempfile.gettempdir()), ("--help",)).clock for _time in range(5)), 2
        ),
        "versions": {each: version(each) for each in ("avoin", "textual")},
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "data": {COMMENTS.name: digest(COMMENTS.read_bytes())},
    }
    found = []
    for n in wanted.answers:
        for size in TERMINALS:
            found.append(row(n, size))
            print(json.dumps(found[-1], ensure_ascii=False), flush=True)
            told_now = {**record, "rows": found}
            (HERE / "results" / "workbench.json").write_text(
                json.dumps(told_now, ensure_ascii=False, indent=1) + "\n", "utf-8"
            )


if __name__ == "__main__":
    main()
