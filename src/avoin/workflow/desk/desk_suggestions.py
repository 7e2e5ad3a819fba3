"""What the machine suggests at a desk, and how it is kept fresh while the coder goes on.

Enters: the question as read, the codebook, and marks as they are put. Leaves: suggestions, pages, orders.
Invariants: ``refit`` may run in a thread of its own: it works on copies, and readers see the old suggestions until the
new ones are put in their place by one assignment; no decision waits for it. What was decided since the last refit is
respected at once: a code that is there or was refused is never on a page.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from avoin.codebook.model import Codebook
from avoin.coding.decision import Decision, MarkKind
from avoin.coding.queue import Page, lay_pages, one_of_each, shortlists
from avoin.coding.seen import write_seen
from avoin.coding.suggestion import LEAST_OFFERED, Suggestion
from avoin.ids import AnswerKey, CodeId, Span
from avoin.workflow.desk.desk_state import IN_BULK, DeskState, Snapshot, concerned

if TYPE_CHECKING:
    from avoin.workflow.desk.desk_learning import Learned

_SHOWN_IN_FULL = 50
_FAIR_SHARE = 0.3


class Learner(Protocol):
    """Learns from a snapshot with the codebook that it holds."""

    codebook: Codebook

    def __call__(self, snapshot: Snapshot) -> "Learned":
        """Return what was learned; slow."""
        ...


@dataclass(frozen=True)
class _Board:
    """Suggestions that belong together.

    Attributes
    ----------
    row : mapping of Span to int
        Which row of the scores a segment has.
    settled : ndarray of bool, shape (n_segments, n_codes)
        Kept up with each decision, by the thread that decides.
    hidden : ndarray of bool, shape (n_segments,)
        Segments whose suggestions are not shown.
    apart : ndarray of bool, shape (n_segments,)
        Segments of answers in another language than the survey's: on no page, and last in order.
    """

    learned: "Learned"
    row: Mapping[Span, int]
    lists: tuple[NDArray[np.intp], ...]
    groups: NDArray[np.intp]
    settled: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    apart: NDArray[np.bool_]


class DeskSuggestions:
    """Suggestions for the segments of a desk; empty until ``refit`` has run once.

    Parameters
    ----------
    learn : Learner
    shown : collection of AnswerKey
        Answers that are on the desk; others only teach.
    hidden : collection of AnswerKey
        Answers for which suggestions are made and recorded but not shown (``coding.seen``).

    Attributes
    ----------
    n_refits : int
        How often the suggestions have changed.
    """

    def __init__(self, learn: "Learner", shown: Collection[AnswerKey], hidden: Collection[AnswerKey] = ()) -> None:
        self._learn = learn
        self._shown = frozenset(shown)
        self._hidden = frozenset(hidden)
        self._board: _Board | None = None
        self.n_refits = 0
        self._lock = Lock()
        self._one_at_a_time = Lock()

    def apply(self, decision: Decision, state: DeskState) -> None:
        """Fold a decision into the state while no snapshot is taken of it, and keep the pages in step."""
        with self._lock:
            state.apply(decision)
            if self._board is not None:
                _settle(self._board, state, concerned(decision))

    def use(self, codebook: Codebook) -> None:
        """Suggest this codebook's codes from the next refit on."""
        self._learn.codebook = codebook

    def refit(self, state: DeskState) -> None:
        """Learn anew from what is decided now, and put the outcome in place."""
        with self._one_at_a_time:
            with self._lock:
                marks = {key: tuple((mark, put.seq) for mark, put in on.items()) for key, on in state.marks.items()}
                snapshot = Snapshot(dict(state.segments), marks)
            learned = self._learn(snapshot)
            board = self._laid_out(learned, state)
            with self._lock:
                # decisions since the snapshot are settled too; the learning of them waits for the next refit
                _settle(board, state, tuple(state.marks))
                self._board = board
                self.n_refits += 1

    def hides(self, span: Span) -> bool:
        """Return whether suggestions for this segment are not shown."""
        return span.answer in self._hidden

    def suggestions(self, span: Span, n: int, without: Collection[CodeId]) -> tuple[Suggestion, ...]:
        """Return the likeliest codes of a segment with reasons, those left out that it has or refused."""
        board = self._board
        row = None if board is None else board.row.get(span)
        if board is None or row is None or board.hidden[row]:
            return ()
        offered = [
            column
            for column, p in _ranked(board, row)
            if p >= LEAST_OFFERED and board.learned.codes[column] not in without
        ]
        return tuple(board.learned.suggestion(row, column) for column in offered[:n])

    def suggestion(self, span: Span, code: CodeId) -> Suggestion | None:
        """Return a code's suggestion for a segment with reasons; None where it is hidden or too unlikely."""
        board = self._board
        row = None if board is None else board.row.get(span)
        if board is None or row is None or board.hidden[row] or code not in board.learned.codes:
            return None
        column = board.learned.codes.index(code)
        return board.learned.suggestion(row, column) if board.learned.scores[row, column] >= LEAST_OFFERED else None

    def alike(self, span: Span, n: int) -> tuple[Span, ...]:
        """Return the segments of other answers that say the most similar things, each text once; nearest first.

        Empty before the first refit, and where suggestions are hidden: what such segments got would tell them.
        """
        board = self._board
        row = None if board is None else board.row.get(span)
        if board is None or row is None or board.hidden[row]:
            return ()
        spans, segments = board.learned.spans, board.learned.segments
        vectors, text = segments.features.vectors, segments.text
        nearness = vectors @ vectors[text[row]]
        nearness[text[row]] = -np.inf
        found: list[Span] = []
        nearest = np.sort(np.argpartition(-nearness, min(4 * n, len(nearness)) - 1)[: 4 * n])
        for near in nearest[np.argsort(-nearness[nearest], kind="stable")]:
            having = (spans[int(place)] for place in np.flatnonzero(text == near))
            here = (each for each in having if each.answer in self._shown and each.answer != span.answer)
            found += list(here)[:1]
        return tuple(found[:n])

    def chances(self, span: Span) -> Mapping[CodeId, float]:
        """Return every code's chance on a segment; empty before the first refit."""
        board = self._board
        row = None if board is None else board.row.get(span)
        if board is None or row is None:
            return {}
        return dict(zip(board.learned.codes, (float(p) for p in board.learned.scores[row]), strict=True))

    def pages(self, size: int) -> tuple[Page, ...]:
        """Return the next page of every code, the surest page first."""
        board = self._board
        if board is None:
            return ()
        learned = board.learned
        laid = lay_pages(board.lists, learned.scores, board.settled, board.groups, size)
        return tuple(
            Page(
                learned.codes[page.code],
                tuple((learned.spans[row], p) for row, p in zip(page.rows, page.chances, strict=True)),
            )
            for page in laid
        )

    def code_of(self, spans: Sequence[Span], named: CodeId | None, confidence: float) -> tuple[CodeId | None, float]:
        """Return the code that most of these segments deserve, and the share of them expected to.

        Parameters
        ----------
        named : CodeId or None
            What is said where no code is likely enough, with ``confidence`` before the first refit.
        """
        board = self._board
        rows = [] if board is None else [board.row[span] for span in spans if span in board.row]
        if board is None or not rows or not board.learned.codes:
            return named, confidence if named else 0.0
        shares = board.learned.scores[rows].mean(axis=0)
        return code_of_many(board.learned.codes, shares, named)

    def least_sure_first(
        self, keys: Sequence[AnswerKey], segments: Mapping[AnswerKey, Sequence[Span]]
    ) -> list[AnswerKey]:
        """Return the answers with the least sure suggestions first; as given before the first refit."""
        best = self._best(keys, segments)
        return sorted(keys, key=lambda key: abs(best[key][1] - 0.5))

    def by_code(self, keys: Sequence[AnswerKey], segments: Mapping[AnswerKey, Sequence[Span]]) -> list[AnswerKey]:
        """Return the answers by the code that is suggested first, codes in codebook order, surest answer first."""
        best = self._best(keys, segments)
        return sorted(keys, key=lambda key: (best[key][0], -best[key][1]))

    def seen(self, spans: Sequence[Span]) -> str:
        """Return what was suggested on these segments, as JSON for the record; empty where nothing was."""
        board = self._board
        if board is None or not board.learned.codes:
            return ""
        n = 3 if len(spans) <= _SHOWN_IN_FULL else 1
        top = {span: _likeliest(board, board.row[span], n) for span in spans if span in board.row}
        return write_seen(board.learned.version, top, {span for span in top if self.hides(span)})

    def _best(
        self, keys: Sequence[AnswerKey], segments: Mapping[AnswerKey, Sequence[Span]]
    ) -> dict[AnswerKey, tuple[int, float]]:
        """Return each answer's likeliest code, as its place in the codebook, and its chance."""
        board = self._board
        if board is None or not board.learned.codes:
            return dict.fromkeys(keys, (0, 0.0))
        code: list[int] = board.learned.scores.argmax(axis=1).tolist()
        chance: list[float] = board.learned.scores.max(axis=1).tolist()
        last = len(board.learned.codes)
        best = {}
        for key in keys:
            # an order by what is hidden would tell it
            rows = [] if key in self._hidden else [board.row[span] for span in segments[key] if span in board.row]
            if rows and board.apart[rows[0]]:
                best[key] = (0.0, last)
            else:
                best[key] = min(((-chance[row], code[row]) for row in rows), default=(0.0, 0))
        return {key: (place, -p) for key, (p, place) in best.items()}

    def _laid_out(self, learned: "Learned", state: DeskState) -> _Board:
        number: dict[AnswerKey, int] = {}
        for span in learned.spans:
            number.setdefault(state.twins.first(span.answer), len(number))
        shown = np.array([span.answer in self._shown for span in learned.spans], dtype=bool)
        hidden = np.array([self.hides(span) for span in learned.spans], dtype=bool)
        groups = np.array([number[state.twins.first(span.answer)] for span in learned.spans], dtype=np.intp)
        row = {span: place for place, span in enumerate(learned.spans)}
        settled = np.zeros(learned.scores.shape, dtype=bool)
        apart = np.array([state.is_apart(span.answer) for span in learned.spans], dtype=bool)
        offered = np.flatnonzero(shown & ~hidden & ~apart)
        text = learned.segments.text[offered]
        done = np.array([learned.spans[place] in state.done for place in offered], dtype=bool)
        on_pages = np.zeros(len(shown), dtype=bool)
        on_pages[offered] = one_of_each(groups[offered] * (text.max(initial=0) + 1) + text, done)
        lists = shortlists(learned.scores, on_pages)
        return _Board(learned, row, lists, groups, settled, hidden, apart)


def _ranked(board: _Board, row: int) -> list[tuple[int, float]]:
    chances = board.learned.scores[row]
    order = np.argsort(-chances, kind="stable")[:24]
    return [(int(column), float(chances[column])) for column in order]


def _likeliest(board: _Board, row: int, n: int) -> list[tuple[CodeId, float]]:
    return [(board.learned.codes[column], p) for column, p in _ranked(board, row)[:n]]


def _settle(board: _Board, state: DeskState, answers: Collection[AnswerKey]) -> None:
    """Write down which codes are settled on the segments of these answers."""
    column = {code: place for place, code in enumerate(board.learned.codes)}
    for answer in answers:
        marks = state.marks.get(answer, {})
        given = [column[mark.code] for mark in marks if mark.kind is MarkKind.CODING and mark.code in column]
        looked_at = [(mark.start, mark.end) for mark in marks if mark.kind is MarkKind.DONE and mark.text != IN_BULK]
        for span in state.segments.get(answer, ()):
            row = board.row.get(span)
            if row is None:
                continue
            # respondents are counted, not mentions: once an answer has a code, its other segments need no page
            refused = [column[code] for code in state.refused(span) if code in column]
            board.settled[row] = any(start <= span.start and span.end <= end for start, end in looked_at)
            board.settled[row, given] = True
            board.settled[row, refused] = True


def code_of_many(
    codes: Sequence[CodeId], shares: NDArray[np.float32], named: CodeId | None
) -> tuple[CodeId | None, float]:
    """Return the code of a group of segments, and the share of them that it is expected to be right for.

    The code expected for most, where that is a fair share; else the one that the group was named by, if it is likely
    enough for any.

    Parameters
    ----------
    codes : sequence of CodeId of length n_codes
    shares : ndarray of shape (n_codes,)
        Expected share of the segments for each code, 0-1.
    named : CodeId or None
    """
    best = int(np.argmax(shares))
    first = codes.index(named) if named in codes and shares[best] < _FAIR_SHARE else best
    likely = (place for place in (first, best) if shares[place] >= LEAST_OFFERED)
    return next(((codes[place], float(shares[place])) for place in likely), (None, 0.0))
