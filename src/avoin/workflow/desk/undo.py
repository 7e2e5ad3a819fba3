"""Undo and redo from the command line: the coder's last decision, in whichever sitting it was made.

Enters: a project and a coder. Leaves: what was taken back. Invariants: nothing is deleted; undo is a decision
too; the draft codebook follows; a closed wave stays as it is.
"""

from dataclasses import dataclass

from avoin.coding.decision import Decision, MarkKind, Verb
from avoin.coding.following import n_left
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import CoderId, WaveId
from avoin.store import undoing
from avoin.workflow.desk.new_codes import done_again, refuse_changed, withdraw
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.project import Project


class NothingToUndoError(AvoinError):
    """The coder has no decision that undo could take back, or redo do again."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undo or redo did.

    Attributes
    ----------
    seq : int
        Number of the undo or redo itself.
    of, of_verb
        The decision it was about, and what that was.
    at : str
        When that one was made, UTC, ISO 8601.
    n_put, n_taken : int
        Marks put on and taken off by the undo or redo.
    n_answers : int
        Answers it concerns.
    n_left : int
        Marks that were changed since, by others, an import or the codebook, and stay as they are.
    """

    verb: Verb
    seq: int
    of: int
    of_verb: Verb
    at: str
    n_put: int
    n_taken: int
    n_answers: int
    n_left: int


def undo(project: Project, coder: CoderId) -> Undone:
    """Take back the coder's last decision; a code that was born by it leaves the draft where nothing is coded with it.

    Raises
    ------
    NothingToUndoError
        Where there is none.
    ClosedWaveError
        Where it is on a wave that has been closed since.
    """
    with project.store.transaction() as connection:
        before = _found(undoing.next_undo(connection, coder), _("{coder} has nothing to undo."), coder)
        refuse_closed(project.survey, _waves(before))
        refuse_changed(project, before)
        done = _found(undoing.undo(connection, coder), _("{coder} has nothing to undo."), coder)
    withdraw(project, before)
    return _undone(done, before)


def redo(project: Project, coder: CoderId) -> Undone:
    """Do again the decision that the coder took back last; a code that was born by it comes back into the draft.

    Raises
    ------
    NothingToUndoError
        Where there is none, or something else was decided since.
    ClosedWaveError
        Where it is on a wave that has been closed since.
    """
    with project.store.read() as connection:
        before = _found(undoing.next_redo(connection, coder), _("{coder} has nothing to redo."), coder)
    refuse_closed(project.survey, _waves(before))
    with done_again(project, before), project.store.transaction() as connection:
        done = _found(undoing.redo(connection, coder), _("{coder} has nothing to redo."), coder)
        if done.of != before.seq:
            raise NothingToUndoError(_("{coder} has decided something else meanwhile.").format(coder=coder))
    return _undone(done, before)


def left_in_words(n: int) -> str:
    """Return that an undo or redo had to leave marks as they are; empty where it left none."""
    if not n:
        return ""
    return ngettext(
        "{n} mark has been changed since, by an import, the codebook or somebody else, and stays as it is now.",
        "{n} marks have been changed since, by an import, the codebook or somebody else, and stay as they are now.",
        n,
    ).format(n=n)


def _found(decision: Decision | None, otherwise: str, coder: CoderId) -> Decision:
    if decision is None:
        raise NothingToUndoError(otherwise.format(coder=coder))
    return decision


def _waves(decision: Decision) -> set[WaveId]:
    """Return the waves whose codings a decision touches; a summary is no coding and may be written after closing."""
    return {mark.wave for mark in (*decision.put, *decision.taken) if mark.kind is not MarkKind.SUMMARY}


def _undone(done: Decision, before: Decision) -> Undone:
    answers = {mark.answer for mark in (*done.put, *done.taken) if mark.respondent}
    return Undone(
        done.verb,
        done.seq,
        before.seq,
        before.verb,
        before.at,
        len(done.put),
        len(done.taken),
        len(answers),
        n_left(before, done),
    )
