"""Where two coders disagree, and what counts once it is settled.

Enters: units of two coders, and marks that say how a dispute was settled. Leaves: disputes one by one, units as they
are after settling, codings that count. Invariant: what either coder put stays as it was put; settling stands beside it.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from avoin.agreement.units import Unit
from avoin.coding.decision import Coding, Mark
from avoin.coding.roles import SETTLED, is_role
from avoin.ids import AnswerKey, CodeId

YES, NO = "yes", "no"
"""Texts of a SETTLED mark: the answer has the code after all, or has not."""


@dataclass(frozen=True, slots=True, order=True)
class Dispute:
    """One code that one coder gave an answer and the other did not.

    Attributes
    ----------
    by_first : bool
        True where the first coder gave it, False where the second did.
    """

    answer: AnswerKey
    code: CodeId
    by_first: bool


def disputes(units: Iterable[Unit], order: Sequence[CodeId] = ()) -> tuple[Dispute, ...]:
    """Return the disputes, answer by answer, an answer's codes in this order."""
    rank = {code: place for place, code in enumerate(order)}
    return tuple(
        Dispute(unit.answer, code, code in unit.first)
        for unit in units
        for code in sorted(unit.first ^ unit.second, key=lambda code: (rank.get(code, len(rank)), code))
    )


def after_settling(units: Iterable[Unit], settled: Iterable[Mark]) -> list[Unit]:
    """Return the units as they would be if both coders had said what was settled."""
    said: dict[AnswerKey, tuple[set[CodeId], set[CodeId]]] = {}
    for mark in settled:
        said.setdefault(mark.answer, (set(), set()))[mark.text == YES].add(mark.code)
    return [
        replace(unit, first=(unit.first - gone) | there, second=(unit.second - gone) | there)
        for unit in units
        for gone, there in [said.get(unit.answer, (set[CodeId](), set[CodeId]()))]
    ]


def counted(codings: Iterable[Coding], settled: Iterable[Mark]) -> tuple[Coding, ...]:
    """Return the codings that tables and reports count: what was settled, else what people put as themselves."""
    over: AbstractSet[tuple[AnswerKey, CodeId]] = {(mark.answer, mark.code) for mark in settled}
    return tuple(
        coding
        for coding in codings
        if (coding.coder == SETTLED if (coding.span.answer, coding.code) in over else not is_role(coding.coder))
    )
