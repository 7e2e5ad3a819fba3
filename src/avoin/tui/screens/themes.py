"""Themes: the candidates at the left, the segments of one at the right, and what Enter would do with them.

Invariant: Enter gives the code to exactly the segments marked ✓ on the list, and the line above the keys says how many.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from avoin.i18n import _, ngettext
from avoin.ids import CodeId, Span
from avoin.tui import keys, messages
from avoin.tui.desk import Desk
from avoin.tui.dialogs.code_finder import FinderView
from avoin.tui.dialogs.confirm import ConfirmDialog
from avoin.tui.dialogs.new_code import NewCodeDialog
from avoin.tui.places import Place
from avoin.tui.screens import looks, sentences
from avoin.tui.screens.segment_screen import SegmentScreen
from avoin.tui.screens.sentences import code_name
from avoin.tui.screens.theme_board import ThemeBoard, theme_memo
from avoin.tui.screens.work_screen import MemoPlace
from avoin.tui.widgets.code_card import CodeCard
from avoin.tui.widgets.respondent_card import RespondentCard
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.segment_list import SegmentList, SegmentRow
from avoin.tui.widgets.shown import Edges, Plate, chance, shown, shown_line
from avoin.tui.widgets.signed_text import Signs
from avoin.tui.widgets.theme_list import ThemeList, ThemeRow
from avoin.workflow.desk.desk_views import Outcome


class ThemesScreen(SegmentScreen):
    """Coding a theme at a time."""

    PLACE = Place.THEMES
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.THEMES)

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self._board: ThemeBoard | None = None
        self._finding = False
        self._is_first_run = False
        self.wanted: str | None = None  # the theme to show when next drawn

    def compose_body(self) -> ComposeResult:
        """Draw the panes."""
        with Horizontal(id="panes"):
            yield ThemeList(id="themes", classes="pane")
            with Vertical(id="theme", classes="pane"):
                yield Edges(id="proposed")
                yield SegmentList(id="segments")
                yield Plate(id="why")
            with VerticalScroll(id="beside", classes="pane", can_focus=False):
                yield RespondentCard()
        yield CodeCard(id="card", classes="pane")
        yield Plate(id="preview")

    def on_mount(self) -> None:
        """Start in the list of themes."""
        self._themes.focus()
        self.query_one("#beside").border_title = shown(_("Respondent"))

    # what is on the screen

    def memo_place(self) -> MemoPlace | None:
        """Return the theme, or the segment while one is among the segments."""
        desk, row = self.desk, self._themes.chosen
        if desk is None or row is None or row.kind != "theme" or self._segments.has_focus:
            return super().memo_place()
        heading = _("Note on the theme {name}").format(name=row.name)
        return MemoPlace(heading, theme_memo(desk, row.id), lambda text: desk.memo_theme(row.id, text))

    @property
    def _themes(self) -> ThemeList:
        return self.query_one(ThemeList)

    @property
    def _segments(self) -> SegmentList:
        return self.query_one(SegmentList)

    @property
    def selected(self) -> Span | None:
        """The selected segment."""
        return self._segments.chosen

    def desk_changed(self) -> None:
        """Forget what was taken out and marked; find themes where there are none yet."""
        desk = self.desk
        if desk is None:
            return
        self._board = ThemeBoard(desk, self.kept(desk))
        self._is_first_run = not desk.themes() and desk.tally().n_segments > 0
        if self._is_first_run:
            self._rethink(None)

    def show_desk(self) -> None:
        """Draw the themes and the segments of the selected one."""
        board = self._board
        if board is None:
            return
        board.renew()
        rows = board.rows()
        wanted, self.wanted = self.wanted, None
        self._themes.show_items(rows, at=wanted)
        n = sum(1 for row in rows if row.kind == "theme")
        says = sentences.of_themes(n, is_finding=self._finding, is_filtered=self.keep is not None)
        self._themes.border_title = shown(says)
        self._show_theme()

    def _show_theme(self) -> None:
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            self._segments.show_segments((), self._look)
            return
        board.start_out(row)
        spans = board.spans(row)
        n = len(spans)
        count = ngettext("{n} segment", "{n} segments", n).format(n=n)
        self.query_one("#theme").border_title = shown_line(f"{row.name} · {count}")
        memo = theme_memo(board.desk, row.id)
        self.query_one("#theme").border_subtitle = shown_line(_("✎ {memo}").format(memo=memo) if memo else "")
        self._segments.show_segments(spans, self._look)
        code, p = board.code(row)
        name = code_name(code, board.desk.codebook) or _("no code proposed")
        sure = chance(p).strip() if code is not None else ""
        line = shown(_("as code ▸ ")) + shown_line(name, "bold")
        self.query_one("#proposed", Edges).draw(line, shown(f" {sure} "))
        self.query_one(CodeCard).show_code(board.desk.codebook.by_id.get(code) if code else None, board.desk.codebook)
        self._show_segment()

    def _show_segment(self) -> None:
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            return
        code, _p = board.code(row)
        self.query_one("#preview", Plate).draw(shown_line(board.preview(row, code)))
        span = self.selected
        why = self.query_one("#why", Plate)
        if span is None:
            why.draw(shown(""))
            return
        view = board.desk.segment(span)
        suggestion = board.desk.suggestion(span, code) if code else None
        words = looks.words_in(span, suggestion)
        why.draw(shown_line(" · ".join(looks.reasons(view.text, words, suggestion, board.desk.wave)), "italic"))
        answer = board.desk.answer(span.answer)
        self.query_one(RespondentCard).show_answer(answer, board.desk.corpus.survey, whole=True)

    def _look(self, span: Span, index: int) -> SegmentRow:
        del index
        board, row = self._board, self._themes.chosen
        assert board is not None
        assert row is not None
        desk = board.desk
        view = desk.segment(span)
        code, _p = board.code(row)
        words = looks.words_in(span, desk.suggestion(span, code) if code else None)
        below = looks.lines_below(view, desk.codebook)
        signs = Signs(words, looks.coded_parts(view))
        return SegmentRow(view.text, board.sign(span), looks.respondent_tag(span, desk.wave), signs, below)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.rows is self._themes:
            self._segments.move_to(0)
            self._show_theme()
        else:
            self._show_segment()

    # deciding

    def action_confirm(self) -> None:
        """Give the proposed code to what is marked ✓."""
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            return
        code, _p = board.code(row)
        taken = board.taken(row)
        if not taken or (code is None and row.kind != "non_answers"):
            self.tell(board.preview(row, code))
        elif code is None:
            self._confirmed(board, row, lambda: board.desk.done(taken))
        else:
            self._give(code)

    def _give(self, code: CodeId) -> None:
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            return
        taken = board.taken(row)
        if not taken:
            self.tell(_("Nothing is marked ✓ here."))
        elif doubts := board.doubts(row, code):
            self._ask_first(board, row, code, doubts)
        else:
            self._confirm(board, row, code)

    @work(description="", exit_on_error=False)
    async def _ask_first(self, board: ThemeBoard, row: ThemeRow, code: CodeId, doubts: Sequence[str]) -> None:
        says = "\n".join((" ".join(board.counts(row, code)), "", *doubts))
        heading = _("Give all of them “{code}”?").format(code=code_name(code, board.desk.codebook))
        if await self.app.push_screen_wait(ConfirmDialog(heading, says)):
            self._confirm(board, row, code)

    def _confirm(self, board: ThemeBoard, row: ThemeRow, code: CodeId) -> None:
        taken = board.taken(row)
        n_get = board.desk.preview(taken, code).n_get
        says = sentences.of_confirming(n_get, 0, code_name(code, board.desk.codebook))
        self._confirmed(board, row, lambda: board.desk.confirm(taken, code), says)

    def _confirmed(self, board: ThemeBoard, row: ThemeRow, act: Callable[[], Outcome], says: str = "") -> None:
        """Decide, say what happened and go to the next theme that has something open."""
        spans = board.taken(row)
        outcome = self.decide(act)
        board.settle(spans)
        board.renew()
        there = board.next_open(board.rows(), row.id)
        self._segments.move_to(0)
        if there is not None:
            self._themes.show_items(board.rows(), at=there)
        self.freshen()
        says = says if says and outcome.seq is not None else self.said(outcome)
        self.tell(says if there is not None else _("{what} No theme is left open.").format(what=says))

    def action_take_out(self) -> None:
        """Take the selected segment out, or in again."""
        board, span = self._board, self.selected
        if board is None or span is None:
            return
        if not self._segments.has_focus:
            self._segments.focus()
            self.tell(_("Now among the segments: ↑↓ choose one, Space takes it out or in."))
            return
        board.toggle(span)
        self._segments.redraw()
        self._show_segment()

    def start_finder(self, typed: str) -> None:
        """Ask for another code; it is given at once to what is marked ✓."""
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            return
        desk = board.desk

        def preview(code: CodeId) -> str:
            return " ".join((*board.counts(row, code), _("Enter confirms.")))

        view = FinderView(desk.codebook, desk.find_codes, preview, desk.recent_codes())
        self.ask_code(view, typed, self._give, self._new_code)

    def action_new_code(self) -> None:
        """Ask for a new code, filled from the theme."""
        row = self._themes.chosen
        if row is not None:
            self._new_code(row.name[:1].upper() + row.name[1:] if row.kind == "theme" else "")

    @work(description="", exit_on_error=False)
    async def _new_code(self, name: str) -> None:
        board, row = self._board, self._themes.chosen
        if board is None or row is None:
            return
        desk, taken = board.desk, board.taken(row)
        n = len(taken)
        gets = ngettext("{n} segment marked ✓ gets it.", "{n} segments marked ✓ get it.", n).format(n=n)
        parents = [code for code in desk.codebook.codes if code.parent is None and not code.retired]
        words = next((view.theme.keywords for view in desk.themes() if view.theme.id == row.id), ())
        made = await self.app.push_screen_wait(NewCodeDialog(name, ", ".join(words), parents, gets))
        if made is not None:
            self._confirmed(board, row, lambda: desk.new_code(made.name, made.definition, made.parent, taken))

    # arranging themes

    def action_merge(self) -> None:
        """Mark the theme for merging; with others marked, merge them all."""
        board, row = self._board, self._themes.chosen
        if board is None or row is None or row.kind != "theme":
            return
        if row.id in board.merging:
            board.merging.remove(row.id)
            self.tell(_("No longer marked for merging."))
        elif not board.merging:
            board.merging.append(row.id)
            self.tell(_("Marked. Press m on another theme and the two become one."))
        else:
            ids = (*board.merging, row.id)
            board.merging.clear()
            self._arranged(lambda: board.desk.merge_themes(ids))
            return
        self._themes.show_items(board.rows())

    def action_split(self) -> None:
        """Split the theme in two."""
        board, row = self._board, self._themes.chosen
        if board is not None and row is not None and row.kind == "theme":
            self._arranged(lambda: board.desk.split_theme(row.id))

    def action_not_theme(self) -> None:
        """Say that these segments are no theme."""
        board, row = self._board, self._themes.chosen
        if board is None or row is None or row.kind != "theme":
            return
        self.decide(lambda: board.desk.not_theme(row.id))
        self.wanted = board.next_open(board.rows(), row.id)
        self.freshen()
        self.tell(sentences.of_no_theme(row.name, is_again=row.state == "none"))

    def _arranged(self, act: Callable[[], Outcome]) -> None:
        outcome = self.decide(act)
        self.freshen()
        self.tell(self.said(outcome))

    def action_more_themes(self) -> None:
        """Find a few more themes."""
        self._rethink_by(1)

    def action_fewer_themes(self) -> None:
        """Find a few themes less."""
        self._rethink_by(-1)

    def action_uncoded_themes(self) -> None:
        """Find themes among what is not coded yet."""
        self._rethink(None, only_open=True)

    def action_seeded_themes(self) -> None:
        """Find themes around the codes of the codebook, and new ones among the rest."""
        self._rethink(None, seeded=True)

    def _rethink_by(self, direction: int) -> None:
        if self.desk is not None:
            n = len(self.desk.themes())
            self._rethink(max(n + direction * max(n // 6, 1), 2))

    def _rethink(self, k: int | None, *, only_open: bool = False, seeded: bool = False) -> None:
        if self._finding:
            self.tell(_("Still finding themes."))
        elif self.desk is not None:
            self._finding = True
            self.tell(_("Finding themes …"))
            self._find_in_thread(self.desk, k, only_open=only_open, seeded=seeded)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="themes")
    def _find_in_thread(self, desk: Desk, k: int | None, *, only_open: bool, seeded: bool) -> None:
        def report(done: int, total: int | None, doing: str) -> None:
            self.post_message(messages.Progressed(done, total, doing))

        try:
            outcome = desk.rethink(k, report, only_open=only_open, seeded=seeded)
        finally:
            self._finding = False
        self.post_message(messages.ThemesReady(outcome))

    @on(messages.ThemesReady)
    def _themes_ready(self, event: messages.ThemesReady) -> None:
        event.stop()
        says = self._first_run_said() if self._is_first_run else self.said(event.outcome)
        self._is_first_run = False
        if self.is_current:
            self.freshen()
            self.tell(says)
        self.post_message(messages.Decided(event.outcome))

    def _first_run_said(self) -> str:
        """Go to the first theme, unless somebody is among the segments already, and say what can be done there."""
        themes = () if self.desk is None else self.desk.themes()
        if self._themes.has_focus and themes:
            self.wanted = themes[0].theme.id
        return sentences.of_first_themes(len(themes))

    @on(messages.Progressed)
    def _progressed(self, event: messages.Progressed) -> None:
        event.stop()
        if self.is_current and self._finding:
            self.tell_progress(event)

    def suggestions_ready(self) -> None:
        """Draw the proposed codes anew; the cursor stays."""
        self.freshen()

    # moving

    def action_pane(self, key: str) -> None:
        """To the themes (left) or the segments (right)."""
        (self._themes if key == "left" else self._segments).focus()

    def action_back(self) -> None:
        """From the segments to the themes, from there to the overview; first of all drop the marks for merging."""
        if self._board is not None and self._board.merging:
            self._board.merging.clear()
            self._themes.show_items(self._board.rows())
        elif self._segments.has_focus:
            self._themes.focus()
        else:
            super().action_back()
