"""Codings recorded one by one and in bulk."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.coding.choice import UnknownCodeError
from avoin.coding.decision import MarkKind, Verb
from avoin.corpus.files import write_survey
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.store import decisions
from avoin.workflow.desk.named_words import Passage
from avoin.workflow.desk.record import CodedAnswer, UnknownSegmentError, assign, record_codings, unassign
from avoin.workflow.incoming.closed_waves import ClosedWaveError
from avoin.workflow.places import NoAnswerError, UnknownQuestionError, UnknownRespondentError, UnknownWaveError
from avoin.workflow.project import Project, locate, open_project
from kit.codebooks import codebook
from kit.projects import add_wave, project

TEXT = "Jonot ovat pitkiä. Ruoka on kallista."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = project(
        tmp_path_factory.mktemp("made") / "p",
        {"sote": {"r1": TEXT, "r2": "Ei muutosta.", "r3": "ei muutosta"}, "muu": {"r4": "Jotain."}},
        codebook=codebook("Talous > Hinnat", "Jonot", "Huoli"),
    )
    return add_wave(first, "2026", {"sote": {"r1": "Taas jonot.", "r9": "Hinnat nousevat."}}).folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Project:
    return open_project(Path(shutil.copytree(made, tmp_path / "p")))


def codings(here: Project) -> list[tuple[str, str, int, int, str]]:
    with here.store.read() as connection:
        found = decisions.codings(connection)
    return [
        (each.span.answer.wave, each.span.answer.respondent, each.span.start, each.span.end, each.code)
        for each in found
    ]


def decision_count(here: Project) -> int:
    with here.store.read() as connection:
        return len(decisions.load(connection))


def test_a_code_sits_on_the_whole_answer_unless_a_segment_is_named(here: Project) -> None:
    assert assign(here, Passage("r1", "sote", "2025"), "jonot").verb is Verb.ASSIGN
    assign(here, Passage("r1", "sote", "2025", segment=2), "hinnat")
    assert codings(here) == [
        ("2025", "r1", 0, len(TEXT), "jonot"),
        ("2025", "r1", 19, len(TEXT), "hinnat"),
    ]


def test_only_the_named_answer_is_touched(here: Project) -> None:
    assert assign(here, Passage("r2", "sote"), "huoli").n_answers == 1
    assert [each[1] for each in codings(here)] == ["r2"]


def test_a_wave_is_found_where_only_one_has_the_respondent(here: Project) -> None:
    assign(here, Passage("r9", "sote"), "hinnat")
    assert codings(here)[0][:2] == ("2026", "r9")
    with pytest.raises(UnknownRespondentError, match=r"2025.*2026"):
        assign(here, Passage("r1", "sote"), "jonot")


def test_the_same_again_stores_nothing(here: Project) -> None:
    assign(here, Passage("r2", "sote"), "huoli")
    assert assign(here, Passage("r2", "sote"), "huoli").seq is None
    assert decision_count(here) == 1


def test_unassigning_takes_the_code_off_wherever_it_is(here: Project) -> None:
    assign(here, Passage("r1", "sote", "2025", segment=1), "jonot")
    assign(here, Passage("r1", "sote", "2025", segment=2), "jonot")
    assert unassign(here, Passage("r1", "sote", "2025"), "jonot").n_taken == 2
    assert codings(here) == []


def test_unassigning_takes_only_the_named_coders_codings(here: Project) -> None:
    assign(here, Passage("r2", "sote"), "huoli", coder="Maija")
    assert unassign(here, Passage("r2", "sote"), "huoli").seq is None
    assert len(codings(here)) == 1


@pytest.mark.parametrize(
    ("passage", "code", "error", "named"),
    [
        (Passage("r22", "sote"), "huoli", UnknownRespondentError, "r22"),
        (Passage("r2", "soti"), "huoli", UnknownQuestionError, "soti"),
        (Passage("r2", "sote"), "huolii", UnknownCodeError, "huolii"),
        (Passage("r2", "sote"), "talous", UnknownCodeError, "talous"),
        (Passage("r2", "sote", "1999"), "huoli", UnknownWaveError, "1999"),
        (Passage("r4", "sote"), "huoli", NoAnswerError, "r4"),
        (Passage("r2", "sote", segment=2), "huoli", UnknownSegmentError, "2"),
        (Passage("r2", "sote", segment=0), "huoli", UnknownSegmentError, "0"),
    ],
)
def test_what_there_is_not_is_named(
    here: Project, passage: Passage, code: str, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        assign(here, passage, code)
    with pytest.raises(error, match=named):
        unassign(here, passage, code)
    assert decision_count(here) == 0


def test_near_ones_are_offered(here: Project) -> None:
    with pytest.raises(UnknownRespondentError) as error:
        assign(here, Passage("r33", "sote"), "huoli")
    assert "r3" in error.value.hint


def test_a_closed_wave_is_not_changed(here: Project) -> None:
    waves = tuple(replace(wave, closed=wave.id == "2025") for wave in here.survey.waves)
    write_survey(locate(here).survey, replace(here.survey, waves=waves))
    with pytest.raises(ClosedWaveError, match="2025"):
        assign(open_project(here.folder), Passage("r2", "sote"), "huoli")
    assert decision_count(here) == 0


# in bulk


def coded(respondent: str, *codes: str, evidence: tuple[str, ...] = (), wave: str = "2025") -> CodedAnswer:
    key = AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId("sote"))
    return CodedAnswer(key, tuple(CodeId(code) for code in codes), evidence)


def test_a_list_becomes_one_decision_an_answer_on_the_segments_that_hold_the_evidence(here: Project) -> None:
    rows = (coded("r1", "hinnat", "jonot", evidence=("on kallista", "Jonot ovat")), coded("r2", "huoli"))
    recorded = record_codings(here, rows, CoderId("Aino"))
    assert (recorded.n_answers, recorded.n_decisions, recorded.n_codings) == (2, 2, 3)
    assert codings(here) == [
        ("2025", "r1", 0, 18, "jonot"),
        ("2025", "r1", 19, len(TEXT), "hinnat"),
        ("2025", "r2", 0, 12, "huoli"),
    ]
    with here.store.read() as connection:
        done = decisions.marks(connection, MarkKind.DONE)
    assert len(done) == 3


def test_evidence_that_is_not_found_puts_the_code_on_the_whole_answer(here: Project) -> None:
    record_codings(here, (coded("r1", "jonot", evidence=("jossain muualla",)),), CoderId("Aino"))
    assert codings(here) == [("2025", "r1", 0, len(TEXT), "jonot")]


def test_an_answer_without_codes_is_decided_and_an_empty_one_passed_over(here: Project) -> None:
    recorded = record_codings(here, (coded("r2"), coded("r4")), CoderId("Aino"))
    assert (recorded.n_answers, recorded.n_decisions, recorded.n_codings, recorded.n_empty) == (1, 1, 0, 1)


def test_recording_a_list_again_changes_nothing(here: Project) -> None:
    rows = (coded("r1", "jonot", evidence=("Jonot",)), coded("r2", "huoli"))
    record_codings(here, rows, CoderId("Aino"))
    before = decision_count(here)
    again = record_codings(here, rows, CoderId("Aino"))
    assert (again.n_decisions, again.n_codings) == (0, 0)
    assert decision_count(here) == before


def test_codes_for_an_answer_that_was_left_empty_are_an_error(here: Project) -> None:
    with pytest.raises(NoAnswerError, match="r4"):
        record_codings(here, (coded("r4", "huoli"),), CoderId("Aino"))


# from the command line


def test_assign_and_unassign_from_the_command_line(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(here.folder)
    assert run(["-C", folder, "assign", "r2", "sote", "huoli", "--coder", "Aino", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verb"], told["n_put"], told["code"]) == ("assign", 1, "huoli")
    assert run(["-C", folder, "assign", "r2", "sote", "huoli", "--coder", "Aino"]) == 0
    assert "nothing was recorded" in capsys.readouterr().out
    assert run(["-C", folder, "unassign", "r2", "sote", "huoli", "--coder", "Aino"]) == 0
    assert codings(here) == []
    assert run(["-C", folder, "assign", "r2", "sote", "houli"]) == 1
    shown = capsys.readouterr().err
    assert "houli" in shown
    assert "huoli" in shown
