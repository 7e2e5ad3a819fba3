"""What themes are called: readable base forms that tell each from the others.

Enters: the themes' segments as words. Leaves: a name and key lemmas for each theme, in the same order.
Invariants: no two themes are called alike; a name is made of words of the theme's own segments, noun phrases and nouns
before the doing that a verb tells, and never of compound parts; the same segments give the same names.

The noun that speaks most for the theme is the name, or the phrase around it where the theme usually says it so
(*asumistuen leikkaus*), or where the noun alone is vague. Two nouns name a theme of two matters, or one of which the
first holds little. A doing or being names a theme only where enough of its segments say it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from avoin.themes.deverbal import being, doing
from avoin.themes.key_words import KeyWords, key_words
from avoin.themes.phrases import Phrase, Wording, is_base_form, is_word

_KEYWORDS = 6
_LIKE_SHARE = 0.4  # "puhdas vesi" names a theme where it stands in this share of the segments that hold its noun
_OF_SHARE = 0.25  # "veden puute", which says more, in this share
_VAGUE_SHARE = 0.15  # either in this share, where the noun alone is vague
_LEVEL = 0.95  # a second noun that speaks this much of what the first does is as good
_PAIR_BELOW = 0.4  # a noun in less than this share of the segments is joined by a second one
_PAIR_RATIO = 0.5  # the second must speak this much of what the first does
_LEAST_SHARE = 0.15  # and stand in this share of the segments, unless the first noun does not either
_LEADS = 1.5  # a verb or adjective that speaks this many times as much as the first noun names the theme
_LEADS_SHARE = 0.25  # where this share of the segments holds it
_USUAL = 1 / 3  # a phrase in this share of the segments names the theme
_SAME_BEGINNING = 4  # two words that begin with so many letters alike are of one root


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
    taken = {name.name.casefold() for name in kept.values()}
    named = []
    for place, (theme, keys) in enumerate(zip(themes, key_words(themes), strict=True)):
        name = kept.get(place) or _named(theme, keys, taken)
        taken.add(name.name.casefold())
        named.append(name)
    return tuple(named)


def _named(theme: Sequence[Wording], keys: KeyWords, taken: set[str]) -> ThemeName:
    shown = keys.words[:_KEYWORDS]
    return ThemeName(_first_free((*_names(keys), *_last_resort(theme)), shown, taken), shown)


def _names(keys: KeyWords) -> Iterator[str]:
    """Yield what the theme could be called, the best first."""
    nouns = [word for word, _score in keys.nouns]
    made = {word: noun for word, _score in keys.others[:4] if (noun := _noun_of(word, keys)) is not None}
    if _other_leads(keys):
        yield from (made[word] for word, _score in keys.others[:1] if word in made and not _is_of_root(word, nouns))
    carrying = [phrase for phrase, _score in keys.phrases if _carries(phrase, keys)]
    pairs = tuple(_pairs(keys))
    if carrying and not _needs_two(keys, carrying[0]):
        yield _whole(carrying[0], keys).words
    yield from (_whole(phrase, keys).words for phrase, _score in keys.phrases if _is_usual(phrase, keys))
    if pairs and (_needs_two(keys) or keys.is_vague(nouns[0])):
        yield pairs[0]
    yield from nouns[:1]
    yield from (_whole(phrase, keys).words for phrase in carrying)
    yield from pairs
    yield from (phrase.words for phrase, _score in keys.phrases[:3])
    yield from nouns[1:3]
    yield from made.values()
    yield from (word for word, _score in keys.others[:3])


def _is_usual(phrase: Phrase, keys: KeyWords) -> bool:
    """Return whether much of the theme says it so, as much as holds its first noun; no word before it is a weak one."""
    n, first = keys.counts.phrases[phrase], next((noun for noun, _score in keys.nouns), "")
    enough = n >= max(2, _USUAL * keys.counts.n) and n >= keys.counts.nouns[first]
    return enough and not any(map(keys.is_weak, phrase.lemmas[:-1]))


def _carries(phrase: Phrase, keys: KeyWords) -> bool:
    """Return whether a phrase is how the theme speaks of its main matter, and not a chance meeting of words."""
    counts, n = keys.counts, keys.counts.phrases[phrase]
    lemmas = {lemma.lower() for lemma in phrase.lemmas}
    leading = next((noun for noun in _leading(keys) if noun.lower() in lemmas), None)
    if leading is None or n < min(2, counts.n) or keys.is_weak_beside(leading, phrase):
        return False
    if phrase.agrees and n < _LEAST_SHARE * counts.n:
        return False
    usual = _LIKE_SHARE if phrase.agrees else _OF_SHARE
    return n >= (_VAGUE_SHARE if keys.is_vague(leading) else usual) * max(counts.nouns[leading], 1)


def _leading(keys: KeyWords) -> Iterator[str]:
    """Yield the noun that speaks most, and the second where it is as good."""
    for noun, score in keys.nouns[:2]:
        if score >= _LEVEL * keys.nouns[0][1]:
            yield noun


def _whole(phrase: Phrase, keys: KeyWords) -> Phrase:
    """Return the longer phrase that a phrase is mostly the end of: *itsemurhien* ehkäisyn koulutus."""
    n = keys.counts.phrases[phrase]
    longer = (each for each, _score in keys.phrases if each.words.endswith(f" {phrase.words}"))
    return next((each for each in longer if keys.counts.phrases[each] > 0.6 * n), phrase)


def _needs_two(keys: KeyWords, phrase: Phrase | None = None) -> bool:
    """Return whether the first noun covers too little of the theme and one of another root has its own share."""
    second = next(iter(_others_of(keys)), None)
    if second is None:
        return False
    (first, score), (other, runner_up) = keys.nouns[0], second
    counts = keys.counts
    if phrase is not None and {first.lower(), other.lower()} <= {lemma.lower() for lemma in phrase.lemmas}:
        return False
    enough = counts.nouns[other] >= _LEAST_SHARE * counts.n or counts.nouns[first] < _LEAST_SHARE * counts.n
    return enough and counts.nouns[first] < _PAIR_BELOW * counts.n and runner_up >= _PAIR_RATIO * score


def _pairs(keys: KeyWords) -> Iterator[str]:
    """Yield the first noun with each of the next, as Finnish joins two."""
    for word, _score in _others_of(keys):
        yield f"{keys.nouns[0][0]} ja {word}"


def _others_of(keys: KeyWords) -> Iterator[tuple[str, float]]:
    """Yield which of the next nouns may stand beside the first: shared by segments, not weak, of another root."""
    shared = (each for each in keys.nouns[1:4] if keys.counts.nouns[each[0]] > 1 and not keys.is_weak(each[0]))
    yield from (each for each in shared if not _overlap(keys.nouns[0][0], each[0]))


def _overlap(first: str, second: str) -> bool:
    one, other = first.lower(), second.lower()
    return one in other or other in one or one[:_SAME_BEGINNING] == other[:_SAME_BEGINNING]


def _is_of_root(word: str, nouns: Sequence[str]) -> bool:
    return any(_overlap(word, noun) for noun in nouns[:2])


def _other_leads(keys: KeyWords) -> bool:
    """Return whether the theme speaks rather of doing or being like something than of things."""
    if not keys.others:
        return False
    (word, score), counts = keys.others[0], keys.counts
    held = counts.others[word]
    if keys.is_weak(word):
        return held >= max(2, counts.n / 2) and not any(counts.nouns[noun] > 1 for noun, _score in keys.nouns)
    enough = held >= max(2, _LEADS_SHARE * counts.n)
    return enough and (not keys.nouns or score >= _LEADS * keys.nouns[0][1])


def _noun_of(word: str, keys: KeyWords) -> str | None:
    if word in keys.counts.verbs:
        return doing(word)
    return being(word) if word in keys.counts.adjectives else None


def _last_resort(theme: Sequence[Wording]) -> tuple[str, ...]:
    """Return the words that are words at all, the most frequent first: other languages, particles."""
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
            if is_base_form(word) and not _overlap(name, word) and longer.casefold() not in taken:
                return _capital(longer)
    stem = names[0] if names else "teema"
    numbers = (f"{stem} {number}" for number in range(1 if not names else 2, len(taken) + 3))
    return _capital(next(name for name in numbers if name.casefold() not in taken))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
