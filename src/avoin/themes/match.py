"""Which code a theme resembles, before anyone has decided anything.

Enters: the themes' centres, the segments and the codes' texts as rows of one space. Leaves: a code's place and a
confidence for each theme, or no code. Invariant: nothing is learned from decisions here; that is the suggester's.

A codebook often serves several questions, and codes of another question's group would be taken for their words alone.
How much each group is spoken of in the whole question is therefore worked out first, and weighs the codes.
"""

from collections.abc import Sequence

import numpy as np

Rows = np.ndarray[tuple[int, int], np.dtype[np.float64]]

_SHARPNESS = 0.1  # cosines this far apart make one code e times as likely as the other
_ROUNDS = 20
_UNSURE_BELOW = 0.2
_FLOOR = 1e-4
_NONE = 0.2  # what "no code" resembles everything by: unrelated texts lie at 0.0, a twentieth above 0.15


def resembled(
    centres: np.ndarray, segments: np.ndarray, codes: np.ndarray, groups: Sequence[str]
) -> tuple[tuple[int | None, float], ...]:
    """Return for each theme the place of the code it resembles most, and how sure that is.

    Parameters
    ----------
    centres : ndarray of shape (n_themes, n_features)
    segments : ndarray of shape (n_segments, n_features)
        Everything that was grouped; tells which groups of codes the question is about.
    codes : ndarray of shape (n_codes, n_features)
        The codes' texts; a row of zeros resembles nothing.
    groups : sequence of str
        Which group each code belongs to, such as its topmost ancestor.

    Returns
    -------
    tuple of (int or None, float)
        Confidence is the code's share of likelihood among all codes and none, 0–1; below 0.2 there is no code, with 0.
    """
    if not len(codes) or not len(centres):
        return ((None, 0.0),) * len(centres)
    known = np.asarray(codes, dtype=np.float64)
    prior = _group_prior(_cosines(segments, known), groups)
    shares = _shares(_cosines(centres, known), prior)
    shares[:, ~known.any(axis=1)] = 0.0
    best = shares.argmax(axis=1)
    return tuple(
        (int(place), round(float(row[place]), 4)) if row[place] >= _UNSURE_BELOW else (None, 0.0)
        for place, row in zip(best, shares, strict=True)
    )


def _group_prior(likeness: Rows, groups: Sequence[str]) -> Rows:
    """Return the logarithm of how much a code of each group is spoken of, (1, n_codes), by expectation maximisation."""
    names = list(dict.fromkeys(groups))
    member = np.array([[group == name for name in names] for group in groups], dtype=np.float64)
    sizes = member.sum(axis=0)
    prior = np.zeros((1, len(groups)))
    for _round in range(_ROUNDS if len(likeness) else 0):
        spoken = _shares(likeness, prior).mean(axis=0) @ member / sizes
        prior = np.log(member @ spoken + _FLOOR)[None, :]
    return prior


def _shares(likeness: Rows, prior: Rows) -> Rows:
    """Return each code's share of likelihood among all codes and no code at all, (n, n_codes)."""
    none = np.full((len(likeness), 1), _NONE / _SHARPNESS - np.log(likeness.shape[1]))
    raised = np.hstack([likeness / _SHARPNESS + prior, none])
    raised = np.exp(raised - raised.max(axis=1, keepdims=True))
    return np.asarray(raised[:, :-1] / raised.sum(axis=1, keepdims=True))


def _cosines(rows: np.ndarray, codes: Rows) -> Rows:
    return np.round(np.asarray(rows, dtype=np.float64) @ codes.T, 6)
