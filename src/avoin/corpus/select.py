"""Which respondents are looked at: by background variables, wave and words.

Invariant: an empty filter keeps everybody; order is the corpus's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from avoin.corpus.model import Corpus, Respondent
from avoin.ids import QuestionId, RespondentId, VariableId, WaveId
from avoin.text import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """What a respondent must have.

    Attributes
    ----------
    variables : mapping of VariableId to frozenset of str
        Allowed values, as used; "" allows those who have none. All variables must hold.
    waves : frozenset of WaveId
        Allowed waves; empty allows all.
    text : str
        Must be in some open answer; case and diacritics do not matter, so ``jono`` and ``JONÖ`` find the same.
    question : QuestionId or None
        Look for ``text`` in the answers to this question only.
    """

    variables: Mapping[VariableId, frozenset[str]] = field(default_factory=dict)
    waves: frozenset[WaveId] = frozenset()
    text: str = ""
    question: QuestionId | None = None

    @property
    def is_empty(self) -> bool:
        """True where everybody is kept."""
        return not (self.variables or self.waves or self.text.strip())


def select(corpus: Corpus, wanted: Filter) -> tuple[Respondent, ...]:
    """Return the respondents that the filter keeps, in the corpus's order.

    Parameters
    ----------
    corpus : Corpus
        Everybody.
    wanted : Filter
        Who is kept.
    """
    saying = _saying(corpus, wanted)
    return tuple(
        each
        for each in corpus.respondents
        if has_background(each, wanted) and (saying is None or (each.wave, each.id) in saying)
    )


def has_background(respondent: Respondent, wanted: Filter) -> bool:
    """Return whether a respondent's wave and variables are among those wanted."""
    if wanted.waves and respondent.wave not in wanted.waves:
        return False
    return all(respondent.values.get(variable, "") in values for variable, values in wanted.variables.items())


def _saying(corpus: Corpus, wanted: Filter) -> frozenset[tuple[WaveId, RespondentId]] | None:
    sought = fold(wanted.text.strip())
    if not sought:
        return None
    return frozenset(
        (answer.key.wave, answer.key.respondent)
        for answer in corpus.answers
        if wanted.question in (None, answer.key.question) and sought in fold(answer.text)
    )
