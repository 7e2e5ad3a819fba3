"""The items of a short enumeration: "nälkä, sota ja köyhyys" says three things.

Enters: one sentence of an answer. Leaves: the limits of its items, or none where it is not a plain list. Cautious:
a sentence with a predicate, a subordinate clause, or attributes that share one head stays whole.
"""

import re

from avoin.nlp.morphology import Analysis, morphology

SEPARATOR_CHARS = frozenset(" \t\n-–—•·*●▪►○‣>.,;:/&+()")
_SEPARATOR = re.compile(
    r"\s*(?<!\d)[,;](?:\s+(?:ja|sekä|tai|och|and)(?=\s))?\s*|\s*[,;](?!\d)\s*"
    r"|(?<!-)\s+(?:ja|sekä|&|\+|och|and)\s+|\s+[-–—]\s+|(?<=[^\W\d_]{4})\s?/\s?(?=[^\W\d_]{4})",
    re.IGNORECASE,
)
_CLAUSE_WORDS = frozenset(
    word
    for words in (
        "että ettei jotka joka jonka jota joita joiden jossa joissa josta joista johon joihin jolla joilla jolle koska",
        "kun jos jotta vaikka kuin mutta vaan sillä eli on ei ovat eivät en emme oli olisi voi pitää saa tulee täytyy",
        "som att när om men det är that which because when if but is are",
    )
    for word in words.split()
)
_LONGEST = 200
_LONGEST_ITEM = 7
_WORDS = re.compile(r"[^\W\d_](?:[\w'’:-]*\w)?-?")


def items(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the items' limits, [start, end) each; empty where the sentence is not a plain list of two or more."""
    if end - start > _LONGEST:
        return ()
    close = end
    while close > start and text[close - 1] in " .!":
        close -= 1
    limits = _between_separators(text, start, close)
    if len(limits) < 2:
        return ()
    words = [[word.lower() for word in _WORDS.findall(text[first:last])] for first, last in limits]
    if not all(words) or not _is_list(words):
        return ()
    return (*limits[:-1], (limits[-1][0], end))


def _between_separators(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    limits = []
    for separator in _SEPARATOR.finditer(text, start, end):
        if separator.start() > start:
            limits.append((start, separator.start()))
        start = separator.end()
    if start < end:
        limits.append((start, end))
    return tuple(limits)


def _is_list(words: list[list[str]]) -> bool:
    if any(len(item) > _LONGEST_ITEM or item[-1].endswith("-") for item in words):
        return False
    if any(word in _CLAUSE_WORDS or _is_predicate(word, place) for item in words for place, word in enumerate(item)):
        return False
    return _heads_stand_alone(words)


def _is_predicate(word: str, place: int) -> bool:
    analyses = morphology().analyses(word)
    if not analyses:
        return False
    if all(each.finite for each in analyses):
        return True
    if all(each.participle in ("u", "t") and each.case in ("Nom", "") for each in analyses):
        return True
    return place > 0 and all(each.word_class in "tk" for each in analyses) and any(each.finite for each in analyses)


def _heads_stand_alone(words: list[list[str]]) -> bool:
    heads = [morphology().analyses(item[-1]) for item in words]
    if all(_may_head(head) for head in heads):
        return True
    # "rahasta, työstä ja perheestä": single words of one case
    if any(len(item) > 1 for item in words) or not all(heads):
        return False
    shared = set.intersection(*({each.case for each in head if _is_noun(each)} for head in heads))
    return bool(shared - {"", "Gen"})


def _may_head(analyses: tuple[Analysis, ...]) -> bool:
    if not analyses:
        return True
    return any((_is_noun(each) and each.case in ("Nom", "Par", "")) or each.word_class == "t" for each in analyses)


def _is_noun(analysis: Analysis) -> bool:
    return analysis.word_class in ("n", "nl", "a") or analysis.proper
