"""What each column of a file is for: what ``survey.yaml`` says already, what a person says now, what was guessed.

Invariant: a person's word now goes before ``survey.yaml``, which goes before a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from avoin.corpus.check import is_item_id
from avoin.corpus.likeness import wording
from avoin.corpus.model import QuestionKind, Survey
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import WaveId
from avoin.importing.columns import columns_meant, find_column
from avoin.importing.guess import ColumnKind, Guess
from avoin.importing.table import SurveyTable
from avoin.importing.values import parse_number

Use = Literal["id", "open", "closed", "variable", "drop"]
_CLOSED_KINDS = tuple(kind for kind in ColumnKind if kind.is_closed)


class RoleError(AvoinError):
    """What a person says about a column cannot be."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a person says about one column.

    Attributes
    ----------
    kind : ColumnKind or None
        For a closed question, where it is said; None takes the guess.
    item : str
        Id of the question or variable; empty lets one be found or made.
    """

    use: Use
    kind: ColumnKind | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is for.

    Attributes
    ----------
    item : str
        Id of its question or variable; empty until one is found or made.
    told : bool
        True where a person said so, now or in ``survey.yaml``.
    """

    kind: ColumnKind
    item: str = ""
    told: bool = False


def choice_typed(table: SurveyTable, typed: str, use: Use) -> tuple[str, ColumnChoice]:
    """Read ``COL``, ``COL=ID``, and for a closed question ``COL:kind`` or ``COL=ID:kind``.

    A heading may itself hold ``=`` and ``:``, so the longest part that names a column counts.

    Returns
    -------
    heading : str
    choice : ColumnChoice

    Raises
    ------
    ColumnError
        Where no column, or more than one, is meant.
    RoleError
        Where the id is none.
    """
    if len(columns_meant(table, typed)) == 1:
        return columns_meant(table, typed)[0], ColumnChoice(use)
    rest, kind = _without_kind(typed) if use == "closed" else (typed, None)
    if len(columns_meant(table, rest)) == 1:
        return columns_meant(table, rest)[0], ColumnChoice(use, kind)
    column, equals, item = rest.rpartition("=")
    if not equals or not columns_meant(table, column):
        return find_column(table, rest), ColumnChoice(use, kind)
    if not is_item_id(item):
        raise RoleError(
            _("“{item}” cannot be an id: it has letters, digits, “-” and “_” only.").format(item=item),
            _("Give for example --open {column}=vointi").format(column=column),
        )
    return find_column(table, column), ColumnChoice(use, kind, item)


def roles_of(
    table: SurveyTable,
    survey: Survey,
    wave: WaveId,
    guesses: tuple[Guess, ...],
    choices: Mapping[str, ColumnChoice],
) -> dict[str, Role]:
    """Return each column's role, in file order.

    Raises
    ------
    RoleError
        Where two columns are said to be the id.
    """
    known = known_roles(survey, wave)
    earlier = _earlier_roles(survey, wave)
    roles: dict[str, Role] = {}
    for guess in guesses:
        choice = choices.get(guess.heading)
        if choice is not None:
            roles[guess.heading] = Role(_chosen_kind(choice, guess, table), choice.item, told=True)
        else:
            inherited = earlier.get(wording(guess.heading), Role(guess.kind))
            roles[guess.heading] = known.get(guess.heading, inherited)
    return _with_one_id(roles, table, choices)


def known_roles(survey: Survey, wave: WaveId) -> dict[str, Role]:
    """Return what ``survey.yaml`` says about the columns of a wave."""
    roles: dict[str, Role] = {}
    noun = survey.wave(wave)
    if noun is not None:
        roles |= {heading: Role(ColumnKind.DROP, told=True) for heading in noun.dropped}
        if noun.id_heading:
            roles[noun.id_heading] = Role(ColumnKind.ID, told=True)
    for question in survey.questions:
        if wave in question.headings:
            roles[question.headings[wave]] = Role(ColumnKind(question.kind.value), question.id, told=True)
    for variable in survey.variables:
        if wave in variable.headings:
            roles[variable.headings[wave]] = Role(ColumnKind.VARIABLE, variable.id, told=True)
    return roles


def _earlier_roles(survey: Survey, wave: WaveId) -> dict[str, Role]:
    """Return what other waves say of their ids and of what they leave out, by the wording of the heading."""
    others = [each for each in survey.waves if each.id != wave]
    roles = {wording(heading): Role(ColumnKind.DROP, told=True) for each in others for heading in each.dropped}
    return roles | {wording(each.id_heading): Role(ColumnKind.ID, told=True) for each in others if each.id_heading}


def question_kind(kind: ColumnKind) -> QuestionKind:
    """Return the question kind of a column that holds answers."""
    return QuestionKind(kind.value)


def _without_kind(typed: str) -> tuple[str, ColumnKind | None]:
    column, colon, word = typed.rpartition(":")
    kind = next((each for each in _CLOSED_KINDS if each.value == word.strip().lower()), None)
    return (column, kind) if colon and kind else (typed, None)


def _chosen_kind(choice: ColumnChoice, guess: Guess, table: SurveyTable) -> ColumnKind:
    if choice.use != "closed":
        return ColumnKind(choice.use)
    if choice.kind is not None:
        return choice.kind
    if guess.kind.is_closed:
        return guess.kind
    filled = [cell for cell in table.column(guess.heading) if cell.strip()]
    numbers = sum(parse_number(cell) is not None for cell in filled)
    return ColumnKind.NUMBER if filled and numbers >= 0.95 * len(filled) > 2 else ColumnKind.CHOICE


def _with_one_id(roles: dict[str, Role], table: SurveyTable, choices: Mapping[str, ColumnChoice]) -> dict[str, Role]:
    """Return the roles with one id column: the one that was told, else the guessed one."""
    chosen = [heading for heading, choice in choices.items() if choice.use == "id"]
    if len(chosen) > 1:
        raise RoleError(
            _("{file}: only one column can hold the ids, not both “{first}” and “{second}”.").format(
                file=table.name, first=chosen[0], second=chosen[1]
            )
        )
    told = chosen or [heading for heading, role in roles.items() if role.kind is ColumnKind.ID and role.told]
    if not told:
        return roles
    return {
        heading: replace(role, kind=ColumnKind.VARIABLE, told=False)
        if role.kind is ColumnKind.ID and heading != told[0]
        else role
        for heading, role in roles.items()
    }
