"""``avoin forget``: erase what a respondent wrote, after showing all that would go."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from avoin.cli.help_words import agreed
from avoin.cli.shell import note, opened_project, say, say_json
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avoin.workflow.upkeep.forget import Forgetting, Forgotten

verbs = typer.Typer()


class UnconfirmedForgettingError(AvoinError):
    """Nobody can be asked whether the words may go."""


@verbs.command("forget", help=_("Erase what a respondent wrote, everywhere in the project; counts stay. No undo."))
def forget(
    context: typer.Context,
    respondent: str = typer.Argument(metavar=_("RESPONDENT"), help=_("Id of the respondent.")),
    coder: str | None = typer.Option(None, "--coder", help=_("Who erases; else as in the settings.")),
    yes: bool = typer.Option(False, "--yes", help=_("Erase without asking.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Show what would go, ask, and erase."""
    from avoin.workflow.project import coder_of
    from avoin.workflow.upkeep import forget as work

    project = opened_project(context)
    who = coder_of(project, coder)
    wanted = work.would_forget(project, respondent)
    _say_what_goes(wanted)
    if not yes:
        _ask()
    done = work.forget(project, wanted, who)
    if as_json:
        say_json(done)
    else:
        _say_what_went(done)


def _say_what_goes(wanted: "Forgetting") -> None:
    n = len(wanted.answers)
    note(
        ngettext(
            "{respondent}: the words of {n} open answer are erased, with notes and quotations on it.",
            "{respondent}: the words of {n} open answers are erased, with notes and quotations on them.",
            n,
        ).format(respondent=wanted.respondent, n=n)
    )
    note(_("Codings, closed answers and background stay, so that counts stay the same. There is no undo."))
    _list(_("These files can hold the words, and are removed after a new backup is made:"), wanted.files)
    _list(_("These files hold the words and are left to you:"), wanted.left)
    _list(
        _("These packets went out with the words and are out of reach; ask that they and what was made of them go:"),
        [_("{path}: draw {draw}, {coder}, {at}").format(**asdict(each)) for each in wanted.sent],
    )
    if wanted.sources:
        names = ", ".join(wanted.sources)
        note(_("Erase the answers in the files that were imported as well: {names}").format(names=names))


def _list(heading: str, lines: "Sequence[object]") -> None:
    for line in (heading, *(f"  {each}" for each in lines)) if lines else ():
        note(line)


def _ask() -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UnconfirmedForgettingError(
            _("Nothing was erased: nobody can be asked."), _("Say --yes to erase without asking."), exit_code=2
        )
    if not agreed(_("Erase it for good?")):
        note(_("Nothing was erased."))
        raise typer.Exit(1)


def _say_what_went(done: "Forgotten") -> None:
    n = done.n_answers
    says = ngettext("{n} answer was erased.", "{n} answers were erased.", n).format(n=n)
    if done.seq is not None:
        says += " " + _("Recorded as decision {seq}.").format(seq=done.seq)
    say(says)
    n = done.n_decisions
    if n:
        say(ngettext("Words were cut out of {n} decision.", "Words were cut out of {n} decisions.", n).format(n=n))
    n = len(done.files)
    if n:
        say(ngettext("{n} file was removed.", "{n} files were removed.", n).format(n=n))
    say(_("The one backup now: {path}").format(path=done.backup))
