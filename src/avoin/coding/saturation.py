"""Whether new codes still turn up.

Enters: codings. Leaves: counts. The curve is the one of Guest, Namey and Chen (2020), "A simple method to assess and
report thematic saturation in qualitative research", with answers in place of interviews and a run of a fixed length.
"""

from collections.abc import Iterable

from avoin.coding.decision import Coding
from avoin.ids import AnswerKey, CodeId

RUN = 20
"""Answers in one run."""


def new_codes_by_run(codings: Iterable[Coding], run: int = RUN) -> tuple[int, ...]:
    """Return for each run of coded answers, in the order they were first coded, how many codes were new in it.

    Parameters
    ----------
    codings : iterable of Coding
        Those that are on now; their decisions' numbers give the order.
    """
    places: dict[AnswerKey, int] = {}
    seen: set[CodeId] = set()
    counts: list[int] = []
    for coding in sorted(codings, key=lambda each: each.seq):
        place = places.setdefault(coding.span.answer, len(places)) // run
        counts += [0] * (place + 1 - len(counts))
        if coding.code not in seen:
            seen.add(coding.code)
            counts[place] += 1
    return tuple(counts)
