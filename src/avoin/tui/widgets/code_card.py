"""What a code means: its definition, what it takes in and leaves out, and the cases in between."""

from textual.content import Content

from avoin.codebook.model import Code, Codebook
from avoin.i18n import _
from avoin.tui.widgets.shown import Plate, lines_of, shown, shown_line


class CodeCard(Plate):
    """The code under the cursor, or the one that would be given."""

    def show_code(self, code: Code | None, codebook: Codebook) -> None:
        """Draw this code; nothing where there is none."""
        if code is None:
            self.border_title = shown("")
            self.draw(shown(_("No code is proposed. Letters find one, n makes a new one."), "italic"))
            return
        above = [each.name for each in codebook.ancestors(code.id)]
        self.border_title = shown_line(" ◂ ".join([code.name, *above]))
        self.draw(card_text(code))


def card_text(code: Code) -> Content:
    """Return the card's text: the definition first, then include and exclude, then borderline cases and an example."""
    parts = [shown_line(code.definition)] if code.definition else []
    limits = []
    if code.include:
        limits.append(shown(_("include: "), "bold") + shown_line(code.include))
    if code.exclude:
        limits.append(shown(_("exclude: "), "bold") + shown_line(code.exclude))
    if limits:
        parts.append(Content(" · ").join(limits))
    if code.borderline:
        parts.append(shown(_("borderline: "), "bold") + shown_line(code.borderline))
    if code.examples:
        parts.append(shown(_("e.g. "), "bold") + shown_line(" · ".join(code.examples)))
    return Content("\n").join(parts or [shown(_("The code has no definition yet."), "italic")])


def first_lines(code: Code, width: int, most: int) -> list[Content]:
    """Return the card's first lines, for a dialog that has little room."""
    return [line for part in card_text(code).split("\n") for line in lines_of(part, width)][:most]
