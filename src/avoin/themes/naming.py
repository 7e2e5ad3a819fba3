"""What themes are called: readable base forms that tell each from the others.

Enters: the themes' segments as words. Leaves: a name and key lemmas for each theme, in the same order.
Invariants: no two themes are called alike; a name is made of words of the theme's own segments, nouns and noun phrases
before other words, and never of compound parts; the same segments give the same names.

A word speaks for a theme when many of its segments hold it and few others do: the share of the theme's segments ×
the logarithm of how rare it is × the square root of the share of its uses that are here (``nlp.md`` §4, a form of
class-based TF-IDF). A person's name can stand in an answer, so a proper noun counts only where several use it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from avoin.nlp.lexicon import words
from avoin.nlp.model import Token
from avoin.themes.phrases import Phrase, Wording, is_base_form, is_noun, is_word, phrases, written

_KEYWORDS = 6
_COMMON_NAME = 3  # segments that must hold a proper noun before it is shown
_PHRASE_SHARE = 0.3  # a phrase names a theme where it stands in this share of the segments that hold its head
_PAIR_BELOW = 0.4  # a noun in less than this share of the segments is joined by a second one
_PAIR_RATIO = 0.5  # the second must speak this much of what the first does
_UNKNOWN = 0.4  # weight of a word that no dictionary has: a spelling slip or a spoken form more often than not
_NAMES_NOTHING = 0.5  # weight of what only one segment of many holds
_WEAK = 0.25  # weight of a noun of ``models/weak_nouns.txt``
_PAIR_SHARE = 0.15  # and it must stand in this share of the theme's segments, and in two of them


@dataclass(frozen=True, slots=True)
class ThemeName:
    """What a theme is called.

    Attributes
    ----------
    name : str
        A base-form phrase with a capital first letter.
    keywords : tuple of str
        Key lemmas, weightiest first, nouns before other words.
    """

    name: str
    keywords: tuple[str, ...]


def name_themes(
    themes: Sequence[Sequence[Wording]], kept: Mapping[int, ThemeName] | None = None
) -> tuple[ThemeName, ...]:
    """Return the names of themes; the first ones choose first where two would be called alike.

    Parameters
    ----------
    themes : sequence of sequence of Wording
        The segments of each theme, the most typical first; identical ones as often as they were written.
    kept : mapping of int to ThemeName or None
        Themes, by their place, that keep the name they have.
    """
    kept = kept or {}
    counted = tuple(_Counts.of(theme) for theme in themes)
    everywhere = _Counts.sum(counted)
    taken = {name.name.casefold() for name in kept.values()}
    named = []
    for place, (theme, counts) in enumerate(zip(themes, counted, strict=True)):
        name = kept.get(place) or _named(theme, counts, everywhere, taken)
        taken.add(name.name.casefold())
        named.append(name)
    return tuple(named)


def _named(theme: Sequence[Wording], counts: "_Counts", everywhere: "_Counts", taken: set[str]) -> ThemeName:
    candidates = _candidates(counts, everywhere)
    keywords = _keywords(candidates, counts)
    names = (*_names(candidates, counts), *_last_resort(theme))
    return ThemeName(_first_free(names, keywords, taken), keywords)


def _keywords(candidates: "_Candidates", counts: "_Counts") -> tuple[str, ...]:
    """Return the key lemmas: what several segments hold before what one does."""
    found = tuple(dict.fromkeys(word for word, _score in candidates.words))
    shared = [word for word in found if max(counts.nouns[word], counts.others[word]) > 1]
    return (*shared, *(word for word in found if word not in shared))[:_KEYWORDS]


@dataclass
class _Counts:
    """In how many segments each noun, other word and phrase stands."""

    n: int = 0
    nouns: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    phrases: Counter[Phrase] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, theme: Sequence[Wording]) -> "_Counts":
        counts = cls(len(theme))
        for wording in theme:
            counts.nouns.update({written(token) for token in wording.tokens if is_noun(token)})
            counts.others.update({token.lemma.lower() for token in wording.tokens if _is_other(token)})
            counts.phrases.update(phrases(wording))
            counts.names.update(token.lemma for token in wording.tokens if token.pos == "PROPN")
        return counts

    @classmethod
    def sum(cls, counted: Iterable["_Counts"]) -> "_Counts":
        whole = cls()
        for counts in counted:
            whole.n += counts.n
            whole.nouns.update(counts.nouns)
            whole.others.update(counts.others)
            whole.phrases.update(counts.phrases)
            whole.names |= counts.names
        return whole


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Words and phrases of a theme with how much they speak for it, weightiest first."""

    nouns: tuple[tuple[str, float], ...]
    others: tuple[tuple[str, float], ...]
    phrases: tuple[tuple[Phrase, float], ...]

    @property
    def words(self) -> tuple[tuple[str, float], ...]:
        return (*self.nouns, *self.others)


def _candidates(counts: _Counts, everywhere: _Counts) -> _Candidates:
    rare = {name for name in everywhere.names if everywhere.nouns[name] < _COMMON_NAME}
    nouns = {word: n for word, n in counts.nouns.items() if word not in rare}
    whole = {phrase: n for phrase, n in counts.phrases.items() if rare.isdisjoint(phrase.lemmas)}
    return _Candidates(
        _weighed(nouns, everywhere.nouns, counts.n, everywhere.n),
        _weighed(counts.others, everywhere.others, counts.n, everywhere.n),
        _weighed_phrases(whole, everywhere, counts.n),
    )


def _weighed(
    here: Mapping[str, int], everywhere: Mapping[str, int], n_here: int, n: int
) -> tuple[tuple[str, float], ...]:
    weights = {word: _weight(count, everywhere[word], n_here, n) for word, count in here.items()}
    weak = words("weak_nouns.txt")
    for word in weights:
        if word in weak:
            weights[word] *= _WEAK
        if not is_base_form(word):
            weights[word] *= _UNKNOWN
    return tuple(sorted(weights.items(), key=lambda each: (-round(each[1], 9), each[0])))


def _weighed_phrases(here: Mapping[Phrase, int], everywhere: _Counts, n_here: int) -> tuple[tuple[Phrase, float], ...]:
    weights = {
        phrase: _weight(count, everywhere.phrases[phrase], n_here, everywhere.n)
        for phrase, count in here.items()
        if is_base_form(phrase.head)
    }
    return tuple(sorted(weights.items(), key=lambda each: (-round(each[1], 9), -len(each[0].lemmas), each[0].words)))


def _weight(count: int, everywhere: int, n_here: int, n: int) -> float:
    alone = _NAMES_NOTHING if count == 1 and n_here > 3 else 1.0
    return alone * count / n_here * math.log(1 + n / everywhere) * math.sqrt(count / everywhere)


def _names(candidates: _Candidates, counts: _Counts) -> tuple[str, ...]:
    """Return what the theme could be called, the best first."""
    nouns = [word for word, _score in candidates.nouns]
    best = candidates.nouns[0][1] if nouns else 0.0
    strong = [
        phrase.words
        for phrase, score in candidates.phrases
        if _carries(phrase, candidates, counts) and score >= 0.3 * best
    ]
    pairs = list(_pairs(candidates.nouns))
    alone = [*pairs[:1], *nouns[:1]] if _needs_two(candidates.nouns, counts) else [*nouns[:1], *pairs[:1]]
    weaker = [phrase.words for phrase, _score in candidates.phrases[:3]]
    others = [word for word, _score in candidates.others]
    return (*strong, *alone, *pairs[1:], *weaker, *nouns[1:3], *others[:1], *_pairs(candidates.others), *others[1:3])


def _carries(phrase: Phrase, candidates: _Candidates, counts: _Counts) -> bool:
    """Return whether a phrase is how the theme speaks of its main matter, and not a chance meeting of words."""
    n = counts.phrases[phrase]
    leading = [word.lower() for word, _score in candidates.nouns[:2]]
    its_own = any(lemma.lower() in leading for lemma in phrase.lemmas)
    enough = n >= 2 or counts.n <= 2
    return its_own and enough and n >= _PHRASE_SHARE * min(counts.n, max(counts.nouns[phrase.head], 1))


def _needs_two(nouns: Sequence[tuple[str, float]], counts: _Counts) -> bool:
    """Return whether the first noun covers too little of the theme and the second has its own share."""
    if len(nouns) < 2:
        return False
    (first, score), (second, runner_up) = nouns[:2]
    enough = counts.nouns[second] >= max(2, _PAIR_SHARE * counts.n)
    return enough and counts.nouns[first] < _PAIR_BELOW * counts.n and runner_up >= _PAIR_RATIO * score


def _pairs(weighed: Sequence[tuple[str, float]]) -> Iterable[str]:
    """Yield the first word with each of the next, as Finnish joins two; none that holds the other."""
    for word, _score in weighed[1:4]:
        first = weighed[0][0]
        if not _overlap(first, word):
            yield f"{first} ja {word}"


def _overlap(first: str, second: str) -> bool:
    return first.lower() in second.lower() or second.lower() in first.lower()


def _last_resort(theme: Sequence[Wording]) -> tuple[str, ...]:
    """Return the words of the most typical segment that are words at all: other languages, particles."""
    by_count: Counter[str] = Counter()
    for wording in theme:
        by_count.update({wording.form(token).lower() for token in wording.tokens if is_word(token.lemma)})
    return tuple(word for word, _n in sorted(by_count.items(), key=lambda each: (-each[1], each[0]))[:3])


def _first_free(names: Sequence[str], keywords: Sequence[str], taken: set[str]) -> str:
    """Return the first name that is not taken, extended by a key lemma and at last by a number where all are."""
    for name in names:
        if name.casefold() not in taken:
            return _capital(name)
    for name in names[:1]:
        for word in keywords:
            longer = f"{name} ja {word}"
            if not _overlap(name, word) and longer.casefold() not in taken:
                return _capital(longer)
    stem = names[0] if names else "teema"
    numbers = (f"{stem} {number}" for number in range(1 if not names else 2, len(taken) + 3))
    return _capital(next(name for name in numbers if name.casefold() not in taken))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _is_other(token: Token) -> bool:
    return token.content and not is_noun(token) and is_word(token.lemma)
