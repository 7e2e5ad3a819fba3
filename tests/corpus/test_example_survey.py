"""The example survey, described by its corrected ``survey.yaml``, holds the right people and the right values."""

from collections import Counter
from statistics import mean

import pytest

from avoin.corpus.build import WaveAnswers, build_wave
from avoin.corpus.files import read_survey
from avoin.corpus.model import Corpus, QuestionKind, Survey
from avoin.ids import VariableId, WaveId
from avoin.importing.read import read_table
from kit.shared import CHECKOUT

ROLE, CENTRE = VariableId("rooli"), VariableId("keskus")
FOLDER = CHECKOUT / "data" / "kriisibarometri"
FILES = {"2024": "kriisibarometri-2024.csv", "2025": "kriisibarometri-2025.xlsx"}
CLOSED = {
    "yleinen_vointi": QuestionKind.GRADE,
    "yleinen_vointi_muutos": QuestionKind.CHANGE,
    "sote_avun_saanti": QuestionKind.GRADE,
    "mt_avun_saanti": QuestionKind.GRADE,
    "sote_paasy_muutos": QuestionKind.CHANGE,
    "mt_paasy_muutos": QuestionKind.CHANGE,
    "yhteistyo_hva": QuestionKind.GRADE,
    "yhteistyo_kunta": QuestionKind.GRADE,
    "kehitystyo_hva": QuestionKind.CLAIM,
}
OPEN = ("talousvaikeudet", "sote_palvelut", "toimenpiteet", "jarjestot")
OF_DIRECTORS = {"yhteistyo_hva", "yhteistyo_kunta", "kehitystyo_hva", "jarjestot"}


@pytest.fixture(name="survey", scope="module")
def _survey() -> Survey:
    return read_survey(FOLDER / "survey.yaml")


@pytest.fixture(name="waves", scope="module")
def _waves(survey: Survey) -> dict[str, WaveAnswers]:
    return {wave: build_wave(read_table(FOLDER / name), survey, WaveId(wave)) for wave, name in FILES.items()}


def test_the_questions_are_those_of_the_deck(survey: Survey) -> None:
    assert {str(each.id): each.kind for each in survey.questions if not each.kind.is_open} == CLOSED
    assert tuple(each.id for each in survey.open_questions) == OPEN
    assert {str(each.id) for each in survey.questions if each.asked is not None} == OF_DIRECTORS
    assert all(each.name and len(each.name) <= 40 for each in survey.questions)


def test_108_of_114_answered_in_2025_and_nobody_knows_how_many_were_asked_in_2024(survey: Survey) -> None:
    assert [(wave.id, wave.invited) for wave in survey.waves] == [("2024", None), ("2025", 114)]


def test_everything_in_the_files_has_its_place_without_a_warning(waves: dict[str, WaveAnswers]) -> None:
    assert {wave: len(built.respondents) for wave, built in waves.items()} == {"2024": 103, "2025": 108}
    assert all(built.warnings == () for built in waves.values())
    assert all(answer.number is not None or answer.category for built in waves.values() for answer in built.closed)


def test_roles_and_centres_have_one_name_in_both_waves(waves: dict[str, WaveAnswers]) -> None:
    roles = {wave: Counter(each.values[ROLE] for each in built.respondents) for wave, built in waves.items()}
    assert roles == {"2024": {"työntekijä": 86, "johtaja": 17}, "2025": {"työntekijä": 90, "johtaja": 18}}
    centres = [{each.values[CENTRE] for each in built.respondents} for built in waves.values()]
    assert centres[0] == centres[1]
    assert len(centres[0]) == 21


def test_means_and_shares_are_those_of_the_deck(survey: Survey, waves: dict[str, WaveAnswers]) -> None:
    def numbers(wave: str, question: str) -> list[float]:
        found = [each.number for each in waves[wave].closed if each.key.question == question]
        return [number for number in found if number is not None]

    def n_in(wave: str, question: str, group: str) -> int:
        groups = next(each.groups for each in survey.questions if each.id == question)
        found = (each for each in waves[wave].closed if each.key.question == question)
        return sum(groups[each.category] == group for each in found)

    assert round(mean(numbers("2025", "mt_avun_saanti")), 1) == 6.4
    assert mean(numbers("2025", "yhteistyo_hva")) == 8.0
    assert round(mean(numbers("2024", "yhteistyo_hva")), 1) == 7.6
    assert n_in("2025", "yleinen_vointi_muutos", "weakened") == 65
    assert n_in("2024", "yleinen_vointi_muutos", "weakened") == 41
    assert n_in("2025", "kehitystyo_hva", "agree") == 10


def test_directors_alone_were_asked_about_cooperation(survey: Survey, waves: dict[str, WaveAnswers]) -> None:
    built = waves["2025"]
    corpus = Corpus(survey, built.respondents, built.answers, built.closed)
    bases = {str(each.id): sum(1 for _each in corpus.asked(each, WaveId("2025"))) for each in survey.questions}
    assert {item: base for item, base in bases.items() if base != 108} == dict.fromkeys(OF_DIRECTORS, 18)


def test_an_answer_is_kept_as_the_file_has_it(waves: dict[str, WaveAnswers]) -> None:
    answers = {(str(each.key.respondent), str(each.key.question)): each.raw for each in waves["2024"].answers}
    assert answers["2024-002", "toimenpiteet"] == "Kohtaamispaikka keskustaan, avoinna myös iltaisin."
    assert any("\n" in each.text for built in waves.values() for each in built.answers)
