"""``avoin codebook``: show, check, release and compare the codes; operations are in ``codebook_operations``."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from avoin.cli import codebook_exchange, codebook_log, codebook_operations
from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.codebook.model import Code, Codebook
    from avoin.workflow.codebooks.revise_codebook import Comparison

verbs = typer.Typer(no_args_is_help=True)
verbs.add_typer(codebook_exchange.verbs)
verbs.add_typer(codebook_operations.verbs)
verbs.add_typer(codebook_log.verbs)


@verbs.command("show", help=_("Show the codes as a tree, or one code with all that is said about it."))
def show(
    context: typer.Context,
    code: str | None = typer.Argument(None, metavar="CODE", help=_("Id of a code.")),
    version: str = typer.Option("draft", "--version", metavar="V", help=_("A version, or draft.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Show the codebook."""
    from avoin.codebook.operations import find
    from avoin.ids import CodeId
    from avoin.workflow.codebooks.revise_codebook import codebook_at

    book = codebook_at(opened_project(context), version)
    if code is not None:
        found = find(book, CodeId(code))
        if as_json:
            say_json(found)
        else:
            _say_code(found, book)
    elif as_json:
        say_json(book)
    else:
        _say_tree(book)


@verbs.command("check", help=_("Say what is wrong or doubtful in the codes; exit code 1 where there are errors."))
def check(
    context: typer.Context,
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Check the current codebook."""
    from avoin.codebook.words import problem_in_words
    from avoin.workflow.codebooks.revise_codebook import check as check_codebook

    checked = check_codebook(opened_project(context))
    said = [(problem, problem_in_words(problem, checked.codebook)) for problem in checked.problems]
    if as_json:
        problems = [{"severity": each.severity, **asdict(each), "message": words} for each, words in said]
        say_json({"codebook": checked.codebook.name, "version": checked.codebook.version, "problems": problems})
    else:
        severities = {"error": _("error"), "warning": _("warning")}
        for problem, words in said:
            say(f"{severities[problem.severity]}: {words}")
        n = len(said)
        note(ngettext("{n} problem.", "{n} problems.", n).format(n=n) if n else _("Nothing to remark."))
    if checked.n_errors:
        raise typer.Exit(1)


@verbs.command("release", help=_("Fix the draft as a version that never changes again."))
def release(
    context: typer.Context,
    version: str | None = typer.Option(
        None, "--version", metavar="V", help=_("By default the one that follows from what changed.")
    ),
    notes: str = typer.Option("", "--notes", help=_("What changed and why.")),
    anyway: bool = typer.Option(False, "--anyway", help=_("Release although the check finds errors.")),
    open_queues: bool = typer.Option(
        False, "--open-queues", help=_("Release although segments wait because a code was divided.")
    ),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Release the draft."""
    from avoin.codebook.words import difference_in_words
    from avoin.workflow.codebooks.release_codebook import release as release_codebook

    done = release_codebook(opened_project(context), version, notes, anyway=anyway, open_queues=open_queues)
    if as_json:
        say_json(
            {
                "codebook": done.codebook.name,
                "version": done.codebook.version,
                "proposed": done.proposed,
                "path": done.path,
                "differences": done.differences,
            }
        )
        return
    say(
        _("Released {name} {version} as {path}").format(
            name=done.codebook.name, version=done.codebook.version, path=done.path
        )
    )
    if done.codebook.version != done.proposed:
        note(_("From what changed, {proposed} would follow.").format(proposed=done.proposed))
    for difference in done.differences:
        say(f"  {difference_in_words(difference, done.before or done.codebook, done.codebook)}")


@verbs.command("diff", help=_("Compare two versions of the codebook in words."))
def diff(
    context: typer.Context,
    a: str = typer.Argument(metavar="A", help=_("A version, or draft.")),
    b: str = typer.Argument("draft", metavar="B", help=_("A version, or draft.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Compare two versions."""
    from avoin.codebook.words import difference_in_words
    from avoin.workflow.codebooks.revise_codebook import diff as compare

    found = compare(opened_project(context), a, b)
    if as_json:
        say_json(_comparison(found))
        return
    if not found.differences:
        say(_("{a} and {b} say the same.").format(a=found.a.version, b=found.b.version))
    for difference in found.differences:
        say(difference_in_words(difference, found.a, found.b))


def _say_tree(book: "Codebook") -> None:
    n = len(book.usable)
    count = ngettext("{n} code", "{n} codes", n).format(n=n)
    say(f"{book.title or book.name} · {book.name} {book.version} · {count}")
    rows = [("  " * depth + code.name, code.id, _state(code)) for depth, code in book.tree()]
    say_table((_("Code"), _("Id"), _("State")), rows)


def _state(code: "Code") -> str:
    if code.retired:
        return _("retired")
    return "" if code.codable else _("heading")


def _say_code(code: "Code", book: "Codebook") -> None:
    above = " > ".join(each.name for each in reversed(tuple(book.ancestors(code.id))))
    rows = [
        (_("Id"), code.id),
        (_("Name"), code.name),
        (_("Below"), above),
        (_("State"), _state(code)),
        (_("Definition"), code.definition),
        (_("Include"), code.include),
        (_("Exclude"), code.exclude),
        (_("Borderline"), code.borderline),
        (_("Examples"), "\n".join(code.examples)),
        (_("Keywords"), ", ".join(code.keywords)),
        (_("Origin"), code.origin),
    ]
    for title, text in rows:
        if text:
            say(f"{title}: {text}" if "\n" not in text else f"{title}:\n{text}")


def _comparison(found: "Comparison") -> dict[str, object]:
    from avoin.codebook.words import difference_in_words

    changes = [{**asdict(each), "message": difference_in_words(each, found.a, found.b)} for each in found.differences]
    level = found.level.name.lower() if found.level is not None else None
    return {"a": found.a.version, "b": found.b.version, "level": level, "differences": changes}
