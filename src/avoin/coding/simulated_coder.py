"""A coder who knows the answers' codes already, at the real queue with the real suggestions, counting keys.

Enters: segments and codes as numbers, and which codes each answer has. Leaves: how many keys he pressed.
Invariant: at the end every answer has exactly its codes and is decided.

The simulated coder knows the codes of answers, while the workbench codes segments. He places each code of an answer on
one segment, the one that has the highest chance for it at the time; of the answer's other segments nothing is said
about that code. He takes the shortest way through the workbench that needs no foresight:

- Pages first, the surest page on top. An item is right when its answer has the code and it is the answer's best segment
  for it. Where at least half of the page is right he confirms it: Space for each item that is wrong, Enter. Else he
  skips it (one key, and another when he takes it up again) and looks at the next one.
- Where no page is left that he has not skipped, he goes over to single answers (two keys), codes ten, and comes back
  (two keys) if there is a page.
- On an answer he takes each missing code with its digit where it is among the nine suggestions shown on its segment,
  else by type-ahead: letters until ``type_ahead.find_codes`` leaves one code, and Enter. Enter says that the answer is
  done. An answer is visited unless pages have decided all its segments and given all its codes.
- Without suggestions every answer costs type-ahead for each code, and Enter.

Other policies than pages first are measured beside it (``Policy``). Where he goes through themes first, he puts on each
the code that most of its segments deserve: Enter where it is the one that is suggested, its letters otherwise, and
Space for each exception; a theme of which less than half deserves one code he skips (two keys, as a page).

Moving with the arrow keys is counted on neither side. Identical answers with the same codes are decided once on both
sides. Suggestions are fresh after each page and after every fifth answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from avoin.coding.evidence import UNKNOWN, Evidence
from avoin.coding.queue import PAGE_SIZE, QueueOrder, RowPage, lay_pages, shortlists
from avoin.coding.suggester import Codes, Segments, Suggester
from avoin.coding.suggestion import LEAST_OFFERED, N_OFFERED

_BURST = 10
_REFIT_EVERY = 5
_WORTH_CONFIRMING = 0.5
_GO_AND_COME_BACK = 4
_THERE_AND_BACK = 2
"""Keys that a skipped page costs, which is taken up another time."""


@dataclass(frozen=True)
class Finished:
    """Finished codings in numbers.

    Attributes
    ----------
    segments : Segments
        All segments of the question; those of answers without known codes only say which words there are.
    codes : Codes
    truth : ndarray of bool, shape (n_answers, n_codes)
        Which codes the answers have; answers are numbered as in ``segments.answer``.
    known : ndarray of int
        Answers whose codes are known.
    group : ndarray of int, shape (n_answers,)
        The same number for identical answers with the same codes.
    keys : ndarray of int, shape (n_codes,)
        Keys that type-ahead needs for each code, Enter included.
    doubt : ndarray of bool, shape (n_answers, n_codes), or None
        Codes that coders did not agree on: left out where suggestions are measured.
    """

    segments: Segments
    codes: Codes
    truth: NDArray[np.bool_]
    known: NDArray[np.intp]
    group: NDArray[np.intp]
    keys: NDArray[np.intp]
    doubt: NDArray[np.bool_] | None = None

    @property
    def heads(self) -> NDArray[np.intp]:
        """The first of each group of identical answers, ascending."""
        _groups, first = np.unique(self.group[self.known], return_index=True)
        return np.sort(self.known[first])

    @property
    def members(self) -> dict[int, list[int]]:
        """The answers of each group under each of them."""
        groups: dict[int, list[int]] = {}
        for answer in self.known:
            groups.setdefault(int(self.group[answer]), []).append(int(answer))
        return {answer: group for group in groups.values() for answer in group}

    def keys_without(self) -> int:
        """Return the keys that coding without suggestions needs."""
        heads = self.heads
        return int((self.truth[heads] @ self.keys).sum()) + len(heads)


@dataclass(frozen=True, slots=True)
class Policy:
    """How the coder goes through the answers.

    Attributes
    ----------
    page_size : int
        Segments on a page; 0 goes through single answers only.
    least_sure_first : bool
        Single answers are taken where suggestions are least sure first, as ``QueueOrder.UNCERTAIN`` has them.
    themes : tuple of tuple of int
        Rows of segments, a theme each, that are gone through before anything else.
    """

    page_size: int = PAGE_SIZE
    least_sure_first: bool = False
    themes: tuple[tuple[int, ...], ...] = ()


DEFAULT = Policy()
POLICIES = {
    QueueOrder.PAGES: DEFAULT,
    QueueOrder.UNCERTAIN: Policy(page_size=0, least_sure_first=True),
    QueueOrder.FILE: Policy(page_size=0),
}
"""Orders of the workbench that can be replayed from codings alone."""


@dataclass
class Coder:
    """The simulated coder with one order of answers, and the keys he has pressed.

    Attributes
    ----------
    order : ndarray of int
        Known answers in the order in which single ones are taken.
    labels : ndarray of int8, shape (n_segments, n_codes)
        What is decided, as ``Evidence`` holds it.
    given : ndarray of bool, shape (n_answers, n_codes)
        Codes that answers have by now.
    """

    finished: Finished
    order: NDArray[np.intp]
    policy: Policy = DEFAULT
    keys: int = 0
    labels: NDArray[np.int8] = field(init=False)
    given: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        n_segments, n_codes = len(self.finished.segments.text), self.finished.codes.n
        self.labels = np.full((n_segments, n_codes), UNKNOWN, dtype=np.int8)
        self.given = np.zeros_like(self.finished.truth)
        self._decided = np.zeros(n_segments, dtype=bool)
        self._refused = np.zeros((n_segments, n_codes), dtype=bool)
        self._visited = np.zeros(len(self.finished.truth), dtype=bool)
        self._moment: dict[int, None] = {}
        shown = np.zeros(len(self.finished.truth), dtype=bool)
        shown[self.finished.heads] = True
        self._shown = shown[self.finished.segments.answer]
        self._segments_of = segments_of(self.finished.segments, len(self.finished.truth))
        self._members = self.finished.members

    def code_all(self) -> int:
        """Code every answer and return how many keys it took."""
        self._refit()
        self._through_themes()
        self._through_pages()
        heads = set(self.finished.heads.tolist())
        queue = [int(answer) for answer in self.order if int(answer) in heads]
        while queue := self._sorted([answer for answer in queue if not self._is_finished(answer)]):
            burst, queue = queue[:_BURST], queue[_BURST:]
            self._one_by_one(burst)
            if queue and self._pages(()):
                self.keys += _GO_AND_COME_BACK
                self._through_pages()
        return self.keys

    def _sorted(self, queue: list[int]) -> list[int]:
        if not self.policy.least_sure_first:
            return queue
        return sorted(queue, key=lambda answer: abs(float(self._scores[self._segments_of[answer]].max()) - 0.5))

    def _through_themes(self) -> None:
        for theme in self.policy.themes:
            rows = [row for row in theme if self._shown[row] and not self._decided[row]]
            if not rows:
                continue
            right = np.array([[self._is_right(row, code) for code in range(self.finished.codes.n)] for row in rows])
            code = int(np.argmax(right.mean(axis=0)))
            if right[:, code].mean() < _WORTH_CONFIRMING:
                self.keys += _THERE_AND_BACK
                continue
            is_suggested = code == int(np.argmax(self._scores[rows].mean(axis=0)))
            self.keys += 1 if is_suggested else int(self.finished.keys[code])
            self.keys += int((~right[:, code]).sum())
            self._confirm(rows, code, right[:, code])
            self._refit()

    def _through_pages(self) -> None:
        """Confirm pages until none is left that was not skipped; a page once skipped is not looked at again here."""
        skipped: list[int] = []
        while pages := self._pages(skipped):
            page = pages[0]
            right = np.array([self._is_right(row, page.code) for row in page.rows], dtype=bool)
            if right.mean() < _WORTH_CONFIRMING:
                self.keys += _THERE_AND_BACK
                skipped.append(page.code)
                continue
            self.keys += 1 + int((~right).sum())
            self._confirm(page.rows, page.code, right)
            self._refit()

    def _one_by_one(self, answers: list[int]) -> None:
        for place, answer in enumerate(answers, start=1):
            if not self._is_finished(answer):
                self._visit(answer)
            if place % _REFIT_EVERY == 0 or place == len(answers):
                self._refit()

    def _visit(self, answer: int) -> None:
        for code in np.flatnonzero(self.finished.truth[answer] & ~self.given[answer]):
            row = self._best_segment(answer, int(code))
            self.keys += 1 if self._is_offered(row, int(code)) else int(self.finished.keys[code])
            self._give(row, int(code))
        self.keys += 1
        for member in self._members[answer]:
            self._visited[member] = True
            rows = self._segments_of[member]
            self._decided[rows] = True
            # that a code stands on another segment of the answer says nothing about this one
            absent = ~self.finished.truth[member]
            self.labels[rows] = np.where(absent, 0, self.labels[rows])
            self._note(rows)

    def _confirm(self, rows: Sequence[int], code: int, right: NDArray[np.bool_]) -> None:
        for row, is_right in zip(rows, right, strict=True):
            if is_right:
                self._give(row, code, decided=True)
            else:
                self._refuse(row, code)

    def _give(self, row: int, code: int, *, decided: bool = False) -> None:
        for twin in self._twins(row):
            self.labels[twin, code] = 1
            self.given[self.finished.segments.answer[twin], code] = True
            self._decided[twin] |= decided
            self._note([twin])

    def _refuse(self, row: int, code: int) -> None:
        for twin in self._twins(row):
            self._refused[twin, code] = True
            # the answer may have the code on a better segment: then nothing is said about this one
            if not self.finished.truth[self.finished.segments.answer[twin], code]:
                self.labels[twin, code] = 0
                self._note([twin])

    def _twins(self, row: int) -> list[int]:
        """Return the segment and the same one of identical answers."""
        answer = int(self.finished.segments.answer[row])
        place = self._segments_of[answer].index(row)
        members = self._members[answer]
        return [self._segments_of[each][place] for each in members if place < len(self._segments_of[each])]

    def _is_finished(self, answer: int) -> bool:
        if self._visited[answer]:
            return True
        complete = not (self.finished.truth[answer] & ~self.given[answer]).any()
        return complete and bool(self._decided[self._segments_of[answer]].all())

    def _is_right(self, row: int, code: int) -> bool:
        answer = int(self.finished.segments.answer[row])
        return bool(self.finished.truth[answer, code]) and self._best_segment(answer, code) == row

    def _best_segment(self, answer: int, code: int) -> int:
        rows = self._segments_of[answer]
        return rows[int(np.argmax(self._scores[rows, code]))]

    def _is_offered(self, row: int, code: int) -> bool:
        chances = np.where(self.labels[row] == 1, -1.0, self._scores[row])
        chances[self._refused[row]] = -1.0
        return bool(chances[code] >= LEAST_OFFERED and (chances > chances[code]).sum() < N_OFFERED)

    def _pages(self, skipped: Sequence[int]) -> list[RowPage]:
        if not self.policy.page_size:
            return []
        answer = self.finished.segments.answer
        settled = self._refused | self.given[answer] | self._visited[answer][:, None]
        pages = lay_pages(self._lists, self._scores, settled, self.finished.group[answer], self.policy.page_size)
        return [page for page in pages if page.code not in skipped]

    def _note(self, rows: list[int]) -> None:
        """Keep the order in which segments were decided."""
        for row in rows:
            self._moment.pop(row, None)
            self._moment[row] = None

    def _refit(self) -> None:
        rows = np.fromiter(self._moment, dtype=np.intp, count=len(self._moment))
        fitted = Suggester().fit(self.finished.segments, self.finished.codes, Evidence(rows, self.labels[rows]))
        self._scores = fitted.scores_
        self._lists = shortlists(self._scores, self._shown)


def segments_of(segments: Segments, n_answers: int) -> tuple[list[int], ...]:
    """Return the rows of each answer's segments, in order."""
    rows: tuple[list[int], ...] = tuple([] for _answer in range(n_answers))
    for row, answer in enumerate(segments.answer):
        rows[answer].append(row)
    return rows
