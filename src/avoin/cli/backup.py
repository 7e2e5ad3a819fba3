"""``avoin backup`` and ``avoin restore``: a copy of the store by hand, and the way back."""

from pathlib import Path

import typer

from avoin.cli.shell import note, project_folder, say, say_json, say_table
from avoin.i18n import _, ngettext

verbs = typer.Typer()


@verbs.command("backup", help=_("Copy the store and read the copy again; --list shows what copies there are."))
def backup(
    context: typer.Context,
    show_list: bool = typer.Option(False, "--list", help=_("Show the backups instead of making one.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Make a backup or list them."""
    from avoin.workflow.project import open_project
    from avoin.workflow.upkeep.backup import back_up, backups_of

    folder = project_folder(context)
    if show_list:
        there = backups_of(folder)
        if as_json:
            say_json(there)
        else:
            headings = (_("Backup"), _("Made (UTC)"), _("Decisions"), _("Reason"))
            say_table(headings, [(each.path.name, each.at, each.n_decisions, each.reason) for each in there])
        return
    project = open_project(folder)
    for warning in project.warnings:
        note(warning)
    made = back_up(project)
    if as_json:
        say_json(made)
        return
    say(
        ngettext(
            "Backup made and read again: {path}, {n} decision.",
            "Backup made and read again: {path}, {n} decisions.",
            made.n_decisions,
        ).format(path=made.path, n=made.n_decisions)
    )


@verbs.command("restore", help=_("Put the newest sound backup, or the one named, in the place of the store."))
def restore(
    context: typer.Context,
    chosen: Path | None = typer.Argument(None, metavar="[BACKUP]", help=_("A name from: avoin backup --list")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Restore a backup."""
    from avoin.workflow.upkeep.backup import restore as put_back

    done = put_back(project_folder(context), chosen)
    if as_json:
        say_json(done)
        return
    say(_("Put back: {path}").format(path=done.backup.path))
    if done.aside is not None:
        say(_("The store that was there is kept as {path}").format(path=done.aside))
    n, lost = done.salvaged.n_decisions, done.salvaged.n_lost
    if n:
        say(ngettext("{n} later decision was taken over.", "{n} later decisions were taken over.", n).format(n=n))
    if lost is None:
        note(_("It cannot be read whether there were later decisions."))
    elif lost:
        note(
            ngettext(
                "{n} later decision could not be read and is lost.",
                "{n} later decisions could not be read and are lost.",
                lost,
            ).format(n=lost)
        )
