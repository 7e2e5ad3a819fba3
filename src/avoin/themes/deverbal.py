"""Nouns made of verbs and adjectives, for themes that have no noun of their own: *jaksaa* → "jaksaminen".

Enters: a base form. Leaves: the noun, or None where the dictionary confirms none. Invariant: what leaves is a noun in
base form that the dictionary derives from just this verb, or that it knows as a word.
"""

from collections.abc import Iterator

from avoin.nlp.morphology import morphology

_STRONG = {"d": "t", "v": "p", "k": "kk", "p": "pp", "t": "tt", "l": "t", "n": "t", "r": "t", "m": "p"}
_SPECIAL = {"tehdä": "tekeminen", "nähdä": "näkeminen"}


def doing(verb: str) -> str | None:
    """Return the verbal noun of a verb.

    Examples
    --------
    >>> doing("odottaa"), doing("riidellä"), doing("pelätä"), doing("tulla"), doing("pöytä")
    ('odottaminen', 'riiteleminen', 'pelkääminen', 'tuleminen', None)
    """
    small = verb.lower()
    for candidate in _doings(small):
        if any(each.verb.lower() == small and each.lemma == candidate for each in morphology().analyses(candidate)):
            return candidate
    return None


def being(adjective: str) -> str | None:
    """Return the noun of being like that.

    Examples
    --------
    >>> being("vaikea"), being("kallis"), being("helppo"), being("iso")
    ('vaikeus', 'kalleus', 'helppous', None)
    """
    small = adjective.lower()
    for candidate in _beings(small):
        if any(each.word_class == "n" and each.lemma == candidate for each in morphology().analyses(candidate)):
            return candidate
    return None


def _doings(verb: str) -> Iterator[str]:
    if verb in _SPECIAL:
        yield _SPECIAL[verb]
    if verb.endswith(("sta", "stä")):
        yield verb[:-2] + "eminen"  # nousta
        yield verb[:-3] + "ksemi" + "nen"  # juosta
    elif verb.endswith(("lla", "llä", "nna", "nnä", "rra", "rrä")):
        yield from (stem + verb[-2] + "eminen" for stem in _strengthened(verb[:-3]))  # riidellä, kuunnella
    elif verb.endswith(("ita", "itä")):
        yield verb[:-2] + "tseminen"  # tarvita
    elif verb.endswith(("da", "dä")):
        yield verb[:-2] + "minen"  # saada
    elif verb.endswith(("ta", "tä")):
        yield from (stem + verb[-1] + "minen" for stem in _strengthened(verb[:-2]))  # pelätä, haluta
        yield from (stem + "neminen" for stem in _strengthened(verb[:-2]))  # vanheta
    if verb.endswith(("aa", "ää", "ea", "eä", "ia", "iä", "oa", "ua", "yä", "öä")):
        yield verb[:-1] + "minen"  # odottaa


def _strengthened(stem: str) -> Iterator[str]:
    """Yield a stem with its last consonant strong, then as it is: *riide*- → *riite*-, *pelä*- → *pelkä*-."""
    if stem[-2:-1] in _STRONG:
        yield stem[:-2] + _STRONG[stem[-2]] + stem[-1:]
    yield stem
    if len(stem) > 2:
        yield stem[:-1] + "k" + stem[-1:]


def _beings(adjective: str) -> Iterator[str]:
    back = not set(adjective) & set("äöy") or bool(set(adjective) & set("aou"))
    u = "u" if back else "y"
    if adjective.endswith("is"):
        yield f"{adjective[:-2]}e{u}s"  # kallis
    elif adjective.endswith("nen") and not adjective.endswith("llinen"):  # kirjallisuus is another matter
        yield f"{adjective[:-3]}s{u}{u}s"  # yksinäinen
    elif adjective.endswith(("a", "ä")):
        yield from (f"{adjective[:-1]}{vowels}s" for vowels in (u + u, f"e{u}", u))  # köyhä, vaikea
    elif adjective.endswith(("o", "ö")):
        yield f"{adjective}{u}s"  # helppo
