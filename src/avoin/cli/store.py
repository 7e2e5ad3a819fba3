"""``avoin store``: where the store lies, and moving it."""

import typer

from avoin.cli.shell import note, opened_project, say, say_json
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext

verbs = typer.Typer()


class WhereToError(AvoinError):
    """It is not said where the store is to go, or two places are named."""


@verbs.command("move", help=_("Move the store to a PostgreSQL database, or from there to a file. The old one is kept."))
def move(
    context: typer.Context,
    address: str = typer.Argument(
        "", metavar="[ADDRESS]", help=_("postgresql://NAME@SERVER/DATABASE, without a password.")
    ),
    to_file: bool = typer.Option(False, "--to-file", help=_("To the file store.db in the project's folder.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Move the store."""
    from avoin.workflow.move_store import move_to_file, move_to_server

    if bool(address) == to_file:
        raise WhereToError(
            _("Say where the store is to go: an address, or --to-file."), _("As in: avoin store move --to-file"), 2
        )
    project = opened_project(context)
    done = move_to_file(project) if to_file else move_to_server(project, address)
    if as_json:
        say_json(done)
        return
    n = done.n_decisions
    say(ngettext("Moved to {to}: {n} decision.", "Moved to {to}: {n} decisions.", n).format(to=done.to, n=n))
    note(_("As it was before: {kept}").format(kept=done.kept))
