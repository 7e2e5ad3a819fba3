"""Finding a respondent's words again in other texts: memos, examples of codes, summaries, files.

Enters: what somebody answered. Leaves: other texts without it. Invariant: four words in a row are somebody's words;
fewer are anybody's, so that a code's definition or a colleague's note is not emptied for sharing a phrase.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avoin.text import CUT

RUN = 4
"""So many words in a row are taken for the respondent's own."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """The runs of words that somebody used."""

    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Wording":
        """Return the wording of these texts."""
        return cls(frozenset(run for text in texts for run, _start, _end in _runs(text)))

    def occurs_in(self, text: str) -> bool:
        """Return whether any of it is in a text."""
        return any(run in self.runs for run, _start, _end in _runs(text))

    def without(self, text: str) -> str:
        """Return a text with the words cut out of it; the same text where none is in it."""
        kept, done = [], 0
        for start, end in self._places(text):
            kept += [text[done:start], CUT]
            done = end
        return "".join((*kept, text[done:]))

    def without_in(self, held: str) -> str:
        """Return the same of a text that may be JSON: then of every string in it, and it is JSON again."""
        try:
            value = json.loads(held)
        except ValueError:
            return self.without(held)
        cleaned = self._cleaned(value)
        return held if cleaned == value else json.dumps(cleaned, ensure_ascii=False)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        first, last = -1, -1
        for run, start, end in _runs(text):
            if run not in self.runs:
                continue
            if start > last >= 0:
                yield first, last
            first, last = (start, end) if start > last else (first, end)
        if last >= 0:
            yield first, last

    def _cleaned(self, value: object) -> object:
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            return [self._cleaned(each) for each in value]
        if isinstance(value, dict):
            return {key: self._cleaned(each) for key, each in value.items()}
        return value


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    words = [(found.group().casefold(), found.start(), found.end()) for found in _WORD.finditer(text)]
    for place in range(len(words) - RUN + 1):
        run = words[place : place + RUN]
        yield tuple(word for word, _start, _end in run), run[0][1], run[-1][2]
