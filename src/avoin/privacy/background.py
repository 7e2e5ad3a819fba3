"""Which background may stand beside a quote.

Enters: a respondent, the corpus and the variables in order of interest. Leaves: the values that may be shown.
Invariant: at least as many respondents of the wave as the threshold share the combination that is shown.
"""

from collections.abc import Sequence

from avoin.corpus.model import Corpus, Respondent
from avoin.ids import VariableId


def values_beside(
    corpus: Corpus, respondent: Respondent, variables: Sequence[VariableId], threshold: int
) -> tuple[str, ...]:
    """Return the respondent's background values that may be shown together, in the order of the variables."""
    return tuple(background_beside(corpus, respondent, variables, threshold).values())


def background_beside(
    corpus: Corpus, respondent: Respondent, variables: Sequence[VariableId], threshold: int
) -> dict[VariableId, str]:
    """Return the same by variable.

    A variable joins only while enough respondents share the whole combination; one that would isolate is left out
    and the next one is tried. With a threshold under 2 everything is shown.
    """
    alike = corpus.of_wave(respondent.wave)
    shown: dict[VariableId, str] = {}
    for variable in variables:
        value = respondent.values.get(variable)
        if not value:
            continue
        narrowed = tuple(each for each in alike if each.values.get(variable) == value)
        if len(narrowed) >= threshold:
            shown[variable] = value
            alike = narrowed
    return shown
