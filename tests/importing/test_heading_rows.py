"""Several rows of headings that no tool is known by: a person says how many, and they become one."""

from pathlib import Path

import pytest

from avoin.importing.read import read_table
from avoin.importing.table import ImportFileError
from kit.tables import Cell, csv_file, workbook


def test_a_heading_over_several_columns_stands_before_each_of_them(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "id;Kanavat;;;Muuta", ";Puhelin;Chat;;", "a;1;;sana;jono", "b;;1;;hinta")
    found = read_table(path, heading_rows=2)
    assert found.headings == ("id", "Kanavat", "column 4", "Muuta")
    assert found.rows == (("a", "Puhelin", "sana", "jono"), ("b", "Chat", "", "hinta"))
    assert found.row_number(0) == 3


def test_merged_headings_of_a_workbook_and_codes_over_wording_are_joined(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Tausta", None, "Q1"], ["Ikä", "Rooli", "Mitä toivot?"], [40, "ohjaaja", "Lisää aikaa."]]
    found = read_table(workbook(tmp_path, rows), heading_rows=2)
    assert found.headings == ("Tausta: Ikä", "Tausta: Rooli", "Q1: Mitä toivot?")
    assert found.rows == (("40", "ohjaaja", "Lisää aikaa."),)


def test_the_same_said_twice_and_three_rows(tmp_path: Path) -> None:
    found = read_table(csv_file(tmp_path, "A;B", "A;C", ";D", "1;2"), heading_rows=3)
    assert found.headings == ("A", "B: C: D")


def test_one_row_is_taken_where_a_person_says_so_whatever_the_tool(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Respondent ID,Q", ",Response", "1,hyvä")
    assert len(read_table(path).rows) == 1
    assert len(read_table(path, heading_rows=1).rows) == 2


def test_headings_that_come_out_alike_and_nothing_under_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="columns 1 and 2 have the same heading “Kysymys: osa”"):
        read_table(csv_file(tmp_path, "Kysymys;", "osa;osa", "1;2"), heading_rows=2)
    with pytest.raises(ImportFileError, match="no rows under them"):
        read_table(csv_file(tmp_path, "a;b", "c;d"), heading_rows=2)
