"""What the screens ask of a desk, and what the app asks of the house that opens desks.

``workflow.code_answers.Desk`` is the real one; tests sit at one that lives in memory.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from avoin.codebook.model import Code, Codebook
from avoin.coding.decision import Mark
from avoin.coding.queue import Page, QueueOrder
from avoin.coding.suggestion import Suggestion
from avoin.corpus.model import Corpus, Question
from avoin.corpus.select import Filter
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, Span, WaveId
from avoin.progress import Progress, silent
from avoin.workflow.desk.desk_news import Heard, News
from avoin.workflow.desk.desk_views import AnswerView, FoundSegments, Outcome, Preview, SegmentView, Tally, ThemeView
from avoin.workflow.desk.question_progress import QuestionProgress
from avoin.workflow.desk.sitting_place import Position

if TYPE_CHECKING:
    from avoin.store.draws import Draw
    from avoin.workflow.codebooks.codebook_desk import CodebookDesk
    from avoin.workflow.coders.adjudicate import AdjudicationDesk
    from avoin.workflow.coders.double_coding import Which
    from avoin.workflow.desk.course import Course, QuestionInWave
    from avoin.workflow.desk.notes import Note, NoteKind
    from avoin.workflow.outgoing.quote_desk import QuoteDesk
    from avoin.workflow.outgoing.write_summaries import SummaryDesk


class DeskReading(Protocol):
    """What is on the desk. Reading stores nothing."""

    question: Question
    wave: WaveId | None
    coder: CoderId
    codebook: Codebook
    corpus: Corpus
    blind: bool

    def tally(self) -> Tally: ...  # noqa: D102 - described at the real desk, here and below
    def answers(self, order: QueueOrder = ..., keep: Filter | None = None) -> tuple[AnswerKey, ...]: ...  # noqa: D102
    def answer(self, key: AnswerKey) -> AnswerView: ...  # noqa: D102
    def segment(self, span: Span) -> SegmentView: ...  # noqa: D102
    def themes(self) -> tuple[ThemeView, ...]: ...  # noqa: D102
    def theme_spans(self, theme_id: str) -> tuple[Span, ...]: ...  # noqa: D102
    def non_answers(self) -> tuple[Span, ...]: ...  # noqa: D102
    def unassigned(self) -> tuple[Span, ...]: ...  # noqa: D102
    def theme_code(self, theme_id: str) -> tuple[CodeId | None, float]: ...  # noqa: D102
    def is_done(self, span: Span) -> bool: ...  # noqa: D102
    def is_open(self, key: AnswerKey) -> bool: ...  # noqa: D102
    def suggestions(self, span: Span, n: int = 9) -> tuple[Suggestion, ...]: ...  # noqa: D102
    def suggestion(self, span: Span, code: CodeId) -> Suggestion | None: ...  # noqa: D102
    def alike(self, span: Span, n: int = ...) -> tuple[Span, ...]: ...  # noqa: D102
    def hides(self, span: Span) -> bool: ...  # noqa: D102
    def page(self) -> Page | None: ...  # noqa: D102
    def pages(self) -> tuple[Page, ...]: ...  # noqa: D102
    def preview(self, spans: Sequence[Span], code: str) -> Preview: ...  # noqa: D102
    def recent_codes(self) -> tuple[CodeId, ...]: ...  # noqa: D102
    def find_codes(self, typed: str) -> tuple[Code, ...]: ...  # noqa: D102
    def search(self, query: str, most: int) -> FoundSegments: ...  # noqa: D102


class Desk(DeskReading, Protocol):
    """The desk: every method below that decides has committed when it returns."""

    def rethink(  # noqa: D102
        self, k: int | None = None, progress: Progress = silent, *, only_open: bool = False, seeded: bool = False
    ) -> Outcome: ...
    def merge_themes(self, ids: Sequence[str]) -> Outcome: ...  # noqa: D102
    def split_theme(self, theme_id: str) -> Outcome: ...  # noqa: D102
    def not_theme(self, theme_id: str) -> Outcome: ...  # noqa: D102
    def confirm(self, spans: Sequence[Span], code: str, refused: Sequence[Span] = ()) -> Outcome: ...  # noqa: D102
    def assign(self, spans: Span | Sequence[Span], code: str) -> Outcome: ...  # noqa: D102
    def unassign(self, span: Span, code: str) -> Outcome: ...  # noqa: D102
    def toggle(self, span: Span, code: str) -> Outcome: ...  # noqa: D102
    def refuse(self, span: Span, code: str) -> Outcome: ...  # noqa: D102
    def done(self, spans: Sequence[Span]) -> Outcome: ...  # noqa: D102
    def reopen(self, spans: Sequence[Span]) -> Outcome: ...  # noqa: D102
    def new_code(  # noqa: D102
        self, name: str, definition: str, parent: str | None, spans: Sequence[Span], part: Span | None = None
    ) -> Outcome: ...
    def code_part(self, part: Span, code: str) -> Outcome: ...  # noqa: D102
    def quote_part(self, part: Span) -> Outcome: ...  # noqa: D102
    def memo(self, target: Span | AnswerKey, text: str) -> Outcome: ...  # noqa: D102
    def memo_theme(self, theme_id: str, text: str) -> Outcome: ...  # noqa: D102
    def flag(self, span: Span) -> Outcome: ...  # noqa: D102
    def bookmark(self, span: Span) -> Outcome: ...  # noqa: D102
    def quote(self, span: Span) -> Outcome: ...  # noqa: D102
    def split_at(self, span: Span, offset: int) -> Outcome: ...  # noqa: D102
    def join_next(self, span: Span) -> Outcome: ...  # noqa: D102
    def catch_up(self) -> None: ...  # noqa: D102
    def look(self) -> News: ...  # noqa: D102
    def hear(self, news: News) -> Heard: ...  # noqa: D102
    def undo(self) -> Outcome | None: ...  # noqa: D102
    def redo(self) -> Outcome | None: ...  # noqa: D102
    def refit(self) -> None: ...  # noqa: D102


class House(Protocol):
    """The project: which questions it has and how a desk is opened."""

    @property
    def name(self) -> str:
        """What the project is called."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may go wrong where the project lies, in sentences."""
        ...

    def renew(self) -> None:
        """Read the survey anew: others may have read in a wave.

        Raises
        ------
        SurveyFileError
            Where it cannot be read.
        """
        ...

    def questions(self) -> tuple[QuestionProgress, ...]:
        """Return every open question of every wave that asked it, in survey order."""
        ...

    def codebook_desk(self) -> "CodebookDesk":
        """Return the codebook as this coder works on it."""
        ...

    def adjudication(self, which: "Which") -> "AdjudicationDesk":
        """Return what two coders disagree on, before this coder who decides; slow where there is much.

        Raises
        ------
        CompareError, BlindError, DrawError
            Where there are no two coders who have finished.
        """
        ...

    def draws(self) -> "tuple[Draw, ...]":
        """Return all draws."""
        ...

    def open_draw(self) -> "Draw | None":
        """Return what this coder codes blind now."""
        ...

    def draw(self, coder: str, share: float) -> "Draw":
        """Draw a share of the answers for somebody to code blind."""
        ...

    def finish_draw(self) -> "Draw":
        """End this coder's blind coding; what is not decided is left out."""
        ...

    def position(self) -> Position | None:
        """Return where this coder left the workbench; None where that is not known."""
        ...

    def remember(self, position: Position) -> None:
        """Keep where this coder is; never an error."""
        ...

    def notes(self, kind: "NoteKind", words: str) -> "tuple[Note, ...]":
        """Return the notes, or what is marked for asking, of all questions."""
        ...

    def memos(self) -> Mapping[CodeId, tuple[Mark, ...]]:
        """Return everybody's notes on each code, and under ``ON_PROJECT`` those on the project."""
        ...

    def memo(self, code: CodeId) -> str:
        """Return this coder's note on a code, or with ``ON_PROJECT`` on the project."""
        ...

    def write_memo(self, code: CodeId, text: str) -> Outcome:
        """Write it anew."""
        ...

    def courses(self, places: "Iterable[QuestionInWave]") -> "Mapping[QuestionInWave, Course]":
        """Return how the work on each of these questions goes."""
        ...

    def quote_desk(self, progress: Progress) -> "QuoteDesk":
        """Return the quotations as this coder reviews them; slow where the language model is not loaded yet."""
        ...

    def summary_desk(self) -> "SummaryDesk":
        """Return the summaries as they are stored now."""
        ...

    def open(self, question: QuestionId, wave: WaveId | None, progress: Progress) -> Desk:
        """Open a desk; slow where answers are not prepared yet."""
        ...
