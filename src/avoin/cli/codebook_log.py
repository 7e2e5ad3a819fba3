"""``avoin codebook log``, ``blame``, ``queues``: what was done to the codes, by whom, and what waits because of it."""

from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _

if TYPE_CHECKING:
    from avoin.codebook.model import Codebook
    from avoin.workflow.codebooks.codebook_journal import LogEntry

verbs = typer.Typer()

_CODE = typer.Argument(metavar="CODE", help=_("Id of a code."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("log", help=_("Show what was done to the codes: who, when, why, and what it did to codings."))
def log(
    context: typer.Context,
    code: str | None = typer.Option(None, "--code", metavar="CODE", help=_("Only what concerns this code.")),
    as_json: bool = _JSON,
) -> None:
    """Show the log."""
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.codebook_journal import log as entries_of
    from avoin.workflow.codebooks.revise_codebook import needed_codebook

    project = opened_project(context)
    entries = entries_of(project, CodeId(code) if code else None)
    book = needed_codebook(project)
    if as_json:
        say_json([_entry(each, book) for each in entries])
        return
    headings = (_("No."), _("Made (UTC)"), _("Coder"), _("Did"), _("Codings moved"), _("Waiting"), _("Why"))
    say_table(headings, [_cells(each, book) for each in entries])


@verbs.command("blame", help=_("Show who worded each part of a code, when and why, and since which version."))
def blame(context: typer.Context, code: str = _CODE, as_json: bool = _JSON) -> None:
    """Show who worded what."""
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.codebook_journal import blame as blame_of

    rows = blame_of(opened_project(context), CodeId(code))
    if as_json:
        say_json(
            [
                {
                    "field": each.field,
                    "value": each.value,
                    "since": each.since,
                    "seq": each.entry.seq if each.entry else None,
                    "at": each.entry.at if each.entry else None,
                    "coder": each.entry.coder if each.entry else None,
                    "reason": each.entry.operation.reason if each.entry else None,
                }
                for each in rows
            ]
        )
        return
    cells = []
    for each in rows:
        entry = each.entry
        who = ("", "", "", "") if entry is None else (entry.seq, _minute(entry.at), entry.coder, entry.operation.reason)
        value = ", ".join(each.value) if isinstance(each.value, tuple) else str(each.value)
        cells.append((each.field, value[:60], each.since, *who))
    headings = (_("Field"), _("Now"), _("Since version"), _("No."), _("Made (UTC)"), _("Coder"), _("Why"))
    say_table(headings, cells)


@verbs.command("queues", help=_("Show the segments that wait because their code was divided or asked of them later."))
def queues(context: typer.Context, as_json: bool = _JSON) -> None:
    """Show what waits."""
    from avoin.workflow.codebooks.revise_codebook import needed_codebook
    from avoin.workflow.codebooks.split_queues import queue_in_words, waiting_queues

    project = opened_project(context)
    found = waiting_queues(project)
    if as_json:
        say_json(found)
        return
    for each in found:
        say(queue_in_words(each, needed_codebook(project)))
        for question, wave, coder, n in each.by_place:
            say(f"  {question} · {wave} · {coder}: {n}")
    if not found:
        note(_("Nothing waits."))


def _entry(entry: "LogEntry", book: "Codebook") -> dict[str, object]:
    from avoin.codebook.words import operation_in_words

    operation = entry.operation
    return {
        "seq": entry.seq,
        "at": entry.at,
        "coder": entry.coder,
        "kind": operation.kind.value,
        "code": operation.code,
        "message": operation_in_words(operation, book.by_id),
        "changes": operation.changes,
        "reason": operation.reason,
        "codebook": entry.codebook,
        "n_moved": entry.n_moved,
        "n_waiting": entry.n_waiting,
        "taken_back": entry.taken_back,
    }


def _cells(entry: "LogEntry", book: "Codebook") -> tuple[object, ...]:
    from avoin.codebook.words import operation_in_words

    says = operation_in_words(entry.operation, book.by_id)
    if entry.taken_back:
        says = _("{what} (taken back)").format(what=says)
    return (entry.seq, _minute(entry.at), entry.coder, says, entry.n_moved, entry.n_waiting, entry.operation.reason)


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


@verbs.command("back-code", help=_("Ask a code of an earlier wave: segments wait in a queue; the report tells."))
def back_code(
    context: typer.Context,
    code: str = _CODE,
    wave: str = typer.Option(..., "--wave", metavar="W", help=_("The earlier wave.")),
    everything: bool = typer.Option(False, "--all", help=_("Every segment waits, not only those suggested.")),
    dry_run: bool = typer.Option(False, "--dry-run", help=_("Only tell how many would wait.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Who does it.")),
    as_json: bool = _JSON,
) -> None:
    """Ask a code of an earlier wave."""
    from avoin.cli.shell import progress_bar
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.back_code import back_code as ask
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    with progress_bar() as progress:
        done = ask(
            project,
            coder_of(project, coder),
            CodeId(code),
            wave,
            everything=everything,
            dry_run=dry_run,
            progress=progress,
        )
    if as_json:
        say_json(done)
        return
    say(
        _("{waiting} of {all} segments of {wave} wait for {code}.").format(
            waiting=done.n_waiting, all=done.n_segments, wave=done.wave, code=done.code
        )
    )
    if done.n_waiting < done.n_segments:
        note(_("The others are not looked at; --all lets every one wait."))
