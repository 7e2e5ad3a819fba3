"""One codebook's folder: its releases, and the draft that is being worked on.

Enters: ``codebooks/<name>/``. Leaves: the codebook as it is now or was at a version, and new files in the folder.
Invariants: a release that is there is never written over; the draft is replaced whole, and only where it still is as
it was read; every file says the name of the folder.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from avoin.codebook.canonical import UNRELEASED, base_of, content_digest, draft_label
from avoin.codebook.document import CodebookFileError
from avoin.codebook.files import (
    DRAFT_FILE,
    CodebookChangedError,
    CodebookFile,
    ReleaseExistsError,
    read_file,
    replace_file,
    write_file,
)
from avoin.codebook.model import Codebook
from avoin.codebook.version import VersionError, check_release, check_seal, labelled, released_versions
from avoin.i18n import _

DRAFT = "draft"
"""What the draft is called where a version is asked for."""

_ATTEMPTS = 3


class WrongFolderError(CodebookFileError):
    """A file says another codebook's name than that of its folder."""


class DraftDiffersError(CodebookFileError):
    """A draft with changes of its own would be written over."""


@dataclass(frozen=True, slots=True)
class Working:
    """What a change starts from.

    Attributes
    ----------
    file : CodebookFile
        The draft, or what it begins as: the latest release without what only a release says.
    there : bytes
        What the draft's file holds; empty where there is none yet.
    """

    file: CodebookFile
    there: bytes


@dataclass(frozen=True, slots=True)
class CodebookFolder:
    """The folder of one codebook; need not exist yet."""

    path: Path

    @property
    def name(self) -> str:
        """Name of the codebook."""
        return self.path.name

    @property
    def draft_path(self) -> Path:
        """Where the draft is, if there is one."""
        return self.path / DRAFT_FILE

    @property
    def versions(self) -> tuple[str, ...]:
        """Released versions, oldest first."""
        return released_versions(self.path)

    def release(self, version: str) -> CodebookFile:
        """Return a release, proven to be as it was released.

        Raises
        ------
        EditedReleaseError, WrongFolderError
            Where it is not.
        """
        return check_release(self._own(self.path / f"{version}.yaml"))

    def releases(self) -> tuple[CodebookFile, ...]:
        """Return all releases, oldest first."""
        return tuple(self.release(version) for version in self.versions)

    @property
    def gaps(self) -> Mapping[str, str]:
        """Releases, and a draft, that grew from one that is not there, each with that one."""
        versions = self.versions
        bases = {version: self.release(version).based_on for version in versions}
        if self.draft_path.exists():
            bases[DRAFT] = base_of(read_file(self.draft_path).book.version)
        return {version: base for version, base in bases.items() if base and base not in versions}

    def current(self) -> Codebook | None:
        """Return the draft under its label, else the latest release, else None."""
        if self.draft_path.exists():
            return self.labelled(read_file(self._own(self.draft_path)).book)
        versions = self.versions
        return self.release(versions[-1]).book if versions else None

    def at(self, version: str) -> Codebook:
        """Return the codebook at a version: "1.0.0", "draft", or the label that the draft has now.

        Raises
        ------
        VersionError
            Where there is no such version; the hint names those that there are.
        """
        current = self.current()
        if current is not None and version in {DRAFT, current.version}:
            return current
        versions = self.versions
        if version in versions:
            return self.release(version).book
        known = dict.fromkeys((*versions, *(() if current is None else (current.version,))))
        raise VersionError(
            _("There is no version {version} of codebook {codebook}.").format(version=version, codebook=self.name),
            _("Versions: {versions}").format(versions=", ".join(known)),
        )

    def labelled(self, draft: Codebook) -> Codebook:
        """Return the draft under its version: a release's where it says the same."""
        return labelled(draft, [each.book for each in self.releases()])

    def working(self) -> Working:
        """Return what a change starts from.

        Raises
        ------
        VersionError
            Where there is neither a draft nor a release.
        """
        if self.draft_path.exists():
            file = read_file(self._own(self.draft_path))
            return Working(file, file.raw)
        versions = self.versions
        if not versions:
            raise VersionError(_("There is no codebook in {folder}.").format(folder=self.path))
        latest = self.release(versions[-1])
        return Working(_continued(latest, latest.book.version), b"")

    def revise(self, operation: Callable[[Codebook], Codebook]) -> Codebook:
        """Change the draft by an operation, done again where somebody else was quicker; return it under its label.

        Raises
        ------
        CodebookChangedError
            Where the file keeps changing meanwhile.
        """
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return self._revised(operation)
            except CodebookChangedError:
                continue
        return self._revised(operation)

    def put(self, working: Working, book: Codebook) -> Codebook:
        """Write the draft with these codes; return it under its label.

        Raises
        ------
        CodebookChangedError
            Where the file is no longer as it was when ``working`` was read.
        """
        changed = replace(working.file, book=book)
        return self.labelled(write_file(self.draft_path, changed, expected=working.there).book)

    def put_back(self, working: Working) -> None:
        """Bring the draft back as it was when ``working`` was read."""
        if working.there:
            replace_file(self.draft_path, working.there)
        else:
            self.draft_path.unlink(missing_ok=True)

    def fix(self, version: str, day: date, notes: str) -> CodebookFile:
        """Release the draft as a version, and let the draft go on from it; return the release.

        Raises
        ------
        ReleaseExistsError
            Where the version is there already.
        """
        working = self.working()
        versions = self.versions
        fixed = replace(
            working.file,
            book=replace(working.file.book, version=version),
            based_on=versions[-1] if versions else "",
            released=day.isoformat(),
            notes=notes or working.file.notes,
        )
        if version in versions:
            raise ReleaseExistsError(_("Version {version} is released already.").format(version=version))
        released = write_file(self.path / f"{version}.yaml", fixed, expected=b"")
        write_file(self.draft_path, _continued(working.file, version), expected=working.there)
        return released

    def take_release(self, source: Path) -> CodebookFile:
        """Copy a release from elsewhere, byte for byte.

        Raises
        ------
        EditedReleaseError
            Where it was edited after its release.
        ReleaseExistsError
            Where another release has its version here.
        """
        file = check_seal(source)
        target = self.path / f"{file.book.version}.yaml"
        if not target.exists():
            replace_file(target, file.raw)
        elif self.release(file.book.version).digest != file.digest:
            raise ReleaseExistsError(
                _("{path} is another version {version} than {source}.").format(
                    path=target, version=file.book.version, source=source
                ),
                _("Give the codebook that you bring in another name with --name."),
            )
        return file

    def take_draft(self, file: CodebookFile, replacing: bool = False) -> Codebook:
        """Make a codebook from elsewhere the draft; return it under its label.

        Raises
        ------
        DraftDiffersError
            Where the draft that is there says what no release says, and is not to be replaced.
        """
        versions = self.versions
        base = base_of(file.book.version) or (versions[-1] if versions else "")
        book = replace(file.book, name=self.name, version=draft_label(base, file.book))
        there = read_file(self.draft_path) if self.draft_path.exists() else None
        if there is not None and there.book == book:
            return self.labelled(book)
        if there is not None and not replacing and self._is_of_its_own(there.book, book):
            raise DraftDiffersError(
                _("{path} differs from what would be brought in; nothing was written.").format(path=self.draft_path),
                _("Release it first, or write over it with --replace."),
            )
        notes = "" if file.digest else file.notes
        expected = there.raw if there is not None else b""
        kept = replace(file, book=book, notes=notes, raw=file.raw or expected)  # comments of the draft that was there
        return self.labelled(write_file(self.draft_path, kept, expected).book)

    def _is_of_its_own(self, draft: Codebook, incoming: Codebook) -> bool:
        """Return whether a draft says something that would be lost with it."""
        kept = {content_digest(each.book) for each in self.releases()} | {content_digest(incoming)}
        return bool(draft.codes) and content_digest(draft) not in kept

    def _revised(self, operation: Callable[[Codebook], Codebook]) -> Codebook:
        working = self.working()
        return self.put(working, operation(working.file.book))

    def _own(self, path: Path) -> Path:
        said = read_file(path).book.name
        if said != self.name:
            raise WrongFolderError(
                _("{path} says that it is codebook {said}, but lies in folder {folder}.").format(
                    path=path, said=said, folder=self.name
                ),
                _("Make the two the same."),
            )
        return path


def empty_draft(name: str) -> CodebookFile:
    """Return a draft without codes, of no release."""
    book = Codebook(name, UNRELEASED, ())
    return CodebookFile(replace(book, version=draft_label(UNRELEASED, book)))


def _continued(file: CodebookFile, version: str) -> CodebookFile:
    """Return the draft that goes on from a release: the same text, without what only a release says."""
    book = replace(file.book, version=draft_label(version, file.book))
    return CodebookFile(book, based_on=version, raw=file.raw)
