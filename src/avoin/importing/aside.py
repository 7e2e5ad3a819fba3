"""Reading in a process of its own: what a file does to its reader, it does there.

Workbooks, SPSS, Parquet, PDF and database files are read by libraries written in C and Rust. Invariant: a reader that
crashes, takes all memory or never ends gives an ``ImportFileError`` that names the file, and nothing else stops.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from avoin.i18n import _, language, set_language
from avoin.importing.table import ImportFileError

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 300
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def read_aside(file: str, read: Callable[_Asked, _Found], *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
    """Return what a reader returns, having run it in a process with bounded memory (bytes) and processor time (s).

    Parameters
    ----------
    file : str
        Its name, for messages.
    read : callable
        A function of a module; what it takes and returns can be pickled.

    Raises
    ------
    ImportFileError
        What the reader raises, or where its process broke or went over a limit.
    """
    try:
        # no fork: this process may have threads (the workbench), and a forked one would hold their locks for ever
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, context, _begin, (language(), MOST_MEMORY, MOST_SECONDS)) as pool:
            return pool.submit(read, *args, **kwargs).result()
    except (BrokenExecutor, MemoryError, OSError):
        raise ImportFileError(
            _("{file} could not be read: it is damaged so that its reader broke, or it takes too much to read.").format(
                file=file
            ),
            _(
                "At most {gigabytes} GB of memory and {seconds} seconds are given to one file. Export csv instead."
            ).format(gigabytes=MOST_MEMORY // 1024**3, seconds=MOST_SECONDS),
        ) from None


def _begin(spoken: str, most_memory: int, most_seconds: int) -> None:
    set_language(spoken)
    # the words of a reader that breaks would be drawn over the workbench
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        for kind, most in ((resource.RLIMIT_DATA, most_memory), (resource.RLIMIT_CPU, most_seconds)):
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
