"""Shapes of personal data: what is found, what is left alone, and that no answer makes the search slow or fail."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.privacy.patterns import Pattern, find_patterns, redact
from kit.corpora import kriisibarometri

SEPARATORS = "+-YXWVUABCDEF"


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("form", ["{0}{1}{2}", "{0} {1} {2}", "({0}{1}{2}).", "hetu:{0}{1}{2}, kiitos"])
def test_an_identity_code_is_found_with_every_separator(separator: str, form: str) -> None:
    assert len(SEPARATORS) == 13
    text = form.format("131052", separator, "308T")
    assert [each.kind for each in find_patterns(text)] == [Pattern.IDENTITY_CODE]
    assert "131052" not in redact(text).text
    assert "308T" not in redact(text).text


@pytest.mark.parametrize("code", ["131052–308T", "131052—308t", "131052‑308T", "131052a308t", "010190-9999"])
def test_an_identity_code_is_found_as_people_mistype_it(code: str) -> None:
    assert redact(f"tunnus {code} on").text == "tunnus [identity code] on"


@pytest.mark.parametrize(
    "phone",
    [
        "040 123 4567",
        "0401234567",
        "040-1234567",
        "+358 40 123 4567",
        "+358401234567",
        "+358 (0)40 1234567",
        "00358 40 123 4567",
        "(09) 123 4567",
        "09 123 456",
        "0400 123 456",
        "050\u00a0000\u00a00417",
    ],
)
def test_a_phone_number_is_found(phone: str) -> None:
    assert redact(f"Soita {phone}, heti.").text == "Soita [phone number], heti."


@pytest.mark.parametrize(
    "address",
    [
        "matti.meikalainen@posti.fi",
        "m_m+x@x-y.co.uk",
        "matti ät posti.fi",
        "matti(at)posti.fi",
        "matti (ät) posti piste fi",
        "matti [at] posti [dot] fi",
        "mattiätposti.fi",
        "MATTI@POSTI.FI",
        "...matti@posti.fi",
        "äiti@perhe.fi",
    ],
)
def test_an_e_mail_address_is_found_also_when_it_is_spelt_out(address: str) -> None:
    assert "[e-mail address]" in redact(f"osoite on {address} tai").text
    assert "posti" not in redact(address).text.casefold()


@pytest.mark.parametrize("account", ["FI21 1234 5600 0007 85", "fi2112345600000785", "DE89 3704 0044 0532 0130 00"])
def test_an_account_number_is_found(account: str) -> None:
    assert redact(f"tilille {account}.").text == "tilille [account number]."


@pytest.mark.parametrize(
    "text",
    [
        "Vuosina 2024-2025 jonossa oli 100 000 ihmistä.",
        "06.05.2025 ja 1.2.2025 klo 07.43, avoinna 08-16",
        "soita 112 tai 116 123",
        "EU 27, SOTE2024, A4-paperi",
        "menevät töihin. Sitten pitävät taukoa.",
        "0,5 prosenttia, 010 euroa",
        "kolme-neljä kertaa 15–20 min",
        "He ovat kodissa at home.",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert redact(text).text == text
    assert redact(text).findings == ()


def test_several_shapes_in_one_answer_are_each_named() -> None:
    text = "Liisa, 131052-308T, 040 123 4567, liisa@x.fi, FI21 1234 5600 0007 85."
    assert redact(text).text == "Liisa, [identity code], [phone number], [e-mail address], [account number]."


def test_the_planted_shapes_of_the_example_survey_are_all_replaced() -> None:
    redacted = [redact(answer.text) for answer in kriisibarometri().answers]
    found = [finding.kind for each in redacted for finding in each.findings]
    assert found.count(Pattern.PHONE) == found.count(Pattern.EMAIL) == found.count(Pattern.IDENTITY_CODE) == 2
    # a bare @ and five figures in a row would be a shape that was overlooked
    assert not [each.text for each in redacted if re.search(r"@|\d{5}", each.text)]


@settings(deadline=None)
@given(st.text(alphabet="0123456789 +-ABYät@.fiFI()\n", max_size=300))
def test_findings_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    findings = find_patterns(text)
    ends = [0]
    for each in findings:
        assert ends[-1] <= each.start < each.end <= len(text)
        ends.append(each.end)
    assert len(redact(text).findings) == len(findings)


@pytest.mark.parametrize("piece", ["a", "-", "ät", "a.", "0 ", "@", "a@", "A1", "+0", "äta.", " at "])
def test_a_long_answer_of_any_one_piece_is_searched_whole(piece: str) -> None:
    # quadratic search would take minutes here
    assert isinstance(redact(piece * 100_000).text, str)
