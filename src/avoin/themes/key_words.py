"""Which words and phrases speak for a theme, and how much.

Enters: the themes' segments as words. Leaves: for each theme its nouns, other words and phrases, weightiest first.
Invariants: compound parts are never words of their own; a person's name is never a key word; a word is written one way.

A word speaks for a theme when many of its segments hold it and few others do: the share of the theme's segments, the
typical ones counted more × the logarithm of how rare it is × the square root of the share of its uses that are here
(``nlp.md`` §4, a form of class-based TF-IDF). A proper noun counts only where several use it.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from avoin.nlp.lexicon import words
from avoin.nlp.model import Token
from avoin.themes.phrases import (
    Phrase,
    Wording,
    is_also_adjective,
    is_base_form,
    is_noun,
    is_persons_name,
    is_word,
    phrases,
    written,
)

Weighed = tuple[tuple[str, float], ...]

_COMMON_NAME = 3  # segments that must hold a proper noun before it is shown
_UNKNOWN = 0.4  # weight of a word that no dictionary has: a spelling slip or a spoken form more often than not
_ALONE = 0.15  # weight of what only one segment of many holds
_WEAK = 0.1  # weight of a word of ``models/weak_nouns.txt``: anything that two segments share comes before it
_AS_HEAD = 0.5  # what a word gains from a compound that ends in it, where it also stands alone
_OWN = 0.4  # share of a noun's uses that must be in a theme for it to be the theme's own
_ALSO_ADJECTIVE = 0.7  # weight of a noun that is as often an adjective
_LEAST_TYPICAL = 0.4  # how much the last segment of a theme counts beside the first


@dataclass
class Counts:
    """In how many segments of a theme each word and phrase stands.

    Attributes
    ----------
    n : int
        Segments.
    nouns, others : Counter
        Segments that hold a noun, or another word, by base form.
    verbs, adjectives : set of str
        Which of the others are verbs, and which adjectives.
    felt : dict
        The same by noun, other word or phrase, typical segments counted more; adds up to at most 1.
    """

    n: int = 0
    nouns: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    phrases: Counter[Phrase] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    adjectives: set[str] = field(default_factory=set)
    felt: dict[str | Phrase, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Words and phrases of a theme with how much they speak for it, weightiest first."""

    counts: Counts
    everywhere: Counts
    nouns: Weighed
    others: Weighed
    phrases: tuple[tuple[Phrase, float], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The key lemmas: what several segments hold before what one does, nouns before other words."""
        counts = self.counts
        found = tuple(dict.fromkeys(word for word, _score in (*self.nouns, *self.others)))
        shared = [word for word in found if max(counts.nouns[word], counts.others[word]) > 1]
        return (*shared, *(word for word in found if word not in shared))

    @staticmethod
    def is_weak(noun: str) -> bool:
        """Return whether a noun is a word of any matter."""
        return noun.lower() in words("weak_nouns.txt")

    def is_vague(self, noun: str) -> bool:
        """Return whether a noun alone tells little: of any matter, of doing something, in other themes as much."""
        here, all_over = self.counts.nouns[noun], self.everywhere.nouns[noun]
        return (
            self.is_weak(noun)
            or noun.endswith("minen")
            or (here < _OWN * all_over and self.counts.n < self.everywhere.n)
        )

    def is_weak_beside(self, leading: str, phrase: Phrase) -> bool:
        """Return whether a phrase adds only words of any matter to a noun that says enough: *köyhä ihminen*."""
        return not self.is_weak(leading) and any(map(self.is_weak, phrase.lemmas))


def key_words(themes: Sequence[Sequence[Wording]]) -> tuple[KeyWords, ...]:
    """Return what speaks for each theme.

    Parameters
    ----------
    themes : sequence of sequence of Wording
        The segments of each theme, the most typical first.
    """
    spelling = _spelling(themes)
    counted = tuple(_counted(theme, spelling) for theme in themes)
    everywhere = _added(counted)
    return tuple(_weighed(counts, everywhere) for counts in counted)


def _spelling(themes: Sequence[Sequence[Wording]]) -> Mapping[str, str]:
    """Return how each noun is written most often; in small letters where that is undecided."""
    seen: dict[str, Counter[str]] = {}
    for theme in themes:
        for wording in theme:
            for token in wording.tokens:
                if is_noun(token):
                    seen.setdefault(token.lemma.lower(), Counter())[written(token)] += 1
    return {low: max(forms, key=lambda form: (forms[form], form == low, form)) for low, forms in seen.items()}


def _counted(theme: Sequence[Wording], spelling: Mapping[str, str]) -> Counts:
    counts = Counts(len(theme))
    weights = [1 - (1 - _LEAST_TYPICAL) * place / max(len(theme) - 1, 1) for place in range(len(theme))]
    whole = sum(weights)
    ending: dict[str, dict[str, list[float]]] = {}
    for wording, weight in zip(theme, weights, strict=True):
        nouns = {spelling[token.lemma.lower()] for token in wording.tokens if is_noun(token)}
        others = {token.lemma.lower() for token in wording.tokens if _is_other(token)}
        found = set(phrases(wording))
        counts.nouns.update(nouns)
        counts.others.update(others)
        counts.phrases.update(found)
        held: set[str | Phrase] = {*nouns, *others, *found}
        for each in held:
            counts.felt[each] = counts.felt.get(each, 0.0) + weight / whole
        for token in wording.tokens:
            if token.parts and token.content and token.parts[-1] not in nouns:
                ending.setdefault(token.parts[-1], {}).setdefault(token.lemma.lower(), []).append(weight / whole)
        _note_classes(counts, wording)
    for head, compounds in ending.items():
        if len(compounds) > 1 and counts.nouns[head] >= max(map(len, compounds.values())):
            counts.felt[head] += _AS_HEAD * sum(map(sum, compounds.values()))
    return counts


def _note_classes(counts: Counts, wording: Wording) -> None:
    counts.names.update(token.lemma for token in wording.tokens if token.pos == "PROPN")
    counts.verbs.update(token.lemma.lower() for token in wording.tokens if token.pos == "VERB")
    counts.adjectives.update(token.lemma.lower() for token in wording.tokens if token.pos == "ADJ")


def _added(counted: Sequence[Counts]) -> Counts:
    whole = Counts()
    for counts in counted:
        whole.n += counts.n
        whole.nouns.update(counts.nouns)
        whole.others.update(counts.others)
        whole.phrases.update(counts.phrases)
        whole.names |= counts.names
    return whole


def _weighed(counts: Counts, everywhere: Counts) -> KeyWords:
    hidden = {name for name in everywhere.names if _is_hidden(name, everywhere)}
    nouns = {word: n for word, n in counts.nouns.items() if word not in hidden}
    shown = {phrase: n for phrase, n in counts.phrases.items() if hidden.isdisjoint(phrase.lemmas)}
    return KeyWords(
        counts,
        everywhere,
        _in_order(counts, nouns, everywhere.nouns, everywhere.n),
        _in_order(counts, counts.others, everywhere.others, everywhere.n),
        tuple(_phrases_in_order(counts, shown, everywhere)),
    )


def _is_hidden(name: str, everywhere: Counts) -> bool:
    return is_persons_name(name) or (everywhere.nouns[name] < _COMMON_NAME and not everywhere.nouns[name.lower()])


def _in_order(counts: Counts, here: Mapping[str, int], everywhere: Mapping[str, int], n: int) -> Weighed:
    weights = {}
    weak = words("weak_nouns.txt")
    for word, count in here.items():
        known = (_ALSO_ADJECTIVE if is_also_adjective(word) else 1.0) if is_base_form(word) else _UNKNOWN
        weights[word] = known * (_WEAK if word in weak else 1.0) * _weight(counts, word, count, everywhere[word], n)
    return tuple(sorted(weights.items(), key=lambda each: (-round(each[1], 9), each[0])))


def _phrases_in_order(counts: Counts, here: Mapping[Phrase, int], everywhere: Counts) -> Iterator[tuple[Phrase, float]]:
    weights = {
        phrase: _weight(counts, phrase, n, everywhere.phrases[phrase], everywhere.n)
        for phrase, n in here.items()
        if is_base_form(phrase.head)
    }
    yield from sorted(weights.items(), key=lambda each: (-round(each[1], 9), -len(each[0].lemmas), each[0].words))


def _weight(counts: Counts, each: str | Phrase, count: int, everywhere: int, n: int) -> float:
    alone = _ALONE if count == 1 < counts.n else 1.0
    return alone * counts.felt[each] * math.log(1 + n / everywhere) * math.sqrt(count / everywhere)


def _is_other(token: Token) -> bool:
    return token.content and not is_noun(token) and is_word(token.lemma)
