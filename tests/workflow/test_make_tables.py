"""Tables as verbs: what the project's settings mask, what names are refused, what the command prints."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.report.intervals import wilson
from avoin.workflow.outgoing.make_tables import UnknownNameError, Wanted, closed_table, code_table, thresholds_of
from avoin.workflow.project import open_project
from kit.coded_project import coded_project, with_settings


def test_tables_are_masked_as_the_settings_say(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    assert {row.n for row in closed_table(made, Wanted(by="area")) if row.variable == "area"} == {None}
    shown = with_settings(made, replace(made.settings, cell_threshold=0, mean_threshold=0))
    assert {row.n for row in closed_table(shown, Wanted(by="area")) if row.variable == "area"} == {3, 4}
    assert all(row.mean is None for row in closed_table(made, Wanted(question="state")) if row.variable == "area")


def test_who_is_named_in_the_settings_is_read_from_one_line(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    assert thresholds_of(made.settings).named == ()
    made = with_settings(made, replace(made.settings, named="role = director, chair"))
    (condition,) = thresholds_of(made.settings).named
    assert (condition.variable, condition.values) == ("role", ("director", "chair"))
    assert open_project(made.folder).settings.named == "role = director, chair"


def test_a_respondent_whom_two_coded_counts_once_and_one_coder_can_be_looked_at_alone(tmp_path: Path) -> None:
    made = coded_project(tmp_path / "p")
    whole = {str(row.code): row.n for row in code_table(made, Wanted()) if row.variable is None}
    assert whole == {"palvelut": 20, "jono": 10, "puhelin": 10, "raha": 12}
    alone = {str(row.code): row.n for row in code_table(made, Wanted(coder="Aino")) if row.variable is None}
    assert alone["raha"] == 10


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (Wanted(question="state"), "state"),
        (Wanted(wave="2031"), "2031"),
        (Wanted(by="maakunta"), "maakunta"),
        (Wanted(coder="Nobody"), "Nobody"),
    ],
)
def test_a_name_that_is_not_there_is_refused_with_what_there_is(tmp_path: Path, wanted: Wanted, name: str) -> None:
    made = coded_project(tmp_path / "p")
    with pytest.raises(UnknownNameError) as caught:
        code_table(made, wanted)
    assert name in caught.value.message
    assert caught.value.hint


def test_the_command_gives_every_variable_as_json_with_the_keys_that_scripts_rely_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coded_project(tmp_path / "p")
    assert run(["-C", str(tmp_path / "p"), "tables", "closed", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == [
        *("wave", "question", "kind", "variable", "value", "n", "mean", "shares", "groups"),
        *("weighted", "effective", "masked"),
    ]
    assert {row["variable"] for row in rows} == {None, "role", "area"}
    (pets,) = [row for row in rows if row["question"] == "pet" and row["variable"] is None]
    assert pets["shares"]["cat"] == {
        "n": 10,
        "share": pytest.approx(1 / 3),
        "low": pytest.approx(wilson(10, 30)[0]),
        "high": pytest.approx(wilson(10, 30)[1]),
    }
    assert run(["-C", str(tmp_path / "p"), "tables", "codes", "--by", "role", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == [
        *("wave", "question", "code", "variable", "value", "n", "base_asked", "base_answered"),
        *("share", "low", "high", "effective", "masked", "coded"),
    ]
    assert {row["variable"] for row in rows} == {None, "role"}
    assert all((row["n"] is None) == row["masked"] for row in rows)


def test_the_command_prints_a_table_and_says_what_is_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coded_project(tmp_path / "p")
    assert run(["-C", str(tmp_path / "p"), "tables", "codes", "--by", "area"]) == 0
    told = capsys.readouterr()
    assert "jono" in told.out
    assert ".." in told.out
    assert "not shown" in told.err
    assert run(["-C", str(tmp_path / "p"), "tables", "closed"]) == 0
    told = capsys.readouterr()
    assert "cat 33%" in told.out
    assert told.err == ""


def test_the_command_refuses_a_question_of_the_other_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coded_project(tmp_path / "p")
    assert run(["-C", str(tmp_path / "p"), "tables", "closed", "--question", "wishes"]) == 1
    assert "wishes" in capsys.readouterr().err
