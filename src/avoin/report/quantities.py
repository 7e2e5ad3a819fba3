"""Shares in words that mean the same everywhere in a report: the project's own scale.

Enters: counts and a scale. Leaves: a quantity or a sentence. Invariant: a share belongs to the first step it reaches;
the arithmetic is exact.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from avoin.i18n import _
from avoin.report import words


class Quantity(StrEnum):
    """How large a share is."""

    ALL = "all"
    ALMOST_ALL = "almost_all"
    MOST = "most"
    HALF = "half"
    SOME = "some"
    FEW = "few"
    SINGLE = "single"


ORDER = tuple(Quantity)
"""From the largest to the smallest."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From which share on a word may be used, proportions 0–1; each lower than the one before.

    A few is at least two respondents but less than ``some``; a single is one respondent.
    """

    almost_all: Fraction = Fraction(90, 100)
    most: Fraction = Fraction(60, 100)
    half: Fraction = Fraction(40, 100)
    some: Fraction = Fraction(10, 100)

    def word(self, n: int, base: int) -> Quantity:
        """Return the word for n respondents of a base.

        Parameters
        ----------
        n : int
            At least 1.
        base : int
            At least n.
        """
        if n == 1 and base > 1:
            return Quantity.SINGLE
        share = Fraction(n, base)
        steps = (
            (Quantity.ALL, Fraction(1)),
            (Quantity.ALMOST_ALL, self.almost_all),
            (Quantity.MOST, self.most),
            (Quantity.HALF, self.half),
            (Quantity.SOME, self.some),
        )
        return next((word for word, at_least in steps if share >= at_least), Quantity.FEW)


SCALE = Scale()
"""The scale of a project that states no other."""


def scale_of(percentages: tuple[int, int, int, int]) -> Scale:
    """Return the scale of whole percentages, the highest first."""
    return Scale(*(Fraction(each, 100) for each in percentages))


def mentioned_by(n: int, base: int, scale: Scale = SCALE) -> str:
    """Return the sentence that says in words and numbers how many respondents mention something."""
    sentence = {
        Quantity.ALL: _("All respondents ({n} of {base}, {share}) mention this."),
        Quantity.ALMOST_ALL: _("Almost all respondents ({n} of {base}, {share}) mention this."),
        Quantity.MOST: _("Most respondents ({n} of {base}, {share}) mention this."),
        Quantity.HALF: _("About half of the respondents ({n} of {base}, {share}) mention this."),
        Quantity.SOME: _("Some respondents ({n} of {base}, {share}) mention this."),
        Quantity.FEW: _("A few respondents ({n} of {base}, {share}) mention this."),
        Quantity.SINGLE: _("A single respondent ({n} of {base}, {share}) mentions this."),
    }[scale.word(n, base)]
    return sentence.format(n=words.number(n), base=words.number(base), share=words.percent(Fraction(n, base)))


def scale_sentence(scale: Scale = SCALE) -> str:
    """Return the sentence that states what the quantity words mean."""
    return _(
        "Words of quantity: all = everybody who answered; almost all = at least {almost}; most = at least {most}; "
        "about half = at least {half}; some = at least {some}; a few = at least two respondents but less than {some}; "
        "a single = one respondent."
    ).format(
        almost=words.percent(scale.almost_all),
        most=words.percent(scale.most),
        half=words.percent(scale.half),
        some=words.percent(scale.some),
    )
