"""Which words of a segment are selected, to be coded or quoted without the rest of it.

Enters: a segment's text and keys or a drag. Leaves: [start, end) in that text, code points. Invariants: at least one
character is selected; whole words first, single characters when asked for, never half of a letter.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

_WORD = re.compile(r"\w+(?:[-'’.:@]\w+)*")
_VISIBLE = re.compile(r"\S+")
_JOINERS = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected in a text.

    Attributes
    ----------
    start, end : int
    at_start : bool
        Which end moves: the start, or else the end.
    """

    text: str
    start: int
    end: int
    at_start: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """What is selected, [start, end)."""
        return self.start, self.end

    def step(self, step: int) -> "Selection":
        """Select the word after or before what is selected, and it only."""
        words = words_of(self.text)
        there = [each for each in words if (each[0] >= self.end if step > 0 else each[1] <= self.start)]
        start, end = (there[0] if step > 0 else there[-1]) if there else self.place
        return replace(self, start=start, end=end, at_start=False)

    def widen(self, step: int) -> "Selection":
        """Move the end that moves by a word; nothing where there is no word that way."""
        words = words_of(self.text)
        limits = [start if self.at_start else end for start, end in words]
        now = self.start if self.at_start else self.end
        there = [each for each in limits if (each > now if step > 0 else each < now)]
        return self._moved((there[0] if step > 0 else there[-1]) if there else now)

    def nudge(self, step: int) -> "Selection":
        """Move the end that moves by a character."""
        now = (self.start if self.at_start else self.end) + step
        while 0 < now < len(self.text) and not _is_limit(self.text, now):
            now += step
        return self._moved(now)

    def other_end(self) -> "Selection":
        """Move the other end from now on."""
        return replace(self, at_start=not self.at_start)

    def _moved(self, place: int) -> "Selection":
        moved = replace(self, start=place) if self.at_start else replace(self, end=place)
        return moved if 0 <= moved.start < moved.end <= len(self.text) else self


def begin(text: str, at: int = 0) -> Selection | None:
    """Select the word at a place, or the first one after it; None where the text has no word."""
    words = words_of(text)
    found = next((each for each in words if each[1] > at), words[-1] if words else None)
    return None if found is None else Selection(text, *found)


def between(text: str, anchor: int, to: int) -> Selection | None:
    """Select from the word at one place to the word at another; the end that was dragged moves."""
    first, last = begin(text, min(anchor, to)), begin(text, max(anchor, to))
    if first is None or last is None:
        return None
    return Selection(text, first.start, last.end, at_start=to < anchor)


def words_of(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each word; of a text without letters, of each group of signs."""
    return [match.span() for match in _WORD.finditer(text)] or [match.span() for match in _VISIBLE.finditer(text)]


def _is_limit(text: str, place: int) -> bool:
    """Return whether a letter ends and another one begins here: accents and joined signs belong to what is before."""
    here, before = text[place], text[place - 1]
    return not unicodedata.combining(here) and here not in _JOINERS and before != "\u200d"
