"""Bytes in, text out: which encoding a Finnish survey export was written in.

A ladder: byte order mark, UTF-16 without one, strict UTF-8, then the old eight-bit encodings by how Finnish the result
looks. General detectors fail here: they take Finnish cp1252 for Icelandic or Greek.
Invariant: whatever cannot be decoded is an error or is counted in ``warnings``, never silently another letter.
"""

import codecs
import re
from dataclasses import dataclass

from avoin.i18n import _, ngettext
from avoin.importing.table import ImportFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EIGHT_BIT = ("cp1252", "iso8859-15", "mac-roman", "cp850")
ENCODINGS = ("utf-8", "utf-16", *_EIGHT_BIT)
"""The encodings that survey exports are met in."""
_SAMPLE = 2 * 1024 * 1024
_PART = 4096
_FOREIGN = re.compile("[^\x00-\x7f]")
_FINNISH = frozenset("äöåÄÖÅ")
_WELCOME = frozenset("éèüšžÉÜŠŽ€–—’‘”“…•°§½´«»©®²³\u00a0\u2022\u00ad")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file.

    Attributes
    ----------
    encoding : str
        Python's name of the encoding.
    marked : bool
        True where the file began with a byte order mark.
    warnings : tuple of str
        Translated sentences on what could not be decoded.
    """

    text: str
    encoding: str
    marked: bool = False
    warnings: tuple[str, ...] = ()


def decode(content: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Decode a text file.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name, for messages.
    encoding : str or None
        The encoding a person named; None guesses it.

    Raises
    ------
    ImportFileError
        For an unknown encoding, or bytes that the named encoding does not have (names the row), or what is no text.
    """
    if encoding is not None:
        return _decode_as_told(content, file, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_loosely(content[len(mark) :], name, marked=True)
    wide = _wide_without_mark(content)
    if wide:
        return _decode_loosely(content, wide, marked=False)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(content):
        return _decode_loosely(content, "utf-8", marked=False)
    name = max(_EIGHT_BIT, key=lambda each: _finnishness(_sample(content).decode(each, "replace")))
    return _decode_loosely(content, name, marked=False)


def _decode_as_told(content: bytes, file: str, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = content.decode("utf-8-sig" if name == "utf-8" else name)
    except LookupError:
        raise ImportFileError(
            _("There is no text encoding called {encoding}.").format(encoding=encoding),
            _("Common ones are utf-8, utf-16, cp1252, iso8859-15, mac-roman and cp850."),
        ) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportFileError(
            _("{file}, line {line}: the bytes are not {encoding}.").format(file=file, line=line, encoding=encoding),
            _("Leave --encoding out to have the encoding guessed, or name another."),
        ) from None
    return Decoded(text.removeprefix("\ufeff"), name, marked=text.startswith("\ufeff"))


def _decode_loosely(content: bytes, name: str, *, marked: bool) -> Decoded:
    wide = name.startswith("utf-16")
    try:
        # a lone surrogate is let through here; it is counted and replaced with what else no store can hold
        return Decoded(content.decode(name, "surrogatepass" if wide else "strict"), name, marked)
    except UnicodeDecodeError:
        text = content.decode(name, "replace")
    n = text.count("\ufffd") - (content.count("\ufffd".encode()) if name == "utf-8" else 0)
    warning = ngettext(
        "{n} byte sequence was not {encoding} and was replaced with the mark �.",
        "{n} byte sequences were not {encoding} and were replaced with the mark �.",
        n,
    ).format(n=n, encoding=name)
    return Decoded(text, name, marked, (warning,))


def _wide_without_mark(content: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" where every other byte is NUL, as Latin letters have it; else ""."""
    head = content[: _SAMPLE // 2 * 2]
    n = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if n and odd > n * 0.6 and even < n * 0.2:
        return "utf-16-le"
    return "utf-16-be" if n and even > n * 0.6 and odd < n * 0.2 else ""


def _is_damaged_utf8(content: bytes) -> bool:
    """Return whether the bytes are UTF-8 but for a few: then U+FFFD for those says more than another alphabet."""
    sample = _sample(content)
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for _each in _FOREIGN.finditer(text)) - broken
    return whole > 3 * broken


def foreign_part(content: bytes) -> bytes:
    """Return what follows the first byte outside ASCII, and the line it is in; the beginning where there is none."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", content)), 0)
    start = content.rfind(b"\n", 0, first) + 1
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(_wide_without_mark(content))
    return content[0 if wide else start :][:_PART]


def _sample(content: bytes) -> bytes:
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", content)), 0)
    start = max(0, first - 100)
    return content[start : start + _SAMPLE]


def _finnishness(text: str) -> float:
    """Score how much the letters outside ASCII look like Finnish text; higher is more."""
    return sum(_weight(text, match.start()) for match in _FOREIGN.finditer(text))


def _weight(text: str, place: int) -> float:
    char = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if char.isupper() and before.islower():
        return -2.0  # a capital inside a word is another alphabet's letter
    if char in _FINNISH:
        return 3.0 if before.isalpha() or after.isalpha() else 0.0
    if char in _WELCOME:
        return 0.5
    if char.isalpha():
        return -0.5
    return -3.0 if char == "\ufffd" or "\x80" <= char <= "\x9f" else -2.0
