"""How much each respondent counts, where the survey says so.

Enters: a project and its answers. Leaves: a weight for everybody, or none at all. Invariant: nobody counts by a guess.
"""

from fractions import Fraction

from avoin.corpus.model import Corpus, Respondent
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, QuestionId, VariableId
from avoin.report.weighing import Weights
from avoin.settings import Settings


class WeightError(AvoinError):
    """The survey has no such weight, or somebody has none or one that is no number above 0."""


def weights_of(settings: Settings, corpus: Corpus) -> Weights | None:
    """Return everybody's weight; None where all count alike, as they do in a wave that has no weights.

    Raises
    ------
    WeightError
        Where the survey has no question or variable of that name, or a respondent's weight is no number above 0.
    """
    name = settings.weight
    if not name:
        return None
    found = corpus.survey.question(name) or corpus.survey.variable(name)
    if found is None:
        raise WeightError(
            _("The survey has no number question or variable {name} to weigh by.").format(name=name),
            _("Put it right in avoin.toml, key report.weight."),
        )
    return {
        (each.wave, each.id): _weight(each, name, corpus) for each in corpus.respondents if each.wave in found.headings
    }


def _weight(respondent: Respondent, name: str, corpus: Corpus) -> Fraction:
    answer = corpus.closed_by_key.get(AnswerKey(respondent.wave, respondent.id, QuestionId(name)))
    written = respondent.values.get(VariableId(name), "") if answer is None else answer.raw
    try:
        weight = Fraction(written.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        weight = Fraction(0)
    if weight <= 0:
        raise WeightError(
            _("Wave {wave}, respondent {respondent}: the weight {name} is no number above 0.").format(
                wave=respondent.wave, respondent=respondent.id, name=name
            ),
            _("Give everybody a weight, or take report.weight out of avoin.toml."),
        )
    return weight
