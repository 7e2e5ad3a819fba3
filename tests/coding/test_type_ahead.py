"""Finding a code by its first letters."""

from dataclasses import replace

import pytest

from avoin.codebook.model import Codebook
from avoin.coding.choice import UnknownCodeError, usable_code
from avoin.coding.type_ahead import find_codes, keys_to_find
from kit.codebooks import code, codebook

BOOK = codebook("Talous > Säästöt ja velka", "Talous > Hintojen nousu", "Jonot", "Hoitojonot", "Ei vastausta")


def found(typed: str, book: Codebook = BOOK) -> list[str]:
    return [each.id for each in find_codes(book, typed)]


def test_letters_are_folded() -> None:
    assert found("saas") == ["saastot_ja_velka"]
    assert found("SÄÄS") == ["saastot_ja_velka"]


def test_a_later_word_of_a_name_is_found_after_names_that_begin_so() -> None:
    assert found("v") == ["saastot_ja_velka", "ei_vastausta"]
    assert found("jono") == ["jonot"]


def test_inside_of_words_is_searched_only_where_nothing_begins_so() -> None:
    assert found("tojon") == ["hoitojonot"]


def test_a_heading_and_a_retired_code_are_not_found() -> None:
    retired = replace(BOOK, codes=tuple(replace(each, retired=each.id == "jonot") for each in BOOK.codes))
    assert found("talous") == []
    assert found("jono", retired) == ["hoitojonot"]


def test_keywords_are_found_last() -> None:
    book = Codebook("koe", "1.0.0", (code("Perustarpeet", keywords=("ruoka",)), code("Ruokakassi")))
    assert found("ruok", book) == ["ruokakassi", "perustarpeet"]


def test_nothing_typed_finds_every_usable_code_in_file_order() -> None:
    assert found(" ") == [each.id for each in BOOK.usable]


@pytest.mark.parametrize(
    ("name", "keys"), [("Jonot", 2), ("Hoitojonot", 2), ("Hintojen nousu", 1), ("Ei vastausta", 1)]
)
def test_keys_are_the_letters_until_one_code_is_left(name: str, keys: int) -> None:
    wanted = next(each for each in BOOK.usable if each.name == name)
    assert keys_to_find(BOOK, wanted) == keys


def test_a_name_that_begins_another_is_typed_whole() -> None:
    book = codebook("Työ", "Työ ja raha")
    assert keys_to_find(book, book.usable[0]) == 3
    assert keys_to_find(book, book.usable[1]) == 1  # j, or r


def test_an_unknown_code_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownCodeError) as error:
        usable_code(BOOK, "hoitojono")
    assert "hoitojono" in error.value.message
    assert "hoitojonot" in error.value.hint


@pytest.mark.parametrize("wanted", ["talous", "jonot"])
def test_a_heading_and_a_retired_code_cannot_be_used(wanted: str) -> None:
    retired = replace(BOOK, codes=tuple(replace(each, retired=each.id == "jonot") for each in BOOK.codes))
    with pytest.raises(UnknownCodeError) as error:
        usable_code(retired, wanted)
    assert wanted in error.value.message


def test_without_a_codebook_no_code_can_be_used() -> None:
    with pytest.raises(UnknownCodeError):
        usable_code(None, "jonot")
