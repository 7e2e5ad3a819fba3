"""Which encoding a Finnish file was written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.importing.encoding import decode
from avoin.importing.table import ImportFileError

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "mac-roman", "cp850"]
ANSWERS = (
    "Pääsy lääkäriin kestää kauan.",
    "jonot ja lääkkeiden hinnat pelottavat",
    "Ikäihmiset eivät osaa käyttää sähköisiä palveluja, ja näköpuhelut pätkivät.",
    "Köyhyys näkyy: lapset ovat nälkäisiä.",
    "Ohjaaja lähti äitiyslomalle eikä sijaista löytynyt",
    "Åbo är för långt borta från Nagu, säger många äldre.",
    "En osaa sanoa – ehkä väsymys?",
    "”Päivystykseen jonotettiin yötä myöten”, sanoi äiti",
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_one_finnish_answer_is_enough_to_tell_the_encoding(answer: str, encoding: str) -> None:
    content = f"id;vastaus\n1;{answer}\n".encode(encoding, "ignore")
    assert decode(content, "x.csv").text == content.decode(encoding)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=6),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_mixture_of_answers_survives_any_encoding(answers: list[str], encoding: str, line_end: str) -> None:
    text = line_end.join(["id;vastaus", *(f"{n};{answer}" for n, answer in enumerate(answers))])
    content = text.encode(encoding, "ignore")
    expected = content.decode(encoding)
    assert decode(content, "x.csv").text == expected


def test_euro_sign_tells_windows_from_latin_9() -> None:
    text = "hinta nousi 10 € päivässä"
    assert decode(text.encode("cp1252"), "x").encoding == "cp1252"
    assert decode(text.encode("iso8859-15"), "x").encoding == "iso8859-15"


def test_utf8_with_one_broken_byte_stays_utf8_and_is_counted() -> None:
    content = "Pääsy lääkäriin kestää kauan. Hätä on näkyvä.".encode() + b"\xff"
    decoded = decode(content, "x")
    assert decoded.text.startswith("Pääsy lääkäriin")
    assert decoded.text.endswith("\ufffd")
    assert decoded.warnings == ("1 byte sequence was not utf-8 and was replaced with the mark �.",)


def test_half_a_surrogate_pair_in_utf16_is_let_through_to_be_counted() -> None:
    content = b"\xff\xfe" + "ä".encode("utf-16-le") + b"\x00\xd8"
    assert decode(content, "x").text == "ä\ud800"


def test_a_named_encoding_is_not_guessed() -> None:
    assert decode(b"k\xe4yhyys", "x", "cp850").text == "kõyhyys"


def test_a_named_encoding_may_have_a_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbfid", "x", "UTF-8").text == "id"
    assert decode("id".encode("utf-16"), "x", "utf-16").text == "id"


def test_bytes_that_are_not_the_named_encoding_name_file_and_line() -> None:
    with pytest.raises(ImportFileError, match=r"k\.csv, line 2: the bytes are not utf-8") as caught:
        decode("id\nköyhyys".encode("cp1252"), "k.csv", "utf-8")
    assert "--encoding" in caught.value.hint


@pytest.mark.parametrize("name", ["kukkuu", "rot13", "base64"])
def test_an_unknown_encoding_is_an_error(name: str) -> None:
    with pytest.raises(ImportFileError, match=f"no text encoding called {name}"):
        decode(b"id", "k.csv", name)
