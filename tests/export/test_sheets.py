"""A workbook of several questions has a sheet for each, under a name that a sheet may have."""

import io

import openpyxl

from avoin.export.excel import to_excel
from avoin.report.rows import Rows


def _names(*questions: str) -> dict[str, int]:
    rows = Rows(
        "matrix", ("respondent", "question"), tuple((f"r{place}", each) for place, each in enumerate(questions))
    )
    return {sheet.title: sheet.max_row - 1 for sheet in openpyxl.load_workbook(io.BytesIO(to_excel(rows)))}


def test_each_question_has_a_sheet_in_the_order_it_comes() -> None:
    assert list(_names("b", "a", "b").items()) == [("b", 2), ("a", 1)]


def test_one_question_or_none_is_one_sheet() -> None:
    assert _names("a", "a") == {"matrix": 2}
    assert list(_names()) == ["matrix"]


def test_names_are_cut_cleaned_and_kept_apart() -> None:
    long = "x" * 40
    found = _names(long + "1", long + "2", "a/b:c?", "A_b_c_", "'q'", "")
    assert sum(found.values()) == 6
    assert len({name.casefold() for name in found}) == 6
    assert all(len(name) <= 31 for name in found)
    assert "a_b_c_" in found
