"""A project as the app sees it: its questions, and how a desk is opened at one of them.

What only some screens need is loaded when they ask for it, so that the first one stands soon.
"""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from avoin.coding.decision import Mark
from avoin.corpus.files import read_survey
from avoin.ids import CodeId, CoderId, QuestionId, WaveId
from avoin.progress import Progress
from avoin.tui.desk import Desk
from avoin.workflow.coders.draw_answers import Wish, draw_answers, finish_draw, list_draws, open_draw
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.desk.desk_views import Outcome
from avoin.workflow.desk.memos import ON_PROJECT, memo_marks, note_on_code, note_on_project, own_memo
from avoin.workflow.desk.notes import Note, NoteKind, notes
from avoin.workflow.desk.question_progress import QuestionProgress, question_progress
from avoin.workflow.desk.sitting_place import Position, keep_position, read_position
from avoin.workflow.project import Project

if TYPE_CHECKING:
    from avoin.privacy.personal_data import Proposal
    from avoin.store.draws import Draw
    from avoin.workflow.codebooks.codebook_desk import CodebookDesk
    from avoin.workflow.coders.adjudicate import AdjudicationDesk
    from avoin.workflow.coders.double_coding import Which
    from avoin.workflow.desk.course import Course, QuestionInWave
    from avoin.workflow.desk.fit_aside import FitAside
    from avoin.workflow.outgoing.quote_desk import QuoteDesk
    from avoin.workflow.outgoing.write_summaries import SummaryDesk


@dataclass(slots=True)
class ProjectHouse:
    """An opened project and who codes in it.

    Attributes
    ----------
    fit : FitAside or None
        Fits what suggests; None fits it in this process.
    """

    project: Project
    coder: CoderId
    fit: "FitAside | None" = None
    _proposals: "dict[str, tuple[Proposal, ...]]" = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.project.settings.name

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may go wrong where the project lies, in sentences."""
        return self.project.warnings

    def renew(self) -> None:
        """Read the survey anew: others may have read in a wave."""
        self.project = replace(self.project, survey=read_survey(self.project.places.survey))

    def questions(self) -> tuple[QuestionProgress, ...]:
        """Return how far every open question is."""
        return question_progress(self.project, self.coder)

    def codebook_desk(self) -> "CodebookDesk":
        """Return the codebook as this coder works on it."""
        from avoin.workflow.codebooks.codebook_desk import CodebookDesk

        return CodebookDesk(self.project, self.coder)

    def adjudication(self, which: "Which") -> "AdjudicationDesk":
        """Return what two coders disagree on, before this coder who decides."""
        from avoin.workflow.coders.adjudicate import AdjudicationDesk

        return AdjudicationDesk(self.project, self.coder, which)

    def draws(self) -> "tuple[Draw, ...]":
        """Return all draws."""
        return list_draws(self.project)

    def open_draw(self) -> "Draw | None":
        """Return what this coder codes blind now."""
        return open_draw(self.project, self.coder)

    def draw(self, coder: str, share: float) -> "Draw":
        """Draw a share of the answers for somebody to code blind."""
        return draw_answers(self.project, coder, Wish(share))

    def finish_draw(self) -> "Draw":
        """End this coder's blind coding; what is not decided is left out."""
        return finish_draw(self.project, self.coder, unfinished=True)

    def position(self) -> Position | None:
        """Return where this coder left the workbench; None where that is not known."""
        return read_position(self.project, self.coder)

    def remember(self, position: Position) -> None:
        """Keep where this coder is; never an error."""
        keep_position(self.project, self.coder, position)

    def notes(self, kind: NoteKind, words: str) -> tuple[Note, ...]:
        """Return the notes, or what is marked for asking, of all questions."""
        return notes(self.project, self.coder, kind, words)

    def memos(self) -> Mapping[CodeId, tuple[Mark, ...]]:
        """Return everybody's notes on each code, and under ``ON_PROJECT`` those on the project."""
        return memo_marks(self.project, self.coder)

    def memo(self, code: CodeId) -> str:
        """Return this coder's note on a code, or with ``ON_PROJECT`` on the project."""
        return own_memo(self.project, self.coder, code)

    def write_memo(self, code: CodeId, text: str) -> Outcome:
        """Write it anew."""
        if code == ON_PROJECT:
            return note_on_project(self.project, self.coder, text)
        return note_on_code(self.project, self.coder, code, text)

    def courses(self, places: "Iterable[QuestionInWave]") -> "Mapping[QuestionInWave, Course]":
        """Return how the work on each of these questions goes."""
        from avoin.workflow.desk.course import courses

        return courses(self.project, self.coder, places)

    def quote_desk(self, progress: Progress) -> "QuoteDesk":
        """Return the quotations as this coder reviews them, those of the same kind as others ranked first."""
        from avoin.workflow.outgoing.review_quotes import open_quotes

        return open_quotes(self.project, self.coder, with_vectors=True, proposals=self._proposals, progress=progress)

    def summary_desk(self) -> "SummaryDesk":
        """Return the summaries as they are stored now."""
        from avoin.workflow.outgoing.write_summaries import open_summaries

        return open_summaries(self.project)

    def open(self, question: QuestionId, wave: WaveId | None, progress: Progress) -> Desk:
        """Open a desk; slow where answers are not prepared yet."""
        gc.disable()  # nothing of what is laid out is garbage: to look for some again and again doubles the time
        try:
            return open_desk(self.project, question, wave, self.coder, progress, self.fit)
        finally:
            gc.freeze()  # nor later: looking through it would stop the screen for a moment now and then
            gc.enable()
