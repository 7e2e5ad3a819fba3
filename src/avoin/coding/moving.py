"""What happens to marks on an answer whose words are different now: they go with their words, or wait.

Enters: marks and both texts. Leaves: marks to put on and to take off. Invariants: a coding stays only on the very words
it was put on; one whose words are gone waits on the whole answer to be decided again; no note is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from avoin.coding.decision import Mark, MarkKind
from avoin.corpus.model import Answer
from avoin.ids import AnswerKey

CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Moved:
    """What becomes of the marks of one answer or several.

    Attributes
    ----------
    put, taken : tuple of Mark
    n_kept : int
        Codings that are on the same words still.
    n_waiting : int
        Codings whose words are gone; each waits for its code on the whole answer.
    """

    put: tuple[Mark, ...] = ()
    taken: tuple[Mark, ...] = ()
    n_kept: int = 0
    n_waiting: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        """Return both together."""
        return Moved(
            (*self.put, *other.put),
            (*self.taken, *other.taken),
            self.n_kept + other.n_kept,
            self.n_waiting + other.n_waiting,
        )


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the marks on answers that differ or are gone.

    Attributes
    ----------
    n_gone : int
        Codings on answers that are not there any more; they stay in the history and count no more.
    """

    moved: Moved = Moved()
    n_gone: int = 0


def fate_of(marks: Iterable[Mark], before: Mapping[AnswerKey, Answer], after: Mapping[AnswerKey, Answer]) -> Fate:
    """Return what becomes of the marks on these answers.

    Parameters
    ----------
    before : mapping of AnswerKey to Answer
        Those that differ or are gone.
    after : mapping of AnswerKey to Answer
        All that there are now.
    """
    on: dict[AnswerKey, list[Mark]] = {}
    for mark in marks:
        if mark.answer in before:
            on.setdefault(mark.answer, []).append(mark)
    whole, n_gone = Moved(), 0
    for key, mine in on.items():
        if key in after:
            whole += moved(mine, before[key].text, after[key].text)
        else:
            n_gone += sum(mark.kind is MarkKind.CODING for mark in mine)
    return Fate(whole, n_gone)


def moved(marks: Iterable[Mark], before: str, after: str) -> Moved:
    """Return what becomes of the marks of one answer.

    Parameters
    ----------
    before, after : str
        The working texts; both say something.
    """
    now: dict[Mark, None] = {}
    was = [mark for mark in marks if mark.start >= 0]
    n_kept = n_waiting = 0
    for mark in was:
        start = _place(before, after, mark.start, mark.end)
        if start is not None:
            now[replace(mark, start=start, end=start + mark.end - mark.start)] = None
            n_kept += mark.kind is MarkKind.CODING
        elif mark.kind is MarkKind.CODING:
            now[replace(mark, kind=MarkKind.AWAITS, start=0, end=len(after), text=CHANGED)] = None
            n_waiting += 1
        elif mark.kind in (MarkKind.MEMO, MarkKind.FLAG, MarkKind.BOOKMARK, MarkKind.AWAITS):
            now[replace(mark, start=0, end=len(after))] = None
    put = tuple(mark for mark in now if mark not in set(was))
    return Moved(put, tuple(mark for mark in was if mark not in now), n_kept, n_waiting)


def _place(before: str, after: str, start: int, end: int) -> int | None:
    """Return where the words of a span are in the other text; None where they are gone or nobody can tell which."""
    words = before[start:end]
    if not words.strip():  # a limit between two segments, or a space
        same = max(start, end)
        return start if before[:same] == after[:same] else None
    if before.count(words) != after.count(words) or words not in after:
        return None
    place = -1
    for _each in range(before[:start].count(words) + 1):
        place = after.find(words, place + 1)
    return place if place >= 0 else None
