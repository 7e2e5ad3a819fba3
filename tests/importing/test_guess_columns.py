"""What columns seem to hold."""

import pytest

from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.read import read_table
from avoin.importing.table import SurveyTable
from kit.shared import CHECKOUT, shared
from kit.tables import table

KINDS_OF_THE_EXAMPLE = [
    "id",
    "date",
    "variable",
    "variable",
    "grade",
    "change",
    "grade",
    "grade",
    "change",
    "change",
    "open",
    "open",
    "open",
    "grade",
    "grade",
    "claim",
    "open",
]


def kinds(found: SurveyTable) -> list[str]:
    return [guess.kind.value for guess in guess_columns(found)]


def kind_of(heading: str, *cells: str) -> ColumnKind:
    rows = [f"r{n};{cell}" for n, cell in enumerate(cells, start=1)]
    return guess_columns(table(f"id;{heading}", *rows))[1].kind


def test_both_waves_of_the_example_survey_are_guessed_right() -> None:
    folder = CHECKOUT / "data" / "kriisibarometri"
    for name in ("kriisibarometri-2024.csv", "kriisibarometri-2025.xlsx"):
        assert kinds(read_table(folder / name)) == KINDS_OF_THE_EXAMPLE


def test_real_surveys_are_guessed_right() -> None:
    fsd = read_table(shared("data", "survey-exports", "muunnokset-fsd2821", "puolipiste-cp1252.csv"))
    assert kinds(fsd) == ["id", *["variable"] * 4, "number", "open", "open"]
    yle = read_table(shared("data", "yle-vaalikone-barometri-2011-2015", "aalto-2015.csv"))
    assert kinds(yle) == ["id", *["variable"] * 9, "date", *["variable"] * 6, "open"]


def test_a_guess_has_a_confidence_and_three_different_examples() -> None:
    guess = guess_columns(table("id;sukupuoli", "1;nainen", "2;nainen", "3;mies", "4;", "5;muu", "6;x"))[1]
    assert 0 < guess.confidence < 1
    assert guess.examples == ("nainen", "mies", "muu")


def test_ids_with_a_repeat_are_still_ids_so_that_the_import_can_name_the_rows() -> None:
    numbers = (1, 2, 3, 4, 5, 5)
    assert kinds(table("id;v", *(f"{n};kallis {n}" for n in numbers)))[0] == "id"
    assert kinds(table("v;id", *(f"kallis {n};{n}" for n in numbers)))[1] != "id"


def test_ids_are_one_column_at_most_and_never_one_with_gaps_or_repeats() -> None:
    found = table("id;toinen_id;v", "1;a;kallis", "2;b;halpa", "3;c;kallis")
    assert kinds(found).count("id") == 1
    assert "id" not in kinds(table("id;v", "1;a", "1;b", "2;c"))
    assert "id" not in kinds(table("id;v", "1;a", ";b", "2;c"))


def test_an_empty_column_is_left_out() -> None:
    assert kind_of("Vapaa sana", "", "", "") is ColumnKind.DROP


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Sähköposti", "x"), ("yhteys", "matti@esimerkki.fi"), ("IPAddress", "1.2.3.4"), ("Sukunimi", "Meikäläinen")],
)
def test_what_names_a_person_is_left_out(heading: str, cell: str) -> None:
    assert kind_of(heading, cell, cell, cell + "i") is ColumnKind.DROP


def test_numbers_four_to_ten_are_grades_where_the_heading_says_so_or_enough_of_them_do() -> None:
    assert kind_of("Kouluarvosana palvelulle", "8", "7½", "9-", "10") is ColumnKind.GRADE
    assert kind_of("Palvelu", *map(str, (4, 5, 6, 7, 8, 9, 10, 7, 8, 6))) is ColumnKind.GRADE
    assert kind_of("Ikä", *map(str, (4, 5, 6, 7, 8, 9, 10, 7, 8, 6))) is ColumnKind.VARIABLE
    assert kind_of("Käyntejä", *map(str, (0, 5, 6, 7, 12, 9, 10, 7, 8, 6))) is ColumnKind.NUMBER


@pytest.mark.parametrize(
    "cells",
    [
        ("parantunut", "ennallaan", "heikentynyt"),
        ("Improved", "Same", "Weakened"),
        ("parempi", "en osaa sanoa", "huonompi"),
        ("ennallaan", "ennallaan", "heikentynyt"),
    ],
)
def test_a_change_scale_is_known_by_its_words(cells: tuple[str, ...]) -> None:
    assert kind_of("Miten muuttunut?", *cells) is ColumnKind.CHANGE


@pytest.mark.parametrize(
    "cells",
    [
        ("täysin samaa mieltä", "ei samaa eikä eri mieltä", "täysin eri mieltä"),
        ("Agree", "Neither agree nor disagree", "Disagree"),
    ],
)
def test_a_claim_scale_is_known_by_its_words(cells: tuple[str, ...]) -> None:
    assert kind_of("Väite", *cells) is ColumnKind.CLAIM


def test_words_of_a_scale_in_free_text_do_not_make_a_scale() -> None:
    answers = (
        "Olen samaa mieltä siitä, että jonot ovat pidentyneet ja väki väsyy.",
        "Tilanne on heikentynyt, koska lääkäriin ei pääse millään.",
        "Ennallaan, mutta rahasta puhutaan enemmän kuin koskaan.",
    )
    assert kind_of("Mitä olet havainnut?", *answers) is ColumnKind.OPEN


def test_few_values_under_a_question_are_a_choice_and_under_a_word_a_variable() -> None:
    assert kind_of("Oletko hakenut apua viimeisen vuoden aikana?", "kyllä", "ei", "kyllä", "ei") is ColumnKind.CHOICE
    assert kind_of("Alue", "Etelä", "Pohjoinen", "Etelä", "Etelä") is ColumnKind.VARIABLE


def test_long_answers_that_recur_in_a_large_file_are_open_answers() -> None:
    rows = [f"r{n};vastaaja kertoi pitkästi asiasta numero {n % 400} ja muusta" for n in range(4000)]
    assert guess_columns(table("id;Vapaa sana", *rows))[1].kind is ColumnKind.OPEN


def test_numbers_with_leading_zeros_are_labels() -> None:
    assert kind_of("Kuntakoodi", "005", "091", "049", "853") is ColumnKind.VARIABLE


def test_the_same_table_gives_the_same_guesses() -> None:
    found = table("id;v", "1;kallis", "2;halpa")
    assert guess_columns(found) == guess_columns(found)
