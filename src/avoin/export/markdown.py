r"""Rows and reports as Markdown.

Enters: rows or a report. Leaves: bytes. Invariant: text from files is text: no markup, HTML or address in it comes to
life, in CommonMark or in GitHub's kind of it.
"""

import re

from avoin.export.clean_text import clean_line
from avoin.report.rows import Rows

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~@^$]")
# what would begin a list, a heading line or a number; a bare address that would become a link
_AT_START = re.compile(r"^(\s*\d{0,9})([-+=.)])(?=[\s=-]|$)")
_ADDRESS = re.compile(r"(?<=\w)(://)|(?<=www)(\.)", re.IGNORECASE)


def escaped(text: str) -> str:
    r"""Return text so that Markdown shows it as it is, on one line.

    Examples
    --------
    >>> escaped("- *a* <b> www.x.fi")
    '\\- \\*a\\* \\<b\\> www\\.x.fi'
    """
    line = _SPECIAL.sub(r"\\\g<0>", clean_line(text))
    line = _ADDRESS.sub(r"\\\g<0>", line)
    return _AT_START.sub(r"\1\\\2", line)


def table(headings: tuple[str, ...], rows: list[tuple[str, ...]], numeric: tuple[bool, ...]) -> str:
    """Return a table of cells that are escaped already."""
    rule = ["---:" if number else "---" for number in numeric]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (headings, rule, *rows))


def to_markdown(rows: Rows) -> bytes:
    """Return the rows as a table under a heading."""
    numeric = tuple(
        bool(rows.rows) and all(isinstance(cells[place], int | float) for cells in rows.rows)
        for place in range(len(rows.headings))
    )
    cells = [tuple(escaped("" if cell is None else str(cell)) for cell in row) for row in rows.rows]
    content = table(tuple(escaped(heading) for heading in rows.headings), cells, numeric)
    return f"# {escaped(rows.name)}\n\n{content}\n".encode()
