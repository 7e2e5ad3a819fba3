"""What screens and workers tell the app.

Plain dataclasses that carry frozen nouns; a message itself must not be frozen, Textual sets fields on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from avoin.coding.queue import QueueOrder
from avoin.corpus.select import Filter
from avoin.ids import QuestionId, Span, WaveId
from avoin.tui.desk import Desk
from avoin.tui.places import Place
from avoin.workflow.desk.desk_news import News
from avoin.workflow.desk.desk_views import Outcome

if TYPE_CHECKING:
    from avoin.workflow.desk.course import Course, QuestionInWave
    from avoin.workflow.desk.notes import NoteKind
    from avoin.workflow.outgoing.quote_desk import QuoteDesk
    from avoin.workflow.outgoing.write_summaries import SummaryDesk


@dataclass
class Decided(Message):
    """A decision is in the store: its transaction was committed."""

    outcome: Outcome


@dataclass
class QuoteMarked(Message):
    """These words were marked as worth quoting."""

    span: Span


@dataclass
class NewsCame(Message):
    """Something was decided or read in elsewhere."""

    desk: Desk
    news: News


@dataclass
class Renew(Message):
    """Open the desk anew as the survey is now, at the same place."""


@dataclass
class SuggestionsReady(Message):
    """The suggestions were reckoned anew."""


@dataclass
class ThemesReady(Message):
    """The themes were found anew, and the run is in the store."""

    outcome: Outcome


@dataclass
class Progressed(Message):
    """How far a long run is."""

    done: int
    total: int | None
    doing: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest counts."""
        return isinstance(message, Progressed)


@dataclass
class DeskOpened(Message):
    """Another question, or the first one, is ready for coding."""

    desk: Desk


@dataclass
class QuotesOpened(Message):
    """The quote desk is ready; what of the open question can be quoted has been looked through."""

    desk: "QuoteDesk"


@dataclass
class SummariesOpened(Message):
    """The desk for writing summaries is ready."""

    desk: "SummaryDesk"


@dataclass
class CoursesReady(Message):
    """How the work on each question goes has been worked out."""

    courses: "Mapping[QuestionInWave, Course]"


@dataclass
class ColoursChosen(Message):
    """Other colours are wanted: "dark", "light" or "contrast"."""

    colours: str


@dataclass
class ListNotes(Message):
    """The notes of the project, or what is marked for asking, are to be listed."""

    kind: "NoteKind"


@dataclass
class Failed(Message):
    """A worker met an error."""

    error: BaseException


@dataclass
class Go(Message):
    """Another screen is wanted, at a segment where one is named."""

    place: Place
    span: Span | None = None


@dataclass
class OpenQuestion(Message):
    """Another question or wave is wanted."""

    question: QuestionId
    wave: WaveId | None


@dataclass
class Narrowed(Message):
    """Only these answers are to be shown; None shows all."""

    keep: Filter | None


@dataclass
class WorkWaiting(Message):
    """What waits at a question after a change of the codes is to be worked through."""

    question: QuestionId
    wave: WaveId


@dataclass
class DrawsChanged(Message):
    """A draw was made or finished: what may be seen at the open desk is other than it was."""


@dataclass
class QueueChosen(Message):
    """Answers are to come in this order."""

    order: QueueOrder
