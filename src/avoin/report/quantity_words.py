"""Words of quantity in Finnish sentences, inflected, and whether counts carry them.

Enters: a sentence, a count and its base. Leaves: the words found and a verdict on each.
Invariant: a word that speaks of something else than respondents (osa asiakkaista) is said to, not judged.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from avoin.report.quantities import ORDER, Quantity, Scale


class Verdict(StrEnum):
    """Whether the counts carry a word."""

    FITS = "fits"
    TOO_STRONG = "too_strong"  # the counts are lower than the word says
    TOO_WEAK = "too_weak"  # a stronger word would be true
    OTHER = "other"  # the word speaks of something that is not counted
    NO_COUNT = "no_count"  # there is no evidence to count


@dataclass(frozen=True, slots=True)
class QuantityWord:
    """One word of quantity.

    Attributes
    ----------
    start, end : int
        Code points of the text, [start, end).
    about : str
        The noun it speaks of, where that is not respondents; otherwise empty.
    """

    word: str
    start: int
    end: int
    quantity: Quantity
    about: str = ""


_ALL = r"(?:kaikki(?:en|a|in|na)?|kaiki(?:lla|lta|lle|ssa|sta|ksi)|jokai(?:nen|sen|sta|sella|selta|selle|sessa|sesta))"
_ALMOST = r"(?:lähes|melkein|miltei|liki)\s+"
_PART = r"(?:a|an|aa|alla|alta|alle|assa|asta|aan)"
_MOST = (
    r"suur(?:in|inta|imman|impaan|immalla|immalta|immalle|immassa|immasta)\s+os"
    + _PART
    + r"|valtaos"
    + _PART
    + r"|enemmistö(?:n|ä|ön|llä|ltä|lle|ssä|stä)?"
    + r"|useimm(?:at|illa|ilta|ille|issa|ista)|useimpi(?:en|a|in)"
)
_HALF = r"(?:noin|suunnilleen)\s+puol(?:et|en|ta|ella|elta|elle|essa|esta|een|ikkaa)|puolet"
_FEW = r"muutam(?:a|an|aa|alla|alta|alle|assa|asta|aan|at|ia|ien|iin|illa|ilta|ille|issa|ista)"
_SINGLE = r"yksittäi(?:nen|sen|stä|seen|sellä|seltä|selle|sessä|sestä|set|siä|sten|siin|sillä|siltä|sille|sissä|sistä)"
_KINDS = (
    (Quantity.ALMOST_ALL, _ALMOST + _ALL),
    (Quantity.ALL, _ALL),
    (Quantity.MOST, _MOST),
    (Quantity.HALF, _HALF),
    (Quantity.SOME, r"os(?:a|an|alla|alle|assa|asta|aa|aan|alta)"),
    (Quantity.FEW, _FEW),
    (Quantity.SINGLE, _SINGLE),
)
_WORDS = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS) + r")(?![\w-])", re.IGNORECASE
)
# another measure than ours: over half, a large part, not all
_MEASURED = re.compile(
    r"(?:\b(?:yli|alle|suuri|suuren|suurta|iso|ison|pieni|pienen|toinen|ei|eivät|yhtenä|tärkeä)\s+)$", re.I
)
_DENIED = re.compile(r"\s+(?:ei|eivät)\b", re.IGNORECASE)
_RESPONDENT = re.compile(r"(?:vastaaj|vastann|vastauks|haastatel|osallistuj)\w*|mielestä", re.IGNORECASE)
_NEXT = re.compile(r"\s+([^\W\d_][\w-]*)")
_ELATIVE = re.compile(r"\w{2,}(?:sta|stä)$", re.IGNORECASE)
# osaa, osaan and osalta are other words too (he/she can, I can, as for): of a part only before "of something"
_AMBIGUOUS = frozenset(("osaa", "osaan", "osalta"))
_VERB = re.compile(r"(?:vat|vät|taan|tään|tiin|neet|ttu|tty)$", re.IGNORECASE)
_CASES = ("lla", "llä", "lta", "ltä", "lle", "ssa", "ssä", "sta", "stä", "t", "ien", "ja", "jä", "ia", "iä")


def quantity_words(text: str) -> tuple[QuantityWord, ...]:
    """Return the words of quantity in a Finnish text, in order.

    Examples
    --------
    >>> [(each.word, str(each.quantity), each.about) for each in quantity_words("Suurin osa asiakkaista jonottaa.")]
    [('Suurin osa', 'most', 'asiakkaista')]
    """
    return tuple(_found(text))


def verdict(word: QuantityWord, n: int, base: int, scale: Scale) -> Verdict:
    """Return whether n respondents of a base carry the word on the scale."""
    if word.about:
        return Verdict.OTHER
    if not n or not base:
        return Verdict.NO_COUNT
    true = scale.word(n, base)
    if true is word.quantity:
        return Verdict.FITS
    return Verdict.TOO_STRONG if ORDER.index(true) > ORDER.index(word.quantity) else Verdict.TOO_WEAK


def _found(text: str) -> Iterator[QuantityWord]:
    for match in _WORDS.finditer(text):
        quantity = Quantity(str(match.lastgroup))
        following = _NEXT.match(text, match.end())
        noun = following.group(1) if following else ""
        if _MEASURED.search(text, 0, match.start()) or _DENIED.match(text, match.end()):
            continue
        if match.group().casefold() in _AMBIGUOUS and not _ELATIVE.fullmatch(noun):
            continue
        about = _about(quantity, match.group(), noun)
        yield QuantityWord(match.group(), match.start(), match.end(), quantity, about)


def _about(quantity: Quantity, word: str, noun: str) -> str:
    """Return the noun where it is one that is not counted."""
    if not noun or _RESPONDENT.fullmatch(noun) or _VERB.search(noun):
        return ""
    if quantity in (Quantity.MOST, Quantity.HALF, Quantity.SOME):
        return noun if _ELATIVE.fullmatch(noun) else ""
    # all, a few and a single stand in the same case as their noun
    case = next((each for each in _CASES if word.casefold().endswith(each)), "")
    if word.casefold().endswith("kaikki"):
        case = "t"
    return noun if case and noun.casefold().replace("ä", "a").endswith(case.replace("ä", "a")) else ""
