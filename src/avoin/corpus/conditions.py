"""Who was asked: questions that only some respondents answer, by the value of a background variable.

Empty is not the same as not asked. A condition is proposed only where chance cannot be the reason: everyone with the
other values left the question empty, and most of those with these values answered it.
"""

from collections.abc import Mapping, Sequence

from avoin.corpus.model import Condition
from avoin.ids import VariableId

_CHANCE = 0.001
_ANSWERED = 0.5
_FEWEST_NOT_ASKED = 3
_MOST_VALUES = 12


def condition_for(answered: Sequence[bool], variables: Mapping[VariableId, Sequence[str]]) -> Condition | None:
    """Propose who was asked a question.

    Parameters
    ----------
    answered : sequence of bool
        Whether each row has an answer.
    variables : mapping of VariableId to sequence of str
        Each row's value, as used; "" where it has none.

    Returns
    -------
    Condition or None
        The variable under which most of those asked answered; None where the question seems to be for everybody.
    """
    best: tuple[float, Condition] | None = None
    for variable, values in variables.items():
        found = _by_variable(answered, variable, values)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _by_variable(
    answered: Sequence[bool], variable: VariableId, values: Sequence[str]
) -> tuple[float, Condition] | None:
    different = dict.fromkeys(value for value in values if value)
    if not 2 <= len(different) <= _MOST_VALUES:
        return None
    asked = {value for value, has_answer in zip(values, answered, strict=True) if has_answer}
    n_asked = sum(value in asked for value in values)
    n_others = len(values) - n_asked
    if not asked or "" in asked or n_others < _FEWEST_NOT_ASKED:
        return None
    share = sum(answered) / n_asked
    if share < _ANSWERED or (1 - share) ** n_others > _CHANCE:
        return None
    return share, Condition(variable, tuple(value for value in different if value in asked))
