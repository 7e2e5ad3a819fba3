"""Exports as verbs: every extract in every form, harmless, whole or not there."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from avoin.cli.main import run
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.export.atomic import STANDARD_OUTPUT
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import decisions, themes
from avoin.themes.model import Theme, ThemeSet
from avoin.workflow.outgoing.make_tables import UnknownNameError, Wanted
from avoin.workflow.outgoing.write_export import Extract, FormError, RowForm, rows_of, write_export
from avoin.workflow.project import Project
from kit.coded_project import PEOPLE, coded_project, text_of


def _with_themes(made: Project) -> Project:
    spans = tuple(Span(AnswerKey(WaveId("2025"), RespondentId(who), QuestionId("wishes")), 0, 10) for who in PEOPLE[:3])
    theme = Theme("1", "Jonot", ("jono",), CodeId("jono"), 0.9, False, spans)
    found = ThemeSet(QuestionId("wishes"), WaveId("2025"), 0, "lsac", "average linkage, k=1", (theme,), (), ())
    with made.store.transaction() as connection:
        number = themes.save_run(connection, found)
        mark = Mark(MarkKind.THEMES, WaveId("2025"), question=QuestionId("wishes"), text=str(number))
        decisions.append(connection, Draft(CoderId("Aino"), Verb.THEMES, (mark,)))
    return made


@pytest.mark.parametrize("form", list(RowForm))
@pytest.mark.parametrize("what", list(Extract))
def test_every_extract_is_written_in_every_form_the_same_each_time(
    tmp_path: Path, what: Extract, form: RowForm
) -> None:
    made = _with_themes(coded_project(tmp_path / "p"))
    written = write_export(made, what, form, unreviewed=True)
    assert written.path == made.places.output / f"{what}.{form}"
    assert written.n_rows == len(rows_of(made, what, unreviewed=True).rows) > 0
    first = written.path.read_bytes()
    write_export(made, what, form, unreviewed=True)
    assert written.path.read_bytes() == first


def test_answers_leave_whole_and_codings_with_their_words(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    out = tmp_path / "out.csv"
    assert write_export(made, "answers", "csv", out, raw=True).n_rows == 30
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows[0]["text"] == text_of(0)
    assert write_export(made, "codings", "csv", out, raw=True).n_rows == 32
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert all(
        row["text"] == text_of(PEOPLE.index(row["respondent"]))[int(row["start"]) : int(row["end"])] for row in rows
    )
    assert {row["codebook"] for row in rows} == {"koe 1.0.0"}
    assert write_export(made, "codings", "csv", out, wanted=Wanted(coder="Veikko")).n_rows == 2


def test_the_matrix_is_ones_and_zeros_with_the_variables_beside(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    out = tmp_path / "out.xlsx"
    write_export(made, "matrix", "xlsx", out)
    rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("respondent", "wave", "question", "role", "area", "jono", "puhelin", "raha")
    assert rows[1] == ("r0", "2025", "wishes", "director", "area 0", 1, 0, 1)
    assert len(rows) == 31


def test_quotes_leave_without_ids_or_phone_numbers(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    out = tmp_path / "out.json"
    write_export(made, "quotes", "json", out, unreviewed=True)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert {each["status"] for each in found} == {"unreviewed"}
    assert "respondent" not in found[0]
    text = out.read_text(encoding="utf-8")
    assert "[phone number]" in text
    assert "040 123" not in text
    assert not [who for who in PEOPLE if f'"{who}"' in text]


def test_themes_in_use_leave_as_one_object_a_theme(tmp_path: Path) -> None:
    made = _with_themes(coded_project(tmp_path / "p"))
    out = tmp_path / "out.json"
    write_export(made, "themes", "json", out)
    (theme,) = json.loads(out.read_text(encoding="utf-8"))
    assert (theme["name"], theme["n"], theme["code"], len(theme["segments"])) == ("Jonot", 3, "jono", 3)
    assert rows_of(coded_project(tmp_path / "q"), Extract.THEMES).rows == ()


def test_an_unknown_extract_form_or_question_is_named(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    with pytest.raises(FormError, match="secrets"):
        write_export(made, "secrets", "csv")
    with pytest.raises(FormError, match="pdf"):
        write_export(made, "answers", "pdf")
    with pytest.raises(FormError, match="standard output"):
        write_export(made, "answers", "xlsx", STANDARD_OUTPUT)
    with pytest.raises(UnknownNameError, match="dreams"):
        write_export(made, "answers", "csv", wanted=Wanted(question="dreams"))


def test_the_command_writes_to_standard_output_and_says_nothing_else_there(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    coded_project(tmp_path / "p")
    command = ["-C", str(tmp_path / "p"), "export", "answers", "--format", "csv", "--output", "-"]
    assert run(command) == 0
    told = capsysbinary.readouterr()
    assert told.out.startswith(b"\xef\xbb\xbfrespondent;wave;question;text\r\n")
    assert told.out.count(b"\r\n") == 31
    assert told.err == b""


def test_the_command_says_where_the_file_is_and_fails_where_it_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coded_project(tmp_path / "p")
    command = ["-C", str(tmp_path / "p"), "export", "matrix", "--format", "md"]
    assert run([*command, "--output", str(tmp_path / "m.md")]) == 0
    assert "30 rows written to" in capsys.readouterr().err
    (tmp_path / "file").write_text("x")
    assert run([*command, "--output", str(tmp_path / "file" / "m.md")]) == 1
    assert "m.md" in capsys.readouterr().err
