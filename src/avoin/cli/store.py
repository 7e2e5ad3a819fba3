"""``avoin store``: where the store lies, moving it, and who may work in one on a server."""

import typer

from avoin.cli.shell import found_folder, note, opened_project, passphrase, say, say_json, say_table
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext

verbs = typer.Typer()


class WhereToError(AvoinError):
    """It is not said where the store is to go, or two places are named."""


class NotEncryptedError(AvoinError):
    """There is no passphrase to keep."""


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
    from avoin.workflow.upkeep.move_store import move_to_file, move_to_server

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


@verbs.command("encrypt", help=_("Encrypt store, cache and backups; what there was before is destroyed."))
def encrypt(
    context: typer.Context, as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON."))
) -> None:
    """Encrypt a project that there is."""
    from avoin.workflow.upkeep.encrypt_store import encrypt as work

    project = opened_project(context)
    done = work(project, passphrase(twice=True))
    if as_json:
        say_json(done)
        return
    say(_("The project is encrypted: decisions up to number {n}.").format(n=done.n_decisions))
    _say_destroyed(done.destroyed, done.backup)
    note(_("Not encrypted: {output}, survey.yaml, codebooks, and the file that was imported.").format(output="output/"))


@verbs.command("decrypt", help=_("Make store, cache and backups of an encrypted project readable for every program."))
def decrypt(
    context: typer.Context, as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON."))
) -> None:
    """Make an encrypted project plain."""
    from avoin.workflow.upkeep.encrypt_store import decrypt as work

    done = work(opened_project(context))
    if as_json:
        say_json(done)
        return
    say(_("The project is no longer encrypted: decisions up to number {n}.").format(n=done.n_decisions))
    _say_destroyed(done.destroyed, done.backup)


@verbs.command("remember", help=_("Keep the project's passphrase in the keyring of this machine."))
def remember(context: typer.Context) -> None:
    """Keep the passphrase, which has just opened the project."""
    from avoin.store.encryption import passphrase_of
    from avoin.store.kept_passphrase import keep

    project = opened_project(context)
    known = passphrase_of(project.places.store)
    if known is None:
        raise NotEncryptedError(_("The project is not encrypted."))
    keep(project.folder, known)
    say(_("The passphrase is kept in the keyring of this machine."))


@verbs.command("forget-passphrase", help=_("Take the project's passphrase out of the keyring of this machine."))
def forget_passphrase(context: typer.Context) -> None:
    """Keep the passphrase no longer."""
    from avoin.store.kept_passphrase import discard

    if discard(found_folder(context)):
        say(_("The passphrase is no longer in the keyring."))
    else:
        say(_("The keyring holds no passphrase of this project."))


def _say_destroyed(paths: tuple[str, ...], backup: str) -> None:
    for path in paths:
        note(_("Destroyed: {path}").format(path=path))
    note(_("A new backup: {path}").format(path=backup))


@verbs.command("let-in", help=_("Let a database role work in the store on a server; said again, its rights change."))
def let_in(
    context: typer.Context,
    role: str = typer.Argument(metavar=_("ROLE"), help=_("A role that the server has.")),
    coder: str = typer.Option(..., "--coder", help=_("The one name it codes under.")),
    only_look: bool = typer.Option(False, "--only-look", help=_("It may see everything and change nothing.")),
) -> None:
    """Let somebody in."""
    from avoin.workflow.coders.store_members import let_in as work

    member = work(opened_project(context), role, coder, may_code=not only_look)
    says = _("{role} works as {coder}.") if not only_look else _("{role} may look, as {coder}.")
    say(says.format(role=member.role, coder=member.coder))


@verbs.command("let-out", help=_("Take all rights from a database role; what it decided stays."))
def let_out(
    context: typer.Context, role: str = typer.Argument(metavar=_("ROLE"), help=_("A role that was let in."))
) -> None:
    """Let somebody out."""
    from avoin.workflow.coders.store_members import let_out as work

    work(opened_project(context), role)
    say(_("{role} has no rights any more.").format(role=role))


@verbs.command("members", help=_("List who was let in to the store on a server."))
def members(
    context: typer.Context, as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON."))
) -> None:
    """List who was let in."""
    from avoin.workflow.coders.store_members import members_of

    found = members_of(opened_project(context))
    if as_json:
        say_json(found)
        return
    names = {"coder": _("codes"), "viewer": _("looks")}
    say_table((_("Role"), _("Coder"), _("May")), [(each.role, each.coder, names[each.rights]) for each in found])
