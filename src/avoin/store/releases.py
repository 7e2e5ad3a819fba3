"""The ledger: which tables were written out, when and where to, and what was to be seen in them.

Enters: what is to be seen of tables. Leaves: the same, oldest first. Invariants: an entry is never changed nor taken
away; who is counted in which row is kept, so the ledger is as confidential as the answers.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, insert, select

from avoin.i18n import _
from avoin.ids import CoderId, digest
from avoin.privacy.ledger import Row, Shown
from avoin.store.engine import StoreError
from avoin.store.sealing import canonical
from avoin.store.tables import release


class ReleaseError(StoreError):
    """An entry of the ledger cannot be read."""


@dataclass(frozen=True, slots=True)
class Release:
    """One file with tables that was written.

    Attributes
    ----------
    at : str
        UTC time, ISO 8601.
    what : str
        What it is: "report", "tables closed", "tables codes", "export quotes".
    path : str
        Where it was written to; "-" is standard output.
    knowingly : bool
        True where it was written although it revealed somebody together with an earlier one.
    """

    number: int
    at: str
    coder: CoderId
    what: str
    path: str
    knowingly: bool
    shown: tuple[Shown, ...]


def record(
    connection: Connection, coder: CoderId, what: str, path: str, shown: Sequence[Shown], *, knowingly: bool
) -> None:
    """Add an entry; the same tables written to the same place again are no new one."""
    content = canonical([_to_json(each) for each in shown])
    seal = digest(content)
    entry = {"what": what, "path": path, "digest": seal}
    known = select(release.c.number).filter_by(**entry).limit(1)
    if connection.scalar(known) is None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = {**entry, "at": at, "coder": coder, "knowingly": int(knowingly), "content": content}
        connection.execute(insert(release).values(row))


def load(connection: Connection) -> tuple[Release, ...]:
    """Return the entries, oldest first.

    Raises
    ------
    ReleaseError
        Where one is damaged.
    """
    return tuple(_read(row) for row in connection.execute(select(release).order_by(release.c.number)))


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.scalar(select(func.count()).select_from(release)) or 0


def damaged(connection: Connection) -> tuple[int, ...]:
    """Return the entries whose bytes are not what was stored."""
    rows = connection.execute(select(release.c.number, release.c.content, release.c.digest))
    return tuple(row.number for row in rows if digest(row.content) != row.digest)


def _read(row: Any) -> Release:
    if digest(row.content) != row.digest:
        raise ReleaseError(
            _("Entry {number} of the ledger of tables is damaged.").format(number=row.number),
            _("See what is wrong with: avoin verify"),
        )
    shown = tuple(_from_json(each) for each in json.loads(row.content))
    return Release(row.number, row.at, CoderId(row.coder), row.what, row.path, bool(row.knowingly), shown)


def _to_json(shown: Shown) -> dict[str, object]:
    """Return a table with each row's people as bits over the list of all."""
    people = sorted(frozenset().union(*shown.members.values()))
    rows = list(shown.members)
    return {
        "topic": list(shown.topic),
        "people": people,
        "rows": [[*row, _bits(people, shown.members[row])] for row in rows],
        "counts": [[*cell[:2], rows.index(cell[2:]), str(Fraction(n))] for cell, n in shown.counts.items()],
    }


def _from_json(held: dict[str, Any]) -> Shown:
    people: Sequence[str] = held["people"]
    members: dict[Row, frozenset[str]] = {
        (variable, value): _people(people, bits) for variable, value, bits in held["rows"]
    }
    rows = list(members)
    counts = {(kind, name, *rows[place]): _number(n) for kind, name, place, n in held["counts"]}
    return Shown(tuple(held["topic"]), counts, members)


def _bits(people: Sequence[str], members: Iterable[str]) -> str:
    place = {who: number for number, who in enumerate(people)}
    return format(sum(1 << place[who] for who in members), "x")


def _people(people: Sequence[str], bits: str) -> frozenset[str]:
    held = int(bits, 16)
    return frozenset(who for number, who in enumerate(people) if held >> number & 1)


def _number(text: str) -> int | Fraction:
    number = Fraction(text)
    return int(number) if number.denominator == 1 else number
