"""What became of the suggestions: read from what each decision says was shown.

Enters: decisions. Leaves: counts, or None where nothing was ever shown. Invariant: only codings on segments that the
record says had suggestions are counted; a suggestion alone counts for nothing.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avoin.coding.decision import Decision, Mark, MarkKind
from avoin.ids import CodeId

_Place = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What became of the suggestions that were shown.

    Attributes
    ----------
    n_codings : int
        Codings put on segments that had suggestions.
    n_first : int
        Those of them whose code was the first suggestion.
    n_listed : int
        Those whose code was among the suggestions, the first included.
    n_refused : int
        Suggestions that a coder refused.
    """

    n_codings: int
    n_first: int
    n_listed: int
    n_refused: int


def suggestions_of(decisions: Iterable[Decision]) -> Suggestions | None:
    """Return what became of the suggestions; None where no decision says what was shown."""
    codings = first = listed = refused = 0
    shown_at_all = False
    for decision in decisions:
        shown = _shown(decision.seen)
        shown_at_all = shown_at_all or bool(shown)
        for mark in decision.put:
            codes = shown.get(_place(mark))
            if codes and mark.kind is MarkKind.CODING:
                codings += 1
                first += mark.code == codes[0]
                listed += mark.code in codes
            elif codes and mark.kind is MarkKind.REFUSED:
                refused += 1
    return Suggestions(codings, first, listed, refused) if shown_at_all else None


def _place(mark: Mark) -> _Place:
    return (mark.respondent, mark.wave, mark.start, mark.end)


def _shown(seen: str) -> Mapping[_Place, tuple[CodeId, ...]]:
    """Return the codes shown for each segment, the likeliest first; nothing where the record is of another form."""
    try:
        top = json.loads(seen)["top"]
        return {
            (str(who), str(wave), int(start), int(end)): tuple(CodeId(str(code)) for code, _chance in ranked)
            for who, wave, start, end, ranked in top
        }
    except (ValueError, TypeError, KeyError):
        return {}
