"""A list with a cursor that draws only what is seen.

Enters: a sequence of items, of any length. Leaves: ``Moved`` when the cursor goes to another item, ``Clicked`` on a
second click. Invariants: the cursor follows its item by key when the items change; an item taller than the list is
read on with page down; drawing costs as many items as there are lines.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from avoin.tui import keys
from avoin.tui.widgets.shown import fit, lines_of, shown

Item = TypeVar("Item")


class RowList(Widget, Generic[Item], can_focus=True):
    """Rows of one or more lines, one of them under the cursor.

    Children say how an item is drawn (``lines``) and what it is known by (``key_of``).

    Attributes
    ----------
    when_empty : str
        Said in the place of the items while there are none.
    """

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("rows")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--faint"}
    DEFAULT_CSS = """
    RowList { height: 1fr; & > .rows--cursor { text-style: bold; } & > .rows--faint { text-style: dim; } }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another item."""

        rows: "RowList[Any]"

        @property
        def control(self) -> "RowList[Any]":
            """The list, for ``@on``."""
            return self.rows

    @dataclass
    class Clicked(Message):
        """The item under the cursor was clicked once more."""

        rows: "RowList[Any]"

        @property
        def control(self) -> "RowList[Any]":
            """The list, for ``@on``."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.items: Sequence[Item] = ()
        self.when_empty = ""
        self.cursor = 0
        self._top = 0
        self._skip = 0  # lines of the top item that are above the list
        self._seen: list[tuple[int, Content]] = []
        self._stale = True
        self._cut_off = False  # the last item goes on below the list

    # what children say

    def lines(self, item: Item, index: int, width: int) -> list[Content]:
        """Return an item's lines, each at most ``width`` cells; the first two columns are the cursor's."""
        raise NotImplementedError

    def key_of(self, item: Item) -> Hashable:
        """Return what an item is known by when the items change."""
        raise NotImplementedError

    def turn_page(self, index: int, step: int) -> bool:
        """Turn to another page of an item too long to be drawn whole; return whether there was one."""
        del index, step
        return False

    # what screens ask

    @property
    def chosen(self) -> Item | None:
        """The item under the cursor."""
        return self.items[self.cursor] if self.items else None

    @property
    def visible_items(self) -> tuple[Item, ...]:
        """The items that are on the screen now, whole or in part."""
        self._lay_out()
        return tuple(self.items[index] for index in sorted({index for index, _line in self._seen}))

    def line_at(self, y: int) -> tuple[int, int] | None:
        """Return which item is drawn on a line of the list, and which of the item's lines that is."""
        self._lay_out()
        if not 0 <= y < len(self._seen):
            return None
        index = self._seen[y][0]
        first = next(place for place, (each, _line) in enumerate(self._seen) if each == index)
        return index, y - first + (self._skip if index == self._top else 0)

    def show_items(self, items: Sequence[Item], *, at: Hashable = None) -> None:
        """Draw these items; the cursor stays on its item, or goes to the one known by ``at``."""
        before = self.chosen
        wanted = at if at is not None else (None if before is None else self.key_of(before))
        self.items = items
        place = next((index for index, item in enumerate(items) if self.key_of(item) == wanted), None)
        self.cursor = max(0, min(self.cursor, len(items) - 1)) if place is None else place
        self.redraw()

    def start_over(self) -> None:
        """Forget the items and where the cursor was: what comes next has nothing to do with them."""
        self.items = ()
        self.cursor = self._top = self._skip = 0
        self.redraw()

    def move_to(self, index: int) -> None:
        """Put the cursor on this item, or on the nearest there is."""
        index = max(0, min(index, len(self.items) - 1))
        if index != self.cursor:
            self.cursor = index
            self._skip = 0 if index <= self._top else self._skip
            self.redraw()
            self.screen.post_message(self.Moved(self))

    def redraw(self) -> None:
        """Draw again: an item says something else now."""
        self._stale = True
        self.refresh()

    # keys and mouse

    def action_up(self) -> None:
        """One item up."""
        self.move_to(self.cursor - 1)

    def action_down(self) -> None:
        """One item down."""
        self.move_to(self.cursor + 1)

    def action_first(self) -> None:
        """To the first item."""
        self.move_to(0)

    def action_last(self) -> None:
        """To the last item."""
        self.move_to(len(self.items) - 1)

    def action_page_down(self) -> None:
        """On in an item that goes on below the list, else to the last item that is seen."""
        self._lay_out()
        if not self._seen:
            return
        if self.cursor == self._top and len(self._lines_of(self.cursor)) - self._skip > self.size.height:
            self._skip += max(self.size.height - 1, 1)
            self.redraw()
        elif self.turn_page(self.cursor, 1):
            self._skip = 0
            self.redraw()
        else:
            self.move_to(max(self._seen[-1][0], self.cursor + 1))

    def action_page_up(self) -> None:
        """Back in an item that began above the list, else a listful up."""
        if self._skip and self._top == self.cursor:
            self._skip = max(self._skip - max(self.size.height - 1, 1), 0)
            self.redraw()
            return
        if self.turn_page(self.cursor, -1):
            self.redraw()
            return
        room, index = self.size.height, self.cursor
        while index > 0 and room > 0:
            index -= 1
            room -= len(self._lines_of(index))
        self.move_to(index)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked item."""
        self._lay_out()
        line = event.get_content_offset(self)
        if line is None or not 0 <= line.y < len(self._seen):
            return
        index = self._seen[line.y][0]
        if index == self.cursor:
            self.post_message(self.Clicked(self))
        self.move_to(index)

    def on_mouse_scroll_down(self) -> None:
        """One item down."""
        self.action_down()

    def on_mouse_scroll_up(self) -> None:
        """One item up."""
        self.action_up()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._skip = 0
        self.redraw()

    # drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines all the items take (asked only where the height is automatic)."""
        return sum(len(self._lines_of(index, width)) for index in range(len(self.items)))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        self._lay_out()
        width = self.size.width
        base = self.visual_style
        if y >= len(self._seen):
            return self._instead(y)
        index, content = self._seen[y]
        if index == self.cursor:
            active = self.has_focus or not self.can_focus  # one that takes no focus is moved in from elsewhere
            base = self.get_visual_style("rows--cursor") if active else base
            content = Content("▌" if active else "▏") + content[1:]
        line = fit(content, width)
        if sign := self._more_sign(y):
            line = line.truncate(width - 1, pad=True) + Content(sign)
        return Strip(line.render_segments(base), width)

    def _instead(self, y: int) -> Strip:
        """Draw a line below the items; where there are none, of what is said instead of them."""
        width, base = self.size.width, self.visual_style
        said = [] if self.items else lines_of(shown(self.when_empty), width - 2)
        if y >= len(said):
            return Strip.blank(width, base.rich_style)
        return Strip(fit(Content(" ") + said[y], width).render_segments(base), width)

    def _more_sign(self, y: int) -> str:
        """Return what says at the right edge that the list goes on above or below."""
        if y == 0 and (self._top or self._skip):
            return "▴"
        last = self._seen[-1][0]
        return "▾" if y == self.size.height - 1 and (last < len(self.items) - 1 or self._cut_off) else ""

    def _lines_of(self, index: int, width: int | None = None) -> list[Content]:
        return self.lines(self.items[index], index, self.size.width if width is None else width) or [Content("")]

    def _lay_out(self) -> None:
        if not self._stale:
            return
        self._stale = False
        self._bring_into_view()
        height, self._seen, skip = self.size.height, [], self._skip
        for index in range(self._top, len(self.items)):
            self._seen += [(index, line) for line in self._lines_of(index)[skip:]]
            skip = 0
            if len(self._seen) >= height:
                break
        self._cut_off = len(self._seen) > height
        del self._seen[height:]

    def _bring_into_view(self) -> None:
        if not self.items:
            self._top = self._skip = 0
            return
        if self.cursor <= self._top:
            self._skip = self._skip if self.cursor == self._top else 0
            self._top = self.cursor
            return
        room, top = self.size.height - len(self._lines_of(self.cursor)), self.cursor
        while top > self._top and (above := len(self._lines_of(top - 1))) <= room:
            top, room = top - 1, room - above
        if top != self._top:
            self._top, self._skip = top, 0
