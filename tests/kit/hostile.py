"""Files that mean harm or are broken, made by code: nothing of them lies in the repository.

    path = HOSTILE["zip bomb"](tmp_path)

A name says what is wrong; the function writes it into a folder and returns its path.
"""

import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

import pyarrow as pa
from docx import Document
from pyarrow import parquet

from kit.tables import Cell, workbook

SECRET = "root:x:0:0"
_ENTITY = '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_LAUGHS = "<!DOCTYPE {root} [<!ENTITY a '" + "ha" * 50 + "'>" + "".join(
    f"<!ENTITY {name} '{f'&{inner};' * 50}'>" for inner, name in zip("abcdef", "bcdefx", strict=True)
) + "]>"  # fmt: skip
_ROWS: list[list[Cell]] = [["id", "Mitä toivot ensi vuodelta?"]]
_ROWS += [[f"r{n}", f"Lisää aikaa asiakkaille {n}."] for n in range(9)]
_SHEET = "xl/worksheets/sheet1.xml"
_GUID = "11111111-1111-1111-1111-111111111111"
_QDE = '<Project xmlns="urn:QDA-XML:project:1.0" name="P">{}</Project>'
_SOURCE = f'<Sources><TextSource guid="{_GUID}" name="2025_r1_wishes">{{}}</TextSource></Sources>'


def _file(name: str, content: bytes | str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def _in_folder(name: str, content: Callable[[], bytes] | bytes) -> Callable[[Path], Path]:
    """Write a document into a folder, which is what is imported."""

    def write(folder: Path) -> Path:
        return _file(f"haastattelut/{name}", content() if callable(content) else content)(folder).parent

    return write


def _csv(
    *answers: str, head: str = "id;Mitä toivot ensi vuodelta?", name: str = "kysely.csv"
) -> Callable[[Path], Path]:
    lines = [head, *(f"r{n};{answer}" for n, answer in enumerate(answers))]
    return _file(name, "\n".join(lines) + "\n")


def _zip(entries: Mapping[str, bytes | str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def _altered(folder: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a sound workbook whose entries were changed."""
    path = workbook(folder, _ROWS)
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    path.write_bytes(_zip(entries))
    return path


def _with_entry(name: str, content: bytes) -> Callable[[Path], Path]:
    return partial(_altered, change=lambda entries: entries.update({name: content}))


def _declared(trick: str) -> Callable[[Path], Path]:
    def change(entries: dict[str, bytes]) -> None:
        sheet = entries[_SHEET].replace(b"<sheetData>", f"{trick.format(root='worksheet')}<sheetData>".encode())
        entries[_SHEET] = sheet.replace(b"Lis", b"&x;Lis")

    return partial(_altered, change=change)


def _far_cell(entries: dict[str, bytes]) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    entries[_SHEET] = entries[_SHEET].replace(b"</sheetData>", far)


def _one_string_everywhere(entries: dict[str, bytes]) -> None:
    """A text of 30,000 characters in the workbook once, and a million cells that show it."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_000_001))
    entries["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>'
        f"{'jono ' * 6000}</t></si></sst>"
    ).encode()
    entries[_SHEET] = (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def _repeating_ods() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{each}="{office}{each}:1.0"' for each in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return _zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _lying_zip() -> bytes:
    content = _zip({_SHEET: bytes(range(256)) * 6_000})
    return content.replace((1_536_000).to_bytes(4, "little"), (9).to_bytes(4, "little"))


def sav_bytes(n_rows: int = 2, announced: int | None = None) -> bytes:
    """Return an SPSS file of two text variables, uncompressed; it may announce more rows than it has."""
    count = n_rows if announced is None else announced
    head = b"$FL2" + b"@(#) SPSS DATA FILE".ljust(60) + struct.pack("<iiiiid", 2, 2, 0, 0, count, 100.0)
    text = (1 << 16) | (8 << 8)
    variables = (struct.pack("<iiiiii", 2, 8, 0, 0, text, text) + name.ljust(8) for name in (b"ID", b"TOIVE"))
    rows = b"".join(f"r{n}".encode().ljust(8) + b"Aikaa".ljust(8) for n in range(n_rows))
    return b"".join((head, b"24 Nov 26", b"12:00:00", b" " * 67, *variables, struct.pack("<ii", 999, 0), rows))


def parquet_bytes(columns: Mapping[str, pa.Array]) -> bytes:
    """Return a Parquet file of these columns."""
    written = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), written)
    return written.getvalue()


def _repeating_parquet() -> bytes:
    """One text of a megabyte, kept once, that a hundred thousand rows show."""
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), pa.array(["jono " * 200_000]))
    return parquet_bytes({"id": pa.array([str(n) for n in range(100_000)]), "v": long})


def docx_bytes(*paragraphs: str) -> bytes:
    """Return a Word document."""
    written = io.BytesIO()
    document = Document()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(written)
    return written.getvalue()


def _docx_with(trick: str) -> bytes:
    content = docx_bytes("Jono")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    body = archive_text(entries["word/document.xml"]).replace(
        "<w:document", f"{trick.format(root='w:document')}<w:document", 1
    )
    entries["word/document.xml"] = body.replace("Jono", "&x;Jono")
    return _zip(entries)


def archive_text(content: bytes | str) -> str:
    return content if isinstance(content, str) else content.decode()


def pdf_bytes(text: str = "Jonot ovat pitkia.", *, n_kilobytes: int = 0, kids: str = "3 0 R") -> bytes:
    """Return a PDF of one page; so many kilobytes of spaces stand in it, compressed."""
    packer = zlib.compressobj()
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    body = b"".join(packer.compress(drawn if n == 0 else b" " * 1024) for n in range(1 + n_kilobytes)) + packer.flush()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count 1>>".encode(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(body)}/Filter/FlateDecode>>\nstream\n".encode() + body + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    n = len(objects) + 1
    end = f"trailer<</Size {n}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + f"xref\n0 {n}\n0000000000 65535 f \n{table}{end}".encode()


def taguette_file(path: Path, contents: str = "'<p>Jonot ovat pitkiä.</p>'") -> Path:
    """Write a project of Taguette with one highlight; what its document holds is computed whenever it is read."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE projects (id INTEGER, name TEXT);"
            "CREATE TABLE tags (id INTEGER, path TEXT, description TEXT);"
            "CREATE TABLE documents (id INTEGER, name TEXT, contents TEXT AS (7777));"
            "CREATE TABLE highlights (id INTEGER, document_id INTEGER, start_offset INTEGER, end_offset INTEGER);"
            "CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);"
            "INSERT INTO projects VALUES (1, 'P'); INSERT INTO documents (id, name) VALUES (1, 'Aino');"
            "INSERT INTO tags VALUES (1, 'jono', '');"
            "INSERT INTO highlights VALUES (1, 1, 0, 5); INSERT INTO highlight_tags VALUES (1, 1);"
            "PRAGMA writable_schema = ON"
        )
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, '7777', ?)", [contents])
        connection.commit()
    return path


def _qdpx(inside: str, **texts: str) -> Callable[[Path], Path]:
    return _file("projekti.qdpx", _zip({"project.qde": inside, **texts}))


def _cut(content: Callable[[], bytes], name: str, share: float = 0.6) -> Callable[[Path], Path]:
    return _file(name, content()[: int(len(content()) * share)])


def _workbook_bytes(folder: Path) -> bytes:
    return workbook(folder, _ROWS).read_bytes()


def _deep(n: int) -> str:
    return '<Code guid="1" name="a">' * n + "</Code>" * n


HOSTILE: Mapping[str, Callable[[Path], Path]] = {
    # tables that are text
    "NUL in an answer": _csv("Jono\x00 on pitkä.", "Ei mitään muuta."),
    "half a surrogate pair": _file(
        "kysely.csv", "\ufeffid;Mitä toivot?\nr0;Aikaa ja \ud800 rauhaa.\n".encode("utf-16-le", "surrogatepass")
    ),
    "half a surrogate pair as JSON": _file(
        "kysely.jsonl", '{"id": "r0", "Mitä toivot?": "Aikaa ja \\ud800 rauhaa meille."}\n'
    ),
    "text that runs backwards": _csv("Jono \u202e on \u2066pitkä\u2069 ja hidas.", "Ei mitään muuta."),
    "codes for the terminal": _csv("Jono \x1b]52,x\x07 on \x1b[31mpitkä.", "Ei mitään muuta."),
    "formulas": _csv("=cmd|' /C calc'!A0", "+SUMMA(A1)", "@jono on pitkä"),
    "an answer of a megabyte": _csv("jonot " * 175_000, "Ei mitään muuta."),
    "ids there twice": _file("kysely.csv", "id;Mitä toivot?\nr0;Lisää aikaa.\nr1;Lisää rahaa.\nr0;Vähemmän jonoja.\n"),
    "headings there twice": _file("kysely.csv", "id;toive;id\nr0;Lisää aikaa.;x\n"),
    "two encodings in one file": _file(
        "kysely.csv",
        "id;Mitä toivot?\n".encode()
        + "".join(f"r{n};Äitiä ja yötä {n} ääneen.\n" for n in range(20)).encode()
        + "r20;Älä jätä.\n".encode("cp1252"),
    ),
    "a quotation mark never closed": _csv('"Lisää aikaa', "Lisää rahaa", "Vähemmän jonoja"),
    "rows of unlike lengths": _csv("Lisää aikaa;ja rahaa;ja", "Lisää rahaa"),
    "headings only": _csv(),
    "200,000 columns": _file(
        "kysely.csv", ";".join(f"s{n}" for n in range(200_000)) + "\n" + ";".join("1" * 200_000) + "\n"
    ),
    "noise": _file("kysely.csv", bytes((n * n * 31 + n * 7) % 256 for n in range(100_000))),
    "a web page called a workbook": _file("kysely.xls", "<html><table><tr><td>id</td></tr></table></html>"),
    "XML laughs called a table": _file("kysely.csv", "<?xml version='1.0'?>" + _LAUGHS.format(root="a") + "<a>&x;</a>"),
    "a picture called a workbook": _file("kysely.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "a line of JSON nested deep": _file("kysely.jsonl", '{"id": "r0", "v": ' + "[" * 100_000 + "]" * 100_000 + "}\n"),
    "a value that holds others": _file("kysely.jsonl", json.dumps({"id": "r0", "v": {"a": 1}}) + "\n"),
    # workbooks
    "zip bomb": _file("kysely.xlsx", _zip({_SHEET: bytes(50_000_000)})),
    "archive of 10,001 entries": _file("kysely.xlsx", _zip({f"xl/{n}": b"x" for n in range(10_001)})),
    "archive that lies about its sizes": _file("kysely.xlsx", _lying_zip()),
    "entity from a file in a workbook": _declared(_ENTITY),
    "XML laughs in a workbook": _declared(_LAUGHS),
    "a cell a million rows down": partial(_altered, change=_far_cell),
    "one text in a million cells": partial(_altered, change=_one_string_everywhere),
    "cells that repeat sixteen milliard times": _file("kysely.ods", _repeating_ods()),
    "entries with a way out of the archive": _with_entry("../../../ulkona.txt", b"ulkona"),
    "workbook cut short": lambda folder: _file("kysely.xlsx", _workbook_bytes(folder)[:3000])(folder),
    "workbook called a text": lambda folder: _file("kysely.csv", _workbook_bytes(folder))(folder),
    "workbook locked with a password": _file(
        "kysely.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    ),
    "formulas in a workbook": lambda folder: workbook(folder, [*_ROWS, ["r9", '=HYPERLINK("http://example.org")']]),
    "old workbook of zeros": _file("kysely.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)),
    # files of other programs
    "SPSS file cut short": _cut(sav_bytes, "kysely.sav"),
    "SPSS file of two milliard rows": _file("kysely.sav", sav_bytes(announced=2**31 - 1)),
    "SPSS file of noise": _file("kysely.sav", b"$FL3" + bytes((n * n * 31 + n * 7) % 256 for n in range(5_000))),
    "Parquet cut short": _file("kysely.parquet", parquet_bytes({"id": pa.array(["a"])})[:-20]),
    "Parquet of lists": _file("kysely.parquet", parquet_bytes({"id": pa.array(["a"]), "v": pa.array([["b"]])})),
    "one text in a hundred thousand rows": _file("kysely.parquet", _repeating_parquet()),
    # documents
    "Word document cut short": _in_folder("aino.docx", lambda: docx_bytes("Jono")[:2000]),
    "entity from a file in a Word document": _in_folder("aino.docx", lambda: _docx_with(_ENTITY)),
    "XML laughs in a Word document": _in_folder("aino.docx", lambda: _docx_with(_LAUGHS)),
    "Word document that is a zip bomb": _in_folder("aino.docx", _zip({"word/document.xml": bytes(50_000_000)})),
    "PDF cut short": _in_folder("aino.pdf", lambda: pdf_bytes()[:300]),
    "PDF that unpacks to a gigabyte": _in_folder("aino.pdf", lambda: pdf_bytes(n_kilobytes=1 << 20)),
    "PDF whose pages hold themselves": _in_folder("aino.pdf", lambda: pdf_bytes(kids="2 0 R")),
    "subtitles with codes for the terminal": _in_folder(
        "aino.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Aino>Jono \x1b[2J\u202e\x00 on.\n".encode()
    ),
    # projects of other programs
    "way out of a project": _qdpx(
        _QDE.format(
            f'<Sources><TextSource guid="{_GUID}" name="n" plainTextPath="internal://../../etc/passwd.txt"/></Sources>'
        ),
        **{"../../etc/passwd.txt": SECRET},
    ),
    "entity from a file in a project": _qdpx(
        _ENTITY.format(root="Project") + _QDE.format(_SOURCE.format("<PlainTextContent>&x;</PlainTextContent>"))
    ),
    "XML laughs in a project": _qdpx(
        _LAUGHS.format(root="Project") + _QDE.format(_SOURCE.format("<PlainTextContent>&x;</PlainTextContent>"))
    ),
    "codes nested deep": _file("projekti.qde", _QDE.format(f"<CodeBook><Codes>{_deep(5_000)}</Codes></CodeBook>")),
    "a selection outside its text": _qdpx(
        _QDE.format(
            _SOURCE.format(
                "<PlainTextContent>ab</PlainTextContent>"
                f'<PlainTextSelection guid="{_GUID}" startPosition="1" endPosition="99"/>'
            )
        )
    ),
    "project cut short": _cut(lambda: _zip({"project.qde": _QDE.format("")}), "projekti.qdpx"),
    "database cut short": lambda folder: _file(
        "projekti.sqlite3", taguette_file(folder / "ehjä.sqlite3").read_bytes()[:9000]
    )(folder),
    "database that computes a milliard bytes": lambda folder: taguette_file(
        folder / "projekti.sqlite3", "printf('%.*c', 900000000, 'x')"
    ),
    # codebooks
    "YAML bomb": _file(
        "kirja.yaml",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{name}: &{name} [{', '.join(['*' + inner] * 9)}]\n"
            for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    ),
    "YAML that would run code": _file("kirja.yaml", "codes: !!python/object/apply:os.system ['touch ulkona.txt']\n"),
    "YAML nested deep": _file("kirja.yaml", "codes: " + "[" * 50_000 + "]" * 50_000 + "\n"),
    "entity from a file in a codebook": _file(
        "kirja.qdc", _ENTITY.format(root="CodeBook") + '<CodeBook><Codes><Code name="&x;"/></Codes></CodeBook>'
    ),
    "codebook of 5,001 codes": _file(
        "kirja.qdc", "<CodeBook><Codes>" + '<Code name="a"/>' * 5_001 + "</Codes></CodeBook>"
    ),
}
