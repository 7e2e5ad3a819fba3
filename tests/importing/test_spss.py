"""SPSS files: labels, missing values that stay, dates, multiple-response sets, and files that are damaged."""

import csv
from pathlib import Path

import numpy as np
import pytest

from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.read import read_table
from avoin.importing.spss import read_spss
from avoin.importing.table import ImportFileError
from kit.shared import shared

SPSS = ("data", "survey-exports", "spss")


def test_a_survey_with_labels_is_read_to_the_same_answers_as_its_csv() -> None:
    found = read_table(shared("data", "survey-exports", "muunnokset-fsd2821", "arvoselitteet.sav"))
    path = shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:121]
    assert found.headings[:3] == ("Aineistonumero", "Suuralue", "Sukupuoli")
    for place in (0, 1, 2, 3, 4, 6, 7):
        assert [row[place] for row in found.rows] == [row[place] for row in rows]
    kinds = {guess.heading: guess.kind for guess in guess_columns(found)}
    assert kinds["Aineistonumero"] is ColumnKind.ID
    assert [heading for heading, kind in kinds.items() if kind is ColumnKind.OPEN] == list(found.headings[6:])


def test_values_that_spss_calls_missing_stay() -> None:
    assert read_table(shared(*SPSS, "labelled-num-na.sav")).rows == (("This is one",), ("9",))
    missing = read_table(shared(*SPSS, "sample_missing.sav"))
    assert "undetermined" in missing.column("labeled")
    assert "missing" in missing.column("ordinal")


def test_dates_are_written_as_dates() -> None:
    for name in ("sample.sav", "sample.zsav"):
        table = read_table(shared(*SPSS, name))
        assert table.column("date")[:2] == ("2018-05-06", "1880-05-06")
        assert table.column("datetime")[0] == "2018-05-06 10:10:10"
        assert table.column("time")[0] == "10:10:10"


def test_a_multiple_response_set_is_one_column() -> None:
    table = read_table(shared(*SPSS, "multiple_response.sav"))
    assert table.column("My multiple response set")[:3] == (
        "Response #1; Response #2", "Response #1", "Response #2",
    )  # fmt: skip
    assert table.column("categorical_array")[0] == "a; b"


def test_umlauts_are_read() -> None:
    assert read_table(shared(*SPSS, "umlauts.sav")).headings == ("This is an ä-umlaut",)


@pytest.mark.parametrize("n_bytes", [4, 100, 900])
def test_a_file_cut_short_is_refused_by_name(tmp_path: Path, n_bytes: int) -> None:
    path = tmp_path / "poikki.sav"
    path.write_bytes(shared(*SPSS, "sample.sav").read_bytes()[:n_bytes])
    with pytest.raises(ImportFileError, match=r"poikki\.sav"):
        read_table(path)


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_bytes_turned_over_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    content = bytearray(shared(*SPSS, "sample_missing.sav").read_bytes())
    random = np.random.default_rng(seed)
    for place in random.integers(4, len(content), 12):
        content[place] = int(random.integers(0, 256))
    path = tmp_path / "rikki.sav"
    path.write_bytes(bytes(content))
    refused = ""
    try:
        table = read_spss(path, "")
    except ImportFileError as error:
        refused = str(error)
    assert "rikki.sav" in refused or all(len(row) == len(table.headings) for row in table.rows)
