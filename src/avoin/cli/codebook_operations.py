"""``avoin codebook add … restore``: operations on the codes, each with its preview."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from avoin.cli.shell import note, opened_project, say, say_json
from avoin.i18n import _

if TYPE_CHECKING:
    from avoin.codebook.model import Code, Codebook
    from avoin.workflow.codebooks.codebook_desk import CodebookDesk
    from avoin.workflow.codebooks.codebook_operations import Revision

verbs = typer.Typer()

_CODE = typer.Argument(metavar="CODE", help=_("Id of a code."))
_REASON = typer.Option("", "--reason", help=_("Why."))
_DRY = typer.Option(False, "--dry-run", help=_("Only tell what it would do to the codings."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Who does it."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("add", help=_("Add a code to the draft."))
def add(
    context: typer.Context,
    name: str = typer.Argument(metavar="NAME", help=_("What the code is called.")),
    code_id: str = typer.Option("", "--id", help=_("Its id; made from the name by default.")),
    parent: str | None = typer.Option(None, "--parent", metavar="CODE", help=_("Id of the code above it.")),
    definition: str = typer.Option("", "--definition", help=_("When to use it.")),
    include: str = typer.Option("", "--include", help=_("When to use it even in doubt.")),
    exclude: str = typer.Option("", "--exclude", help=_("When not, and what to use instead.")),
    heading: bool = typer.Option(False, "--heading", help=_("It only groups and is not put on answers.")),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Add a code."""
    from avoin.codebook.model import Code
    from avoin.ids import CodeId

    above = CodeId(parent) if parent else None
    code = Code(CodeId(code_id), name, definition, include, exclude, parent=above, codable=not heading)
    _carry_out(context, coder, as_json, lambda desk: desk.add(code, reason, dry_run=dry_run), dry_run)


@verbs.command("rename", help=_("Call a code otherwise; its id and its codings stay."))
def rename(
    context: typer.Context,
    code: str = _CODE,
    name: str = typer.Argument(metavar="NAME", help=_("What it is to be called.")),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Rename a code."""
    from avoin.ids import CodeId

    _carry_out(context, coder, as_json, lambda desk: desk.rename(CodeId(code), name, reason, dry_run=dry_run), dry_run)


@verbs.command("define", help=_("Give a code other texts; what is not named stays."))
def define(
    context: typer.Context,
    code: str = _CODE,
    definition: str | None = typer.Option(None, "--definition", help=_("When to use it.")),
    include: str | None = typer.Option(None, "--include", help=_("When to use it even in doubt.")),
    exclude: str | None = typer.Option(None, "--exclude", help=_("When not, and what to use instead.")),
    borderline: str | None = typer.Option(None, "--borderline", help=_("Cases in between, and how they were decided.")),
    examples: list[str] | None = typer.Option(None, "--example", help=_("A phrase that deserves it; may be repeated.")),
    keywords: list[str] | None = typer.Option(
        None, "--keyword", help=_("A base form that speaks for it; may be repeated.")
    ),
    codable: bool | None = typer.Option(None, "--codable/--heading", help=_("Put on answers, or only a heading.")),
    colour: str | None = typer.Option(None, "--colour", help="#rrggbb"),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Define a code."""
    from dataclasses import replace

    from avoin.codebook.operations import find
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.revise_codebook import needed_codebook

    texts: dict[str, Any] = {
        "definition": definition,
        "include": include,
        "exclude": exclude,
        "borderline": borderline,
        "examples": tuple(examples) if examples else None,
        "keywords": tuple(keywords) if keywords else None,
        "codable": codable,
        "colour": colour,
    }

    def act(desk: "CodebookDesk") -> "Revision":
        shown = find(needed_codebook(desk.project), CodeId(code))
        said = {field: text for field, text in texts.items() if text is not None}
        return desk.define(shown, replace(shown, **said), reason, dry_run=dry_run)

    _carry_out(context, coder, as_json, act, dry_run)


@verbs.command("examples", help=_("Give codes examples from what was coded with them: approved quotations."))
def examples(
    context: typer.Context,
    codes: list[str] | None = typer.Argument(
        None, metavar="CODE…", help=_("Ids of codes; by default all that have no examples.")
    ),
    most: int = typer.Option(3, "--most", min=1, max=20, help=_("How many a code is to have at most.")),
    unreviewed: bool = typer.Option(
        False, "--unreviewed", help=_("Also what nobody approved, where nothing in it tells who spoke.")
    ),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Give codes examples."""
    from avoin.cli.shell import progress_bar
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.code_examples import take_examples

    def act(desk: "CodebookDesk") -> "Revision":
        wanted = [CodeId(each) for each in codes or ()]
        with progress_bar() as progress:
            return take_examples(
                desk.project,
                desk.coder,
                wanted,
                reason,
                most=most,
                unreviewed=unreviewed,
                dry_run=dry_run,
                progress=progress,
            )

    _carry_out(context, coder, as_json, act, dry_run)


@verbs.command("move", help=_("Put a code, and all below it, under another; codings stay."))
def move(
    context: typer.Context,
    code: str = _CODE,
    under: str | None = typer.Option(
        None, "--under", metavar="CODE", help=_("Id of the code above; none: to the top.")
    ),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Move a code."""
    from avoin.ids import CodeId

    above = CodeId(under) if under else None
    _carry_out(context, coder, as_json, lambda desk: desk.move(CodeId(code), above, reason, dry_run=dry_run), dry_run)


@verbs.command("merge", help=_("Retire codes whose codings go to another; nobody is counted twice."))
def merge(
    context: typer.Context,
    codes: list[str] = typer.Argument(metavar="CODE…", help=_("Ids of the codes that go.")),
    into: str = typer.Option(..., "--into", metavar="CODE", help=_("Id of the code that stays.")),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Merge codes."""
    from avoin.ids import CodeId

    going = [CodeId(each) for each in codes]
    _carry_out(context, coder, as_json, lambda desk: desk.merge(going, CodeId(into), reason, dry_run=dry_run), dry_run)


@verbs.command("split", help=_("Divide a code; its segments wait in a queue, the old code on them, until decided."))
def split(
    context: typer.Context,
    code: str = _CODE,
    parts: list[str] = typer.Option(
        ..., "--into", metavar="NAME", help=_("A new code (NAME or “NAME: definition”) or an id; at least twice.")
    ),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Split a code."""
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.revise_codebook import needed_codebook

    def act(desk: "CodebookDesk") -> "Revision":
        book = needed_codebook(desk.project)
        return desk.split(CodeId(code), [_part(each, book) for each in parts], reason, dry_run=dry_run)

    _carry_out(context, coder, as_json, act, dry_run)


@verbs.command("retire", help=_("Offer a code no longer; its codings go to another code or stay on it."))
def retire(
    context: typer.Context,
    code: str = _CODE,
    to: str | None = typer.Option(None, "--to", metavar="CODE", help=_("Id of the code that its codings go to.")),
    leave: bool = typer.Option(False, "--leave", help=_("Leave its codings on it.")),
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Retire a code."""
    from avoin.ids import CodeId

    heir = CodeId(to) if to else None
    _carry_out(
        context,
        coder,
        as_json,
        lambda desk: desk.retire(CodeId(code), heir, reason, leave=leave, dry_run=dry_run),
        dry_run,
    )


@verbs.command("restore", help=_("Offer a retired code again."))
def restore(
    context: typer.Context,
    code: str = _CODE,
    reason: str = _REASON,
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Restore a code."""
    from avoin.ids import CodeId

    _carry_out(context, coder, as_json, lambda desk: desk.restore(CodeId(code), reason, dry_run=dry_run), dry_run)


@verbs.command("note", help=_("Record what was edited by hand in draft.yaml, and carry it over to the codings."))
def note_(
    context: typer.Context,
    reason: str = typer.Option("", "--reason", help=_("Why.")),
    dry_run: bool = _DRY,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Record what was edited by hand."""
    from avoin.workflow.codebooks.codebook_operations import BY_HAND, note_changes
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    done = note_changes(project, coder_of(project, coder), reason or BY_HAND, certain=True, dry_run=dry_run)
    if done is not None:
        _say_revision(done, as_json, dry_run)
    elif as_json:
        say_json({"seq": None, "operations": []})
    else:
        note(_("The draft says nothing that is not recorded."))


def _carry_out(
    context: typer.Context,
    coder: str | None,
    as_json: bool,
    act: Callable[["CodebookDesk"], "Revision"],
    dry_run: bool,
) -> None:
    from avoin.workflow.codebooks.codebook_desk import CodebookDesk
    from avoin.workflow.codebooks.codebook_operations import note_changes
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    desk = CodebookDesk(project, coder_of(project, coder))
    by_hand = None if dry_run else note_changes(project, desk.coder)
    if by_hand is not None:
        note(_("draft.yaml had been edited by hand; that was recorded first:"))
        for line in _sentences(by_hand):
            note(f"  {line}")
    _say_revision(act(desk), as_json, dry_run)


def _say_revision(done: "Revision", as_json: bool, dry_run: bool) -> None:
    if as_json:
        say_json(_record(done, dry_run))
        return
    for line in _sentences(done):
        say(line)
    if dry_run:
        note(_("Nothing was done."))
    elif done.seq is not None:
        note(
            _("Saved as decision {seq}; codebook {codebook} {version}. avoin undo takes it back.").format(
                seq=done.seq, codebook=done.codebook.name, version=done.codebook.version
            )
        )
    else:
        note(_("Nothing was different."))


def _sentences(done: "Revision") -> Sequence[str]:
    from avoin.workflow.codebooks.revision_words import revision_in_words

    return revision_in_words(done)


def _record(done: "Revision", dry_run: bool) -> dict[str, object]:
    from avoin.codebook.words import operation_in_words

    names = {**done.before.by_id, **done.codebook.by_id}
    effect = done.effect
    return {
        "dry_run": dry_run,
        "seq": done.seq,
        "codebook": done.codebook.name,
        "version": done.codebook.version,
        "operations": [
            {
                "kind": each.kind.value,
                "code": each.code,
                "message": operation_in_words(each, names),
                "changes": each.changes,
                "added": each.code_after,
                "reason": each.reason,
            }
            for each in done.operations
        ],
        "effect": {"n_moved": effect.n_moved, "n_waiting": effect.n_waiting, "waves": effect.reach},
    }


def _part(said: str, book: "Codebook") -> "Code":
    from avoin.codebook.model import Code
    from avoin.ids import CodeId

    known = book.by_id.get(CodeId(said))
    if known is not None:
        return known
    name, _colon, definition = said.partition(": ")
    return Code(CodeId(""), name.strip(), definition.strip())
