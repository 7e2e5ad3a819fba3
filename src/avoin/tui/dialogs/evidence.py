"""Which segments a bullet rests on.

Enters: the coded segments of the theme with their words, and those chosen now. Leaves: those chosen.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from avoin.i18n import _
from avoin.ids import Span
from avoin.report.summary import Evidence
from avoin.tui.dialogs.dialog import Dialog
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import lines_of, shown, shown_line


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One segment, its words, and whether the bullet rests on it."""

    evidence: Evidence
    text: str
    chosen: bool


class EvidenceRows(RowList[EvidenceRow]):
    """Segments."""

    def key_of(self, item: EvidenceRow) -> Hashable:
        """Return segment and code."""
        return item.evidence

    def lines(self, item: EvidenceRow, index: int, width: int) -> list[Content]:
        """Draw a segment with its sign, on at most two lines."""
        del index
        head = Content("  ") + shown("✓ " if item.chosen else "· ", "bold")
        said = shown_line(item.evidence.span.answer.respondent, "dim") + Content("  ") + shown_line(item.text)
        return [
            (Content("    ") if place else head) + line for place, line in enumerate(lines_of(said, width - 4, most=2))
        ]


class EvidenceDialog(Dialog[tuple[Evidence, ...]]):
    """Asks which; the chosen ones stand first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False),
        Binding("space", "choose", show=False),
        Binding("asterisk", "choose_all", show=False),
    ]

    def __init__(
        self, heading: str, offered: Collection[Evidence], texts: Mapping[Span, str], now: Collection[Evidence]
    ) -> None:
        super().__init__(heading, _("Space in/out  * all or none  Enter takes  Esc leaves"))
        rows = [EvidenceRow(each, texts.get(each.span, _("(no longer has its code)")), each in now) for each in offered]
        self._rows = tuple(sorted(rows, key=lambda row: not row.chosen))

    def compose_body(self) -> ComposeResult:
        """Draw the list."""
        yield EvidenceRows()

    def on_mount(self) -> None:
        """Start in the list."""
        self._show(self._rows)
        self.query_one(EvidenceRows).focus()

    def _show(self, rows: tuple[EvidenceRow, ...]) -> None:
        self._rows = rows
        self.query_one(EvidenceRows).show_items(rows)

    def action_choose(self) -> None:
        """Choose the segment under the cursor, or no longer."""
        at = self.query_one(EvidenceRows).cursor
        self._show(tuple(replace(row, chosen=row.chosen != (place == at)) for place, row in enumerate(self._rows)))

    def action_choose_all(self) -> None:
        """Choose all, or none where all are."""
        wanted = not all(row.chosen for row in self._rows)
        self._show(tuple(replace(row, chosen=wanted) for row in self._rows))

    @on(RowList.Clicked)
    def _clicked(self, event: RowList.Clicked) -> None:
        event.stop()
        self.action_choose()

    def action_take(self) -> None:
        """Hand back what is chosen."""
        self.dismiss(tuple(row.evidence for row in self._rows if row.chosen))
