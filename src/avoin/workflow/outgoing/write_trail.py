"""The audit trail as a file: every decision with its marks and its seal; never answer text, never a note.

Enters: a project. Leaves: one row a decision, in order. Invariant: the digest of the last row is the head of the chain,
so that whoever has the file can tell later whether the record was changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from avoin.coding.decision import Decision, Mark
from avoin.export.atomic import write_whole
from avoin.report.rows import Cell, Rows
from avoin.store import decisions
from avoin.workflow.coders.blind_coding import refuse_while_blind
from avoin.workflow.outgoing.write_export import in_form
from avoin.workflow.project import Project

_HEADINGS = ("decision", "uuid", "at", "coder", "verb", "of", "put", "taken", "codebook", "previous", "digest")


@dataclass(frozen=True, slots=True)
class Trail:
    """What was written.

    Attributes
    ----------
    n_decisions : int
        How many; the number of the last one.
    head : str
        The digest of the last one; zeros where there is none.
    """

    path: Path
    n_decisions: int
    head: str


def write_trail(project: Project, path: Path) -> Trail:
    """Write the audit trail; how is told by the file's ending: csv, xlsx, json or md.

    Raises
    ------
    BlindError
        While whoever asks is coding blind.
    FormError
        Where the ending is none of these.
    WriteError
        Where the file cannot be written.
    """
    refuse_while_blind(project)
    with project.store.read() as connection:
        made = decisions.load(connection)
        n, head = decisions.head(connection)
    rows = Rows("history", _HEADINGS, tuple(map(_row, made)))
    write_whole(path, in_form(rows, path.suffix.removeprefix("."), path))
    return Trail(path, n, head)


def _row(each: Decision) -> tuple[Cell, ...]:
    put, taken = _marks(each.put), _marks(each.taken)
    begun = (each.seq, each.uuid, each.at, each.coder, each.verb.value, each.of)
    return (*begun, put, taken, each.codebook, each.previous, each.digest)


def _marks(marks: Iterable[Mark]) -> str:
    return "; ".join(map(_mark, marks))


def _mark(mark: Mark) -> str:
    where = "/".join(part for part in mark.answer if part)
    span = f"[{mark.start}:{mark.end}]" if mark.start >= 0 else ""
    return " ".join(part for part in (mark.kind.value, where + span, mark.code, mark.coder) if part)
