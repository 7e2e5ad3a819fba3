"""Answers that say nothing: "en osaa sanoa", "-", "eos", a lone smile.

Enters: a whole answer. Leaves: yes or no. The phrases are in ``models/non_answers.txt``, where people edit them.
Cautious: a short answer that is not on the list ("köyhyys") is an answer.
"""

import re
from dataclasses import dataclass
from functools import cache

from avoin.nlp import lexicon

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE)
_APOSTROPHES = re.compile("['’´`]")
_NOT_WORDS = re.compile(r"[\W_]+")
_DOUBLE = re.compile(r"(\w)\1+")
_LONGEST = 120
_KEYBOARD = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_MOST_PHRASES = 3
_MOST_WORDS_FOR_STAR = 4
_FILLERS = "~"

Words = tuple[str, ...]


def is_non_answer(text: str) -> bool:
    """Return whether the whole text says nothing.

    Examples
    --------
    >>> is_non_answer("En osaa sanoa."), is_non_answer("köyhyys"), is_non_answer(" - ")
    (True, False, True)
    """
    if len(text) > _LONGEST:
        return not any(char.isalnum() for char in text)
    words = _plain(_ENTITY.sub(" ", text))
    if not words or words == ("0",) or all(map(_is_keys, words)):
        return True
    phrases = _phrases()
    return _is_phrases(words, _MOST_PHRASES) or _is_phrases(phrases.without_fillers(words), _MOST_PHRASES)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The list as it is matched: whole phrases, beginnings before a star, words that do not count, first words."""

    whole: frozenset[Words]
    begun: frozenset[Words]
    fillers: frozenset[str]
    first: frozenset[str] = frozenset()

    def without_fillers(self, words: Words) -> Words:
        return tuple(word for word in words if word not in self.fillers)

    def holds(self, words: Words) -> bool:
        if words in self.whole:
            return True
        beginnings = range(max(1, len(words) - _MOST_WORDS_FOR_STAR), len(words))
        return any(words[:n] in self.begun for n in beginnings)


@cache
def _phrases() -> _Phrases:
    lines = lexicon.words("non_answers.txt")
    fillers = frozenset(word for line in lines if line.startswith(_FILLERS) for word in _plain(line))
    listed = [line for line in lines if not line.startswith(_FILLERS)]
    bare = _Phrases(frozenset(), frozenset(), fillers)
    whole = {_plain(line) for line in listed if not line.endswith("*")}
    begun = {_plain(line) for line in listed if line.endswith("*")}
    whole |= {bare.without_fillers(words) for words in whole} - {()}
    begun |= {bare.without_fillers(words) for words in begun} - {()}
    first = frozenset(words[0] for words in whole | begun if words)
    return _Phrases(frozenset(whole), frozenset(begun), fillers, first)


def _is_phrases(words: Words, most: int) -> bool:
    if not words or words[0] not in _phrases().first:
        return False
    if _phrases().holds(words):
        return True
    return most > 1 and any(
        words[:cut] in _phrases().whole and _is_phrases(words[cut:], most - 1) for cut in range(1, len(words))
    )


def _is_keys(word: str) -> bool:
    """Return whether a word is keys of a row one after another: "asdf"."""
    return len(word) > 3 and any(word in row for row in _KEYBOARD)


def _plain(text: str) -> Words:
    """Return the words in small letters, each double letter single."""
    return tuple(_DOUBLE.sub(r"\1", _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", text.casefold()))).split())
