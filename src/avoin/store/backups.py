"""Backups: whole copies of the store that were read again before they count, and the way back from one.

Enters: a store and a folder. Leaves: files ``NNNNNN-YYYYMMDDTHHMMSSZ-sDECISIONS-reason.db``; the running number orders
them, whatever the clock says. Invariants: an older backup goes only after a newer one was verified; restoring moves the
store that was there aside and deletes nothing.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from avoin.i18n import _
from avoin.store import answers, chain, decisions, engine, themes
from avoin.store.engine import BusyStoreError, OutdatedStoreError, Store, StoreError
from avoin.store.members import shows_all
from avoin.store.salvage import Salvaged, salvage
from avoin.store.sealing import FIRST
from avoin.store.server import ServerStore, open_server
from avoin.store.transfer import replace

_log = logging.getLogger(__name__)

KEEP_LATEST = 10
KEEP_DAYS = 7
DECISIONS_BETWEEN = 200
"""So many new decisions make a backup due even on the same day."""

_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6})Z-s(\d+)-([a-z]+)\.db")


class BackupError(StoreError):
    """There is no backup that could be used, or a new one is not like the store."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, as its name tells.

    Attributes
    ----------
    number : int
        Running number; the highest is the newest.
    at : str
        UTC time, ISO 8601.
    n_decisions : int
        Number of its last decision.
    reason : str
        "open", "import", "upgrade", "rebuild" or "asked".
    """

    path: Path
    number: int
    at: str
    n_decisions: int
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring did.

    Attributes
    ----------
    aside : Path or None
        Where the store that was there is kept now; None where there was none.
    salvaged : Salvaged
        Decisions later than the backup that could still be read from it.
    """

    backup: Backup
    aside: Path | None
    salvaged: Salvaged


def back_up(store: Store, folder: Path, reason: str) -> Backup:
    """Copy the store, read the copy again, and only then let the oldest backups go.

    Raises
    ------
    BackupError
        Where the store itself is not sound: a backup of it would push a good one out. Where it is on a server and
        another's: not all of it may be seen.
    StoreError
        Where the disk is full or the store cannot be read.
    """
    if not shows_all(store):
        raise BackupError(
            _("Only the owner of {address} can make a backup of it.").format(address=store.name),
            _("Ask the owner of the project."),
        )
    partial = folder / ".partial"
    with engine.filed(partial):
        folder.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        try:
            store.copy_to(partial)
            _refuse_unsound(store.name, partial)
            made = _named(folder, partial, reason)
        finally:
            partial.unlink(missing_ok=True)
        _rotate(folder)
    _log.info("backup %d made (%s), %d decisions", made.number, reason, made.n_decisions)
    return made


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of a folder, oldest first; other files are not looked at."""
    found = [_from_name(path) for path in folder.glob("*.db")] if folder.is_dir() else []
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.number))


def is_due(store: Store, folder: Path) -> bool:
    """Return whether a backup should be made now.

    It is where something was stored since the newest one, and that was on another day, or an import, or enough
    decisions. It never is for somebody who may not see all of the store.
    """
    if not shows_all(store):
        return False
    here = _summary(store)
    there = list_backups(folder)
    if not there:
        return here != _EMPTY
    newest = there[-1]
    try:
        then = _summary(engine.connect(newest.path))
    except (StoreError, DatabaseError):
        return True
    if then == here:
        return False
    another_day = newest.at[:10] != _now()[:10]
    return another_day or then.waves != here.waves or abs(here.last - then.last) >= DECISIONS_BETWEEN


def problems_of(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a store or a backup, in sentences: pages, chain of decisions, answers, theme runs."""
    try:
        with engine.connect(path).read() as connection:
            pages = engine.integrity(connection)
            if pages:
                return tuple(_("The file's pages contradict each other: {what}").format(what=what) for what in pages)
            broken = [problem.message for problem in chain.verify_chain(connection)]
            changed = [
                _("The answers of wave {wave} are not what was imported.").format(wave=wave)
                for wave in answers.changed_waves(connection)
            ]
            runs = [_("Theme run {run} is damaged.").format(run=run) for run in themes.damaged_runs(connection)]
            return (*broken, *changed, *runs)
    except StoreError as error:
        return (error.message,)


def is_continued_by(backup: Backup, store: Store) -> bool:
    """Return whether the store's list of decisions goes on from the end of the backup's, or is the same."""
    with engine.connect(backup.path).read() as connection:
        last, digest = decisions.head(connection)
    with store.read() as connection:
        return decisions.digest_of(connection, last) == digest


def open_current(path: Path, folder: Path, address: str = "") -> tuple[Store, Backup | None]:
    """Open a store; one of an older revision is upgraded first, a file after a verified backup.

    Parameters
    ----------
    address : str
        Where it lies on a server; empty where it is a file.

    Returns
    -------
    Store, Backup or None
        The backup where one was made for the upgrade.

    Raises
    ------
    StoreError
        As ``engine.open_store``, and where the backup cannot be made: nothing is upgraded then.
    """
    if address:
        return open_server(address, path), None
    try:
        return engine.open_store(path), None
    except OutdatedStoreError:
        before = back_up(engine.connect(path), folder, "upgrade")
        engine.migrate(engine.connect(path))
        return engine.open_store(path), before


def restore(path: Path, folder: Path, chosen: Path | None = None) -> Restored:
    """Put a backup in the store's place; the store that was there is moved aside.

    Parameters
    ----------
    chosen : Path or None
        The backup; the newest sound one where none is named. Only then are later decisions salvaged from the store
        that was there: naming a backup means going back to it.

    Raises
    ------
    BackupError
        Where there is no sound backup, or the one named is not sound.
    StoreError
        Where another process is writing, or the disk is full. The store is as it was then.
    """
    backup = _sound(folder, chosen)
    _refuse_while_written(path)
    ready = path.with_name(path.name + ".restored")
    with engine.filed(path):
        ready.unlink(missing_ok=True)
        try:
            engine.copy_database(backup.path, ready)
            salvaged = salvage(path, engine.connect(ready)) if chosen is None and path.exists() else Salvaged()
            aside = _move_aside(path)
            ready.replace(path)
            engine.force_to_disk(path)
        finally:
            ready.unlink(missing_ok=True)
    _log.info("backup %d restored, %d decisions salvaged", backup.number, salvaged.n_decisions)
    return Restored(backup, aside, salvaged)


def restore_on_server(store: ServerStore, folder: Path, chosen: Path | None = None) -> Restored:
    """Put a backup in the place of all that a store on a server holds; that is first copied aside, as a file.

    Raises
    ------
    BackupError
        Where there is no sound backup, or the one named is not sound.
    StoreError
        Where the server or the disk cannot be written. The store is as it was then.
    """
    backup = _sound(folder, chosen)
    aside = aside_of(store.path)
    store.copy_to(aside)
    with engine.connect(backup.path).read() as source, store.transaction() as target:
        replace(source, target)
    _log.info("backup %d restored on the server", backup.number)
    return Restored(backup, aside, Salvaged())


@dataclass(frozen=True, slots=True)
class _Summary:
    last: int
    digest: str
    waves: tuple[tuple[str, str], ...]
    n_runs: int


_EMPTY = _Summary(0, FIRST, (), 0)


def _summary(store: Store) -> _Summary:
    with store.read() as connection:
        last, digest = decisions.head(connection)
        waves = tuple(answers.wave_digests(connection).items())
        return _Summary(last, digest, waves, len(themes.runs(connection)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _refuse_unsound(name: str, copy: Path) -> None:
    problems = problems_of(copy)
    if problems:
        raise BackupError(
            _("{path} is not sound, so no backup was made of it: {problem}").format(path=name, problem=problems[0]),
            _("See all that is wrong with: avoin verify"),
        )


def _named(folder: Path, partial: Path, reason: str) -> Backup:
    with engine.connect(partial).read() as connection:
        last, _digest = decisions.head(connection)
    there = list_backups(folder)
    number = there[-1].number + 1 if there else 1
    at = datetime.now(UTC)
    path = folder / f"{number:06d}-{at:%Y%m%dT%H%M%S}Z-s{last}-{reason}.db"
    partial.replace(path)
    engine.force_to_disk(path)
    return Backup(path, number, at.isoformat(timespec="seconds"), last, reason)


def _from_name(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    number, at, last, reason = match.groups()
    try:
        time = datetime.strptime(at, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, int(number), time.isoformat(timespec="seconds"), int(last), reason)


def _rotate(folder: Path) -> None:
    there = list_backups(folder)
    for each in there:
        if each not in _kept(there):
            each.path.unlink(missing_ok=True)


def _kept(there: Sequence[Backup]) -> frozenset[Backup]:
    """Return the latest ones, and the last one of each of the latest days."""
    last_of_day = {each.at[:10]: each for each in there}
    days = sorted(last_of_day)[-KEEP_DAYS:]
    return frozenset(there[-KEEP_LATEST:]) | {last_of_day[day] for day in days}


def _sound(folder: Path, chosen: Path | None) -> Backup:
    for each in _candidates(folder, chosen):
        problems = problems_of(each.path)
        if not problems:
            return each
        _log.warning("backup %d is not sound", each.number)
        if chosen is not None:
            raise BackupError(
                _("{path} is not sound: {problem}").format(path=each.path, problem=problems[0]),
                _("Choose another one from: avoin backup --list"),
            )
    raise BackupError(_("There is no sound backup in {folder}.").format(folder=folder))


def _candidates(folder: Path, chosen: Path | None) -> Iterable[Backup]:
    there = list_backups(folder)
    if chosen is None:
        return reversed(there)
    by_name = next((each for each in there if each.path.name == str(chosen)), None)
    if by_name is not None:
        return (by_name,)
    if not chosen.is_file():
        raise BackupError(
            _("There is no backup {name} in {folder}.").format(name=chosen, folder=folder),
            _("See which ones there are with: avoin backup --list"),
        )
    return (_from_name(chosen) or Backup(chosen, 0, "", 0, ""),)


def _refuse_while_written(path: Path) -> None:
    if not path.exists():
        return
    try:
        with engine.connect(path).transaction():
            pass
    except BusyStoreError:
        raise
    except (StoreError, DatabaseError) as error:  # a damaged store is what restoring is for
        _log.info("the store to be replaced cannot be opened: %s", type(error).__name__)


def aside_of(path: Path) -> Path:
    """Return a free name beside a store for what was in its place."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = (path.with_name(f"{path.stem}-aside-{stamp}{more}.db") for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _move_aside(path: Path) -> Path | None:
    """Move the store and its journal away; a journal left behind would be played into the restored store."""
    aside = aside_of(path)
    moved = None
    if path.exists():
        path.replace(aside)
        moved = aside
    for end in ("-journal", "-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return moved
