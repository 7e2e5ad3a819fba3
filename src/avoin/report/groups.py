"""Who stands in which row of a table: everybody, and everybody with each value of each background variable.

Enters: respondents. Leaves: groups in a fixed order. Invariant: per variable the groups and the rest (respondents
whose value is not known) add up to everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from avoin.corpus.model import Corpus, Respondent, Survey
from avoin.ids import RespondentId, VariableId
from avoin.privacy.disclosure import Cell, Sum


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
    """Return the groups of a wave's respondents: everybody first, then by variable its values in order and the rest."""
    found = [Group(None, None, frozenset(each.id for each in respondents))]
    for variable in survey.variables:
        if variable.id in variables:
            found += _values_of(respondents, variable.id)
    return tuple(found)


def _values_of(respondents: Sequence[Respondent], variable: VariableId) -> list[Group]:
    by_value: dict[str, set[RespondentId]] = {}
    rest: set[RespondentId] = set()
    for each in respondents:
        value = each.values.get(variable)
        (by_value.setdefault(value, set()) if value else rest).add(each.id)
    found = [Group(variable, value, frozenset(by_value[value])) for value in sorted(by_value, key=value_order)]
    return [*found, Group(variable, None, frozenset(rest))] if rest else found


def value_order(value: str) -> tuple[float, str]:
    """Return a sort key that puts numbers in their order before words, and Finnish words in theirs (å ä ö last)."""
    try:
        return (float(value.replace(",", ".")), value)
    except ValueError:
        return (float("inf"), value.casefold().translate(_FINNISH))


# å ä ö after z, in this order
_FINNISH = str.maketrans({"å": "{", "ä": "|", "ö": "}"})


def sums_over(
    groups: Sequence[Group], counts: Mapping[Cell, int], threshold: int, kind: str, name: str = ""
) -> list[Sum]:
    """Return, for one column, the equations that everybody is the sum of a variable's groups.

    A rest that counts nobody is no part: it is never printed, so it could not stand in for a cell that has to hide,
    and whoever guesses that it is empty must not be able to subtract.
    """
    parts = [group for group in groups if counts[group.cell(kind, name)] or not group.is_rest]
    variables = dict.fromkeys(group.variable for group in groups if group.variable is not None)
    everybody = groups[0]
    return [
        Sum(
            everybody.cell(kind, name),
            tuple(group.cell(kind, name) for group in parts if group.variable == variable),
            threshold=threshold,
        )
        for variable in variables
    ]
