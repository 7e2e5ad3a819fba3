"""Sound files with bytes changed, taken out, doubled and cut off: a reader gives a result or a named error, never more.

SPSS and Parquet are read as the program reads them, in a process of their own, so that a crash in C is seen as one.
"""

import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.export.qdpx import to_qdpx
from avoin.importing.aside import read_aside
from avoin.importing.delimited import read_delimited
from avoin.importing.documents import read_documents
from avoin.importing.excel import read_workbook
from avoin.importing.json_lines import read_json_lines
from avoin.importing.parquet import read_parquet
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaProject, QdaSource
from avoin.importing.qda_databases import read_database
from avoin.importing.qdc import read_qdc
from avoin.importing.qdpx import read_qdpx
from avoin.importing.spss import read_spss
from avoin.importing.table import ImportFileError
from kit.hostile import docx_bytes, parquet_bytes, pdf_bytes, sav_bytes, taguette_file
from kit.tables import workbook

FILE = "kysely"
Read = Callable[[bytes], object]


def _of_document(ending: str) -> Read:
    def read(content: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, f"{FILE}{ending}").write_bytes(content)
            return read_documents(Path(folder))

    return read


def _spss(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, FILE)
        path.write_bytes(content)
        return read_aside(path, read_spss, path, "")


def _workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return workbook(Path(folder), [["id", "Mitä toivot?"], ["r0", "Lisää aikaa."], ["r1", 7.5]]).read_bytes()


def _taguette() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = taguette_file(Path(folder, FILE))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM")
        return path.read_bytes()


def _qdpx() -> bytes:
    codes = (QdaCode("a", "Jono", description="Odotusta."), QdaCode("b", "Puhelinjono", "a"))
    coding, memo = QdaCoding("s", 0, 7, "b", "Liisa", "2025-05-19T08:00:00Z"), QdaMemo("s", 0, 4, "Miksi?", "Liisa")
    source, case = QdaSource("s", "Aino", "Jonot 😀 ovat pitkiä.", "c"), QdaCase("c", "Aino", {"Alue": "Savo"})
    return to_qdpx(QdaProject("P", "t", codes, (source,), (case,), (coding,), (memo,)))


CSV = 'id;Mitä toivot?;ikä\nr0;"Lisää\naikaa; ja ""rahaa""";40\nr1;Äiti odottaa 😀.;\n'.encode()
JSON = '{"id": "r0", "Mitä toivot?": "Lisää \\u00e4", "kanavat": ["a", "b"]}\n{"id": "r1", "n": 7}\n'.encode()
QDC = (
    b'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes><Code guid="1" name="Jono" '
    b'isCodable="true" color="#aabbcc"><Description>Odotusta.</Description><Code name="b"/></Code></Codes></CodeBook>'
)
VTT = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Aino>Mitä <i>kuuluu</i>?\n".encode()
SOUND: Mapping[str, tuple[bytes, Read]] = {
    "csv": (CSV, lambda content: read_delimited(content, FILE, "")),
    "jsonl": (JSON, lambda content: read_json_lines(content, FILE, "")),
    "xlsx": (_workbook(), lambda content: read_workbook(content, FILE, "")),
    "qdpx": (_qdpx(), lambda content: read_qdpx(content, FILE)),
    "qdc": (QDC, lambda content: read_qdc(content, FILE)),
    "taguette": (_taguette(), lambda content: read_database(content, FILE)),
    "docx": (docx_bytes("Jonot ovat pitkiä.", "Äiti odottaa."), _of_document(".docx")),
    "pdf": (pdf_bytes(), _of_document(".pdf")),
    "vtt": (VTT, _of_document(".vtt")),
}
IN_C: Mapping[str, tuple[bytes, Read]] = {
    "sav": (sav_bytes(), _spss),
    "parquet": (
        parquet_bytes({"id": pa.array(["r0", "r1"]), "v": pa.array(["Lisää aikaa.", None]), "n": pa.array([7.5, 8.0])}),
        lambda content: read_aside(Path(FILE), read_parquet, content, FILE, ""),
    ),
}
ENTRIES = {"xlsx": "xl/worksheets/sheet1.xml", "qdpx": "project.qde", "docx": "word/document.xml"}
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["set", "out", "in", "twice"]), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=6,
)


def _mutated(content: bytes, changes: list[tuple[float, str, bytes]], kept: float) -> bytes:
    for where, how, new in changes:
        at = int(where * len(content))
        end = at + len(new)
        middle = {"set": new, "out": b"", "in": new + content[at:end], "twice": content[at:end] * 2}[how]
        content = content[:at] + middle + content[end:]
    return content[: max(1, int(kept * len(content)))]


def _read_or_named(read: Read, content: bytes) -> None:
    found: object = None
    refused = ""
    try:
        found = read(content)
    except ImportFileError as error:
        refused = error.message
    assert found is not None or FILE in refused or "1 document" in refused


@pytest.mark.parametrize("form", SOUND)
@settings(max_examples=80, derandomize=True)
@given(changes=CHANGES, kept=st.floats(0.3, 1) | st.just(1.0))
def test_a_changed_file_is_read_or_refused(form: str, changes: list[tuple[float, str, bytes]], kept: float) -> None:
    sound, read = SOUND[form]
    _read_or_named(read, _mutated(sound, changes, kept))


@pytest.mark.parametrize("form", ENTRIES)
@settings(max_examples=80, derandomize=True)
@given(changes=CHANGES, kept=st.floats(0.3, 1) | st.just(1.0))
def test_a_changed_entry_of_a_sound_archive_is_read_or_refused(
    form: str, changes: list[tuple[float, str, bytes]], kept: float
) -> None:
    sound, read = SOUND[form]
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            entry = archive.read(name)
            copy.writestr(name, _mutated(entry, changes, kept) if name == ENTRIES[form] else entry)
    _read_or_named(read, changed.getvalue())


@pytest.mark.parametrize("form", IN_C)
@settings(max_examples=20, derandomize=True)
@given(changes=CHANGES, kept=st.floats(0.3, 1) | st.just(1.0))
def test_a_changed_file_of_another_program_breaks_nothing(
    form: str, changes: list[tuple[float, str, bytes]], kept: float
) -> None:
    sound, read = IN_C[form]
    _read_or_named(read, _mutated(sound, changes, kept))


@pytest.mark.parametrize("form", [*SOUND, *IN_C])
def test_the_sound_file_is_read(form: str) -> None:
    sound, read = {**SOUND, **IN_C}[form]
    assert read(sound) is not None
