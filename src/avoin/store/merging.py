"""Decisions that travel between two copies of a project.

Enters: decisions of one copy. Leaves: rows that can be sent, and decisions again, their chain proved. Invariant: a
decision keeps its uuid, so that what came once is known when it comes again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

from sqlalchemy import Connection, select

from avoin.coding.decision import Decision, Draft, Verb
from avoin.ids import CoderId
from avoin.store import chain, decisions
from avoin.store.rows import chunks
from avoin.store.sealing import FIRST, marks_from_json, marks_to_json, seal
from avoin.store.tables import decision as decision_table

_PUT, _TAKEN = 5, 6
_BACK = (Verb.UNDO, Verb.REDO)


def to_rows(made: Iterable[Decision]) -> list[list[object]]:
    """Return decisions as they are sealed."""
    return [_to_row(each) for each in made]


def from_rows(rows: object) -> tuple[Decision, ...]:
    """Return the decisions that ``to_rows`` gave, all of a chain; one that words were taken out of has a seal there.

    Raises
    ------
    ValueError
        Where they are not that: a row is no decision, is not sealed, or does not follow the one before.
    """
    if not isinstance(rows, list):
        raise ValueError  # noqa: TRY004 - one error for whatever is wrong with a file
    try:
        found = tuple(_from_row(row) for row in rows)
        stands = chain.emptied_by(found)
        sound = all(_seal_of(each) == stands.get(each.seq, each.digest) for each in found)
    except (TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError from error
    links = [(0, FIRST), *((each.seq, each.digest) for each in found)]
    follows = all(
        (each.seq, each.previous) == (seq + 1, digest) for (seq, digest), each in zip(links, found, strict=False)
    )
    if not (sound and follows):
        raise ValueError
    return found


def known(connection: Connection, made: Sequence[Decision]) -> dict[str, int]:
    """Return which of the decisions are here, by their uuid, with the number that each has here."""
    found: dict[str, int] = {}
    columns = (decision_table.c.uuid, decision_table.c.seq)
    for uuids in chunks([each.uuid for each in made]):
        query = select(*columns).where(decision_table.c.uuid.in_(uuids))
        found |= {row.uuid: row.seq for row in connection.execute(query)}
    return found


def merge(connection: Connection, work: Sequence[Decision], there: Mapping[str, int]) -> int:
    """Add decisions of another copy in their order, those that are here already left out; return how many.

    An undo or redo of something that was never stored here is left out with it.

    Parameters
    ----------
    there : mapping of str to int
        As ``known`` gave it.
    """
    numbers = {each.seq: there[each.uuid] for each in work if each.uuid in there}
    n = 0
    for each in work:
        if each.uuid in there or (each.verb in _BACK and each.of not in numbers):
            continue
        of = None if each.of is None else numbers.get(each.of)
        draft = Draft(
            each.coder, each.verb, each.put, each.taken, each.seen, each.codebook, of, uuid=each.uuid, at=each.at
        )
        made = decisions.append(connection, draft)
        if made is not None:
            numbers[each.seq] = made.seq
            n += 1
    return n


def _seal_of(decision: Decision) -> str:
    return seal(_to_row(decision)[:-2], decision.previous)  # type: ignore[arg-type]


def _to_row(decision: Decision) -> list[object]:
    fields = list(astuple(decision))
    fields[_PUT], fields[_TAKEN] = marks_to_json(decision.put), marks_to_json(decision.taken)
    fields[4] = decision.verb.value
    return fields


def _from_row(row: Sequence[object]) -> Decision:
    seq, uuid, at, coder, verb, put, taken, seen, codebook, of, previous, digest = row
    texts = [uuid, at, coder, put, taken, seen, codebook, previous, digest]
    if not (isinstance(seq, int) and isinstance(of, int | None) and all(isinstance(each, str) for each in texts)):
        raise TypeError
    return Decision(
        seq,
        str(uuid),
        str(at),
        CoderId(str(coder)),
        Verb(str(verb)),
        marks_from_json(str(put)),
        marks_from_json(str(taken)),
        str(seen),
        str(codebook),
        of,
        str(previous),
        str(digest),
    )
