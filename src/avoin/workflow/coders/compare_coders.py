"""How far two coders agree, question by question.

Enters: a draw that is finished, or two coders' names. Leaves: comparisons. Invariants: a draw is compared as it was
when its blind coding ended; only what people put is compared, never a suggestion; a blind coder gets no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from avoin.agreement.compare import Comparison, compare
from avoin.agreement.units import Unit
from avoin.coding.decision import MarkKind
from avoin.ids import CoderId, QuestionId
from avoin.report.suggested import Suggestions, suggestions_of
from avoin.workflow.coders.double_coding import DoubleCoded, Which, double_coded
from avoin.workflow.outgoing.make_tables import codebook_of
from avoin.workflow.project import Project


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """Two coders on one question.

    Attributes
    ----------
    n_suggested : tuple of (int, int)
        Each coder's codings here that were made with suggestions in view.
    suggestions : tuple of (Suggestions or None, Suggestions or None)
        What became of each coder's suggestions to this question, shown and hidden; None where there were none.
    """

    question: QuestionId
    comparison: Comparison
    n_suggested: tuple[int, int]
    suggestions: tuple[Suggestions | None, Suggestions | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two coders on all the questions that both coded.

    Attributes
    ----------
    draw : int or None
        The draw that is compared as it was when its blind coding ended; None compares what stands now.
    """

    coders: tuple[CoderId, CoderId]
    draw: int | None
    questions: tuple[QuestionAgreement, ...]


_WHATEVER = Which()


def compare_coders(project: Project, which: Which = _WHATEVER) -> Agreement:
    """Compare two coders.

    Raises
    ------
    CompareError
        Where there are no two coders, or not those who are named.
    BlindError
        While whoever asks is coding blind, or the draw is not finished.
    DrawError
        Where there is no such draw.
    """
    return agreement_of(project, double_coded(project, which), which.seed)


def agreement_of(project: Project, coded: DoubleCoded, seed: int | None = None) -> Agreement:
    """Return how far two coders agree on what both decided.

    Parameters
    ----------
    seed : int or None
        Of the bootstrap draws; None takes the project's.
    """
    drawing = project.settings.random_state if seed is None else seed
    order = [code.id for code in codebook_of(project).codes]
    found = tuple(
        QuestionAgreement(
            question,
            compare(units, coded.coders, order, drawing),
            n_suggested(coded, units),
            _suggestions(coded, question),
        )
        for question, units in coded.units.items()
    )
    return Agreement(coded.coders, None if coded.draw is None else coded.draw.number, found)


def n_suggested(coded: DoubleCoded, units: Sequence[Unit]) -> tuple[int, int]:
    """Return each coder's codings on these units that were made with suggestions in view."""
    compared = {unit.answer for unit in units}
    first, second = (
        sum(
            mark.kind is MarkKind.CODING and mark.coder == coder and mark.answer in compared and seq in coded.seen
            for mark, seq in coded.on.items()
        )
        for coder in coded.coders
    )
    return first, second


def _suggestions(coded: DoubleCoded, question: QuestionId) -> tuple[Suggestions | None, Suggestions | None]:
    first, second = (suggestions_of(coded.made, coder, question) for coder in coded.coders)
    return first, second
