"""Files that mean harm or are broken: each is read right with a counted warning, or refused by name.

Each is brought into a coded project by a process of its own, whose processor time the system bounds at ten seconds.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from kit.coded_project import coded_project
from kit.hostile import HOSTILE, SECRET
from kit.shared import CHECKOUT

Server = subprocess.Popen[str]
MOST_MEMORY = 1024**3
MOST_SECONDS = 10

READ = {
    "NUL in an answer": "1 character that no store can hold",
    "half a surrogate pair": "1 character that no store can hold",
    "half a surrogate pair as JSON": "1 character that no store can hold",
    "text that runs backwards": "",
    "codes for the terminal": "",
    "formulas": "",
    "an answer of a megabyte": "row 2, column “Mitä toivot ensi vuodelta?”: a text of 1050000 characters",
    "two encodings in one file": "4 byte sequences were not utf-8",
    "entries with a way out of the archive": "",
    "workbook called a text": "",
    "formulas in a workbook": "The workbook has formulas",
    "SPSS file of two milliard rows": "",
    "entity from a file in a Word document": "1 document has no text",
    "subtitles with codes for the terminal": "",
    "way out of a project": "1 text lies outside the file",
}
REFUSED = {
    "ids there twice": "kysely.csv, column “id”: 1 id stands more than once: rows 2, 4.",
    "headings there twice": "kysely.csv: columns 1 and 3 have the same heading “id”",
    "a quotation mark never closed": "kysely.csv, row 2: a quotation mark is opened and never closed",
    "rows of unlike lengths": "kysely.csv, row 2: 4 fields where the headings have 2",
    "headings only": "kysely.csv has headings on row 1 and no rows under them",
    "200,000 columns": "kysely.csv has 200000 columns; at most 5000 are read",
    "noise": "kysely.csv is neither a workbook nor text",
    "a web page called a workbook": "kysely.xls is a HTML/XML file, not a table",
    "XML laughs called a table": "kysely.csv is a HTML/XML file, not a table",
    "a picture called a workbook": "kysely.xlsx is a PNG file, not a table",
    "a line of JSON nested deep": "kysely.jsonl, row 1: this is not a JSON object",
    "a value that holds others": "kysely.jsonl, row 1, column “v”: a value that holds others",
    "zip bomb": "kysely.xlsx would unpack to more than such a file can be",
    "archive of 10,001 entries": "kysely.xlsx would unpack to more than such a file can be",
    "archive that lies about its sizes": "kysely.xlsx is a workbook that is damaged",
    "entity from a file in a workbook": "kysely.xlsx is a workbook that is damaged",
    "XML laughs in a workbook": "kysely.xlsx is a workbook that is damaged",
    "a cell a million rows down": "kysely.xlsx has a sheet of 1048576 rows and 16384 columns",
    "one text in a million cells": "kysely.xlsx could not be read: it is damaged so that its reader broke",
    "cells that repeat sixteen milliard times": "kysely.ods",
    "workbook cut short": "kysely.xlsx is a workbook that is damaged or cut short",
    "workbook locked with a password": "kysely.xlsx is locked with a password",
    "old workbook of zeros": "kysely.xls is a workbook that is damaged",
    "SPSS file cut short": "kysely.sav is an SPSS file that is damaged or cut short",
    "SPSS file of noise": "kysely.sav is an SPSS file that is damaged or cut short",
    "Parquet cut short": "kysely.parquet is a Parquet file that is damaged or cut short",
    "Parquet of lists": "kysely.parquet, column “v”: values of the type list",
    "one text in a hundred thousand rows": "kysely.parquet could not be read",
    "Word document cut short": "aino.docx is a Word document that is damaged, cut short or locked",
    "XML laughs in a Word document": "aino.docx is damaged",
    "Word document that is a zip bomb": "aino.docx would unpack to more than such a file can be",
    "PDF cut short": "aino.pdf is damaged",
    "PDF that unpacks to a gigabyte": "aino.pdf",
    "PDF whose pages hold themselves": "aino.pdf is damaged",
    "entity from a file in a project": "projekti.qdpx has a document type declaration",
    "XML laughs in a project": "projekti.qdpx has a document type declaration",
    "codes nested deep": "There is more in projekti.qde than in any codebook",
    "a selection outside its text": "projekti.qdpx: a selection from 1 to 99 lies outside its text of 2 characters",
    "project cut short": "projekti.qdpx is a REFI-QDA project (qdpx) that is damaged or cut short",
    "database cut short": "projekti.sqlite3 is a database that is damaged or cut short",
    "database that computes a milliard bytes": "projekti.sqlite3 could not be read",
    "YAML bomb": "kirja.yaml, line 1",
    "YAML that would run code": "kirja.yaml, line 1",
    "YAML nested deep": "kirja.yaml",
    "entity from a file in a codebook": "kirja.qdc has a document type declaration",
    "codebook of 5,001 codes": "There is more in kirja.qdc than in any codebook",
}
RIGHT = {
    "NUL in an answer": "Jono\ufffd on pitkä.",
    "half a surrogate pair": "Aikaa ja \ufffd rauhaa.",
    "half a surrogate pair as JSON": "Aikaa ja \ufffd rauhaa meille.",
    "text that runs backwards": "Jono \u202e on \u2066pitkä\u2069 ja hidas.",
    "codes for the terminal": "Jono \x1b]52,x\x07 on \x1b[31mpitkä.",
    "formulas": "=cmd|' /C calc'!A0",
    "two encodings in one file": "\ufffdl\ufffd j\ufffdt\ufffd.",
    "SPSS file of two milliard rows": "Aikaa",
    "subtitles with codes for the terminal": "Aino: Jono \x1b[2J\u202e\ufffd on.",
}


@pytest.fixture(name="coded", scope="module")
def _coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coded_project(tmp_path_factory.mktemp("koodattu") / "projekti").folder


def _facts(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a project but its backups and what may be deleted at any time."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "cache.db"]
    kept = [path for path in files if path.parent.name != "backups"]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


@pytest.fixture(name="bounded", scope="module")
def _bounded() -> Iterator[Server]:
    asked = [sys.executable, "-m", "kit.bounded", str(MOST_SECONDS)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tests")}
    with subprocess.Popen(asked, env=environment, stdin=PIPE, stdout=PIPE, text=True) as server:
        yield server


def _brought_in(name: str, bounded: Server, coded: Path, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path / "projekti"
    shutil.copytree(coded, folder)
    (tmp_path / "tulossa").mkdir()
    path = HOSTILE[name](tmp_path / "tulossa")
    assert bounded.stdin is not None
    assert bounded.stdout is not None
    print(json.dumps([str(folder), str(path)]), file=bounded.stdin, flush=True)
    return folder, json.loads(bounded.stdout.readline())


def test_every_file_has_a_verdict_and_there_are_more_than_forty() -> None:
    assert READ.keys() | REFUSED.keys() == HOSTILE.keys()
    assert not READ.keys() & REFUSED.keys()
    assert len(HOSTILE) >= 60


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no processor time")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_right_or_refused_by_name_and_breaks_nothing(
    name: str, bounded: Server, coded: Path, tmp_path: Path
) -> None:
    folder, found = _brought_in(name, bounded, coded, tmp_path)
    assert "ended" not in found, "it took too long, or its process broke"
    assert found["memory"] <= MOST_MEMORY
    assert SECRET not in json.dumps(found)
    assert not list(tmp_path.rglob("ulkona.txt"))
    if name in REFUSED:
        assert REFUSED[name] in found["error"]
        assert _facts(folder) == _facts(coded)
        return
    assert "error" not in found
    assert READ[name] in " ".join(found["warnings"])
    assert bool(READ[name]) == bool(found["warnings"])
    if name in RIGHT:
        assert RIGHT[name] in found["answers"]
