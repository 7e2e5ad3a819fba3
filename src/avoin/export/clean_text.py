r"""One function that every writer sends its text through.

Enters: any text, answers included. Leaves: text that every form can hold and no reader is harmed by.
Invariant: neither control characters (but ``\n`` and tab) nor marks that turn the direction of text leave the house.
"""

import re

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 but tab and line end, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags
    "\ufdd0-\ufdef\ufffe\uffff]"  # code points that are no characters
)
_HALVES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile(r"\s*\n\s*")


def clean(text: str) -> str:
    r"""Return the text without control characters; line ends as ``\n``, half characters as U+FFFD.

    Letters of every script, emoji and their joiners stay.

    Examples
    --------
    >>> clean("a\x1b[31mb\r\nc")
    'a[31mb\nc'
    """
    return _HALVES.sub("\ufffd", _REMOVED.sub("", _LINE_ENDS.sub("\n", text)))


def clean_line(text: str) -> str:
    """Return the cleaned text on one line; no-break spaces stay, they set codes below others in."""
    return _BREAKS.sub(" ", clean(text)).replace("\t", " ").strip(" ")
