"""A project on disk: where its parts lie, making one, opening one, and who is coding.

Enters: a folder. Leaves: ``Project``, which every verb takes.
Invariant: a folder with ``avoin.toml`` is a whole project; the file is written last.
"""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path

from avoin.coding.roles import SIGN
from avoin.corpus.model import Survey
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CoderId
from avoin.nlp.corrections import LEXICON_FILE
from avoin.settings import SETTINGS_FILE, Settings, read_settings, write_settings
from avoin.store import answers, backups, decisions, encryption, server
from avoin.store.cache import Cache
from avoin.store.engine import Store, open_store
from avoin.store.location import warnings_about

CODER_VARIABLE = "AVOIN_CODER"
"""Environment variable: who codes, where the settings say nothing."""

_IGNORED = """\
# answers and what is made of them do not belong in version control
store*.db*
cache.db*
workbench.json
backups/
output/
"""


class ProjectError(AvoinError):
    """The folder cannot be made a project, or is not one."""


class CoderError(AvoinError):
    """The coder's name cannot be used, or there is none."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a project lie."""

    folder: Path
    settings: Path
    survey: Path
    lexicon: Path
    codebooks: Path
    store: Path
    cache: Path
    backups: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Project:
    """An opened project.

    Attributes
    ----------
    warnings : tuple of str
        Translated sentences on what may go wrong where it lies.
    """

    folder: Path
    settings: Settings
    survey: Survey
    store: Store
    cache: Cache
    warnings: tuple[str, ...] = ()

    @property
    def places(self) -> Places:
        """Where its parts lie."""
        return locate(self.folder)


def locate(project: Project | Path) -> Places:
    """Return where the parts of a project lie, whether or not they exist."""
    folder = project.folder if isinstance(project, Project) else project
    return Places(
        folder,
        folder / SETTINGS_FILE,
        folder / "survey.yaml",
        folder / LEXICON_FILE,
        folder / "codebooks",
        folder / "store.db",
        folder / "cache.db",
        folder / "backups",
        folder / "output",
    )


def create_project(
    folder: Path, name: str, *, coder: str = "", codebook: str = "", address: str = "", passphrase: str = ""
) -> Project:
    """Make a project in a folder, which may exist and hold other files, and open it.

    Parameters
    ----------
    address : str
        Of a PostgreSQL database for the store, empty or of a project that others have begun; a file where empty.

    Raises
    ------
    ProjectError
        Where the folder is a project already, holds another's store, or cannot be written.
    StoreError
        Where the server does not let in, or the database is another program's.
    """
    from avoin.corpus.files import write_survey

    places = locate(folder)
    if places.settings.exists():
        raise ProjectError(
            _("{folder} is an avoin project already.").format(folder=folder),
            _("Choose another folder for the new one."),
        )
    try:
        for each in (folder, places.codebooks, places.backups, places.output):
            each.mkdir(parents=True, exist_ok=True)
        if address:
            server.open_server(address, places.store, create=True)
        else:
            _create_store(places.store)
        if not places.survey.exists():
            write_survey(places.survey, Survey(name))
        if not places.lexicon.exists():
            places.lexicon.write_text(_lexicon_heading(), encoding="utf-8")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        write_settings(
            places.settings,
            Settings(name, codebook, coder, store=address, encrypted=encryption.is_encrypted(places.store)),
        )
    except OSError as error:
        raise ProjectError(
            _("{folder} cannot be made a project: {error}").format(folder=folder, error=error.strerror or str(error))
        ) from error
    return open_project(folder)


def open_project(folder: Path) -> Project:
    """Open the project of a folder; an older store is upgraded, and a backup is made where one is due.

    A backup that cannot be made is a warning, not an error: the project can be read all the same.

    Raises
    ------
    SettingsError, StoreError, AvoinError
        Where the settings, the survey or the store are missing or wrong; names the file.
    """
    from avoin.corpus.files import read_survey

    places = locate(folder)
    settings = read_settings(places.settings)
    survey = read_survey(places.survey)
    store, upgraded = backups.open_current(places.store, places.backups, settings.store)
    warnings = [*warnings_about(folder), *_backed_up(store, places.backups)]
    if settings.encrypted:
        warnings += _readable(folder)
    if upgraded is not None:
        warnings.append(_("The store was upgraded. As it was before: {path}").format(path=upgraded.path))
    return Project(folder, settings, survey, store, Cache(places.cache), tuple(warnings))


def coder_of(project: Project, named: str | None = None) -> CoderId:
    """Return whose decisions are recorded: the one named, else of the settings, ``AVOIN_CODER``, the login name.

    Raises
    ------
    CoderError
        Where the name holds control characters, or there is none at all.
    """
    for name in (named, project.settings.coder, os.environ.get(CODER_VARIABLE), _login_name()):
        cleaned = (name or "").strip()
        if cleaned:
            if not cleaned.isprintable():
                raise CoderError(_("The coder's name holds characters that cannot be shown."))
            if SIGN in cleaned:
                raise CoderError(_("A coder's name cannot hold the sign {sign}.").format(sign=SIGN))
            return CoderId(cleaned)
    raise CoderError(
        _("It is not known who codes."),
        _("Say it with --coder NAME, or write it into {file}.").format(file=SETTINGS_FILE),
    )


def _lexicon_heading() -> str:
    lines = (
        _("Words of these answers that avoin reads wrong, and how they are read instead."),
        _("On each line: the form as written, its base form and perhaps its part of speech, tabs or spaces between."),
        _("Without a comment sign, for example: someahdistuksen someahdistus NOUN"),
        _("Words that avoin is unsure of: avoin prepare --suspicious"),
    )
    return "".join(f"# {line}\n" for line in lines)


def _create_store(path: Path) -> None:
    store = open_store(path, create=True)
    with store.read() as connection:
        used = decisions.head(connection)[0] or answers.waves(connection)
    if used:
        raise ProjectError(
            _("{path} holds answers or decisions, but there is no {file} beside it.").format(
                path=path, file=SETTINGS_FILE
            ),
            _("Bring {file} back, or move the store elsewhere.").format(file=SETTINGS_FILE),
        )


def _backed_up(store: Store, folder: Path) -> tuple[str, ...]:
    try:
        if backups.is_due(store, folder):
            backups.back_up(store, folder, "open")
    except AvoinError as error:
        return (_("No backup could be made. {why}").format(why=error.message),)
    return ()


def _readable(folder: Path) -> tuple[str, ...]:
    from avoin.workflow.upkeep.encrypt_store import still_readable

    left = still_readable(folder)
    if not left:
        return ()
    names = ", ".join(str(each.relative_to(folder)) for each in left)
    return (
        _(
            "The project is encrypted, but {files} can be read by every program. Destroy what is readable with: "
            "avoin store encrypt"
        ).format(files=names),
    )


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no entry for the user, as in some containers
        return ""
