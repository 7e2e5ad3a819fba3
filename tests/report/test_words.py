"""Numbers and shares as people read them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.report import words
from avoin.report.quantities import SCALE, Quantity, mentioned_by, scale_sentence


@pytest.fixture
def finnish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak Finnish where only numbers are spoken."""
    monkeypatch.setattr("avoin.i18n._language", "fi")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        # halves go up, on the exact value: binary 6.45 is a little under it
        (Fraction(129, 20), 1, "6.5"),
        (Fraction(5, 2), 0, "3"),
        (Fraction("0.05"), 1, "0.1"),
        (Fraction(-5, 2), 0, "\u22123"),
        (Fraction(-1, 100), 1, "0.0"),
        (1234567, 0, "1,234,567"),
        (Fraction(8), 1, "8.0"),
    ],
)
def test_a_number_is_rounded_half_up_once(value: Fraction | int, decimals: int, text: str) -> None:
    assert words.number(value, decimals) == text


@pytest.mark.usefixtures("finnish")
def test_finnish_numbers_have_a_decimal_comma_and_a_no_break_space_before_the_percent_sign() -> None:
    assert words.number(Fraction("6.44"), 1) == "6,4"
    assert words.number(12345) == "12\u00a0345"
    assert words.percent(Fraction(65, 108)) == "60\u00a0%"
    assert words.percent(Fraction(10, 18), 1) == "55,6\u00a0%"
    assert words.grade(Fraction(8)) == "8"
    assert words.grade(Fraction(17, 3)) == "5,7"
    assert words.signed(Fraction(1, 4), 2) == "+0,25"
    assert words.signed(Fraction(-1, 4), 1) == "\u22120,3"
    assert words.signed(Fraction(1, 100), 1) == "±0"


def test_english_percentages_have_no_space() -> None:
    assert words.percent(Fraction(1, 8)) == "13%"


@pytest.mark.parametrize(
    ("n", "base", "word"),
    [
        (20, 20, Quantity.ALL),
        (18, 20, Quantity.ALMOST_ALL),
        (17, 20, Quantity.MOST),
        (12, 20, Quantity.MOST),
        (11, 20, Quantity.HALF),
        (8, 20, Quantity.HALF),
        (7, 20, Quantity.SOME),
        (2, 20, Quantity.SOME),
        (9, 100, Quantity.FEW),
        (2, 100, Quantity.FEW),
        (1, 5, Quantity.SINGLE),
        (1, 1, Quantity.ALL),
    ],
)
def test_a_share_has_the_word_of_the_stated_scale(n: int, base: int, word: Quantity) -> None:
    assert SCALE.word(n, base) is word


@given(
    st.integers(2, 300).flatmap(
        lambda base: st.tuples(st.integers(2, base - 1) if base > 3 else st.just(2), st.just(base))
    )
)
def test_a_larger_share_never_has_a_smaller_word(counts: tuple[int, int]) -> None:
    n, base = counts
    order = list(Quantity)
    assert order.index(SCALE.word(min(n + 1, base), base)) <= order.index(SCALE.word(n, base))


def test_the_sentence_says_the_same_in_words_and_numbers() -> None:
    assert mentioned_by(62, 100) == "Most respondents (62 of 100, 62%) mention this."
    assert mentioned_by(1, 100) == "A single respondent (1 of 100, 1%) mentions this."


def test_the_stated_scale_is_the_scale_used() -> None:
    assert "most = at least 60%" in scale_sentence()
    assert SCALE.word(60, 100) is Quantity.MOST
    assert SCALE.word(59, 100) is not Quantity.MOST


def test_names_are_listed_as_a_person_lists_them() -> None:
    assert [words.listing(names) for names in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
