"""What a code means: its definition, what it takes in and leaves out, and the cases in between."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from avoin.codebook.model import Code, Codebook
from avoin.i18n import _
from avoin.tui.widgets.shown import lines_of, shown, shown_line


class CodeCard(Widget):
    """The code under the cursor, or the one that would be given; every part is begun before any is told in full."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._code: Code | None = None
        self._title = ""

    def show_code(self, code: Code | None, codebook: Codebook) -> None:
        """Draw this code; nothing where there is none."""
        above = [] if code is None else [each.name for each in codebook.ancestors(code.id)]
        title = "" if code is None else " ◂ ".join([code.name, *above])
        if (code, title) == (self._code, self._title):
            return
        self._code, self._title = code, title
        self.border_title = shown_line(title)
        self.refresh()

    def render(self) -> RenderResult:
        """Draw the card in the lines there are."""
        if self._code is None:
            return shown(_("No code to show."), "italic")
        return Content("\n").join(told(self._code, self.size.width, self.size.height))


def told(code: Code, width: int, height: int) -> list[Content]:
    """Return a code's card in at most ``height`` lines.

    Each part gets a line first, in order; what is left goes to the parts that need more, the first ones first. Where
    there are more parts than lines, those after the definition share lines, so that each is begun.
    """
    height = max(height, 1)
    if len(_parts(code)) > height:
        return [_beside(parts, width) for parts in _shared(_parts(code), height)]
    parts = [lines_of(part, width) for part in _parts(code)]
    room = [1] * len(parts)
    left = height - len(parts)
    for place, lines in enumerate(parts):
        more = min(len(lines) - 1, max(left, 0))
        room[place] += more
        left -= more
    return [line for part, most in zip(_parts(code), room, strict=False) for line in lines_of(part, width, most=most)]


def _shared(parts: list[Content], height: int) -> list[list[Content]]:
    """Return the parts of each line: the first by itself, the others evenly, the upper lines with more of them."""
    if height == 1:
        return [parts[:1]]
    lines, rest = [parts[:1]], parts[1:]
    for left in range(height - 1, 0, -1):
        n = -(-len(rest) // left)
        lines.append(rest[:n])
        rest = rest[n:]
    return lines


def _beside(parts: list[Content], width: int) -> Content:
    """Return the parts on one line, each with its share of it; what a short one leaves goes to the others."""
    gap = Content(" · ")
    line = Content("")
    for place, part in enumerate(parts):
        after = parts[place + 1 :]
        free = width - line.cell_length - gap.cell_length * (len(after) + bool(line))
        room = max(free // (len(after) + 1), free - sum(each.cell_length for each in after))
        line = (line + gap if line else line) + part.truncate(max(room, 1), ellipsis=True)
    return line


def card_text(code: Code) -> Content:
    """Return the whole card."""
    return Content("\n").join(_parts(code))


def _parts(code: Code) -> list[Content]:
    named = (
        ("", code.definition),
        (_("include: "), code.include),
        (_("exclude: "), code.exclude),
        (_("borderline: "), code.borderline),
        (_("e.g. "), " · ".join(code.examples)),
    )
    parts = [shown(head, "bold") + shown_line(text) for head, text in named if text.strip()]
    return parts or [shown(_("The code has no definition yet."), "italic")]
