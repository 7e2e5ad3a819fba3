"""``avoin codebook import`` and ``export``: codebooks from and for spreadsheets and other programs."""

from pathlib import Path

import typer

from avoin.cli.shell import note, opened_project, say, say_json
from avoin.i18n import _, ngettext

verbs = typer.Typer()

_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command(
    "import", help=_("Bring a codebook in and take it into use: a starter's name, YAML, QDC, CSV or a workbook.")
)
def import_(
    context: typer.Context,
    source: str = typer.Argument(metavar="NAME_OR_FILE", help=_("Name of a starter codebook, or a file.")),
    name: str | None = typer.Option(None, "--name", help=_("What it is called in the project.")),
    version: str | None = typer.Option(
        None, "--version", metavar="V", help=_("Of several releases, only those up to this one.")
    ),
    replace: bool = typer.Option(False, "--replace", help=_("Write over a draft that has changes of its own.")),
    as_json: bool = _JSON,
) -> None:
    """Bring a codebook in."""
    from avoin.workflow.codebooks.codebook_operations import note_changes
    from avoin.workflow.codebooks.revise_codebook import import_codebook
    from avoin.workflow.codebooks.revision_words import revision_in_words
    from avoin.workflow.project import coder_of

    done = import_codebook(opened_project(context), source, name, version=version, replace_draft=replace)
    noted = note_changes(done.project, coder_of(done.project))
    book, n = done.codebook, len(done.codebook.usable)
    if as_json:
        held = {"codebook": book.name, "version": book.version, "n_codes": n, "released": done.released}
        say_json({**held, "remarks": done.remarks})
        return
    for line in (*done.remarks, *(() if noted is None else revision_in_words(noted))):
        note(line)
    said = ngettext(
        "Codebook {name} {version} with {n} code is in use.", "Codebook {name} {version} with {n} codes is in use.", n
    )
    say(said.format(name=book.name, version=book.version, n=n))
    note(_("Edit it in {path}, then: avoin codebook check").format(path=done.folder / "draft.yaml"))


@verbs.command("export", help=_("Write the codebook for a spreadsheet or another program."))
def export(
    context: typer.Context,
    form: str = typer.Option(
        "qdc",
        "--format",
        metavar="qdc|csv|xlsx|maxqda|atlas|taguette",
        help=_("REFI-QDA, a table with every column, or the columns that another program reads."),
    ),
    output: Path | None = typer.Option(
        None,
        "--output",
        metavar="FILE",
        help=_("Where to; - is standard output. Otherwise the project's output folder."),
    ),
    version: str = typer.Option("draft", "--version", metavar="V", help=_("A version, or draft.")),
    as_json: bool = _JSON,
) -> None:
    """Write the codebook."""
    from avoin.export.atomic import STANDARD_OUTPUT
    from avoin.workflow.codebooks.exchange_codebook import export_codebook

    written = export_codebook(opened_project(context), form, output, version)
    if as_json and written.path != STANDARD_OUTPUT:
        say_json({"path": written.path, "n_codes": written.n_rows})
    elif written.path != STANDARD_OUTPUT:
        said = ngettext("{n} code written to {path}.", "{n} codes written to {path}.", written.n_rows)
        note(said.format(n=written.n_rows, path=written.path))
