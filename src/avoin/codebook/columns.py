"""Codebooks as tables: one row a code, columns under English or Finnish headings.

Enters: a table as read from CSV or a workbook. Leaves: codes. Invariant: a row is a code, an unknown column is an error
and not silently lost.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from avoin.codebook.alike import name_key
from avoin.codebook.document import CodebookFileError, Complaint, refusal
from avoin.codebook.model import Code
from avoin.codebook.operations import next_id
from avoin.codebook.shortform import spelled
from avoin.codebook.structure import ID, clean_line
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.importing.table import SurveyTable

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "tunnus", "tunniste", "koodin tunnus", "code id", "koodi id", "lyhenne"),
    "name": ("name", "nimi", "koodi", "koodin nimi", "code", "code name", "tag", "label", "otsikko"),
    "definition": ("definition", "määritelmä", "description", "kuvaus", "selite", "memo", "comment", "kommentti"),
    "include": ("include", "inclusion", "includes", "sisältää", "mukaan", "sisällytä", "mukaan luetaan"),
    "exclude": ("exclude", "exclusion", "excludes", "ei sisällä", "rajaus", "pois", "pois rajataan", "pois luetaan"),
    "borderline": ("borderline", "rajatapaus", "rajatapaukset", "rajatapauksia"),
    "examples": ("examples", "example", "esimerkki", "esimerkit", "esimerkkejä"),
    "keywords": ("keywords", "keyword", "avainsana", "avainsanat", "hakusanat"),
    "parent": ("parent", "parent code", "yläkoodi", "ylätason koodi", "yläluokka", "pääkoodi", "ryhmä", "group"),
    "codable": ("codable", "koodattava", "koodataan"),
    "retired": ("retired", "poistettu käytöstä", "ei käytössä"),
    "colour": ("colour", "color", "väri"),
    "origin": ("origin", "alkuperä", "lähde"),
}
_FIELDS = {name_key(heading): field for field, headings in _HEADINGS.items() for heading in headings}
_YES = frozenset({"1", "true", "yes", "x", "kyllä", "k", "tosi"})
_NO = frozenset({"0", "false", "no", "", "ei", "e", "epätosi"})


def read_columns(table: SurveyTable, path: Path) -> tuple[tuple[Code, ...], Mapping[CodeId, int]]:
    """Return the codes of a table, in row order, and the row of each; parents may be named by id or by name.

    Raises
    ------
    CodebookFileError
        Where a heading is not known, there is neither an id nor a name column, or a cell cannot be read; names the row.
    """
    columns = _columns(table, path)
    rows = [
        (table.first_row + place, {field: row[column].strip() for field, column in columns.items()})
        for place, row in enumerate(table.rows)
    ]
    rows = [(line, row) for line, row in rows if any(row.values())]
    codes: list[Code] = []
    for line, row in rows:
        codes.append(_code(codes, row, line, path))
    by_name = {clean_line(code.name).casefold(): code.id for code in reversed(codes)}
    ids = {code.id for code in codes}
    placed = [_under(code, row.get("parent", ""), ids, by_name) for code, (_line, row) in zip(codes, rows, strict=True)]
    return tuple(placed), {code.id: line for code, (line, _row) in zip(codes, rows, strict=True)}


def _columns(table: SurveyTable, path: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        field = _FIELDS.get(name_key(heading))
        if field is None or field in found:
            raise CodebookFileError(
                _("{file}: the column {column} is not one of a codebook.").format(file=path, column=heading[:60])
                if field is None
                else _("{file}: the columns {first} and {second} mean the same.").format(
                    file=path, first=table.headings[found[field]][:60], second=heading[:60]
                ),
                _("Columns: id, name, definition, include, exclude, borderline, examples, keywords, parent, codable."),
            )
        found[field] = place
    if "id" not in found and "name" not in found:
        raise CodebookFileError(
            _("{file} has neither a column for ids nor one for names.").format(file=path),
            _("Columns: id, name, definition, include, exclude, borderline, examples, keywords, parent, codable."),
        )
    return found


def _code(codes: list[Code], row: Mapping[str, str], line: int, path: Path) -> Code:
    definition = row.get("definition", "")
    name = row.get("name", "") or spelled(row.get("id", ""), definition)
    code_id = row.get("id", "")
    if code_id and any(code.id == code_id for code in codes):
        raise refusal(path, [Complaint(line, _("This id is there twice."), code_id)])
    if not ID.fullmatch(code_id):
        code_id = next_id(None, code_id or name, [code.id for code in codes])
    return Code(
        CodeId(code_id),
        name,
        definition,
        row.get("include", ""),
        row.get("exclude", ""),
        row.get("borderline", ""),
        examples=_items(row.get("examples", ""), r"\s*[\n|]\s*"),
        keywords=_items(row.get("keywords", ""), r"\s*[\n|,;]\s*"),
        codable=_flag(row, "codable", True, line, path),
        retired=_flag(row, "retired", False, line, path),
        colour=row.get("colour", ""),
        origin=row.get("origin", ""),
    )


def _items(cell: str, between: str) -> tuple[str, ...]:
    return tuple(item for item in re.split(between, cell) if item)


def _flag(row: Mapping[str, str], field: str, default: bool, line: int, path: Path) -> bool:
    said = row.get(field, "").casefold()
    if said in _YES:
        return True
    if said in _NO:
        return default if not said else False
    what = _("{cell} is neither yes nor no.").format(cell=said[:40])
    raise refusal(path, [Complaint(line, what, row.get("id", ""))])


def _under(code: Code, said: str, ids: set[CodeId], by_name: Mapping[str, CodeId]) -> Code:
    if not said:
        return code
    parent = CodeId(said) if CodeId(said) in ids else by_name.get(clean_line(said).casefold(), CodeId(said))
    return replace(code, parent=parent)
