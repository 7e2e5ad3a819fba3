"""Who stands in which row of a table: everybody, and everybody with each value of each background variable.

Enters: respondents. Leaves: groups in a fixed order. Invariants: per variable the groups and the rest (respondents
whose value is not known) add up to everybody; where one variable divides another (centre → area), so do the groups
within each value of the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def groups_of(respondents: Sequence[Respondent], survey: Survey, variables: Iterable[VariableId]) -> tuple[Group, ...]:
    """Return the groups of a wave's respondents: everybody first, then by variable its values in order and the rest.

    Where a variable divides another's values, the rest of each value (who has no value of the first) comes last.
    """
    found = [Group(None, None, frozenset(each.id for each in respondents))]
    for variable in survey.variables:
        if variable.id in variables:
            found += _values_of(respondents, variable.id)
    return (*found, *_rests_within(found))


def _values_of(respondents: Sequence[Respondent], variable: VariableId) -> list[Group]:
    by_value: dict[str, set[RespondentId]] = {}
    rest: set[RespondentId] = set()
    for each in respondents:
        value = each.values.get(variable)
        (by_value.setdefault(value, set()) if value else rest).add(each.id)
    found = [Group(variable, value, frozenset(by_value[value])) for value in sorted(by_value, key=value_order)]
    return [*found, Group(variable, None, frozenset(rest))] if rest else found


def _rests_within(groups: Sequence[Group]) -> Iterator[Group]:
    for whole, parts in _divided(groups):
        rest = whole.members.difference(*(part.members for part in parts))
        if rest:
            yield Group(VariableId(f"{parts[0].variable} / {whole.variable} = {whole.value}"), None, rest)


def _divided(groups: Sequence[Group]) -> Iterator[tuple[Group, tuple[Group, ...]]]:
    """Yield each group of a variable that another variable divides, with the groups that it is divided into."""
    by_variable: dict[VariableId, list[Group]] = {}
    for group in groups:
        if group.variable is not None and group.value is not None:
            by_variable.setdefault(group.variable, []).append(group)
    for finer, parts in by_variable.items():
        for coarser, wholes in by_variable.items():
            if finer != coarser and all(any(part.members <= whole.members for whole in wholes) for part in parts):
                for whole in wholes:
                    inside = tuple(part for part in parts if part.members <= whole.members)
                    if inside:
                        yield whole, inside


def families_of(groups: Sequence[Group]) -> tuple[tuple[Group, tuple[Group, ...]], ...]:
    """Return what adds up to what: everybody and each variable's groups, then values that another variable divides."""
    variables = dict.fromkeys(group.variable for group in groups if group.variable is not None)
    found = []
    for variable in variables:
        parts = tuple(group for group in groups if group.variable == variable)
        if frozenset().union(*(part.members for part in parts)) == groups[0].members:
            found.append((groups[0], parts))
    rests = {group.members: group for group in groups if group.is_rest}
    for whole, parts in _divided(groups):
        rest = rests.get(whole.members.difference(*(part.members for part in parts)))
        found.append((whole, parts if rest is None else (*parts, rest)))
    return (*found, *_divided_rests(groups))


def _divided_rests(groups: Sequence[Group]) -> Iterator[tuple[Group, tuple[Group, ...]]]:
    rests = [group for group in groups if group.is_rest]
    for place, whole in enumerate(rests):
        parts = tuple(part for part in rests[place + 1 :] if part.members <= whole.members)
        if parts and sum(len(part.members) for part in parts) == len(whole.members):
            yield whole, parts


def value_order(value: str) -> tuple[float, str]:
    """Return a sort key that puts numbers in their order before words, and Finnish words in theirs (å ä ö last)."""
    try:
        return (float(value.replace(",", ".")), value)
    except ValueError:
        return (float("inf"), value.casefold().translate(_FINNISH))


# å ä ö after z, in this order
_FINNISH = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def sums_over(
    families: Sequence[tuple[Group, Sequence[Group]]],
    counts: Mapping[Cell, int | Fraction],
    threshold: int,
    kind: str,
    name: str = "",
) -> list[Sum]:
    """Return, for one column, the equations that a group is the sum of those it is divided into.

    A rest that counts nobody is no part: it is never printed, so it could not stand in for a cell that has to hide,
    and whoever guesses that it is empty must not be able to subtract.
    """
    return [
        Sum(
            whole.cell(kind, name),
            tuple(part.cell(kind, name) for part in parts if counts[part.cell(kind, name)] or not part.is_rest),
            threshold=threshold,
        )
        for whole, parts in families
    ]
