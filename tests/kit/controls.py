"""What moves, colours or turns what a terminal draws, and which of it is the workbench's own way of drawing."""

import re

MARK = "98989"
"""A number in sequences of ``kit.nasty`` that the workbench never writes: one that got through is known by it."""

_NUMBERS = "[0-9]{0,4}(?:;[0-9]{0,4})*"
_OURS = re.compile(
    rf"\x1b\[{_NUMBERS}[mHJKABCD]"  # colours, places, clearing
    rf"|\x1b\[\?{_NUMBERS}[hlu]|\x1b\[\?{_NUMBERS}\$p"  # modes and asking for them
    rf"|\x1b\[[<>=]{_NUMBERS}[u-z]|\x1b\[{_NUMBERS}[ctuq]"  # the keyboard's way of writing
    r"|\x1b\]22;[a-z]+\x07|\r|\n"  # the mouse's shape, line ends
)
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks
    "\ud800-\udfff]"  # halves of pairs, and bytes that are no UTF-8
)


def controls(text: str) -> list[str]:
    """Return all that is no letter to a terminal."""
    return _CONTROL.findall(text)


def foreign(written: str) -> list[str]:
    """Return the controls in what was written to a terminal that are not the workbench's own way of drawing."""
    return controls(_OURS.sub("", written))
