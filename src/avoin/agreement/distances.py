"""How far two code sets are from each other, 0 when equal and 1 when nothing is shared.

Enters: two sets of codes. Leaves: a number from 0 to 1. Invariant: two coders who both gave no code agree.
"""

from collections.abc import Set as AbstractSet

from avoin.ids import CodeId

Codes = AbstractSet[CodeId]


def jaccard(left: Codes, right: Codes) -> float:
    """Return 1 − shared / all codes; 0 for two empty sets.

    References
    ----------
    Jaccard (1912), New Phytologist 11, 37-50.
    """
    together = left | right
    return 1 - len(left & right) / len(together) if together else 0.0


def masi(left: Codes, right: Codes) -> float:
    """Return 1 − Jaccard × how one set lies in the other: equal 1, inside 2/3, overlapping 1/3, apart 0.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items, LREC 2006.
    """
    return 1 - (1 - jaccard(left, right)) * _lying(left, right)


def _lying(left: Codes, right: Codes) -> float:
    if left == right:
        return 1.0
    if left <= right or right <= left:
        return 2 / 3
    return 1 / 3 if left & right else 0.0
