"""Who may do what in a store on a server, enforced by the database itself.

Enters: a connection of the owner. Leaves: database roles with rights. Invariants: a coder adds decisions in no name but
their own and takes no marks off that are another's; while somebody codes answers blind, no query of theirs returns
what others decided on these; a viewer changes nothing. The owner of the tables is bound by none of this.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, text

from avoin.i18n import _
from avoin.ids import CoderId, digest
from avoin.store.engine import Store, StoreError
from avoin.store.server import ServerStore


class Rights(StrEnum):
    """What a member may do."""

    CODER = "coder"  # sees and codes
    VIEWER = "viewer"  # sees


class MemberError(StoreError):
    """There is no such database role, or the store is not on a server."""


@dataclass(frozen=True, slots=True)
class Member:
    """A database role with the name it codes under."""

    role: str
    coder: CoderId
    rights: Rights


_SET_UP = Path(__file__).with_suffix(".sql")
_NAMES = re.compile(
    r"(?<=CREATE POLICY )\w+ ON \w+|(?<=ALTER TABLE )\w+(?= ENABLE ROW)|(?<=CREATE OR REPLACE FUNCTION )\w+", re.ASCII
)
_THERE = (
    "SELECT policyname || ' ON ' || tablename FROM pg_policies WHERE schemaname = 'public'",
    "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace",
    "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
_SEES = ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}",)
_CODES = (
    "GRANT INSERT ON decision, theme_run, release TO {role}",
    "GRANT USAGE ON SEQUENCE theme_run_run_seq, release_number_seq TO {role}",
    "GRANT INSERT, DELETE ON mark TO {role}",
)


def add(connection: Connection, member: Member) -> None:
    """Let a database role in, or change what it may do.

    Raises
    ------
    MemberError
        Where the server has no such role, or there is no server.
    StoreError
        Where whoever asks does not own the store.
    """
    _refuse_file(connection)
    if not connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :role"), {"role": member.role}):
        raise MemberError(
            _("The server has no role {role}.").format(role=member.role),
            _("Whoever looks after the server makes one with: CREATE ROLE {role} LOGIN").format(role=member.role),
        )
    rules = _SET_UP.read_text(encoding="utf-8")
    connection.exec_driver_sql(rules)
    connection.exec_driver_sql(f"COMMENT ON TABLE member IS '{digest(rules)}'")
    _revoke(connection, member.role)
    connection.execute(text("DELETE FROM member WHERE role = :role"), {"role": member.role})
    name = connection.dialect.identifier_preparer.quote(member.role)
    for grant in (*_SEES, *(_CODES if member.rights is Rights.CODER else ())):
        connection.exec_driver_sql(grant.format(role=name))
    connection.execute(
        text("INSERT INTO member VALUES (:role, :coder, :rights)"),
        {"role": member.role, "coder": member.coder, "rights": member.rights.value},
    )


def remove(connection: Connection, role: str) -> None:
    """Take all rights from a database role; what it decided stays.

    Raises
    ------
    MemberError
        Where it was never let in, or there is no server.
    """
    if role not in {member.role for member in members(connection)}:
        raise MemberError(_("{role} was not let in.").format(role=role), _("See who was: avoin store members"))
    _revoke(connection, role)
    connection.execute(text("DELETE FROM member WHERE role = :role"), {"role": role})


def members(connection: Connection) -> tuple[Member, ...]:
    """Return who was let in, by role; nobody where nobody was."""
    _refuse_file(connection)
    if connection.scalar(text("SELECT to_regclass('public.member')")) is None:
        return ()
    rows = connection.execute(text("SELECT role, coder, rights FROM member ORDER BY role"))
    return tuple(Member(row.role, CoderId(row.coder), Rights(row.rights)) for row in rows)


def faults(connection: Connection) -> tuple[str, ...]:
    """Return which rules the database lacks or has of another version of avoin, in sentences; see ``add``.

    None where all is well or nobody was let in.
    """
    if not members(connection):
        return ()
    rules = _SET_UP.read_text(encoding="utf-8")
    there = {name for query in _THERE for name in connection.scalars(text(query))}
    missing = [name for name in _NAMES.findall(rules) if name not in there]
    if missing:
        return (_("Rules for members are missing: {rules}.").format(rules=", ".join(missing)),)
    if connection.scalar(text("SELECT obj_description('public.member'::regclass, 'pg_class')")) != digest(rules):
        return (_("The rules for members are those of another version of avoin."),)
    return ()


def _revoke(connection: Connection, role: str) -> None:
    name = connection.dialect.identifier_preparer.quote(role)
    for what in ("TABLES", "SEQUENCES"):
        connection.exec_driver_sql(f"REVOKE ALL ON ALL {what} IN SCHEMA public FROM {name}")


def shows_all(store: Store) -> bool:
    """Return whether whoever opened a store sees every decision: in a file always, on a server its owner only."""
    if not isinstance(store, ServerStore):
        return True
    query = text("SELECT pg_has_role(tableowner, 'USAGE') FROM pg_tables WHERE tablename = 'decision'")
    with store.read() as connection:
        return bool(connection.scalar(query))


def may_write(store: Store) -> bool:
    """Return whether whoever opened a store may add to it: in a file whoever may open it, on a server not a viewer."""
    if not isinstance(store, ServerStore):
        return True
    with store.read() as connection:
        return bool(connection.scalar(text("SELECT has_table_privilege('decision', 'INSERT')")))


def _refuse_file(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        raise MemberError(
            _("Rights are given in a store on a server; a file is open to whoever may read it."),
            _("Move it with: avoin store move ADDRESS"),
        )
