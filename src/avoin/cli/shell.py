"""What every verb shares: the project it works on, how it prints, how it shows progress.

Invariant: data goes to standard output, all else to standard error; text from files is drawn through ``text.show``.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.progress import Progress, silent
from avoin.settings import SETTINGS_FILE
from avoin.text import show

if TYPE_CHECKING:
    from avoin.workflow.project import Project


UNREVIEWED = typer.Option(
    False, "--unreviewed-quotes", help=_("Let quotations out that nobody approved; they are marked as unreviewed.")
)
"""The one way past the quote desk; said in so many words each time."""

KNOWINGLY = typer.Option(
    False, "--knowingly", help=_("Write it although, together with earlier tables, it reveals single respondents.")
)
"""The one way past the ledger of tables; said each time."""


VARIABLE = "AVOIN_PASSPHRASE"
"""Environment variable: the passphrase of an encrypted project, where nobody can be asked."""


class PassphraseError(AvoinError):
    """The project is encrypted and nobody can be asked for the passphrase."""


class NoProjectError(AvoinError):
    """No folder from here upwards holds a project."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What was said before the verb.

    Attributes
    ----------
    folder : Path or None
        The folder named with ``-C``, or None.
    """

    folder: Path | None


def project_folder(context: typer.Context) -> Path:
    """Return the project's folder, unlocked where it is encrypted; fails as ``found_folder`` and ``unlocked`` do."""
    return unlocked(found_folder(context))


def found_folder(context: typer.Context) -> Path:
    """Return the project's folder: the one named with ``-C``, else the folder one stands in or the nearest above.

    Raises
    ------
    NoProjectError
        Where there is none.
    """
    named = context.find_object(Shell)
    if named is not None and named.folder is not None:
        if (named.folder / SETTINGS_FILE).is_file():
            return named.folder
        raise NoProjectError(
            _("{folder} is not an avoin project: it has no {file}.").format(folder=named.folder, file=SETTINGS_FILE),
            _("Make one with: avoin init {folder}").format(folder=named.folder),
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise NoProjectError(
        _("There is no avoin project in {folder} or above it.").format(folder=here),
        _("Make one with: avoin init DIR, or name one with: avoin -C DIR …"),
    )


def unlocked(folder: Path) -> Path:
    """Return the folder after finding out the passphrase, where it is encrypted; never from the command line.

    Raises
    ------
    PassphraseError
        Where nobody can be asked for it.
    """
    from avoin.settings import SettingsError, read_settings

    try:
        if (folder / ".rewritten").is_dir():  # encrypting or making plain was cut off, or is going on
            from avoin.workflow.upkeep.encrypt_store import put_right

            put_right(folder)
        encrypted = read_settings(folder / SETTINGS_FILE).encrypted
    except SettingsError:  # told by the verb that reads them
        return folder
    if encrypted:
        from avoin.store.encryption import unlock

        unlock(folder, known_passphrase(folder))
    return folder


def known_passphrase(folder: Path) -> str:
    """Return the passphrase of a project: of ``AVOIN_PASSPHRASE``, else of the keyring, else asked for.

    Raises
    ------
    PassphraseError
        Where it is not kept and nobody can be asked.
    """
    from avoin.store.kept_passphrase import recall

    return os.environ.get(VARIABLE) or recall(folder) or passphrase()


def passphrase(*, twice: bool = False) -> str:
    """Return the passphrase: of ``AVOIN_PASSPHRASE``, else asked for without showing it.

    Raises
    ------
    PassphraseError
        Where nobody can be asked.
    """
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise PassphraseError(
            _("The project is encrypted, and nobody can be asked for the passphrase."),
            _("Give it in the environment variable {name}.").format(name=VARIABLE),
        )
    again = _("The same once more") if twice else False
    return str(typer.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=again, err=True))


def opened_project(context: typer.Context) -> "Project":
    """Open the project one works on and say what may go wrong where it lies.

    Raises
    ------
    NoProjectError, AvoinError
        Where there is none, or its settings, survey or store are missing or wrong.
    """
    from avoin.workflow.project import open_project

    project = open_project(project_folder(context))
    for warning in project.warnings:
        note(warning)
    return project


def say(text: str = "") -> None:
    """Print a line of data."""
    typer.echo(show(text))


def note(text: str) -> None:
    """Print a line of narration, to standard error; above the bar while one is drawn, which takes what is written."""
    sys.stderr.write(f"{show(text)}\n")
    sys.stderr.flush()


def decimal(value: float, decimals: int = 2) -> str:
    """Return a number as a reader of the language writes it: 0,75 in Finnish."""
    from avoin.report.words import number

    return number(Fraction(value), decimals)


def say_json(value: object) -> None:
    """Print a result as JSON: dataclasses as objects, text as it is (JSON escapes the controls)."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under headings, numbers to the right; cut to the terminal's width only on a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(headings):
        numbers = bool(rows) and all(isinstance(row[place], int | float) for row in rows)
        table.add_column(Text(heading), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(show("" if cell is None else str(cell))) for cell in row))
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    console.print(table)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Give a progress callback that draws a bar on standard error, and only on a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(done: int, total: int | None, doing: str) -> None:
            bar.update(task, completed=done, total=total, description=show(doing))

        yield report


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)
