"""Which language an answer is in: Finnish, Swedish, English, or not to be told.

Enters: a text. Leaves: "fi", "sv", "en" or "und". The evidence is small words and letters; a short answer without
evidence is taken for Finnish, because the survey is.
"""

import re
from collections.abc import Mapping
from functools import cache

from avoin.nlp import lexicon
from avoin.nlp.morphology import morphology

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 1_000  # code points looked at
_MARGIN = 1.0
_FINNISH_ENDS = (
    "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "nen", "iset", "isia", "isiä", "minen", "uus",
    "yys", "uuden", "yyden", "aan", "ään", "een", "iin", "oon", "uun", "ien", "jen", "den", "tta", "ttä", "vat", "vät",
    "mme", "nsa", "nsä", "kin", "kään", "kaan", "ot", "ät", "yt", "ut", "ja", "jä", "ia", "iä", "ita", "itä", "oja",
)  # fmt: skip
_FINNISH_SPELLING = re.compile(r"aa|ää|uu|yy|ii|ee|oo|öö|uo|yö|kk|äi|öi|yk")
_SWEDISH_SPELLING = re.compile(r"å|ck|sk|tion|het\b|ning|arna|erna|orna|ande\b|skt\b|ligt\b|bb|dd|gg")
_ENGLISH_SPELLING = re.compile(r"\b(?:w|th)|tion|ing\b|ly\b|sh|ment\b|ough|ity\b|ous\b|ck|ness\b|ed\b")


def language_of(text: str) -> str:
    """Return "fi", "sv", "en", or "und" where there are no letters.

    Examples
    --------
    >>> language_of("Köerna är för långa och det finns inte tider"), language_of("köyhyys"), language_of("?!")
    ('sv', 'fi', 'und')
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if not any(len(word) > 1 for word in words):
        return "und"
    points = {language: _points(language, words) for language in ("sv", "en", "fi")}
    best = max(("sv", "en"), key=points.__getitem__)
    if points[best] > points["fi"] + _MARGIN:
        return best
    # a few words without any small word: no other language if Finnish knows one of the longer ones
    foreign = points[best] > points["fi"] and not any(morphology().knows(word) for word in words if len(word) > 3)
    return best if foreign and len(words) > 1 else "fi"


def _points(language: str, words: list[str]) -> float:
    small = function_words()[language]
    spelling = {"fi": _FINNISH_SPELLING, "sv": _SWEDISH_SPELLING, "en": _ENGLISH_SPELLING}[language]
    points = 0.0
    for word in words:
        if word in small:
            points += 1.0
        elif len(word) > 3 and spelling.search(word):
            points += 0.3
        if language == "fi" and len(word) > 4 and word.endswith(_FINNISH_ENDS):
            points += 0.5
    return points


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Return each language's small words, from ``models/function_words.tsv``."""
    return {language: frozenset(words.split()) for language, words in lexicon.rows("function_words.tsv", 2)}
