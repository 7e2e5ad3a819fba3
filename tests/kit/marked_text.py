"""Sentences with personal data marked, ``Soita {P:Liisalle}``: the text and where the marks were."""

import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\{(\w):([^}]*)\}")


@dataclass(frozen=True)
class MarkedText:
    """A text and its marks, (letter, start, end) in code points."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def marked(line: str) -> MarkedText:
    """Return a line without its braces, and what they marked."""
    pieces: list[str] = []
    marks = []
    place = length = 0
    for match in _MARK.finditer(line):
        before = line[place : match.start()]
        start = length + len(before)
        pieces += [before, match.group(2)]
        length = start + len(match.group(2))
        marks.append((match.group(1), start, length))
        place = match.end()
    return MarkedText("".join((*pieces, line[place:])), tuple(marks))


def marked_lines(path: Path) -> tuple[MarkedText, ...]:
    """Return the sentences of a file; comments begin with #."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(marked(line) for line in lines if line.strip() and not line.startswith("#"))
