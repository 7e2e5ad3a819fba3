"""The project's codebook: brought in, looked at, changed, checked, compared and released.

Enters: a project and what a researcher wants of its codes. Leaves: a codebook, and its files as they are to be.
Invariants: a release is never changed; a draft keeps the comments in it and is never written over where somebody else
has changed it meanwhile; no coding is touched here.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from avoin.codebook import check as rules
from avoin.codebook import operations
from avoin.codebook.canonical import UNRELEASED, base_of
from avoin.codebook.check import Problem, Severity
from avoin.codebook.difference import Difference, differences
from avoin.codebook.folder import DRAFT, CodebookFolder, empty_draft
from avoin.codebook.foreign import codebook_name
from avoin.codebook.model import Code, Codebook
from avoin.codebook.version import Level, VersionError, level_of, parse_version, propose
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.settings import read_settings
from avoin.store import decisions
from avoin.workflow.bring_in_codebook import ImportedCodebook, NoCodebookError, import_codebook, starters, take_into_use
from avoin.workflow.project import Project

__all__ = [
    "CheckedCodebook",
    "Comparison",
    "ImportedCodebook",
    "NoCodebookError",
    "NothingToReleaseError",
    "Release",
    "add_code",
    "check",
    "codebook_at",
    "codebook_in_use",
    "current_codebook",
    "diff",
    "import_codebook",
    "release",
    "remove_code",
    "rename_code",
    "revise",
    "starters",
    "take_into_use",
    "usage",
]


class NothingToReleaseError(AvoinError):
    """The draft says what the latest release says, or is not fit to be released."""


@dataclass(frozen=True, slots=True)
class CheckedCodebook:
    """A codebook and what a colleague would say about it.

    Attributes
    ----------
    n_codings : int
        Codings in the project, of all coders and waves; use is not judged where there are none.
    """

    codebook: Codebook
    problems: tuple[Problem, ...]
    n_codings: int

    @property
    def n_errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a codebook and the way from one to the other.

    Attributes
    ----------
    level : Level or None
        What the differences ask of the next version; None where there are none.
    """

    a: Codebook
    b: Codebook
    differences: tuple[Difference, ...]
    level: Level | None


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


def codebook_in_use(project: Project) -> str:
    """Return the name of the codebook that the settings file names now; "" where there is none."""
    return read_settings(project.places.settings).codebook


def current_codebook(project: Project) -> Codebook | None:
    """Return the draft, or the latest release where there is no draft; None where the project has no codebook.

    The version of a draft that says what a release says is that release's.

    Raises
    ------
    NoCodebookError
        Where the settings name a codebook that is not there.
    CodebookFileError
        Where its file cannot be understood, or a release was edited by hand.
    """
    name = codebook_in_use(project)
    if not name:
        return None
    current = CodebookFolder(project.places.codebooks / name).current()
    if current is None:
        raise NoCodebookError(
            _("The settings name the codebook {codebook}, but it is not in {folder}.").format(
                codebook=name, folder=project.places.codebooks
            ),
            _("Bring it in with: avoin codebook import FILE"),
        )
    return current


def codebook_at(project: Project, version: str) -> Codebook:
    """Return the codebook at a version: "1.0.0", "draft", or the label that the draft has now.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    VersionError
        Where there is no such version; the hint names those that there are.
    """
    return codebook_folder(project).at(version)


def check(project: Project) -> CheckedCodebook:
    """Return what is wrong or doubtful in the current codebook, its use in the project included.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    """
    book = needed_codebook(project)
    use = usage(project)
    return CheckedCodebook(book, rules.check(book, use or None), sum(use.values()))


def usage(project: Project) -> Mapping[CodeId, int]:
    """Return how many codings there are of each code, of all coders and waves."""
    with project.store.read() as connection:
        return Counter(coding.code for coding in decisions.codings(connection))


def diff(project: Project, a: str, b: str = DRAFT) -> Comparison:
    """Compare two versions of the project's codebook, "draft" for the one being worked on.

    Raises
    ------
    VersionError
        Where one of them is not there.
    """
    before, after = codebook_at(project, a), codebook_at(project, b)
    changes = differences(before, after)
    return Comparison(before, after, changes, max((level_of(change) for change in changes), default=None))


def release(
    project: Project, version: str | None = None, notes: str = "", *, anyway: bool = False, day: date | None = None
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
    day : date or None
        Day of the release; by default today (UTC).

    Raises
    ------
    NothingToReleaseError
        Where nothing has changed since the latest release, the draft did not grow from it, or ``check`` finds errors.
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
    if not anyway:
        _refuse_errors(project, draft)
    chosen = _chosen(version or proposed, latest)
    fixed = folder.fix(chosen, day or datetime.now(UTC).date(), notes)
    return Release(fixed.book, folder.path / f"{chosen}.yaml", latest, proposed, changes)


def revise(project: Project, operation: Callable[[Codebook], Codebook]) -> Codebook:
    """Change the draft by an operation; the draft is made from the latest release where there is none.

    Parameters
    ----------
    operation : callable
        Takes the draft as it is on disk now and returns it changed; called again where somebody else was quicker.

    Returns
    -------
    Codebook
        As ``current_codebook`` gives it from now on.

    Raises
    ------
    NoCodebookError
        Where the project has no codebook.
    CodebookError
        Where the operation refuses.
    """
    return codebook_folder(project).revise(operation)


def add_code(project: Project, code: Code) -> Codebook:
    """Put a new code into the draft; where the project has no codebook yet, one begins with it.

    Raises
    ------
    CodebookError
        Where its id or its name beside it is taken, or its parent is not there.
    """
    begin_codebook(project)
    return revise(project, lambda book: operations.add_code(book, code))


def begin_codebook(project: Project) -> None:
    """Give a project that has no codebook an empty draft, named after the project."""
    if codebook_in_use(project):
        return
    name = codebook_name(project.settings.name)
    folder = CodebookFolder(project.places.codebooks / name)
    if folder.current() is None:
        folder.take_draft(empty_draft(name))
    take_into_use(project, name)


def remove_code(project: Project, code_id: CodeId, use: Mapping[CodeId, int] | None = None) -> Codebook:
    """Take a code that was never used out of the draft again, as when its birth is undone.

    Parameters
    ----------
    use : mapping or None
        How many codings there are of each code; by default as stored now.

    Raises
    ------
    CodebookError
        Where it has codings, or codes below it, or is not there.
    """
    counted = usage(project) if use is None else use
    return revise(project, lambda book: operations.remove_unused(book, code_id, counted))


def rename_code(project: Project, code_id: CodeId, name: str) -> Codebook:
    """Call a code otherwise; its id and its codings stay."""
    return revise(project, lambda book: operations.rename(book, code_id, name))


def needed_codebook(project: Project) -> Codebook:
    """Return the current codebook.

    Raises
    ------
    NoCodebookError
        Where the project has none.
    """
    book = current_codebook(project)
    if book is None:
        raise NoCodebookError(_("The project has no codebook yet."), _("Bring one in with: avoin codebook import FILE"))
    return book


def codebook_folder(project: Project) -> CodebookFolder:
    """Return the folder of the codebook in use.

    Raises
    ------
    NoCodebookError
        Where the project has none.
    """
    return CodebookFolder(project.places.codebooks / needed_codebook(project).name)


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
