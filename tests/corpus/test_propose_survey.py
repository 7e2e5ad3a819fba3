"""From guesses and a person's word to a survey: earlier waves are matched, never changed."""

import pytest

from avoin.corpus.check import check_survey
from avoin.corpus.model import Condition, Question, QuestionKind, Survey, Variable
from avoin.corpus.propose import Proposal, propose_survey
from avoin.corpus.roles import ColumnChoice, RoleError, Use, choice_typed
from avoin.ids import VariableId, WaveId
from avoin.importing.columns import ColumnError
from avoin.importing.guess import ColumnKind, guess_columns
from avoin.importing.read import read_table
from avoin.importing.table import SurveyTable
from kit.shared import CHECKOUT, shared
from kit.tables import table

W24, W25 = WaveId("2024"), WaveId("2025")
EXAMPLE = CHECKOUT / "data" / "kriisibarometri"
OF_2024 = table(
    "id;rooli;Mitä kuuluu asiakkaille tänä vuonna?;Miten vointi on muuttunut?",
    "1;työntekijä;Heillä ei ole varaa ruokaan eikä lääkkeisiin;parantunut",
    "2;johtaja;Jonot ovat kasvaneet joka paikassa liikaa;heikentynyt",
    "3;työntekijä;Väki väsyy eikä apua tule mistään;en osaa sanoa",
)


def propose(found: SurveyTable, before: Survey | None = None, wave: WaveId = W24, **told: tuple[str, ...]) -> Proposal:
    """Propose with what is said as ``--open`` and the like, and the values that the survey's earlier tables had."""
    uses: dict[str, Use] = {"ids": "id", "open": "open", "closed": "closed", "variables": "variable", "dropped": "drop"}
    choices = dict(choice_typed(found, typed, uses[use]) for use, each in told.items() for typed in each)
    return propose_survey(before or Survey("x"), found, wave, guess_columns(found), choices)


def values_of(survey: Survey, found: SurveyTable, wave: WaveId) -> dict[VariableId, frozenset[str]]:
    return {
        each.id: frozenset(cell for cell in found.column(each.headings[wave]) if cell)
        for each in survey.variables
        if wave in each.headings
    }


def columns(survey: Survey) -> dict[str, list[str]]:
    items: tuple[Question | Variable, ...] = (*survey.questions, *survey.variables)
    return {str(each.id): [str(wave) for wave in each.headings] for each in items}


def test_a_first_wave_becomes_questions_and_variables_with_ids_from_headings() -> None:
    survey = propose(OF_2024).survey
    assert [(each.id, each.kind) for each in survey.questions] == [
        ("kuuluu_asiakkaille_tana", QuestionKind.OPEN),
        ("vointi_muuttunut", QuestionKind.CHANGE),
    ]
    assert [each.id for each in survey.variables] == ["rooli"]
    assert survey.waves[0].id_heading == "id"
    assert check_survey(survey) == ()


def test_categories_are_ordered_and_grouped() -> None:
    change = propose(OF_2024).survey.questions[1]
    assert change.categories == ("parantunut", "heikentynyt", "en osaa sanoa")
    assert dict(change.groups) == {"parantunut": "improved", "heikentynyt": "weakened"}


def test_the_same_words_are_the_same_question_whatever_their_case() -> None:
    before = propose(OF_2024).survey
    after = propose(table("ID;ROOLI;mitä kuuluu asiakkaille tänä vuonna", "1;muu;x"), before, W25).survey
    assert columns(after)["kuuluu_asiakkaille_tana"] == ["2024", "2025"]
    assert columns(after)["rooli"] == ["2024", "2025"]
    assert columns(after)["vointi_muuttunut"] == ["2024"]
    assert after.waves[1].id_heading == "ID"


def test_what_an_earlier_wave_says_is_only_added_to() -> None:
    before = propose(OF_2024).survey
    after = propose(table("nro;Rooli;Miten vointi on muuttunut?", "a1;x;ennallaan", "a2;y;parantunut"), before, W25)
    change = after.survey.question("vointi_muuttunut")
    assert change is not None
    assert change.categories == ("parantunut", "ennallaan", "heikentynyt", "en osaa sanoa")
    assert change.text == before.questions[1].text
    assert after.survey.waves[0] == before.waves[0]


def test_a_later_file_of_an_earlier_wave_stands_before_it() -> None:
    after = propose(OF_2024, propose(OF_2024, wave=W25).survey, W24).survey
    assert [wave.id for wave in after.waves] == ["2024", "2025"]
    assert columns(after)["rooli"] == ["2024", "2025"]


def test_what_is_merely_similar_stays_new_and_is_told() -> None:
    before = propose(table("id;Arvosana avulle terveysasemalta", *(f"{n};{n % 7 + 4}" for n in range(12)))).survey
    found = propose(table("id;Arvosana avulle sairaalasta", *(f"{n};{n % 7 + 4}" for n in range(12))), before, W25)
    assert len(found.survey.questions) == 2
    assert any("is new, though it may be" in note for note in found.notes)


def test_what_survey_yaml_says_of_the_wave_goes_before_the_guess() -> None:
    before = propose(OF_2024, closed=("rooli=asema:choice",), dropped=("Miten",)).survey
    again = propose(OF_2024, before)
    assert again.survey == before
    assert again.roles["rooli"].kind is ColumnKind.CHOICE
    assert again.notes == ()


def test_what_a_person_says_now_goes_before_survey_yaml() -> None:
    before = propose(OF_2024).survey
    after = propose(OF_2024, before, variables=("Miten=vointi",), dropped=("rooli",)).survey
    assert columns(after) == {"kuuluu_asiakkaille_tana": ["2024"], "vointi": ["2024"]}
    assert after.waves[0].dropped == ("rooli",)


def test_a_kind_may_be_forced_and_an_id_given() -> None:
    survey = propose(OF_2024, open=("Mitä=kuulumiset",), closed=("rooli=rooli:choice",)).survey
    assert survey.question("kuulumiset") is not None
    role = survey.question("rooli")
    assert role is not None
    assert role.kind is QuestionKind.CHOICE
    assert role.categories == ("johtaja", "työntekijä")


def test_a_column_may_be_given_to_a_question_of_an_earlier_wave_by_its_id() -> None:
    before = propose(OF_2024, open=("Mitä=kuulumiset",)).survey
    after = propose(table("id;aivan muuta", "1;x"), before, W25, open=("aivan=kuulumiset",)).survey
    assert columns(after)["kuulumiset"] == ["2024", "2025"]


@pytest.mark.parametrize("told", [("Miten=kuulumiset",), ("Miten=rooli", "Mitä=rooli")])
def test_an_id_that_is_something_else_is_refused(told: tuple[str, ...]) -> None:
    before = propose(OF_2024, open=("Mitä=kuulumiset",)).survey
    found = table("id;Miten meni?;Mitä kuuluu asiakkaille tänä vuonna?", "1;hyvin;x")
    with pytest.raises(RoleError, match="something else already, or has another column"):
        propose(found, before, W25, variables=told)


def test_two_id_columns_are_refused() -> None:
    with pytest.raises(RoleError, match="only one column can hold the ids"):
        propose(OF_2024, ids=("id", "rooli"))


def test_what_an_earlier_wave_left_out_is_left_out_again() -> None:
    before = propose(OF_2024, dropped=("rooli",)).survey
    after = propose(table("id;Rooli;k", "1;a;b"), before, W25).survey
    assert after.waves[1].dropped == ("Rooli",)


@pytest.mark.parametrize(
    ("typed", "heading", "choice"),
    [
        ("k: mikä", "k: mikä", ColumnChoice("closed")),
        ("k:choice", "k: mikä", ColumnChoice("closed", ColumnKind.CHOICE)),
        ("k=q:choice", "k: mikä", ColumnChoice("closed", ColumnKind.CHOICE, "q")),
        ("k: mikä=q", "k: mikä", ColumnChoice("closed", None, "q")),
        ("a=b", "a=b", ColumnChoice("closed")),
        ("a=b=c", "a=b", ColumnChoice("closed", None, "c")),
        ("#2=q", "a=b", ColumnChoice("closed", None, "q")),
    ],
)
def test_a_heading_may_hold_the_signs_that_part_it_from_id_and_kind(
    typed: str, heading: str, choice: ColumnChoice
) -> None:
    assert choice_typed(table("k: mikä;a=b", "1;2"), typed, "closed") == (heading, choice)


def test_an_unknown_column_and_an_impossible_id_are_errors() -> None:
    found = table("id;v", "1;x")
    with pytest.raises(ColumnError, match="has no column “w=q”"):
        choice_typed(found, "w=q", "open")
    with pytest.raises(RoleError, match="“ö ä” cannot be an id"):
        choice_typed(found, "v=ö ä", "open")


def test_both_waves_of_the_example_survey_are_matched_without_a_word_in_either_order() -> None:
    files = {W24: EXAMPLE / "kriisibarometri-2024.csv", W25: EXAMPLE / "kriisibarometri-2025.xlsx"}
    for first, second in ((W24, W25), (W25, W24)):
        earlier, later = read_table(files[first]), read_table(files[second])
        before = propose(earlier, wave=first).survey
        known = values_of(before, earlier, first)
        found = propose_survey(before, later, second, guess_columns(later), values=known)
        assert set(map(tuple, columns(found.survey).values())) == {("2024", "2025")}
        assert len(found.survey.questions) == 13
        assert sum("is taken for" in note for note in found.notes) == 4
        assert not any("is new" in note for note in found.notes)
        asked = {question.asked for question in found.survey.questions if question.asked is not None}
        (condition,) = asked
        role = found.survey.variable(condition.variable)
        assert role is not None
        assert [value.casefold().split()[-1] for value in condition.values] == ["johtaja"]
        assert len(role.values) == 2
        assert all(name.casefold().split()[-1] == value.casefold().split()[-1] for value, name in role.values.items())


def test_the_proposal_says_what_the_corrected_survey_of_the_example_says() -> None:
    from avoin.corpus.files import read_survey

    corrected = read_survey(EXAMPLE / "survey.yaml")
    first = read_table(EXAMPLE / "kriisibarometri-2024.csv")
    second = read_table(EXAMPLE / "kriisibarometri-2025.xlsx")
    before = propose(first).survey
    known = values_of(before, first, W24)
    proposed = propose_survey(before, second, W25, guess_columns(second), values=known).survey
    assert [each.kind for each in proposed.questions] == [each.kind for each in corrected.questions]
    assert [each.headings for each in proposed.questions] == [each.headings for each in corrected.questions]
    assert [each.headings for each in proposed.variables] == [each.headings for each in corrected.variables]
    assert [bool(each.asked) for each in proposed.questions] == [bool(each.asked) for each in corrected.questions]
    for ours, theirs in zip(proposed.questions, corrected.questions, strict=True):
        assert set(ours.categories) <= set(theirs.categories)
        assert {each: theirs.groups.get(each) for each in ours.categories} == {
            each: ours.groups.get(each) for each in ours.categories
        }
    assert [(each.id_heading, each.dropped) for each in proposed.waves] == [
        (each.id_heading, each.dropped) for each in corrected.waves
    ]


def test_the_election_compass_of_two_years_is_matched_but_for_one_column_that_is_told() -> None:
    folder = shared("data", "yle-vaalikone-barometri-2011-2015")
    w11, w15 = WaveId("2011"), WaveId("2015")
    first, second = read_table(folder / "aalto-2011.csv"), read_table(folder / "aalto-2015.csv")
    before = propose(first, wave=w11).survey
    found = propose_survey(before, second, w15, guess_columns(second), values=values_of(before, first, w11))
    in_one = {item: waves for item, waves in columns(found.survey).items() if len(waves) == 1}
    assert in_one == {"kansanedustajana_edellisessa": ["2011"], "toimin_talla_hetkella": ["2015"]}
    assert any("“Toimin tällä hetkellä kansanedustajana.” is new" in note for note in found.notes)
    assert columns(found.survey)["vaalipiiri"] == ["2011", "2015"]
    assert found.survey.waves[1].dropped == ("vastattu",)


def test_the_column_that_is_told_is_matched_by_a_persons_word() -> None:
    folder = shared("data", "yle-vaalikone-barometri-2011-2015")
    first, second = read_table(folder / "aalto-2011.csv"), read_table(folder / "aalto-2015.csv")
    before = propose(first, wave=WaveId("2011"), variables=("Kansanedustajana=istuva",)).survey
    after = propose(second, before, WaveId("2015"), variables=("Toimin=istuva",)).survey
    assert columns(after)["istuva"] == ["2011", "2015"]


def test_values_are_given_the_name_in_use() -> None:
    before = Survey("x", variables=(Variable(VariableId("kieli"), "Kieli", {W24: "Kieli"}, {"fi": "suomi"}),))
    found = table("id;kieli;k", "1;SUOMI;a", "2;fi;b", "3;ruotsi;c")
    known = {VariableId("kieli"): frozenset({"suomi", "ruotsi"})}
    after = propose_survey(before, found, W25, guess_columns(found), values=known).survey
    assert dict(after.variables[0].values) == {"fi": "suomi", "SUOMI": "suomi"}


def test_a_condition_is_proposed_in_values_as_used() -> None:
    rows = [f"{n};{'Johtaja' if n < 6 else 'Työntekijä'};{'vastaus on tässä näin' if n < 6 else ''}" for n in range(40)]
    before = Survey(
        "x", variables=(Variable(VariableId("rooli"), "R", {W24: "rooli"}, {"Johtaja": "j", "Työntekijä": "t"}),)
    )
    found = propose(table("id;rooli;Johtajille: mitä ajattelette tästä?", *rows), before)
    assert found.survey.questions[0].asked == Condition(VariableId("rooli"), ("j",))
    assert any("this was asked only where “R” is j: “" in note for note in found.notes)
