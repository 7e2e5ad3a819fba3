"""How the work on a question goes: quotations and summaries that are ready, new codes, suggestions, this sitting.

Enters: a project, a coder, a question and perhaps a wave. Leaves: counts, worked out from what is stored.
Invariants: a coder's pace, suggestions and new codes are of their own decisions; times of the clock are read for the
pace only, never for an order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from avoin.coding.decision import Decision, MarkKind
from avoin.coding.saturation import new_codes_by_run
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.report.suggested import Suggestions, suggestions_of
from avoin.store import decisions
from avoin.workflow.outgoing.review_quotes import approved_quotes
from avoin.workflow.outgoing.write_summaries import SummaryDesk, open_summaries
from avoin.workflow.project import Project

QuestionInWave = tuple[QuestionId, WaveId | None]
"""A question in a wave, or in all of them."""

_PAUSE = timedelta(minutes=30)
"""A longer time without a decision ends a sitting."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A coder's decisions without a long pause between, the last of all.

    Attributes
    ----------
    since : str
        Time of its first decision, UTC, ISO 8601; empty where there is none.
    minutes : float
        From its first to its last decision.
    n_segments : int
        Segments decided in it.
    """

    since: str = ""
    minutes: float = 0.0
    n_segments: int = 0

    @property
    def pace(self) -> float | None:
        """Segments a minute; None while it is too short to tell."""
        return self.n_segments / self.minutes if self.minutes >= 1 else None


@dataclass(frozen=True, slots=True)
class Course:
    """How the work on one question goes.

    Attributes
    ----------
    n_codes_used, n_codes_quoted : int
        Codes that have segments, and those of them with a quotation that may leave.
    n_quotes : int
        Quotations that may leave.
    n_themes, n_summaries, n_stale : int
        Themes to be summarised, summaries written, and those of them that should be read again.
    new_codes : tuple of int
        For each run of twenty coded answers how many codes were new.
    suggestions : Suggestions or None
        What became of them; None where none was shown.
    """

    n_codes_used: int
    n_codes_quoted: int
    n_quotes: int
    n_themes: int
    n_summaries: int
    n_stale: int
    new_codes: tuple[int, ...]
    suggestions: Suggestions | None
    sitting: Sitting


def course_of(project: Project, coder: CoderId, question: QuestionId, wave: WaveId | None) -> Course:
    """Return how a coder's work on a question goes; all waves of it where none is named."""
    return courses(project, coder, [(question, wave)])[question, wave]


def courses(project: Project, coder: CoderId, places: Iterable[QuestionInWave]) -> Mapping[QuestionInWave, Course]:
    """Return how a coder's work on each of some questions goes; what they share is read once."""
    desk = open_summaries(project)
    with project.store.read() as connection:
        mine = [each for each in decisions.load(connection) if each.coder == coder]
    return {place: _course(desk, mine, coder, place) for place in places}


def _course(desk: SummaryDesk, mine: Sequence[Decision], coder: CoderId, place: QuestionInWave) -> Course:
    question, wave = place
    waves = [wave] if wave is not None else [each.id for each in desk.corpus.survey.waves]
    codings = [
        each for each in desk.codings if each.span.answer.question == question and each.span.answer.wave in waves
    ]
    quoted = approved_quotes(desk.project, desk.corpus, codings)
    lines = [line for each in waves for line in desk.lines(question, each)]
    here = [each for each in mine if any(mark.question == question for mark in (*each.put, *each.taken))]
    return Course(
        len({each.code for each in codings}),
        len({each.code for each in codings if each.span in quoted}),
        len(quoted),
        len(lines),
        sum(1 for line in lines if line.summary is not None),
        sum(1 for line in lines if line.stale),
        new_codes_by_run(each for each in codings if each.coder == coder),
        suggestions_of(here),
        sitting_of(mine),
    )


def sitting_of(mine: Iterable[Decision]) -> Sitting:
    """Return the last sitting of one coder's decisions, given in order."""
    sitting: list[Decision] = []
    for decision in mine:
        if sitting and _time(decision) - _time(sitting[-1]) > _PAUSE:
            sitting.clear()
        sitting.append(decision)
    if not sitting:
        return Sitting()
    decided = {mark.span for each in sitting for mark in each.put if mark.kind is MarkKind.DONE}
    undone = {mark.span for each in sitting for mark in each.taken if mark.kind is MarkKind.DONE}
    length = (_time(sitting[-1]) - _time(sitting[0])).total_seconds() / 60
    return Sitting(sitting[0].at, max(length, 0.0), len(decided - undone))


def _time(decision: Decision) -> datetime:
    return datetime.fromisoformat(decision.at)
