"""What others decided, and which answers they read in, while a desk was open.

Enters: a project and what was looked at last. Leaves: decisions after it, with who made how many, and the waves that
are other than they were. Invariants: looking stores nothing, so that a thread of its own may do it; whoever codes
anything blind is told of nobody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from avoin.coding.decision import Decision, MarkKind
from avoin.coding.roles import person
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CoderId, WaveId
from avoin.store import answers, decisions
from avoin.workflow.project import Project


class OtherAnswersError(AvoinError):
    """What was to be decided on is not in the store, or has other words there."""

    def __init__(self) -> None:
        super().__init__(
            _("The answer is not any more what is shown here: it was read in anew or erased. Nothing was saved."),
            _("Take up the answers as they are now with F8, then decide again."),
        )


@dataclass(frozen=True, slots=True)
class News:
    """Decisions and answers that were not looked at yet.

    Attributes
    ----------
    waves : mapping of WaveId to str
        The digest of every wave as it is now; None where they are as they were.
    by : mapping of CoderId to int
        How many of them each other coder made; empty for whoever codes blind.
    """

    decisions: tuple[Decision, ...] = ()
    waves: Mapping[WaveId, str] | None = None
    by: Mapping[CoderId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of taking news in.

    Attributes
    ----------
    is_other : bool
        Something on the desk may be other than it was.
    draws_changed : bool
        What this coder codes blind is other than it was: the desk is to be opened anew.
    waves : tuple of WaveId
        Whose answers are other than they were: the desk is to be opened anew when the coder wants to.
    by : mapping of CoderId to int
        As in the news.
    """

    is_other: bool
    draws_changed: bool
    waves: tuple[WaveId, ...]
    by: Mapping[CoderId, int]


def look(project: Project, coder: CoderId, after: int, waves: Mapping[WaveId, str]) -> News:
    """Return what was decided after this decision, as far as the coder may see it, and the waves if they are other.

    Raises
    ------
    StoreError
        Where the store cannot be read now.
    """
    with project.store.read() as connection:
        found = decisions.load(connection, after)
        now = answers.wave_digests(connection)
        blind = bool(found) and bool(decisions.blind_to(connection, coder))
    others = (each for each in found if each.coder != coder and each.verb.is_a_step)
    by: Mapping[CoderId, int] = {} if blind else Counter(each.coder for each in others)
    return News(found, None if now == waves else now, by)


def changes_draws(made: Sequence[Decision], coder: CoderId) -> bool:
    """Return whether decisions make it other what a coder codes blind."""
    marks = (mark for each in made for mark in (*each.put, *each.taken))
    return any(mark.kind in (MarkKind.DRAWN, MarkKind.FINISHED) and person(mark.coder) == coder for mark in marks)
