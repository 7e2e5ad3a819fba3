"""Beginning with a survey file: what is in it, and a project or a further wave made of it once a person has agreed.

Enters: a file, what a person says about it, and where the project is or is to be. Leaves: a prepared import to look at,
or an opened project. Invariant: nothing is made before the file has been understood; looking leaves nothing behind.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import WaveId
from avoin.importing.guess import ColumnKind
from avoin.progress import Progress, silent
from avoin.settings import SETTINGS_FILE, read_settings
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.incoming.import_choices import ImportChoices
from avoin.workflow.incoming.import_survey import PreparedImport, prepare_import, save_import
from avoin.workflow.project import Project, create_project, open_project

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class BeginningError(AvoinError):
    """It cannot be begun so: a name or a folder is missing, or the project or the wave is there already."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a project is to be made of.

    Attributes
    ----------
    file : Path
        The survey export.
    wave : str
        Which collection it is of.
    folder : Path
        Where the project is to be, or is.
    name : str
        What it is to be called.
    codebook : str
        A starter codebook by name, or a codebook's file; empty begins without one.
    encoding, delimiter, sheet : str or None
        How to read the file; None guesses.
    kinds : mapping of int to ColumnKind
        What a person said of columns, by number from 1.
    is_further : bool
        The file is a further wave of a project that there is.
    """

    file: Path
    wave: str
    folder: Path
    name: str
    codebook: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    kinds: Mapping[int, ColumnKind] = field(default_factory=dict)
    is_further: bool = False


def proposed(file: Path) -> Beginning:
    """Return a proposal: a folder beside the file, named after it; the wave is a year in the file's name."""
    return Beginning(file, _wave_in(file), file.with_name(file.stem), file.stem)


def proposed_wave(project: Path, file: Path) -> Beginning:
    """Return a proposal for a further wave of the project in a folder.

    Raises
    ------
    SettingsError
        Where its settings cannot be read.
    """
    name = read_settings(project / SETTINGS_FILE).name
    return Beginning(file, _wave_in(file), project, name or project.name, is_further=True)


def _wave_in(file: Path) -> str:
    year = _YEAR.search(file.stem)
    return year[0] if year else ""


def look_at(beginning: Beginning, progress: Progress = silent) -> PreparedImport:
    """Return what the file would become; nothing is made.

    Raises
    ------
    BeginningError, ImportFileError, RoleError, ImportSurveyError, NoCodebookError, CodebookFileError
        Where the folder or the wave is taken, or the file, the codebook or what was said of the columns is wrong.
    """
    if beginning.is_further:
        return prepare_import(_lacking_wave(beginning), beginning.file, beginning.wave, choices_of(beginning), progress)
    if not beginning.name.strip():
        raise BeginningError(_("The project needs a name."))
    if (beginning.folder / SETTINGS_FILE).exists():
        raise BeginningError(
            _("{folder} is an avoin project already.").format(folder=beginning.folder),
            _("Open it or add a wave to it, or choose another folder for the new one."),
        )
    with tempfile.TemporaryDirectory(prefix="avoin-") as aside:
        project = _made(Path(aside) / "project", beginning)
        return prepare_import(project, beginning.file, beginning.wave, choices_of(beginning), progress)


def begin(beginning: Beginning, progress: Progress = silent) -> Project:
    """Make the project, or open the one there is, and read the file in.

    Raises
    ------
    BeginningError, ImportFileError, RoleError, ImportSurveyError, NoCodebookError, CodebookFileError, ProjectError,
    StoreError
        As ``look_at``, before anything is made; or where the folder cannot be written.
    """
    prepared = look_at(beginning, progress)
    project = open_project(beginning.folder) if beginning.is_further else _made(beginning.folder, beginning)
    save_import(project, prepared, False, progress)
    return open_project(beginning.folder)


def _lacking_wave(beginning: Beginning) -> Project:
    """Return the project that a wave is to be added to.

    Raises
    ------
    BeginningError
        Where it has the wave already: a corrected file is another matter, with changes to be looked at.
    """
    project = open_project(beginning.folder)
    if project.survey.wave(WaveId(beginning.wave)) is not None:
        raise BeginningError(
            _("Wave {wave} is in the project already.").format(wave=beginning.wave),
            _("Give the wave another name; a corrected file is read in with: avoin import FILE --wave {wave}").format(
                wave=beginning.wave
            ),
        )
    return project


def _made(folder: Path, beginning: Beginning) -> Project:
    project = create_project(folder, beginning.name)
    return import_codebook(project, beginning.codebook).project if beginning.codebook else project


def choices_of(beginning: Beginning) -> ImportChoices:
    """Return what a person said about the file, as ``avoin import`` takes it."""
    told = sorted(beginning.kinds.items())
    columns = {kind: tuple(f"#{number}" for number, said in told if said is kind) for kind in ColumnKind}
    return ImportChoices(
        next(iter(columns[ColumnKind.ID]), ""),
        columns[ColumnKind.OPEN],
        tuple(f"#{number}:{said.value}" for number, said in told if said.is_closed),
        columns[ColumnKind.VARIABLE],
        columns[ColumnKind.DROP],
        beginning.encoding,
        beginning.delimiter,
        beginning.sheet,
    )
