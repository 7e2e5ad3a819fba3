"""What the machine suggested when a person decided: as written into a decision, and read back.

Enters: segments and their likeliest codes, and which of them the coder did not get to see. Leaves: JSON; the codes by
segment. Invariants: what was hidden is on record as hidden and never among what was shown; a record of another form
reads as nothing.

A random share of the answers can be coded without suggestions (``hidden_share`` in ``avoin.toml``): how often a coder
gives what the machine would have suggested, where it was shown and where it was not, tells how much suggestions steer.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from avoin.ids import CodeId, QuestionId, Span
from avoin.text import same_answer_key

Place = tuple[str, str, int, int]
"""Respondent, wave, start and end."""

Ranked = Sequence[tuple[CodeId, float]]
"""Codes with their chances, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Codes that were suggested, the likeliest first, by segment.

    Attributes
    ----------
    shown : mapping of Place to tuple of CodeId
        What the coder could see.
    hidden : mapping of Place to tuple of CodeId
        What would have been suggested where suggestions were hidden.
    """

    shown: Mapping[Place, tuple[CodeId, ...]] = field(default_factory=dict)
    hidden: Mapping[Place, tuple[CodeId, ...]] = field(default_factory=dict)


def is_hidden(text: str, question: QuestionId, share: float, seed: int) -> bool:
    """Return whether an answer is coded without suggestions.

    Identical answers are hidden together; a larger share hides the same answers and more.

    Parameters
    ----------
    text : str
        The answer.
    share : float
        Of the different answers, 0-1.
    """
    drawn = hashlib.sha256(f"{seed}\0{question}\0{same_answer_key(text)}".encode()).digest()
    return int.from_bytes(drawn[:8]) < share * 2.0**64


def write_seen(suggester: str, top: Mapping[Span, Ranked], hidden: Collection[Span]) -> str:
    """Return the record as JSON; empty where there is nothing to record.

    Parameters
    ----------
    suggester : str
        What suggested, and from how many decided answers.
    hidden : collection of Span
        Those of the segments whose suggestions were not shown.
    """
    if not top:
        return ""
    rows = {span: [*_place(span), [[code, round(p, 3)] for code, p in ranked]] for span, ranked in top.items()}
    record: dict[str, object] = {
        "suggester": suggester,
        "top": [row for span, row in rows.items() if span not in hidden],
    }
    if unseen := [row for span, row in rows.items() if span in hidden]:
        record["hidden"] = unseen
    return json.dumps(record, ensure_ascii=False)


def read_seen(text: str) -> Seen:
    """Return what a record says; nothing where it is empty or of another form."""
    try:
        record = json.loads(text)
        return Seen(_by_place(record["top"]), _by_place(record.get("hidden", ())))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Seen()


def _place(span: Span) -> Place:
    return (span.answer.respondent, span.answer.wave, span.start, span.end)


def _by_place(rows: Iterable[tuple[str, str, int, int, Ranked]]) -> dict[Place, tuple[CodeId, ...]]:
    return {
        (str(who), str(wave), int(start), int(end)): tuple(CodeId(str(code)) for code, _chance in ranked)
        for who, wave, start, end, ranked in rows
    }
