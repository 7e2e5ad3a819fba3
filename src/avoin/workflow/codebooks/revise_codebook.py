"""The project's codebook: brought in, looked at, changed, checked, compared and released.

Enters: a project and what a researcher wants of its codes. Leaves: a codebook, and its files as they are to be.
Invariants: a release is never changed; a draft keeps the comments in it and is never written over where somebody else
has changed it meanwhile; no coding is touched here.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from avoin.codebook import check as rules
from avoin.codebook import operations
from avoin.codebook.check import Problem, Severity
from avoin.codebook.difference import Difference, differences
from avoin.codebook.folder import DRAFT, CodebookFolder, empty_draft
from avoin.codebook.foreign import codebook_name
from avoin.codebook.model import Code, Codebook
from avoin.codebook.version import Level, level_of
from avoin.i18n import _
from avoin.ids import CodeId, CoderId
from avoin.settings import read_settings
from avoin.store import decisions
from avoin.workflow.codebooks.bring_in_codebook import (
    ImportedCodebook,
    NoCodebookError,
    import_codebook,
    starters,
    take_into_use,
)
from avoin.workflow.project import Project

__all__ = [
    "CheckedCodebook",
    "Comparison",
    "ImportedCodebook",
    "NoCodebookError",
    "add_code",
    "check",
    "codebook_at",
    "codebook_in_use",
    "current_codebook",
    "diff",
    "import_codebook",
    "remove_code",
    "rename_code",
    "revise",
    "starters",
    "take_into_use",
    "usage",
]


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
    problems = rules.check(
        book, use or None, _coders_of(project), lemmas=_lemmas(book), gaps=codebook_folder(project).gaps
    )
    return CheckedCodebook(book, problems, sum(use.values()))


def _lemmas(book: Codebook) -> Mapping[CodeId, tuple[str, ...]]:
    from avoin.nlp.base_forms import base_forms

    return {code.id: base_forms(rules.meaning(code)) for code in book.usable}


def _coders_of(project: Project) -> Mapping[CodeId, frozenset[CoderId]]:
    with project.store.read() as connection:
        found: dict[CodeId, set[CoderId]] = {}
        for coding in decisions.codings(connection):
            found.setdefault(coding.code, set()).add(coding.coder)
    return {code: frozenset(coders) for code, coders in found.items()}


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
