"""Shapes of personal data: what is found, what is left alone, and that no answer makes the search slow or fail."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.privacy.patterns import find_patterns
from avoin.privacy.personal_data import Kind, Reason
from avoin.privacy.redaction import without_shapes
from kit.corpora import kriisibarometri

SEPARATORS = "+-YXWVUABCDEF"


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("form", ["{0}{1}{2}", "{0} {1} {2}", "({0}{1}{2}).", "hetu:{0}{1}{2}, kiitos"])
def test_an_identity_code_is_found_with_every_separator(separator: str, form: str) -> None:
    assert len(SEPARATORS) == 13
    text = form.format("131052", separator, "308T")
    assert [each.kind for each in find_patterns(text)] == [Kind.IDENTITY_CODE]
    assert "131052" not in without_shapes(text)
    assert "308T" not in without_shapes(text)


@pytest.mark.parametrize("code", ["131052–308T", "131052—308t", "131052‑308T", "131052a308t", "010190-9999"])
def test_an_identity_code_is_found_as_people_mistype_it(code: str) -> None:
    assert without_shapes(f"tunnus {code} on") == "tunnus [identity code] on"


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
    assert without_shapes(f"Soita {phone}, heti.") == "Soita [phone number], heti."


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
    assert "[e-mail address]" in without_shapes(f"osoite on {address} tai")
    assert "posti" not in without_shapes(address).casefold()


@pytest.mark.parametrize("account", ["FI21 1234 5600 0007 85", "fi2112345600000785", "DE89 3704 0044 0532 0130 00"])
def test_an_account_number_is_found(account: str) -> None:
    assert without_shapes(f"tilille {account}.") == "tilille [account number]."


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
    assert without_shapes(text) == text
    assert not [each for each in find_patterns(text) if each.sure]


def test_several_shapes_in_one_answer_are_each_named() -> None:
    text = "Liisa, 131052-308T, 040 123 4567, liisa@x.fi, FI21 1234 5600 0007 85."
    assert without_shapes(text) == "Liisa, [identity code], [phone number], [e-mail address], [account number]."


def test_the_planted_shapes_of_the_example_survey_are_all_replaced() -> None:
    texts = [answer.text for answer in kriisibarometri().answers]
    found = [finding.kind for text in texts for finding in find_patterns(text)]
    assert found.count(Kind.PHONE) == found.count(Kind.EMAIL) == found.count(Kind.IDENTITY_CODE) == 2
    # a bare @ and five figures in a row would be a shape that was overlooked
    assert not [text for text in texts if re.search(r"@|\d{5}", without_shapes(text))]


@settings(deadline=None)
@given(st.text(alphabet="0123456789 +-ABYät@.fiFI()\n", max_size=300))
def test_findings_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    findings = find_patterns(text)
    ends = [0]
    for each in findings:
        assert ends[-1] <= each.start < each.end <= len(text)
        ends.append(each.end)


@pytest.mark.parametrize("piece", ["a", "-", "ät", "a.", "0 ", "@", "a@", "A1", "+0", "äta.", " at "])
def test_a_long_answer_of_any_one_piece_is_searched_whole(piece: str) -> None:
    # quadratic search would take minutes here
    assert isinstance(without_shapes(piece * 100_000), str)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("yritys 0737546-2 lopetti", Kind.BUSINESS_ID, "0737546-2"),
        ("asuu Mannerheimintiellä 5 kai", Kind.ADDRESS, "Mannerheimintiellä 5"),
        ("Itäinen Pitkäkatu 15 b 22, 20810 Turku", Kind.ADDRESS, "Itäinen Pitkäkatu 15 b 22, 20810 Turku"),
        ("tulin Koulukujalta 3 A pois", Kind.ADDRESS, "Koulukujalta 3 A"),
        ("posti 33100 Tampere", Kind.ADDRESS, "33100 Tampere"),
        ("katso https://esimerkki.fi/a?b=1.", Kind.LINK, "https://esimerkki.fi/a?b=1"),
        ("nimimerkki @liisa_v kertoi", Kind.LINK, "@liisa_v"),
        ("numero +46 70 123 45 67", Kind.PHONE, "+46 70 123 45 67"),
    ],
)
def test_other_shapes_are_found_whole(text: str, kind: Kind, found: str) -> None:
    assert [(each.kind, text[each.start : each.end]) for each in find_patterns(text)] == [(kind, found)]


def test_a_licence_plate_is_asked_about_for_it_may_be_something_else() -> None:
    assert [(each.kind, each.sure) for each in find_patterns("auto ABC-123 ajoi")] == [(Kind.PLATE, False)]
    assert without_shapes("auto ABC-123 ajoi") == "auto ABC-123 ajoi"


def test_a_check_digit_that_agrees_is_a_reason_and_one_that_does_not_changes_nothing() -> None:
    right, wrong = (find_patterns(f"hetu {code}")[0] for code in ("131052-308T", "131052-308U"))
    assert Reason.CHECKED in right.reasons
    assert wrong.reasons == (Reason.SHAPE,)
    assert wrong.sure
