"""A codebook from elsewhere is brought into the project: a starter, a release, a draft, a short form, a table.

Enters: a project and a file or a name. Leaves: the codebook's folder in the project, named in the settings.
Invariants: releases come byte for byte; a draft with changes of its own is written over only where that was asked for.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from avoin.codebook.canonical import UNRELEASED
from avoin.codebook.files import CodebookFile, read_file, replace_file
from avoin.codebook.folder import CodebookFolder
from avoin.codebook.foreign import codebook_name, is_own, is_release, read_with_remarks
from avoin.codebook.model import Codebook
from avoin.codebook.schema import json_schema
from avoin.codebook.version import VersionError
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.resources import resource
from avoin.settings import read_settings, write_settings
from avoin.store import decisions
from avoin.workflow.project import Project

SCHEMA_FILE = "codebook.schema.json"


class NoCodebookError(AvoinError):
    """The project has no codebook, or the one that is named is not there."""


class LostCodesError(AvoinError):
    """A codebook that comes in its own place again lacks codes that codings use."""


@dataclass(frozen=True, slots=True)
class ImportedCodebook:
    """A codebook that was brought in and is now in use.

    Attributes
    ----------
    project : Project
        The project with its new settings.
    released : tuple of str
        Versions that came with it.
    remarks : tuple of str
        What of the file was not kept, in words.
    """

    codebook: Codebook
    folder: Path
    source: str
    released: tuple[str, ...]
    project: Project
    remarks: tuple[str, ...] = ()


def starters() -> tuple[str, ...]:
    """Return the names of the codebooks that ship with the program."""
    return tuple(sorted(path.name for path in resource("codebooks").iterdir() if CodebookFolder(path).versions))


def starter(name: str) -> Codebook:
    """Return the newest version of a codebook that ships with the program."""
    folder = CodebookFolder(resource("codebooks") / name)
    return folder.release(folder.versions[-1]).book


def import_codebook(
    project: Project,
    source: str | Path,
    name: str | None = None,
    *,
    version: str | None = None,
    replace_draft: bool = False,
) -> ImportedCodebook:
    """Bring a codebook in and take it into use.

    Parameters
    ----------
    source : str or Path
        A file (a draft or release of avoin, a short YAML form, REFI-QDA, CSV, a workbook), or the name of a starter.
    name : str or None
        What it is to be called in the project; by default what it is called there.
    version : str or None
        Of several releases, only those up to this one; by default all.
    replace_draft : bool
        Write over a draft with changes of its own.

    Returns
    -------
    ImportedCodebook
        Releases come as they are, and a draft that goes on from the latest; anything else becomes a draft.

    Raises
    ------
    NoCodebookError
        Where there is neither such a file nor such a starter; the hint names the starters.
    VersionError
        Where there is no such release.
    CodebookFileError, ImportFileError
        Where it is not understood; names file, line and code.
    DraftDiffersError, ReleaseExistsError, LostCodesError
        Where something else would be written over, or a code that codings use is not in it.
    """
    path = Path(source)
    files = _release_files(path, str(source))
    if version is not None:
        files = _up_to(version, files, str(source))
    file, remarks = (read_file(files[-1]), ()) if files else _file_of(path)
    chosen = codebook_name(name) if name else file.book.name
    folder = CodebookFolder(project.places.codebooks / chosen)
    if files and chosen == file.book.name:
        released = tuple(folder.take_release(each).book.version for each in files)
    else:
        # under another name it is another codebook, of which nothing has been released
        released = ()
        known = chosen == file.book.name and file.based_on in folder.versions
        file = replace(file, book=replace(file.book, version=file.based_on if known else UNRELEASED))
    _refuse_lost_codes(project, file.book, chosen, source)
    current = folder.take_draft(file, replace_draft)
    return ImportedCodebook(current, folder.path, str(source), released, take_into_use(project, chosen), remarks)


def take_into_use(project: Project, name: str) -> Project:
    """Write into the settings which codebook is in use, and beside it what editors check it by."""
    replace_file(project.places.codebooks / SCHEMA_FILE, json_schema().encode())
    settings = replace(read_settings(project.places.settings), codebook=name)
    write_settings(project.places.settings, settings)
    return replace(project, settings=settings)


def _refuse_lost_codes(project: Project, book: Codebook, name: str, source: str | Path) -> None:
    if read_settings(project.places.settings).codebook != name:
        return
    with project.store.read() as connection:
        used = {coding.code for coding in decisions.codings(connection)}
    here = CodebookFolder(project.places.codebooks / name).current()
    lost = sorted(code for code in used if here is not None and code in here.by_id and code not in book.by_id)
    if lost:
        raise LostCodesError(
            _("{source} lacks codes that codings use: {codes}. Nothing was written.").format(
                source=source, codes=", ".join(lost)
            ),
            _("Put them back into it, or bring it in under another name with --name."),
        )


def _release_files(path: Path, said: str) -> tuple[Path, ...]:
    """Return the release files of a starter or a folder, or the one that the path is; none where it is no release."""
    if path.is_file():
        return (path,) if is_release(path) else ()
    for folder in (path, *(resource("codebooks") / each for each in starters() if each == said)):
        versions = CodebookFolder(folder).versions if folder.is_dir() else ()
        if versions:
            return tuple(folder / f"{version}.yaml" for version in versions)
    raise NoCodebookError(
        _("There is no file {source}, and no starter codebook of that name.").format(source=said),
        _("Starter codebooks: {names}").format(names=", ".join(starters())),
    )


def _up_to(version: str, files: tuple[Path, ...], said: str) -> tuple[Path, ...]:
    """Return the release files up to a version."""
    known = [read_file(file).book.version for file in files]
    if version not in known:
        raise VersionError(
            _("There is no version {version} of codebook {codebook}.").format(version=version, codebook=said),
            _("Versions: {versions}").format(versions=", ".join(known)),
        )
    return files[: known.index(version) + 1]


def _file_of(path: Path) -> tuple[CodebookFile, tuple[str, ...]]:
    """Return what is no release as a draft, and what was not kept; a draft of avoin's own keeps its comments."""
    if not is_own(path):
        found = read_with_remarks(path)
        return CodebookFile(found.codebook, based_on=found.based_on), found.remarks
    file = read_file(path)
    return replace(file, book=replace(file.book, version=UNRELEASED), released="", digest="", based_on=""), ()
