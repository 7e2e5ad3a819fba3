from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.codebook.document import LARGEST, CodebookFileError, read_document, read_raw, text_of
from avoin.codebook.files import read_codebook

HEAD = "format: 1\nname: koe\ncodes:\n"


def _refused(tmp_path: Path, text: str | bytes) -> str:
    path = tmp_path / "draft.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CodebookFileError) as caught:
        read_codebook(path)
    return caught.value.message.replace(str(path), "FILE")


@pytest.mark.parametrize(
    ("codes", "line", "what"),
    [
        ("  a: &x\n    name: A\n", 4, "Anchors"),
        ("  a:\n    name: A\n  b: *x\n", 6, "Aliases"),
        ("  a:\n    name: !!python/name:os.system A\n", 5, "Tags"),
        ("  a:\n    name: !!str A\n", 5, "Tags"),
        ("  a:\n    <<: {name: A}\n", 5, "Merge keys"),
        ("  a:\n    name: A\n    name: B\n", 6, "The key name is there twice."),
        ("  a:\n    name: A\n  a:\n    name: B\n", 6, "The key a is there twice."),
        ("  a:\n    name: A\n---\n", 6, "A second document"),
        ("  a:\n    ? [x]\n    : B\n", 5, "A key must be plain text."),
        ("  a:\n    name: 'A\n", 6, "This is not YAML"),
        ("  a:\n\tname: A\n", 5, "This is not YAML"),
        ("  a:\n    name: A: B\n", 5, "This is not YAML"),
        ("  a:\n    name: \x1b[31mA\n", 5, "The character U+001B is not allowed in YAML."),
        ("  a:\n    name: " + "[" * 3000 + "\n", 5, "nested too deeply"),
        ("".join("  " * depth + "a:\n" for depth in range(1, 300)), 15, "nested too deeply"),
    ],
)
def test_yaml_that_a_codebook_never_needs_is_refused_with_its_line(
    tmp_path: Path, codes: str, line: int, what: str
) -> None:
    message = _refused(tmp_path, HEAD + codes)
    assert message.startswith(f"FILE, line {line}: ")
    assert what in message


@pytest.mark.parametrize(
    ("codes", "where", "what"),
    [
        ("  A1:\n    name: A\n", "line 4, code A1", "An id begins with a small letter"),
        ("  ä:\n    name: A\n", "line 4, code ä", "An id begins with a small letter"),
        ("  a:\n    definition: x\n", "line 4, code a", "The key name is missing."),
        ("  a:\n    name:\n", "line 5, code a", "The key name is missing."),
        ("  a:\n    name: ''\n", "line 5, code a", "The key name is empty."),
        ("  a:\n    name: '\u202e '\n    colour: red\n", "line 6, code a", "The colour red is not of the form"),
        ("  a:\n    name: A\n    parent: b\n", "line 6, code a", "Its parent b is not in the codebook."),
        ("  a:\n    name: A\n    parent: a\n", "line 6, code a", "It is its own ancestor, by way of a."),
        ("  a:\n    name: A\n  b:\n    name: a\n", "line 7, code b", "Code a beside it has the same name."),
        ("  a:\n    name: A\n    defintion: x\n", "line 6, code a", "The key defintion is not known."),
        ("  a:\n    name: [A]\n", "line 5, code a", "The key name must hold text."),
        ("  a:\n    name: A\n    examples: yksi\n", "line 6, code a", "The key examples must be a list"),
        ("  a:\n    name: A\n    examples: [[x]]\n", "line 6, code a", "must hold text"),
        ("  a:\n    name: A\n    codable: ehkä\n", "line 6, code a", "The key codable must be true or false."),
        ("  a: A\n", "line 4, code a", "Here must be keys and values"),
        ("  - a\n", "line 3", "The key codes must hold codes by id."),
        (f"  a:\n    name: A\n    definition: {'x' * 20_001}\n", "line 6, code a", "definition is too long."),
        (f"  a:\n    name: {'x' * 301}\n", "line 5, code a", "name is too long."),
    ],
)
def test_what_is_no_codebook_is_refused_with_line_and_code(tmp_path: Path, codes: str, where: str, what: str) -> None:
    message = _refused(tmp_path, HEAD + codes)
    assert message.startswith(f"FILE, {where}")
    assert what in message


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "it has no “format: 1”"),
        ("vain tekstiä", "it has no “format: 1”"),
        ("- a\n- b\n", "it has no “format: 1”"),
        ("name: koe\ncodes: {}\n", "it has no “format: 1”"),
        ("name: koe\nformat: 2\ncodes: {}\n", "line 2: This file has format 2; this avoin knows formats up to 1."),
        ("format: yksi\nname: koe\ncodes: {}\n", "line 1: There is no format yksi."),
        ("format: 0\nname: koe\ncodes: {}\n", "line 1: There is no format 0."),
        ("format: 1\nname: koe\n", "The key codes is missing."),
        ("format: 1\ncodes: {}\n", "The key name is missing."),
        ("format: 1\nname: ../../etc\ncodes: {}\n", "line 2: The key name does not have the form it must have."),
        ("format: 1\nname: koe\nversion: 1.0\ncodes: {}\n", "line 3: The key version does not have the form"),
        ("format: 1\nname: koe\nkoodit: {}\ncodes: {}\n", "line 3: The key koodit is not known."),
    ],
)
def test_a_heading_that_is_not_of_this_format_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert what in _refused(tmp_path, text)


def test_every_code_at_fault_is_named_at_once(tmp_path: Path) -> None:
    codes = "".join(f"  koodi{n}:\n    name: Koodi {n}\n    parent: ei_ole\n" for n in range(14))
    lines = _refused(tmp_path, HEAD + codes).splitlines()
    assert [line.split(",")[1] for line in lines[:3]] == [" line 6", " line 9", " line 12"]
    assert lines[-1] == "And 4 more."


def test_a_long_cycle_is_found(tmp_path: Path) -> None:
    codes = "".join(f"  k{n}:\n    name: Koodi {n}\n    parent: k{(n + 1) % 5}\n" for n in range(5))
    assert _refused(tmp_path, HEAD + codes).count("own ancestor") == 5


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    assert _refused(tmp_path, HEAD.encode() + "  a:\n    name: Hätä\n".encode("cp1252")) == (
        "FILE, line 5: This is not UTF-8 text."
    )


def test_a_file_over_five_mebibytes_is_refused_unread(tmp_path: Path) -> None:
    assert "larger than 5 MiB" in _refused(tmp_path, b"#" * (LARGEST + 1))


def test_a_file_of_too_many_values_is_refused(tmp_path: Path) -> None:
    assert "more in this file than in any codebook" in _refused(tmp_path, HEAD + "  a: [" + "x," * 50_001 + "]\n")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookFileError, match=r"There is no file .*draft\.yaml"):
        read_codebook(tmp_path / "draft.yaml")


def test_plain_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(
        HEAD + "  no:\n    name: 007\n    definition: 2024-01-01\n    include: on\n    keywords: [1e3, yes, ~]\n"
    )
    code = read_codebook(path).codes[0]
    assert (code.id, code.name, code.definition, code.include) == ("no", "007", "2024-01-01", "on")
    assert code.keywords == ("1e3", "yes")


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_bytes(("\ufeff" + HEAD + "  a:\n    name: A\n").replace("\n", "\r\n").encode())
    assert [code.name for code in read_codebook(path).codes] == ["A"]


@settings(deadline=None, max_examples=150)
@given(raw=st.binary(max_size=200) | st.text("ab:-?[]{}&*!|>'\"#%@`,\n\t ", max_size=80).map(str.encode))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.yaml"
    path.write_bytes(raw)
    with suppress(CodebookFileError):
        document = read_document(text_of(read_raw(path), path), path)
        assert all(place.line >= 1 for place in document.places.values())
