"""The words that the library puts into every help by itself, and a yes-or-no question, in the language spoken.

Enters: what the library would write in English. Leaves: help and questions with no English among the Finnish.
"""

from collections.abc import Sequence

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from avoin.i18n import _


class SpokenHelp(HelpFormatter):
    """Writes help as the library does, its own words translated."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says what can follow the verb."""
        for english, spoken in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND [ARGS]...", _("VERB …"))):
            args = args.replace(english, spoken)
        super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        names = {"Options": _("Options"), "Arguments": _("Arguments"), "Commands": _("Verbs")}
        super().write_heading(names.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write what can be said, each with its help."""
        super().write_dl([(name, _spoken(told)) for name, told in rows], col_max, col_spacing)


class SpokenContext(typer.Context):
    """A command line whose help is written so."""

    formatter_class = SpokenHelp


def _spoken(told: str) -> str:
    said = told.replace("Show this message and exit.", _("Show this help and leave."))
    return said.replace("[required]", _("[required]")).replace("[default: ", _("[default: "))


def speak() -> None:
    """Let every verb's help be written so from now on."""
    TyperCommand.context_class = TyperGroup.context_class = SpokenContext


def agreed(question: str) -> bool:
    """Ask on standard error; only a plain yes is one.

    Raises
    ------
    typer.Abort
        Where the answer is cut off.
    """
    answers = _("[y/N]")
    typer.echo(f"{question} {answers} ", nl=False, err=True)
    try:
        said = input().strip().casefold()
    except EOFError:
        raise typer.Abort from None
    return said in ("y", "yes", "k", "kyllä")
