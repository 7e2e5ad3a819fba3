"""A proposed code, as a screen shows it.

Invariant: a suggestion is never a coding; only a person makes it one. How it comes about is in ``suggester``.
"""

from dataclasses import dataclass

from avoin.ids import CodeId, Span

N_OFFERED = 9
"""Suggestions that a digit can take."""

LEAST_OFFERED = 0.05
"""A code with a lower chance is not shown at all: the machine abstains."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that is proposed for a segment.

    Attributes
    ----------
    p : float
        Chance that the coder gives it, 0-1.
    words : tuple of (int, int)
        [start, end) in the answer's working text of the words that speak for it, in text order.
    nearest : Span or None
        The confirmed segment with this code that is most like this one.
    sure : bool
        False where it is offered only: its chance is under the learned threshold.
    """

    code: CodeId
    p: float
    words: tuple[tuple[int, int], ...] = ()
    nearest: Span | None = None
    sure: bool = True
