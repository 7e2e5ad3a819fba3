"""An import changes the store and ``survey.yaml`` together, or neither."""

import csv
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.corpus.files import read_survey, write_survey
from avoin.corpus.model import Corpus, QuestionKind
from avoin.errors import AvoinError
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.importing.guess import ColumnKind
from avoin.importing.table import ImportFileError
from avoin.logs import log_path, start_logging
from avoin.store import answers as answer_store
from avoin.store import decisions
from avoin.store.engine import StoreError
from avoin.workflow.desk.undo import redo, undo
from avoin.workflow.incoming.import_choices import ImportChoices, ImportSurveyError
from avoin.workflow.incoming.import_survey import ImportResult, import_survey
from avoin.workflow.project import Project, create_project, open_project
from kit.shared import CHECKOUT, shared
from kit.tables import csv_file, workbook

EXAMPLE = CHECKOUT / "data" / "kriisibarometri"
LINES = (
    "id;rooli;Miten kuvailet tilannetta omin sanoin?",
    "a;johtaja;Jonot ovat kasvaneet joka paikassa aivan liikaa",
    "b;työntekijä;Lääkkeisiin ei ole varaa kenelläkään enää",
    "c;työntekijä;",
)


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return create_project(tmp_path / "projekti", "Koe")


def run(project: Project, path: Path, wave: str = "2025", *, dry_run: bool = False, **told: Any) -> ImportResult:
    """Import as a new process would: the project is opened anew."""
    return import_survey(open_project(project.folder), path, wave, ImportChoices(**told), dry_run)


def corpus_of(project: Project) -> Corpus:
    fresh = open_project(project.folder)
    with fresh.store.read() as connection:
        return answer_store.load_corpus(connection, fresh.survey)


def facts(project: Project) -> tuple[bytes, Corpus]:
    return project.places.survey.read_bytes(), corpus_of(project)


def code_first_segment(project: Project, respondent: str, end: int = 5) -> None:
    question = open_project(project.folder).survey.open_questions[0].id
    span = Span(AnswerKey(WaveId("2025"), RespondentId(respondent), question), 0, end)
    mark = mark_span(MarkKind.CODING, span, CoderId("koodaaja"), CodeId("jono"))
    with project.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("koodaaja"), Verb.ASSIGN, (mark,)))


def test_a_first_import_fills_the_store_and_describes_the_survey(project: Project, tmp_path: Path) -> None:
    result = run(project, csv_file(tmp_path, *LINES))
    assert (result.respondents, result.answers, result.new, result.changed, result.removed) == (3, 2, 3, 0, 0)
    assert result.survey == open_project(project.folder).survey
    corpus = corpus_of(project)
    assert [each.id for each in corpus.respondents] == ["a", "b", "c"]
    assert [answer.raw for answer in corpus.answers] == [LINES[1].split(";")[2], LINES[2].split(";")[2]]


def test_what_each_column_is_taken_for_is_part_of_the_result(project: Project, tmp_path: Path) -> None:
    result = run(project, csv_file(tmp_path, *LINES), closed=("rooli=asema:choice",))
    assert [(each.kind, each.id, each.confidence == 1.0) for each in result.guesses] == [
        (ColumnKind.ID, "", False),
        (ColumnKind.CHOICE, "asema", True),
        (ColumnKind.OPEN, result.survey.open_questions[0].id, False),
    ]
    assert result.guesses[1].examples == ("johtaja", "työntekijä")


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *LINES)
    run(project, path)
    before = facts(project)
    again = run(project, path)
    assert (again.new, again.changed, again.removed, again.warnings) == (0, 0, 0, ())
    assert facts(project) == before


def test_a_corrected_file_updates_by_respondent_and_says_who_changed(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    lines = (LINES[0], LINES[2].replace("enää", "nyt"), LINES[1], "d;johtaja;Uusi vastaus tuli myöhässä mutta tuli")
    result = run(project, csv_file(tmp_path, *lines))
    assert (result.new, result.changed_ids, result.removed_ids) == (1, ("b",), ("c",))
    assert [each.id for each in corpus_of(project).respondents] == ["b", "a", "d"]
    assert "1 respondent is not in the file and is removed: c." in result.warnings


def test_respondents_that_are_not_in_the_file_may_be_kept(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    late = csv_file(tmp_path, LINES[0], "d;johtaja;Uusi vastaus tuli myöhässä mutta tuli", name="myohassa.csv")
    result = run(project, late, keep_missing=True)
    assert (result.respondents, result.new, result.removed, result.kept) == (1, 1, 0, 3)
    assert [each.id for each in corpus_of(project).respondents] == ["d", "a", "b", "c"]


def test_a_file_of_other_respondents_is_not_taken_for_a_correction(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    before = facts(project)
    other = csv_file(tmp_path, LINES[0], "x;johtaja;Aivan eri kysely on tässä tiedostossa", name="muu.csv")
    with pytest.raises(ImportSurveyError, match=r"None of the 3 respondents of wave 2025 is in muu\.csv") as caught:
        run(project, other)
    assert "--keep-missing" in caught.value.hint
    assert facts(project) == before


def test_codings_on_texts_that_change_are_not_lost_unasked_and_are_counted(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    code_first_segment(project, "a")
    code_first_segment(project, "b")
    other = csv_file(tmp_path, LINES[0], LINES[1].replace("Jonot", "Ruuhkat"), LINES[3])
    before = facts(project)
    with pytest.raises(
        ImportSurveyError, match=r"1 codings are on words that are gone, 1 on answers that would be gone"
    ):
        run(project, other)
    assert facts(project) == before
    assert run(project, other, dry_run=True).warnings != ()
    result = run(project, other, replace_coded=True)
    assert "1 coding was on words that are gone; it waits to be decided again." in result.warnings
    assert "1 coding is on an answer that is gone; it stays in the history and counts no more." in result.warnings


def test_codings_on_words_that_stay_go_with_them(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    code_first_segment(project, "a")
    answer = LINES[1].rpartition(";")[2]
    result = run(
        project, csv_file(tmp_path, LINES[0], LINES[1].replace(answer, f"Lisäys alkuun. {answer}"), *LINES[2:])
    )
    assert result.changed_ids == ("a",)
    with open_project(project.folder).store.read() as connection:
        (coding,) = decisions.codings(connection)
    text = corpus_of(project).by_key[coding.span.answer].text
    assert text.startswith("Lisäys alkuun.")
    assert coding.span.start == len("Lisäys alkuun. ")
    assert answer.startswith(text[coding.span.start : coding.span.end])


def test_a_coding_that_an_import_has_moved_is_taken_back_the_next_day(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    code_first_segment(project, "a")
    run(project, csv_file(tmp_path, LINES[0], LINES[1].replace("Jonot", "Niin. Jonot"), *LINES[2:]))
    again = open_project(project.folder)
    done = undo(again, CoderId("koodaaja"))
    assert (done.n_taken, done.n_left) == (1, 0)
    with again.store.read() as connection:
        assert decisions.codings(connection) == ()
    redo(again, CoderId("koodaaja"))
    with again.store.read() as connection:
        (coding,) = decisions.codings(connection)
    assert coding.span.start == len("Niin. ")


def test_a_coding_whose_words_an_import_took_is_told_of_by_undo(project: Project, tmp_path: Path) -> None:
    run(project, csv_file(tmp_path, *LINES))
    code_first_segment(project, "a")
    other = csv_file(tmp_path, LINES[0], LINES[1].replace("Jonot", "Ruuhkat"), *LINES[2:])
    run(project, other, replace_coded=True)
    done = undo(open_project(project.folder), CoderId("koodaaja"))
    assert (done.n_taken, done.n_left) == (0, 1)


def test_a_dry_run_tells_the_same_and_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *LINES)
    before = facts(project)
    dry = run(project, path, dry_run=True)
    assert facts(project) == before
    assert dry.dry_run
    assert replace(run(project, path), dry_run=True) == dry
    after = facts(project)
    dry = run(project, csv_file(tmp_path, *LINES[:3]), dry_run=True)
    assert (dry.removed_ids, facts(project)) == (("c",), after)


def test_what_a_person_corrected_in_survey_yaml_is_respected(project: Project, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *LINES)
    run(project, path)
    places = project.places
    text = places.survey.read_text(encoding="utf-8")
    corrected = text.replace("kuvailet_tilannetta_omin:", "tilanne:   # lyhyemmin")
    assert corrected != text
    places.survey.write_text(corrected, encoding="utf-8")
    run(project, path)
    assert places.survey.read_text(encoding="utf-8") == corrected
    assert {answer.key.question for answer in corpus_of(project).answers} == {"tilanne"}


def test_a_closed_wave_takes_the_same_file_and_no_other(project: Project, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *LINES)
    survey = run(project, path).survey
    write_survey(project.places.survey, replace(survey, waves=(replace(survey.waves[0], closed=True),)))
    before = facts(project)
    assert run(project, path).changed == 0
    with pytest.raises(ImportSurveyError, match=r"Wave 2025 is closed, and korjattu\.csv differs"):
        run(project, csv_file(tmp_path, *LINES[:3], name="korjattu.csv"))
    assert facts(project) == before


@pytest.mark.parametrize(
    ("lines", "told", "message"),
    [
        (("id;v", "a;x", "a;y"), {"open": ("v",), "ids": "id"}, "column “id”: 1 id stands more than once: rows 2, 3"),
        (("id;v", "a;x", ";y"), {"open": ("v",), "ids": "id"}, "column “id”: no id on row 3"),
        (("id;v;v", "a;x;y"), {}, "columns 2 and 3 have the same heading “v”"),
        (("id;v", "a;x;y"), {}, "row 2: 3 fields where the headings have 2"),
        (("id;v", "a;1", "b;2"), {}, "kysely.csv has no column of open answers"),
        (("id;v", "a;x"), {"open": ("w",)}, "kysely.csv has no column “w”"),
        (("id;v", "a;x"), {"open": ("v",), "dropped": ("#2",)}, "column “v” is named twice"),
        (("id;v", "a;x"), {"delimiter": ","}, "the headings have no ,; the delimiter seems to be ;"),
        (("id;v", "a;ä"), {"encoding": "ascii"}, "line 2: the bytes are not ascii"),
        (("id;v",), {}, "has headings on row 1 and no rows under them"),
        ((), {}, "kysely.csv is empty"),
    ],
)
def test_a_wrong_file_or_word_changes_nothing_and_names_the_place(
    project: Project, tmp_path: Path, lines: tuple[str, ...], told: dict[str, Any], message: str
) -> None:
    before = facts(project)
    with pytest.raises(AvoinError) as caught:
        run(project, csv_file(tmp_path, *lines), **told)
    assert message in caught.value.message
    assert caught.value.exit_code == 1
    assert facts(project) == before
    assert sorted(each.name for each in project.folder.iterdir() if each.name.startswith("survey")) == ["survey.yaml"]


@pytest.mark.parametrize("wave", ["", "2025 kevät", "../x", "a/b"])
def test_a_wave_that_cannot_be_named_so_is_refused(project: Project, tmp_path: Path, wave: str) -> None:
    with pytest.raises(ImportSurveyError, match="cannot be a wave"):
        run(project, csv_file(tmp_path, *LINES), wave)


def test_an_answer_of_a_megabyte_nul_and_escape_bytes_are_imported_and_told(project: Project, tmp_path: Path) -> None:
    long = "pitkä vastaus " * 75_000
    path = csv_file(tmp_path, LINES[0], f"a;j;{long}", "b;t;nolla\x00 ja \x1b]2;karkaa\x07 tästä".replace("2;", "2,"))
    result = run(project, path)
    raw = {answer.key.respondent: answer.raw for answer in corpus_of(project).answers}
    assert raw == {"a": long, "b": "nolla\ufffd ja \x1b]2,karkaa\x07 tästä"}
    assert len(result.warnings) == 2


def test_a_store_that_fails_leaves_survey_yaml_as_it_was(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts(project)
    saved = answer_store.save_wave

    def fail(*given: object, **named: object) -> None:
        saved(*given, **named)  # type: ignore[arg-type]
        raise StoreError("the disk is full")

    monkeypatch.setattr(answer_store, "save_wave", fail)
    with pytest.raises(StoreError):
        run(project, csv_file(tmp_path, *LINES))
    assert facts(project) == before
    assert [each.name for each in project.folder.glob("survey.yaml*")] == ["survey.yaml"]


def test_a_survey_yaml_that_cannot_be_written_leaves_the_store_as_it_was(project: Project, tmp_path: Path) -> None:
    before = facts(project)
    (project.folder / "survey.yaml.tmp").mkdir()
    with pytest.raises(AvoinError, match=r"survey\.yaml cannot be written"):
        run(project, csv_file(tmp_path, *LINES))
    assert facts(project) == before


KILLED = """
import os, sys
from pathlib import Path
from avoin.store import answers
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import open_project
saved = answers.save_wave
def die(*given, **named):
    saved(*given, **named)
    os._exit(9)
answers.save_wave = die
import_survey(open_project(Path(sys.argv[1])), Path(sys.argv[2]), "2026")
"""

FULL = """
import resource, signal, sys
from pathlib import Path
from avoin.errors import AvoinError
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import open_project
project = open_project(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (project.store.path.stat().st_size + 8192, resource.RLIM_INFINITY))
try:
    import_survey(project, Path(sys.argv[2]), "2026")
except AvoinError:
    sys.exit(9)
"""


@pytest.mark.parametrize("script", [KILLED, FULL], ids=["killed", "disk full"])
def test_an_import_that_is_killed_or_finds_the_disk_full_leaves_all_as_it_was(
    project: Project, tmp_path: Path, script: str
) -> None:
    run(project, csv_file(tmp_path, *LINES))
    before = facts(project)
    path = EXAMPLE / "kriisibarometri-2024.csv"
    done = subprocess.run([sys.executable, "-c", script, project.folder, path], check=False)
    assert done.returncode == 9
    assert facts(project) == before
    assert run(project, path, "2026").new == 103


def test_a_later_import_makes_a_backup_first(project: Project, tmp_path: Path) -> None:
    path = csv_file(tmp_path, *LINES)
    run(project, path)
    run(project, path, dry_run=True)
    assert not list(project.places.backups.glob("*-import.db"))
    run(project, path)
    assert len(list(project.places.backups.glob("*-import.db"))) == 1


def test_the_log_holds_counts_and_no_answer(project: Project, tmp_path: Path) -> None:
    start_logging()
    run(project, csv_file(tmp_path, *LINES))
    log = log_path().read_text(encoding="utf-8")
    assert "import of wave 2025: 3 respondents, 2 answers, 3 new" in log
    assert "Lääkkeisiin" not in log
    assert "johtaja" not in log


def test_progress_is_told(project: Project, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    import_survey(
        project, csv_file(tmp_path, *LINES), "2025", progress=lambda done, total, doing: told.append((done, total))
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_example_survey_with_its_description_is_103_and_108_respondents(project: Project) -> None:
    project.places.survey.write_bytes((EXAMPLE / "survey.yaml").read_bytes())
    for wave, name in (("2024", "kriisibarometri-2024.csv"), ("2025", "kriisibarometri-2025.xlsx")):
        assert run(project, EXAMPLE / name, wave).warnings == ()
    corpus = corpus_of(project)
    assert [len(corpus.of_wave(WaveId(wave))) for wave in ("2024", "2025")] == [103, 108]
    assert len(corpus.answers_to(QuestionId("talousvaikeudet"))) == 91 + 96
    assert project.places.survey.read_bytes() == (EXAMPLE / "survey.yaml").read_bytes()


def test_the_example_survey_without_a_word_is_the_same_people_and_questions(project: Project) -> None:
    run(project, EXAMPLE / "kriisibarometri-2024.csv", "2024")
    result = run(project, EXAMPLE / "kriisibarometri-2025.xlsx", "2025")
    survey = read_survey(project.places.survey)
    assert result.survey == survey
    assert all(len(question.headings) == 2 for question in survey.questions)
    assert all(len(variable.headings) == 2 for variable in survey.variables)
    directors = [each for each in survey.questions if each.asked is not None]
    corpus = corpus_of(project)
    assert [sum(1 for _each in corpus.asked(directors[0], WaveId(wave))) for wave in ("2024", "2025")] == [17, 18]


def test_every_form_of_one_survey_is_imported_to_the_same_answers(project: Project) -> None:
    forms = ("pilkku-utf8-bom.csv", "puolipiste-cp1252.csv", "sarkain-utf16.txt", "otsikko-kysymysteksti.xlsx")
    for place, form in enumerate(forms):
        run(project, shared("data", "survey-exports", "muunnokset-fsd2821", form), f"w{place}")
    corpus = corpus_of(project)
    by_wave = [
        [(each.key.respondent, each.key.question, each.raw) for each in corpus.answers if each.key.wave == f"w{place}"]
        for place in range(len(forms))
    ]
    with shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:121]
    assert sorted(raw for _who, _question, raw in by_wave[0]) == sorted(
        cell for row in rows for cell in row[6:] if cell
    )
    assert all(each == by_wave[0] for each in by_wave)
    weights = [[each.number for each in corpus.closed if each.key.wave == f"w{place}"] for place in range(len(forms))]
    assert all(each == weights[0] for each in weights)
    assert len(corpus.survey.questions) == 3


def test_the_election_compass_is_two_waves_of_one_question(project: Project) -> None:
    folder = shared("data", "yle-vaalikone-barometri-2011-2015")
    run(project, folder / "aalto-2011.csv", "2011", open=("Mitä=tavoitteet",), variables=("Kansanedustajana=istuva",))
    run(project, folder / "aalto-2015.csv", "2015", variables=("Toimin=istuva",))
    corpus = corpus_of(project)
    assert [len(corpus.of_wave(WaveId(wave))) for wave in ("2011", "2015")] == [974, 1073]
    question = corpus.survey.open_questions[0]
    assert [len(corpus.answers_to(question.id, WaveId(wave))) for wave in ("2011", "2015")] == [913, 914]
    assert {"vaalipiiri", "puolue", "ika", "sukupuoli"} <= {str(each.id) for each in corpus.survey.variables}
    assert [each.kind for each in corpus.survey.questions] == [QuestionKind.OPEN]


def test_a_workbook_with_wrong_sheet_is_an_error(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="has no sheet “x”"):
        run(project, workbook(tmp_path, [["id", "v"], ["a", "b"]]), sheet="x")
