"""JSON lines in, a ``SurveyTable`` out: one object a line, its keys the headings.

Invariant: a value is written as it stands; one that holds others is refused by row and key.
"""

import json
from typing import Any

from avoin.i18n import _
from avoin.importing.encoding import decode
from avoin.importing.multiple import JOINT
from avoin.importing.shape import Source, shape
from avoin.importing.table import ImportFileError, SurveyTable


def is_json_lines(content: bytes) -> bool:
    """Return whether the first line of a file is a JSON object."""
    first = content[: 1024 * 1024].lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    return first.startswith(b"{") and first.rstrip().endswith(b"}")


def read_json_lines(content: bytes, file: str, digest: str) -> SurveyTable:
    """Read JSON lines; a list of plain values is a multi-select.

    Raises
    ------
    ImportFileError
        Where a line is no object, or a value holds others; names row and column.
    """
    objects = [
        (number, _object(line, file, number))
        for number, line in enumerate(decode(content, file, "utf-8").text.split("\n"), start=1)
        if line.strip()
    ]
    headings = tuple(dict.fromkeys(key for _number, each in objects for key in each))
    records = [(number, [_cell(each.get(key), file, number, key) for key in headings]) for number, each in objects]
    return shape(Source(file, digest, how=(("form", "JSON lines"),)), [(0, headings), *records])


def _object(line: str, file: str, row: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ImportFileError(
            _("{file}, row {row}: this is not a JSON object.").format(file=file, row=row),
            _("Each line holds one respondent, the columns as its keys."),
        )
    return found


def _cell(value: Any, file: str, row: int, key: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return JOINT.join(str(each) for each in value if each is not None)
    if isinstance(value, list | dict):
        raise ImportFileError(
            _("{file}, row {row}, column “{column}”: a value that holds others.").format(file=file, row=row, column=key)
        )
    return value if isinstance(value, str) else json.dumps(value)
