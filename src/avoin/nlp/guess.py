"""Words that the dictionary does not have: what standard form is meant, or else what the base form may be.

Enters: a form that the dictionary does not have. Leaves: standard forms to try, likeliest first, of which the caller
keeps the first that the dictionary has, so that a rule that overshoots does no harm; or base forms made by taking the
ending off that the tagger saw, of which the caller keeps the most common.
"""

import re
from collections.abc import Iterator

_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"(.{3,}[aoäö])(nen|s[ei].*|st[aä].*)$", r"\1i\2"),  # semmosia, millasta, punanen
        (r"(.{2,}[aeiouyäö])nu$", r"\1nut"),  # lisääntynu
        (r"(.{2,}[aeiouyäö])ny$", r"\1nyt"),  # lisääntyny
        (r"(.{2,}[lrsn])([lrsn])u$", r"\1\2ut"),  # tullu, noussu
        (r"(.{2,}[lrsn])([lrsn])y$", r"\1\2yt"),  # männy
        (r"(.*h)([aeiouyäö].*)$", r"\1d\2"),  # ahistaa, mahollista, tehä
        (r"(.*[aouyäö])(e(?:n|ss|st|ll).*)$", r"\1d\2"),  # kuukauen
        (r"(.{3,}o)(tt?[aeiu].*)$", r"\1i\2"),  # tarkotus, kirjottaa
        (r"^aa(tt?el.*)$", r"aja\1"),  # aattelin
        (r"(.{2,}e)e((?:t|l[lt]|s[st])[aä]|lle|[nt])$", r"\1a\2"),  # vaikeeta, kauheen
        (r"(.{2,}e)e((?:t|l[lt]|s[st])[aä]|lle|[nt])$", r"\1ä\2"),
        (r"(.{3,})ii$", r"\1ia"),  # ihmisii
        (r"(.{3,})ii$", r"\1iä"),
        (r"(.{2,})ee$", r"\1ea"),  # vaikee
        (r"(.{2,})ee$", r"\1eä"),
        (r"(.{2,})oo$", r"\1oa"),  # taloo
        (r"(.{2,})öö$", r"\1öä"),
        (r"(.{2,}[aeiouyäö])s$", r"\1isi"),  # pitäs
        (r"(.{2,}i)s$", r"\1si"),  # tulis
        (r"(.{3,}k)s$", r"\1si"),  # pahemmaks
        (r"(.*[aeiouyäö])h?([aä])$", r"\1d\2"),  # käyä, saaha
        (r"(.{3,}s)$", r"\1sa"),  # talos
        (r"(.{3,}s)$", r"\1sä"),
        (r"(.{3,}l)$", r"\1la"),
        (r"(.{3,}l)$", r"\1lä"),
        (r"(.{3,}[sl]t)$", r"\1a"),  # talost
        (r"(.{3,}[sl]t)$", r"\1ä"),
        (r"(.{3,})t$", r"\1tä"),
        (r"(.{3,}[aeiouyäö])$", r"\1n"),  # a last n that fell away
        (r"(.{4,})aa$", r"\1a"),
        (r"(.{4,})ää$", r"\1ä"),
        (r"(.{4,})mm?[eo]?$", r"\1mme"),
    )
)
_SHORT_INFINITIVE = re.compile(r"(.{2,}([aeiouyäö]))\2n$")
_LETTERS = "aeioutsnlkmrvpyähjdögbf"  # those of Finnish words, the most frequent first
_SHORTEST_SLIP = 8  # of a shorter word too many others are one letter away
_LONG_WORD = 11
_LONG = re.compile(r"([a-zåäö])\1{2,}")

_ENDINGS = {
    "Nom": (r"t$",),
    "Gen": (r"n$",),
    "Par": (r"t[aä]$", r"j[aä]$", r"(?<=[aeiouyäö])[aä]$"),
    "Ess": (r"n[aä]$",),
    "Tra": (r"ksi$",),
    "Ine": (r"ss[aä]$",),
    "Ela": (r"st[aä]$",),
    "Ill": (r"(?<=([aeiouyäö]))\1n$", r"(?<=([aeiouyäö]))h\1n$", r"seen$"),
    "Ade": (r"ll[aä]$",),
    "Abl": (r"lt[aä]$",),
    "All": (r"lle$",),
    "Abe": (r"tt[aä]$",),
}
_STEMS = (
    (re.compile(r"kse$"), ("s", "ksi")),  # Tymppikse-n
    (re.compile(r"(?<=[aeiouyäö])se$"), ("nen",)),  # sentraalise-n
    (re.compile(r"ude$"), ("us",)),
    (re.compile(r"yde$"), ("ys",)),
    (re.compile(r"is$"), ("inen", "is")),  # sentraalis-ta
    (re.compile(r"(?<=[^aeiouyäö])i$"), ("i", "")),  # dreeni-n
)
_PLURAL_STEMS = (
    (re.compile(r"ei$"), ("i", "e")),
    (re.compile(r"isi$"), ("inen",)),
    (re.compile(r"oi$"), ("a", "o")),
    (re.compile(r"öi$"), ("ä", "ö")),
    (re.compile(r"([uy])i$"), (r"\1",)),
    (re.compile(r"(?<=[^aeiouyäö])i$"), ("i", "a", "ä", "")),
)
_VERBS = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"oitu(?:nut|neet|a|i|u|vat|va|minen)$", "oitua"),
        (r"öity(?:nyt|neet|ä|i|y|vät|vä|minen)$", "öityä"),
        (r"oi(?:n|t|mme|tte|vat|tiin|daan|ma(?:an|lla|tta|ssa)|tu|du|nut|neet|tava|va|ssa|si)?$", "oida"),
        (r"öi(?:n|t|mme|tte|vät|tiin|dään|mä(?:än|llä|ttä|ssä)|ty|dy|nyt|neet|tävä|vä|ssä|si)?$", "öidä"),
        (r"a(?:tu|ttu|taan|ttiin|nnut|nneet|amme|atte|avat|aa|an|at|si(?:n|t|vat)?|amaan|isi)$", "ata"),
        (r"ä(?:ty|tty|tään|ttiin|nnyt|nneet|ämme|ätte|ävät|ää|än|ät|si(?:n|t|vät)?|ämään|isi)$", "ätä"),
    )
)


def guesses(form: str) -> Iterator[str]:
    """Yield standard forms that a spoken or misspelt form, in small letters, may stand for."""
    if len(form) < 4 or not form.isalpha():
        return
    if _LONG.search(form):
        yield _LONG.sub(r"\1\1", form)
        yield _LONG.sub(r"\1", form)
    for pattern, target in _SPOKEN:
        if pattern.search(form):
            yield pattern.sub(target, form)


def full_infinitive(form: str) -> str:
    """Return the illative of the third infinitive that a form in small letters may be short for; empty if of none.

    Examples
    --------
    >>> full_infinitive("hakeen")
    'hakemaan'
    """
    match = _SHORT_INFINITIVE.match(form)
    if match is None:
        return ""
    return match.group(1) + ("maan" if set(form) & set("aou") else "mään")


def slips(form: str) -> Iterator[str]:
    """Yield the forms that one slip of the hand makes an unknown word of, in small letters, the likeliest slips first.

    Two letters exchanged, a letter doubled or not doubled, and in a long word one missing or too many (Damerau 1964).
    A wrong letter is no slip here: on the treebanks as many new words as slips are one letter from a common word.
    """
    if len(form) < _SHORTEST_SLIP or not form.isalpha():
        return
    cuts = [(form[:place], form[place:]) for place in range(1, len(form) + 1)]  # the first letter is seldom wrong
    yield from (before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1)
    yield from (before + after[1:] for before, after in cuts if after and before[-1] == after[0])
    yield from (before + before[-1] + after for before, after in cuts)
    if len(form) >= _LONG_WORD:
        yield from (before + after[1:] for before, after in cuts if after)
        yield from (before + letter + after for before, after in cuts for letter in _LETTERS)


def base_forms(form: str, pos: str, case: str, number: str) -> tuple[str, ...]:
    """Return what an unknown word's base form may be, likeliest first; the form itself where nothing is known.

    Parameters
    ----------
    form : str
        In small letters.
    pos, case, number : str
        What the tagger saw, as in Universal Dependencies.
    """
    if len(form) < 5:
        return (form,)
    if pos in ("VERB", "AUX"):
        return tuple(pattern.sub(target, form) for pattern, target in _VERBS if pattern.search(form))[:1] or (form,)
    if pos not in ("NOUN", "PROPN", "ADJ") or (case == "Nom" and number != "Plur"):
        return (form,)
    for ending in _ENDINGS.get(case, ()):
        stem, n = re.subn(ending, "", form)
        if n and len(stem) > 2:
            many = number == "Plur" and case not in ("Nom", "Gen")
            return _completed(stem, plural=many, proper=pos == "PROPN")
    return (form,)


def _completed(stem: str, *, plural: bool, proper: bool) -> tuple[str, ...]:
    for pattern, ends in _PLURAL_STEMS if plural else _STEMS:
        if pattern.search(stem):
            found = tuple(pattern.sub(end, stem) for end in ends)
            # a name that the dictionary lacks is foreign more often than not: Leafi-n is of Leaf
            return found[::-1] if proper and ends == ("i", "") else found
    return (stem,)
