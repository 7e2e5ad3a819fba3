"""Codes that are born while coding: the draft codebook and the decision that mentions them stay in step.

Enters: a name, a definition and a heading, or a decision that is taken back or done again. Leaves: the draft with or
without the code. Invariants: the file is written before the decision is stored, and set back where storing fails; a
code that has codings is never taken out.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from avoin.codebook.journal import code_from
from avoin.codebook.model import Code
from avoin.codebook.operations import next_id
from avoin.codebook.structure import CodebookError
from avoin.coding.decision import Decision, Mark, MarkKind
from avoin.ids import CodeId
from avoin.workflow.codebooks import codebook_operations
from avoin.workflow.codebooks.codebook_operations import redone, refuse_changed
from avoin.workflow.codebooks.revise_codebook import add_code, current_codebook, remove_code
from avoin.workflow.codebooks.shared_codebook import keep_step
from avoin.workflow.project import Project


def new_code(project: Project, name: str, definition: str, parent: str | None, origin: str) -> Code:
    """Return a code that is not in the codebook yet, with an id that is free."""
    keep_step(project)
    book = current_codebook(project)
    above = None if parent is None else CodeId(parent)
    return Code(next_id(book, name), name.strip(), definition.strip(), parent=above, origin=origin)


def code_mark(code: Code) -> Mark:
    """Return the mark that says that a code was born."""
    return Mark(MarkKind.CODE, code=code.id, text=json.dumps(asdict(code), ensure_ascii=False))


__all__ = ["added", "code_mark", "done_again", "new_code", "reborn", "refuse_changed", "withdraw"]


@contextmanager
def added(project: Project, codes: Sequence[Code]) -> Iterator[None]:
    """Put codes into the draft; where what follows fails, take them out again.

    Raises
    ------
    CodebookError
        Where an id or a name is taken or a heading is not there.
    """
    done: list[Code] = []
    try:
        for code in codes:
            add_code(project, code)
            done.append(code)
        yield
    except BaseException:
        for code in reversed(done):
            remove_code(project, code.id, {})
        raise


@contextmanager
def done_again(project: Project, decision: Decision) -> Iterator[None]:
    """Do to the draft what a decision did to it, before it is stored again; where that fails, bring the draft back.

    Raises
    ------
    CodebookError
        Where the draft has changed so that it cannot be done again.
    """
    with added(project, reborn(project, decision)), redone(project, decision):
        yield


def reborn(project: Project, decision: Decision) -> tuple[Code, ...]:
    """Return the codes that come back when this decision is done again and that the codebook does not have now."""
    book = current_codebook(project)
    known = set() if book is None else set(book.by_id)
    return tuple(code for code in _codes(decision.put) if code.id not in known)


def withdraw(project: Project, decision: Decision) -> None:
    """Take what a taken-back decision had done to the draft out of it; a code that is in use stays."""
    codebook_operations.withdraw(project, decision)
    book = current_codebook(project)
    for code in _codes(decision.put):
        if book is not None and code.id in book.by_id:
            try:
                remove_code(project, code.id)
            except CodebookError:
                continue  # somebody has used it meanwhile, or put codes below it: it stays


def _codes(marks: Sequence[Mark]) -> Iterator[Code]:
    for mark in marks:
        if mark.kind is MarkKind.CODE:
            yield code_from(json.loads(mark.text))
