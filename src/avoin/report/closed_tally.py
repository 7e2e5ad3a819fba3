"""What the answers to a closed item come to, row by row, before anything is withheld.

Enters: a group and its answers. Leaves: counts of people, and the same in weights. Invariant: arithmetic is exact
(fractions).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from avoin.corpus.model import ClosedAnswer, Corpus, Question, QuestionKind
from avoin.ids import WaveId
from avoin.report.groups import Group
from avoin.report.weighing import Weights, resting_on

_GRADES = tuple(str(grade) for grade in range(4, 11))


@dataclass(frozen=True, slots=True)
class Sums:
    """What the answers of a row come to, each counting as much as its weight."""

    base: Fraction
    total: Fraction
    counts: Mapping[str, Fraction]
    groups: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Tally:
    """One row before anything is withheld: people counted, and weighed for its mean and shares.

    Attributes
    ----------
    weights : tuple of Fraction
        Of those who answered; empty where all count alike.
    """

    group: Group
    n: int
    total: Fraction
    counts: Mapping[str, int]
    groups: Mapping[str, int]
    weighed: Sums
    effective: float
    weights: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights, none where all count alike, and how many were invited where they may all have answered."""

    weights: Weights
    population: int | None

    def of(self, answer: ClosedAnswer) -> Fraction:
        """Return how much an answer counts."""
        return self.weights.get((answer.key.wave, answer.key.respondent), Fraction(1))

    def effective(self, group: Group, answers: Sequence[ClosedAnswer]) -> float:
        """Return the number of respondents that the figures of a group rest on."""
        everybody = group.variable is None
        return resting_on([float(self.of(each)) for each in answers], self.population if everybody else None)


def categories_of(corpus: Corpus, question: Question, wave: WaveId) -> tuple[str, ...]:
    """Return the categories in order; answers that the survey file does not list come after those it does."""
    known = _GRADES if question.kind is QuestionKind.GRADE else question.categories
    if question.kind is QuestionKind.NUMBER:
        return ()
    mine = (answer for answer in corpus.closed if answer.key[::2] == (wave, question.id))
    answered = {name for answer in mine for name in _chosen(question, answer)} - {""}
    return (*known, *sorted(answered - set(known)))


def _chosen(question: Question, answer: ClosedAnswer) -> tuple[str, ...]:
    return answer.chosen if question.kind is QuestionKind.CHOICES else (_category(answer),)


def _category(answer: ClosedAnswer) -> str:
    if answer.number is None:
        return answer.category
    return str(int(answer.number)) if answer.number == int(answer.number) else str(answer.number)


def tally_of(
    group: Group,
    answers: Sequence[ClosedAnswer],
    question: Question,
    categories: Sequence[str],
    weighing: Weighing,
) -> Tally:
    """Return what the answers of a group come to, counted and weighed."""
    counted = _sums([(answer, Fraction(1)) for answer in answers], question, categories)
    weighed = counted
    if weighing.weights:
        weighed = _sums([(answer, weighing.of(answer)) for answer in answers], question, categories)
    return Tally(
        group,
        len(answers),
        counted.total,
        {name: int(n) for name, n in counted.counts.items()},
        {name: int(n) for name, n in counted.groups.items()},
        weighed,
        weighing.effective(group, answers),
        tuple(weighing.of(answer) for answer in answers) if weighing.weights else (),
    )


def _sums(answers: Sequence[tuple[ClosedAnswer, Fraction]], question: Question, categories: Sequence[str]) -> Sums:
    nothing = Fraction(0)
    counts = dict.fromkeys(categories, nothing)
    for answer, weight in answers:
        for name in _chosen(question, answer) if categories else ():
            counts[name] += weight
    groups = dict.fromkeys((question.groups[name] for name in question.categories if name in question.groups), nothing)
    for name, n in counts.items():
        if name in question.groups:
            groups[question.groups[name]] += n
    if question.kind.has_mean:
        known = ((answer.number, weight) for answer, weight in answers if answer.number is not None)
        total = sum((_exact(number) * weight for number, weight in known), nothing)
    else:
        steps = positions(question)
        total = sum((steps.get(name, nothing) * n for name, n in counts.items()), nothing)
    return Sums(sum((weight for _answer, weight in answers), nothing), total, counts, groups)


def _exact(value: float) -> Fraction:
    """Return the decimal number that was written, not its nearest binary one."""
    return Fraction(str(value))


def positions(question: Question) -> Mapping[str, Fraction]:
    """Return how many steps each category of a change or claim question stands above (+) or below (−) the middle."""
    order = [name for name in question.categories if name in question.groups]
    up = [name for name in order if question.groups[name] in ("improved", "agree")]
    down = [name for name in order if question.groups[name] in ("weakened", "disagree")]
    steps = dict.fromkeys(order, Fraction(0))
    steps |= {name: Fraction(step) for step, name in enumerate(reversed(up), 1)}
    return steps | {name: Fraction(-step) for step, name in enumerate(down, 1)}
