"""The codes as a tree, each with its use in the waves."""

from collections.abc import Hashable
from dataclasses import dataclass

from textual.content import Content

from avoin.codebook.model import Code
from avoin.i18n import _
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, shown, shown_line

_BAR = 6


@dataclass(frozen=True, slots=True)
class CodeTreeRow:
    """One code.

    Attributes
    ----------
    depth : int
        0 at the top.
    uses : tuple of int or None
        Respondents in each wave that is shown, the earlier first; None where the wave was never asked of the code.
    share : float
        Of the most used code in the last wave, 0–1.
    waiting : int
        Segments that wait for it.
    marked : bool
        Chosen for merging.
    noted : bool
        Somebody has a note on it.
    """

    code: Code
    depth: int
    uses: tuple[int | None, ...]
    share: float
    waiting: int = 0
    marked: bool = False
    noted: bool = False


class CodeTree(RowList[CodeTreeRow]):
    """The tree."""

    def key_of(self, item: CodeTreeRow) -> Hashable:
        """Return the code's id."""
        return item.code.id

    def lines(self, item: CodeTreeRow, index: int, width: int) -> list[Content]:
        """Draw a code on one line: sign, name, use in each wave, a bar."""
        del index
        code = item.code
        sign = "×" if code.retired else ("▾" if not code.codable else " ")
        signs = ("+ " if item.marked else "") + ("✎ " if item.noted else "")
        name = shown(signs, "bold") + shown_line(code.name, "dim" if code.retired else "")
        if code.retired:
            name += shown(_(" (retired)"), "dim")
        if item.waiting:
            name += shown(f" ⧗{item.waiting}", "bold")
        filled = round(item.share * _BAR)
        numbers = "".join(f"{'–' if n is None else n:>5}" for n in item.uses)
        right = Content(f"{numbers} " + "█" * filled + " " * (_BAR - filled))
        return [fit(Content("  " * item.depth + f" {sign} ") + name, width, right=right)]
