"""How far two coders agreed and what became of their disagreements, for the methods.

Enters: comparisons before and after settling. Leaves: sentences. Invariants: only what people put is compared, and the
sentences say so; a coefficient that is not defined is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from avoin.agreement.compare import CodeAgreement, Comparison
from avoin.i18n import _, ngettext
from avoin.report import words


@dataclass(frozen=True, slots=True)
class QuestionReliability:
    """One question.

    Attributes
    ----------
    before, after : Comparison
        As the coders coded, and with what was settled in place of both.
    """

    title: str
    n_disagreements: int
    n_settled: int
    before: Comparison
    after: Comparison


@dataclass(frozen=True, slots=True)
class Reliability:
    """A finished blind draw.

    Attributes
    ----------
    own : bool
        A coder coded their own answers again.
    n_drawn, of : int
        Answers drawn, and from how many.
    n_suggested : tuple of (int, int)
        Codings compared that each coder made with suggestions in view.
    settled_by : tuple of str
        Who settled disagreements.
    """

    coders: tuple[str, str]
    own: bool
    n_drawn: int
    of: int
    n_suggested: tuple[int, int]
    settled_by: tuple[str, ...]
    questions: tuple[QuestionReliability, ...]


def reliability_told(found: Reliability) -> Iterator[str]:
    """Yield a sentence or two on each thing that a reader must know."""
    yield _who(found)
    first, second = found.n_suggested
    yield _(
        "Agreement is reckoned from codings that people put; suggestions of the program are not compared. Of the first "
        "coding, {first} codings were made with suggestions in view, of the second {second}."
    ).format(first=words.number(first), second=words.number(second))
    if first and not second:
        yield _(
            "The second coding saw no suggestions, so what these may have led the first coder to shows as disagreement."
        )
    for question in found.questions:
        yield from _question(question)
    n = sum(each.n_settled for each in found.questions)
    if n:
        yield ngettext(
            "{n} disagreement was settled by {who}; what was decided counts here, and both codings are kept.",
            "{n} disagreements were settled by {who}; what was decided counts here, and both codings are kept.",
            n,
        ).format(n=words.number(n), who=words.listing(found.settled_by))


def _who(found: Reliability) -> str:
    first, second = found.coders
    says = (
        _("{first} coded {n} of {of} answers a second time, blind to the first coding.")
        if found.own
        else _("{first} and {second} coded {n} of {of} answers independently, the second blind to the first.")
    )
    return says.format(first=first, second=second, n=words.number(found.n_drawn), of=words.number(found.of))


def _question(found: QuestionReliability) -> Iterator[str]:
    n = found.before.n_answers
    yield ngettext(
        "{question}: {n} answer compared, {apart} coded differently, of which {settled} settled.",
        "{question}: {n} answers compared, {apart} coded differently, of which {settled} settled.",
        n,
    ).format(
        question=found.title,
        n=words.number(n),
        apart=words.number(found.n_disagreements),
        settled=words.number(found.n_settled),
    )
    if found.before.sets.masi.value is not None:
        yield _("Krippendorff's alpha of the sets of codes (MASI distance) is {alpha}.").format(
            alpha=_number(found.before.sets.masi.value)
        )
    before, after = _kappas(found.before.codes), _kappas(found.after.codes)
    if before:
        yield _("Cohen's kappa by code is from {low} to {high}, in the middle {median}.").format(**_range(before))
    if found.n_settled and after:
        yield _("With what was settled, kappa by code is from {low} to {high}, in the middle {median}.").format(
            **_range(after)
        )


def _kappas(codes: tuple[CodeAgreement, ...]) -> list[float]:
    return sorted(code.kappa.value for code in codes if code.kappa.value is not None)


def _range(values: list[float]) -> dict[str, str]:
    middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return {"low": _number(values[0]), "high": _number(values[-1]), "median": _number(middle)}


def _number(value: float) -> str:
    return words.number(Fraction(value), 2)
