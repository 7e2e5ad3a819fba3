"""Which words of a quotation are marked: for replacing them or leaving them out.

Enters: a quotation. Leaves: places in its text, code points. Invariant: what is proposed counts as one word, so that it
is marked whole or not at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from avoin.privacy.personal_data import Proposal
from avoin.workflow.outgoing.quote_desk import QuoteView

_WORD = re.compile(r"\w+(?:[-'’.:@]\w+)*")


@dataclass(frozen=True, slots=True)
class Marking:
    """The words of a quotation and those of them that are marked.

    Attributes
    ----------
    words : tuple of (int, int)
        Every word, [start, end) in the quotation.
    first, last : int
        The marked words, by place in ``words``; -1 where none is.
    """

    words: tuple[tuple[int, int], ...] = ()
    first: int = -1
    last: int = -1

    @property
    def place(self) -> tuple[int, int] | None:
        """What is marked, [start, end); None where nothing is."""
        return (self.words[self.first][0], self.words[self.last][1]) if self.first >= 0 else None

    def step(self, step: int) -> "Marking":
        """Mark the word after or before, and it only; from nothing the first or the last one."""
        if not self.words:
            return self
        there = self.last + step if step > 0 else (self.first if self.first >= 0 else len(self.words)) + step
        there = max(0, min(there, len(self.words) - 1))
        return replace(self, first=there, last=there)

    def widen(self, step: int) -> "Marking":
        """Mark one word more at the end, or one less; one always stays."""
        if self.first < 0:
            return self.step(1)
        return replace(self, last=max(self.first, min(self.last + step, len(self.words) - 1)))

    def at(self, place: tuple[int, int] | None) -> "Marking":
        """Mark the word that is at a place; nothing where there is none."""
        found = next((number for number, word in enumerate(self.words) if place and word[0] <= place[0] < word[1]), -1)
        return replace(self, first=found, last=found)


def marking_of(view: QuoteView) -> Marking:
    """Return the words of a quotation, the first proposal marked where there is one."""
    return Marking(tuple(sorted(_words_of(view)))).at(next(((p.start, p.end) for p in view.proposals), None))


def proposal_at(view: QuoteView, place: tuple[int, int] | None) -> Proposal | None:
    """Return the proposal that is exactly at a place."""
    return next((each for each in view.proposals if (each.start, each.end) == place), None)


def next_proposal(view: QuoteView, marking: Marking) -> Marking:
    """Mark the proposal after what is marked, round to the first; nothing where there is none."""
    end = marking.place[1] if marking.place else 0
    after = [each for each in view.proposals if each.start >= end] or list(view.proposals)
    return marking.at((after[0].start, after[0].end) if after else None)


def _words_of(view: QuoteView) -> Iterator[tuple[int, int]]:
    taken = [(each.start, each.end) for each in view.proposals]
    yield from taken
    for match in _WORD.finditer(view.text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield match.span()
