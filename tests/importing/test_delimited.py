"""Delimited text becomes a table, or an error that names the row."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.importing.delimited import read_delimited
from avoin.importing.table import ImportFileError, SurveyTable
from kit.tables import table


def read(text: str, encoding: str | None = None, delimiter: str | None = None) -> SurveyTable:
    return read_delimited(text.encode(), "k.csv", "", encoding=encoding, delimiter=delimiter)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_even_rows(delimiter: str) -> None:
    lines = [("id", "ikä", "vastaus"), ("1", "40", "kallis, liian; kallis | oikein"), ("2", "", "jono,,, jono")]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    read_back = read(text.getvalue())
    assert read_back.headings == lines[0]
    assert read_back.rows == tuple(lines[1:])


def test_commas_in_unquoted_answers_do_not_beat_the_semicolon() -> None:
    assert table("id;vastaus", "1;sota, nälkä", "2;nälkä, jano", "3;raha, valta").headings == ("id", "vastaus")


def test_cells_stay_the_text_they_are() -> None:
    cells = ("NA", "null", "None", "007", "7,5", " väli ", "1e3", "TRUE", "-", "=1+1")
    assert table(";".join(f"c{n}" for n in range(10)), ";".join(cells)).rows == (cells,)


def test_an_answer_may_have_line_ends_delimiters_and_quotation_marks_inside_quotation_marks() -> None:
    assert read('id;vastaus\r\n1;"eka\r\ntoka; ""kolmas"""\r\n').rows == (("1", 'eka\r\ntoka; "kolmas"'),)


def test_a_row_is_numbered_as_a_spreadsheet_numbers_it() -> None:
    found = read('id;vastaus\n1;"a\nb"\n\n2;c\n;\n3;d\n')
    assert [found.row_number(place) for place in range(3)] == [2, 4, 6]


def test_rows_that_follow_one_another_are_counted_from_the_first() -> None:
    found = read("id;a\n1;x\n2;y\n")
    assert (found.first_row, found.row_numbers, found.row_number(1)) == (2, (), 3)


def test_excels_first_line_names_the_delimiter() -> None:
    found = read("sep=,\nid,a;b\n1,x\n")
    assert found.headings == ("id", "a;b")
    assert found.row_number(0) == 3


def test_headings_are_one_line_each_and_composed() -> None:
    assert read('id;"Mita\u0308\n  kuuluu?"\n1;x\n').headings == ("id", "Mitä kuuluu?")


def test_a_column_without_a_heading_is_called_by_its_number_and_told() -> None:
    found = read("id;;vastaus\n1;x;y\n")
    assert found.headings == ("id", "column 2", "vastaus")
    assert found.warnings == ("1 column has no heading and is called by its number: column 2.",)


@pytest.mark.parametrize("text", ["id;vastaus;\n1;x;\n2;y;\n", "id;vastaus;\n1;x\n2;y\n", "id;vastaus\n1;x;;\n2;y;\n"])
def test_empty_columns_at_the_end_say_nothing(text: str) -> None:
    found = read(text)
    assert (found.headings, found.rows) == (("id", "vastaus"), (("1", "x"), ("2", "y")))


def test_two_columns_with_one_heading_are_both_named() -> None:
    with pytest.raises(ImportFileError, match=r"k\.csv: columns 2 and 4 have the same heading “Muu”"):
        read("id;Muu;x; Muu \n1;a;b;c\n")


def test_a_short_row_is_an_error_that_names_row_and_delimiter() -> None:
    with pytest.raises(
        ImportFileError, match=r"k\.csv, row 3: 2 fields where the headings have 3\. The same"
    ) as caught:
        read("id;a;b\n1;x;y\n2;x\n3;x;y\n4;z\n")
    assert "The delimiter tried was ;" in caught.value.hint
    assert "--delimiter" in caught.value.hint


def test_an_unclosed_quotation_mark_is_an_error_that_names_the_row() -> None:
    with pytest.raises(ImportFileError, match="row 3: a quotation mark is opened and never closed"):
        read('id;a;b\n1;x;y\n2;"x;y\n3;x;y\n')


def test_a_named_delimiter_that_is_not_there_is_an_error_that_names_the_right_one() -> None:
    with pytest.raises(ImportFileError, match="the headings have no ,; the delimiter seems to be ;"):
        read("id;vastaus\n1;x\n", delimiter=",")


@pytest.mark.parametrize(("name", "delimiter"), [("tab", "\t"), ("\\t", "\t"), ("semicolon", ";"), (":", ":")])
def test_a_delimiter_may_be_named(name: str, delimiter: str) -> None:
    assert read(f"id{delimiter}a\n1{delimiter}x\n", delimiter=name).rows == (("1", "x"),)


@pytest.mark.parametrize("name", ["ab", '"', "\n"])
def test_what_cannot_be_a_delimiter_is_refused(name: str) -> None:
    with pytest.raises(ImportFileError, match="A delimiter is one character"):
        read("id;a\n1;x\n", delimiter=name)


def test_a_file_of_one_column_is_read_as_it_is() -> None:
    found = read("vastaus\nkallis, liian\njono; jono\n")
    assert found.rows == (("kallis, liian",), ("jono; jono",))
    assert ("delimiter", "none") in found.how


def test_headings_alone_are_an_error() -> None:
    with pytest.raises(ImportFileError, match=r"k\.csv has headings on row 1 and no rows under them"):
        read("id;vastaus\n\n;\n")


def test_an_answer_of_a_megabyte_is_read_whole_and_told() -> None:
    answer = "pitkä vastaus " * 75_000
    found = read(f"id;vastaus\n1;{answer}\n2;lyhyt\n")
    assert found.rows[0][1] == answer
    assert found.warnings == (f"k.csv, row 2, column “vastaus”: a text of {len(answer)} characters.",)


def test_a_field_beyond_the_limit_is_an_error_that_names_the_row() -> None:
    with pytest.raises(ImportFileError, match=r"k\.csv, row 2: field larger than field limit"):
        read("id;vastaus\n1;" + "x" * (16 * 1024 * 1024 + 1))


def test_nul_is_replaced_and_counted_and_escape_bytes_are_kept() -> None:
    found = read("id;vastaus\n1;a\x00b\x00\n2;\x1b[31momena\x07\n")
    assert found.rows == (("1", "a\ufffdb\ufffd"), ("2", "\x1b[31momena\x07"))
    assert found.warnings == (
        "2 characters that no store can hold (NUL or half a surrogate pair) were replaced with the mark �.",
    )


def test_half_a_surrogate_pair_is_replaced_and_counted() -> None:
    content = b"\xff\xfe" + "id;a\n1;x".encode("utf-16-le") + b"\x3d\xd8" + "y\n".encode("utf-16-le")
    found = read_delimited(content, "k.csv", "")
    assert found.rows == (("1", "x\ufffdy"),)
    assert len(found.warnings) == 1


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ImportFileError, match=r"k\.csv is neither a workbook nor text"):
        read_delimited(bytes(range(8)) * 400, "k.csv", "")


CELL = st.text(st.sampled_from("aäöåÄÖ –”;,|\t\"'\n0123"), max_size=12).map(str.strip)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 999).map(str), CELL, CELL), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_survey_tool_writes_is_read_back(
    rows: list[tuple[str, str, str]], encoding: str, delimiter: str, line_end: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    # a Finnish heading, as every Finnish survey has, tells the eight-bit encodings apart
    writer.writerows([("numero", "Mitä kuuluu?", "Entä mikä häiritsee, pääsetkö hoitoon?"), *rows])
    found = read_delimited(text.getvalue().encode(encoding), "k.csv", "")
    assert list(found.rows) == rows


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_an_import_error(content: bytes) -> None:
    with suppress(ImportFileError):
        found = read_delimited(content, "k.csv", "")
        assert all(len(row) == len(found.headings) for row in found.rows)
        assert "".join(cell for row in found.rows for cell in row).encode("utf-8") is not None


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_refused_in_words(delimiter: str) -> None:
    with pytest.raises(ImportFileError, match="one character") as refused:
        read("id;vastaus\n1;jono\n", delimiter=delimiter)
    assert "--delimiter tab" in refused.value.hint
