from pathlib import Path

import pytest

from avoin.nlp.corrections import Corrections, read_corrections
from avoin.nlp.lexicon import LexiconError
from avoin.nlp.model import Doubt, ReadText, Token


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lexicon.tsv"


def corrections(file: Path, text: str) -> Corrections:
    file.write_text(text, encoding="utf-8")
    return read_corrections(file)


def read(text: str, *pos: str) -> ReadText:
    tokens = []
    start = 0
    for word, each in zip(text.split(), pos, strict=True):
        tokens.append(Token(start, start + len(word), word.lower(), each, (), each == "NOUN", Doubt.UNKNOWN))
        start += len(word) + 1
    return ReadText("fi", False, ((0, len(text)),), tuple(tokens))


def test_without_a_file_nothing_is_corrected(file: Path) -> None:
    found = read_corrections(file)
    text = read("polille", "NOUN")
    assert len(found) == 0
    assert found.applied("polille", text) is text


def test_a_form_gets_its_base_form_and_is_no_longer_doubtful(file: Path) -> None:
    found = corrections(file, "# our words\n\npolille\tpoli\n")
    assert found.applied("Polille nyt", read("Polille nyt", "NOUN", "ADV")).tokens == (
        Token(0, 7, "poli", "NOUN", (), True),
        Token(8, 11, "nyt", "ADV", (), False, Doubt.UNKNOWN),
    )


def test_a_corrected_compound_has_parts(file: Path) -> None:
    token = corrections(file, "hoitojonnoo hoitojono").applied("hoitojonnoo", read("hoitojonnoo", "NOUN")).tokens[0]
    assert token.parts == ("hoito", "jono")


@pytest.mark.parametrize(
    ("pos", "becomes", "content"), [("NOUN", "NOUN", True), ("INTJ", "INTJ", False), ("", "X", False)]
)
def test_a_part_of_speech_makes_a_word_carry_the_matter_or_not(
    file: Path, pos: str, becomes: str, content: bool
) -> None:
    token = corrections(file, f"polille poli {pos}").applied("polille", read("polille", "X")).tokens[0]
    assert (token.pos, token.content) == (becomes, content)


def test_a_stop_lemma_carries_nothing_even_when_corrected(file: Path) -> None:
    assert not corrections(file, "oonks olla VERB").applied("oonks", read("oonks", "X")).tokens[0].content


def test_a_form_of_two_meanings_follows_the_tagger(file: Path) -> None:
    found = corrections(file, "voi voida VERB\nvoi voi NOUN\n")
    lemmas = [found.applied("voi", read("voi", pos)).tokens[0].lemma for pos in ("VERB", "NOUN", "ADV")]
    assert lemmas == ["voida", "voi", "voi"]
    assert found.applied("voi", read("voi", "ADV")).tokens[0].doubt is Doubt.UNKNOWN


def test_tabs_spaces_capitals_comments_and_a_byte_order_mark_are_taken(file: Path) -> None:
    file.write_bytes("\ufeffSotessa\tsote\tNOUN\t# 2 × VERB | …Siun sotessa…\r\n  # all of it\npolilta   poli".encode())
    found = read_corrections(file)
    assert (found.lemmas("sotessa"), found.lemmas("polilta"), len(found)) == (("sote",), ("poli",), 2)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("polille", "expected a form"),
        ("polille # poli", "expected a form"),
        ("polille poli NOUN muuta", "expected a form"),
        ("polille poli nomini", "no part of speech"),
        ("ok otherwise", "form of line 2 is corrected"),
        ("ok okei NOUN", "form of line 2 is corrected"),
    ],
)
def test_a_wrong_line_is_named_by_file_and_row(file: Path, line: str, says: str) -> None:
    with pytest.raises(LexiconError, match=says) as caught:
        corrections(file, f"# a comment\nok okei\n{line}\n")
    assert "lexicon.tsv, line 3:" in caught.value.message


def test_a_line_that_stands_twice_is_one(file: Path) -> None:
    assert corrections(file, "ok okei\nok okei\n").lemmas("ok") == ("okei",)


def test_what_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"k\xf6yh\xe4 k\xf6yh\xe4\n")
    with pytest.raises(LexiconError, match=r"lexicon\.tsv is not UTF-8"):
        read_corrections(file)


def test_a_folder_in_the_files_place_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(LexiconError, match=r"lexicon\.tsv cannot be read"):
        read_corrections(file)


def test_the_digest_tells_what_concerns_a_text(file: Path) -> None:
    one = corrections(file, "ok okei\npolille poli\n")
    other = corrections(file, "# moved\npolille   poli\n\nok oikein\n")
    assert one.digest != other.digest
    assert one.digest_of(["polille", "x"]) == other.digest_of(["polille"]) != ""
    assert one.digest_of(["ok"]) != other.digest_of(["ok"])
    assert one.digest_of(["x"]) == ""
