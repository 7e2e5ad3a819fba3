"""Who may work in a store on a server: letting in, letting out, and who there is.

Enters: the owner's project. Leaves: members. Invariant: the rights are the database's own; see ``store.members``.
"""

from avoin.ids import CoderId
from avoin.store import members
from avoin.store.members import Member, Rights
from avoin.workflow.project import Project, coder_of


def let_in(project: Project, role: str, coder: str, *, may_code: bool = True) -> Member:
    """Let a database role work in the project, or change what it may do.

    Raises
    ------
    MemberError
        Where the server has no such role, or the store is a file.
    CoderError
        Where the coder's name cannot be used.
    StoreError
        Where whoever asks does not own the store.
    """
    member = Member(role, CoderId(coder_of(project, coder)), Rights.CODER if may_code else Rights.VIEWER)
    with project.store.transaction() as connection:
        members.add(connection, member)
    return member


def let_out(project: Project, role: str) -> None:
    """Take all rights from a database role; what it decided stays.

    Raises
    ------
    MemberError
        Where it was never let in, or the store is a file.
    """
    with project.store.transaction() as connection:
        members.remove(connection, role)


def members_of(project: Project) -> tuple[Member, ...]:
    """Return who was let in, by role.

    Raises
    ------
    MemberError
        Where the store is a file.
    """
    with project.store.read() as connection:
        return members.members(connection)
