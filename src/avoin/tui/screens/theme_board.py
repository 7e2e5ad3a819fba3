"""What the themes screen knows: rows, the segments of a row, and which of them would get the code.

Enters: a desk, a filter, what was taken in and out. Leaves: rows, spans and sentences. Nothing here draws or decides.
Invariant: ``taken`` is what Enter acts on, and the preview counts exactly that.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, CodeId, Span
from avoin.tui.desk import Desk
from avoin.tui.screens.sentences import beside_getting, code_name
from avoin.tui.widgets.shown import chance
from avoin.tui.widgets.theme_list import NON_ANSWERS, OTHERS, ThemeRow
from avoin.workflow.desk.desk_views import ThemeState, ThemeView

ASK_FROM = 50
"""Confirming more segments than this at once is asked about first."""

LIKELY = 0.5
"""A proposed code under this chance is asked about first."""


def theme_memo(desk: Desk, theme_id: str) -> str:
    """Return the coder's note on a theme; empty for rows that are no theme."""
    return next((view.memo for view in desk.themes() if view.theme.id == theme_id), "")


@dataclass
class ThemeBoard:
    """One desk's themes as the screen shows them.

    Attributes
    ----------
    kept : frozenset of AnswerKey or None
        Answers that the filter keeps; None keeps all.
    merging : list of str
        Themes marked for merging, in the order they were marked.
    """

    desk: Desk
    kept: frozenset[AnswerKey] | None = None
    merging: list[str] = field(default_factory=list)
    _by_hand: dict[Span, bool] = field(default_factory=dict)
    _counted: dict[tuple[str, CodeId], tuple[str, ...]] = field(default_factory=dict)  # themes may be large

    def renew(self) -> None:
        """Ask the desk again: something was decided."""
        self._counted.clear()

    def rows(self) -> tuple[ThemeRow, ...]:
        """Return the themes, then answers that say nothing, then segments in no theme."""
        return (*map(self._row, self.desk.themes()), *self._rows_at_end())

    def spans(self, row: ThemeRow) -> tuple[Span, ...]:
        """Return a row's segments that the filter keeps, the most typical first."""
        if row.kind == "theme":
            spans = self.desk.theme_spans(row.id)
        elif row.kind == "non_answers":
            spans = self.desk.non_answers()
        else:
            spans = self.desk.unassigned()
        return spans if self.kept is None else tuple(span for span in spans if span.answer in self.kept)

    def code(self, row: ThemeRow) -> tuple[CodeId | None, float]:
        """Return the code proposed for a row."""
        return self.desk.theme_code(row.id) if row.kind == "theme" else (None, 0.0)

    def is_taken(self, span: Span) -> bool:
        """Return whether the segment gets the code: what is open does, unless it was taken out."""
        by_hand = self._by_hand.get(span)
        return not self.is_done(span) if by_hand is None else by_hand

    def is_done(self, span: Span) -> bool:
        """Return whether the segment is decided."""
        return self.desk.is_done(span)

    def toggle(self, span: Span) -> None:
        """Take a segment out, or in again."""
        self._by_hand[span] = not self.is_taken(span)
        self._counted.clear()

    def settle(self, spans: tuple[Span, ...]) -> None:
        """Forget what was taken in by hand: it is decided now."""
        for span in spans:
            self._by_hand.pop(span, None)
        self._counted.clear()

    def start_out(self, row: ThemeRow) -> None:
        """Take out the segments where the proposed code was refused, unless a hand was on them already."""
        view = self._views().get(row.id)
        for span in view.excluded if view is not None else ():
            if span not in self._by_hand:
                self._by_hand[span] = False
                self._counted.clear()

    def taken(self, row: ThemeRow) -> tuple[Span, ...]:
        """Return the segments that Enter acts on."""
        return tuple(span for span in self.spans(row) if self.is_taken(span))

    def sign(self, span: Span) -> str:
        """Return what stands before a segment: ✓ taken, ● decided, ○ left open."""
        if self.is_taken(span):
            return "✓"
        return "●" if self.is_done(span) else "○"

    def preview(self, row: ThemeRow, code: CodeId | None) -> str:
        """Return in words what Enter would do."""
        taken = self.taken(row)
        if not taken:
            return _("All of these are decided.") if row.state == "done" else _("Nothing is marked ✓ here.")
        if row.kind == "non_answers":
            return self._n_decided(len(taken))
        if code is None:
            return _("No code is proposed: letters find one, n makes a new one.")
        return " ".join((*self.counts(row, code), _("Enter confirms.")))

    def counts(self, row: ThemeRow, code: CodeId) -> tuple[str, ...]:
        """Return how many get the code, how many stay open, and what else changes."""
        if (row.id, code) not in self._counted:
            self._counted[row.id, code] = tuple(self._count(row, code))
        return self._counted[row.id, code]

    def _count(self, row: ThemeRow, code: CodeId) -> Iterator[str]:
        taken = self.taken(row)
        before = self.desk.preview(taken, code)
        n = before.n_get
        yield ngettext("{n} segment gets the code.", "{n} segments get the code.", n).format(n=n)
        n = sum(1 for span in self.spans(row) if not self.is_taken(span) and not self.is_done(span))
        if n:
            yield ngettext("{n} stays open.", "{n} stay open.", n).format(n=n)
        yield from beside_getting(before, self.desk.codebook)

    def doubts(self, row: ThemeRow, code: CodeId) -> tuple[str, ...]:
        """Return what speaks for looking twice before so many segments get one code; nothing where nothing does."""
        proposed, p = self.code(row)
        n = len(self.taken(row))
        doubts = []
        if row.mixed:
            doubts.append(_("These are leftovers of several matters, not one theme."))
        if code == proposed and p < LIKELY:
            doubts.append(_("Fewer than half of them are likely to deserve this code."))
        if n > ASK_FROM:
            doubts.append(_("They are more than a screen shows: look through all of them first."))
        return tuple(doubts)

    def next_open(self, rows: tuple[ThemeRow, ...], after: str) -> str | None:
        """Return the next row that has something to decide, or None."""
        ids = [row.id for row in rows]
        place = ids.index(after) + 1 if after in ids else 0
        around = (*rows[place:], *rows[: max(place - 1, 0)])
        return next((row.id for row in around if row.state in ("open", "partly")), None)

    def _n_decided(self, n: int) -> str:
        return ngettext(
            "{n} segment says nothing: Enter decides it without a code.",
            "{n} segments say nothing: Enter decides them without a code.",
            n,
        ).format(n=n)

    def _row(self, view: ThemeView) -> ThemeRow:
        theme = view.theme
        code, p = self.desk.theme_code(theme.id)
        says = "" if code is None else f"{code_name(code, self.desk.codebook)} {chance(p).strip()}"
        marked = theme.id in self.merging
        return ThemeRow(theme.id, theme.name, view.n_segments, view.state, says, theme.mixed, marked, bool(view.memo))

    def _rows_at_end(self) -> Iterator[ThemeRow]:
        silent = self.desk.non_answers()
        if silent:
            yield ThemeRow(NON_ANSWERS, _("no answer"), len(silent), self._state(silent), kind="non_answers")
        others = self.desk.unassigned()
        if others:
            name = _("other languages")
            yield ThemeRow(OTHERS, name, len(others), self._state(others), kind="others")

    def _state(self, spans: tuple[Span, ...]) -> ThemeState:
        n_open = sum(1 for span in spans if not self.is_done(span))
        if not n_open:
            return "done"
        return "open" if n_open == len(spans) else "partly"

    def _views(self) -> dict[str, ThemeView]:
        return {view.theme.id: view for view in self.desk.themes()}
