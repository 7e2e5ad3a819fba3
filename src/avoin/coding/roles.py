"""In which role a mark was put: as oneself, or coding one's own answers again blind.

Enters: coders' names. Leaves: names that no person can have, and what people call them. Invariants: only what people
put as themselves is ever counted; a mark's coder is the role, the decision's coder is the person.
"""

from avoin.i18n import _
from avoin.ids import CoderId

SIGN = "§"
"""Stands in the name of every role that is no person's own; a coder's name never holds it."""


def again(coder: CoderId, draw: int) -> CoderId:
    """Return the role of a coder who codes answers of their own again, in the draw of this number."""
    return CoderId(f"{coder}{SIGN}{draw}")


def person(role: CoderId) -> CoderId:
    """Return who acts in a role."""
    return CoderId(role.partition(SIGN)[0])


def is_role(coder: CoderId) -> bool:
    """Return whether this is a role beside a person's own."""
    return SIGN in coder


def called(role: CoderId) -> str:
    """Return what a coder is called, in whatever role."""
    return _("{coder} again").format(coder=person(role)) if is_role(role) else role
