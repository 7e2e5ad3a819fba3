"""What was done to a codebook, one operation at a time, told by what is different afterwards.

Enters: a codebook before and after a change, however it was made: by a verb, on a screen, by hand in the file.
Leaves: operations that say which fields went from what to what, their JSON, and the book with one done or taken back.
Invariants: the operations from ``a`` to ``b``, done on ``a``, give the codes of ``b``; taking one back never writes
over a change that came after it.
"""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from avoin.codebook.difference import Difference, DifferenceKind, Value, differences
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import with_codes
from avoin.codebook.structure import CodebookError
from avoin.i18n import _
from avoin.ids import CodeId

Codes = dict[CodeId, Code]


class OperationKind(StrEnum):
    """What was done to a code."""

    ADD = "add"
    RENAME = "rename"
    DEFINE = "define"  # its texts, examples, keywords, colour, or whether it is a heading
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"
    RESTORE = "restore"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one code, before and after; None is a parent or heir that there is not."""

    field: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done to one code.

    Attributes
    ----------
    id : str
        Unlike that of any other operation, so that doing the same twice is two.
    book : str
        Name of the codebook.
    changes : tuple of FieldChange
        Empty where the code came or went.
    code_before, code_after : Code or None
        The whole code where it went or came.
    reason : str
        Why, in the words of whoever did it.
    """

    id: str
    kind: OperationKind
    book: str
    code: CodeId
    changes: tuple[FieldChange, ...] = ()
    code_before: Code | None = None
    code_after: Code | None = None
    reason: str = ""

    def value(self, field: str) -> Value | None:
        """Return what a field is after it; None where it does not change it."""
        return next((change.after for change in self.changes if change.field == field), None)


_OF_FIELD = {"name": OperationKind.RENAME, "parent": OperationKind.MOVE, "split_into": OperationKind.SPLIT}
_OF_LIFE = frozenset({"retired", "merged_into"})


def operations_between(a: Codebook, b: Codebook, reason: str = "") -> tuple[Operation, ...]:
    """Return what was done on the way from one book to the other: codes that came first, codes that went last."""
    found: list[Operation] = []
    by_code: dict[CodeId, list[Difference]] = {}
    for each in differences(a, b):
        if each.code is not None:
            by_code.setdefault(each.code, []).append(each)
    for code, changes in by_code.items():
        found += _of_code(a, b, code, changes)
    order = {OperationKind.ADD: 0, OperationKind.REMOVE: 2}
    found.sort(key=lambda operation: order.get(operation.kind, 1))
    return tuple(replace(operation, id=str(uuid.uuid4()), reason=reason) for operation in found)


def done_on(codes: Mapping[CodeId, Code], operations: Iterable[Operation]) -> Codes:
    """Return codes by id after operations; what an operation does to a code that is not there is nothing."""
    now = dict(codes)
    for operation in operations:
        if operation.kind is OperationKind.REMOVE:
            now.pop(operation.code, None)
        elif operation.code_after is not None:
            now.setdefault(operation.code, operation.code_after)
        elif operation.code in now:
            fields: dict[str, Any] = {change.field: change.after for change in operation.changes}
            now[operation.code] = replace(now[operation.code], **fields)
    return now


def done_again(book: Codebook, operations: Iterable[Operation]) -> Codebook:
    """Return the book with operations done on it.

    Raises
    ------
    CodebookError
        Where the result is no codebook.
    """
    return rebuilt(book, done_on(book.by_id, operations))


def taken_back(book: Codebook, operations: Iterable[Operation], keep: frozenset[CodeId] = frozenset()) -> Codebook:
    """Return the book with operations taken back, the last one first.

    Parameters
    ----------
    keep : frozenset of CodeId
        Codes that stay although their coming is taken back: somebody uses them.

    Raises
    ------
    CodebookError
        Where a field was changed again since: taking the operation back would lose that.
    """
    now = dict(book.by_id)
    for operation in reversed(tuple(operations)):
        if operation.code_after is not None:
            if operation.code not in keep and operation.code in now:
                _refuse_changed(operation, now[operation.code] == operation.code_after)
                del now[operation.code]
        elif operation.code_before is not None:
            now.setdefault(operation.code, operation.code_before)
        elif operation.code in now:
            code = now[operation.code]
            for change in operation.changes:
                _refuse_changed(operation, getattr(code, change.field) == change.after)
            fields: dict[str, Any] = {change.field: change.before for change in operation.changes}
            now[operation.code] = replace(code, **fields)
    return rebuilt(book, now)


def rebuilt(book: Codebook, codes: Mapping[CodeId, Code]) -> Codebook:
    """Return the book with these codes, those it had in their places and new ones below their parents."""
    kept = tuple(codes[code.id] for code in book.codes if code.id in codes)
    new = [code for code in codes.values() if code.id not in book.by_id]
    return with_codes(book, kept, new)


def to_json(operation: Operation) -> str:
    """Return an operation as JSON on one line; what is empty is left out."""
    held = {key: value for key, value in asdict(operation).items() if value not in ("", None, (), [])}
    for key in ("code_before", "code_after"):
        if key in held:
            held[key] = {name: value for name, value in held[key].items() if value not in ("", None, ())}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Operation:
    """Return the operation that ``to_json`` wrote.

    Raises
    ------
    ValueError, TypeError, KeyError
        Where the text is not that.
    """
    held = json.loads(text)
    changes = tuple(
        FieldChange(each["field"], _value(each["before"]), _value(each["after"])) for each in held.get("changes", ())
    )
    return Operation(
        held["id"],
        OperationKind(held["kind"]),
        held["book"],
        CodeId(held["code"]),
        changes,
        _code(held.get("code_before")),
        _code(held.get("code_after")),
        held.get("reason", ""),
    )


def code_from(held: Mapping[str, Any]) -> Code:
    """Return the code whose fields were written as JSON."""
    return Code(**{name: _value(value) for name, value in held.items()})


def _code(held: Mapping[str, Any] | None) -> Code | None:
    return None if held is None else code_from(held)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _of_code(a: Codebook, b: Codebook, code: CodeId, changes: Iterable[Difference]) -> list[Operation]:
    before, after = a.by_id.get(code), b.by_id.get(code)
    if before is None:
        return [Operation("", OperationKind.ADD, b.name, code, code_after=after)]
    if after is None:
        return [Operation("", OperationKind.REMOVE, b.name, code, code_before=before)]
    groups: dict[OperationKind, list[FieldChange]] = {}
    for each in changes:
        kind = _kind(each, before, after)
        change = FieldChange(each.field, getattr(before, each.field), getattr(after, each.field))
        groups.setdefault(kind, []).append(change)
    return [Operation("", kind, b.name, code, tuple(each)) for kind, each in groups.items()]


def _kind(difference: Difference, before: Code, after: Code) -> OperationKind:
    field = difference.field
    if field in _OF_LIFE:
        if after.merged_into is not None and after.merged_into != before.merged_into:
            return OperationKind.MERGE
        return OperationKind.RETIRE if after.retired else OperationKind.RESTORE
    if before.split_into != after.split_into and field in ("codable", "split_into"):
        return OperationKind.SPLIT if after.split_into else OperationKind.DEFINE
    assert difference.kind is not DifferenceKind.TITLE
    return _OF_FIELD.get(field, OperationKind.DEFINE)


def _refuse_changed(operation: Operation, as_left: bool) -> None:
    if not as_left:
        raise CodebookError(
            _("Code {code} has been changed again since; nothing was taken back.").format(code=operation.code),
            _("Look at: avoin codebook log --code {code}").format(code=operation.code),
        )
