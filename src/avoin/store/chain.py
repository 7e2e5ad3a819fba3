"""Is what is stored still what was decided? The database does not check the bytes of a row; this does.

Enters: a connection. Leaves: what is wrong, decision by decision; nothing where all is well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from avoin.coding.decision import Decision, MarkKind, State, Verb, fold
from avoin.i18n import _
from avoin.store import decisions
from avoin.store.sealing import FIRST, seal
from avoin.store.tables import decision as decision_table


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """One thing that is wrong.

    Attributes
    ----------
    seq : int
        The decision it was found at; 0 where it is about none in particular.
    message : str
        A translated sentence without answer text.
    """

    seq: int
    message: str


def verify_chain(connection: Connection) -> tuple[ChainProblem, ...]:
    """Return where the list of decisions is broken: a gap, a changed byte, a lost link, an unreadable row."""
    problems: list[ChainProblem] = []
    stands = emptied(connection)
    expected, previous = 1, FIRST
    for row in connection.execute(select(decision_table).order_by(decision_table.c.seq)):
        if row.seq != expected:
            problems.append(
                ChainProblem(row.seq, _("Decisions are missing before decision {seq}.").format(seq=row.seq))
            )
        elif row.previous != previous:
            problems.append(
                ChainProblem(row.seq, _("Decision {seq} does not follow the one before it.").format(seq=row.seq))
            )
        if seal_of(row) != stands.get(row.seq, row.digest):
            problems.append(
                ChainProblem(
                    row.seq, _("Decision {seq} is not what was stored: its seal is broken.").format(seq=row.seq)
                )
            )
        expected, previous = row.seq + 1, row.digest
    return tuple(problems)


def is_sealed(row: Row[Any]) -> bool:
    """Return whether a stored decision's digest is that of its bytes."""
    return bool(seal_of(row) == row.digest)


def seal_of(row: Row[Any]) -> str:
    """Return the digest that a stored decision has by its bytes."""
    return seal([getattr(row, name) for name in decisions.SEALED], row.previous)


def emptied(connection: Connection) -> dict[int, str]:
    """Return the stored decisions that words were taken out of; see ``emptied_by``.

    Raises
    ------
    DamagedDecisionError
        Where a decision that took words out cannot be read.
    """
    return emptied_by(decisions.load(connection, verbs=(Verb.FORGET,)))


def emptied_by(made: Iterable[Decision]) -> dict[int, str]:
    """Return the numbers of the decisions that words were taken out of, with the seal of what stands there now.

    Their own digest is of what stood there before, and keeps the chain together; that of what stands now is in the
    decision that took the words out, and so in the chain itself.
    """
    found = {}
    for decision in made:
        for mark in decision.put:
            if mark.kind is MarkKind.EMPTIED:
                number, _sign, now = mark.text.partition(":")
                found[int(number)] = now
    return found


def verify_projection(connection: Connection) -> tuple[ChainProblem, ...]:
    """Return where the marks differ from what the decisions come to.

    Raises
    ------
    DamagedDecisionError
        Where a decision cannot be read at all.
    """
    should = _replayed(connection).marks
    found = decisions.marks(connection)
    problems = [
        ChainProblem(seq, _("A mark of decision {seq} is missing from the projection.").format(seq=seq))
        for mark, seq in should.items()
        if found.get(mark) != seq
    ]
    problems += [
        ChainProblem(seq, _("The projection has a mark of decision {seq} that should not be there.").format(seq=seq))
        for mark, seq in found.items()
        if mark not in should
    ]
    return tuple(sorted(problems, key=lambda problem: problem.seq))


def rebuild_projection(connection: Connection) -> int:
    """Write the marks anew from the decisions; return how many there are."""
    state = _replayed(connection)
    decisions.write_marks(connection, state.marks)
    return len(state.marks)


def _replayed(connection: Connection) -> State:
    return fold(decisions.load(connection))
