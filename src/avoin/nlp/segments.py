"""Where an answer's segments are: its sentences, the lines and bullets of a list, the items of a short enumeration.

Enters: a working text. Leaves: [start, end) of each segment in code points, in order. Invariants: never blank, never
overlapping, and nothing is left outside but space, bullets, numbering and what joins the items of an enumeration.
"""

import re
from collections.abc import Iterable, Iterator

from avoin.nlp.enumeration import SEPARATOR_CHARS, items
from avoin.nlp.sentences import sentences

Limits = tuple[int, int]

_BULLET = r"[-–—•·*●▪►○‣>]"
_BULLETS = re.compile(
    rf"(?:\s*(?:{_BULLET}+(?=\s|[^\W\d_])|\(?\d{{1,2}}[.)](?=\s)|\(?[a-h]\)(?=\s)))+\s*|\s+", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:(?<=[\s,;.])|^)\(?(\d{1,2})[.)]\s+(?=[^\W\d_])")
_CLAUSE = re.compile(r";\s+|\s[–—]\s+|,\s+(?=(?:mutta|vaan|sillä|joten|tosin|toisaalta|eikä|men|but)\s)")
_WORD = re.compile(r"[^\W_]")
_LONG = 300
_SHORTEST_CLAUSE = 60


def segment_limits(text: str) -> tuple[Limits, ...]:
    """Return where the segments of a text are.

    Parameters
    ----------
    text : str
        A working text.

    Returns
    -------
    tuple of (int, int)
        [start, end) of each; empty for a blank text. A text of marks or pictures only is one segment.

    Examples
    --------
    >>> segment_limits("Jonot kasvavat. Apua ei saa.")
    ((0, 15), (16, 28))
    """
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        return ()
    found: list[Limits] = []
    if _WORD.search(text):
        for line in _lines(text):
            _gather(text, found, _in_line(text, *line))
    # numbering and bullets without anything behind them are still what somebody answered
    return tuple(found) or (whole,)


def _gather(text: str, found: list[Limits], pieces: Iterable[Limits]) -> None:
    """Add a line's pieces; one without a word goes to the piece before it on the line, bare separators nowhere."""
    first = len(found)
    for start, end in pieces:
        trimmed = _trimmed(text, start, end)
        if trimmed is None or set(text[start:end]) <= SEPARATOR_CHARS:
            continue
        if len(found) > first and not _WORD.search(text, *trimmed):
            found[-1] = (found[-1][0], trimmed[1])
        else:
            found.append(trimmed)


def _trimmed(text: str, start: int, end: int) -> Limits | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _lines(text: str) -> Iterator[Limits]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _in_line(text: str, start: int, end: int) -> Iterator[Limits]:
    for first, last in _numbered(text, start, end):
        begin = _after_bullets(text, first, last)
        for sentence in _with_headings(text, sentences(text, begin, last)):
            yield from _within(text, *sentence)


def _with_headings(text: str, found: Iterable[Limits]) -> Iterator[Limits]:
    """Put a heading ("Jonot:") to what it heads; alone it says nothing that can be coded."""
    begin = None
    last = None
    for start, end in found:
        begin = start if begin is None else begin
        last = end
        if text[end - 1] != ":":
            yield begin, end
            begin = last = None
    if begin is not None and last is not None:
        yield begin, last


def _after_bullets(text: str, start: int, end: int) -> int:
    bullets = _BULLETS.match(text, start, end)
    return bullets.end() if bullets else start


def _numbered(text: str, start: int, end: int) -> Iterator[Limits]:
    """Cut "1. … 2. … 3. …" before each number of a run that begins with 1."""
    wanted = 1
    cuts = []
    for number in _NUMBER.finditer(text, start, end):
        if int(number.group(1)) == wanted:
            cuts.append(number.start())
            wanted += 1
    if wanted < 3:
        cuts = []
    for cut in [*cuts, end]:
        if cut > start:
            yield start, cut
        start = cut


def _within(text: str, start: int, end: int) -> Iterator[Limits]:
    listed = items(text, start, end)
    if listed:
        yield from listed
        return
    for clause in _CLAUSE.finditer(text, start, end):
        if end - start <= _LONG:
            break
        if clause.start() - start >= _SHORTEST_CLAUSE and end - clause.end() >= _SHORTEST_CLAUSE:
            yield start, clause.start() + 1
            start = clause.end()
    yield start, end
