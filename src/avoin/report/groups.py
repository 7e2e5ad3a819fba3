"""Who stands in which row of a table: everybody, and everybody with each value of each background variable.

Enters: respondents. Leaves: groups in a fixed order. Invariants: per variable the groups and the rest (respondents
whose value is not known) add up to everybody; where one variable divides another (centre → area), so do the groups
within each value of the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from avoin.corpus.model import Corpus, Respondent, Survey
from avoin.ids import RespondentId, VariableId
from avoin.privacy.counts import Cell, Sum


@dataclass(frozen=True, slots=True)
class Group:
    """One row: everybody (variable None), those with one value, or the rest (value None) of a variable.

    Attributes
    ----------
    members : frozenset of RespondentId
        Within one wave.
    """

    variable: VariableId | None
    value: str | None
    members: frozenset[RespondentId]

    @property
    def is_rest(self) -> bool:
        """True for respondents whose value of the variable is not known; never shown, always reckoned with."""
        return self.variable is not None and self.value is None

    def cell(self, kind: str, name: str = "") -> Cell:
        """Return the name of one of the row's cells: kind and name of the column, variable and value of the row."""
        return (kind, name, self.variable or "", self.value or "")


def grouping_variables(corpus: Corpus) -> tuple[VariableId, ...]:
    """Return the variables that group: those with at most half as many values as there are respondents with one."""
    found = []
    for variable in corpus.survey.variables:
        known = [each.values[variable.id] for each in corpus.respondents if variable.id in each.values]
        if 0 < 2 * len(set(known)) <= len(known):
            found.append(variable.id)
    return tuple(found)


Family = tuple[Group, tuple[Group, ...]]
"""A group and those that it is divided into, without a remainder."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a table and what a reader knows of how they add up.

    Attributes
    ----------
    groups : tuple of Group
        Everybody, then by variable its values in order and the rest; last come rests that subtraction would give back.
    """

    groups: tuple[Group, ...]
    families: tuple[Family, ...]

    def sums(self, counts: Mapping[Cell, int | Fraction], threshold: int, kind: str, name: str = "") -> list[Sum]:
        """Return, for one column, the equations that a group is the sum of those it is divided into.

        A rest that counts nobody is no part: it is never printed, so it could not stand in for a cell that has to
        hide, and whoever guesses that it is empty must not be able to subtract.
        """
        return [
            Sum(
                whole.cell(kind, name),
                tuple(part.cell(kind, name) for part in parts if counts[part.cell(kind, name)] or not part.is_rest),
                threshold=threshold,
            )
            for whole, parts in self.families
        ]


def grouping_of(
    respondents: Sequence[Respondent],
    survey: Survey,
    variables: Iterable[VariableId],
    counted: Set[RespondentId],
    few: int,
) -> Grouping:
    """Return the groups of a wave's respondents and how they add up.

    Beside everybody, which every variable divides: a value that another variable divides (an area with its centres),
    and a group that holds one of another variable and fewer than ``few`` others who are counted (answered).
    """
    everybody = Group(None, None, frozenset(each.id for each in respondents))
    by_variable = {each.id: _values_of(respondents, each.id) for each in survey.variables if each.id in variables}
    families: dict[tuple[Group, frozenset[Group]], Family] = {}
    found = {group.members: group for groups in reversed(by_variable.values()) for group in reversed(groups)}
    for whole, parts in (*_divided(by_variable), *_nearly_whole(tuple(found.values()), counted, few)):
        rest = whole.members.difference(*(part.members for part in parts))
        missing: tuple[Group, ...] = ()
        if rest:
            name = VariableId(f"{parts[0].variable} / {whole.variable} = {whole.value}")
            missing = (found.setdefault(rest, Group(name, None, rest)),)
        families[whole, frozenset((*parts, *missing))] = (whole, (*parts, *missing))
    own = tuple(group for groups in by_variable.values() for group in groups)
    further = tuple(group for group in found.values() if group not in own)
    whole_families = [(everybody, tuple(groups)) for groups in by_variable.values() if groups]
    return Grouping((everybody, *own, *further), (*whole_families, *families.values()))


def _values_of(respondents: Sequence[Respondent], variable: VariableId) -> list[Group]:
    by_value: dict[str, set[RespondentId]] = {}
    rest: set[RespondentId] = set()
    for each in respondents:
        value = each.values.get(variable)
        (by_value.setdefault(value, set()) if value else rest).add(each.id)
    found = [Group(variable, value, frozenset(by_value[value])) for value in sorted(by_value, key=value_order)]
    return [*found, Group(variable, None, frozenset(rest))] if rest else found


def _divided(by_variable: Mapping[VariableId, Sequence[Group]]) -> Iterator[Family]:
    """Yield each value of a variable that another variable divides, with the values that it is divided into."""
    for finer, all_parts in by_variable.items():
        parts = [group for group in all_parts if not group.is_rest]
        for coarser, wholes in by_variable.items():
            if finer != coarser and all(any(part.members <= whole.members for whole in wholes) for part in parts):
                for whole in wholes:
                    inside = tuple(part for part in parts if part.members <= whole.members)
                    if inside:
                        yield whole, inside


def _nearly_whole(groups: Sequence[Group], counted: Set[RespondentId], few: int) -> Iterator[Family]:
    """Yield each group that holds one of another variable and fewer than so many others who are counted."""
    for whole in groups:
        for part in groups:
            n_others = len((whole.members - part.members) & counted)
            if whole.variable != part.variable and part.members < whole.members and 0 < n_others < few:
                yield whole, (part,)


def value_order(value: str) -> tuple[float, str]:
    """Return a sort key that puts numbers in their order before words, and Finnish words in theirs (å ä ö last)."""
    try:
        return (float(value.replace(",", ".")), value)
    except ValueError:
        return (float("inf"), value.casefold().translate(_FINNISH))


# å ä ö after z, in this order
_FINNISH = str.maketrans({"å": "{", "ä": "|", "ö": "}"})
