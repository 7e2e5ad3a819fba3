"""How alike texts are, by what they share: lemmas where somebody has read them, else letters.

Enters: for each text what is counted in it. Leaves: cosine similarities, a proportion 0–1.
Invariant: symmetric, 1 for texts of which the same is counted, independent of the order of the texts.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from avoin.text import fold

_LENGTHS = (3, 4, 5)


def similar_pairs(counts: Sequence[Counter[str]], least: float) -> Iterator[tuple[int, int, float]]:
    """Yield pairs of places whose texts are at least this alike, with how much.

    What is counted is weighted by log(1 + count) and by how few of the texts hold it.

    Parameters
    ----------
    counts : sequence of Counter
        Lemmas or ``letters`` of each text; empty ones are like nothing.
    least : float
        Smallest cosine worth telling.
    """
    vectors = _weighted(counts)
    for first, vector in enumerate(vectors):
        for second in range(first + 1, len(vectors)):
            likeness = _dot(vector, vectors[second])
            if likeness >= least:
                yield first, second, likeness


def letters(text: str) -> Counter[str]:
    """Return how often each run of 3–5 letters is in the words of a text."""
    return Counter(_grams(text))


def name_key(name: str) -> str:
    """Return a name without case, diacritics, spaces and marks."""
    return "".join(char for char in fold(name) if char.isalnum())


def names_alike(a: str, b: str, least: float) -> bool:
    """Return whether two names are the same when folded, or share this much of their letters in order."""
    first, second = name_key(a), name_key(b)
    if first == second:
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


def _grams(text: str) -> Iterator[str]:
    words = "".join(char if char.isalnum() else " " for char in fold(text)).split()
    for word in words:
        padded = f" {word} "
        for length in _LENGTHS:
            for start in range(max(len(padded) - length + 1, 0)):
                yield padded[start : start + length]


def _weighted(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    held = Counter(gram for each in counts for gram in each)
    rarity = {gram: math.log((1 + len(counts)) / (1 + n)) + 1 for gram, n in held.items()}
    vectors = [{gram: math.log1p(n) * rarity[gram] for gram, n in each.items()} for each in counts]
    return [_unit(vector) for vector in vectors]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {gram: weight / length for gram, weight in vector.items()} if length else vector


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[gram] for gram, weight in a.items() if gram in b)
