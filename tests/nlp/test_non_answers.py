import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.nlp.non_answers import is_non_answer
from kit.corpora import kriisibarometri
from kit.shared import CHECKOUT, shared


@pytest.mark.parametrize(
    "text",
    [
        *("En osaa sanoa.", "en osaa sanoa", "EOS", "eos", "e.o.s.", "-", ".", "?", "---", "…", "😀", ":)", "n/a", "0"),
        *("Ei kommentoitavaa.", "kts. edellinen", "Kts. ed. vastaus", "ei ole", "en tiedä", "En tiedä!", "Ei mitään"),
        *("en ossaa sannoo", "emmä tiiä", "En osaa tähän nyt oikein sanoa mitään", "ei lisättävää edellisiin"),
        *(
            "En tiedä, en osaa sanoa.",
            "Vet inte",
            "I don't know",
            "no comment",
            "&nbsp;-",
            "",
            "  ",
            "sama kuin edellä",
        ),
        "En osaa sanoa, aloitin vasta huhtikuussa.",
    ],
)
def test_what_says_nothing_is_a_non_answer(text: str) -> None:
    assert is_non_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        *("köyhyys", "sota", "Ei jonoja", "en tiedä mistä saisi apua", "ei ole ruokaa", "kaikki ei ole hyvin", "raha"),
        *("ei saa apua", "En osaa sanoa, ehkä köyhyys", "hyvin", "kyllä", "5", "A", "Ei muutosta", "ei enää jonoja"),
        "-jonot",
    ],
)
def test_a_short_answer_is_an_answer(text: str) -> None:
    assert not is_non_answer(text)


@given(st.sampled_from(["en osaa sanoa", "eos", "ei kommentoitavaa"]), st.text(" .,!?…-\n😀", max_size=6))
def test_marks_around_it_change_nothing(phrase: str, marks: str) -> None:
    assert is_non_answer(marks + phrase + marks)
    assert is_non_answer(phrase.upper())


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    assert is_non_answer(text) in (True, False)


def test_non_answers_of_the_example_survey_are_found() -> None:
    with (CHECKOUT / "data" / "kriisibarometri" / "tarkoitetut-koodit.csv").open(encoding="utf-8-sig") as file:
        coded = {(row["vastaaja"], row["kysymys"]): row["koodit"].split(";") for row in csv.DictReader(file)}
    intended = {key for key, codes in coded.items() if "ei_vastausta" in codes}
    answers = {(each.key.respondent, each.key.question): each.text for each in kriisibarometri().answers}
    found = {key for key, text in answers.items() if is_non_answer(text)}
    assert len(intended) > 40
    assert len(found & intended) / len(intended) >= 0.97
    assert len(found & intended) / len(found) >= 0.97


def test_real_short_answers_are_not_taken_for_non_answers() -> None:
    path = shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    question = "Jatka lausetta: Maailman kolme suurinta ongelmaa ovat..."
    assert [row[question] for row in rows if row[question].strip() and is_non_answer(row[question])] == ["en tiiä"]
