"""Codebook: the codes with their use, their texts, what waits, and every change with its preview.

Invariant: what a preview says is what Enter does; a change is recorded before the screen draws it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from avoin.codebook.model import Code, Codebook
from avoin.codebook.words import operation_in_words, problem_in_words
from avoin.coding.decision import Mark, Verb
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.tui import keys, messages
from avoin.tui.desk import House
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.code_texts import CodeTextsDialog, NotesDialog, SplitDialog
from avoin.tui.dialogs.confirm import ConfirmDialog
from avoin.tui.dialogs.new_code import NewCodeDialog
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.dialogs.versions import VersionsDialog
from avoin.tui.places import Place
from avoin.tui.screens.code_memos import code_memo, code_told
from avoin.tui.screens.sentences import takes_back
from avoin.tui.screens.work_screen import MemoPlace, WorkScreen
from avoin.tui.widgets.code_tree import CodeTree, CodeTreeRow
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import Plate, shown, shown_line
from avoin.workflow.codebooks.codebook_operations import Revision
from avoin.workflow.codebooks.revision_words import effect_in_words, revision_in_words
from avoin.workflow.codebooks.split_queues import queue_in_words
from avoin.workflow.desk.desk_views import Outcome

LEAVE = CodeId("")
TOP = CodeId("")
N_WAVES = 2
Tell = Callable[[Revision], Iterable[str]]
MOST_SENTENCES = 4


class CodebookScreen(WorkScreen):
    """Working on the codes."""

    PLACE = Place.CODEBOOK
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.CODEBOOK)

    def __init__(self, house: House) -> None:
        super().__init__(house.name)
        self._house = house
        self._book = Codebook("", "", ())
        self._memos: Mapping[CodeId, tuple[Mark, ...]] = {}
        self._merging: list[CodeId] = []
        self._wanted: CodeId | None = None  # the code to show when next drawn

    def compose_body(self) -> ComposeResult:
        """Draw what waits, the tree and the texts."""
        yield Plate(id="waiting")
        with Horizontal(id="panes"):
            yield CodeTree(id="codes", classes="pane")
            with VerticalScroll(id="texts", classes="pane", can_focus=False):
                yield Plate(id="text")

    def on_mount(self) -> None:
        """Start in the tree."""
        self.tree_rows.focus()

    @property
    def tree_rows(self) -> CodeTree:
        """The tree."""
        return self.query_one(CodeTree)

    @property
    def chosen(self) -> Code | None:
        """The selected code."""
        row = self.tree_rows.chosen
        return None if row is None else row.code

    # drawing

    def show_code(self, code: CodeId) -> None:
        """Put the cursor on a code when next drawn."""
        self._wanted = code

    def on_screen_resume(self) -> None:
        """Take up what was edited by hand meanwhile, and draw."""
        noted = self._house.codebook_desk().note_changes()
        if noted is not None:
            self._take(noted)
        else:
            self.freshen()

    def freshen(self) -> None:
        """Draw the codes, also while no question is open yet."""
        desk = self._house.codebook_desk()
        self._book = desk.codebook() or Codebook("", "", ())
        queues = desk.waiting()
        sentences = [shown(" ⧗ ", "bold") + shown_line(queue_in_words(each, self._book)) for each in queues[:2]]
        self.query_one("#waiting", Plate).draw(Content("\n").join(sentences))
        waiting = {each.code: each.n for each in queues}
        self._memos = self._house.memos()
        waves, counts = desk.respondents(N_WAVES)
        most = max((each[-1] or 0 for each in counts.values() if each), default=0)
        wanted, self._wanted = self._wanted, None
        self.tree_rows.show_items(
            tuple(
                self._row(depth, code, counts.get(code.id, ()), most, waiting.get(code.id, 0))
                for depth, code in self._book.tree()
            ),
            at=wanted,
        )
        self.tree_rows.border_title = shown_line(f"{self._book.name} {self._book.version}".strip())
        self.tree_rows.border_subtitle = shown_line(
            _("respondents in {waves}").format(waves=", ".join(waves)) if waves else ""
        )
        super().freshen()
        self._show_texts()

    def _row(self, depth: int, code: Code, uses: tuple[int | None, ...], most: int, waiting: int) -> CodeTreeRow:
        share = (uses[-1] or 0) / most if uses and most else 0.0
        return CodeTreeRow(code, depth, uses, share, waiting, code.id in self._merging, code.id in self._memos)

    def desk_changed(self) -> None:
        """Nothing here is kept of a question."""

    def show_desk(self) -> None:
        """Draw nothing more: the codes are of all questions."""

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Draw the texts of the code under the cursor."""
        event.stop()
        self._show_texts()

    def on_row_list_clicked(self, event: RowList.Clicked) -> None:
        """Edit what was clicked again."""
        event.stop()
        self.action_edit()

    def _show_texts(self) -> None:
        code = self.chosen
        text = self.query_one("#text", Plate)
        self.query_one("#texts").border_title = shown_line("" if code is None else code.name)
        if code is None:
            text.draw(shown(_("There are no codes yet: n makes the first one."), "italic"))
            return
        text.draw(code_told(code, self._called, self._memos.get(code.id, ())))

    def memo_place(self) -> MemoPlace | None:
        """Return the selected code."""
        return None if self.chosen is None else code_memo(self._house, self.chosen.id, self.chosen.name)

    def _called(self, code: CodeId) -> str:
        known = self._book.by_id.get(code)
        return code if known is None else known.name

    # doing

    def _does(self, act: Callable[[], Revision]) -> None:
        """Do something to the codes, say what it did, and let the open question know."""
        done: list[Revision] = []

        def decide() -> Outcome:
            revision = act()
            done.append(revision)
            put, taken = revision.effect.put, revision.effect.taken
            spans = {mark.span for mark in (*put, *taken) if mark.respondent}
            answers = {span.answer for span in spans}
            code = revision.operations[0].code if revision.operations else None
            return Outcome(Verb.CODEBOOK, revision.seq, len(put), len(taken), len(spans), len(answers), code)

        self.decide(decide)
        self._take(done[0])

    def _take(self, revision: Revision) -> None:
        if self.desk is not None:
            self.desk.catch_up()
        self.freshen()
        says = " ".join(revision_in_words(revision)[:MOST_SENTENCES])
        self.tell(takes_back(says) if revision.seq is not None else _("Nothing changed: it was so already."))

    def _preview(self, act: Callable[[], Revision], tell: Tell = revision_in_words) -> str:
        try:
            return "\n".join(tuple(tell(act()))[-MOST_SENTENCES:])
        except AvoinError as error:
            return error.message

    @work(exit_on_error=False)
    async def action_edit(self) -> None:
        """Edit the texts of the selected code."""
        code, desk = self.chosen, self._house.codebook_desk()
        if code is None:
            return
        use = desk.uses().get(code.id, {})
        n = sum(each.n_segments for each in use.values())
        says = _("No coding is concerned.")
        if n:
            has = ngettext("{n} segment has this code and keeps it.", "{n} segments have this code and keep it.", n)
            says = has.format(n=n)
        edited = await self.app.push_screen_wait(CodeTextsDialog(code, says))
        if edited is not None:
            self._does(lambda: desk.define(code, edited.code, edited.reason))

    @work(exit_on_error=False)
    async def action_new_code(self) -> None:
        """Add a code."""
        desk, beside = self._house.codebook_desk(), self.chosen
        under = None if beside is None else (beside.parent if beside.codable else beside.id)
        parents = [code for code in self._book.codes if not code.retired]
        made = await self.app.push_screen_wait(NewCodeDialog("", "", parents, _("No coding is concerned."), under))
        if made is not None:
            code = Code(CodeId(""), made.name, made.definition, parent=made.parent)
            self._does(lambda: desk.add(code))

    @work(exit_on_error=False)
    async def action_merge(self) -> None:
        """Mark the code, or merge those marked into it."""
        code, desk = self.chosen, self._house.codebook_desk()
        if code is None:
            return
        if not self._merging or code.id in self._merging:
            self._toggle_mark(code)
            return
        going = tuple(self._merging)
        says = self._preview(lambda: desk.merge(going, code.id, dry_run=True))
        heading = _("Merge into {name}?").format(name=code.name)
        if await self.app.push_screen_wait(ConfirmDialog(heading, says)):
            self._does(lambda: desk.merge(going, code.id))
            self._merging.clear()
            self.freshen_rows()

    def freshen_rows(self) -> None:
        """Draw the rows again; what was said stays."""
        rows = self.tree_rows
        rows.show_items(tuple(replace(each, marked=each.code.id in self._merging) for each in rows.items))

    def _toggle_mark(self, code: Code) -> None:
        if code.id in self._merging:
            self._merging.remove(code.id)
        else:
            self._merging.append(code.id)
            self.tell(_("m on another code merges this one into it; m here again takes the mark off."))
        self.freshen_rows()

    @work(exit_on_error=False)
    async def action_split(self) -> None:
        """Divide the code."""
        code, desk = self.chosen, self._house.codebook_desk()
        if code is None:
            return

        def preview(parts: tuple[Code, ...]) -> str:
            if len(parts) > 1:
                return self._preview(lambda: desk.split(code.id, parts, dry_run=True))
            # what waits does not depend on the parts, so it is told before they have names
            unnamed = (Code(CodeId(""), "1"), Code(CodeId(""), "2"))
            return self._preview(lambda: desk.split(code.id, unnamed, dry_run=True), effect_in_words)

        parts = await self.app.push_screen_wait(SplitDialog(code, preview))
        if parts is not None:
            self._does(lambda: desk.split(code.id, parts.codes, parts.reason))

    @work(exit_on_error=False)
    async def action_move(self) -> None:
        """Put the code under another."""
        code, desk = self.chosen, self._house.codebook_desk()
        if code is None:
            return
        choices = [Choice(TOP, shown(_("(no code above)"), "italic")), *self._codes_but(code)]
        heading = _("Put {name} under which code?").format(name=code.name)

        def tell(parent: CodeId) -> Content:
            return shown(self._preview(lambda: desk.move(code.id, parent or None, dry_run=True)))

        parent = await self.app.push_screen_wait(PickDialog(heading, choices, tell))
        if parent is not None:
            self._does(lambda: desk.move(code.id, parent or None))

    @work(exit_on_error=False)
    async def action_retire(self) -> None:
        """Offer the code no longer, asking where its codings go; or offer it again."""
        code, desk = self.chosen, self._house.codebook_desk()
        if code is None:
            return
        if code.retired:
            self._does(lambda: desk.restore(code.id))
            return
        leave = Choice(LEAVE, shown(_("(its codings stay on it)"), "italic"))
        living = [each for each in self._codes_but(code) if self._book.by_id[each.key] in self._book.usable]
        heading = _("Retire {name}: where do its codings go?").format(name=code.name)

        def tell(to: CodeId) -> Content:
            return shown(self._preview(lambda: desk.retire(code.id, to or None, leave=True, dry_run=True)))

        to = await self.app.push_screen_wait(PickDialog(heading, [leave, *living], tell))
        if to is not None:
            self._does(lambda: desk.retire(code.id, to or None, leave=True))

    def _codes_but(self, code: Code) -> list[Choice[CodeId]]:
        return [
            Choice(each.id, shown("  " * depth) + shown_line(each.name))
            for depth, each in self._book.tree()
            if each.id != code.id
        ]

    def action_work_queue(self) -> None:
        """Go to the answers that wait, of the selected code first."""
        desk, code = self._house.codebook_desk(), self.chosen
        queues = sorted(desk.waiting(), key=lambda each: code is None or each.code != code.id)
        places = [place for queue in queues for place in queue.of(desk.coder)]
        if places:
            question, wave, _n = places[0]
            self.post_message(messages.WorkWaiting(question, wave))
        else:
            self.tell(_("Nothing of yours waits."))

    # looking

    @work(exit_on_error=False)
    async def action_versions(self) -> None:
        """List the versions, each with what it changed."""
        await self.app.push_screen_wait(VersionsDialog(self._house.codebook_desk().versions()))

    @work(exit_on_error=False)
    async def action_history(self) -> None:
        """List what was done to the selected code."""
        code = self.chosen
        entries = self._house.codebook_desk().log(None if code is None else code.id)
        choices = [
            Choice(
                str(place),
                shown_line(operation_in_words(each.operation, self._book.by_id)),
                shown_line(f"{each.at[:10]} {each.coder}", "dim"),
                shown(each.operation.reason + (_(" (taken back)") if each.taken_back else "")),
            )
            for place, each in enumerate(reversed(entries))
        ]
        heading = _("What was done to {name}").format(name="" if code is None else code.name)
        if choices:
            await self.app.push_screen_wait(PickDialog(heading, choices, keys=_("↑↓ choose  Esc leaves")))
        else:
            self.tell(_("Nothing was done to it since it came."))

    @work(exit_on_error=False)
    async def action_check(self) -> None:
        """List what is wrong or doubtful; the one taken is selected."""
        checked = self._house.codebook_desk().check()
        words = [problem_in_words(each, checked.codebook) for each in checked.problems]
        choices = [
            Choice(CodeId(each.code or ""), shown_line(says), more=shown(says))
            for each, says in zip(checked.problems, words, strict=True)
        ]
        if not choices:
            self.tell(_("Nothing to remark."))
            return
        found = await self.app.push_screen_wait(PickDialog(_("To remark on"), choices))
        if found:
            rows = self.tree_rows
            rows.move_to(next((place for place, row in enumerate(rows.items) if row.code.id == found), rows.cursor))

    @work(exit_on_error=False)
    async def action_release(self) -> None:
        """Release the draft."""
        desk = self._house.codebook_desk()
        version = desk.proposed_version()
        if version is None:
            self.tell(_("Nothing has changed since the latest release."))
            return
        says = _("The draft becomes version {version} and never changes again.").format(version=version)
        notes = await self.app.push_screen_wait(NotesDialog(_("Release"), says))
        if notes is not None:
            done = desk.release(notes)
            self.freshen()
            self.tell(_("Released {name} {version}.").format(name=done.codebook.name, version=done.codebook.version))

    def start_finder(self, typed: str) -> None:
        """There is no segment here to give a code to."""
