"""What others decided while a desk was open.

Enters: a project and the last decision that was looked at. Leaves: the decisions after it and how many each other coder
made. Invariants: looking stores nothing, so that a thread of its own may do it; whoever codes anything blind is told of
nobody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from avoin.coding.decision import Decision, MarkKind
from avoin.coding.roles import person
from avoin.ids import CoderId
from avoin.store import decisions
from avoin.workflow.project import Project


@dataclass(frozen=True, slots=True)
class News:
    """Decisions that were not looked at yet.

    Attributes
    ----------
    by : mapping of CoderId to int
        How many of them each other coder made; empty for whoever codes blind.
    """

    decisions: tuple[Decision, ...] = ()
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
    by : mapping of CoderId to int
        As in the news.
    """

    is_other: bool
    draws_changed: bool
    by: Mapping[CoderId, int]


def look(project: Project, coder: CoderId, after: int) -> News:
    """Return what was decided after this decision, as far as the coder may see it.

    Raises
    ------
    StoreError
        Where the store cannot be read now.
    """
    with project.store.read() as connection:
        found = decisions.load(connection, after)
        blind = bool(found) and bool(decisions.blind_to(connection, coder))
    others = (each for each in found if each.coder != coder and each.verb.is_a_step)
    return News(found, {} if blind else Counter(each.coder for each in others))


def changes_draws(made: Sequence[Decision], coder: CoderId) -> bool:
    """Return whether decisions make it other what a coder codes blind."""
    marks = (mark for each in made for mark in (*each.put, *each.taken))
    return any(mark.kind in (MarkKind.DRAWN, MarkKind.FINISHED) and person(mark.coder) == coder for mark in marks)
