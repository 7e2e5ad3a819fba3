"""Asking a code of a later wave of an earlier one: an explicit act with its own queue.

Enters: a code and a wave. Leaves: one decision that says so and the segments that wait for it. Invariants: no coding is
made here; a closed wave is opened first, by hand; how many of the segments are looked at is kept with the decision.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from avoin.codebook.operations import find
from avoin.coding.carrying import BACK_CODE, queued
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.corpus.model import Question
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId, CoderId, Span, WaveId
from avoin.progress import Progress, silent
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import needed_codebook
from avoin.workflow.desk.code_answers import Desk, open_desk
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.places import known_wave
from avoin.workflow.project import Project


class NothingToBackCodeError(AvoinError):
    """The wave has no answers that the code could be asked of."""


@dataclass(frozen=True, slots=True)
class BackCoding:
    """What waits for a code in an earlier wave.

    Attributes
    ----------
    n_waiting : int
        Segments that wait.
    n_segments : int
        Segments of the wave's answers that do not have the code yet; those that do not wait are not looked at.
    seq : int or None
        The decision; None where it was only looked at.
    """

    code: CodeId
    wave: WaveId
    n_waiting: int
    n_segments: int
    seq: int | None


def back_code(  # noqa: PLR0913 - what the command line may say
    project: Project,
    coder: CoderId,
    code_id: CodeId,
    wave: str,
    *,
    everything: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> BackCoding:
    """Ask a code of an earlier wave.

    Parameters
    ----------
    everything : bool
        Let every segment wait; by default those that the codings of the other waves suggest the code for.

    Raises
    ------
    ClosedWaveError
        Where the wave is closed.
    UnknownWaveError, CodebookError, NothingToBackCodeError
        Where there is no such wave or code, or no answer to ask it of.
    """
    at = known_wave(project.survey, wave)
    refuse_closed(project.survey, (at,))
    code = find(needed_codebook(project), code_id)
    put: list[Mark] = []
    taken: list[Mark] = []
    n_segments = 0
    for question in _questions(project, code.id, at):
        desk = open_desk(project, question.id, at, coder, progress)
        spans = [span for span in _segments(desk) if code.id not in {each.code for each in desk.segment(span).codings}]
        n_segments += len(spans)
        chosen = spans if everything else list(_suggested(desk, spans, code.id))
        put += [queued(span, code.id, coder, BACK_CODE) for span in chosen]
        taken += _done_on(project, question, at, coder, chosen)
    if not n_segments:
        raise NothingToBackCodeError(
            _("There is nothing in wave {wave} that {code} could be asked of.").format(wave=wave, code=code_id)
        )
    if dry_run:
        return BackCoding(code.id, at, len(put), n_segments, None)
    how = json.dumps({"waiting": len(put), "segments": n_segments})
    asked = Mark(MarkKind.BACK_CODED, at, code=code.id, coder=coder, text=how)
    book = needed_codebook(project)
    draft = Draft(coder, Verb.CODEBOOK, (asked, *put), tuple(taken), codebook=f"{book.name} {book.version}")
    with project.store.transaction() as connection:
        decision = decisions.append(connection, draft)
    return BackCoding(code.id, at, len(put), n_segments, None if decision is None else decision.seq)


def _questions(project: Project, code: CodeId, wave: WaveId) -> Iterator[Question]:
    """Yield the wave's open questions that the code is used for, or all of them where it is used for none."""
    with project.store.read() as connection:
        used = {coding.span.answer.question for coding in decisions.codings(connection) if coding.code == code}
    for question in project.survey.open_questions:
        if wave in question.headings and (not used or question.id in used):
            yield question


def _segments(desk: Desk) -> Iterator[Span]:
    for key in desk.answers():
        for segment in desk.answer(key).segments:
            if not segment.non_answer:
                yield segment.span


def _suggested(desk: Desk, spans: list[Span], code: CodeId) -> Iterator[Span]:
    desk.refit()
    return (span for span in spans if any(each.code == code for each in desk.suggestions(span)))


def _done_on(project: Project, question: Question, wave: WaveId, coder: CoderId, spans: list[Span]) -> list[Mark]:
    """Return what says that these segments are decided: they are open again until the code was asked."""
    with project.store.read() as connection:
        done = decisions.marks(connection, MarkKind.DONE, question=question.id, wave=wave, coder=coder)
    by_answer: dict[object, list[Span]] = {}
    for span in spans:
        by_answer.setdefault(span.answer, []).append(span)
    return [
        mark
        for mark in done
        if any(mark.start < span.end and span.start < mark.end for span in by_answer.get(mark.answer, ()))
    ]
