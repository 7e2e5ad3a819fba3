"""Groups that are one theme twice: both speak most of the same noun and lean the same way from the question's average.

Enters: groups of segments. Leaves: the same groups, those that were one theme joined. Invariants: mixed groups, and
groups whose first noun tells little, are never joined; the same groups give the same result.
"""

from collections.abc import Sequence
from dataclasses import replace

from avoin.themes.grouping import Group, Segments, group, together
from avoin.themes.key_words import KeyWords, key_words


def distinct_groups(segments: Segments, k: int | None, seed: int) -> tuple[tuple[Group, ...], str]:
    """Return the groups of segments, near-duplicates joined, and how they were found.

    Parameters
    ----------
    k : int or None
        How many at most; None decides by the number of segments.
    """
    apart, method = group(segments, k, seed)
    groups = near_duplicates_joined(segments, apart)
    if len(groups) < len(apart):
        method = f"{method}; {len(apart)} joined to {len(groups)}, near-duplicates"
    return groups, method


def near_duplicates_joined(segments: Segments, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return the groups, near-duplicates joined; the stability of a joined one is its parts' average, by size."""
    found = list(groups)
    while (pair := _pair(segments, found)) is not None:
        first, second = pair
        found[first] = _joined(segments, found[first], found.pop(second))
    return tuple(found)


def _pair(segments: Segments, groups: Sequence[Group]) -> tuple[int, int] | None:
    """Return the places of the two closest near-duplicates, the larger group first; None where there are none."""
    keys = key_words([[segments.wordings[place] for place in each.places] for each in groups])
    nouns = [_tells(key) if not each.mixed else None for each, key in zip(groups, keys, strict=True)]
    likeness = {
        (first, second): float(groups[first].centre @ groups[second].centre)
        for second, noun in enumerate(nouns)
        for first in range(second)
        if noun is not None and nouns[first] == noun
    }
    close = {pair: cosine for pair, cosine in likeness.items() if cosine > 0}
    return max(close, key=close.__getitem__, default=None)


def _tells(keys: KeyWords) -> str | None:
    """Return the noun that speaks most for a group, where it tells something."""
    noun = keys.nouns[0][0] if keys.nouns else None
    return None if noun is None or keys.is_weak(noun) else noun.lower()


def _joined(segments: Segments, first: Group, second: Group) -> Group:
    n, m = len(first.places), len(second.places)
    whole = together(segments, sorted((*first.places, *second.places)))
    steady = (n * first.stability + m * second.stability) / (n + m)
    return replace(whole, stability=round(steady, 4))
