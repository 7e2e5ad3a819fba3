"""The nouns of a survey.

Enters: what was imported. Leaves: frozen questions, variables, waves, respondents and answers.
Invariant: an answer as read is never altered; offsets refer to ``Answer.text``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId
from avoin.importing.multiple import options_of


class QuestionKind(StrEnum):
    """How a question was answered."""

    OPEN = "open"
    GRADE = "grade"  # Finnish school grade 4-10
    CHANGE = "change"  # better / same / worse
    CLAIM = "claim"  # agree / neither / disagree
    CHOICE = "choice"
    CHOICES = "choices"  # any number of them
    NUMBER = "number"

    @property
    def is_open(self) -> bool:
        """True where the answer is free text."""
        return self is QuestionKind.OPEN

    @property
    def has_mean(self) -> bool:
        """True where a mean of the answers says something."""
        return self in (QuestionKind.GRADE, QuestionKind.NUMBER)


@dataclass(frozen=True, slots=True)
class Condition:
    """Who was asked: respondents whose variable has one of the values."""

    variable: VariableId
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the survey, the same in every wave that asked it.

    Attributes
    ----------
    headings : mapping of WaveId to str
        The column that held it in each wave; a wave that is not here did not ask it.
    asked : Condition or None
        Who was asked; None is everybody.
    categories : tuple of str
        Answers of a change, claim or choice question in their order, best or most agreeing first.
    groups : mapping of str to str
        Category → "improved", "unchanged", "weakened" (change) or "agree", "neither", "disagree" (claim).
    name : str
        A few words for where the whole question does not fit; may be empty.
    """

    id: QuestionId
    kind: QuestionKind
    text: str
    headings: Mapping[WaveId, str]
    asked: Condition | None = None
    categories: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def title(self) -> str:
        """The name, or the whole question where it has none."""
        return self.name or self.text


@dataclass(frozen=True, slots=True)
class Variable:
    """One background variable, the same in every wave that has it.

    Attributes
    ----------
    values : mapping of str to str
        Value as read → value as used, where the waves write it differently; a value that is not here is used as read.
    """

    id: VariableId
    name: str
    headings: Mapping[WaveId, str]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wave:
    """One collection in time.

    Attributes
    ----------
    id_heading : str
        The column that held the respondent ids; empty where row numbers serve.
    period : str
        Field period as people write it; may be empty.
    invited : int or None
        How many were asked to answer, for the response rate.
    closed : bool
        Codings of a closed wave never change because of later work.
    dropped : tuple of str
        Columns that were left out on purpose.
    """

    id: WaveId
    id_heading: str = ""
    period: str = ""
    invited: int | None = None
    closed: bool = False
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What was asked of whom: the content of ``survey.yaml``."""

    name: str
    waves: tuple[Wave, ...] = ()
    questions: tuple[Question, ...] = ()
    variables: tuple[Variable, ...] = ()

    def question(self, question: str) -> Question | None:
        """Return the question of this id, or None."""
        return next((each for each in self.questions if each.id == question), None)

    def variable(self, variable: str) -> Variable | None:
        """Return the variable of this id, or None."""
        return next((each for each in self.variables if each.id == variable), None)

    def wave(self, wave: str) -> Wave | None:
        """Return the wave of this id, or None."""
        return next((each for each in self.waves if each.id == wave), None)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The open questions in file order."""
        return tuple(each for each in self.questions if each.kind.is_open)


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answered, with background.

    Attributes
    ----------
    position : int
        Place in the file, from 0.
    values : mapping of VariableId to str
        Background values as used; a missing one is absent.
    """

    wave: WaveId
    id: RespondentId
    position: int
    values: Mapping[VariableId, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent wrote to one open question.

    Attributes
    ----------
    raw : str
        Exactly as read; never altered.
    text : str
        The working text (``avoin.text.working_text``); offsets refer to it.
    """

    key: AnswerKey
    raw: str
    text: str


@dataclass(frozen=True, slots=True)
class ClosedAnswer:
    """What one respondent answered to one closed question.

    Attributes
    ----------
    number : float or None
        The value of a grade or number question.
    category : str
        The answer of a change, claim or choice question, those of a question with several choices joined by "; ";
        empty otherwise.
    """

    key: AnswerKey
    raw: str
    number: float | None = None
    category: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """What was chosen where several could be."""
        return options_of(self.category)


@dataclass(frozen=True)
class Corpus:
    """Everything that was imported: respondents and their answers under one survey.

    An empty open answer is not among ``answers``: whether it was asked is a matter of ``was_asked``.
    """

    survey: Survey
    respondents: tuple[Respondent, ...] = ()
    answers: tuple[Answer, ...] = ()
    closed: tuple[ClosedAnswer, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[AnswerKey, Answer]:
        """Open answers by key."""
        return {answer.key: answer for answer in self.answers}

    @cached_property
    def closed_by_key(self) -> Mapping[AnswerKey, ClosedAnswer]:
        """Closed answers by key."""
        return {answer.key: answer for answer in self.closed}

    @cached_property
    def respondent_by_id(self) -> Mapping[tuple[WaveId, RespondentId], Respondent]:
        """Respondents by wave and id."""
        return {(each.wave, each.id): each for each in self.respondents}

    def of_wave(self, wave: WaveId) -> tuple[Respondent, ...]:
        """Return a wave's respondents in file order."""
        return tuple(each for each in self.respondents if each.wave == wave)

    def answers_to(self, question: QuestionId, wave: WaveId | None = None) -> tuple[Answer, ...]:
        """Return the non-empty answers to an open question, in file order; all waves where none is named."""
        return tuple(each for each in self.answers if each.key.question == question and wave in (None, each.key.wave))

    def was_asked(self, respondent: Respondent, question: Question) -> bool:
        """Return whether this respondent was asked this question: the wave had it and the condition holds."""
        if respondent.wave not in question.headings:
            return False
        if question.asked is None:
            return True
        return respondent.values.get(question.asked.variable) in question.asked.values

    def asked(self, question: Question, wave: WaveId) -> Iterator[Respondent]:
        """Yield the respondents of a wave who were asked the question."""
        return (each for each in self.of_wave(wave) if self.was_asked(each, question))
