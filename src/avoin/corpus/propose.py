"""From the survey so far and a file of a new wave: what ``survey.yaml`` should say, for a person to correct.

Enters: a ``Survey``, a ``SurveyTable``, guesses and a person's choices. Leaves: a ``Proposal``.
Invariants: what an earlier wave says is never changed but by adding; what is not clear stays new and is reported.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten

from avoin.corpus.conditions import condition_for
from avoin.corpus.likeness import (
    Pair,
    are_items_of_a_series,
    best_pairs,
    heading_likeness,
    same_values,
    same_wording,
    value_likeness,
)
from avoin.corpus.model import Condition, Question, QuestionKind, Survey, Variable, Wave
from avoin.corpus.roles import ColumnChoice, Role, RoleError, question_kind, roles_of
from avoin.corpus.slug import slug, spread_of
from avoin.i18n import _, ngettext
from avoin.ids import QuestionId, VariableId, WaveId
from avoin.importing.guess import ColumnKind, Guess
from avoin.importing.multiple import options_of
from avoin.importing.scales import change_group, claim_group, in_order
from avoin.importing.table import SurveyTable

_TITLE = 32  # characters of a question in a sentence
_GROUPING = {QuestionKind.CHANGE: change_group, QuestionKind.CLAIM: claim_group}
_CATEGORICAL = (QuestionKind.CHANGE, QuestionKind.CLAIM, QuestionKind.CHOICE, QuestionKind.CHOICES)
_NO_CHOICES: Mapping[str, ColumnChoice] = {}
_NO_VALUES: Mapping[VariableId, frozenset[str]] = {}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What ``survey.yaml`` should say, and what a person should look at.

    Attributes
    ----------
    roles : mapping of str to Role
        What each column is for, in file order, with the id of its question or variable.
    notes : tuple of str
        Translated sentences: headings taken for an earlier question by likeness, unclear ones, conditions found.
    """

    survey: Survey
    roles: Mapping[str, Role]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """The proposal while it is made."""

    table: SurveyTable
    wave: WaveId
    values: Mapping[VariableId, frozenset[str]]
    questions: dict[str, Question]
    variables: dict[str, Variable]
    roles: dict[str, Role]
    notes: list[str] = field(default_factory=list)
    stripped: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def taken(self) -> set[str]:
        return {*self.questions, *self.variables}

    def cells(self, heading: str) -> tuple[str, ...]:
        if heading not in self.stripped:
            self.stripped[heading] = tuple(cell.strip() for cell in self.table.column(heading))
        return self.stripped[heading]

    def items(self) -> tuple[Question | Variable, ...]:
        return (*self.questions.values(), *self.variables.values())


def propose_survey(
    before: Survey,
    table: SurveyTable,
    wave: WaveId,
    guesses: tuple[Guess, ...],
    choices: Mapping[str, ColumnChoice] = _NO_CHOICES,
    values: Mapping[VariableId, frozenset[str]] = _NO_VALUES,
) -> Proposal:
    """Propose a survey that has the wave.

    Parameters
    ----------
    before : Survey
        The survey so far; what it says about this wave is kept.
    table : SurveyTable
        The file.
    wave : WaveId
        The wave it is of, new or known.
    guesses : tuple of Guess
        One a column, in file order.
    choices : mapping of str to ColumnChoice
        What a person says now, by heading.
    values : mapping of VariableId to frozenset of str
        Values that the variables have in other waves, as used.

    Raises
    ------
    RoleError
        Where the choices contradict each other or the survey.
    """
    kept = _without_columns(before, wave, choices)
    draft = _Draft(
        table,
        wave,
        values,
        {each.id: each for each in kept.questions},
        {each.id: each for each in kept.variables},
        roles_of(table, kept, wave, guesses, choices),
    )
    _take_named(draft)
    _match_wording(draft)
    _leave_out_orphans(draft, before)
    _match_likeness(draft)
    _make_new(draft)
    _map_values(draft)
    _fill_categories(draft)
    _find_conditions(draft)
    waves = _waves(kept.waves, _wave(kept.wave(wave) or Wave(wave), draft.roles))
    order = {each.id: place for place, each in enumerate(waves)}
    survey = replace(
        before,
        waves=waves,
        questions=tuple(replace(each, headings=_sorted(each.headings, order)) for each in draft.questions.values()),
        variables=tuple(replace(each, headings=_sorted(each.headings, order)) for each in draft.variables.values()),
    )
    return Proposal(survey, draft.roles, tuple(draft.notes))


def _without_columns(survey: Survey, wave: WaveId, choices: Mapping[str, ColumnChoice]) -> Survey:
    """Return the survey without what it says about the columns that a person decides on now."""

    def left(headings: Mapping[WaveId, str]) -> dict[WaveId, str]:
        return {each: heading for each, heading in headings.items() if each != wave or heading not in choices}

    ids_told = any(choice.use == "id" for choice in choices.values())
    waves = tuple(
        replace(
            each,
            id_heading="" if ids_told or each.id_heading in choices else each.id_heading,
            dropped=tuple(heading for heading in each.dropped if heading not in choices),
        )
        if each.id == wave
        else each
        for each in survey.waves
    )
    questions = tuple(replace(each, headings=left(each.headings)) for each in survey.questions)
    variables = tuple(replace(each, headings=left(each.headings)) for each in survey.variables)
    return replace(survey, waves=waves, questions=questions, variables=variables)


def _take_named(draft: _Draft) -> None:
    """Give columns to the question or variable that a person named."""
    for heading, role in draft.roles.items():
        if not role.item:
            continue
        is_variable = role.kind is ColumnKind.VARIABLE
        present = draft.variables.get(role.item) if is_variable else draft.questions.get(role.item)
        if present is None:
            if role.item in draft.taken():
                raise _contradiction(draft, heading, role.item)
            _add(draft, heading, role.kind, role.item)
        else:
            _take_named_present(draft, heading, role, present)


def _take_named_present(draft: _Draft, heading: str, role: Role, present: Question | Variable) -> None:
    if present.headings.get(draft.wave) == heading:
        return
    if draft.wave in present.headings or (present.headings and not _fits(present, role.kind)):
        raise _contradiction(draft, heading, role.item)
    if isinstance(present, Question) and not _fits(present, role.kind):
        present = replace(present, kind=question_kind(role.kind), categories=(), groups={})
    _give(draft, heading, present)


def _contradiction(draft: _Draft, heading: str, item: str) -> RoleError:
    return RoleError(
        _("{file}, column “{heading}”: {item} is something else already, or has another column in this wave.").format(
            file=draft.table.name, heading=heading, item=item
        ),
        _("Choose another id, or correct survey.yaml."),
    )


def _match_wording(draft: _Draft) -> None:
    """Give columns to the question or variable that an earlier wave asked in the same words."""
    for heading, role in list(draft.roles.items()):
        if role.item or role.kind is ColumnKind.ID or (role.told and not _is_free(role)):
            continue
        items = (each for each in draft.items() if draft.wave not in each.headings and _worded(each, heading))
        same = [each for each in items if not role.told or _fits(each, role.kind)]
        if len(same) == 1:
            _give(draft, heading, same[0])


def _leave_out_orphans(draft: _Draft, before: Survey) -> None:
    """Leave out questions and variables whose only column a person gave another use."""
    asked = {str(each.id) for each in before.questions if each.headings}
    had = asked | {str(each.id) for each in before.variables if each.headings}
    for item in [str(each.id) for each in draft.items() if not each.headings and each.id in had]:
        draft.questions.pop(item, None)
        draft.variables.pop(item, None)
    for item, question in draft.questions.items():
        if question.asked is not None and question.asked.variable not in draft.variables:
            draft.questions[item] = replace(question, asked=None)


def _match_likeness(draft: _Draft) -> None:
    """Give columns to questions and variables that are clearly the same in other words; report the unclear ones."""
    pairs = [
        Pair(heading, str(item.id), _likeness(draft, heading, item))
        for heading, role in draft.roles.items()
        if _is_free(role)
        for item in _open_items(draft)
        if _fits(item, role.kind)
    ]
    chosen, unclear = best_pairs(pairs)
    items = {str(item.id): item for item in draft.items()}
    for pair in chosen:
        _give(draft, pair.new, items[pair.old])
        draft.notes.append(
            _("Column “{heading}” is taken for {item} of earlier waves; correct survey.yaml if it is not.").format(
                heading=pair.new, item=pair.old
            )
        )
    for pair in {each.new: each for each in reversed(unclear)}.values():
        draft.notes.append(
            _(
                "Column “{heading}” is new, though it may be {item} of earlier waves; say so with {item} as its id."
            ).format(heading=pair.new, item=pair.old)
        )


def _likeness(draft: _Draft, heading: str, item: Question | Variable) -> float:
    by_heading = max((heading_likeness(heading, each) for each in item.headings.values()), default=0.0)
    if isinstance(item, Question):
        return max(by_heading, heading_likeness(heading, item.text))
    old = {*draft.values.get(item.id, ()), *item.values}
    by_values = value_likeness({cell for cell in draft.cells(heading) if cell}, old)
    if by_values is None or any(are_items_of_a_series(heading, each) for each in item.headings.values()):
        return by_heading
    # values without anything in common speak against a heading that is merely alike
    return max(by_heading, by_values) if by_values else by_heading / 2


def _is_free(role: Role) -> bool:
    return not role.item and (role.kind.is_closed or role.kind in (ColumnKind.OPEN, ColumnKind.VARIABLE))


def _open_items(draft: _Draft) -> Iterable[Question | Variable]:
    """Yield what other waves have and this one has no column for yet."""
    return (item for item in draft.items() if item.headings and draft.wave not in item.headings)


def _worded(item: Question | Variable, heading: str) -> bool:
    own = item.text if isinstance(item, Question) else item.name
    return any(same_wording(heading, each) for each in (own, *item.headings.values()))


def _fits(item: Question | Variable, kind: ColumnKind) -> bool:
    if isinstance(item, Variable):
        return kind is ColumnKind.VARIABLE
    return kind.value == item.kind.value


def _give(draft: _Draft, heading: str, item: Question | Variable) -> None:
    headings = {**item.headings, draft.wave: heading}
    if isinstance(item, Question):
        draft.questions[item.id] = replace(item, headings=headings)
        draft.roles[heading] = replace(draft.roles[heading], kind=ColumnKind(item.kind.value), item=item.id)
    else:
        draft.variables[item.id] = replace(item, headings=headings)
        draft.roles[heading] = replace(draft.roles[heading], kind=ColumnKind.VARIABLE, item=item.id)


def _make_new(draft: _Draft) -> None:
    spread = spread_of(draft.roles)
    for heading, role in list(draft.roles.items()):
        if _is_free(role):
            _add(draft, heading, role.kind, slug(heading, draft.taken(), spread))


def _add(draft: _Draft, heading: str, kind: ColumnKind, item: str) -> None:
    headings = {draft.wave: heading}
    if kind is ColumnKind.VARIABLE:
        draft.variables[item] = Variable(VariableId(item), heading, headings)
    else:
        draft.questions[item] = Question(QuestionId(item), question_kind(kind), heading, headings)
    draft.roles[heading] = replace(draft.roles[heading], item=item)


def _map_values(draft: _Draft) -> None:
    """Give one name to values that the waves write differently, the one in use."""
    for item, variable in draft.variables.items():
        heading = variable.headings.get(draft.wave)
        used = draft.values.get(variable.id, frozenset())
        if heading not in draft.roles or not used:
            continue
        mapped = {variable.values.get(cell, cell) for cell in draft.cells(heading) if cell}
        found = {
            **same_values(sorted(mapped - used), sorted(used - mapped)),
            **same_values(sorted(mapped), sorted(used)),
        }
        new = {value: name for value, name in found.items() if value not in variable.values and value not in used}
        if new:
            draft.variables[item] = replace(variable, values={**variable.values, **new})


def _fill_categories(draft: _Draft) -> None:
    for item, question in draft.questions.items():
        heading = question.headings.get(draft.wave)
        if heading not in draft.roles or question.kind not in _CATEGORICAL:
            continue
        known = {" ".join(each.casefold().split()) for each in question.categories}
        several = question.kind is QuestionKind.CHOICES
        parts = (options_of(cell) if several else (cell,) for cell in draft.cells(heading) if cell)
        found = dict.fromkeys(each for options in parts for each in options)
        new = [each for each in found if " ".join(each.casefold().split()) not in known]
        if not new:
            continue
        grouping = _GROUPING.get(question.kind)
        groups = dict(question.groups)
        if grouping is not None:
            groups |= {each: group for each in new if (group := grouping(each))}
        categories = in_order((*question.categories, *new), groups)
        draft.questions[item] = replace(question, categories=categories, groups=groups)


def _find_conditions(draft: _Draft) -> None:
    variables = {
        variable.id: [variable.values.get(cell, cell) for cell in draft.cells(variable.headings[draft.wave])]
        for variable in draft.variables.values()
        if variable.headings.get(draft.wave) in draft.roles
    }
    found: dict[Condition, list[str]] = {}
    for item, question in draft.questions.items():
        heading = question.headings.get(draft.wave)
        if heading not in draft.roles or question.asked is not None or len(question.headings) > 1:
            continue
        condition = condition_for([bool(cell) for cell in draft.cells(heading)], variables)
        if condition is not None:
            draft.questions[item] = replace(question, asked=condition)
            found.setdefault(condition, []).append(item)
    for condition, items in found.items():
        draft.notes.append(
            ngettext(
                "It seems that this was asked only where “{variable}” is {values}: {questions}. "
                "If not, it can be corrected in the project's survey.yaml afterwards.",
                "It seems that these were asked only where “{variable}” is {values}: {questions}. "
                "If not, it can be corrected in the project's survey.yaml afterwards.",
                len(items),
            ).format(
                variable=draft.variables[condition.variable].name,
                values=", ".join(condition.values),
                questions=", ".join(_quoted(draft.questions[item].title) for item in items),
            )
        )


def _quoted(title: str) -> str:
    return _("“{title}”").format(title=shorten(title, _TITLE, placeholder="…"))


def _wave(wave: Wave, roles: Mapping[str, Role]) -> Wave:
    ids = next((heading for heading, role in roles.items() if role.kind is ColumnKind.ID), wave.id_heading)
    out = [heading for heading, role in roles.items() if role.kind in (ColumnKind.DATE, ColumnKind.DROP)]
    known = [heading for heading in wave.dropped if heading not in roles]
    return replace(wave, id_heading=ids, dropped=tuple(known + out))


def _sorted(headings: Mapping[WaveId, str], order: Mapping[WaveId, int]) -> dict[WaveId, str]:
    return dict(sorted(headings.items(), key=lambda each: order.get(each[0], len(order))))


def _waves(waves: Sequence[Wave], wave: Wave) -> tuple[Wave, ...]:
    """Return the waves with this one in place; a new one goes by its id where the others do, else last."""
    if any(each.id == wave.id for each in waves):
        return tuple(wave if each.id == wave.id else each for each in waves)
    ids = [each.id for each in waves]
    added = (*waves, wave)
    return tuple(sorted(added, key=lambda each: each.id)) if ids == sorted(ids) else added
