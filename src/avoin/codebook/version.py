"""Versions of a codebook: semantic, proposed from what changed, immutable once released.

Enters: codebooks and files. Leaves: version numbers and proof that a release is as it was released.
Invariant: a proposal is major where a coding made before may now mean something else, minor where codes or places for
them came, patch where only the wording did.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from avoin.codebook.canonical import base_of, content_digest, draft_label, is_draft
from avoin.codebook.difference import Difference, DifferenceKind
from avoin.codebook.document import CodebookFileError
from avoin.codebook.files import CodebookFile, read_file
from avoin.codebook.model import Codebook
from avoin.codebook.schema import VERSION_PATTERN
from avoin.errors import AvoinError
from avoin.i18n import _

FIRST = "1.0.0"
_VERSION = re.compile(VERSION_PATTERN)


class VersionError(AvoinError):
    """A version is not of the form 1.0.0, is not there, or does not come after the latest."""


class EditedReleaseError(CodebookFileError):
    """A release is not as it was released: its digest does not fit its content."""


class Version(NamedTuple):
    """A released version; compares as versions do."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class Level(IntEnum):
    """How much a change asks of the next version."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3


_LEVELS = {
    DifferenceKind.ADDED: Level.MINOR,
    DifferenceKind.REMOVED: Level.MAJOR,
    DifferenceKind.RETIRED: Level.MAJOR,
    DifferenceKind.RESTORED: Level.MINOR,
    DifferenceKind.MERGED: Level.MAJOR,
    DifferenceKind.SPLIT: Level.MAJOR,
    DifferenceKind.MOVED: Level.MINOR,
    DifferenceKind.ORDER: Level.PATCH,
    DifferenceKind.TITLE: Level.PATCH,
}
_MEANING = frozenset({"definition", "include", "exclude", "borderline"})


def parse_version(text: str) -> Version:
    """Read "1.0.0".

    Raises
    ------
    VersionError
        Where it is not three numbers.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise VersionError(
            _("{version} is not a version.").format(version=text), _("A version is three numbers, such as 1.0.0.")
        )
    return Version(*(int(part) for part in match.groups()))


def level_of(difference: Difference) -> Level:
    """Return how much one difference asks of the next version."""
    if difference.kind is not DifferenceKind.CHANGED:
        return _LEVELS[difference.kind]
    if difference.field == "codable":
        # a heading that may now be used is as good as a new code; a code that became a heading takes its codings along
        return Level.MINOR if difference.after else Level.MAJOR
    return Level.MAJOR if difference.field in _MEANING else Level.PATCH


def propose(latest: str | None, changes: Iterable[Difference]) -> str | None:
    """Return the version that comes next, or None where nothing has changed.

    Parameters
    ----------
    latest : str or None
        The release that the changes start from; None before the first, which is 1.0.0.
    """
    if latest is None:
        return FIRST
    level = max((level_of(change) for change in changes), default=None)
    if level is None:
        return None
    before = parse_version(latest)
    following = {
        Level.MAJOR: Version(before.major + 1, 0, 0),
        Level.MINOR: Version(before.major, before.minor + 1, 0),
        Level.PATCH: Version(before.major, before.minor, before.patch + 1),
    }
    return str(following[level])


def labelled(draft: Codebook, releases: Sequence[Codebook]) -> Codebook:
    """Return the draft under its version: that of a release of the same content, the one it grew from if it is that.

    Parameters
    ----------
    releases : sequence of Codebook
        Oldest first.
    """
    content = content_digest(draft)
    same = [release.version for release in releases if content_digest(release) == content]
    base = base_of(draft.version)
    if same:
        return replace(draft, version=base if base in same else same[-1])
    return replace(draft, version=draft_label(base, draft))


def released_versions(folder: Path) -> tuple[str, ...]:
    """Return the versions that have a file in a codebook's folder, oldest first."""
    names = (path.stem for path in folder.glob("*.yaml"))
    return tuple(sorted((name for name in names if _VERSION.fullmatch(name)), key=parse_version))


def check_release(path: Path) -> CodebookFile:
    """Return a release after proving that nobody has edited it.

    Raises
    ------
    EditedReleaseError
        Where it says another version than its file name, has no digest, or one that does not fit.
    CodebookFileError
        Where it cannot be read.
    """
    file = check_seal(path)
    if file.book.version != path.stem:
        raise EditedReleaseError(
            _("{path} does not say that it is version {version}.").format(path=path, version=path.stem), _hint()
        )
    return file


def check_seal(path: Path) -> CodebookFile:
    """Return a release, whatever its file is called, after proving that nobody has edited it.

    Raises
    ------
    EditedReleaseError
        Where it has no version, no digest, or one that does not fit.
    CodebookFileError
        Where it cannot be read.
    """
    file = read_file(path)
    if is_draft(file.book.version) or file.digest != file.seal:
        raise EditedReleaseError(
            _("{path} was edited after it was released: its digest does not fit.").format(path=path), _hint()
        )
    return file


def _hint() -> str:
    return _("Bring the file back as it was, and make the change in draft.yaml.")
