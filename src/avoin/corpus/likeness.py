"""Whether two waves mean the same thing by different words: headings and the values under them.

Careful on purpose: a wrong match mixes two questions in every table, a missed one only makes a new question.
Invariant: a pair is matched only where it is the best of both its sides by a clear margin.
"""

import difflib
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Side = TypeVar("Side", bound=Hashable)

ENOUGH = 0.5
"""Likeness from which a pair may be matched, 0–1."""

OF_A_SERIES = 0.45
"""Likeness of two items of one series at most: worth telling, never enough."""

MARGIN = 0.15
"""How much better than the next a pair must be."""

WORTH_TELLING = 0.3
"""Likeness from which an unmatched pair is reported."""

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")  # waves differ by it
_STEM = 6  # letters: Finnish endings come after about that many
_SMALLEST_OVERLAP = 3


@dataclass(frozen=True, slots=True)
class Pair(Generic[Side]):
    """Two things that may be the same."""

    new: str
    old: Side
    likeness: float


def wording(heading: str) -> str:
    """Return what headings have in common that differ in case, spaces and punctuation only."""
    return " ".join(_words(heading))


def same_wording(one: str, other: str) -> bool:
    """Return whether two headings differ in case, spaces and punctuation only.

    Examples
    --------
    >>> same_wording("Vaalipiiri", " vaalipiiri:")
    True
    """
    return _words(one) == _words(other) and bool(_words(one))


def heading_likeness(one: str, other: str) -> float:
    """Return how alike two headings are, 0–1.

    The mean of the cosine of character 3- and 4-grams and the share of common word stems, weighted by their length. Two
    headings that differ in one slot only ("… of health services", "… of mental health services") may be items of one
    series and get ``OF_A_SERIES`` at most.
    """
    if same_wording(one, other):
        return 1.0
    likeness = (_cosine(_grams(one), _grams(other)) + _common_stems(one, other)) / 2
    return min(likeness, OF_A_SERIES) if are_items_of_a_series(one, other) else likeness


def are_items_of_a_series(one: str, other: str) -> bool:
    """Return whether the words are the same but for one slot or a number, years aside."""
    words = _words(one), _words(other)
    if _numbers(words[0]) != _numbers(words[1]):
        return True
    stems = [[word[:_STEM] for word in each if not word.isdigit()] for each in words]
    matcher = difflib.SequenceMatcher(None, stems[0], stems[1], autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    if len(changes) != 1 or changes[0][0] != "replace":
        return False
    _kind, start, end, _other_start, _other_end = changes[0]
    return len(stems[0]) - (end - start) >= 2


def value_likeness(new: Collection[str], old: Collection[str]) -> float | None:
    """Return how alike the values of two variables are, 0–1; None where they say nothing, as 0 and 1 do."""
    ours, theirs = {_plain(each) for each in new}, {_plain(each) for each in old}
    telling = {each for each in ours | theirs if len(each) >= 3 and not each.isdigit()}
    if not ours or not theirs or len(telling) < 2:
        return None
    if same_values(new, old):
        return 0.75
    common = len(ours & theirs)
    if common and common < _SMALLEST_OVERLAP:
        return None
    return common / len(ours | theirs)


def same_values(new: Collection[str], old: Collection[str]) -> Mapping[str, str]:
    """Return new value → old value where every value has exactly one counterpart, else nothing.

    Counterparts are equal but for case and spaces, or one has all the words of the other ("Johtaja" and
    "Kriisikeskuksen johtaja"). Values that are the same on both sides are left out of what must be paired.
    """
    theirs = {_plain(each): each for each in sorted(old, reverse=True)} | {each: each for each in old}
    found = {each: theirs.get(each) or theirs[_plain(each)] for each in new if {each, _plain(each)} & theirs.keys()}
    rest_new = [each for each in new if each not in found]
    rest_old = [each for each in old if each not in found.values()]
    if len(rest_new) != len(rest_old) or len(rest_new) > 12:
        return {each: value for each, value in found.items() if each != value}
    pairs = {each: [other for other in rest_old if _within(each, other)] for each in rest_new}
    one_each = all(len(others) == 1 for others in pairs.values())
    if one_each and len({others[0] for others in pairs.values()}) == len(rest_old):
        found |= {each: others[0] for each, others in pairs.items()}
    return {each: value for each, value in found.items() if each != value}


def best_pairs(pairs: Sequence[Pair[Side]]) -> tuple[tuple[Pair[Side], ...], tuple[Pair[Side], ...]]:
    """Choose the pairs that are clearly meant.

    Parameters
    ----------
    pairs : sequence of Pair
        Every new side with every old one.

    Returns
    -------
    chosen : tuple of Pair
        At least ``ENOUGH`` alike and ``MARGIN`` better than any other pair of either side that is still free.
    unclear : tuple of Pair
        Of the others, those worth telling, most alike first.
    """
    chosen: list[Pair[Side]] = []
    free = sorted(pairs, key=lambda pair: -pair.likeness)
    while clear := next((pair for pair in free if pair.likeness >= ENOUGH and _is_clear(pair, free)), None):
        chosen.append(clear)
        free = [pair for pair in free if pair.new != clear.new and pair.old != clear.old]
    return tuple(chosen), tuple(pair for pair in free if pair.likeness >= WORTH_TELLING)


def _is_clear(pair: Pair[Side], among: Sequence[Pair[Side]]) -> bool:
    rivals = [each for each in among if (each.new == pair.new) != (each.old == pair.old)]
    return all(pair.likeness - each.likeness >= MARGIN for each in rivals)


def _words(heading: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", heading).casefold())


def _plain(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


def _grams(heading: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in _words(heading):
        padded = f" {word} "
        for size in (3, 4):
            found.update(padded[start : start + size] for start in range(max(1, len(padded) - size + 1)))
    return found


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    product = sum(n * other[gram] for gram, n in one.items())
    lengths = math.sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return product / lengths if lengths else 0.0


def _common_stems(one: str, other: str) -> float:
    ours, theirs = ({word[:_STEM] for word in _words(each) if len(word) >= 4} for each in (one, other))
    whole = sum(map(len, ours)) + sum(map(len, theirs))
    return 2 * sum(map(len, ours & theirs)) / whole if whole else 0.0


def _numbers(words: list[str]) -> Counter[str]:
    return Counter(word for word in words if word.isdigit() and not _YEAR.fullmatch(word))


def _within(one: str, other: str) -> bool:
    ours, theirs = set(_words(one)), set(_words(other))
    return bool(ours) and bool(theirs) and (ours <= theirs or theirs <= ours)
