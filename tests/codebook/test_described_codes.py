from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avoin.codebook.described import (
    BETWEEN_EXAMPLES,
    BETWEEN_KEYWORDS,
    described,
    label_of,
    listed,
    parted,
    read_label,
    understood,
)
from avoin.codebook.headings import BOOK, field_of, heading_of
from avoin.codebook.model import Code
from avoin.codebook.structure import cleaned
from avoin.i18n import set_language
from avoin.ids import CodeId
from kit.codebooks import codebook
from kit.random_codebooks import lists, random_codes, words

ELSEWHERE = ("name", "parent", "codable", "colour")
"""Fields that a description does not hold."""


def _filled(code: Code) -> dict[str, object]:
    held = {field.name: (getattr(code, field.name), field.default) for field in fields(code)}
    return {name: value for name, (value, default) in held.items() if value != default and name not in ELSEWHERE}


def _read_back(code: Code) -> Code:
    told = understood(described(code, "1.0.0"))
    assert told.pop("version") == "1.0.0"
    here = {name: getattr(code, name) for name in ELSEWHERE}
    return cleaned(Code(**here, **told))


@given(random_codes(CodeId("hinta")))
def test_what_is_described_reads_back(code: Code) -> None:
    assert _read_back(code) == code


@pytest.mark.parametrize(
    "text", ["Include: x", "\\Include: x", "[avoin: id=x]", "a\nPois rajataan: b\n\\\\Origin: c", "- a"]
)
@pytest.mark.parametrize("field", ["definition", "include", "borderline", "origin"])
def test_a_text_that_looks_like_a_heading_stays_a_text(field: str, text: str) -> None:
    said = text.replace("\n", " ") if field == "origin" else text
    code = cleaned(replace(Code(CodeId("hinta"), "Hinta"), **{field: said}))  # type: ignore[arg-type]
    assert _read_back(code) == code


def test_heirs_and_retirement_stand_in_the_last_line() -> None:
    code = Code(
        CodeId("hinta"), "Hinta", retired=True, merged_into=CodeId("talous"), split_into=(CodeId("a"), CodeId("b"))
    )
    assert described(code, "2.0.0") == "[avoin: id=hinta; version=2.0.0; retired; merged_into=talous; split_into=a,b]"
    assert _read_back(code) == code


def test_a_description_is_for_people() -> None:
    code = Code(
        CodeId("hinta"),
        "Hinta",
        "Mitä maksaa.",
        "Myös vuokra.",
        "Velka.",
        examples=("kallista", "vuokra nousi"),
        keywords=("hinta", "kallis"),
    )
    assert described(code, "1.0.0") == (
        "Mitä maksaa.\n\nInclude: Myös vuokra.\n\nExclude: Velka.\n\nExamples:\nkallista\nvuokra nousi\n\n"
        "Keywords: hinta, kallis\n\n[avoin: id=hinta; version=1.0.0]"
    )


def test_a_description_from_elsewhere_is_read_as_far_as_it_goes() -> None:
    text = "Mitä maksaa.\n\nMukaan luetaan: Myös vuokra.\nja sähkö\n\nHuom: tärkeä\n\nESIMERKKI: kallista | nousi"
    assert understood(text) == {
        "definition": "Mitä maksaa.",
        "include": "Myös vuokra.\nja sähkö\n\nHuom: tärkeä",
        "examples": ("kallista", "nousi"),
    }


@given(lists)
@example(("-",))
@example(("a\n- b", "c"))
@example(("- a",))
def test_lists_are_parted_as_they_were_joined(items: tuple[str, ...]) -> None:
    clean = cleaned(Code(CodeId("a"), "A", examples=items, keywords=items))
    assert parted(listed(clean.examples, BETWEEN_EXAMPLES, "\n"), BETWEEN_EXAMPLES) == clean.examples
    assert parted(listed(clean.keywords, BETWEEN_KEYWORDS, ", "), BETWEEN_KEYWORDS) == clean.keywords


@given(words)
def test_the_label_of_a_codebook_reads_back(title: str) -> None:
    book = replace(codebook("hinta"), title=cleaned(Code(CodeId("a"), title)).name)
    assert read_label(label_of(book)) == ("koe", "1.0.0", book.title)
    assert read_label("MAXQDA 2024") is None


@pytest.mark.parametrize("language", ["en", "fi"])
def test_what_is_written_above_a_column_is_known_again(language: str) -> None:
    set_language(language)
    try:
        for field in (*(each.name for each in fields(Code)), BOOK):
            assert field_of(heading_of(field)) == field
    finally:
        set_language("en")


@given(st.text(max_size=60))
def test_no_description_is_refused(text: str) -> None:
    assert isinstance(understood(text).get("definition", ""), str)
