"""Forgetting a respondent: what they wrote is erased from the whole project, what was counted of it stays.

Enters: a project and a respondent. Leaves: what would go, then what went. Invariants: nothing goes before somebody has
seen what would; the words are gone from the store before a new backup is made, and the old backups go only after that
one was read again; whatever was interrupted is finished by doing it once more.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CoderId, RespondentId
from avoin.privacy.wording import Wording
from avoin.store import answers as answer_store
from avoin.store import backups, forgetting
from avoin.store.handed_out import Sent, sent_with
from avoin.store.remains import destroy
from avoin.workflow.project import Project

_STORE_COPY = re.compile(r"store.*\.db.*")


class UnknownRespondentError(AvoinError):
    """No wave of the project has the respondent."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting a respondent would take away.

    Attributes
    ----------
    answers : tuple of AnswerKey
        Open answers that would be erased.
    files : tuple of Path
        Files that would be removed because they can hold the words: backups, stores kept aside, what was exported.
    left : tuple of Path
        Files of the project that hold the words and are people's own: they stay.
    sources : tuple of str
        Names of the files that the answers were imported from, wherever they are.
    sent : tuple of Sent
        Packets that were handed out with the words: nobody but who has them can erase these.
    """

    respondent: RespondentId
    answers: tuple[AnswerKey, ...]
    files: tuple[Path, ...]
    left: tuple[Path, ...]
    sources: tuple[str, ...]
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting took away.

    Attributes
    ----------
    n_answers, n_decisions, n_runs : int
        Answers erased; decisions and theme runs that words were taken out of.
    seq : int or None
        The decision that recorded it; None where the store held no words any more.
    files : tuple of Path
        What was removed.
    backup : Path
        The one backup there is now.
    """

    respondent: RespondentId
    n_answers: int
    n_decisions: int
    n_runs: int
    seq: int | None
    files: tuple[Path, ...]
    backup: Path
    left: tuple[Path, ...]
    sent: tuple[Sent, ...]


def would_forget(project: Project, respondent: str) -> Forgetting:
    """Return what forgetting a respondent would take away; nothing is changed.

    Raises
    ------
    UnknownRespondentError
        Where no wave has such a respondent.
    """
    who = RespondentId(respondent)
    with project.store.read() as connection:
        if not answer_store.has_respondent(connection, who):
            raise UnknownRespondentError(
                _("There is no respondent {respondent}.").format(respondent=respondent),
                _("The ids are in: avoin export answers"),
            )
        wording = forgetting.words_of(connection, who)
        answers = tuple(answer_store.open_texts(connection, who))
        waves = {key.wave for key in answers}
        sent = sent_with(connection, who)
        sources = {each.name for each in answer_store.imported_files(connection) if each.wave in waves}
    going = tuple(_copies(project))
    left = tuple(_holding(project, wording, set(going)))
    return Forgetting(who, answers, going, left, tuple(sorted(sources)), sent)


def forget(project: Project, wanted: Forgetting, coder: CoderId) -> Forgotten:
    """Erase a respondent's words for good: in the store, the cache, the backups and what was exported.

    Raises
    ------
    StoreError
        Where another process has the store open, the disk is full, or a file cannot be removed. What was erased by
        then is erased; do it once more.
    """
    with project.store.transaction() as connection:
        erased = forgetting.forget(connection, wanted.respondent, coder)
    project.store.compact()
    project.cache.clear()
    backup = backups.back_up(project.store, project.places.backups, "forget")
    for each in wanted.files:
        if each.exists():
            destroy(each)
    counts = (len(erased.answers), erased.n_decisions, erased.n_runs)
    return Forgotten(wanted.respondent, *counts, erased.seq, wanted.files, backup.path, wanted.left, wanted.sent)


def _copies(project: Project) -> Iterator[Path]:
    places = project.places
    own = {places.store, places.store.with_name(places.store.name + "-journal")}
    beside = (each for each in sorted(places.folder.iterdir()) if _STORE_COPY.fullmatch(each.name))
    yield from (each for each in beside if each not in own and each.is_file())
    for folder in (places.backups, places.output):
        yield from (each for each in sorted(folder.rglob("*")) if each.is_file())


def _holding(project: Project, wording: Wording, going: set[Path]) -> Iterator[Path]:
    places = project.places
    avoins_own = {*going, places.store, *places.folder.glob("cache.db*")}
    for each in sorted(places.folder.rglob("*")):
        if each.is_file() and each not in avoins_own and any(map(wording.occurs_in, _texts_of(each))):
            yield each


def _texts_of(path: Path) -> Iterable[str]:
    """Yield what could be text in a file: in the encodings that survey files have, and within archives."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
    else:
        contents = [path.read_bytes()]
    for content in contents:
        for encoding in ("utf-8", "utf-16", "cp1252"):
            yield content.decode(encoding, errors="replace")
