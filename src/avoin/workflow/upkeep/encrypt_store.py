"""Encrypting the databases of a project that there is, and making them plain again.

Enters: a project. Leaves: the same project, its store written anew. Invariants: the new store is compared with the old
one before it takes its place, and nobody else writes meanwhile; the store is changed when the settings say so, and what
fails or is cut off before that leaves the project as it was, with no copy in the other form (``put_right``). What the
old store, cache and backups held is destroyed after a backup of the new store was verified.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from avoin.i18n import _
from avoin.settings import read_settings, write_settings
from avoin.store import backups, decisions, encryption
from avoin.store.alone import alone
from avoin.store.encryption import is_plain
from avoin.store.engine import Store, filed, force_to_disk, open_store
from avoin.store.remains import destroy
from avoin.store.transfer import has_arrived, transfer
from avoin.workflow.project import Places, Project, locate
from avoin.workflow.upkeep.move_store import MoveError, different

WORKPLACE = ".rewritten"
"""Folder in a project in which its store is written anew."""

_LOCK = "at-work"
_ASIDES = "store-aside-*.db"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What was done.

    Attributes
    ----------
    n_decisions : int
        Number of the last decision.
    backup : str
        The backup made of the new store.
    destroyed : tuple of str
        Files that held the answers in the old form and are no more.
    """

    n_decisions: int
    backup: str
    destroyed: tuple[str, ...]


def encrypt(project: Project, passphrase: str) -> Rewritten:
    """Encrypt store, cache and backups; open the project anew afterwards.

    Where an earlier run was cut off after the store was encrypted, what it left readable is destroyed now.

    Raises
    ------
    MoveError
        Where the store is on a server or encrypted already, or the new one is not like the old one.
    EncryptionError
        Where the passphrase is empty or the package is missing.
    StoreError
        Where another program writes, or the disk gives an error.
    """
    _refuse_server(project)
    if project.settings.encrypted:
        if not still_readable(project.folder):
            raise MoveError(_("The project is encrypted already."))
        return _cleaned(project)
    work = project.folder / WORKPLACE
    encryption.unlock(work, passphrase)
    _rewrite(project, work, encrypted=True)
    encryption.unlock(project.folder, passphrase)
    return _cleaned(project)


def decrypt(project: Project) -> Rewritten:
    """Make store, cache and backups of an unlocked project plain; open the project anew afterwards.

    Raises
    ------
    MoveError
        Where the store is on a server or plain already, or the new one is not like the old one.
    StoreError
        Where another program writes, or the disk gives an error.
    """
    _refuse_server(project)
    if not project.settings.encrypted:
        raise MoveError(_("The project is not encrypted."))
    work = project.folder / WORKPLACE
    encryption.leave_plain(work)
    _rewrite(project, work, encrypted=False)
    encryption.lock(project.folder)
    return _cleaned(project)


def put_right(folder: Path) -> None:
    """Undo what a run that was cut off left: half-made copies, and a store that is other than the settings say.

    Raises
    ------
    SettingsError
        Where the settings cannot be read.
    StoreError
        Where the run is going on, or files cannot be moved back or destroyed.
    """
    work = folder / WORKPLACE
    if not work.is_dir():
        return
    with _folder(work):
        _go_back(folder)


def still_readable(folder: Path) -> tuple[Path, ...]:
    """Return the files that hold answers of an encrypted project for every program to read; none where all is well."""
    return tuple(each for each in _old_files(locate(folder)) if is_plain(each))


def _go_back(folder: Path) -> None:
    places = locate(folder)
    encrypted = read_settings(places.settings).encrypted
    if not places.store.exists() or is_plain(places.store) != encrypted:
        return
    old = [each for each in folder.glob(_ASIDES) if is_plain(each) != encrypted]
    if old:
        with filed(places.store):
            max(old, key=lambda each: each.stat().st_ctime_ns).replace(places.store)


def _refuse_server(project: Project) -> None:
    if project.settings.store:
        raise MoveError(
            _("The store is on a server: {address}. There encryption is the server's affair.").format(
                address=project.settings.store
            )
        )


def _rewrite(project: Project, work: Path, *, encrypted: bool) -> None:
    with _folder(work), project.store.transaction() as source:
        target = open_store(work / project.places.store.name, create=True)
        with target.transaction() as into:
            transfer(source, into)
        with target.read() as there:
            if not has_arrived(source, there):
                raise different(target)
        _swap(project, target, encrypted=encrypted)


def _swap(project: Project, target: Store, *, encrypted: bool) -> None:
    """Put the new store in the old one's place and say so in the settings, or neither."""
    path = project.places.store
    with filed(path):
        aside = backups.aside_of(path)
        try:
            aside.hardlink_to(path)  # so that there is a store at every moment
        except OSError:
            path.replace(aside)  # this disk gives a file one name only
        try:
            target.path.replace(path)
            write_settings(project.places.settings, replace(project.settings, encrypted=encrypted))
        except BaseException:
            aside.replace(path)
            raise
        force_to_disk(path)


@contextmanager
def _folder(work: Path) -> Iterator[None]:
    """Have the workplace to oneself, empty, and leave none behind."""
    with filed(work):
        work.mkdir(mode=0o700, exist_ok=True)
    try:
        with alone(work / _LOCK):
            _empty(work)
            try:
                yield
            finally:
                encryption.lock(work)
                _empty(work)
    finally:
        with suppress(OSError):  # another process may be at work in it
            work.rmdir()


def _empty(work: Path) -> None:
    for each in work.iterdir():
        if each.name != _LOCK:
            destroy(each)


def _cleaned(project: Project) -> Rewritten:
    places = project.places
    old = _old_files(places)
    store = open_store(places.store)
    made = backups.back_up(store, places.backups, "move")
    destroyed = [path for path in old if path.exists()]
    for path in destroyed:
        destroy(path)
    with store.read() as connection:
        last = decisions.head(connection)[0]
    return Rewritten(last, str(made.path), tuple(str(path) for path in destroyed))


def _old_files(places: Places) -> list[Path]:
    folder = places.folder
    copies = (each.path for each in backups.list_backups(places.backups))
    return [*sorted(folder.glob(_ASIDES + "*")), *sorted(folder.glob("cache.db*")), *copies]
