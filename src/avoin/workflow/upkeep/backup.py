"""Backups by hand, and the way back.

Enters: a project, or its folder where it cannot be opened. Leaves: which backup was made or put back.
"""

from pathlib import Path

from avoin.settings import read_settings
from avoin.store import backups
from avoin.store.backups import Backup, Restored
from avoin.store.server import open_server
from avoin.workflow.project import Project, locate


def back_up(project: Project, reason: str = "asked") -> Backup:
    """Make a backup now and read it again; the oldest ones are let go only after that.

    Parameters
    ----------
    reason : str
        One small word for the file's name: "asked", "import".

    Raises
    ------
    StoreError
        Where the store is not sound or the disk is full.
    """
    return backups.back_up(project.store, project.places.backups, reason)


def backups_of(folder: Path) -> tuple[Backup, ...]:
    """Return a project's backups, oldest first."""
    return backups.list_backups(locate(folder).backups)


def restore(folder: Path, chosen: Path | None = None) -> Restored:
    """Put the newest sound backup, or the one chosen, in the place of the project's store.

    The store that was there is moved aside, or copied aside where it lies on a server. Without a choice, later
    decisions that can still be read from a file are taken over; with one, the project goes back to exactly that backup.

    Parameters
    ----------
    chosen : Path or None
        A backup's file name within the project, or the path of one kept elsewhere.

    Raises
    ------
    StoreError
        Where there is no sound backup, another process is writing, or the disk is full.
    """
    places = locate(folder)
    address = read_settings(places.settings).store
    if address:
        return backups.restore_on_server(open_server(address, places.store), places.backups, chosen)
    return backups.restore(places.store, places.backups, chosen)
