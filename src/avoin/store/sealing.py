"""How a decision is written down and sealed.

Enters: marks and decisions. Leaves: their canonical JSON, the key of a mark, the digest of a decision.
Invariant: the digest covers every stored field, byte for byte, and the digest before it.
"""

import json
from collections.abc import Sequence

from avoin.coding.decision import Mark, MarkKind
from avoin.ids import CodeId, CoderId, QuestionId, RespondentId, WaveId, digest

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

FIRST = "0" * 64
"""What the first decision names as the digest before it."""


def canonical(value: object) -> str:
    """Return JSON without spaces, characters as they are."""
    return _ENCODER.encode(value)


def marks_to_json(marks: Sequence[Mark]) -> str:
    """Return marks as canonical JSON: a list of lists in the order of ``Mark``'s fields."""
    return canonical([_fields(mark) for mark in marks])


def marks_from_json(text: str) -> tuple[Mark, ...]:
    """Return the marks that ``marks_to_json`` wrote.

    Raises
    ------
    ValueError, TypeError
        Where the text is not that.
    """
    return tuple(
        Mark(
            MarkKind(kind),
            WaveId(wave),
            RespondentId(respondent),
            QuestionId(question),
            start,
            end,
            CodeId(code),
            CoderId(coder),
            note,
        )
        for kind, wave, respondent, question, start, end, code, coder, note in json.loads(text)
    )


def mark_key(mark: Mark) -> str:
    """Return what names a mark in the projection: 64 hexadecimal digits, the same only for equal marks."""
    return digest(*(str(field) for field in _fields(mark)))


def seal(fields: Sequence[str | int | None], previous: str) -> str:
    """Return the digest of a decision.

    Parameters
    ----------
    fields : sequence
        seq, uuid, at, coder, verb, put, taken, seen, codebook, of, as stored (the marks as JSON text).
    """
    return digest(canonical([*fields, previous]))


def _fields(mark: Mark) -> tuple[str, str, str, str, int, int, str, str, str]:
    return (
        mark.kind.value,
        mark.wave,
        mark.respondent,
        mark.question,
        mark.start,
        mark.end,
        mark.code,
        mark.coder,
        mark.text,
    )
