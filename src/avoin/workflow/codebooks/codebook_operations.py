"""Operations on the codebook of a project that has codings: looked at before, carried out, recorded, taken back.

Enters: what is to be done to the codes. Leaves: the draft changed, and one decision that holds the operations and what
they do to codings. Invariants: the file is written before the decision is stored and set back where that fails, so what
a crash leaves between the two is a draft edited by hand, which is recorded when next looked at; a closed wave's codings
stay; nothing is written where anybody else changed the draft meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from avoin.codebook.canonical import is_draft
from avoin.codebook.document import Complaint, read_document, refusal, text_of
from avoin.codebook.files import CodebookChangedError
from avoin.codebook.folder import CodebookFolder, Working
from avoin.codebook.journal import (
    Operation,
    OperationKind,
    done_again,
    operations_between,
    taken_back,
    to_json,
)
from avoin.codebook.model import Code, Codebook
from avoin.coding.carrying import CONCERNED, Effect, effect_of
from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.workflow.codebooks.codebook_journal import book_mark, known_now, operations_of
from avoin.workflow.codebooks.revise_codebook import codebook_folder, current_codebook, usage
from avoin.workflow.codebooks.shared_codebook import in_step_with, keep_step, refuse_newer, seen_by_draft
from avoin.workflow.incoming.closed_waves import closed_waves
from avoin.workflow.project import Project

BY_HAND = "draft.yaml"
"""The reason given for what was edited by hand."""

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Revision:
    """What was done to the codebook, or would be.

    Attributes
    ----------
    codebook : Codebook
        As it is afterwards.
    effect : Effect
        What that does to codings.
    seq : int or None
        The decision it was recorded with; None where nothing was different, or it was only looked at.
    """

    before: Codebook
    codebook: Codebook
    operations: tuple[Operation, ...]
    effect: Effect
    seq: int | None = None


def carry_out(
    project: Project,
    coder: CoderId,
    act: Callable[[Codebook], Codebook],
    reason: str = "",
    *,
    dry_run: bool = False,
) -> Revision:
    """Do something to the draft and to the codings that it concerns, in one decision.

    What was edited by hand before is recorded first, as a decision of its own.

    Parameters
    ----------
    act : callable
        Takes the draft as it is on disk and returns it changed; done again where somebody else was quicker.
    dry_run : bool
        Only tell what would be done.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    CodebookError
        Where the operation refuses.
    CodebookChangedError
        Where the file keeps changing meanwhile.
    """
    if dry_run:
        working = codebook_folder(project).working()
        return _planned(project, working.file.book, act(working.file.book), reason)
    note_changes(project, coder, certain=True)
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return _carried_out(project, coder, act, reason)
        except CodebookChangedError:
            continue
    return _carried_out(project, coder, act, reason)


def note_changes(
    project: Project,
    coder: CoderId,
    reason: str = BY_HAND,
    *,
    certain: bool = False,
    quiet: bool = False,
    dry_run: bool = False,
) -> Revision | None:
    """Record what the draft says beyond what the decisions tell, as when it was edited by hand; None where nothing.

    Parameters
    ----------
    certain : bool
        Write down what the codebook is now where nothing tells, also where a release will.
    quiet : bool
        Record nothing that does something to codings: that waits for somebody who sees it.
    dry_run : bool
        Only tell what would be recorded.

    Raises
    ------
    CodebookFileError
        Where codes went that are used, or ids came again: names file, line and code. Nothing is recorded.
    """
    keep_step(project)
    current = current_codebook(project)
    if current is None:
        return None
    known = known_now(project)
    if not known.is_certain:
        if not dry_run and current.codes and (certain or is_draft(current.version)):
            _note(project, coder, current)
        return None
    operations = operations_between(known.book, current, reason)
    if not operations:
        return None
    _refuse_conflicts(project, codebook_folder(project), current, operations)
    if dry_run:
        return _planned(project, known.book, current, reason)
    with project.store.transaction() as connection:
        refuse_newer(project, decisions.load(connection, seen_by_draft(project)))
        marks = decisions.marks(connection, *CONCERNED)
        effect = effect_of(operations, marks, closed_waves(project.survey))
        if quiet and (effect.put or effect.taken):
            return None
        decision = decisions.append(connection, _draft(coder, current, operations, effect))
    seq = None if decision is None else decision.seq
    in_step_with(project, seq)
    return Revision(known.book, current, operations, effect, seq)


def refuse_unless_unchanged(book: Codebook, shown: Code) -> None:
    """Pass only where a code still is as somebody saw it when they began to edit it.

    Raises
    ------
    CodebookChangedError
        Where it is not.
    """
    if book.by_id.get(shown.id) != shown:
        raise CodebookChangedError(
            _("Somebody else has changed {code} meanwhile; nothing was written.").format(code=shown.name),
            _("Look at the change, and do yours again."),
        )


# taking back and doing again


def refuse_changed(project: Project, decision: Decision) -> None:
    """Pass only where the operations of a decision can be taken back without losing what came after them.

    Raises
    ------
    CodebookError
        Names the code that was changed since.
    """
    own = _own(decision)
    book = current_codebook(project)
    if own and book is not None:
        born = frozenset(each.code for each in own if each.kind is OperationKind.ADD)
        taken_back(book, own, keep=born)


def withdraw(project: Project, decision: Decision) -> None:
    """Take the operations of a decision that was taken back out of the draft; a code that is in use stays."""
    own = _own(decision)
    if own:
        used = frozenset(code for code, n in usage(project).items() if n)
        codebook_folder(project).revise(lambda book: taken_back(book, own, keep=used))


@contextmanager
def redone(project: Project, decision: Decision) -> Iterator[None]:
    """Do the operations of a decision on the draft again; where what follows fails, bring the draft back."""
    own = _own(decision)
    if not own:
        yield
        return
    folder = codebook_folder(project)
    working = folder.working()
    with _written(folder, working, done_again(working.file.book, own)):
        yield


def _own(decision: Decision) -> tuple[Operation, ...]:
    return tuple(each for each in operations_of(decision) if each.book)


# carrying out


def _planned(project: Project, before: Codebook, after: Codebook, reason: str) -> Revision:
    operations = operations_between(before, after, reason)
    with project.store.read() as connection:
        marks = decisions.marks(connection, *CONCERNED)
    return Revision(before, after, operations, effect_of(operations, marks, closed_waves(project.survey)))


def _carried_out(project: Project, coder: CoderId, act: Callable[[Codebook], Codebook], reason: str) -> Revision:
    keep_step(project)
    folder = codebook_folder(project)
    working = folder.working()
    before = working.file.book
    after = act(before)
    operations = operations_between(before, after, reason)
    if not operations:
        return Revision(before, before, (), Effect())
    with _written(folder, working, after) as written, project.store.transaction() as connection:
        refuse_newer(project, decisions.load(connection, seen_by_draft(project)))
        marks = decisions.marks(connection, *CONCERNED)
        effect = effect_of(operations, marks, closed_waves(project.survey))
        decision = decisions.append(connection, _draft(coder, written, operations, effect))
    assert decision is not None
    in_step_with(project, decision.seq)
    return Revision(before, written, operations, effect, decision.seq)


@contextmanager
def _written(folder: CodebookFolder, working: Working, book: Codebook) -> Iterator[Codebook]:
    written = folder.put(working, book)
    try:
        yield written
    except BaseException:
        folder.put_back(working)
        raise


def _draft(coder: CoderId, book: Codebook, operations: Sequence[Operation], effect: Effect) -> Draft:
    told = (Mark(MarkKind.OPERATION, code=each.code, text=to_json(each)) for each in operations)
    return Draft(coder, Verb.CODEBOOK, (*told, *effect.put), effect.taken, codebook=f"{book.name} {book.version}")


def _note(project: Project, coder: CoderId, book: Codebook) -> None:
    draft = Draft(coder, Verb.NOTED, (book_mark(book),), codebook=f"{book.name} {book.version}")
    with project.store.transaction() as connection:
        refuse_newer(project, decisions.load(connection, seen_by_draft(project)))
        noted = decisions.append(connection, draft)
    in_step_with(project, None if noted is None else noted.seq)


# edited by hand


def _refuse_conflicts(
    project: Project, folder: CodebookFolder, current: Codebook, operations: Sequence[Operation]
) -> None:
    gone = [each.code for each in operations if each.kind is OperationKind.REMOVE]
    if not gone:
        return
    use = usage(project)
    wrong = [_complaint(folder, current, operations, code, use[code]) for code in gone if use.get(code)]
    if wrong:
        raise refusal(folder.draft_path, wrong, _("Nothing was recorded, and nothing in the file was changed."))


def _complaint(
    folder: CodebookFolder, current: Codebook, operations: Sequence[Operation], code: CodeId, n: int
) -> Complaint:
    """Say that a used code went; where one of the same name came, the id was changed, and that is its line."""
    gone = next(each.code_before for each in operations if each.code == code and each.code_before is not None)
    came = [each.code_after for each in operations if each.code_after is not None]
    namesake = next((each for each in came if each.name.casefold() == gone.name.casefold()), None)
    if namesake is not None:
        what = _("The id {old} became {new}, but ids never change: write {old} back.").format(old=code, new=namesake.id)
    else:
        what = ngettext(
            "This code is gone, but {n} coding uses it: bring it back, and retire it with retired: true.",
            "This code is gone, but {n} codings use it: bring it back, and retire it with retired: true.",
            n,
        ).format(n=n)
    return Complaint(_line(folder, ("codes", namesake.id) if namesake else ("codes",)), what, code)


def _line(folder: CodebookFolder, where: tuple[str, ...]) -> int:
    working = folder.working()
    return read_document(text_of(working.file.raw, folder.draft_path), folder.draft_path).line(where)
