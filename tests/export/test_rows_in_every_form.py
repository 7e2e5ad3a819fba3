"""Rows in every form: nothing in them comes to life, nothing is lost, the same rows give the same bytes."""

import csv
import io
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.export.atomic import STANDARD_OUTPUT, WriteError, write_whole
from avoin.export.clean_text import clean, clean_line
from avoin.export.csv import to_csv
from avoin.export.excel import to_excel
from avoin.export.json import to_json
from avoin.export.markdown import escaped, to_markdown
from avoin.report.rows import Rows
from kit.reports import CONTROLS, FORMULA, HALF, HOSTILE, LONG, MARKUP, TURNED, rows

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _read_csv(raw: bytes, delimiter: str, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode(encoding), newline=""), delimiter=delimiter))


def _sheet(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_cleaning_takes_controls_and_turned_text_and_leaves_letters_of_every_script() -> None:
    assert clean(CONTROLS) == "a]2;nimibcd\ne\nf"
    assert clean(TURNED) == "vasen aekio piilo שלום 👩\u200d👩\u200d👧"
    assert clean(HALF) == "puolikas \ufffd merkki"
    assert clean_line(" a\t b \n\n c ") == "a  b c"


@given(st.text(max_size=80))
def test_cleaned_text_is_clean_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert not _CONTROL.search(once)
    assert clean(once) == once
    once.encode("utf-8")


def test_a_spreadsheet_csv_has_a_mark_semicolons_and_no_formula() -> None:
    content = to_csv(rows())
    assert content.startswith(b"\xef\xbb\xbf")
    table = _read_csv(content, ";", "utf-8-sig")
    assert table[0] == ["respondent", "wave", "n", "share", "text"]
    texts = [row[-1] for row in table[1:]]
    assert len(texts) == len(HOSTILE)
    assert not [text for text in texts if text[:1] in "=+-@\t\r"]
    assert texts[0] == "'" + FORMULA
    assert table[2][3] == "0,125"
    assert not _CONTROL.search("".join(texts))


def test_a_raw_csv_has_commas_and_the_texts_without_apostrophes() -> None:
    content = to_csv(rows(), raw=True)
    table = _read_csv(content, ",", "utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert table[1][-1] == FORMULA
    assert table[2][3] == "0.125"
    assert not _CONTROL.search("".join(row[-1] for row in table))


def test_a_workbook_has_texts_only_no_formula_and_no_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_excel(rows())))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert book.worksheets[0]["E2"].value == FORMULA
    strings = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not _CONTROL.search("".join(strings))
    assert any("<script>" in each for each in strings)


def test_a_text_too_long_for_a_cell_goes_on_in_a_column_beside_it() -> None:
    text = "ä" * 32_767 + "😀" * 20_000 + "loppu"
    table = _sheet(to_excel(Rows("answers", ("id", "text", "n"), (("r1", text, 1), ("r2", "lyhyt", 2)))))
    assert table[0] == ["id", "text", "text 2", "text 3", "n"]
    assert "".join(str(cell) for cell in table[1][1:4]) == text
    assert table[2] == ["r2", "lyhyt", None, None, 2]
    # Excel counts an emoji as two
    assert all(len(str(cell).encode("utf-16-le")) // 2 <= 32_767 for cell in table[1][1:4])


def test_a_long_answer_is_whole_in_every_form() -> None:
    assert len(LONG) > 40_000
    whole = clean(LONG)
    assert _read_csv(to_csv(rows(LONG)), ";", "utf-8-sig")[1][-1] == whole
    assert json.loads(to_json(rows(LONG)))[0]["text"] == whole
    assert escaped(LONG) in to_markdown(rows(LONG)).decode()
    assert "".join(str(cell) for cell in _sheet(to_excel(rows(LONG)))[1][4:]) == whole


def test_json_holds_numbers_as_numbers_and_keeps_the_given_shape() -> None:
    assert json.loads(to_json(rows("a", "b")))[1] == {
        "respondent": "r1",
        "wave": "2025",
        "n": 1,
        "share": 0.125,
        "text": "b",
    }
    shaped = Rows("themes", ("theme",), (("1",),), nested=({"theme": "1", "segments": [{"text": CONTROLS}]},))
    assert json.loads(to_json(shaped)) == [{"theme": "1", "segments": [{"text": clean(CONTROLS)}]}]


def test_markdown_shows_markup_as_it_is_written() -> None:
    content = to_markdown(
        rows(MARKUP, "| a | b |", "# otsikko", "- lista", "1. lista", "www.x.fi", "a@b.fi", "rivi\ntoinen")
    )
    text = content.decode()
    assert "\\<script\\>" in text
    assert "http\\://x.fi" in text
    assert "\\[linkki\\](http" in text
    for written in (
        "\\| a \\| b \\|",
        "\\# otsikko",
        "\\- lista",
        "1\\. lista",
        "www\\.x.fi",
        "a\\@b.fi",
        "rivi toinen",
    ):
        assert written in text
    # one line a row: heading, blank, headings, rule, rows
    assert text.count("\n") == 4 + 8


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_no_text_breaks_any_form(texts: list[str]) -> None:
    found = rows(*texts)
    table = _read_csv(to_csv(found), ";", "utf-8-sig")
    assert [len(row) for row in table] == [5] * (len(texts) + 1)
    assert [each["text"] for each in json.loads(to_json(found))] == [clean(text) for text in texts]
    assert len(_sheet(to_excel(found))) == len(texts) + 1
    assert len(to_markdown(found).decode().rstrip("\n").split("\n")) == len(texts) + 4


@pytest.mark.parametrize("writer", [to_csv, to_excel, to_json, to_markdown])
def test_the_same_rows_give_the_same_bytes(writer: object) -> None:
    assert callable(writer)
    assert writer(rows()) == writer(rows())


def test_rows_without_any_row_are_headings_only() -> None:
    empty = Rows("answers", ("a", "b"), ())
    assert _sheet(to_excel(empty)) == [["a", "b"]]
    assert json.loads(to_json(empty)) == []
    assert to_csv(empty, raw=True) == b"a,b\n"


def test_a_file_appears_whole_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.csv"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("avoin.export.atomic.os.fsync", full)
    with pytest.raises(WriteError) as caught:
        write_whole(path, b"secret answer")
    assert "out.csv" in caught.value.message
    assert "No space left" in caught.value.message
    assert "secret" not in caught.value.message
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_a_link_is_followed_and_a_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_whole(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_dash_is_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_whole(STANDARD_OUTPUT, "ä\n".encode())
    assert capsysbinary.readouterr().out == "ä\n".encode()
