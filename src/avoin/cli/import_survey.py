"""``avoin import``: a survey export becomes a wave of the project.

What the columns are taken for is shown and confirmed before anything is saved.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.help_words import agreed
from avoin.cli.shell import note, opened_project, progress_bar, say, say_json
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.text import show_line

if TYPE_CHECKING:
    from avoin.workflow.incoming.import_survey import ColumnUse, ImportResult, PreparedImport

verbs = typer.Typer()

_WIDE = 160  # columns, where there is no terminal


class UnconfirmedError(AvoinError):
    """Nobody can be asked and nobody said yes."""


@verbs.command(
    "import",
    help=_(
        "Read a survey export (csv, xlsx, xls, ods, sav, jsonl) or a folder of documents as a wave of the project. "
        "COL is a heading, the beginning of one, or its number as #5."
    ),
)
def import_file(
    context: typer.Context,
    *,
    path: Path = typer.Argument(metavar="FILE", help=_("The survey export.")),
    wave: str = typer.Option(..., "--wave", metavar="W", help=_("Which collection it is of, such as 2025.")),
    ids: str = typer.Option("", "--id", metavar="COL", help=_("The column of respondent ids.")),
    open_columns: list[str] = typer.Option([], "--open", metavar="COL[=ID]", help=_("A column of open answers.")),
    closed: list[str] = typer.Option(
        [],
        "--closed",
        metavar="COL[=ID][:KIND]",
        help=_("A closed question: grade, change, claim, choice, choices, number."),
    ),
    variables: list[str] = typer.Option([], "--variable", metavar="COL[=ID]", help=_("A background variable.")),
    dropped: list[str] = typer.Option([], "--drop", metavar="COL", help=_("A column to leave out.")),
    encoding: str | None = typer.Option(None, "--encoding", help=_("Encoding of a text file; guessed by default.")),
    delimiter: str | None = typer.Option(None, "--delimiter", help=_("Delimiter of a text file; guessed by default.")),
    sheet: str | None = typer.Option(None, "--sheet", help=_("Sheet of a workbook; the first by default.")),
    heading_rows: int | None = typer.Option(
        None, "--heading-rows", min=1, max=9, metavar="N", help=_("How many rows of headings; found out by default.")
    ),
    long: tuple[str, str] | None = typer.Option(
        None,
        "--long",
        metavar="QUESTION ANSWER",
        help=_("The file has one row an answer: the columns of the question and of the answer; needs --id."),
    ),
    keep_missing: bool = typer.Option(
        False, "--keep-missing", help=_("Keep respondents of the wave that are not in the file.")
    ),
    yes: bool = typer.Option(False, "--yes", "-y", help=_("Import without asking.")),
    replace_coded: bool = typer.Option(
        False, "--replace-coded", help=_("Also replace or remove answers that have codings.")
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help=_("Show what would be imported and change nothing.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Import a file."""
    from avoin.workflow.incoming.import_choices import ImportChoices
    from avoin.workflow.incoming.import_survey import prepare_import, save_import

    project = opened_project(context)
    choices = ImportChoices(
        ids,
        tuple(open_columns),
        tuple(closed),
        tuple(variables),
        tuple(dropped),
        encoding,
        delimiter,
        sheet,
        keep_missing,
        replace_coded,
        long,
        heading_rows,
    )
    with progress_bar() as progress:
        prepared = prepare_import(project, path, wave, choices, progress)
    _tell(prepared)
    if not (yes or dry_run):
        _ask()
    with progress_bar() as progress:
        result = save_import(project, prepared, dry_run, progress)
    for warning in result.warnings[len(prepared.warnings) :]:
        note(warning)
    if as_json:
        say_json(result)
    else:
        _say_result(result)


def _tell(prepared: "PreparedImport") -> None:
    """Show on standard error how the file was read, what its columns are taken for, and what is odd."""
    from avoin.workflow.incoming.import_words import how_in_words

    note(f"{prepared.table.name} ({how_in_words(prepared.table)})")
    _print_columns(prepared.guesses)
    for warning in prepared.warnings:
        note(warning)


def _print_columns(columns: Sequence["ColumnUse"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from avoin.workflow.incoming.import_words import kind_name

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDE
    widest = max(len(each.id) for each in columns)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("#", justify="right", width=3)
    table.add_column(_("Kind"), width=max(len(kind_name(each.kind)) for each in columns))
    table.add_column(_("Sure"), justify="right", width=5)
    table.add_column(_("Id"), no_wrap=True, overflow="ellipsis", width=min(widest, console.width // 5))
    table.add_column(_("Column"), no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column(_("Examples"), no_wrap=True, overflow="ellipsis", ratio=2)
    for place, each in enumerate(columns, start=1):
        examples = " · ".join(show_line(example)[:40] for example in each.examples)
        cells = (str(place), kind_name(each.kind), f"{each.confidence:.0%}", each.id, show_line(each.heading), examples)
        table.add_row(*map(Text, cells))
    console.print(table)


def _ask() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UnconfirmedError(
            _("Nothing was imported: nobody can be asked whether the columns are right."),
            _("Say --yes to import without asking, or --dry-run to look only."),
            exit_code=2,
        )
    if not agreed(_("Import it so?")):
        note(_("Nothing was imported. Name columns with --open, --closed, --variable, --drop, or correct survey.yaml."))
        raise typer.Exit(1)


def _say_result(result: "ImportResult") -> None:
    n = result.respondents
    sentence = (
        ngettext(
            "Wave {wave} would have {n} respondent and {answers} open answers.",
            "Wave {wave} would have {n} respondents and {answers} open answers.",
            n,
        )
        if result.dry_run
        else ngettext(
            "Wave {wave}: {n} respondent, {answers} open answers.",
            "Wave {wave}: {n} respondents, {answers} open answers.",
            n,
        )
    )
    say(sentence.format(wave=result.wave, n=n, answers=result.answers))
    say(
        _("New: {new}. Changed: {changed}. Removed: {removed}. Kept though not in the file: {kept}.").format(
            new=result.new, changed=result.changed, removed=result.removed, kept=result.kept
        )
    )
    if result.changed_ids:
        shown = ", ".join(result.changed_ids[:20]) + (", …" if result.changed_ids[20:] else "")
        say(_("Changed respondents: {ids}").format(ids=shown))
