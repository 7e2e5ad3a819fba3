"""Rows as JSON: a list with one object a row.

Enters: rows. Leaves: bytes. Invariant: text is cleaned as in every other form.
"""

import json

from avoin.export.clean_text import clean
from avoin.report.rows import Rows


def to_json(rows: Rows) -> bytes:
    """Return the rows as JSON, in UTF-8."""
    objects = rows.nested or tuple(dict(zip(rows.headings, cells, strict=True)) for cells in rows.rows)
    return (json.dumps([_cleaned(each) for each in objects], ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return value
