"""The command ``avoin``: sets the language, loads the verbs, catches errors.

One of the two catchers of the house: an expected error ends with its own exit code (1), wrong usage with 2, an
interruption with 130, a bug with 3 and the path of the log. Answer text is in none of the messages.
"""

import errno
import gc
import logging
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer
from typer.exceptions import TyperException

from avoin import __version__, logs
from avoin.errors import AvoinError
from avoin.i18n import LANGUAGES, _, preferred_language, set_language
from avoin.text import show

_log = logging.getLogger(__name__)

INTERRUPTED = 130
_SELDOM = (50_000, 10, 10)
"""How seldom to look for garbage: among a hundred thousand answers there is none, and every look goes through all."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(*_SELDOM)
    set_language(_language_wanted(sys.argv[1:]))
    logs.start_logging()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line.

    Parameters
    ----------
    arguments : list of str
        What follows ``avoin``.

    Returns
    -------
    int
        0 well, 1 expected error, 2 usage, 3 bug, 130 interrupted.
    """
    try:
        result = typer.main.get_command(build())(arguments, standalone_mode=False)
        status = result if isinstance(result, int) else 0
    except AvoinError as error:
        status = _complain(error)
    except TyperException as error:
        status = _explain_usage(error)
    except typer.Exit as leave:
        status = leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except OSError as error:
        status = _explain_output(error)
    except Exception as error:  # noqa: BLE001 - the last catcher: a bug is logged and told in two lines
        status = _confess(error)
    if status == INTERRUPTED:
        typer.echo(_("Interrupted. What was confirmed is saved."), err=True)
    return status


def build() -> typer.Typer:
    """Return the whole command line; verbs are imported here, after the language is set."""
    from avoin.cli import verbs
    from avoin.cli.help_words import speak

    app = typer.Typer(
        name="avoin",
        help=_("A workbench for coding open survey answers. Everything stays on this machine."),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        invoke_without_command=True,
    )
    app.callback()(_before_the_verb())
    verbs.add_to(app)
    speak()
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"avoin {__version__}")
        raise typer.Exit


def _before_the_verb() -> Callable[..., None]:
    """Return what is done before any verb; made after the language is set, as its help is read when it is made."""

    def before_the_verb(
        context: typer.Context,
        folder: Path | None = typer.Option(None, "-C", metavar="DIR", help=_("The project's folder.")),
        language: str = typer.Option("", "--language", metavar="fi|en", help=_("Language of the program.")),
        version: bool = typer.Option(
            False, "--version", is_eager=True, callback=_show_version, help=_("Show the version and leave.")
        ),
    ) -> None:
        from avoin.cli.shell import Shell

        if language and language not in LANGUAGES:
            raise typer.BadParameter(_("The language is fi or en."), param_hint="--language")
        context.obj = Shell(folder)
        if context.invoked_subcommand is None:
            _without_a_verb(context, folder)

    return before_the_verb


def _without_a_verb(context: typer.Context, folder: Path | None) -> None:
    """Open the workbench: at the project named, or one chosen there; without a terminal show the help."""
    from avoin.cli.shell import opened_project
    from avoin.tui.run import can_draw, choose_project, run_workbench
    from avoin.workflow.project import coder_of, open_project

    if not can_draw():
        typer.echo(context.get_help())
        raise typer.Exit(2)
    chosen = folder or choose_project()
    if chosen is None:
        return
    project = opened_project(context) if folder else open_project(chosen)
    raise typer.Exit(run_workbench(project, coder_of(project), None, None))


def _language_wanted(arguments: list[str]) -> str:
    for place, argument in enumerate(arguments):
        if argument.startswith("--language="):
            wanted = argument.partition("=")[2]
        elif argument == "--language" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
        else:
            continue
        if wanted in LANGUAGES:
            return wanted
    return preferred_language()


def _explain_usage(error: TyperException) -> int:
    from avoin.cli.usage import usage_in_words

    typer.echo(show(usage_in_words(error.format_message())), err=True)
    typer.echo(_("Help: avoin --help, or avoin VERB --help"), err=True)
    return 2


def _explain_output(error: OSError) -> int:
    """Tell that standard output is full or was closed: no bug, and nothing more can be said there."""
    if error.errno not in (errno.ENOSPC, errno.EPIPE):
        return _confess(error)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return 0
    return _complain(AvoinError(_("The disk is full: what was to be written there is not whole.")))


def _complain(error: AvoinError) -> int:
    _log.info("expected error: %s", type(error).__name__)
    typer.echo(show(error.message), err=True)
    if error.hint:
        typer.echo(show(error.hint), err=True)
    return error.exit_code


def _confess(error: Exception) -> int:
    # the error's own words may quote an answer: only its type and where it happened are logged
    frames = traceback.extract_tb(error.__traceback__)
    where = "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    _log.error("unexpected %s\n%s", type(error).__name__, where)
    kind = type(error).__name__
    typer.echo(_("avoin met an error of its own ({kind}). What was confirmed is saved.").format(kind=kind), err=True)
    typer.echo(_("The log is {path}").format(path=logs.log_path()), err=True)
    return 3
