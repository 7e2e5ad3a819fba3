"""``avoin export``: answers, themes, quotes, codings or a matrix as a file."""

from pathlib import Path

import typer

from avoin.cli.shell import KNOWINGLY, UNREVIEWED, note, opened_project
from avoin.i18n import _, ngettext

verbs = typer.Typer(no_args_is_help=True)

_FORM = typer.Option("csv", "--format", metavar="csv|xlsx|json|md", help=_("The form of the file."))
_OUTPUT = typer.Option(
    None, "--output", metavar="FILE", help=_("Where to; - is standard output. Otherwise the project's output folder.")
)
_QUESTION = typer.Option(None, "--question", metavar="Q", help=_("Only this question."))
_WAVE = typer.Option(None, "--wave", metavar="W", help=_("Only this wave."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Only codings of this coder."))
_RAW = typer.Option(
    False, "--raw", help=_("For csv: commas, no byte order mark, no apostrophes; for programs, not for spreadsheets.")
)


@verbs.command("answers", help=_("Open answers as they were read."))
def answers(
    context: typer.Context,
    *,
    form: str = _FORM,
    output: Path | None = _OUTPUT,
    question: str | None = _QUESTION,
    wave: str | None = _WAVE,
    raw: bool = _RAW,
) -> None:
    """Export the answers."""
    _write(context, "answers", form, output, (question, wave, None), raw)


@verbs.command("themes", help=_("Candidate themes of the runs in use, with their segments."))
def themes(
    context: typer.Context,
    *,
    form: str = _FORM,
    output: Path | None = _OUTPUT,
    question: str | None = _QUESTION,
    wave: str | None = _WAVE,
    raw: bool = _RAW,
) -> None:
    """Export the themes."""
    _write(context, "themes", form, output, (question, wave, None), raw)


@verbs.command("quotes", help=_("Approved quotes for each code, without ids; masked."))
def quotes(
    context: typer.Context,
    *,
    form: str = _FORM,
    output: Path | None = _OUTPUT,
    question: str | None = _QUESTION,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
    raw: bool = _RAW,
    unreviewed: bool = UNREVIEWED,
    knowingly: bool = KNOWINGLY,
) -> None:
    """Export quotes."""
    names = (question, wave, coder)
    _write(context, "quotes", form, output, names, raw, unreviewed=unreviewed, knowingly=knowingly)


@verbs.command("codings", help=_("One row a coding: who, where, which code, by whom, with which codebook."))
def codings(
    context: typer.Context,
    *,
    form: str = typer.Option(
        "csv",
        "--format",
        metavar="csv|xlsx|json|md|sav|R",
        help=_("The form of the file; sav has labels, R is a script with a csv file beside it."),
    ),
    output: Path | None = _OUTPUT,
    question: str | None = _QUESTION,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
    raw: bool = _RAW,
) -> None:
    """Export the codings."""
    _write(context, "codings", form, output, (question, wave, coder), raw)


@verbs.command("matrix", help=_("1 and 0 by respondent and code, the variables beside."))
def matrix(
    context: typer.Context,
    *,
    form: str = typer.Option(
        "csv",
        "--format",
        metavar="csv|xlsx|json|md|sav|R|sps",
        help=_("The form of the file; sav has labels, R and sps are scripts with a csv file beside them."),
    ),
    output: Path | None = _OUTPUT,
    question: str | None = _QUESTION,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
    raw: bool = _RAW,
) -> None:
    """Export the matrix."""
    _write(context, "matrix", form, output, (question, wave, coder), raw)


def _write(
    context: typer.Context,
    what: str,
    form: str,
    output: Path | None,
    names: tuple[str | None, str | None, str | None],
    raw: bool,
    *,
    unreviewed: bool = False,
    knowingly: bool = False,
) -> None:
    from avoin.export.atomic import STANDARD_OUTPUT
    from avoin.workflow.outgoing.make_tables import Wanted
    from avoin.workflow.outgoing.write_export import write_export

    question, wave, coder = names
    project = opened_project(context)
    wanted = Wanted(question=question, wave=wave, coder=coder)
    written = write_export(
        project, what, form, output, wanted=wanted, raw=raw, unreviewed=unreviewed, knowingly=knowingly
    )
    if written.path != STANDARD_OUTPUT:
        note(
            ngettext("{n} row written to {path}.", "{n} rows written to {path}.", written.n_rows).format(
                n=written.n_rows, path=written.path
            )
        )
