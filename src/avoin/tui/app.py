"""The workbench: opens the desk, holds the screens, keeps the suggestions fresh.

Enters: keys. Leaves: decisions, by way of the screens.
"""

from pathlib import PurePath
from time import monotonic, sleep
from typing import ClassVar

from textual import on, work

from avoin.coding.queue import QueueOrder
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import QuestionId, Span, WaveId
from avoin.tui import colours, messages
from avoin.tui.desk import Desk, House
from avoin.tui.dialogs.code_finder import CodeFinder
from avoin.tui.dialogs.notes import NotesListDialog
from avoin.tui.listening import Listening
from avoin.tui.places import SCREENS, Place
from avoin.tui.screens.answers import AnswersScreen
from avoin.tui.screens.coding_screen import CodingScreen
from avoin.tui.screens.made_later import make_screen
from avoin.tui.screens.pages import PagesScreen
from avoin.tui.screens.segment_screen import SegmentScreen
from avoin.tui.screens.themes import ThemesScreen
from avoin.tui.screens.work_screen import WorkScreen
from avoin.workflow.desk.notes import Note, NoteKind
from avoin.workflow.desk.sitting_place import Position
from avoin.workflow.preferences import prefer_colours

HAND_RESTS = 0.2
"""Seconds after a decision until suggestions are reckoned anew: begun at once, that would hold up the keys to come."""


class Workbench(Listening):
    """The terminal workbench.

    Parameters
    ----------
    house : House
        The project.
    question : QuestionId
        What to code first.
    wave : WaveId or None
        Of which wave; None is all of them.
    colours : str
        "dark", "light" or "contrast"; dark where nothing is said.

    Attributes
    ----------
    leaves_work : bool
        Something was still being worked out when the workbench was left.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [f"styles/{name}.tcss" for name in ("app", "screens", "dialogs")]
    TITLE = "avoin"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, house: House, question: QuestionId, wave: WaveId | None, colours: str = "") -> None:
        super().__init__()
        self.house = house
        self._wanted = (question, wave)
        self._colours = colours
        self._left_at = house.position()  # until the first desk is open
        self._answers_place = Place.PAGES
        self.leaves_work = False
        self._refitting = False
        self._refit_again = False
        self._refit_from = 0.0  # when the hand has rested
        self._order_wanted: QueueOrder | None = None  # once the desk is open
        self._marked: Span | None = None  # what was marked as worth quoting last, to be shown among the quotations
        self.places: dict[Place, WorkScreen] = {
            Place.THEMES: ThemesScreen(house.name),
            Place.ANSWERS: AnswersScreen(house.name),
            Place.PAGES: PagesScreen(house.name),
        }

    def on_mount(self) -> None:
        """Show the themes screen and open the desk behind it."""
        for theme in colours.THEMES.values():
            self.register_theme(theme)
        self.theme = colours.theme_name(self._colours)
        for place, screen in self.places.items():
            self.install_screen(screen, place.value)
        self.install_screen(CodeFinder(), CodeFinder.NAME)
        self.push_screen(Place.THEMES.value)
        self._open(*self._wanted)
        self.listen()

    # opening a desk

    @on(messages.OpenQuestion)
    def _open_question(self, event: messages.OpenQuestion) -> None:
        if self.desk is not None and (event.question, event.wave) == (self.desk.question.id, self.desk.wave):
            self._go(Place.THEMES)
        else:
            self._go(Place.THEMES)
            self._open(event.question, event.wave)

    @on(messages.DrawsChanged)
    def _draws_changed(self) -> None:
        if self.desk is not None:
            self._open(self.desk.question.id, self.desk.wave)

    @on(messages.Renew)
    def _renew(self) -> None:
        if self.desk is not None:
            self.house.renew()
            self._left_at = self._position()
            self._open(self.desk.question.id, self.desk.wave)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="desk")
    def _open(self, question: QuestionId, wave: WaveId | None) -> None:
        def report(done: int, total: int | None, doing: str) -> None:
            self.post_message(messages.Progressed(done, total, doing))

        report(0, None, _("Opening {question} …").format(question=question))
        try:
            desk = self.house.open(question, wave, report)
        except AvoinError as error:
            self.post_message(messages.Failed(error))
            return
        self.post_message(messages.DeskOpened(desk))

    @on(messages.Progressed)
    def _progressed(self, event: messages.Progressed) -> None:
        screen = self.work_screen
        if screen is not None:
            screen.tell_progress(event)

    @on(messages.DeskOpened)
    def _desk_opened(self, event: messages.DeskOpened) -> None:
        self.desk = event.desk
        can_suggest = bool(event.desk.codebook.usable) and not event.desk.blind
        self._answers_place = Place.PAGES if can_suggest else Place.ANSWERS
        for screen in self.places.values():
            screen.sit_at(event.desk)
        shown_now = self.work_screen
        if shown_now is not None and self.house.warnings:
            shown_now.tell(self.house.warnings[0], alarm=True)
        elif shown_now is not None and can_suggest:
            shown_now.tell(_("Working out the first suggestions …"), passing=True)
        self._pages.is_learning = can_suggest
        self._learn()
        if self._order_wanted is not None:
            wanted, self._order_wanted = self._order_wanted, None
            self._queue_chosen(messages.QueueChosen(wanted))
        elif self._left_at is not None:
            left, self._left_at = self._left_at, None
            self._go_back_to(left, event.desk)
        if event.desk.blind:
            self._begin_blind()

    def _begin_blind(self) -> None:
        """Go to the answers: while one codes blind there are neither themes nor pages."""
        if self._answers_place is Place.PAGES:
            self._take_order(QueueOrder.FILE)
        if self.work_screen in (self.places[Place.THEMES], self.places[Place.PAGES]):
            self._go(Place.ANSWERS)

    def _go_back_to(self, left: Position, desk: Desk) -> None:
        """Go to where the coder left off, where that is at this desk."""
        if (left.question, left.wave) != (desk.question.id, desk.wave):
            return
        if left.order is not QueueOrder.PAGES or desk.codebook.usable:
            self._take_order(left.order)
        self._narrowed(messages.Narrowed(left.keep))
        answers = self.places[Place.ANSWERS]
        if isinstance(answers, AnswersScreen) and left.answer in desk.corpus.by_key and left.answer is not None:
            answers.go_to_span(Span(left.answer, 0, 0))
        if left.screen in (*SCREENS, Place.PAGES):
            self._go(Place(left.screen))

    def _remember(self) -> None:
        """Keep where the coder is, to begin there the next time."""
        position = self._position()
        if position is not None:
            self.house.remember(position)

    def _position(self) -> Position | None:
        desk, screen, answers = self.desk, self.work_screen, self.places[Place.ANSWERS]
        if desk is None or screen is None or not isinstance(answers, AnswersScreen):
            return None
        return Position(desk.question.id, desk.wave, screen.PLACE, answers.order, answers.keep, answers.answer)

    @on(messages.WorkWaiting)
    def _work_waiting(self, event: messages.WorkWaiting) -> None:
        desk = self.desk
        if desk is not None and desk.question.id == event.question and desk.wave in (None, event.wave):
            self._queue_chosen(messages.QueueChosen(QueueOrder.WAITING))
        else:
            self._order_wanted = QueueOrder.WAITING
            self._open(event.question, event.wave)

    @property
    def _pages(self) -> PagesScreen:
        pages = self.places[Place.PAGES]
        assert isinstance(pages, PagesScreen)
        return pages

    # going about

    @on(messages.Go)
    def _gone(self, event: messages.Go) -> None:
        answers = self.places[Place.ANSWERS]
        if event.span is not None and isinstance(answers, AnswersScreen):
            answers.go_to_span(event.span)
            self._go(Place.ANSWERS)
        else:
            self._go(self._answers_place if event.place is Place.ANSWERS else event.place)

    def _go(self, place: Place) -> None:
        screen = self._made(place)
        if self._marked is not None and place is Place.QUOTES:
            screen.show_quote(self._marked)
            self._marked = None
        if self.screen is not screen:
            self.switch_screen(place.value)
            self._remember()

    def _made(self, place: Place) -> WorkScreen:
        """Return a screen; those that are not for coding are made when one first goes there."""
        if place not in self.places:
            screen = make_screen(place, self.house)
            self.places[place] = screen
            self.install_screen(screen, place.value)
            if self.desk is not None:
                screen.sit_at(self.desk)
        return self.places[place]

    @on(messages.QueueChosen)
    def _queue_chosen(self, event: messages.QueueChosen) -> None:
        self._take_order(event.order)
        self._go(self._answers_place)

    def _take_order(self, order: QueueOrder) -> None:
        for screen in self.places.values():
            if isinstance(screen, CodingScreen):
                screen.order = order
                screen.start_anew()
        self._answers_place = Place.PAGES if order is QueueOrder.PAGES else Place.ANSWERS

    @on(messages.ListNotes)
    @work(description="", exit_on_error=False)
    async def _list_notes(self, event: messages.ListNotes) -> None:
        marks = (NoteKind.FLAG, NoteKind.BOOKMARK)
        heading = _("Ask a colleague, and bookmarks") if event.kind in marks else _("Notes")
        kinds = marks if event.kind in marks else (event.kind,)

        def find(words: str) -> tuple[Note, ...]:
            return tuple(note for kind in kinds for note in self.house.notes(kind, words))

        note = await self.push_screen_wait(NotesListDialog(heading, find))
        if note is not None:
            self._go_to_noted(note)

    def _go_to_noted(self, note: Note) -> None:
        """Show what a note is on."""
        if note.span is not None:
            self._open_answer(note.span)
        elif note.code is not None:
            codebook = self._made(Place.CODEBOOK)
            codebook.show_code(note.code)
            self._go(Place.CODEBOOK)
            codebook.freshen_if_there()
        elif note.question is None:
            self._go(Place.OVERVIEW)
        else:
            self._show_theme(note.question, note.wave, note.theme)

    def _show_theme(self, question: QuestionId, wave: WaveId | None, theme: str) -> None:
        themes = self.places[Place.THEMES]
        assert isinstance(themes, ThemesScreen)
        themes.wanted = theme or None
        self._open_question(messages.OpenQuestion(question, wave))
        themes.freshen_if_there()

    def _open_answer(self, span: Span) -> None:
        """Show an answer; where it is of another question, that one is opened first."""
        key, desk = span.answer, self.desk
        if desk is not None and key in desk.corpus.by_key and key.question == desk.question.id:
            self._gone(messages.Go(Place.ANSWERS, span))
        else:
            self._left_at = Position(key.question, key.wave, Place.ANSWERS, QueueOrder.FILE, None, key)
            self._open(key.question, key.wave)

    @on(messages.QuoteMarked)
    def _quote_marked(self, event: messages.QuoteMarked) -> None:
        self._marked = event.span

    @on(messages.ColoursChosen)
    def _colours_chosen(self, event: messages.ColoursChosen) -> None:
        self.theme = colours.theme_name(event.colours)
        prefer_colours(event.colours)

    @on(messages.Narrowed)
    def _narrowed(self, event: messages.Narrowed) -> None:
        for screen in self.places.values():
            if isinstance(screen, SegmentScreen):
                screen.narrow(event.keep)

    # suggestions

    @on(messages.Decided)
    def _decided(self) -> None:
        self._remember()
        self._refit_from = monotonic() + HAND_RESTS
        self._learn()

    def codes_changed(self) -> None:
        """Suggest by the codes as others have changed them."""
        self._learn()

    def _learn(self) -> None:
        """Reckon the suggestions anew; decisions made meanwhile are taken up by one more run."""
        if self._refitting:
            self._refit_again = True
        elif self.desk is not None:
            self._refitting = True
            self._refit(self.desk)

    @work(description="", thread=True, exclusive=True, exit_on_error=False, group="suggestions")
    def _refit(self, desk: Desk) -> None:
        try:
            while (left := self._refit_from - monotonic()) > 0:
                sleep(left)
            self._refit_again = False  # what was decided meanwhile is taken up too
            desk.refit()
        finally:
            self._refitting = False
        self.post_message(messages.SuggestionsReady())

    @on(messages.SuggestionsReady)
    def _suggestions_ready(self) -> None:
        if self._refit_again:
            self._refit_again = False
            self._learn()
        self._pages.is_learning = False
        screen = self.work_screen
        if screen is not None:
            screen.suggestions_ready()
            screen.hush(_("Working out the first suggestions …"))

    # leaving

    async def action_quit(self) -> None:
        """Leave; with a summary that is not saved only when it is said twice."""
        holding = next((each for each in self.places.values() if each.holds_back()), None)
        if holding is not None:
            self._go(holding.PLACE)
            holding.tell(_("A summary is not saved: Ctrl+S saves it, Ctrl+Q again leaves without it."), alarm=True)
        else:
            self._remember()
            self.leaves_work = any(worker.is_running for worker in self.workers)
            self.exit()

    def action_help_quit(self) -> None:
        """Say how one leaves (Ctrl+C)."""
        screen = self.work_screen
        if screen is not None:
            screen.tell(_("Ctrl+Q leaves. Everything confirmed is saved."))
