"""Projects of Taguette (sqlite3) and QualCoder (qda) in, read from their own databases.

Invariant: the database is opened read-only from a copy in memory; nothing of it is executed, and a database with
other tables than theirs is refused.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from avoin.i18n import _, ngettext
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaProject, QdaSource
from avoin.importing.table import ImportFileError

SQLITE_MAGIC = b"SQLite format 3\x00"
_TAGUETTE = {"documents", "tags", "highlights", "highlight_tags", "projects"}
_QUALCODER = {"source", "code_name", "code_cat", "code_text", "annotation", "cases", "case_text", "attribute"}


def read_database(content: bytes, file: str) -> QdaProject:
    """Read a project of Taguette or QualCoder.

    Raises
    ------
    ImportFileError
        Where it is damaged, or a database of something else.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(content)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.row_factory = sqlite3.Row
            tables = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if tables >= _TAGUETTE:
                return _taguette(connection, file)
            if tables >= _QUALCODER:
                return _qualcoder(connection, file)
    except (sqlite3.Error, TypeError, ValueError, AttributeError, OverflowError):  # cells of the wrong kind
        raise ImportFileError(_("{file} is a database that is damaged or cut short.").format(file=file)) from None
    raise ImportFileError(_("{file} is a database, but neither of Taguette nor of QualCoder.").format(file=file))


def _rows(connection: sqlite3.Connection, query: str) -> Sequence[Any]:
    return connection.execute(query).fetchall()


def _taguette(connection: sqlite3.Connection, file: str) -> QdaProject:
    projects = _rows(connection, "SELECT id, name FROM projects ORDER BY id")
    if len(projects) != 1:
        raise ImportFileError(
            _("{file} has {n} projects of Taguette; one is read.").format(file=file, n=len(projects)),
            _("Export the project you mean as SQLite3 from Taguette."),
        )
    texts = {row["id"]: _Plain.of(row["contents"]) for row in _rows(connection, "SELECT id, contents FROM documents")}
    documents = _rows(connection, "SELECT id, name FROM documents ORDER BY id")
    tags = _rows(connection, "SELECT id, path, description FROM tags ORDER BY path")
    found = _rows(
        connection,
        "SELECT h.document_id AS document, h.start_offset AS a, h.end_offset AS b, t.tag_id AS tag "
        "FROM highlights h LEFT JOIN highlight_tags t ON t.highlight_id = h.id ORDER BY h.id, t.tag_id",
    )
    known = {row["id"] for row in tags}
    codings = tuple(
        QdaCoding(str(row["document"]), *_code_points(texts[row["document"]], row["a"], row["b"]), str(row["tag"]), "")
        for row in found
        if row["tag"] in known and row["document"] in texts
    )
    return QdaProject(
        projects[0]["name"],
        "Taguette",
        tuple(QdaCode(str(row["id"]), row["path"], description=row["description"] or "") for row in tags),
        tuple(QdaSource(str(row["id"]), row["name"], texts[row["id"]]) for row in documents),
        codings=codings,
        left_out=_untagged(sum(row["tag"] is None for row in found)),
    )


def _untagged(n: int) -> tuple[str, ...]:
    if not n:
        return ()
    sentence = ngettext("{n} highlight without a tag was left out.", "{n} highlights without a tag were left out.", n)
    return (sentence.format(n=n),)


def _code_points(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where positions in UTF-8 bytes are in code points; Taguette counts bytes, without HTML tags."""
    content = text.encode()
    first, last = (len(content[: max(place, 0)].decode(errors="ignore")) for place in (start, end))
    return first, max(first, last)


class _Plain(HTMLParser):
    """The text of an HTML document, every character of it, as Taguette counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @classmethod
    def of(cls, html: str) -> str:
        reader = cls()
        reader.feed(html or "")
        reader.close()
        return "".join(reader.parts)


def _qualcoder(connection: sqlite3.Connection, file: str) -> QdaProject:
    texts = _rows(connection, "SELECT id, name, fulltext FROM source WHERE fulltext IS NOT NULL ORDER BY id")
    lengths = {row["id"]: len(row["fulltext"]) for row in texts}
    coded = _inside(connection, "SELECT cid, fid, pos0, pos1, owner, memo, date FROM code_text", lengths, file)
    noted = _inside(connection, "SELECT 0 AS cid, fid, pos0, pos1, owner, memo, date FROM annotation", lengths, file)
    cases, whose = _qualcoder_cases(connection)
    media = connection.execute("SELECT count(*) FROM source WHERE fulltext IS NULL").fetchone()[0]
    return QdaProject(
        file,
        "QualCoder",
        tuple(_qualcoder_codes(connection)),
        tuple(QdaSource(str(row["id"]), row["name"], row["fulltext"], whose.get(row["id"], "")) for row in texts),
        cases,
        tuple(QdaCoding(*_where(row), f"c{row['cid']}", row["owner"] or "", row["date"] or "") for row in coded),
        tuple(
            QdaMemo(*_where(row), row["memo"], row["owner"] or "", row["date"] or "")
            for row in (*coded, *noted)
            if row["memo"]
        ),
        left_out=_without_text(media),
    )


def _inside(connection: sqlite3.Connection, query: str, lengths: Mapping[int, int], file: str) -> Sequence[Any]:
    """Return the rows on texts that are there, each within its text."""
    found = [row for row in _rows(connection, f"{query} ORDER BY fid, pos0, cid") if row["fid"] in lengths]
    for row in found:
        if not 0 <= row["pos0"] <= row["pos1"] <= lengths[row["fid"]]:
            raise ImportFileError(
                _("{file}: a selection from {start} to {end} lies outside its text of {n} characters.").format(
                    file=file, start=row["pos0"], end=row["pos1"], n=lengths[row["fid"]]
                )
            )
    return found


def _where(row: Any) -> tuple[str, int, int]:
    return str(row["fid"]), row["pos0"], row["pos1"]


def _without_text(n: int) -> tuple[str, ...]:
    if not n:
        return ()
    sentence = ngettext(
        "{n} picture, PDF, sound or film was not read.", "{n} pictures, PDFs, sounds or films were not read.", n
    )
    return (sentence.format(n=n),)


def _qualcoder_codes(connection: sqlite3.Connection) -> Iterator[QdaCode]:
    for row in _rows(connection, "SELECT catid, name, memo, supercatid FROM code_cat ORDER BY catid"):
        above = f"g{row['supercatid']}" if row["supercatid"] else ""
        yield QdaCode(f"g{row['catid']}", row["name"], above, row["memo"] or "", codable=False)
    for row in _rows(connection, "SELECT cid, name, memo, catid, color FROM code_name ORDER BY cid"):
        above = f"g{row['catid']}" if row["catid"] else ""
        yield QdaCode(f"c{row['cid']}", row["name"], above, row["memo"] or "", (row["color"] or "").lower())


def _qualcoder_cases(connection: sqlite3.Connection) -> tuple[tuple[QdaCase, ...], Mapping[int, str]]:
    values: dict[int, dict[str, str]] = {}
    for row in _rows(connection, "SELECT id, name, value FROM attribute WHERE attr_type = 'case' ORDER BY name"):
        if row["value"]:
            values.setdefault(row["id"], {})[row["name"]] = str(row["value"])
    cases = _rows(connection, "SELECT caseid, name FROM cases ORDER BY caseid")
    parts = _rows(connection, "SELECT caseid, fid FROM case_text ORDER BY fid, caseid")
    shared = {before["fid"] for before, after in pairwise(parts) if before["fid"] == after["fid"]}
    whose = {row["fid"]: str(row["caseid"]) for row in parts if row["fid"] not in shared}
    return tuple(QdaCase(str(row["caseid"]), row["name"], values.get(row["caseid"], {})) for row in cases), whose
