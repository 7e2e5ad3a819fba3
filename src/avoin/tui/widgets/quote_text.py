"""A quotation with what may tell who spoke underlined, and in the margin what kind of thing that is.

Enters: a view and what is marked. Leaves: nothing. Meaning is in signs and words: ``▸`` before what is marked, ``?``
after what a person should decide, ``→`` before what stands instead.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from avoin.privacy.personal_data import kind_name
from avoin.text import show
from avoin.tui.widgets.shown import fit, shown
from avoin.workflow.outgoing.quote_desk import QuoteView

MARGIN = 18
"""Cells at the right for the kinds."""


class QuoteText(Widget):
    """The words of a quotation and the margin."""

    class Pointed(Message):
        """A word was clicked; ``place`` is its code point in the quotation."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._view: QuoteView | None = None
        self._mark: tuple[int, int] | None = None

    def show_quote(self, view: QuoteView | None, mark: tuple[int, int] | None) -> None:
        """Draw this quotation with these words marked."""
        self._view, self._mark = view, mark
        self.refresh(layout=True)

    def line_of_mark(self) -> int:
        """Return on which line the marked words begin; 0 where none are."""
        if self._view is None or self._mark is None:
            return 0
        at = self._mark[0]
        lines = wrapped(self._view.text, self._room)
        return next((place for place, (start, end) in enumerate(lines) if start <= at < end), 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the quotation takes."""
        return 1 if self._view is None else len(self._rows(self._view, max(width - MARGIN, 10)))

    def render(self) -> RenderResult:
        """Draw text and margin line by line."""
        if self._view is None:
            return Content("")
        words = self._drawn(self._view)
        return Content("\n").join(
            fit(words[start:end].rstrip(), self.size.width, right=fit(Content(" ") + note, MARGIN))
            for start, end, note in self._rows(self._view, self._room)
        )

    def on_click(self, event: events.Click) -> None:
        """Say which word was pointed at."""
        where = event.get_content_offset(self)
        if self._view is None or where is None:
            return
        lines = wrapped(self._view.text, self._room)
        if where.y < len(lines):
            start, end = lines[where.y]
            self.post_message(self.Pointed(min(start + where.x, end - 1)))

    @property
    def _room(self) -> int:
        return max(self.size.width - MARGIN, 10)

    def _drawn(self, view: QuoteView) -> Content:
        words = shown(_one_line(view.text))
        for proposal in view.proposals:
            words = words.stylize("underline", proposal.start, proposal.end)
        for edit in view.edits:
            words = words.stylize("strike dim", max(edit.start, 0), edit.end)
        return words if self._mark is None else words.stylize("bold reverse", *self._mark)

    def _rows(self, view: QuoteView, width: int) -> list[tuple[int, int, Content]]:
        """Return [start, end) of each line and its note; notes for which there is no room go on below."""
        rows, waiting = [], list[Content]()
        for start, end in wrapped(view.text, width):
            waiting += self._notes(view, start, end)
            rows.append((start, end, waiting.pop(0) if waiting else Content("")))
        return rows + [(len(view.text), len(view.text), note) for note in waiting]

    def _notes(self, view: QuoteView, start: int, end: int) -> Iterator[Content]:
        for proposal in view.proposals:
            if start <= proposal.start < end:
                here = self._mark == (proposal.start, proposal.end)
                doubt = "" if proposal.sure else "?"
                yield shown(f"{'▸' if here else ''}{kind_name(proposal.kind)}{doubt}", "bold" if here else "")
        for edit in view.edits:
            if start <= max(edit.start, 0) < end:
                yield shown(f"→{edit.instead}")


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Return [start, end) of each line of a text, at most ``width`` cells of letters, cut at spaces where it can be.

    Examples
    --------
    >>> wrapped("yksi kaksi kolme", 10)
    [(0, 5), (5, 11), (11, 16)]
    """
    line = _one_line(text)
    narrow = cell_len(line) == len(line)
    longest = width if narrow else max(width // 2, 1)  # a wide letter takes two cells
    lines: list[tuple[int, int]] = []
    start, end, used = 0, 0, 0
    for piece in re.findall(rf"\S{{1,{longest}}}\s*|\s+", line):
        if used and used + cell_len(piece.rstrip()) > width:
            lines.append((start, end))
            start, used = end, 0
        end += len(piece)
        used += cell_len(piece)
    return [*lines, (start, end)]


def _one_line(text: str) -> str:
    return show(text).replace("\n", " ").replace("\t", " ")
