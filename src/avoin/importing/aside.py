"""Reading in a process of its own: what a file does to its reader, it does there.

Every survey file and foreign project is read so: some by libraries written in C and Rust, text because a large or
hostile one takes many times its size. Invariant: a reader that crashes, takes all memory or never ends gives an
``ImportFileError`` that names the file, and nothing else stops.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from avoin.i18n import _, language, set_language
from avoin.importing.table import ImportFileError

MOST_MEMORY = 900 * 1024 * 1024
MOST_TIMES_SIZE = 10  # a million answers with everything around them take eight times the size of their file
MOST_SECONDS = 300
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def read_aside(path: Path, read: Callable[_Asked, _Found], *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
    """Return what a reader returns, having run it in a process with bounded memory (bytes) and processor time (s).

    Parameters
    ----------
    path : Path
        What is read: its name for messages, its size for how much memory it may take.
    read : callable
        A function of a module; what it takes and returns can be pickled.

    Raises
    ------
    ImportFileError
        What the reader raises, or where its process broke or went over a limit.
    """
    # -P: a file called like a module, beside the survey, is not run
    command = [sys.executable, "-P", "-m", "avoin.importing.aside"]
    most_memory = MOST_MEMORY + MOST_TIMES_SIZE * _size(path)
    asked = pickle.dumps((language(), most_memory, MOST_SECONDS, read, args, kwargs))
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ImportFileError(
            _("{file} could not be read: it is damaged so that its reader broke, or it takes too much to read.").format(
                file=path.name
            ),
            _("At most {megabytes} MB of memory and {seconds} seconds are given to one file. Save it in another form.")
            .format(megabytes=most_memory // 1024**2, seconds=MOST_SECONDS),
        )  # fmt: skip
    found: _Found | Exception = pickle.loads(done.stdout)  # noqa: S301 - our own process wrote it
    if isinstance(found, Exception):
        raise found
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # the reader says what is wrong with it
        return 0


def _answer() -> None:
    """Read what is asked for on standard input, and answer on standard output with the result or the error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    spoken, most_memory, most_seconds, read, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    set_language(spoken)
    _bound(most_memory, most_seconds)
    try:
        found = read(*args, **kwargs)
    except MemoryError:
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - raised again by who asked
        found = error
    with answers:
        pickle.dump(found, answers)


def _bound(most_memory: int, most_seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # Windows has none

    for kind, most in ((resource.RLIMIT_DATA, most_memory), (resource.RLIMIT_CPU, most_seconds)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _answer()
