"""The content of a file decides how it is read; what is no table is an error that names the file."""

import hashlib
import os
from pathlib import Path

import pytest

from avoin.importing import aside
from avoin.importing.read import read_table
from avoin.importing.table import ImportFileError
from kit.tables import csv_file, workbook


def test_a_workbook_called_csv_and_a_text_called_xlsx_are_read_all_the_same(tmp_path: Path) -> None:
    assert read_table(workbook(tmp_path, [["id", "v"], ["a", "x"]], name="a.csv")).rows == (("a", "x"),)
    assert read_table(csv_file(tmp_path, "id;v", "a;x", name="b.xlsx")).rows == (("a", "x"),)


def test_the_table_knows_its_file_by_name_and_digest(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id;v", "a;x")
    found = read_table(path)
    assert found.name == "kysely.csv"
    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf\r\n", b"\xff\xfe", b"   "])
def test_an_empty_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tyhja.csv"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=r"tyhja\.csv is empty"):
        read_table(path)


def test_a_missing_file_a_folder_and_a_pipe_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"There is no file .*puuttuu\.csv"):
        read_table(tmp_path / "puuttuu.csv")
    with pytest.raises(ImportFileError, match="has 0 documents"):
        read_table(tmp_path)
    os.mkfifo(tmp_path / "putki")
    with pytest.raises(ImportFileError, match="putki is not a regular file"):
        read_table(tmp_path / "putki")


def test_a_name_that_no_file_can_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="cannot be read"):
        read_table(tmp_path / ("x" * 5000))


@pytest.mark.parametrize("magic", [b"$FL2", b"$FL3"])
def test_an_spss_file_is_refused_with_a_way_out(tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "kysely.sav"
    path.write_bytes(magic + bytes(200))
    with pytest.raises(ImportFileError, match=r"kysely\.sav is an SPSS file that is damaged") as caught:
        read_table(path)
    assert "export csv" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\xef\xbb\xbf<html><table>", "HTML/XML"),
        (b"  <!DOCTYPE html>", "HTML/XML"),
        (b"<?xml version='1.0'?>", "HTML/XML"),
    ],
)
def test_a_file_of_another_kind_is_named_so(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "kysely.xls"
    path.write_bytes(content)
    with pytest.raises(ImportFileError, match=rf"kysely\.xls is a {kind} file, not a table"):
        read_table(path)


def test_a_workbook_whose_beginning_is_lost_says_that_it_is_none(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["id", "v"], ["a", "x"]])
    path.write_bytes(path.read_bytes()[40:])
    with pytest.raises(ImportFileError, match=r"kysely\.xlsx is not a workbook, whatever its name says"):
        read_table(path)


@pytest.mark.parametrize("row", ["r{n};{text}", '{{"id": "r{n}", "v": "{text}"}}'])
def test_a_text_that_takes_too_much_to_read_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    monkeypatch.setattr(aside, "MOST_MEMORY", 48 * 1024 * 1024)
    monkeypatch.setattr(aside, "MOST_TIMES_SIZE", 0)
    rows = [row.format(n=n, text="Jono ei liiku. " * 2_000) for n in range(1_000)]
    path = csv_file(tmp_path, *([] if rows[0].startswith("{") else ["id;v"]), *rows)
    with pytest.raises(ImportFileError, match=r"kysely\.csv could not be read: .*takes too much to read") as caught:
        read_table(path)
    assert "At most 48 MB" in caught.value.hint


def test_what_a_large_file_may_take_grows_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "MOST_MEMORY", 48 * 1024 * 1024)
    path = csv_file(tmp_path, "id;v", *(f"r{n};{'Jono ei liiku. ' * 2_000}" for n in range(1_000)))
    assert len(read_table(path).rows) == 1_000
