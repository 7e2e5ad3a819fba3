"""Segments that deny something, and codes that are about a lack.

Enters: a segment's text, a code's texts. Leaves: how strongly it denies; yes or no.
Words alone cannot tell "talousvaikeudet ovat lisääntyneet" from "en ole huomannut talousvaikeuksien lisääntyneen"; a
finite verb of denial can. How much it counts is learned (``calibration``); this only says where it is.
"""

import re

DENIES = 1.0
"""Something in the segment is denied: it may be what the code is about, or what follows from it."""

DENIES_SEEING = 8.0
"""The writer says that it was not seen, or has not become more: hardly a word of it speaks for a code."""

_VERB = (
    "en|et|ei|emme|ette|eivät|enkä|etkä|eikä|emmekä|ettekä|eivätkä|etten|ettet|ettei|ettemme|ettette|etteivät|ellei"
    "|elleivät|jollei|jolleivät|miksei|mikseivät|älä|älkää|älköön|älkäämme"
)
_DENIAL = re.compile(rf"\b(?:{_VERB}|inte|ej|not|don['’]t|doesn['’]t|didn['’]t|hasn['’]t|haven['’]t)\b", re.IGNORECASE)
_SEEN = (
    r"huomannut|huomanneet|huomattu|havainnut|havainneet|havaittu|nähnyt|nähneet|nähty|kuullut|kuulleet|näkynyt|ilmennyt"
    r"|tul(?:lut|leet)\s+(?:esiin|esille|vastaan|ilmi)"
)
_GROWN = (
    r"(?:lisään|kasva|yleisty|pahen|piden|kallis|voimis|tihen|raais|syven|kärjis|jyrken|tiivis)\w*(?:nut|nyt|neet|nu|ny)"
    r"|nous(?:sut|seet|su)"
)
_MORE = (
    r"(?:enempää|enemmän|useammin)\s+kuin|(?:sen|aiempaa|aikaisempaa|entistä)\s+(?:enempää|enemmän|useammin|\w+mpi\w*)"
)
_NOT_SEEN = re.compile(
    rf"\b(?:{_VERB})\s+(?:\w+\s+){{0,2}}o(?:le|o)\s+(?:\w+\s+){{0,3}}(?:{_SEEN}|{_GROWN})\b"
    rf"|\b(?:{_VERB})\s+(?:\w+\s+){{0,4}}(?:{_MORE})\b"
    r"|\b(?:en|emme)\s+(?:\w+\s+){0,2}(?:huomaa|havaitse|näe|usko|sanoisi|kuule)\b"
    r"|^\W*(?:ei|eihän)\s+(?:se\s+)?o(?:le|o)\s+(?:niin|mitenkään)\b"
    r"|\bei(?:vät)?\s+(?:\w+\s+){0,2}(?:näy|näkynyt|ilmene)\b"
    r"|\b(?:have|has)(?:n['’]t|\s+not)\s+(?:seen|noticed|heard|increased|grown|risen)\b"
    r"|\bhar\s+inte\s+(?:sett|märkt|hört|ökat)\b",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"\b(?:ei|eivät|ettei|eikä|ilman|puut(?:e|ett|te|tu|u)\w*|vähyy\w+|riittämät\w*|loppu\w*|menet\w+|heiken\w+|vähen\w+"
    r"|\w+mat(?:on|tom\w+)|\w+mät(?:ön|töm\w+)|\w{3,}(?:ton|tön|ttom\w+|ttöm\w+))\b",
    re.IGNORECASE,
)


def denial(text: str) -> float:
    """Return how strongly a segment denies: 0, ``DENIES`` or ``DENIES_SEEING``.

    Examples
    --------
    >>> denial("Jonot kasvavat"), denial("Apua ei saa"), denial("En ole huomannut talousvaikeuksien lisääntyneen")
    (0.0, 1.0, 8.0)
    """
    if _NOT_SEEN.search(text):
        return DENIES_SEEING
    return DENIES if _DENIAL.search(text) else 0.0


def is_about_lack(text: str) -> bool:
    """Return whether a code's texts speak of something that is not there, so that a denial speaks for it.

    Examples
    --------
    >>> is_about_lack("Puhtaan veden puute"), is_about_lack("Hintojen nousu")
    (True, False)
    """
    return _LACKS.search(text) is not None
