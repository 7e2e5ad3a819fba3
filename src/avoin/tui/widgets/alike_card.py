"""Segments of other answers that say similar things, with the codes they got: for coding alike what is alike."""

from collections.abc import Iterable

from textual.content import Content

from avoin.tui.widgets.shown import Plate, shown_line

_MOST = 300  # of a segment, code points


class AlikeCard(Plate):
    """Similar segments."""

    def show_alike(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Draw these: whose it is, the segment, its codes."""
        parts = []
        for whose, text, codes in rows:
            head = shown_line(whose, "bold") + Content(" ") + shown_line(text[:_MOST])
            parts.append(head + (Content("\n") + shown_line(f"▪ {codes}", "italic") if codes else Content("")))
        self.draw(Content("\n").join(parts))
