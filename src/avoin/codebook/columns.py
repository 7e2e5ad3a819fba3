"""Codebooks as tables: one row a code, columns under the headings of avoin, MAXQDA, NVivo, ATLAS.ti or Taguette.

Enters: a table as read from CSV or a workbook. Leaves: codes. Invariants: a row is a code; a column that is not known
is an error, and what is not kept is said: nothing is silently lost. In a table of another tool a name may be a path
("Talous > Hinnat"), and what is above a code may have no row of its own: it becomes a heading.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from avoin.codebook.described import BETWEEN_EXAMPLES, BETWEEN_KEYWORDS, parted, read_label, understood
from avoin.codebook.document import CodebookFileError, Complaint, refusal
from avoin.codebook.headings import BOOK, GROUP, NOT_KEPT, field_of, stem
from avoin.codebook.model import Code
from avoin.codebook.operations import next_id
from avoin.codebook.shortform import spelled
from avoin.codebook.structure import COLOUR, ID, clean_line
from avoin.i18n import _, ngettext
from avoin.ids import CodeId
from avoin.importing.table import SurveyTable

MOST_ROWS = 5_000
_YES = frozenset({"1", "true", "yes", "x", "kyllä", "k", "tosi"})
_NO = frozenset({"0", "false", "no", "ei", "e", "epätosi"})
_STEP = re.compile(r"\s*(?:\\\\|\\|>|::)\s*")
_TEXTS = ("include", "exclude", "borderline", "origin", "merged_into")
_LISTS = {"examples": BETWEEN_EXAMPLES, "keywords": BETWEEN_KEYWORDS, "split_into": BETWEEN_KEYWORDS}
_ROOTS = frozenset({"codes", "nodes", "koodit", "solmut"})
_BETWEEN_GROUPS = re.compile(r"\s*[\n;|]\s*")
_GUARD = re.compile("'(?=[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
"""An apostrophe that keeps a spreadsheet from taking a text for a formula; avoin writes it, so avoin takes it away."""

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableOfCodes:
    """What a table says.

    Attributes
    ----------
    lines : mapping of CodeId to int
        The row of each code in the file.
    label : (str, str, str) or None
        Name, version and title, where avoin wrote the table.
    remarks : tuple of str
        What was not kept, in words.
    """

    codes: tuple[Code, ...]
    lines: Mapping[CodeId, int]
    label: tuple[str, str, str] | None = None
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row:
    """One row: its number in the file, its cells by field, and where it stands in a table of another tool."""

    line: int
    cells: Mapping[str, str]
    path: Steps

    def said(self, field_: str) -> str:
        return self.cells.get(field_, "")


@dataclass(slots=True)
class _Codes:
    """The codes so far, the row of each, and their ids by path."""

    file: Path
    codes: list[Code] = field(default_factory=list)
    lines: dict[CodeId, int] = field(default_factory=dict)
    by_path: dict[Steps, CodeId] = field(default_factory=dict)
    above: dict[CodeId, str] = field(default_factory=dict)
    n_colours: int = 0

    def put(self, code: Code, line: int, path: Steps) -> None:
        self.codes.append(code)
        self.lines[code.id] = line
        self.by_path.setdefault(path, code.id)


def read_columns(table: SurveyTable, path: Path) -> TableOfCodes:
    """Return the codes of a table, in row order; parents may be named by id, by name or by path.

    Raises
    ------
    CodebookFileError
        Where a heading is not known, there is neither an id nor a name column, or a cell cannot be read; names the row.
    """
    if len(table.rows) > MOST_ROWS:
        raise CodebookFileError(_("There is more in {path} than in any codebook.").format(path=path))
    columns = _columns(table, path)
    rows = _rows(table, columns)
    paths = {row.path for row in rows}
    found = _Codes(path)
    for row in rows:
        for depth in range(1, len(row.path)):
            above = row.path[:depth]
            if above not in paths and above not in found.by_path:
                found.put(_heading_above(found, above), row.line, above)
        found.put(_code(found, row), row.line, row.path)
    label = next(filter(None, (read_label(row.said(BOOK)) for row in rows)), None)
    return TableOfCodes(_placed(found), found.lines, label, tuple(_remarks(table, columns, rows, found)))


def _columns(table: SurveyTable, path: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(table.headings):
        known = field_of(heading)
        before = found.setdefault(known, []) if known is not None else []
        first = table.headings[before[0]] if before else heading
        if known is None or (known != NOT_KEPT and stem(first) != stem(heading)):
            raise CodebookFileError(
                _("{file}: the column {column} is not one of a codebook.").format(file=path, column=heading[:60])
                if known is None
                else _("{file}: the columns {first} and {second} mean the same.").format(
                    file=path, first=first[:60], second=heading[:60]
                ),
                _COLUMNS(),
            )
        before.append(place)
    if "id" not in found and "name" not in found:
        raise CodebookFileError(
            _("{file} has neither a column for ids nor one for names.").format(file=path), _COLUMNS()
        )
    return found


def _COLUMNS() -> str:  # noqa: N802 - a constant that must wait for the language
    return _("Columns: id, name, definition, include, exclude, borderline, examples, keywords, parent, codable.")


def _rows(table: SurveyTable, columns: Mapping[str, Sequence[int]]) -> list[_Row]:
    own = BOOK in columns
    is_plain = own or "id" in columns
    rows: list[_Row] = []
    for place, cells in enumerate(table.rows):
        between = {GROUP: "\n"}
        said = {name: between.get(name, "").join(cells[at] for at in ats).strip() for name, ats in columns.items()}
        if own:
            said = {name: _GUARD.sub("", cell, count=1) if cell[:1] == "'" else cell for name, cell in said.items()}
        if any(said.values()):
            rows.append(
                _Row(table.row_number(place), said, () if is_plain else _path(said["name"], said.get(GROUP, "")))
            )
    return rows


def _path(name: str, groups: str) -> Steps:
    """Return where a row of another tool's table stands: below what its name or its first group says."""
    steps = tuple(filter(None, map(clean_line, _STEP.split(name))))
    if len(steps) > 1 and steps[0].casefold() in _ROOTS:
        steps = steps[1:]
    group = next(filter(None, _BETWEEN_GROUPS.split(groups)), "")
    return (clean_line(group), *steps) if group and len(steps) == 1 else steps


def _heading_above(found: _Codes, path: Steps) -> Code:
    above = found.by_path.get(path[:-1])
    code_id = next_id(None, path[-1], [code.id for code in found.codes])
    return Code(code_id, path[-1], parent=above, codable=False)


def _code(found: _Codes, row: _Row) -> Code:
    told = _told(found, row)
    said = told.pop("id", "")
    name = row.path[-1] if row.path else row.said("name") or spelled(said, told["definition"])
    if said in found.lines:
        raise refusal(found.file, [Complaint(row.line, _("This id is there twice."), said)])
    code_id = CodeId(said) if ID.fullmatch(said) else next_id(None, said or name, [code.id for code in found.codes])
    if row.said("parent"):
        found.above[code_id] = row.said("parent")
    return Code(code_id, name, **told)


def _told(found: _Codes, row: _Row) -> dict[str, Any]:
    """Return the fields that a row fills: its cells, and what another tool's description says under headings."""
    told: dict[str, Any] = {"definition": row.said("definition")}
    if row.path:
        told |= understood(row.said("definition"))
        told.pop("version", None)
    told |= {name: row.said(name) for name in ("id", *_TEXTS) if row.said(name)}
    told |= {name: parted(row.said(name), between) for name, between in _LISTS.items() if row.said(name)}
    told["codable"] = _flag(found, row, "codable", True)
    told["retired"] = _flag(found, row, "retired", bool(told.get("retired")))
    told["colour"] = _colour(found, row.said("colour"))
    return told


def _flag(found: _Codes, row: _Row, name: str, default: bool) -> bool:
    said = row.said(name).casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    if not said:
        return default
    what = _("{cell} is neither yes nor no.").format(cell=said[:40])
    raise refusal(found.file, [Complaint(row.line, what, row.said("id"))])


def _colour(found: _Codes, said: str) -> str:
    """Return a colour as it is kept; names of colours, which other tools write, are counted and left out."""
    if said and not COLOUR.fullmatch(said):
        found.n_colours += 1
        return ""
    return said


def _placed(found: _Codes) -> tuple[Code, ...]:
    by_name: dict[str, list[CodeId]] = {}
    for code in found.codes:
        by_name.setdefault(clean_line(code.name).casefold(), []).append(code.id)
    by_id = {code_id: path for path, code_id in found.by_path.items()}
    return tuple(
        replace(code, parent=_parent(found, code.id, found.above[code.id], by_name))
        if code.id in found.above
        else replace(code, parent=code.parent or _above(found, by_id.get(code.id, ())))
        for code in found.codes
    )


def _above(found: _Codes, path: Steps) -> CodeId | None:
    return found.by_path.get(path[:-1]) if len(path) > 1 else None


def _parent(found: _Codes, code: CodeId, said: str, by_name: Mapping[str, Sequence[CodeId]]) -> CodeId:
    if said in found.lines:
        return CodeId(said)
    candidates = by_name.get(clean_line(said).casefold()) or by_name.get(
        clean_line(_STEP.split(said)[-1]).casefold(), ()
    )
    if len(candidates) > 1:
        what = _("Several codes are called {parent}: name the one above by its id.").format(parent=said[:60])
        raise refusal(found.file, [Complaint(found.lines[code], what, code)])
    return candidates[0] if candidates else CodeId(said)


def _remarks(
    table: SurveyTable, columns: Mapping[str, Sequence[int]], rows: Sequence[_Row], found: _Codes
) -> list[str]:
    said = []
    if NOT_KEPT in columns:
        names = ", ".join(table.headings[place] for place in columns[NOT_KEPT])
        said.append(_("Not kept, because it is no part of a codebook: {columns}.").format(columns=names))
    if found.n_colours:
        what = ngettext(
            "{n} colour that is not of the form #rrggbb was left out.",
            "{n} colours that are not of the form #rrggbb were left out.",
            found.n_colours,
        )
        said.append(what.format(n=found.n_colours))
    n = sum(len(tuple(filter(None, _BETWEEN_GROUPS.split(row.said(GROUP))))) > 1 for row in rows)
    if n:
        what = ngettext(
            "{n} code is in several groups; the first became the code above it.",
            "{n} codes are in several groups; the first became the code above them.",
            n,
        )
        said.append(what.format(n=n))
    return said
