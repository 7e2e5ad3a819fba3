"""Moving a project's store between a file and a server.

Enters: a project. Leaves: the same project with its store elsewhere. Invariants: every row is the same, and what holds
it together is checked again at the new place, before the settings name it; the old store is kept.
"""

from dataclasses import dataclass, replace

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.settings import Settings, write_settings
from avoin.store import answers, backups, decisions, server
from avoin.store.engine import Store, open_store
from avoin.store.transfer import has_arrived, transfer
from avoin.workflow.project import Project


class MoveError(AvoinError):
    """The store cannot be moved there; it is where it was."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved.

    Attributes
    ----------
    to, kept : str
        Where the store is now, and where it was and still is as well.
    n_decisions : int
        Number of the last decision.
    """

    to: str
    kept: str
    n_decisions: int


def move_to_server(project: Project, address: str) -> Moved:
    """Move the store from its file to an empty database; the file is kept aside.

    Raises
    ------
    MoveError
        Where it is on a server already, the database holds something, or what arrived is not what was sent.
    StoreError
        Where the server does not answer.
    """
    if project.settings.store:
        raise MoveError(
            _("The store is on a server already: {address}").format(address=project.settings.store),
            _("Move it to a file first: avoin store move --to-file"),
        )
    backups.back_up(project.store, project.places.backups, "move")
    target = server.open_server(address, project.places.store, create=True)
    with target.transaction() as into, project.store.read() as source:
        if decisions.head(into)[0] or answers.waves(into):
            raise MoveError(
                _("The database {address} holds a project already.").format(address=address),
                _("Name an empty one."),
            )
        transfer(source, into)
    _refuse_difference(project.store, target)
    kept = backups.aside_of(project.places.store)
    _name(project, replace(project.settings, store=address))
    project.places.store.replace(kept)
    return Moved(address, str(kept), _n(target))


def move_to_file(project: Project) -> Moved:
    """Move the store from a server to a file in the project's folder; the database is left as it is.

    Raises
    ------
    MoveError
        Where it is a file already, there is a file in its place, or what arrived is not what was sent.
    StoreError
        Where the server or the disk gives an error.
    """
    path = project.places.store
    if not project.settings.store:
        raise MoveError(_("The store is a file already: {path}").format(path=path))
    if path.exists():
        raise MoveError(_("There is a file in its place already: {path}").format(path=path), _("Move it elsewhere."))
    project.store.copy_to(path)
    target = open_store(path)
    try:
        _refuse_difference(project.store, target)
    except MoveError:
        path.unlink()
        raise
    _name(project, replace(project.settings, store=""))
    return Moved(str(path), project.settings.store, _n(target))


def _refuse_difference(before: Store, after: Store) -> None:
    with before.read() as here, after.read() as there:
        if not has_arrived(here, there):
            raise different(after)


def different(after: Store) -> MoveError:
    """Return the error that says that a copy is not what was sent."""
    return MoveError(
        _("What arrived in {place} is not what was sent; the project goes on where it was.").format(place=after.name),
        _("See whether the store is sound with: avoin verify. Somebody may have worked meanwhile."),
    )


def _name(project: Project, settings: Settings) -> None:
    write_settings(project.places.settings, settings)


def _n(store: Store) -> int:
    with store.read() as connection:
        return decisions.head(connection)[0]
