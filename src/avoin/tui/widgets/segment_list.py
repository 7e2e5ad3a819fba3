"""Segments with a sign before each, the words that speak for a code marked, and what is on them below.

Enters: spans, and a function that looks one up when it is drawn. A text longer than a page is drawn a page at a time.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from textual.content import Content

from avoin.i18n import _
from avoin.ids import Span
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Words, beside, lines_of, marked, pages, shown, shown_line
from avoin.workflow.desk.desk_views import SegmentView


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """How one segment is drawn.

    Attributes
    ----------
    sign : str
        "✓" gets the code, "○" taken out, "●" decided, or a number.
    tag : str
        Whose it is; drawn before the text.
    words : sequence of (int, int)
        Places to mark, code points in the segment's text.
    below : tuple of str
        Lines under the text: codings, a memo.
    cut : int or None
        Where the segment would be cut, code points in its text.
    """

    text: str
    sign: str
    tag: str = ""
    words: Words = ()
    below: tuple[str, ...] = ()
    cut: int | None = None


class SegmentList(RowList[Span]):
    """Segments, looked up as they are drawn."""

    FOLDED = 6
    """A segment that is not under the cursor is drawn in at most this many lines."""

    TAG = 12
    """Cells for whose a segment is: a long id must not crowd the text out."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._look: Callable[[Span, int], SegmentRow] = _nothing
        self._page = 0

    def show_segments(
        self, spans: Sequence[Span], look: Callable[[Span, int], SegmentRow], *, at: Hashable = None
    ) -> None:
        """Draw these segments as ``look(span, index)`` says; the cursor stays on its segment, or goes to ``at``."""
        before = self.chosen
        self._look = look
        self.show_items(spans, at=at)
        if self.chosen != before:
            self._page = 0

    def move_to(self, index: int) -> None:
        """Put the cursor on this segment, at its first page."""
        before = self.cursor
        super().move_to(index)
        if self.cursor != before:
            self._page = 0

    def key_of(self, item: Span) -> Hashable:
        """Return the span itself."""
        return item

    def turn_page(self, index: int, step: int) -> bool:
        """Turn the page of a long segment."""
        there = self._page + step
        if not 0 <= there < len(pages(self._look(self.items[index], index).text)):
            return False
        self._page = there
        return True

    def lines(self, item: Span, index: int, width: int) -> list[Content]:
        """Draw a segment with a hanging indent."""
        row = self._look(item, index)
        tag = shown_line(row.tag).truncate(self.TAG, ellipsis=True) + Content(" ") if row.tag else Content("")
        head = Content("  ") + shown(row.sign, "bold") + Content(" ") + tag
        indent = Content(" " * head.cell_length)
        text, more = self._text(row, index)
        folded = None if index == self.cursor else self.FOLDED
        lines = lines_of(text, width - head.cell_length, most=folded)
        drawn = [(indent if place else head) + line for place, line in enumerate(lines)]
        notes = beside(shown_line(part) for part in row.below)
        below = [indent + line for line in lines_of(notes, width - head.cell_length)] if notes else []
        return drawn + ([indent + more] if more else []) + below

    def _text(self, row: SegmentRow, index: int) -> tuple[Content, Content]:
        """Return the page of the text that is drawn, and what says that there are others."""
        all_pages = pages(row.text)
        number = self._page if index == self.cursor else 0
        start, end = all_pages[min(number, len(all_pages) - 1)]
        text = marked(row.text[start:end], [(left - start, right - start) for left, right in row.words])
        if row.cut is not None and start <= row.cut < end:
            text = text[: row.cut - start] + shown("┃", "bold reverse") + text[row.cut - start :]
        if len(all_pages) == 1:
            return text, Content("")
        says = _("page {page} of {pages}, PgDn reads on").format(page=number + 1, pages=len(all_pages))
        return text, shown(says, "italic")


def signs_of(view: SegmentView, names: Callable[[SegmentView], Sequence[str]]) -> tuple[str, ...]:
    """Return the lines under a segment: its codes, and in words what else is on it."""
    says = [f"▪ {name}" for name in names(view)]
    if view.done and not view.codings:
        says.append(_("▪ decided, without a code"))
    if view.flagged:
        says.append(_("⚑ ask a colleague"))
    if view.quoted:
        says.append(_("❞ quote"))
    if view.memo:
        says.append(_("✎ {memo}").format(memo=view.memo))
    return tuple(says)


def _nothing(span: Span, index: int) -> SegmentRow:
    del span, index
    return SegmentRow("", "")
