"""What is known of the codebook's past: the operations in the decisions, with who did them, when and why.

Enters: a project. Leaves: the codebook as the decisions tell it, its log, and for each field of a code who worded it.
Invariants: what is known follows from decisions and releases alone; what the draft says beyond it was written by hand
and is nobody's yet.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace

from avoin.codebook.canonical import is_draft
from avoin.codebook.folder import CodebookFolder
from avoin.codebook.journal import Operation, OperationKind, code_from, done_on, from_json
from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import find
from avoin.coding.decision import Decision, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import codebook_folder, needed_codebook
from avoin.workflow.project import Project

TOLD = (MarkKind.BOOK, MarkKind.CODE, MarkKind.OPERATION)
"""Kinds of marks that tell what the codebook was and became."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One operation as it was recorded.

    Attributes
    ----------
    seq : int
        The decision it was recorded with.
    at : str
        UTC time, ISO 8601.
    codebook : str
        Name and version that the decision was made under.
    n_moved, n_waiting : int
        Codings that another code took over, and that were put in a queue, by the whole decision.
    taken_back : bool
        True where it was undone since.
    """

    seq: int
    at: str
    coder: CoderId
    operation: Operation
    codebook: str
    n_moved: int
    n_waiting: int
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Blame:
    """Who gave a field the value it has.

    Attributes
    ----------
    field : str
        "id" for the code as a whole.
    value : str, bool or tuple of str
        As it is now.
    entry : LogEntry or None
        The operation that set it; None where none was recorded.
    since : str
        The first release in which it has this value; empty where no release has.
    """

    field: str
    value: object
    entry: LogEntry | None
    since: str


@dataclass(frozen=True, slots=True)
class Known:
    """The codebook as the decisions tell it.

    Attributes
    ----------
    book : Codebook
        Its codes; order, title and version are those of the current one.
    is_certain : bool
        False where nothing tells what the codebook was before: then it is taken to be as it is now.
    births : mapping of CodeId to int
        The decision with which a code came, for codes that were not there from the start.
    """

    book: Codebook
    is_certain: bool
    births: Mapping[CodeId, int]


def known_codebook(folder: CodebookFolder, current: Codebook, told: Mapping[Mark, int], first: str | None) -> Known:
    """Return what the decisions tell of a codebook.

    Parameters
    ----------
    current : Codebook
        As its files say now.
    told : mapping of Mark to int
        The marks of the kinds ``TOLD`` that are on, with the decision of each.
    first : str or None
        Name and version of the codebook in the first decision made under it.
    """
    steps = tuple(_steps(folder.name, told))
    base = _base(folder, first)
    if base is None and done_on({}, (each for _seq, each in steps if isinstance(each, Operation))).keys() >= set(
        current.by_id
    ):
        base = {}
    is_certain = base is not None or any(not isinstance(each, Operation) for _seq, each in steps)
    now: dict[CodeId, Code] = dict(current.by_id) if base is None else dict(base)
    births: dict[CodeId, int] = {}
    for seq, step in steps:
        if isinstance(step, Operation):
            if step.kind is OperationKind.ADD:
                births[step.code] = seq
            now = done_on(now, (step,))
        else:
            now = dict(step)
    return Known(replace(current, codes=tuple(now.values())), is_certain, births)


def known_now(project: Project) -> Known:
    """Return what the decisions of a project tell of its codebook.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    """
    current, folder = needed_codebook(project), codebook_folder(project)
    with project.store.read() as connection:
        told = decisions.marks(connection, *TOLD)
        first = decisions.first_codebook(connection, folder.name)
    return known_codebook(folder, current, told, first)


def book_mark(book: Codebook) -> Mark:
    """Return the mark that says what a codebook was when it was found."""
    held = [{name: value for name, value in asdict(code).items() if value not in ("", None, ())} for code in book.codes]
    text = json.dumps({"book": book.name, "codes": held}, ensure_ascii=False, separators=(",", ":"))
    return Mark(MarkKind.BOOK, text=text)


def log(project: Project, code: CodeId | None = None) -> tuple[LogEntry, ...]:
    """Return the operations on the project's codebook in the order they were recorded, those taken back too.

    Parameters
    ----------
    code : CodeId or None
        Only those that it is part of: its own, and those that merged into it or divided something into it.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    """
    name = needed_codebook(project).name
    with project.store.read() as connection:
        made = decisions.load(connection, verbs=(Verb.CODEBOOK, Verb.NEW_CODE))
        on = decisions.marks(connection, MarkKind.OPERATION, MarkKind.CODE)
    entries = (entry for decision in made for entry in _entries(decision, on) if entry.operation.book in ("", name))
    return tuple(entry for entry in entries if code is None or code in _part_of(entry.operation))


def blame(project: Project, code_id: CodeId) -> tuple[Blame, ...]:
    """Return who gave each field of a code its present value, its coming first.

    Raises
    ------
    CodebookError
        Where there is no such code.
    """
    code = find(needed_codebook(project), code_id)
    standing = [entry for entry in log(project, code_id) if not entry.taken_back and entry.operation.code == code_id]
    releases = [each.book for each in codebook_folder(project).releases()]
    found = [Blame("id", code.id, _came(standing), _since(releases, code, "id"))]
    for field in fields(Code):
        value = getattr(code, field.name)
        if field.name != "id" and value != field.default:
            found.append(Blame(field.name, value, _worded(standing, field.name), _since(releases, code, field.name)))
    return tuple(found)


def operations_of(decision: Decision) -> tuple[Operation, ...]:
    """Return the operations that a decision recorded, codes born at the desk included."""
    return tuple(filter(None, map(operation_of, decision.put)))


def operation_of(mark: Mark) -> Operation | None:
    """Return the operation that a mark tells of; None where it tells of none."""
    if mark.kind is MarkKind.OPERATION:
        return from_json(mark.text)
    if mark.kind is MarkKind.CODE:
        born = code_from(json.loads(mark.text))
        return Operation("", OperationKind.ADD, "", born.id, code_after=born, reason=born.origin)
    return None


def _steps(name: str, told: Mapping[Mark, int]) -> Iterator[tuple[int, Operation | dict[CodeId, Code]]]:
    """Yield what changed the book, in order: operations, and whole books that were found."""
    for mark, seq in sorted(told.items(), key=lambda each: each[1]):
        operation = operation_of(mark)
        if operation is not None and operation.book in ("", name):
            yield seq, operation
        elif mark.kind is MarkKind.BOOK:
            held = json.loads(mark.text)
            if held["book"] == name:
                codes = (code_from(each) for each in held["codes"])
                yield seq, {code.id: code for code in codes}


def _base(folder: CodebookFolder, first: str | None) -> dict[CodeId, Code] | None:
    version = "" if first is None else first.rpartition(" ")[2]
    if not version or is_draft(version) or version not in folder.versions:
        return None
    return dict(folder.release(version).book.by_id)


def _entries(decision: Decision, on: Mapping[Mark, int]) -> Iterator[LogEntry]:
    moved = sum(mark.kind is MarkKind.CODING for mark in decision.taken) if decision.verb is Verb.CODEBOOK else 0
    waiting = sum(mark.kind is MarkKind.AWAITS for mark in decision.put)
    for mark in decision.put:
        operation = operation_of(mark)
        if operation is not None:
            yield LogEntry(
                decision.seq, decision.at, decision.coder, operation, decision.codebook, moved, waiting, mark not in on
            )


def _part_of(operation: Operation) -> set[str]:
    parts = operation.value("split_into")
    heir = operation.value("merged_into")
    return {operation.code, *(parts if isinstance(parts, tuple) else ()), *([heir] if isinstance(heir, str) else [])}


def _came(entries: list[LogEntry]) -> LogEntry | None:
    return next((entry for entry in reversed(entries) if entry.operation.kind is OperationKind.ADD), None)


def _worded(entries: list[LogEntry], field: str) -> LogEntry | None:
    own = (entry for entry in reversed(entries) if any(each.field == field for each in entry.operation.changes))
    return next(own, None) or _came(entries)


def _since(releases: list[Codebook], code: Code, field: str) -> str:
    since = ""
    for release in reversed(releases):
        there = release.by_id.get(code.id)
        if there is None or getattr(there, field) != getattr(code, field):
            break
        since = release.version
    return since
