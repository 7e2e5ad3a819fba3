"""Personal data that has a shape: identity codes, account numbers, e-mail addresses, phone numbers.

Enters: a text nobody has reviewed. Leaves: the text with every such shape replaced by its kind in brackets.
Invariant: the shape decides, not the check digit, because a mistyped identity code still identifies. Names, places
and events have no shape: this is no substitute for a person who reads the quote before it leaves.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from avoin.i18n import _


class Pattern(StrEnum):
    """What kind of personal data a shape is."""

    IDENTITY_CODE = "identity_code"
    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text, [start, end) in code points, that looks like personal data."""

    kind: Pattern
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with shapes replaced; ``findings`` refer to the text as it was."""

    text: str
    findings: tuple[Finding, ...]


_BEFORE = r"(?<![^\W_])"  # neither a letter nor a digit just before
_AFTER = r"(?![^\W_])"
# separators of the identity code: + (1800s), - Y X W V U (1900s), A B C D E F (2000s); people write en dashes too
_IDENTITY = re.compile(
    _BEFORE + r"\d{6}\s?(?:[+\-\u2010-\u2015\u2212]|[YXWVUABCDEF])\s?\d{3}[0-9A-Z]" + _AFTER, re.IGNORECASE
)
_ACCOUNT = re.compile(
    _BEFORE
    + r"(?:FI\d{2}(?:[ \u00a0]?\d){14}"
    + r"|[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?)"
    + _AFTER,
    re.IGNORECASE,
)
# every repetition below is bounded, so that no answer makes the search slow
_AT = r"(?:\s?@\s?|\s?[(\[]\s?(?:at|ät|miumau)\s?[)\]]\s?|\s(?:at|ät)\s)"
_DOT = r"(?:\.|\s?[(\[]\s?(?:dot|piste)\s?[)\]]\s?|\s(?:dot|piste)\s)"
_LOCAL = rf"[\w+\-]{{1,64}}(?:{_DOT}[\w+\-]{{1,64}}){{0,6}}"
_DOMAIN = rf"[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{0,4}}{_DOT}[a-z]{{2,24}}"
_EMAIL = re.compile(
    rf"(?<![\w+\-]){_LOCAL}(?:{_AT}{_DOMAIN}|ät[\w\-]{{1,63}}\.(?:fi|com|net|org|se|ee|eu))(?!\w)", re.IGNORECASE
)
_DATE = r"(?!\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d))"
_GAP = r"[ \u00a0\-\u2010-\u2013/()]{0,2}"
_ABROAD = rf"(?:\+|00)\d{{1,3}}(?:{_GAP}\(0\))?(?:{_GAP}\d){{6,11}}"
_AT_HOME = rf"\(?0\d{{1,3}}\)?(?:{_GAP}\d){{5,9}}"
_PHONE = re.compile(rf"(?<![\w+]){_DATE}(?:{_ABROAD}|{_AT_HOME})(?!\d)")
_SHAPES = (
    (Pattern.IDENTITY_CODE, _IDENTITY),
    (Pattern.ACCOUNT, _ACCOUNT),
    (Pattern.EMAIL, _EMAIL),
    (Pattern.PHONE, _PHONE),
)


def find_patterns(text: str) -> tuple[Finding, ...]:
    """Return every shape in the text in order, none overlapping; where two overlap the more telling kind wins."""
    taken: list[Finding] = []
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            if all(match.end() <= each.start or each.end <= match.start() for each in taken):
                taken.append(Finding(kind, match.start(), match.end()))
    return tuple(sorted(taken, key=lambda each: each.start))


def redact(text: str) -> Redacted:
    """Return the text with every shape replaced by its kind in brackets, in the language spoken now.

    Examples
    --------
    >>> redact("Soita 040 123 4567 heti.").text
    'Soita [phone number] heti.'
    """
    findings = find_patterns(text)
    pieces: list[str] = []
    place = 0
    for each in findings:
        pieces += [text[place : each.start], _replacement(each.kind)]
        place = each.end
    return Redacted("".join((*pieces, text[place:])), findings)


def _replacement(kind: Pattern) -> str:
    return {
        Pattern.IDENTITY_CODE: _("[identity code]"),
        Pattern.ACCOUNT: _("[account number]"),
        Pattern.EMAIL: _("[e-mail address]"),
        Pattern.PHONE: _("[phone number]"),
    }[kind]
