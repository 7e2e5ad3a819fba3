"""A grouping that was proposed.

Invariant: same segments, features, k and seed give the same theme set.
"""

from dataclasses import dataclass

from avoin.ids import AnswerKey, CodeId, QuestionId, Span, WaveId


@dataclass(frozen=True, slots=True)
class Theme:
    """One candidate theme.

    Attributes
    ----------
    id : str
        Unique within its set, "1", "2", … by size.
    name : str
        A readable base-form phrase in the language of the answers.
    keywords : tuple of str
        Key lemmas, weightiest first.
    code : CodeId or None
        The code it resembles most, where it resembles one.
    confidence : float
        How sure that resemblance is, 0–1; 0 without a code.
    mixed : bool
        True where it is leftovers rather than one theme: little in common, or soon apart when some are left out.
    spans : tuple of Span
        Its segments, the most typical first.
    stability : float
        Share of its pairs of segments that stay together when a fifth of all is left out, 0–1; 1 for what a person put
        together.
    """

    id: str
    name: str
    keywords: tuple[str, ...]
    code: CodeId | None
    confidence: float
    mixed: bool
    spans: tuple[Span, ...]
    stability: float = 1.0

    @property
    def n_respondents(self) -> int:
        """How many respondents are in it."""
        return len({(span.answer.wave, span.answer.respondent) for span in self.spans})


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """What one run of the finder proposed for one question.

    Attributes
    ----------
    wave : WaveId or None
        None where all waves were grouped together.
    features : str
        What the features were made of, e.g. "e5+lsac+floret".
    method : str
        How they were grouped, e.g. "average linkage, k=12".
    non_answers : tuple of AnswerKey
        Answers that say nothing; never in a theme.
    unassigned : tuple of Span
        Segments in no theme: other languages, no words.
    """

    question: QuestionId
    wave: WaveId | None
    seed: int
    features: str
    method: str
    themes: tuple[Theme, ...]
    non_answers: tuple[AnswerKey, ...]
    unassigned: tuple[Span, ...]
