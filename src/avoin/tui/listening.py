"""What others decide and read in, while the workbench is open: looked for every few seconds, drawn and told.

Enters: the open desk. Leaves: the desk brought up to date. Invariants: looking is done in a thread of its own and is
never an error; cursor and what is being decided stay; what is told waits until nothing else is said.
"""

import logging
from collections import Counter

from textual import on, work

from avoin.errors import AvoinError
from avoin.ids import CoderId, WaveId
from avoin.tui import messages
from avoin.tui.catching import Catching
from avoin.tui.desk import Desk
from avoin.tui.screens import sentences
from avoin.tui.screens.work_screen import WorkScreen
from avoin.workflow.desk.desk_news import News

_log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 3.0


class Listening(Catching):
    """An app that sits at a desk and hears of others' decisions on it.

    Attributes
    ----------
    desk : Desk or None
        None until the first one is open.
    """

    desk: Desk | None

    def __init__(self) -> None:
        super().__init__()
        self.desk = None
        self._looking = False
        self._untold: Counter[CoderId] = Counter()
        self._read_in: set[WaveId] = set()  # and not told yet

    @property
    def work_screen(self) -> WorkScreen | None:
        """The screen under any dialog."""
        return next((each for each in reversed(self.screen_stack) if isinstance(each, WorkScreen)), None)

    def codes_changed(self) -> None:
        """Take up that others have changed the codes."""
        raise NotImplementedError

    def listen(self) -> None:
        """Look every few seconds from now on."""
        self.set_interval(SECONDS_BETWEEN_LOOKS, self.look_around)

    def look_around(self) -> None:
        """See whether others have decided or read in something; one look at a time."""
        self._tell_of_others()
        if self.desk is not None and not self._looking:
            self._looking = True
            self._look(self.desk)

    @work(description="", thread=True, exit_on_error=False, group="news")
    def _look(self, desk: Desk) -> None:
        news = News()
        try:
            news = desk.look()
        except AvoinError as error:  # told where something is decided; the next look may find the store again
            _log.info("news: %s", type(error).__name__)
        self._looking = False
        if news.decisions or news.waves is not None:
            self.post_message(messages.NewsCame(desk, news))

    @on(messages.NewsCame)
    def _news_came(self, event: messages.NewsCame) -> None:
        if event.desk is self.desk:
            try:
                self._hear(event.desk, event.news)
            except AvoinError as error:
                self.tell_of(error)

    def _hear(self, desk: Desk, news: News) -> None:
        screen, book = self.work_screen, desk.codebook
        heard = desk.hear(news)
        if heard.is_other and screen is not None:
            screen.others_decided()
        if heard.draws_changed:
            self.post_message(messages.DrawsChanged())
        elif desk.codebook is not book:
            self.codes_changed()
        self._untold.update(heard.by)
        self._read_in.update(heard.waves)
        self._tell_of_others()

    def _tell_of_others(self) -> None:
        screen = self.work_screen
        if screen is None or not screen.is_silent:
            return
        if self._read_in:
            screen.tell(sentences.of_answers(self._read_in), alarm=True)
            self._read_in.clear()
        elif self._untold:
            screen.tell(sentences.of_others(self._untold))
            self._untold.clear()
