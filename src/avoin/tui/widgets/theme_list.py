"""Candidate themes with how far they are decided; answers that say nothing and other languages as rows at the end."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from textual.content import Content

from avoin.i18n import _
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, shown, shown_line
from avoin.workflow.desk.desk_views import ThemeState

RowKind = Literal["theme", "non_answers", "others"]

NON_ANSWERS = "non_answers"
OTHERS = "others"

_SIGNS: dict[ThemeState, str] = {"open": " ", "partly": "◐", "done": "●", "none": "×"}


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One row of the list.

    Attributes
    ----------
    id : str
        The theme's id; ``NON_ANSWERS`` or ``OTHERS`` for the rows at the end.
    code : str
        Name of the proposed code and how sure it is; drawn where there is room.
    marked : bool
        Chosen for merging.
    noted : bool
        The coder has a note on it.
    """

    id: str
    name: str
    n: int
    state: ThemeState
    code: str = ""
    mixed: bool = False
    marked: bool = False
    noted: bool = False
    kind: RowKind = "theme"


class ThemeList(RowList[ThemeRow]):
    """The themes."""

    WIDE = 44
    """From this many columns on each theme has its proposed code below its name."""

    def key_of(self, item: ThemeRow) -> Hashable:
        """Return the theme's id."""
        return item.id

    def lines(self, item: ThemeRow, index: int, width: int) -> list[Content]:
        """Draw a theme: sign, name, size, and where there is room the proposed code."""
        del index
        sign = _SIGNS[item.state] if item.kind == "theme" else ("●" if item.state == "done" else "─")
        name = shown("+ " if item.marked else "", "bold") + shown_line(item.name)
        name += shown(" ?", "bold") if item.mixed else Content("")
        name = shown("✎ ") + name if item.noted else name
        first = fit(Content(f" {sign} ") + name, width, right=Content(f" {item.n:>4} "))
        if width < self.WIDE or item.kind != "theme":
            return [first]
        says = item.code or _("no code proposed")
        says = _("mixed · {code}").format(code=says) if item.mixed else says
        return [first, fit(Content("   ▸ ") + shown_line(says, "dim"), width)]
