"""``avoin init``: a new project in a folder."""

from pathlib import Path

import typer

from avoin.cli.shell import note, passphrase, say, say_json
from avoin.errors import AvoinError
from avoin.i18n import _

verbs = typer.Typer()


class UnknownCodebookError(AvoinError):
    """There is neither a starter codebook nor a file of that name; nothing was made."""


@verbs.command("init", help=_("Make a new project in a folder: settings, survey description, codebooks, store."))
def init(
    folder: Path = typer.Argument(metavar="DIR", help=_("The folder; it is made where there is none.")),
    *,
    name: str = typer.Option("", "--name", help=_("What the project is called; the folder's name by default.")),
    codebook: str = typer.Option("", "--codebook", help=_("A starter codebook by name, or a codebook's file.")),
    store: str = typer.Option(
        "", "--store", help=_("Address of a PostgreSQL database for several coders, without a password.")
    ),
    encrypt: bool = typer.Option(
        False, "--encrypt", help=_("Encrypt store, cache and backups by a passphrase; without it nobody can open them.")
    ),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Make a project."""
    from avoin.workflow.project import create_project

    if codebook:
        _refuse_unknown(codebook)
    if encrypt:
        from avoin.store.encryption import unlock

        unlock(folder, passphrase(twice=True))
    project = create_project(folder, name or folder.resolve().name, address=store)
    if codebook:
        from avoin.workflow.codebooks.bring_in_codebook import import_codebook

        project = import_codebook(project, codebook).project
    for warning in project.warnings:
        note(warning)
    if as_json:
        say_json({"folder": project.folder, "name": project.settings.name, "codebook": project.settings.codebook})
        return
    say(_("Made the project {name} in {folder}").format(name=project.settings.name, folder=project.folder))
    note(_("Next: avoin -C {folder} import FILE --wave W").format(folder=project.folder))


def _refuse_unknown(codebook: str) -> None:
    """Look before anything is made."""
    from avoin.workflow.codebooks.bring_in_codebook import starters

    if codebook not in starters() and not Path(codebook).is_file():
        raise UnknownCodebookError(
            _("There is no file {source}, and no starter codebook of that name.").format(source=codebook),
            _("Starter codebooks: {names}").format(names=", ".join(starters())),
        )
