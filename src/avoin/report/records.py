"""Rows of the tables as plain records, for JSON: fractions as numbers, what is withheld as null.

Enters: masked rows. Leaves: dictionaries. Invariant: every figure was let through by the mask already.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import inf

from avoin.report.closed import ClosedRow, Part
from avoin.report.codes import CodeRow

Record = dict[str, object]


def closed_record(row: ClosedRow) -> Record:
    """Return a row of the closed items as a record; ``variable`` null is everybody."""
    return {
        "wave": row.wave,
        "question": row.question,
        "kind": row.kind.value,
        "variable": row.variable,
        "value": row.value,
        "n": row.n,
        "mean": _number(row.mean),
        "shares": _parts(row.shares),
        "groups": _parts(row.groups),
        "weighted": _number(row.weighted),
        "effective": None if row.effective in (None, inf) else row.effective,
        "masked": row.masked,
    }


def code_record(row: CodeRow) -> Record:
    """Return a row of the codes as a record; ``share`` is n / base_answered."""
    return {
        "wave": row.wave,
        "question": row.question,
        "code": row.code,
        "variable": row.variable,
        "value": row.value,
        "n": row.n,
        "base_asked": row.base_asked,
        "base_answered": row.base_answered,
        "share": _number(row.share),
        "low": row.low,
        "high": row.high,
        "effective": None if row.effective in (None, inf) else row.effective,
        "masked": row.masked,
        "coded": row.coded,
    }


def _parts(parts: Mapping[str, Part]) -> Record:
    return {
        name: {"n": part.n, "share": _number(part.share), "low": part.low, "high": part.high}
        for name, part in parts.items()
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
