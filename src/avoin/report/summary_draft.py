"""A first draft of a theme's summary: the segments that stand for the most others, in the respondents' own words.

Enters: a theme's grounds and, where there are any, vectors. Leaves: a draft. Invariants: nothing is invented, every
bullet is a segment; identity codes, numbers and addresses are replaced; same inputs, same draft.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from avoin.ids import CodeId, Span
from avoin.privacy.redaction import without_shapes
from avoin.report.grounds import Grounds
from avoin.report.summary import Bullet, BulletKind, Evidence, Summary
from avoin.text import is_erased, same_answer_key

SOLUTION = CodeId("ratkaisuehdotus")
"""The code of answers that propose a solution."""

_MOST_BULLETS = 5
_PER_BULLET = 4  # a theme of four respondents has one bullet, of twenty the most there may be
_SHORTEST = 12
_LONGEST = 300
_SPACE = re.compile(r"\s+")

Vectors = Mapping[Span, NDArray[np.float32]]


def draft_of(grounds: Grounds, vectors: Vectors | None = None) -> Summary:
    """Return the draft: the code's name as heading, and typical segments as bullets.

    A bullet's evidence is its segment and those much like it, each counted for the bullet it is nearest to.
    """
    spans = sorted({each.span for each in grounds.evidence if _says_something(grounds.texts[each.span])})
    if not spans:
        return Summary(grounds.place, grounds.name, (), grounds.basis)
    likeness = _likeness(spans, grounds.texts, vectors or {})
    wanted = min(_MOST_BULLETS, -(-grounds.n // _PER_BULLET))
    chosen = _chosen(spans, likeness, max(1, wanted))
    kind = BulletKind.SOLUTION if grounds.place.code == SOLUTION else BulletKind.CLAIM
    bullets = tuple(
        Bullet(_shown(grounds.texts[spans[place]]), _evidence(grounds, spans, members), kind)
        for place, members in _members(chosen, likeness).items()
    )
    return Summary(grounds.place, grounds.name, bullets, grounds.basis)


def _says_something(text: str) -> bool:
    return len(text.strip()) >= _SHORTEST and not is_erased(text)


def _likeness(spans: Sequence[Span], texts: Mapping[Span, str], vectors: Vectors) -> NDArray[np.float32]:
    """Return cosine likenesses, shape (n_spans, n_spans); without vectors only the same words are alike."""
    if all(span in vectors for span in spans):
        stacked = np.stack([vectors[span] for span in spans])
        # four decimals: the last bits may differ between machines, the choice must not
        near: NDArray[np.float32] = np.round(stacked @ stacked.T, 4).astype(np.float32)
        return near
    keys = [same_answer_key(texts[span]) for span in spans]
    same: NDArray[np.float32] = np.array([[one == other for other in keys] for one in keys], dtype=np.float32)
    return same


def _chosen(spans: Sequence[Span], likeness: NDArray[np.float32], n: int) -> list[int]:
    """Return the segments that stand for the others best, one a respondent: greedy facility location."""
    covered = np.full(len(spans), likeness.min(), dtype=np.float64)
    chosen: list[int] = []
    heard: set[str] = set()
    while len(chosen) < n:
        free = [place for place in range(len(spans)) if spans[place].answer.respondent not in heard]
        if not free:
            break
        gains = {place: float(np.maximum(likeness[place] - covered, 0).sum()) for place in free}
        best = max(free, key=lambda place: (round(gains[place], 4), -place))
        chosen.append(best)
        heard.add(spans[best].answer.respondent)
        covered = np.maximum(covered, likeness[best])
    return chosen


def _members(chosen: Sequence[int], likeness: NDArray[np.float32]) -> dict[int, list[int]]:
    """Return for each chosen segment itself and those that are nearest to it and clearly alike."""
    clearly = float(likeness.mean() + likeness.std())
    found = {place: [place] for place in chosen}
    for place in range(len(likeness)):
        nearest = max(chosen, key=lambda each: (likeness[place, each], -each))
        if place not in found and likeness[place, nearest] >= clearly:
            found[nearest].append(place)
    return found


def _evidence(grounds: Grounds, spans: Sequence[Span], members: Sequence[int]) -> tuple[Evidence, ...]:
    wanted = {spans[place] for place in members}
    return tuple(each for each in grounds.evidence if each.span in wanted)


def _shown(text: str) -> str:
    line = without_shapes(_SPACE.sub(" ", text).strip())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " […]"
