"""The one door of text to the screen.

Enters: any string, from a file or our own. Leaves: ``Content`` that holds no control byte and is never read as markup.
Invariant: ``shown`` keeps the length in code points, so offsets into a working text stay valid.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from textual.app import RenderResult
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from avoin.report.words import percent
from avoin.text import show, show_line

MOST_CERTAIN = 0.99
"""A guess is never shown as more certain than this."""

PAGE_LENGTH = 4_000
"""A text longer than this is drawn a page at a time (code points)."""

UNSURE = "?"
"""Stands after the chance of a suggestion that is offered only."""

Words = Sequence[tuple[int, int]]
"""Places in a text, code points, [start, end)."""


def shown(text: str, style: str | Style = "") -> Content:
    r"""Return text as it may be drawn, line ends kept.

    Examples
    --------
    >>> shown("[/] a\x1b[31m").plain
    '[/] a␛[31m'
    """
    safe = show(text).replace("\t", " ")
    return Content.styled(safe, style) if style else Content(safe)


def shown_line(text: str, style: str | Style = "") -> Content:
    """Return text as one line: line ends and tabs become spaces."""
    return shown(show_line(text), style)


def chance(p: float) -> str:
    """Return how sure a guess is, 0–1, as a percentage of five cells; a guess is never told as certain."""
    return f"{percent(Fraction(min(p, MOST_CERTAIN))):>5}"


def chance_told(p: float, *, sure: bool) -> str:
    """Return a suggestion's chance in five cells, with its sign where the program is not sure of it."""
    return f"{chance(p)[1:]}{' ' if sure else UNSURE}"


def marked(text: str, words: Words, style: str | Style = "bold underline") -> Content:
    """Return text on one line, offsets kept, with the words at these places marked."""
    content = shown(show(text).replace("\n", " "))
    for start, end in words:
        content = content.stylize(style, max(start, 0), max(min(end, len(content)), 0))
    return content


def fit(content: Content, width: int, *, right: Content | None = None) -> Content:
    """Return one line of exactly this width: cut with "…" or filled with spaces, with something at its right end.

    Parameters
    ----------
    width : int
        Cells.
    right : Content, optional
        Kept whole where there is room for it; the left part gives way.
    """
    if width <= 0:
        return Content("")
    if right is None:
        return content.truncate(width, ellipsis=True, pad=True)
    room = width - right.cell_length
    if room <= 0:
        return right.truncate(width, ellipsis=True, pad=True)
    return content.truncate(room, ellipsis=True, pad=True) + right


def lines_of(content: Content, width: int, *, most: int | None = None) -> list[Content]:
    """Wrap to lines of at most this width; where there are more than ``most``, the last one ends with "…"."""
    lines = content.wrap(max(width, 2))
    if most is None or len(lines) <= most:
        return lines
    kept = lines[:most]
    kept[-1] = (kept[-1].rstrip() + Content(" …")).truncate(max(width, 2), ellipsis=True)
    return kept


def pages(text: str, length: int = PAGE_LENGTH) -> tuple[tuple[int, int], ...]:
    """Return [start, end) of each page of a text, cut at spaces where there are any; a short text is one page."""
    found: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > length:
        end = start + length
        space = max(text.rfind(" ", start + length // 2, end), text.rfind("\n", start + length // 2, end))
        end = space + 1 if space >= 0 else end
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return tuple(found)


def beside(parts: Iterable[Content], gap: str = "  ") -> Content:
    """Return the parts on one line with a gap between them; empty ones are left out."""
    return Content(gap).join([part for part in parts if part])


class Edges(Widget):
    """One line with something at each edge; the left gives way."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._left = self._right = Content("")

    def draw(self, left: Content, right: Content) -> None:
        """Draw this from now on."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> RenderResult:
        """Draw the line."""
        return fit(self._left, self.size.width, right=self._right)


class Plate(Static):
    """A piece of the screen that draws ``Content`` and nothing else."""

    def __init__(self, content: Content | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(content or Content(""), id=id, classes=classes, markup=False)

    def draw(self, content: Content) -> None:
        """Draw this from now on; only where its size may follow from it is the screen laid out anew."""
        if isinstance(self.content, Content) and content.is_same(self.content):
            return
        sizes = (self.styles.width, self.styles.height)
        self.update(content, layout=self.styles.height is None or any(each and each.is_auto for each in sizes))
