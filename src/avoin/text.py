"""Text that came from outside: how it is kept, how it is compared and how it is shown.

Enters: any string from a file. Leaves: the working text (offsets refer to it), folded keys, and a safe form to draw.
Invariant: nothing that came from a file reaches a terminal but through ``show``.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"  # surrogates, byte order mark, annotations, tags
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_END_MARKS = " .!?…,;:"
_ERASED = "░"

CUT = "[…]"
"""What stands where words were left out."""


def working_text(raw: str) -> str:
    r"""Return the form that offsets refer to: NFC, line ends as ``\n``, NUL and lone surrogates as U+FFFD.

    Made once at import and stored beside the answer as read.

    Examples
    --------
    >>> working_text("a\r\nb")
    'a\nb'
    """
    return _UNSTORABLE.sub("\ufffd", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", raw)))


def erased(text: str) -> str:
    """Return what stands where a text was erased: as long as it, so that offsets still fit, and saying nothing.

    Examples
    --------
    >>> erased("Raha"), is_erased(erased("Raha"))
    ('░░░░', True)
    """
    return _ERASED * len(text)


def is_erased(text: str) -> bool:
    """Return whether a text, or the part of a text, was erased."""
    return bool(text) and not text.strip(_ERASED)


def show(text: str) -> str:
    r"""Return the text as it may be drawn: controls as pictures, bidi and surrogates as U+FFFD, line ends as ``\n``.

    Length in code points is kept except for CRLF, so offsets into a working text stay valid.

    Examples
    --------
    >>> show("a\x1b[31mb")
    'a␛[31mb'
    """
    return _UNSAFE.sub(_picture, _LINE_ENDS.sub("\n", text))


def show_line(text: str) -> str:
    """Return the text safe to draw on one line: line ends and tabs become spaces, runs of space are folded."""
    return _SPACES.sub(" ", show(text)).strip()


def fold(text: str) -> str:
    """Return a form for type-ahead only: small letters without diacritics, so ``saas`` finds *säästöt*.

    Examples
    --------
    >>> fold("Säästöt")
    'saastot'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def same_answer_key(text: str) -> str:
    """Return what identical answers share: case, spaces and end punctuation folded away.

    Examples
    --------
    >>> same_answer_key(" Ei ole. ") == same_answer_key("ei  ole")
    True
    """
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return folded.rstrip(_END_MARKS) or folded


def _picture(match: re.Match[str]) -> str:
    char = match.group()
    if char < "\x20":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"
