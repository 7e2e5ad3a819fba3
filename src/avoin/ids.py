"""Identifiers that cannot be swapped by mistake, and digests.

An answer is named by wave, respondent and question: respondent ids may recur in another wave.
"""

import hashlib
from typing import NamedTuple, NewType

WaveId = NewType("WaveId", str)
QuestionId = NewType("QuestionId", str)
VariableId = NewType("VariableId", str)
RespondentId = NewType("RespondentId", str)
CodeId = NewType("CodeId", str)
CoderId = NewType("CoderId", str)


class AnswerKey(NamedTuple):
    """Which answer: ordered by wave, then respondent, then question."""

    wave: WaveId
    respondent: RespondentId
    question: QuestionId


class Span(NamedTuple):
    """Part of an answer's working text, [start, end) in Unicode code points."""

    answer: AnswerKey
    start: int
    end: int


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts as 64 hexadecimal digits; ("a", "bc") and ("ab", "c") differ."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8") if isinstance(part, str) else part
        whole.update(len(raw).to_bytes(8, "big"))
        whole.update(raw)
    return whole.hexdigest()
