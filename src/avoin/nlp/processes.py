"""Tagging in several processes where there is enough to read, else in this one.

Enters: pieces of texts. Leaves: each piece's words, in order. Invariant: the same comes out however many processes
there are, and where none can be made or one dies, the rest is read here.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager

from avoin.nlp.model import Token

Piece = tuple[str, int]
"""What the tagger sees, and where in its text it begins."""

Tag = Callable[[Sequence[Piece]], Iterator[tuple[Token, ...]]]

_WORTH = 250_000  # code points: fewer are read before other processes have loaded their models
_GROUP = 20_000  # code points sent to a process at once: small, so that an interruption waits a second at most
_MOST = 4  # each process takes half a gigabyte

_log = logging.getLogger(__name__)


@contextmanager
def tagging(n_code_points: int) -> Iterator[Tag]:
    """Give what tags pieces; its processes end with the block.

    Parameters
    ----------
    n_code_points : int
        How much is going to be read.
    """
    n_processes = _n_processes() if n_code_points >= _WORTH else 1
    if n_processes == 1:
        yield tag_here
        return
    try:
        # no fork: this process may have threads (the workbench), and a forked one would hold their locks for ever
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(n_processes, context, _start)
    except (OSError, ImportError, ValueError, NotImplementedError) as error:
        _log.warning("one process reads: %s", type(error).__name__)
        yield tag_here
        return
    try:
        yield lambda pieces: _tag_in(pool, pieces)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def tag_here(pieces: Sequence[Piece]) -> Iterator[tuple[Token, ...]]:
    """Yield each piece's words, tagged in this process."""
    if not pieces:
        return
    from avoin.nlp.pipeline import finnish  # noqa: PLC0415 - loads spaCy, which takes seconds

    reader = finnish()
    documents = reader.documents(text for text, _start in pieces)
    for (_text, start), document in zip(pieces, documents, strict=True):
        yield tuple(reader.tokens(document, start))


def _tag_in(pool: Executor, pieces: Sequence[Piece]) -> Iterator[tuple[Token, ...]]:
    n_done = 0
    try:
        for found in pool.map(_tag_group, list(_groups(pieces))):
            yield from found
            n_done += len(found)
    except (BrokenExecutor, OSError) as error:
        _log.warning("one process reads on: %s", type(error).__name__)
        yield from tag_here(pieces[n_done:])


def _groups(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    first, size = 0, 0
    for place, (text, _start) in enumerate(pieces):
        if size and size + len(text) > _GROUP:
            yield pieces[first:place]
            first, size = place, 0
        size += len(text)
    if first < len(pieces):
        yield pieces[first:]


def _tag_group(pieces: Sequence[Piece]) -> list[tuple[Token, ...]]:
    return list(tag_here(pieces))


def _start() -> None:
    """Begin a process: the first one alone hears Ctrl+C, and ends the others; one thread each."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415 - in the process only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1)


def _n_processes() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, _MOST)
