"""``avoin report``: the deck in one file."""

from datetime import datetime
from pathlib import Path

import typer

from avoin.cli.shell import KNOWINGLY, UNREVIEWED, note, opened_project, progress_bar
from avoin.i18n import _

verbs = typer.Typer()


@verbs.command("report", help=_("Write the report: material, closed questions, a koonti for each open one, methods."))
def report(
    context: typer.Context,
    *,
    form: str = typer.Option("html", "--format", metavar="html|docx|pptx|pdf|md", help=_("The form of the file.")),
    output: Path | None = typer.Option(
        None,
        "--output",
        metavar="FILE",
        help=_("Where to; - is standard output. Otherwise the project's output folder."),
    ),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("The wave reported; the last one otherwise.")),
    by: str | None = typer.Option(
        None, "--by", metavar="VARIABLE", help=_("The variable whose values are ranked; the one with most otherwise.")
    ),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Only codings of this coder.")),
    language: str | None = typer.Option(None, "--language", metavar="fi|en", help=_("Language of the report.")),
    style: Path | None = typer.Option(
        None, "--style", metavar="FOLDER", help=_("Folder of a house style; that of avoin.toml otherwise.")
    ),
    unreviewed: bool = UNREVIEWED,
    knowingly: bool = KNOWINGLY,
    day: datetime | None = typer.Option(
        None, "--date", formats=["%Y-%m-%d"], help=_("Date of the report; that of the last decision otherwise.")
    ),
) -> None:
    """Write the report."""
    from avoin.export.atomic import STANDARD_OUTPUT
    from avoin.workflow.outgoing.write_report import ReportWish, write_report

    project = opened_project(context)
    wish = ReportWish(wave, by, coder, language, None if day is None else day.date(), unreviewed, style, knowingly)
    with progress_bar() as progress:
        written = write_report(project, form, output, wish=wish, progress=progress)
    if written.path != STANDARD_OUTPUT:
        note(_("The report is in {path}").format(path=written.path))
