"""Packets of answers that went out: what is in them is out of reach of this store.

Enters: a respondent. Leaves: the packets with their words. Invariant: a packet stays listed though its draw was taken
back or the words were erased here.
"""

from dataclasses import astuple, dataclass

from sqlalchemy import Connection

from avoin.coding.decision import MarkKind
from avoin.coding.roles import person
from avoin.ids import CoderId, RespondentId
from avoin.store import decisions


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet that went out.

    Attributes
    ----------
    at : str
        UTC time, ISO 8601.
    path : str
        Where it was written to.
    """

    at: str
    draw: int
    coder: CoderId
    path: str


def sent_with(connection: Connection, respondent: RespondentId) -> tuple[Sent, ...]:
    """Return the packets that went out with words of a respondent, also those of draws that were taken back."""
    marks = decisions.marks(connection, MarkKind.HANDED)
    found = (
        Sent(decisions.load_one(connection, seq).at, int(mark.code), person(mark.coder), mark.text)
        for mark, seq in marks.items()
        if mark.respondent == respondent
    )
    return tuple(sorted(set(found), key=astuple))
