"""Numbers, grades and dates as Finns write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.importing.values import is_date, parse_grade, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7.0),
        (" 7,5 ", 7.5),
        ("7.5", 7.5),
        ("-3", -3.0),
        ("−3,5", -3.5),
        ("1 234", 1234.0),
        ("1\u00a0234\u00a0567,8", 1234567.8),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("007", 7.0),
    ],
)
def test_a_number_is_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "eos", "7/10", "7,5,5", "12 34", "1e3", "nan", "inf", "٣", "5 kpl", "-"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 999))
def test_a_number_written_with_a_decimal_comma_is_read_back(whole: int, thousandths: int) -> None:
    written = f"{whole},{thousandths:03d}"
    expected = float(written.replace(",", "."))
    assert parse_number(written) == expected


@pytest.mark.parametrize(
    ("text", "grade"),
    [("8", 8.0), ("7½", 7.5), ("7 1/2", 7.5), ("8+", 8.25), ("9-", 8.75), ("9–", 8.75), ("6,25", 6.25), ("hyvä", None)],
)
def test_a_school_grade_is_read(text: str, grade: float | None) -> None:
    assert parse_grade(text) == grade


@pytest.mark.parametrize(
    "text",
    [
        "8.4.2024",
        "8.4.2024 8.05",
        "08.04.24 klo 8.05",
        "2025-05-19",
        "2025-05-19 14:03",
        "2025-05-19T14:03:05.123Z",
        "3/14/2025 2:03 PM",
        "2024/4/8",
    ],
)
def test_a_date_is_known(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "7.5", "2024", "32.1.2024", "1.13.2024", "2025-13-01", "12.30", "8.4."])
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert not is_date(text)
