"""The summaries that are written: the newest mark of each theme.

Enters: a connection. Leaves: summaries. Invariant: two people's summaries of one theme never stand side by side; the
later decision counts.
"""

from sqlalchemy import Connection

from avoin.coding.decision import Mark, MarkKind
from avoin.i18n import _
from avoin.ids import QuestionId, WaveId
from avoin.report.summary import Place, Summary, summary_of
from avoin.store import decisions
from avoin.store.decisions import DamagedDecisionError


def summaries(
    connection: Connection, question: QuestionId | None = None, wave: WaveId | None = None
) -> dict[Place, Summary]:
    """Return the summaries by theme.

    Raises
    ------
    DamagedDecisionError
        Where one cannot be read.
    """
    found: dict[Place, Summary] = {}
    for mark, seq in decisions.marks(connection, MarkKind.SUMMARY, question=question, wave=wave).items():
        try:
            summary = summary_of(mark, seq)
        except (ValueError, KeyError, TypeError):
            raise DamagedDecisionError(
                _("The summary that decision {seq} wrote cannot be read.").format(seq=seq),
                _("See what is wrong with: avoin verify"),
            ) from None
        if summary.place not in found or found[summary.place].seq < seq:
            found[summary.place] = summary
    return found


def marks_of(connection: Connection, place: Place) -> tuple[Mark, ...]:
    """Return every mark that holds a summary of a theme: the newest, and any it outlived."""
    held = decisions.marks(connection, MarkKind.SUMMARY, question=place.question, wave=place.wave)
    return tuple(mark for mark in held if mark.code == place.code)
