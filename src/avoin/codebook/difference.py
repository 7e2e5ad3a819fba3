"""What is different between two versions of a codebook, code by code and field by field.

Enters: two codebooks. Leaves: differences, in the order of the newer one's codes, then what is gone.
Invariant: two codebooks of equal content have none, two of unequal content at least one.
"""

from dataclasses import dataclass
from enum import StrEnum

from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId

Value = str | bool | tuple[str, ...]

FIELDS = (
    "name",
    "definition",
    "include",
    "exclude",
    "borderline",
    "examples",
    "keywords",
    "codable",
    "colour",
    "origin",
)
"""Fields whose change has no kind of its own."""


class DifferenceKind(StrEnum):
    """What happened to a code on the way from one version to the other."""

    ADDED = "added"
    REMOVED = "removed"
    RETIRED = "retired"
    RESTORED = "restored"
    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    CHANGED = "changed"
    ORDER = "order"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes
    ----------
    code : CodeId or None
        Which code; None where it concerns the whole book.
    field : str
        Which field changed; "" where the code as a whole came or went.
    before, after : str, bool or tuple of str
        The field's values; the name of a code that went or came.
    """

    kind: DifferenceKind
    code: CodeId | None
    field: str = ""
    before: Value = ""
    after: Value = ""


def differences(a: Codebook, b: Codebook) -> tuple[Difference, ...]:
    """Return what is different in ``b`` from ``a``; names and versions of the books do not count."""
    found: list[Difference] = []
    if a.title != b.title:
        found.append(Difference(DifferenceKind.TITLE, None, "title", a.title, b.title))
    for code in b.codes:
        before = a.by_id.get(code.id)
        if before is None:
            found.append(Difference(DifferenceKind.ADDED, code.id, after=code.name))
        elif before != code:
            found.extend(_of_code(before, code))
    gone = [code for code in a.codes if code.id not in b.by_id]
    found.extend(Difference(DifferenceKind.REMOVED, code.id, before=code.name) for code in gone)
    return (*found, *_order(a, b))


def _of_code(a: Code, b: Code) -> list[Difference]:
    found = []
    if a.retired != b.retired:
        kind = DifferenceKind.RETIRED if b.retired else DifferenceKind.RESTORED
        found.append(Difference(kind, b.id, "retired", a.retired, b.retired))
    if a.merged_into != b.merged_into:
        found.append(Difference(DifferenceKind.MERGED, b.id, "merged_into", a.merged_into or "", b.merged_into or ""))
    if a.split_into != b.split_into:
        found.append(Difference(DifferenceKind.SPLIT, b.id, "split_into", a.split_into, b.split_into))
    if a.parent != b.parent:
        found.append(Difference(DifferenceKind.MOVED, b.id, "parent", a.parent or "", b.parent or ""))
    for field in FIELDS:
        before, after = getattr(a, field), getattr(b, field)
        if before != after:
            found.append(Difference(DifferenceKind.CHANGED, b.id, field, before, after))
    return found


def _order(a: Codebook, b: Codebook) -> tuple[Difference, ...]:
    """Return one difference where the codes that both have stand in another order."""
    before = tuple(str(code.id) for code in a.codes if code.id in b.by_id)
    after = tuple(str(code.id) for code in b.codes if code.id in a.by_id)
    # where a code was added or removed its place is part of that
    return () if before == after else (Difference(DifferenceKind.ORDER, None, "", before, after),)
