"""The lists of names under ``models/``, matched in every inflected form.

Enters: a word form. Leaves: what the lists say of it. A list has base forms; a form belongs to one when the dictionary
gives that base form, or when it is the base form with a Finnish ending hung on, as unknown names are inflected.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from avoin.nlp.lexicon import words
from avoin.nlp.morphology import morphology
from avoin.privacy.personal_data import Kind

_MEMO = 100_000
_ENDING = re.compile(
    r"[:'’]?(?:i|e)?(?:n|a|ä|ta|tä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|tta|ttä|"
    r"[aeiouyäö]n|h[aeiouyäö]n|seen|t|en|ien|jen|den|ja|jä|ia|iä|ille|illa|illä|ilta|iltä)?"
    r"(?:ni|si|nsa|nsä|mme|nne)?(?:kin|kaan|kään|ko|kö|han|hän|pa|pä)?"
)
_RESIDENT = re.compile(r"(.{2,})(?:lai|läi)(?:nen|se|st|si|s)\w{0,8}$")
_SHORTEST = 3


@lru_cache(maxsize=_MEMO)
def kinds_of(form: str) -> tuple[Kind, ...]:
    """Return what kinds of name the lists know the form as, the likeliest first."""
    return tuple(kind for kind, names in _lists().items() if _is_on(form.lower(), names))


@lru_cache(maxsize=_MEMO)
def is_public(form: str) -> bool:
    """Return whether the form is of a name that points to nobody: Suomi, Kela."""
    return _is_on(form.lower(), _lowered("public_names.txt"))


@lru_cache(maxsize=_MEMO)
def is_resident(form: str) -> bool:
    """Return whether the form is what somebody from a Finnish place is called: turkulaiset."""
    match = _RESIDENT.match(form.lower())
    if match is None:
        return False
    stem = match.group(1)
    # the vowel stem of the place's name: tampere-lainen, vaasa-lainen, lahte-lainen
    places = _lowered("municipalities.txt")
    return stem in places or any(stem == base[:-1] + "e" for base in places if base.endswith("i"))


@lru_cache(maxsize=_MEMO)
def names_organisation(form: str) -> bool:
    """Return whether the form's last part, or the form itself, is what organisations are called."""
    known = _lowered("organisation_words.txt")
    if form.lower().strip(".") in known:
        return True
    for each in morphology().analyses(form):
        if each.lemma.lower() in known or (each.parts and each.parts[-1] in known):
            return True
    head = form.lower().rpartition("-")[2]
    return head != form.lower() and any(each.lemma.lower() in known for each in morphology().analyses(head))


def possible_bases(low: str) -> frozenset[str]:
    """Return what a word in small letters may be a form of, when no dictionary knows it: ending taken off, or whole.

    Examples
    --------
    >>> sorted(possible_bases("oksanalle") & possible_bases("oksanan"))
    ['oksana']
    """
    ends = range(_SHORTEST, len(low))
    return frozenset((low, *(low[:end] for end in ends if _ENDING.fullmatch(low[end:]))))


def _is_on(low: str, names: frozenset[str]) -> bool:
    if any(each.lemma.lower() in names for each in morphology().analyses(low)):
        return True
    return bool(possible_bases(low) & names)


@cache
def _lists() -> Mapping[Kind, frozenset[str]]:
    return MappingProxyType(
        {
            Kind.PLACE: _lowered("municipalities.txt"),
            Kind.PERSON: _lowered("given_names.txt"),
            Kind.WORKPLACE: _lowered("organisation_names.txt"),
        }
    )


@cache
def _lowered(file: str) -> frozenset[str]:
    return frozenset(word.lower() for word in words(file))
