"""``avoin bundle``: drawn answers to a coder without a server, and the coder's decisions back."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.workflow.coders.bring_in import BroughtIn

verbs = typer.Typer(no_args_is_help=True)

_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("out", help=_("Write the answers drawn for a coder as a sealed packet."))
def out(
    context: typer.Context,
    coder: str = typer.Argument(metavar="CODER", help=_("Whose draw it is.")),
    file: Path = typer.Argument(metavar="FILE", help=_("Where to.")),
    as_json: bool = _JSON,
) -> None:
    """Hand answers out."""
    from avoin.workflow.coders.hand_out import hand_out

    done = hand_out(opened_project(context), coder, file)
    if as_json:
        say_json(done)
        return
    n = done.n_answers
    says = ngettext("{n} answer of draw {draw}: {path}", "{n} answers of draw {draw}: {path}", n)
    say(says.format(n=n, draw=done.draw, path=done.path))
    note(_("The packet holds answers in plain text: send it as you would send the survey file."))
    note(_("It is opened with: avoin bundle open FILE DIR"))


@verbs.command("open", help=_("Make a project of a packet of answers, to be coded blind."))
def open_(
    file: Path = typer.Argument(metavar="FILE", help=_("The packet.")),
    folder: Path = typer.Argument(metavar="DIR", help=_("The new project's folder.")),
) -> None:
    """Open a packet."""
    from avoin.workflow.coders.hand_out import open_packet
    from avoin.workflow.project import coder_of

    made = open_packet(file, folder)
    say(_("{folder} is ready for {coder}.").format(folder=made.folder, coder=coder_of(made)))
    note(_("Code with: avoin code. Then: avoin compare finish, and avoin bundle back FILE"))


@verbs.command("back", help=_("Write what was decided in a project made of a packet; never answer text."))
def back(
    context: typer.Context,
    file: Path = typer.Argument(metavar="FILE", help=_("Where to.")),
    as_json: bool = _JSON,
) -> None:
    """Hand decisions back."""
    from avoin.workflow.coders.bring_in import hand_back

    done = hand_back(opened_project(context), file)
    if as_json:
        say_json(done)
        return
    n = done.n_decisions
    say(ngettext("{n} decision: {path}", "{n} decisions: {path}", n).format(n=n, path=done.path))
    if not done.is_finished:
        note(_("The blind coding is not finished: avoin compare finish, then hand back again."))


@verbs.command("in", help=_("Bring in the decisions of a coder who worked on a packet; twice does no harm."))
def in_(
    context: typer.Context,
    file: Path = typer.Argument(metavar="FILE", help=_("The packet that came back.")),
    leave_out: bool = typer.Option(
        False, "--leave-out-conflicts", help=_("Bring in what fits, without what is in conflict.")
    ),
    as_json: bool = _JSON,
) -> None:
    """Bring decisions in."""
    from avoin.workflow.coders.bring_in import bring_in

    done = bring_in(opened_project(context), file, leave_out=leave_out)
    if as_json:
        say_json(done)
    else:
        _tell(done)
    if done.conflicts and not leave_out:
        note(_("Nothing was brought in. Put right what can be, or say --leave-out-conflicts."))
        raise typer.Exit(1)


def _tell(done: "BroughtIn") -> None:
    if done.conflicts:
        rows = [("/".join(each.answer or ()), each.code, each.why) for each in done.conflicts]
        say_table((_("Answer"), _("Code"), _("Conflict")), rows)
    n = done.n_decisions
    says = ngettext("{n} decision of {coder} came in.", "{n} decisions of {coder} came in.", n)
    say(says.format(n=n, coder=done.coder))
    if done.n_there:
        n = done.n_there
        say(ngettext("{n} was here already.", "{n} were here already.", n).format(n=n))
