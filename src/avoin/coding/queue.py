"""What comes next: pages of segments suggested for one code, and orders of answers.

Enters: probabilities (n_segments, n_codes) and what is still open. Leaves: pages and orders.
Invariants: a page never holds a segment that has its code or where it was refused, nor two segments of one answer, nor
two of identical answers; a page under the least expected precision is not offered; equal input gives equal order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from avoin.ids import CodeId, Span

PAGE_SIZE = 10
LEAST_PRECISION = 0.5
"""From here on an item saves its digit more often than it costs the Space that takes it out; with .3 keys were more."""
SHORTLIST = 400


class QueueOrder(StrEnum):
    """In which order answers are shown."""

    PAGES = "pages"  # by the code that is suggested, most certain code first
    THEMES = "themes"  # by candidate theme, as the themes are listed
    UNCERTAIN = "uncertain"  # where the suggestions are least sure first
    FILE = "file"  # as imported
    WAITING = "waiting"  # answers with segments that wait because their code was divided or asked of them later
    OPEN = "open"  # as imported, answers that are not decided only


@dataclass(frozen=True, slots=True)
class Page:
    """About ten segments suggested for one code.

    Attributes
    ----------
    items : tuple of (Span, float)
        Segments with the code's probability, surest first.
    """

    code: CodeId
    items: tuple[tuple[Span, float], ...]

    @property
    def precision(self) -> float:
        """The expected share that deserves the code."""
        return sum(p for _span, p in self.items) / len(self.items)


@dataclass(frozen=True, slots=True)
class RowPage:
    """A page in numbers: which code, which segments, surest first, with their chances."""

    code: int
    rows: tuple[int, ...]
    chances: tuple[float, ...]


def shortlists(scores: NDArray[np.float32], offered: NDArray[np.bool_]) -> tuple[NDArray[np.intp], ...]:
    """Return for each code the segments that may come on its pages, surest first.

    Made once for each new set of scores, so that laying the next pages costs the same however many segments there are.

    Parameters
    ----------
    scores : ndarray of shape (n_segments, n_codes)
    offered : ndarray of bool, shape (n_segments,)
        False for segments that are never on a page, as those of another wave.
    """
    return tuple(_surest(np.where(offered, column, 0.0)) for column in scores.T)


def one_of_each(same: NDArray[np.intp], done: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which segments stand for all that are the same: the first that is not decided, or else the first.

    Without it a thousand identical answers fill a shortlist, of which a page then shows one.

    Parameters
    ----------
    same : ndarray of int, shape (n_segments,)
        The same number for the same segment of identical answers.
    done : ndarray of bool, shape (n_segments,)
    """
    open_first = np.argsort(done, kind="stable")
    _number, first = np.unique(same[open_first], return_index=True)
    chosen = np.zeros(len(same), dtype=bool)
    chosen[open_first[first]] = True
    return chosen


def lay_pages(
    lists: Sequence[NDArray[np.intp]],
    scores: NDArray[np.float32],
    settled: NDArray[np.bool_],
    groups: NDArray[np.intp],
    size: int = PAGE_SIZE,
) -> tuple[RowPage, ...]:
    """Lay the next page of every code, the surest page first.

    Parameters
    ----------
    lists : sequence of ndarray of int
        From ``shortlists``.
    scores : ndarray of shape (n_segments, n_codes)
        Probability that the segment deserves the code, 0-1.
    settled : ndarray of bool, shape (n_segments, n_codes)
        True where the code is there already, was refused, or the segment was looked at without it.
    groups : ndarray of int, shape (n_segments,)
        Number of the answer a segment is of, the same for identical answers: one segment of each is on a page.
    size : int
        Segments on a page.

    Returns
    -------
    tuple of RowPage
        At most one a code. A segment is on it only while its own chance is at least ``LEAST_PRECISION``: a less
        likely one would cost more keys to take out than it saves.
    """
    pages = []
    for column, ranked in enumerate(lists):
        open_rows = ranked[~settled[ranked, column]]
        _group, first = np.unique(groups[open_rows], return_index=True)
        rows = open_rows[np.sort(first)[:size]]
        if len(rows):
            chances = tuple(float(p) for p in scores[rows, column])
            pages.append(RowPage(column, tuple(int(row) for row in rows), chances))
    return tuple(sorted(pages, key=lambda page: (-round(sum(page.chances) / len(page.chances), 6), -len(page.rows))))


def _surest(chances: NDArray[np.floating]) -> NDArray[np.intp]:
    rows = np.flatnonzero(chances >= LEAST_PRECISION)
    if len(rows) > SHORTLIST:
        rows = rows[np.argpartition(-chances[rows], SHORTLIST)[:SHORTLIST]]
        rows.sort()
    return rows[np.argsort(-chances[rows], kind="stable")]
