"""Scripts that read a csv file into R or SPSS, with labels.

Enters: rows, what their columns mean, the name of the csv file. Leaves: bytes. Invariant: no text from the survey is
anything but text in a script: quotes are escaped and a label is one line.
"""

import json
from collections.abc import Mapping, Sequence

from avoin.export.clean_text import clean_line
from avoin.export.labels import Labels
from avoin.report.rows import Rows

_LONGEST_LABEL = 120  # SPSS holds 256 bytes


def to_r(rows: Rows, labels: Labels, data: str) -> bytes:
    """Return a script that makes a data frame ``d``; each column has its label as an attribute."""
    lines = [
        f"# source({_r(data.removesuffix('.csv') + '.R')}, encoding = {_r('UTF-8')})",
        f"d <- read.csv({_r(data)}, fileEncoding = {_r('UTF-8')}, check.names = FALSE, na.strings = {_r('')},",
        f"              colClasses = c({', '.join(_r_class(rows, place) for place in range(len(rows.headings)))}))",
        *(
            f"attr(d[[{place}]], {_r('label')}) <- {_r(labels.columns.get(name, name))}"
            for place, name in _numbered(rows)
        ),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def to_sps(rows: Rows, labels: Labels, data: str) -> bytes:
    """Return SPSS syntax; variables are v1, v2, … as SPSS allows fewer names than there are codes."""
    columns = range(len(rows.headings))
    lines = [
        "* Encoding: UTF-8.",
        f"GET DATA /TYPE=TXT /FILE={_sps(data)} /ENCODING='UTF8'",
        "  /DELIMITERS=',' /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=",
        *(f"  v{place + 1} {_sps_format(rows, place)}" for place in columns),
        "  .",
        *(f"VARIABLE LABELS v{place} {_sps(labels.columns.get(name, name))}." for place, name in _numbered(rows)),
        *(
            f"VALUE LABELS v{place} {told}."
            for place, name in _numbered(rows)
            if (told := _sps_meanings(labels.values.get(name, {})))
        ),
        "EXECUTE.",
    ]
    return ("\ufeff" + "\n".join(lines) + "\n").encode("utf-8")


def _numbered(rows: Rows) -> Sequence[tuple[int, str]]:
    return list(enumerate(rows.headings, 1))


def _is_number(rows: Rows, place: int) -> bool:
    cells = [cells[place] for cells in rows.rows if cells[place] is not None]
    return bool(cells) and not any(isinstance(cell, str) for cell in cells)


def _r(text: str) -> str:
    return json.dumps(clean_line(text), ensure_ascii=False)


def _r_class(rows: Rows, place: int) -> str:
    return _r("numeric" if _is_number(rows, place) else "character")


def _sps(text: str) -> str:
    return "'" + clean_line(text)[:_LONGEST_LABEL].replace("'", "''") + "'"


def _sps_meanings(meanings: Mapping[str | int, str]) -> str:
    return " ".join(f"{value} {_sps(meaning)}" for value, meaning in meanings.items() if isinstance(value, int))


def _sps_format(rows: Rows, place: int) -> str:
    if _is_number(rows, place):
        return "F8.0"
    return f"A{max([1, *(len(str(cells[place] or '').encode('utf-8', 'replace')) for cells in rows.rows)])}"
