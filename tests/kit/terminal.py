"""The program on a real terminal: keys go in, bytes come out and are drawn as a terminal would draw them.

Tests wait for words on the screen, never for a time; ``benchmarks/workbench.py`` takes the times.
"""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyte

KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "pagedown": b"\x1b[6~",
    "pageup": b"\x1b[5~",
    "end": b"\x1b[F",
    "home": b"\x1b[H",
    **{f"f{n}": code for n, code in enumerate((b"\x1bOP", b"\x1bOQ", b"\x1bOR", b"\x1bOS"), 1)},
    **{f"f{n}": f"\x1b[{code}~".encode() for n, code in enumerate((15, 17, 18, 19), 5)},
    "ctrl+q": b"\x11",
    "ctrl+s": b"\x13",
}
PATIENCE = 180.0  # seconds: a limit for what never comes, not a measure
_CHUNK = 65_536
_FOREIGN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9;]*\$p")  # questions to a terminal that pyte would print


@dataclass
class Terminal:
    """A pseudo-terminal with a program on it.

    Attributes
    ----------
    raw : bytearray
        All that the program wrote.
    arrived : list of (float, int)
        When something came (``time.perf_counter``) and how long ``raw`` was then.
    """

    process: subprocess.Popen[bytes]
    master: int
    screen: pyte.Screen
    raw: bytearray = field(default_factory=bytearray)
    arrived: list[tuple[float, int]] = field(default_factory=list)
    _drawn: int = 0

    def __post_init__(self) -> None:
        self._stream = pyte.ByteStream(self.screen)

    def write(self, given: bytes) -> None:
        """Send bytes as a keyboard would."""
        os.write(self.master, given)

    def press(self, *names: str) -> None:
        """Press keys: names of ``KEYS`` or single characters."""
        for name in names:
            self.write(KEYS.get(name) or name.encode())

    def close(self) -> None:
        """Close the window: the program has no terminal any more."""
        os.close(self.master)
        self.master = -1

    def take(self, wait: float) -> bool:
        """Take in what the program writes next; False where nothing came in time or it has ended."""
        ready, _, _ = select.select([self.master], [], [], wait)
        try:
            found = os.read(self.master, _CHUNK) if ready else b""
        except OSError:  # the program has ended
            found = b""
        if found:
            self.raw += found
            self.arrived.append((time.perf_counter(), len(self.raw)))
        return bool(found)

    def draw(self, until: int | None = None) -> list[str]:
        """Draw what has come, or its first bytes, and return the lines of the screen."""
        end = len(self.raw) if until is None else until
        self._stream.feed(_FOREIGN.sub(b"", bytes(self.raw[self._drawn : end])))
        self._drawn = end
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))  # its own ``display`` breaks on half a letter
        return ["".join(row[x].data for x in range(self.screen.columns)) for row in rows]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.draw())

    def wait_until(self, holds: Callable[[str], bool], wanted: str) -> str:
        """Return the screen once something holds for it."""
        limit = time.monotonic() + PATIENCE
        while not holds(self.text):
            ended = not self.take(1.0) and self.process.poll() is not None
            gave_up = ended or time.monotonic() > limit  # also while it goes on painting something else
            assert not gave_up, f"{wanted} never came:\n{self.text}"
        return self.text

    def wait_for(self, *words: str) -> str:
        """Return the screen once all the words stand on it."""
        return self.wait_until(lambda text: all(each in text for each in words), repr(words))

    def wait_gone(self, word: str) -> str:
        """Return the screen once a word stands on it no more."""
        return self.wait_until(lambda text: word not in text, f"no more {word!r}")

    def wait_ended(self) -> int:
        """Return the exit code once the program has ended."""
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self.take(0.2)  # a terminal that is not read would hold it up
            assert time.monotonic() < limit, f"it does not end:\n{self.text}"
        return self.process.returncode


@contextmanager
def running(
    arguments: Sequence[str], size: tuple[int, int] = (80, 24), environment: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Run Python with these arguments on a terminal of this size (columns, rows); it is killed if it still runs."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    drawn_as = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, **drawn_as, **(environment or {})},
        start_new_session=True,
    )
    os.close(slave)
    terminal = Terminal(process, master, pyte.Screen(*size))
    try:
        yield terminal
    finally:
        process.kill()
        process.wait()
        if terminal.master >= 0:
            terminal.close()


def go_to_answers(terminal: Terminal) -> None:
    """Go from the first screen, once the desk is open, to the answers one by one, in file order."""
    terminal.wait_for("segments  ✓ saved")
    terminal.press("f3")
    terminal.wait_for("Enter confirm page")
    terminal.press("j")
    terminal.wait_for("file order")
    terminal.press(*"file")
    terminal.press("enter")
