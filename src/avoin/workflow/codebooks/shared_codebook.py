"""One codebook, several folders: where the store is on a server, each coder has a draft file of their own.

Enters: a project on a server. Leaves: a draft that says what all have done to the codebook so far. Invariants: what
others did is brought into the draft only where nothing in it was written by hand meanwhile; nothing of theirs is
written over: whoever began from an older state is told, and begins anew.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from avoin.codebook.files import CodebookChangedError
from avoin.codebook.folder import CodebookFolder
from avoin.codebook.model import Codebook
from avoin.coding.decision import Decision, Mark, fold
from avoin.i18n import _
from avoin.store import decisions
from avoin.workflow.codebooks.codebook_journal import TOLD, known_codebook
from avoin.workflow.codebooks.revise_codebook import codebook_folder, current_codebook
from avoin.workflow.project import Project

_SEEN = ".in-step"
"""File beside the draft: the last decision that the draft is known to be in step with."""

_ALL = 2**31 - 1


def keep_step(project: Project) -> None:
    """Bring into the draft what others have done to the codebook; nothing where the store is a file.

    Raises
    ------
    CodebookChangedError
        Where the draft was edited by hand as well.
    """
    current = current_codebook(project) if project.settings.store else None
    if current is None:
        return
    folder = codebook_folder(project)
    seen = _seen(folder)
    with project.store.read() as connection:
        last = decisions.head(connection)[0]
        news = _telling(decisions.load(connection, seen))
        told = decisions.marks(connection, *TOLD)
        before = fold(each for each in decisions.load(connection) if each.seq <= seen).marks if news else {}
        first = decisions.first_codebook(connection, folder.name)
    if news:
        _take_in(folder, current, {mark: n for mark, n in before.items() if mark.kind in TOLD}, told, first)
    if last != seen:
        in_step_with(project, last)


def in_step_with(project: Project, seq: int | None) -> None:
    """Note that the draft says what the decisions come to up to this one; nothing where none was made."""
    if project.settings.store and seq is not None:
        _file(codebook_folder(project)).write_text(str(seq), encoding="utf-8")


def seen_by_draft(project: Project) -> int:
    """Return the last decision that the draft is known to be in step with; in a file it is with all there ever are."""
    return _seen(codebook_folder(project)) if project.settings.store and project.settings.codebook else _ALL


def refuse_newer(project: Project, made: Iterable[Decision]) -> None:
    """Pass only where nobody has done anything to the codebook since the draft was brought into step.

    Parameters
    ----------
    made : iterable of Decision
        What was decided after ``seen_by_draft``, read in the transaction that is to write.

    Raises
    ------
    CodebookChangedError
        Where somebody has.
    """
    news = _telling(made) if project.settings.store else ()
    if news:
        raise CodebookChangedError(
            _("{coder} has changed the codebook meanwhile; nothing was written.").format(coder=news[-1].coder),
            _("Look at the change, and do yours again."),
        )


def _take_in(
    folder: CodebookFolder, current: Codebook, before: Mapping[Mark, int], told: Mapping[Mark, int], first: str | None
) -> None:
    now = known_codebook(folder, current, told, first).book
    if now.by_id == current.by_id:
        return
    if known_codebook(folder, current, before, first).book.by_id != current.by_id:
        raise CodebookChangedError(
            _("Others have changed the codebook, and {path} was edited by hand as well.").format(
                path=folder.draft_path
            ),
            _("Keep your file aside, take the draft of a colleague, and do your changes again."),
        )
    folder.put(folder.working(), now)


def _telling(made: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(each for each in made if any(mark.kind in TOLD for mark in (*each.put, *each.taken)))


def _seen(folder: CodebookFolder) -> int:
    try:
        return int(_file(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _file(folder: CodebookFolder) -> Path:
    return folder.path / _SEEN
