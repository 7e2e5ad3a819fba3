"""The wording of change and claim scales in Finnish, English and Swedish: which side a category is on, and how firmly.

Invariant: the neither-nor of a claim is found before its sides ("ei samaa eikä eri mieltä" holds both).
"""

import re
from collections.abc import Iterable

IMPROVED, UNCHANGED, WEAKENED = "improved", "unchanged", "weakened"
AGREE, NEITHER, DISAGREE = "agree", "neither", "disagree"
CHANGE_GROUPS = (IMPROVED, UNCHANGED, WEAKENED)
CLAIM_GROUPS = (AGREE, NEITHER, DISAGREE)

_UNCHANGED = re.compile(
    r"ennallaan|ennallansa|entisellään|\bsamana\b|\bsamanlai|ei (?:ole )?muut(?:osta|oksia|tunut)|muuttuma|"
    r"\bunchanged|\bno change|\bsame\b|not changed|oförändra|ingen förändring|\bsamma\b"
)
_IMPROVED = re.compile(r"paran[etn]|paremp|paremm|kohen[et]|kohentu|\bimprov|\bbetter\b|förbättra|\bbättre\b")
_WEAKENED = re.compile(
    r"heiken|heikom|huonon|huonom|pahen|\bworse|\bweaken|\bdeteriorat|\bdeclin|försämra|försvaga|\bsämre\b"
)
_NEITHER = re.compile(
    r"samaa? (?:eikä|enkä)|eri (?:eikä|enkä)|ei samaa|en samaa|neither|\bneutral|neutraali|varken|sekä että"
)
_DISAGREE = re.compile(r"eri\s?mieltä|\bdisagree|annan åsikt|tar avstånd")
_AGREE = re.compile(r"samaa mieltä|\bagree|samma åsikt|instämmer|samanmielinen")
_FIRMLY = re.compile(
    r"täysin|huomattavas|selväst|merkittäv|paljon|erittäin|vahvasti|ehdottomasti|jyrkästi|"
    r"strongly|much|completely|totally|significant|greatly|helt|mycket|betydligt"
)
_HARDLY = re.compile(
    r"jonkin verran|jossain määrin|jokseenkin|hieman|vähän|osittain|melko|"
    r"somewhat|slightly|a little|a bit|tend to|rather|partly|delvis|något|lite"
)
_CANNOT_SAY = re.compile(
    r"en osaa sanoa|ei osaa sanoa|en tiedä|ei kokemusta|don'?t know|cannot say|can'?t say|not sure|"
    r"vet inte|kan inte säga|\A(?:eos|e\.o\.s\.?|ei vastausta|no answer|n/?a|-)\Z"
)


def change_group(category: str) -> str:
    """Return "improved", "unchanged" or "weakened" for a category of a change scale, "" for another.

    Examples
    --------
    >>> change_group("huomattavasti heikentynyt"), change_group("pysynyt ennallaan")
    ('weakened', 'unchanged')
    """
    wording = _folded(category)
    sides = [
        name
        for name, found in ((UNCHANGED, _UNCHANGED), (IMPROVED, _IMPROVED), (WEAKENED, _WEAKENED))
        if found.search(wording)
    ]
    return sides[0] if len(sides) == 1 else ""


def claim_group(category: str) -> str:
    """Return "agree", "neither" or "disagree" for a category of a claim scale, "" for another.

    Examples
    --------
    >>> claim_group("ei samaa eikä eri mieltä"), claim_group("jokseenkin eri mieltä")
    ('neither', 'disagree')
    """
    wording = _folded(category)
    for name, found in ((NEITHER, _NEITHER), (DISAGREE, _DISAGREE), (AGREE, _AGREE)):
        if found.search(wording):
            return name
    return ""


def cannot_say(category: str) -> bool:
    """Return whether a category says that there is no opinion."""
    return _CANNOT_SAY.search(_folded(category)) is not None


def in_order(categories: Iterable[str], groups: dict[str, str]) -> tuple[str, ...]:
    """Return categories best or most agreeing first; "cannot say" last; unknown ones in their natural order.

    Parameters
    ----------
    categories : iterable of str
        Each once.
    groups : dict of str to str
        Category → its side of the scale; empty for a choice.
    """
    return tuple(sorted(categories, key=lambda each: (_rank(each, groups.get(each, "")), _natural(each))))


def _rank(category: str, group: str) -> float:
    if group in (IMPROVED, AGREE):
        return 1.0 - _firmness(category)
    if group in (WEAKENED, DISAGREE):
        return 3.0 + _firmness(category)
    if group:
        return 2.0
    return 6.0 if cannot_say(category) else 5.0


def _firmness(category: str) -> float:
    wording = _folded(category)
    if _FIRMLY.search(wording):
        return 0.5
    return -0.5 if _HARDLY.search(wording) else 0.0


def _natural(category: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"\d+|\D+", _folded(category))
    return tuple((0, int(part[:15]), "") if part.isdigit() else (1, 0, part) for part in parts)


def _folded(category: str) -> str:
    return " ".join(category.casefold().split())
