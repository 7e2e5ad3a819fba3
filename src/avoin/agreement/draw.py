"""Which answers a second coder codes: a share of them, drawn so that every stratum is in it by its share.

Enters: answers with the stratum of each, a share, a seed. Leaves: the drawn answers. Invariant: the same answers,
strata and seed give the same draw, in whatever order they come.
"""

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import floor

import numpy as np

from avoin.ids import AnswerKey


def draw(strata: Mapping[AnswerKey, Hashable], share: float, seed: int) -> tuple[AnswerKey, ...]:
    """Draw a share of the answers, from each stratum in proportion to its size.

    The number drawn is the share of all answers rounded up, so that something is drawn of anything. What the strata
    have left over after whole answers goes to those with the largest remainders, ties by lot.

    Parameters
    ----------
    share : float
        Above 0, at most 1.

    Returns
    -------
    tuple of AnswerKey
        In the order of answers.

    References
    ----------
    Cochran (1977), Sampling techniques, section 5.5 (proportional allocation); largest remainders after Hare.
    """
    random = np.random.default_rng(seed)
    groups: dict[Hashable, list[AnswerKey]] = {}
    for answer in sorted(strata):
        groups.setdefault(strata[answer], []).append(answer)
    exact = Fraction(str(share))
    total = -floor(-exact * len(strata))
    due = {stratum: exact * len(members) for stratum, members in groups.items()}
    sizes = {stratum: floor(each) for stratum, each in due.items()}
    lots = dict(zip(groups, random.random(len(groups)), strict=True))
    by_remainder = sorted(groups, key=lambda stratum: (sizes[stratum] - due[stratum], lots[stratum]))
    for stratum in by_remainder[: total - sum(sizes.values())]:
        sizes[stratum] += 1
    chosen = (
        members[place]
        for stratum, members in groups.items()
        for place in random.permutation(len(members))[: sizes[stratum]]
    )
    return tuple(sorted(chosen))
