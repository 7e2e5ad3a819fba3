"""From segments to groups of segments: identical ones go together, the typical ones come first.

Enters: segments with their texts, words and rows. Leaves: groups of places, named.
Invariants: identical segments are never apart; every segment is in exactly one group; the same segments, k and seed
give the same groups in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from avoin.ids import CodeId, Span
from avoin.text import same_answer_key
from avoin.themes.finder import Rows, ThemeFinder, typical_order
from avoin.themes.phrases import Wording


@dataclass(frozen=True)
class Segments:
    """Segments that may be grouped.

    Attributes
    ----------
    spans : tuple of Span
    texts : tuple of str
        What each says.
    wordings : tuple of Wording
        Its words.
    rows : ndarray of shape (n, n_features)
        Its features, unit rows.
    """

    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    wordings: tuple[Wording, ...]
    rows: np.ndarray

    def chosen(self, places: Sequence[int]) -> "Segments":
        """Return only the segments in these places, in this order."""
        return Segments(
            tuple(self.spans[place] for place in places),
            tuple(self.texts[place] for place in places),
            tuple(self.wordings[place] for place in places),
            self.rows[list(places)],
        )


@dataclass(frozen=True)
class Group:
    """Segments on the same matter.

    Attributes
    ----------
    places : tuple of int
        Which segments, the most typical first, identical ones side by side.
    centre : ndarray of shape (n_features,)
    mixed : bool
        True where they have little in common.
    stability : float
        Share of its pairs that stay together when some segments are left out, 0–1; 1 for what a person put together.
    """

    places: tuple[int, ...]
    centre: np.ndarray
    mixed: bool
    stability: float = 1.0


def group(segments: Segments, k: int | None, seed: int) -> tuple[tuple[Group, ...], str]:
    """Return the groups, by size, mixed ones last, and how they were found.

    Parameters
    ----------
    k : int or None
        How many at most; None decides by the number of segments.
    """
    places, rows, weights = _each_once(segments)
    finder = ThemeFinder(k, seed).fit(rows, sample_weight=weights)
    groups = [
        replace(
            _group(np.flatnonzero(finder.labels_ == label), places, rows, weights, bool(finder.mixed_[label])),
            stability=round(float(finder.stability_[label]), 4),
        )
        for label in range(finder.k_)
    ]
    return tuple(groups), finder.method_


def together(segments: Segments, places: Sequence[int], mixed: bool = False) -> Group:
    """Return the segments in these places as one group."""
    own, rows, weights = _each_once(segments.chosen(places))
    whole = [[places[place] for place in same] for same in own]
    return _group(np.arange(len(rows)), whole, rows, weights, mixed)


_DRAWN = 0.4
"""How sure a resemblance must be for a code to draw a segment: of 262 drawn in the example survey 83 % had the code."""


def drawn(
    segments: Segments, pulls: Sequence[tuple[CodeId | None, float]]
) -> tuple[dict[CodeId, tuple[list[int], float]], list[int]]:
    """Return the places that each code draws and how sure that is on average, and the places that none draws.

    Parameters
    ----------
    pulls : sequence of (CodeId or None, float)
        The code that each segment resembles and how sure that is, 0–1. Identical segments follow the first.
    """
    by_code: dict[CodeId, list[tuple[list[int], float]]] = {}
    rest: list[int] = []
    for same in _each_once(segments)[0]:
        code, sure = pulls[same[0]]
        if code is None or sure < _DRAWN:
            rest += same
        else:
            by_code.setdefault(code, []).append((same, sure))
    found = {
        code: ([place for same, _sure in each for place in same], sum(sure for _same, sure in each) / len(each))
        for code, each in by_code.items()
    }
    return found, sorted(rest)


def apart(segments: Segments, places: Sequence[int], k: int | None, seed: int) -> tuple[Group, ...]:
    """Return the segments in these places as smaller groups, seen from their own middle.

    Parameters
    ----------
    k : int or None
        How many; None makes two of few and up to four of many.
    """
    own = segments.chosen(places)
    _same, rows, _weights = _each_once(own)
    wanted = k or (2 if len(rows) < 16 else 3 if len(rows) < 48 else 4)
    shifted = own.rows.astype(np.float64) - rows.mean(axis=0)
    norms = np.linalg.norm(shifted, axis=1, keepdims=True)
    centred = np.divide(shifted, norms, out=np.zeros_like(shifted), where=norms > 1e-9)
    found, _method = group(Segments(own.spans, own.texts, own.wordings, centred), wanted, seed)
    return tuple(together(segments, [places[place] for place in each.places], each.mixed) for each in found)


def _each_once(segments: Segments) -> tuple[list[list[int]], Rows, np.ndarray]:
    """Return the places of identical segments, the first one's row, and how many there are."""
    same: dict[str, list[int]] = {}
    for place, text in enumerate(segments.texts):
        same.setdefault(same_answer_key(text), []).append(place)
    places = list(same.values())
    rows = segments.rows[[each[0] for each in places]].astype(np.float64)
    return places, rows, np.array([len(each) for each in places], dtype=np.float64)


def _group(members: np.ndarray, places: list[list[int]], rows: Rows, weights: np.ndarray, mixed: bool) -> Group:
    whole = weights[members] @ rows[members]
    norm = float(np.linalg.norm(whole))
    centre = whole / norm if norm > 1e-9 else whole
    order = typical_order(rows[members], centre, weights[members])
    in_order = tuple(place for member in members[order] for place in places[member])
    return Group(in_order, centre, mixed)
