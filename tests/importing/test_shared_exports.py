"""Every form that one real survey was written in is read to the same answers."""

import csv

import pytest

from avoin.importing.read import read_table
from avoin.importing.values import parse_number
from kit.shared import shared

FORMS = ("pilkku-utf8-bom.csv", "puolipiste-cp1252.csv", "sarkain-utf16.txt", "otsikko-kysymysteksti.xlsx")
WEIGHT = 5


@pytest.fixture(name="expected", scope="module")
def _expected() -> list[list[str]]:
    path = shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[:121]


@pytest.mark.parametrize("form", FORMS)
def test_the_form_holds_the_first_120_rows(form: str, expected: list[list[str]]) -> None:
    found = read_table(shared("data", "survey-exports", "muunnokset-fsd2821", form))
    assert list(found.headings) == expected[0]
    assert len(found.rows) == 120
    for row, wanted in zip(found.rows, expected[1:], strict=True):
        assert parse_number(row[WEIGHT]) == parse_number(wanted[WEIGHT])
        assert [*row[:WEIGHT], *row[WEIGHT + 1 :]] == [*wanted[:WEIGHT], *wanted[WEIGHT + 1 :]]
    assert found.warnings == ()
