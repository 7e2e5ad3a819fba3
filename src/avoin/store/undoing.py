"""Taking a coder's last decision back and doing it again, across sittings.

Enters: a coder. Leaves: the decision that takes back or does again. Invariants: nothing is deleted; what later
decisions moved is taken back where it is now; an undo or redo that finds nothing left still moves the coder's place.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, select

from avoin.coding.decision import Decision, Draft, Verb, reversal
from avoin.coding.following import followed
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.store.tables import decision as decision_table

_MOVING = (Verb.NOTED, Verb.CODEBOOK)


def undo(connection: Connection, coder: CoderId) -> Decision | None:
    """Take back the coder's last decision, across sittings; None where there is nothing to take back."""
    found = _to_undo(connection, coder)
    return None if found is None else _reversed(connection, Verb.UNDO, *found)


def redo(connection: Connection, coder: CoderId) -> Decision | None:
    """Do again what the coder took back last; None where nothing was, or something else was decided since."""
    found = _to_redo(connection, coder)
    return None if found is None else _reversed(connection, Verb.REDO, *found)


def next_undo(connection: Connection, coder: CoderId) -> Decision | None:
    """Return the decision that ``undo`` would take back; reads only as far back as it must."""
    found = _to_undo(connection, coder)
    return None if found is None else decisions.load_one(connection, found[1])


def next_redo(connection: Connection, coder: CoderId) -> Decision | None:
    """Return the decision that ``redo`` would do again."""
    found = _to_redo(connection, coder)
    return None if found is None else decisions.load_one(connection, found[1])


def _reversed(connection: Connection, verb: Verb, last: int, of: int) -> Decision | None:
    """Turn decision ``last`` round, which is decision ``of`` or took it back or did it again."""
    before = decisions.load_one(connection, last)
    draft = replace(reversal(before), verb=verb, of=of, codebook=before.codebook)
    return decisions.append(connection, _where_now(connection, draft, last))


def _where_now(connection: Connection, draft: Draft, last: int) -> Draft:
    if not _moved_since(connection, last):
        return draft
    return followed(draft, decisions.load(connection, after=last), decisions.marks(connection))


def _moved_since(connection: Connection, last: int) -> bool:
    since, about = decision_table, decision_table.alias()
    moving = since.c.verb.in_([each.value for each in _MOVING]) | (about.c.verb == Verb.CODEBOOK.value)
    with_what_it_is_about = since.outerjoin(about, since.c.of == about.c.seq)
    query = select(since.c.seq).select_from(with_what_it_is_about).where(since.c.seq > last, moving).limit(1)
    return connection.scalar(query) is not None


def _to_undo(connection: Connection, coder: CoderId) -> tuple[int, int] | None:
    """Return the decision to turn round, and the one that this takes back."""
    undone = 0
    for seq, verb, of in _backwards(connection, coder):
        if verb == Verb.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return seq, of if verb == Verb.REDO else seq
    return None


def _to_redo(connection: Connection, coder: CoderId) -> tuple[int, int] | None:
    """Return the decision to turn round, and the one that this does again."""
    redone = 0
    for seq, verb, of in _backwards(connection, coder):
        if verb == Verb.REDO:
            redone += 1
        elif verb != Verb.UNDO:
            return None
        elif redone:
            redone -= 1
        else:
            return seq, of
    return None


def _backwards(connection: Connection, coder: CoderId) -> Iterator[tuple[int, str, int]]:
    columns = (decision_table.c.seq, decision_table.c.verb, decision_table.c.of)
    acts = (decision_table.c.coder == coder) & decision_table.c.verb.in_([each for each in Verb if each.is_a_step])
    query = select(*columns).where(acts).order_by(decision_table.c.seq.desc())
    with connection.execute(query) as rows:
        for row in rows:
            yield row.seq, row.verb, row.of
