"""Which language an answer is in: Finnish, Swedish, English, another, or not to be told.

Enters: a text, then its words as read. Leaves: "fi", "sv", "en", "other" or "und". The evidence is small words,
letters, and how many words the dictionary knows; a short answer without evidence is taken for Finnish, because the
survey is. "other" is also what is no language: "asdf qwer zxcv".
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from avoin.i18n import _
from avoin.nlp import lexicon
from avoin.nlp.model import Doubt, Token
from avoin.nlp.morphology import morphology

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 1_000  # code points looked at
_MARGIN = 1.0
_FEWEST = 3  # words: of two, both may be names or misspelt
_MOSTLY = 0.6  # share of words that the dictionary lacks; dialect has a few more, but not without Finnish endings
_FINNISH_ENDS = (
    "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "nen", "iset", "isia", "isiä", "minen", "uus",
    "yys", "uuden", "yyden", "aan", "ään", "een", "iin", "oon", "uun", "ien", "jen", "den", "tta", "ttä", "vat", "vät",
    "mme", "nsa", "nsä", "kin", "kään", "kaan", "ot", "ät", "yt", "ut", "ja", "jä", "ia", "iä", "ita", "itä", "oja",
)  # fmt: skip
_FINNISH_SPELLING = re.compile(r"aa|ää|uu|yy|ii|ee|oo|öö|uo|yö|kk|äi|öi|yk")
_SWEDISH_SPELLING = re.compile(r"å|ck|sk|tion|het\b|ning|arna|erna|orna|ande\b|skt\b|ligt\b|bb|dd|gg")
_ENGLISH_SPELLING = re.compile(r"\b(?:w|th)|tion|ing\b|ly\b|sh|ment\b|ough|ity\b|ous\b|ck|ness\b|ed\b")
_SPELLING = {"fi": _FINNISH_SPELLING, "sv": _SWEDISH_SPELLING, "en": _ENGLISH_SPELLING}
_NOTHING = re.compile(r"(?!)")


def language_of(text: str) -> str:
    """Return "fi", "sv", "en", "other" for another language, or "und" where there are no letters.

    Examples
    --------
    >>> language_of("Köerna är för långa och det finns inte tider"), language_of("köyhyys"), language_of("?!")
    ('sv', 'fi', 'und')
    """
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    if not any(len(word) > 1 for word in words):
        return "und"
    if not _is_latin(words):
        return "other"
    points = {language: _points(language, words) for language in ("sv", "en", "other", "fi")}
    best = max(("sv", "en", "other"), key=points.__getitem__)
    if points[best] > points["fi"] + _MARGIN:
        return best
    # a few words without any small word: no other language if Finnish knows one of the longer ones
    foreign = points[best] > points["fi"] and not any(morphology().knows(word) for word in words if len(word) > 3)
    return best if foreign and len(words) > 1 else "fi"


def language_as_read(text: str, tokens: Sequence[Token]) -> str:
    """Return "other" for a text taken for Finnish most of whose words no Finnish reading was found for, else "fi".

    Names do not count, for they are the same in all languages. A text with a Finnish small word is Finnish, and so is
    one where an unknown word is spelt or ends as Finnish words do: it is dialect or mistyped.
    """
    words = [each for each in tokens if text[each.start].isalpha() and not _is_name(text, each)]
    unknown = [text[each.start : each.end].lower() for each in words if each.doubt is Doubt.UNKNOWN]
    if len(unknown) < _FEWEST or len(unknown) < _MOSTLY * len(words):
        return "fi"
    finnish = any(map(_looks_finnish, unknown)) or any(each.lemma in function_words()["fi"] for each in words)
    return "fi" if finnish else "other"


def language_name(language: str) -> str:
    """Return in words, in the language of the program, which language it is."""
    names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English"), "other": _("another, or no words at all")}
    return names.get(language, _("not to be told"))


def _is_name(text: str, token: Token) -> bool:
    # where the tagger knows no word it often sees a name: the capital within the text must say so too
    return token.pos == "PROPN" and text[token.start].isupper() and token.start > 0


def _is_latin(words: Sequence[str]) -> bool:
    letters = "".join(words)
    return 2 * sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters) >= len(letters)


def _looks_finnish(word: str) -> bool:
    return len(word) > 3 and (_FINNISH_SPELLING.search(word) is not None or word.endswith(_FINNISH_ENDS))


def _points(language: str, words: list[str]) -> float:
    small = function_words()[language]
    spelling = _SPELLING.get(language, _NOTHING)
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
