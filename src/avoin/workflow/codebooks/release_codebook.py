"""Releasing: the draft becomes a version that never changes again.

Enters: a project, perhaps a version and notes. Leaves: the release's file, and the draft that goes on from it.
Invariants: a version comes after the latest; nothing is released while segments wait or the check finds errors, unless
that was asked for.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from avoin.codebook import check as rules
from avoin.codebook.canonical import UNRELEASED, base_of
from avoin.codebook.check import Severity
from avoin.codebook.difference import Difference, differences
from avoin.codebook.model import Codebook
from avoin.codebook.version import VersionError, parse_version, propose
from avoin.coding.decision import MarkKind
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import codebook_folder, usage
from avoin.workflow.project import Project


class NothingToReleaseError(AvoinError):
    """The draft says what the latest release says, or is not fit to be released."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that is now fixed.

    Attributes
    ----------
    before : Codebook or None
        The release before it.
    proposed : str
        The version that follows from what changed.
    differences : tuple of Difference
        From the release before; empty for the first.
    """

    codebook: Codebook
    path: Path
    before: Codebook | None
    proposed: str
    differences: tuple[Difference, ...]


def proposed_version(project: Project) -> str | None:
    """Return the version that the draft would be released as; None where nothing has changed since the latest.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    """
    folder = codebook_folder(project)
    latest = folder.release(folder.versions[-1]).book if folder.versions else None
    changes = () if latest is None else differences(latest, folder.working().file.book)
    return propose(None if latest is None else latest.version, changes)


def release(
    project: Project,
    version: str | None = None,
    notes: str = "",
    *,
    anyway: bool = False,
    open_queues: bool = False,
    day: date | None = None,
) -> Release:
    """Fix the draft as a version that never changes again; the draft goes on from it.

    Parameters
    ----------
    version : str or None
        By default the one that follows from what changed.
    notes : str
        What changed and why; by default what the draft's own ``notes`` say.
    anyway : bool
        Release although ``check`` finds errors.
    open_queues : bool
        Release although segments wait because a code was divided.
    day : date or None
        Day of the release; by default today (UTC).

    Raises
    ------
    NothingToReleaseError
        Where nothing has changed since the latest release, the draft did not grow from it, ``check`` finds errors, or
        segments wait to be decided.
    VersionError
        Where the version is none, or does not come after the latest.
    """
    folder = codebook_folder(project)
    draft = folder.working().file.book
    latest = folder.release(folder.versions[-1]).book if folder.versions else None
    changes = () if latest is None else differences(latest, draft)
    proposed = propose(None if latest is None else latest.version, changes)
    if proposed is None:
        raise NothingToReleaseError(
            _("Nothing has changed in codebook {codebook} since version {version}.").format(
                codebook=folder.name, version=folder.versions[-1]
            )
        )
    _refuse_another_base(draft, latest)
    if not open_queues:
        _refuse_open_queues(project)
    if not anyway:
        _refuse_errors(project, draft)
    chosen = _chosen(version or proposed, latest)
    fixed = folder.fix(chosen, day or datetime.now(UTC).date(), notes)
    return Release(fixed.book, folder.path / f"{chosen}.yaml", latest, proposed, changes)


def _refuse_another_base(draft: Codebook, latest: Codebook | None) -> None:
    base = base_of(draft.version)
    if latest is not None and base != latest.version:
        raise NothingToReleaseError(
            _("The draft grew from version {base}, but {latest} is the latest.").format(
                base=base or UNRELEASED, latest=latest.version
            ),
            _("Take over what {latest} changed, and write based_on: {latest} into the draft.").format(
                latest=latest.version
            ),
        )


def _refuse_open_queues(project: Project) -> None:
    with project.store.read() as connection:
        waiting = decisions.marks(connection, MarkKind.AWAITS)
    n = len(waiting)
    if n:
        codes = ", ".join(sorted({mark.code for mark in waiting}))
        raise NothingToReleaseError(
            ngettext(
                "{n} segment waits to be decided ({codes}).", "{n} segments wait to be decided ({codes}).", n
            ).format(n=n, codes=codes),
            _("See with: avoin codebook queues. Release all the same with: --open-queues"),
        )


def _refuse_errors(project: Project, draft: Codebook) -> None:
    n = sum(problem.severity is Severity.ERROR for problem in rules.check(draft, usage(project) or None))
    if n:
        raise NothingToReleaseError(
            ngettext("The check finds {n} error.", "The check finds {n} errors.", n).format(n=n),
            _("See with: avoin codebook check. Release all the same with: --anyway"),
        )


def _chosen(version: str, latest: Codebook | None) -> str:
    wanted = parse_version(version)
    if latest is not None and wanted <= parse_version(latest.version):
        raise VersionError(
            _("Version {version} does not come after the latest, {latest}.").format(
                version=version, latest=latest.version
            )
        )
    return str(wanted)
