"""What the screens of the workbench share: the frame around them, keys, messages, deciding, undo.

Invariant: the saved mark is shown after a decision's method has returned, and that is after its commit; while one could
not be stored, the mark says so until one is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.worker import Worker, WorkerState

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId, Span
from avoin.tui import keys, messages
from avoin.tui.colours import colour_names
from avoin.tui.desk import Desk
from avoin.tui.dialogs.choosing import Choice
from avoin.tui.dialogs.code_finder import CodeFinder, FinderView, Wanted
from avoin.tui.dialogs.help import HelpDialog
from avoin.tui.dialogs.memo import MemoDialog
from avoin.tui.dialogs.palette import Palette
from avoin.tui.dialogs.pick import PickDialog
from avoin.tui.places import Place
from avoin.tui.screens import sentences
from avoin.tui.screens.framed_screen import FramedScreen
from avoin.tui.widgets.frame import HeadLine, KeyLine, MessageLine, ScreenLine
from avoin.tui.widgets.shown import shown
from avoin.workflow.desk.desk_opening import NO_CODEBOOK
from avoin.workflow.desk.desk_views import Outcome
from avoin.workflow.desk.notes import NoteKind

Decision = TypeVar("Decision", bound="Outcome | None")


@dataclass(frozen=True, slots=True)
class MemoPlace:
    """What a note would be on.

    Attributes
    ----------
    text : str
        The coder's note there now.
    write : callable
        Writes it anew.
    """

    heading: str
    text: str
    write: Callable[[str], Outcome]


class WorkScreen(FramedScreen):
    """A screen of the workbench.

    Attributes
    ----------
    PLACE : Place
        Which keys work on it.
    desk : Desk or None
        What is being coded; None until the first one is open.
    """

    PLACE: ClassVar[Place]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.EVERYWHERE)

    def __init__(self, project_name: str) -> None:
        super().__init__()
        self.project_name = project_name
        self.desk: Desk | None = None
        self._anew = False

    def compose(self) -> ComposeResult:
        """Draw the frame around the screen's own body."""
        yield HeadLine()
        yield ScreenLine()
        with Container(id="body"):
            yield from self.compose_body()
        yield from self.compose_below()

    def compose_body(self) -> ComposeResult:
        """Yield what is between the lines at the top and at the bottom."""
        raise NotImplementedError

    def show_desk(self) -> None:
        """Draw what is on the desk now; cursor and filter stay."""
        raise NotImplementedError

    def desk_changed(self) -> None:
        """Forget cursor and filter: another desk is there."""
        raise NotImplementedError

    def show_code(self, code: CodeId) -> None:
        """Put the cursor on a code when next drawn, where the screen lists codes."""

    def show_quote(self, span: Span) -> None:
        """Put the cursor on a quotation when next drawn, where the screen lists them."""

    def holds_back(self) -> bool:
        """Return whether there is a text that would be lost by leaving; the second time it is let go."""
        return False

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return self.PLACE

    # coming and going

    def sit_at(self, desk: Desk) -> None:
        """Work on this desk from now on."""
        self.desk = desk
        if self.is_mounted:
            self.query_one(MessageLine).clear()
        self.start_anew()

    def start_anew(self) -> None:
        """Forget cursor and filter when next drawn; a screen that is not there yet has nothing to forget."""
        self._anew = True
        if self.is_current:
            self.freshen()

    def on_screen_resume(self) -> None:
        """Draw again: another screen may have decided something."""
        self.freshen()

    def freshen_if_there(self) -> None:
        """Draw again where the screen is in front; one that comes to the front draws by itself."""
        if self.is_current:
            self.freshen()

    def freshen(self) -> None:
        """Draw everything anew, cursor kept."""
        self._draw_frame()
        if self.desk is None:
            return
        if self._anew:
            self._anew = False
            self.desk_changed()
        self.show_desk()

    def _draw_frame(self) -> None:
        self.query_one(ScreenLine).here = self.PLACE
        self.query_one(KeyLine).keys_now = keys.at(self.place)
        head = self.query_one(HeadLine)
        head.where = (self.project_name,)
        if self.desk is not None:
            tally = self.desk.tally()
            blind = _("BLIND") if self.desk.blind else ""
            head.where = (blind, self.project_name, self.desk.wave or _("all waves"), self.desk.question.title)
            head.progress = _("{done}/{all} segments").format(done=tally.n_decided, all=tally.n_segments)

    # messages

    def hush(self, only: str = "") -> None:
        """Say no longer how far a long run is, or this of one: it has ended."""
        line = self.query_one(MessageLine)
        if line.is_passing and only in ("", line.says):
            line.clear()

    @property
    def is_silent(self) -> bool:
        """True while nothing is said that a coder may not have read yet; False before anything is drawn."""
        return any(not line.says for line in self.query(MessageLine))

    def on_key(self, event: events.Key) -> None:
        """Clear the message; a letter that is no command opens the code finder.

        Letters typed faster than the finder opens still come here: they are handed on.
        """
        self.query_one(MessageLine).clear()
        opening = self.app.screen
        if isinstance(opening, CodeFinder) and event.is_printable:
            event.stop()
            opening.type_on(event.character or "")
        elif (
            self.desk is not None
            and not self.is_too_small
            and keys.opens_finder(self.place, event.key, event.character)
        ):
            event.stop()
            self.start_finder(event.character or "")

    @property
    def _may_find(self) -> bool:
        return self.desk is not None and not self.is_too_small

    def tell_progress(self, event: messages.Progressed) -> None:
        """Say how far a long run is."""
        if event.total:
            says = _("{doing} {done}/{all}").format(doing=event.doing, done=event.done, all=event.total)
        else:
            says = event.doing
        self.tell(says, passing=True)

    def others_decided(self) -> None:
        """Draw what others decided; cursor, and what is being decided, stay."""
        self.freshen()

    def suggestions_ready(self) -> None:
        """Fresh suggestions are there; by default they wait until what is on the screen changes."""

    # deciding

    def decide(self, act: Callable[[], Decision]) -> Decision:
        """Do one deciding act of the desk and show that it is saved.

        Raises
        ------
        AvoinError
            Where it could not be stored; the saved mark says so until something is.
        """
        head = self.query_one(HeadLine)
        try:
            outcome = act()
        except AvoinError:
            head.saved = False
            raise
        head.saved = True
        if outcome is not None and outcome.seq is not None:
            self.post_message(messages.Decided(outcome))
        return outcome

    def said(self, outcome: Outcome) -> str:
        """Return in words what a decision did."""
        desk = self.desk
        says = sentences.of(outcome, NO_CODEBOOK if desk is None else desk.codebook)
        if desk is None or outcome.question in (None, desk.question.id):
            return says
        other = desk.corpus.survey.question(outcome.question or "")
        where = outcome.question if other is None else other.text
        return _("{what} It was in: {question}").format(what=says, question=where)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._again(lambda desk: desk.undo(), _("There is nothing to take back."))

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._again(lambda desk: desk.redo(), _("There is nothing to do again."))

    def _again(self, act: Callable[[Desk], Outcome | None], nothing: str) -> None:
        if self.desk is None:
            return
        desk = self.desk
        outcome = self.decide(lambda: act(desk))
        self.taken_back()
        self.freshen()
        self.tell(nothing if outcome is None else self.said(outcome))

    def taken_back(self) -> None:
        """Forget what undo or redo may have made untrue."""

    # notes

    def memo_place(self) -> MemoPlace | None:
        """Return what is under the eyes and can have a note; None where nothing is."""
        return None

    def action_memo(self) -> None:
        """Write a note on what is under the eyes."""
        self.ask_memo(self.memo_place())

    @work(description="", exit_on_error=False)
    async def ask_memo(self, place: MemoPlace | None) -> None:
        """Ask for a note and write it."""
        if place is None:
            self.tell(_("There is nothing here to write a note on."))
            return
        text = await self.app.push_screen_wait(MemoDialog(place.heading, place.text))
        if text is not None:
            outcome = self.decide(lambda: place.write(text))
            if self.desk is not None:
                self.desk.catch_up()
            self.freshen()
            self.tell(self.said(outcome))

    # the code finder

    def start_finder(self, typed: str) -> None:
        """Ask for a code, with the letter that opened the finder in it."""
        raise NotImplementedError

    def ask_code(
        self, view: FinderView, typed: str, take: Callable[[CodeId], None], make: Callable[[str], object]
    ) -> None:
        """Ask for a code; hand it to ``take``, or the name of a new one to ``make``."""

        def taken(found: CodeId | Wanted | None) -> None:
            if isinstance(found, Wanted):
                make(found.name)
            elif found is not None:
                take(found)

        finder = self.app.get_screen(CodeFinder.NAME, CodeFinder)
        finder.ask(view, typed)
        self.app.push_screen(finder, taken)

    def action_find_code(self) -> None:
        """Open the finder (from the palette: there is no letter)."""
        self.start_finder("")

    def action_find_code_empty(self) -> None:
        """Open the finder empty."""
        self.start_finder("")

    # everywhere

    def action_next_pane(self, key: str) -> None:
        """To the next pane, or the one before."""
        if key == "tab":
            self.focus_next()
        else:
            self.focus_previous()

    def action_go(self, place: str) -> None:
        """To another screen."""
        self.post_message(messages.Go(Place(place)))

    @on(ScreenLine.Chosen)
    def _screen_chosen(self, event: ScreenLine.Chosen) -> None:
        event.stop()
        self.post_message(messages.Go(event.place))

    def action_back(self) -> None:
        """One step back: to the themes, from there to the overview."""
        self.post_message(messages.Go(Place.OVERVIEW if self.PLACE is Place.THEMES else Place.THEMES))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpDialog(self.place))

    def action_notes(self, kind: str) -> None:
        """List the notes, or what is marked for asking a colleague."""
        self.post_message(messages.ListNotes(NoteKind(kind)))

    def action_renew(self) -> None:
        """Take up what others have read in."""
        self.post_message(messages.Renew())

    @work(exit_on_error=False)
    async def action_colours(self) -> None:
        """Ask for the colours."""
        choices = [Choice(name, shown(says)) for name, says in colour_names().items()]
        chosen = await self.app.push_screen_wait(PickDialog(_("Which colours?"), choices))
        if chosen is not None:
            self.post_message(messages.ColoursChosen(chosen))

    @work(exit_on_error=False)
    async def action_palette(self) -> None:
        """Ask what to do, and do it."""
        action = await self.app.push_screen_wait(Palette(self.place))
        if action is not None:
            await self.run_action(action)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand an error of a worker to the app."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(messages.Failed(event.worker.error))
