"""Fitting the suggester in a process of its own: what is computed there holds up no key here.

Enters: what ``Suggester.fit`` takes. Leaves: what it gives. Invariants: the outcome is the same as of fitting here, and
where the other process breaks or cannot start, it is fitted here; that process reads no file, and ends with this one.
"""

import logging
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from avoin.coding.evidence import Evidence
    from avoin.coding.suggester import Codes, Segments, Suggester

_log = logging.getLogger(__name__)
_GIVES_WAY = 5  # to the workbench, where both want the same processor


class FitAside:
    """Fits suggesters, one at a time. Its process starts with it: what that loads takes a second or two."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._has: tuple[Segments, Codes] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._process = _started()

    def __call__(self, segments: "Segments", codes: "Codes", evidence: "Evidence") -> "Suggester":
        """Return a suggester fitted to these."""
        from avoin.coding.suggester import Suggester

        with self._one_at_a_time:
            if self._process is not None:
                try:
                    return self._asked(self._process, segments, codes, evidence)
                except (OSError, EOFError, pickle.UnpicklingError) as error:
                    _log.warning("fitting aside ends: %s", type(error).__name__)
                    self._end()
        return Suggester().fit(segments, codes, evidence)

    def close(self) -> None:
        """End the process; what is asked then is fitted here."""
        if self._process is not None:
            self._process.kill()  # a fit that is under way ends by it, and the lock is free
        with self._one_at_a_time:
            self._end()

    def _asked(
        self, process: "subprocess.Popen[bytes]", segments: "Segments", codes: "Codes", evidence: "Evidence"
    ) -> "Suggester":
        assert process.stdin is not None
        assert process.stdout is not None
        has_them = self._has is not None and self._has[0] is segments and self._has[1] is codes
        pickle.dump((None if has_them else (segments, codes), evidence), process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        self._has = (segments, codes)
        fitted: Suggester = pickle.load(process.stdout)  # noqa: S301 - our own process wrote it
        return fitted

    def _end(self) -> None:
        process, self._process, self._has = self._process, None, None
        if process is not None:
            process.kill()
            process.communicate()


def _started() -> "subprocess.Popen[bytes]":
    # -P: a file called like a module, where the workbench was started, is not run
    command = [sys.executable, "-P", "-m", "avoin.workflow.desk.fit_aside"]
    return subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _answer() -> None:
    """Fit what is asked for on standard input, until nobody is there to ask."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    if hasattr(os, "nice"):  # Windows has none
        os.nice(_GIVES_WAY)
    from avoin.coding.suggester import Suggester

    segments: Any = None
    codes: Any = None
    with suppress(EOFError, BrokenPipeError):
        while True:
            told, evidence = pickle.load(sys.stdin.buffer)  # noqa: S301 - the workbench wrote it
            segments, codes = told or (segments, codes)
            pickle.dump(Suggester().fit(segments, codes, evidence), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    _answer()
