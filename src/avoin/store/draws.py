"""Draws: which answers were drawn for whom to code blind, and whether that is finished.

Enters: marks of draws. Leaves: the draws. Invariant: a draw is finished at the decision that ended it first, though it
was taken back and finished again: what was seen stays seen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from avoin.coding.decision import Decision, Mark, MarkKind
from avoin.coding.roles import person
from avoin.ids import AnswerKey, CodeId, CoderId
from avoin.store import decisions

_WORK = (MarkKind.CODING, MarkKind.DONE)


@dataclass(frozen=True, slots=True)
class Draw:
    """Answers that were drawn.

    Attributes
    ----------
    number : int
        From 1, in the order of drawing.
    coder : CoderId
        Who codes them blind.
    role : CoderId
        In whose name the blind codings stand: the coder's own, or a role of theirs where they code again.
    of : int
        From how many answers they were drawn.
    n_decided : int
        Drawn answers on which the coder has decided anything.
    finished : int or None
        The decision that ended the blind coding for the first time; None while it is going on.
    """

    number: int
    coder: CoderId
    role: CoderId
    own: bool
    share: float
    by: str | None
    seed: int
    of: int
    answers: tuple[AnswerKey, ...]
    n_decided: int
    finished: int | None


def worked_on(connection: Connection, role: CoderId) -> set[AnswerKey]:
    """Return the answers on which a coder, in this role, has decided anything."""
    return {mark.answer for mark in decisions.marks(connection, *_WORK, coder=role)}


def load(connection: Connection) -> tuple[Draw, ...]:
    """Return all draws in the order they were made."""
    marks = decisions.marks(connection, MarkKind.DRAW, MarkKind.DRAWN, MarkKind.FINISHED)
    first = _first_finished(connection, marks)
    found = []
    for mark in marks:
        if mark.kind is MarkKind.DRAW:
            how = json.loads(mark.text)
            drawn = tuple(each.answer for each in marks if each.kind is MarkKind.DRAWN and each.code == mark.code)
            n_decided = len(worked_on(connection, mark.coder) & set(drawn))
            names = (int(mark.code), person(mark.coder), mark.coder, how["own"], how["share"], how["by"], how["seed"])
            found.append(Draw(*names, how["of"], drawn, n_decided, first.get(mark.code)))
    return tuple(sorted(found, key=lambda each: each.number))


def _first_finished(connection: Connection, marks: Iterable[Mark]) -> Mapping[CodeId, int]:
    """Return for each draw that is finished now the decision that ended it first: what was seen stays seen."""
    over = {mark for mark in marks if mark.kind is MarkKind.FINISHED}
    first: dict[CodeId, int] = {}
    for decision in decisions.newest_first(connection) if over else ():
        first.update({mark.code: decision.seq for mark in _finishing(decision) if mark in over})
    return first


def _finishing(decision: Decision) -> Iterable[Mark]:
    return (mark for mark in decision.put if mark.kind is MarkKind.FINISHED)
