"""Segments with a sign before each, the words that speak for a code marked, and what is on them below.

Enters: spans, and a function that looks one up when it is drawn. Leaves: ``Dragged`` where the mouse goes over words.
A text longer than a page is drawn a page at a time. Where a code is on some words only, all codes of the segment have
numbers: in brackets around the words, in a column each beside the lines, and before the names below.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from avoin.i18n import _
from avoin.ids import Span
from avoin.nlp.language import language_name
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import beside, fit, lines_of, pages, shown, shown_line
from avoin.tui.widgets.signed_text import NO_SIGNS, SignedText, Signs, gutter, gutter_width, signed
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
    signs : Signs
        What is set into the text, code points in it.
    below : tuple of str
        Lines under the text: codings, a memo.
    chance : str
        How sure a suggestion is, in as many cells on every row; drawn before the tag.
    """

    text: str
    sign: str
    tag: str = ""
    signs: Signs = NO_SIGNS
    below: tuple[str, ...] = ()
    chance: str = ""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A segment's text as it is drawn.

    Attributes
    ----------
    start : int
        Where the page that is drawn begins in the segment's text.
    """

    start: int
    drawn: SignedText
    lines: list[Content]
    line_starts: list[int]
    more: Content


class SegmentList(RowList[Span]):
    """Segments, looked up as they are drawn."""

    FOLDED = 6
    """A segment that is not under the cursor is drawn in at most this many lines."""

    TAG = 13
    """Cells for how sure it is and whose it is: a long id must not crowd the text out."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._look: Callable[[Span, int], SegmentRow] = _nothing
        self._page = 0
        self._anchor: tuple[int, int] | None = None
        self._has_dragged = False

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
        head = self._head(row)
        indent = Content(" " * head.cell_length)
        laid = self._laid(row, index, width)
        columns = self._columns(row, laid)
        room = width - head.cell_length - gutter_width(row.signs.parts)
        drawn = [
            (indent if place else head) + (fit(line, room) + column if column else line)
            for place, (line, column) in enumerate(zip(laid.lines, columns, strict=True))
        ]
        notes = beside(shown_line(part) for part in row.below)
        below = [indent + line for line in lines_of(notes, width - head.cell_length)] if notes else []
        return drawn + ([indent + laid.more] if laid.more else []) + below

    def _head(self, row: SegmentRow) -> Content:
        told = shown(row.chance) + Content(" ") if row.chance else Content("")
        room = self.TAG - told.cell_length
        tag = shown_line(row.tag).truncate(room, ellipsis=True) + Content(" ") if row.tag else Content("")
        return Content("  ") + shown(row.sign, "bold") + Content(" ") + told + tag

    def _laid(self, row: SegmentRow, index: int, width: int) -> _Laid:
        """Lay out the page of the text that is drawn, and what says that there are others."""
        all_pages = pages(row.text)
        number = min(self._page if index == self.cursor else 0, len(all_pages) - 1)
        start, end = all_pages[number]
        drawn = signed(row.text[start:end], row.signs.within(start, end))
        room = width - self._head(row).cell_length - gutter_width(row.signs.parts)
        lines = lines_of(drawn.content, room, most=None if index == self.cursor else self.FOLDED)
        says = _("page {page} of {pages}, PgDn reads on").format(page=number + 1, pages=len(all_pages))
        more = shown(says, "italic") if len(all_pages) > 1 else Content("")
        return _Laid(start, drawn, lines, drawn.line_starts(lines), more)

    def _columns(self, row: SegmentRow, laid: _Laid) -> list[Content]:
        """Return what stands beside each line: a column for each code, with its number where it begins."""
        if not row.signs.parts or not laid.drawn.origin:
            return [Content("")] * len(laid.lines)
        seen = set[int]()
        origin = [laid.start + place for place in laid.drawn.origin]
        ends = [*laid.line_starts[1:], len(origin)]
        limits = [
            (origin[min(start, len(origin) - 1)], origin[max(start, end - 1)] + 1)
            for start, end in zip(laid.line_starts, ends, strict=True)
        ]
        return [gutter(row.signs.parts, first, last, seen) for first, last in limits]

    # the mouse over words

    @dataclass
    class Dragged(Message):
        """The mouse went over words of a segment with its button down.

        Attributes
        ----------
        anchor, to : int
            Where it was pressed and where it is now, code points in the segment's text.
        """

        span: Span
        anchor: int
        to: int

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a drag would begin."""
        self._anchor = self._pointed(event)
        self._has_dragged = False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say which words the drag goes over; it stays in the segment where it began."""
        if self._anchor is None or not event.button:
            return
        index, anchor = self._anchor
        there = self._pointed(event)
        if there is not None and there[0] == index and (self._has_dragged or there[1] != anchor):
            if not self._has_dragged:
                self._has_dragged = True
                self.move_to(index)
            self.post_message(self.Dragged(self.items[index], anchor, there[1]))

    def on_mouse_up(self) -> None:
        """End the drag."""
        self._anchor = None

    def on_click(self, event: events.Click) -> None:
        """Leave the cursor where it is after a drag."""
        if self._has_dragged:
            self._has_dragged = False
            event.prevent_default()

    def _pointed(self, event: events.MouseEvent) -> tuple[int, int] | None:
        """Return which item is pointed at and where in its text; None beside the text."""
        where = event.get_content_offset(self)
        line = None if where is None else self.line_at(where.y)
        if where is None or line is None:
            return None
        index, number = line
        row = self._look(self.items[index], index)
        laid = self._laid(row, index, self.size.width)
        if number >= len(laid.lines):
            return None
        column = max(where.x - self._head(row).cell_length, 0)
        return index, laid.start + laid.drawn.at(laid.line_starts[number], laid.lines[number], column)


def signs_of(view: SegmentView, names: Callable[[SegmentView], Sequence[str]]) -> tuple[str, ...]:
    """Return the lines under a segment: its codes, and in words what else is on it."""
    says = [f"▪ {name}" for name in names(view)]
    if view.done and not view.codings:
        says.append(_("▪ decided, without a code"))
    if view.apart:
        says.append(_("▫ language: {language}").format(language=language_name(view.language)))
    if view.flagged:
        says.append(_("⚑ ask a colleague"))
    if view.bookmarked:
        says.append(_("◆ bookmark"))
    if view.quoted:
        words = " … ".join(view.quoted_words)
        says.append(_("❞ quote: {words}").format(words=words) if words else _("❞ quote"))
    says += [_("✎ {memo}").format(memo=memo) for memo in (view.memo, *view.other_memos) if memo]
    return tuple(says)


def _nothing(span: Span, index: int) -> SegmentRow:
    del span, index
    return SegmentRow("", "")
