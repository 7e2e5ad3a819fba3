"""Settled disagreements, as the marks tell them.

Enters: a connection. Leaves: settlements. Invariant: who and when are those of the decision that settled.
"""

from sqlalchemy import Connection, select

from avoin.coding.settlement import KINDS, Settlement, Stamp, settlements_of
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.store.rows import chunks
from avoin.store.tables import decision as decision_table


def load(connection: Connection, reader: CoderId | None = None) -> tuple[Settlement, ...]:
    """Return what is settled, in the order of answers.

    Parameters
    ----------
    reader : CoderId or None
        Who is to see it: what others settled on answers that this person codes blind is left out.
    """
    marks = decisions.marks(connection, *KINDS, reader=reader)
    columns = (decision_table.c.seq, decision_table.c.at, decision_table.c.codebook)
    stamps: dict[int, Stamp] = {}
    for seqs in chunks(sorted(set(marks.values()))):
        for seq, at, codebook in connection.execute(select(*columns).where(decision_table.c.seq.in_(seqs))):
            stamps[seq] = Stamp(at, codebook)
    return settlements_of(marks, stamps)
