"""Which column a person means: by heading, by its beginning, or by number.

Invariant: a column is found only where nothing else could be meant.
"""

import difflib
import re

from avoin.i18n import _
from avoin.importing.table import ImportFileError, SurveyTable

_NUMBER = re.compile(r"#([0-9]{1,5})")


class ColumnError(ImportFileError):
    """No column, or more than one, is meant by what a person typed."""


def find_column(table: SurveyTable, typed: str) -> str:
    """Return the heading of the column that is meant.

    Parameters
    ----------
    table : SurveyTable
        The file.
    typed : str
        A heading, the unique beginning of one (case does not matter), or a number such as ``#5``.

    Raises
    ------
    ColumnError
        Where none is meant, or more than one; names the near ones.
    """
    found = columns_meant(table, typed)
    if len(found) == 1:
        return found[0]
    if found:
        raise ColumnError(
            _("{file}: “{typed}” may mean several columns: {columns}").format(
                file=table.name, typed=typed, columns=_numbered(table, found)
            ),
            _("Give more of the heading, or the column's number, for example #3."),
        )
    raise ColumnError(
        _("{file} has no column “{typed}”.").format(file=table.name, typed=typed),
        _("Near it are: {columns}").format(columns=_numbered(table, near(table, typed))),
    )


def columns_meant(table: SurveyTable, typed: str) -> tuple[str, ...]:
    """Return the headings that may be meant: the exact one alone where there is one, else all that begin so."""
    wanted = " ".join(typed.split())
    if wanted in table.headings:
        return (wanted,)
    numbered = _NUMBER.fullmatch(wanted)
    if numbered:
        place = int(numbered.group(1)) - 1
        return table.headings[place : place + 1] if place >= 0 else ()
    folded = wanted.casefold()
    same = tuple(heading for heading in table.headings if heading.casefold() == folded)
    if same or not folded:
        return same
    return tuple(heading for heading in table.headings if heading.casefold().startswith(folded))


def near(table: SurveyTable, typed: str, n: int = 5) -> tuple[str, ...]:
    """Return the headings most like what was typed, at least one."""
    folded = typed.casefold()
    likeness = {
        heading: difflib.SequenceMatcher(None, folded, heading.casefold()[: len(folded) + 10]).ratio()
        + (folded in heading.casefold())
        for heading in table.headings
    }
    best = sorted(table.headings, key=lambda heading: -likeness[heading])[:n]
    return tuple(heading for heading in best if likeness[heading] > 0.4) or tuple(best)


def _numbered(table: SurveyTable, headings: tuple[str, ...]) -> str:
    return ", ".join(f"#{table.headings.index(heading) + 1} “{heading}”" for heading in headings)
