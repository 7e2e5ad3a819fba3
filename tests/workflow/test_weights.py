"""Weights of respondents: read from the survey, stated in the report, refused where somebody has none."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.report.intervals import wilson
from avoin.report.weighing import MEAN_STEP, SHARE_STEP, rounded
from avoin.workflow.outgoing.make_tables import (
    AssumptionError,
    Wanted,
    closed_table,
    code_table,
    compare_waves,
)
from avoin.workflow.outgoing.weights import WeightError
from avoin.workflow.outgoing.write_report import ReportWish, write_report
from avoin.workflow.project import Project, open_project
from kit.coded_project import coded_project, with_settings
from kit.projects import add_wave


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return coded_project(tmp_path / "p")


def test_a_number_question_weighs_the_shares_and_the_report_says_so(made: Project) -> None:
    plain = {str(row.code): row for row in code_table(made, Wanted()) if row.variable is None}
    weighted = with_settings(made, replace(made.settings, weight="state"))
    rows = {str(row.code): row for row in code_table(weighted, Wanted()) if row.variable is None}
    assert {code: row.n for code, row in rows.items()} == {code: row.n for code, row in plain.items()}
    # ten of the thirty with all grades in turn, and two who gave 5 and 6
    assert (plain["raha"].share, rows["raha"].share) == (Fraction(12, 30), rounded(Fraction(81, 210), SHARE_STEP))
    # grades 5..9 in turn: a sum of 210 and squares of 1530
    assert rows["jono"].effective == round(210**2 / 1530)
    assert open_project(made.folder).settings.weight == "state"
    assert "weighted by state" in write_report(weighted, "md").path.read_text("utf-8")


def test_closed_items_are_weighted_counted_unweighted_and_rest_on_the_effective_number(made: Project) -> None:
    open_to_all = replace(made.settings, cell_threshold=0, mean_threshold=0)
    weighted = with_settings(made, replace(open_to_all, weight="state"))
    rows = {(str(row.question), row.value): row for row in closed_table(weighted, Wanted())}
    # the grades 5..9 of thirty, six times each, weighed by themselves
    everybody = rows["state", None]
    assert (everybody.n, everybody.weighted, everybody.mean) == (
        30,
        Fraction(210),
        rounded(Fraction(1530, 210), MEAN_STEP),
    )
    # of the eight directors with 5 6 7 8 9 5 6 7 those with 5, 8 and 6 have a cat
    directors = rows["pet", "director"]
    assert directors.shares["cat"].n == 3
    assert directors.shares["cat"].share == Fraction(36, 100)
    assert directors.effective == round(53**2 / 365)
    assert (directors.shares["cat"].low, directors.shares["cat"].high) == pytest.approx(wilson(0.36 * 8, 8))


def test_what_is_withheld_is_withheld_whatever_the_weights(made: Project) -> None:
    def seen(wanted: Project) -> list[tuple[object, ...]]:
        return [
            (row.question, row.value, row.n, row.mean is None, *(part.n for part in row.shares.values()))
            for row in closed_table(wanted, Wanted())
        ]

    weighted = with_settings(made, replace(made.settings, weight="state"))
    assert seen(weighted) == seen(made)
    assert all(row.weighted is None and row.effective is None for row in closed_table(weighted, Wanted()) if row.masked)


def test_the_report_gives_both_bases_and_no_page_to_the_weight_itself(made: Project) -> None:
    text = write_report(
        with_settings(made, replace(made.settings, weight="state")), "md", wish=ReportWish(language="en")
    ).path.read_text("utf-8")
    assert "n = 30. Weighted by state: 210, effective number 29." in text
    assert "effective number | 29" in text
    assert "the mean is" not in text


@pytest.mark.parametrize(("name", "said"), [("paino", "paino"), ("role", "respondent r0"), ("wishes", "respondent r0")])
def test_a_weight_that_is_not_there_or_no_number_is_refused(made: Project, name: str, said: str) -> None:
    wrong = with_settings(made, replace(made.settings, weight=name))
    with pytest.raises(WeightError, match=said):
        code_table(wrong, Wanted())


def test_the_exact_test_is_refused_where_the_same_respondents_answered_twice(
    made: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    again = add_wave(made, "2026", {"wishes": {"r0": "Jono."}})
    with pytest.raises(AssumptionError, match="1 ids"):
        compare_waves(again, exact=True)
    other = add_wave(made, "2027", {"wishes": {"x0": "Jono."}})
    assert [each.probability for each in compare_waves(other, "2025", "2027", exact=True)] == [None] * 4
    with pytest.raises(AssumptionError, match="weights"):
        compare_waves(replace(other, settings=replace(other.settings, weight="state")), "2025", "2027", exact=True)
    assert run(["-C", str(made.folder), "tables", "waves", "--from", "2025", "--to", "2027", "--exact"]) == 0
    assert "Holm" in capsys.readouterr().err
