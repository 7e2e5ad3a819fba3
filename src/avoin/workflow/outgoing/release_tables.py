"""Letting tables out: what is written is in the ledger, and what would reveal somebody is not written unawares.

Enters: a file's bytes and the tables in it. Leaves: the file and its entry in the ledger, or neither. Invariant: the
entry is in the same transaction as the writing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from avoin.coding.decision import Draft, Verb
from avoin.errors import AvoinError
from avoin.export.atomic import write_whole
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, Span
from avoin.privacy.disclosure import MaskedTable
from avoin.privacy.ledger import Revealed, Shown, revealed, shown_of
from avoin.privacy.review import use_mark
from avoin.report.why import revealed_sentence
from avoin.store import decisions, members, releases
from avoin.store.releases import Release
from avoin.workflow.project import Project, coder_of

_TOLD = 5


class RevealingError(AvoinError):
    """The tables would tell, together with earlier ones, what neither shows. Caught by the command line."""


class ViewerError(AvoinError):
    """Whoever only looks at a project on a server writes nothing that is entered in its ledger."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A reviewed quotation on its way out: the text that was approved, and the codes that its segment has."""

    span: Span
    text: str
    codes: frozenset[CodeId]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Tables on their way out.

    Attributes
    ----------
    what : str
        What they are written as: "report", "tables closed", "tables codes", "export quotes".
    variables : collection of str
        By which variables they are shown; everybody always is.
    quoted : tuple of Quoted
        The reviewed quotations that leave with them.
    """

    what: str
    tables: tuple[MaskedTable, ...]
    variables: Collection[str]
    knowingly: bool = False
    quoted: tuple[Quoted, ...] = ()


def write_released(project: Project, path: Path, content: bytes, outgoing: Outgoing) -> None:
    """Write a file with tables and its entry in the ledger, and mark the quotations in it as used.

    Raises
    ------
    ViewerError
        Where whoever asks may only look.
    RevealingError
        Where the tables reveal somebody together with earlier ones and it was not said that this is known.
    WriteError, StoreError
        Where the file or the store cannot be written; then neither is.
    """
    if not members.may_write(project.store):
        raise _refusal_to_viewer()
    shown = tuple(shown_of(table, outgoing.variables) for table in outgoing.tables)
    with project.store.transaction() as connection:
        found = what_it_reveals(project, outgoing, shown, releases.load(connection))
        if found and not outgoing.knowingly:
            raise _refusal(project, found)
        releases.record(
            connection, coder_of(project), outgoing.what, str(path), shown, knowingly=outgoing.knowingly and bool(found)
        )
        marks = tuple(use_mark(each.span, each.text, each.codes, path.name, content) for each in outgoing.quoted)
        decisions.append(connection, Draft(coder_of(project), Verb.USED, marks))
        write_whole(path, content)


def what_it_reveals(
    project: Project, outgoing: Outgoing, shown: tuple[Shown, ...], earlier: Iterable[Release]
) -> tuple[tuple[Release, Revealed], ...]:
    """Return what tables reveal together with those that were written out before, and with which of these."""
    few = max(project.settings.cell_threshold, project.settings.mean_threshold)
    return tuple(
        (entry, each)
        for entry in earlier
        for old in entry.shown
        for table, new in zip(outgoing.tables, shown, strict=True)
        for each in revealed(table, new, old, few)
    )


def _refusal(project: Project, found: tuple[tuple[Release, Revealed], ...]) -> RevealingError:
    lines = [
        _("Entry {number} ({what}, {path}): {sentence}").format(
            number=entry.number,
            what=entry.what,
            path=entry.path,
            sentence=revealed_sentence(each, project.survey),
        )
        for entry, each in found[:_TOLD]
    ]
    n_more = len(found) - len(lines)
    if n_more:
        lines.append(ngettext("And {n} more.", "And {n} more.", n_more).format(n=n_more))
    told = _("Together with what was written out before, these tables would tell what single respondents answered.")
    return RevealingError("\n".join((told, *lines)), _("If that is known and right, say --knowingly."))


def _refusal_to_viewer() -> ViewerError:
    return ViewerError(
        _("You may look at this project but not change it: what is written out is entered in its ledger."),
        _("See tables on screen with avoin tables closed, codes or waves; what was written out: avoin tables ledger."),
    )


def ledger(project: Project) -> tuple[Release, ...]:
    """Return what was written out, oldest first."""
    with project.store.read() as connection:
        return releases.load(connection)
