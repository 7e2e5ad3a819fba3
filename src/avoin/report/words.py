"""Numbers as a reader of the language writes them.

Enters: exact fractions and counts. Leaves: text. Invariant: rounding happens here only, half up (6.45 → 6.5), on the
exact value; nothing is rounded twice.
"""

from fractions import Fraction
from math import inf

from avoin.i18n import _, language

NBSP = "\u00a0"
_MINUS = "\u2212"
_DASH = "\u2013"


def number(value: Fraction | int, decimals: int = 0) -> str:
    """Return a number with so many decimals, half up, in the language spoken now.

    Finnish has a decimal comma; thousands stand apart by a no-break space in Finnish and a comma in English.

    Examples
    --------
    >>> number(Fraction(129, 20), 1)
    '6.5'
    """
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(int(scaled + Fraction(1, 2)), 10**decimals)
    finnish = language() == "fi"
    text = f"{whole:,}".replace(",", NBSP if finnish else ",")
    if decimals:
        text += ("," if finnish else ".") + f"{rest:0{decimals}d}"
    negative = value < 0 and (whole or rest)
    return _MINUS + text if negative else text


def grade(value: Fraction) -> str:
    """Return a mean grade with one decimal; a whole one without (8, not 8.0)."""
    text = number(value, 1)
    return text[:-2] if text.endswith("0") and text[-2] in ".," else text


def percent(value: Fraction, decimals: int = 0) -> str:
    """Return a proportion 0–1 as a percentage: "60 %" with a no-break space in Finnish, "60%" in English."""
    return number(value * 100, decimals) + (f"{NBSP}%" if language() == "fi" else "%")


def effective(size: float | None) -> str:
    """Return the number of respondents that figures rest on; no limit where everybody of a population answered."""
    if size is None:
        return WITHHELD
    return "∞" if size == inf else number(Fraction(size))


def signed(value: Fraction, decimals: int = 1) -> str:
    """Return a change with its sign; no change is "±0"."""
    text = number(value, decimals)
    if not any("1" <= char <= "9" for char in text):
        return "±0"
    return text if value < 0 else "+" + text


def interval(low: str, high: str) -> str:
    """Return a range of two numbers as text, with an en dash."""
    return f"{low}{_DASH}{high}"


def level() -> str:
    """Return the level of the intervals in the tables, as a percentage."""
    return percent(Fraction(95, 100))


def listing(names: tuple[str, ...]) -> str:
    """Return names as a person lists them: "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


WITHHELD = ".."
"""What stands in the place of a figure that may not be shown (statistical offices' sign): small, or sacrificed."""


def withheld_note(threshold: int) -> str:
    """Return the one line that says why figures are missing."""
    return _(
        "{mark} = not shown: it rests on fewer than {threshold} respondents, or would give such a figure away."
    ).format(mark=WITHHELD, threshold=threshold)


def group_name(name: str) -> str:
    """Return a group of categories as people read it; any other category as it is."""
    return {
        "improved": _("better"),
        "unchanged": _("unchanged"),
        "weakened": _("worse"),
        "agree": _("agree"),
        "neither": _("neither agree nor disagree"),
        "disagree": _("disagree"),
    }.get(name, name)
