"""Personal data that has a shape: identity codes, accounts, addresses, phone numbers, plates, links.

Enters: a text nobody has reviewed. Leaves: proposals. Invariant: the shape decides, not the check digit, because a
mistyped identity code still identifies; python-stdnum and phonenumbers only add a reason or what the shapes overlook.
"""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu, ytunnus

from avoin.privacy.personal_data import Kind, Proposal, Reason
from avoin.privacy.taken import Taken

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
_LINK = re.compile(r"(?<![\w@])(?:https?://[^\s<>\"”]{1,300}|www\.[^\s<>\"”]{1,300}|@[A-Za-zåäöÅÄÖ][\w.]{2,40})")
_DATE = r"(?!\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d))"
_GAP = r"[ \u00a0\-\u2010-\u2013/()]{0,2}"
_ABROAD = rf"(?:\+|00)\d{{1,3}}(?:{_GAP}\(0\))?(?:{_GAP}\d){{6,11}}"
_AT_HOME = rf"\(?0\d{{1,3}}\)?(?:{_GAP}\d){{5,9}}"
_PHONE = re.compile(rf"(?<![\w+]){_DATE}(?:{_ABROAD}|{_AT_HOME})(?!\d)")
_BUSINESS = re.compile(_BEFORE + r"(?:\d{7}[\-\u2010-\u2013]\d|FI ?\d{8})" + _AFTER, re.IGNORECASE)
_PLATE = re.compile(_BEFORE + r"[A-ZÅÄÖ]{2,3}[\- \u2010-\u2013]?\d{1,3}" + _AFTER)
_NO_PLATE = re.compile(r"EU|ISO|A4|TV|SOTE|YEL|DSM|ICD|DIN|AA|AM|PM|KLO|VUODEN|[A-ZÅÄÖ]{2,3}[\- ]?0", re.IGNORECASE)
# what Finnish streets are called, as they are inflected; the number makes it an address
_STREET = (
    r"(?:katu|kadu|tie|tei|kuja|polku|polu|kaari|kaare|raitti|raiti|ranta|ranna|rinne|rintee|tori|väylä|puisto|"
    r"bulevardi|esplanadi|aukio|penger|penkeree|mäki|mäe|kulma|piha|laituri|gata|gatan|vägen|gränd)"
)
_ENDING = r"(?:n|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|a|ä|ta|tä|lle|hun|hän|en|ille|illa|illä)?"
_ADDRESS = re.compile(
    rf"{_BEFORE}(?:[A-ZÅÄÖ][\w\-]{{1,40}}[ \u00a0])?[A-ZÅÄÖa-zåäö][\w\-]{{0,40}}{_STREET}{_ENDING}[ \u00a0]"
    r"\d{1,4}(?:[\-–]\d{1,4})?(?:[ \u00a0]?[A-Za-zÅÄÖåäö](?![\w]))?"
    r"(?:[ \u00a0]?(?:as\.?[ \u00a0]?)?\d{1,4}(?![\w.,]\d))?(?:,?[ \u00a0]\d{5}(?:[ \u00a0][A-ZÅÄÖ][\w\-]{1,40})?)?"
)
_POSTAL = re.compile(rf"{_BEFORE}\d{{5}}[ \u00a0][A-ZÅÄÖ][A-ZÅÄÖa-zåäö\-]{{1,40}}")
_MOST_DIGITS = re.compile(r"(?:\d\D{0,4}){5}")
_LONGEST_FOR_NUMBERS = 20_000


def find_patterns(text: str) -> tuple[Proposal, ...]:
    """Return every shape in the text in order, none overlapping; where two overlap the more telling kind wins."""
    taken = Taken()
    found = [each for each in _found(text) if taken.take(each.start, each.end)]
    return tuple(sorted(found, key=lambda each: each.start))


def _found(text: str) -> Iterator[Proposal]:
    yield from _shaped(text, Kind.IDENTITY_CODE, _IDENTITY, lambda found: _agrees(_one_code, found))
    yield from _shaped(text, Kind.ACCOUNT, _ACCOUNT, lambda found: _agrees(iban.validate, found))
    yield from _shaped(text, Kind.EMAIL, _EMAIL)
    yield from _shaped(text, Kind.LINK, _LINK)
    yield from _shaped(text, Kind.BUSINESS_ID, _BUSINESS, lambda found: _agrees(ytunnus.validate, found[-9:]))
    yield from _shaped(text, Kind.PHONE, _PHONE, _is_a_number)
    yield from _other_numbers(text)
    yield from _shaped(text, Kind.ADDRESS, _ADDRESS)
    yield from _shaped(text, Kind.ADDRESS, _POSTAL)
    for match in _PLATE.finditer(text):
        if not _NO_PLATE.match(match.group()):
            yield Proposal(Kind.PLATE, match.start(), match.end(), (Reason.SHAPE,), sure=False)


def _shaped(
    text: str, kind: Kind, shape: re.Pattern[str], checks: Callable[[str], bool] | None = None
) -> Iterator[Proposal]:
    for match in shape.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:!?)")) if kind is Kind.LINK else match.end()
        checked = checks is not None and checks(match.group())
        yield Proposal(kind, match.start(), end, (Reason.SHAPE, Reason.CHECKED) if checked else (Reason.SHAPE,))


def _agrees(validate: Callable[[str], object], found: str) -> bool:
    try:
        validate(found)
    except ValidationError:
        return False
    return True


def _one_code(found: str) -> str:
    closed = "".join(found.split())
    return str(hetu.validate(re.sub("[\u2010-\u2015\u2212]", "-", closed).upper(), allow_temporary=True))


def _is_a_number(found: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(found, "FI"))
    except phonenumbers.NumberParseException:
        return False


def _other_numbers(text: str) -> Iterator[Proposal]:
    """Yield numbers of the world's plans that no shape above has; a text that is too long is left to the shapes."""
    if len(text) > _LONGEST_FOR_NUMBERS or not _MOST_DIGITS.search(text):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, "FI", leniency=phonenumbers.Leniency.VALID, max_tries=200):
        if sum(map(str.isdigit, match.raw_string)) > 6:
            yield Proposal(Kind.PHONE, match.start, match.end, (Reason.CHECKED,))
