"""The codes suggested for one segment: number, name, how sure, and the words that speak for it."""

from collections.abc import Hashable
from dataclasses import dataclass

from textual.content import Content

from avoin.ids import CodeId
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import chance_told, fit, shown, shown_line


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion.

    Attributes
    ----------
    number : int
        The digit that takes it, 1-9; 0 where none does.
    p : float or None
        How sure, 0-1; None for a code that is on the segment without being suggested.
    words : str
        The words that speak for it.
    on, refused : bool
        Already on the segment; refused there.
    recent : bool
        Neither suggested nor on it: a code that was used last.
    sure : bool
        False where it is offered only.
    """

    code: CodeId
    name: str
    number: int
    p: float | None
    words: str = ""
    on: bool = False
    refused: bool = False
    recent: bool = False
    sure: bool = True


class SuggestionList(RowList[SuggestionRow]):
    """The suggestions."""

    def key_of(self, item: SuggestionRow) -> Hashable:
        """Return the code."""
        return item.code

    def lines(self, item: SuggestionRow, index: int, width: int) -> list[Content]:
        """Draw a suggestion on one line; "✓" is on the segment, "✗" was refused, "↺" was used last, "?" is unsure."""
        del index
        sign = "✓" if item.on else ("✗" if item.refused else " ")
        number = str(item.number) if item.number else "·"
        unsure = "" if item.sure else "dim"
        room = max(width - 13, 0)
        words = shown_line(item.words, "italic") if item.words and room > 40 else Content("")
        name = shown_line(item.name, "bold" if item.on else unsure)
        for_name = min(name.cell_length, room - 18) if words else room
        told = fit(name, max(for_name, 0)) + Content("  ") + shown(_chance(item), unsure)
        line = Content(f" {sign} ") + shown(number, "bold") + Content(" ") + told
        return [fit(line + Content(" ") + words, width)]


def _chance(item: SuggestionRow) -> str:
    """Return what stands for how sure it is, in five cells."""
    if item.p is None:
        return " ↺   " if item.recent else "     "
    return chance_told(item.p, sure=item.sure)
