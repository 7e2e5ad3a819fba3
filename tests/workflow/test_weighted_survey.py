"""A real survey with its own weights, from the file to the tables, held against figures worked out apart."""

import csv
import json
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pytest

from avoin.cli.main import run
from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import CodeId, CoderId, QuestionId, Span, WaveId
from avoin.store import decisions
from avoin.store.answers import load_corpus
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.project import Project, create_project, open_project
from kit.coded_project import with_settings
from kit.shared import shared

QUESTION = "maailman_kolme_suurinta"
HEADING = "Jatka lausetta: Maailman kolme suurinta ongelmaa ovat..."
CODER = CoderId("A")


class Apart(NamedTuple):
    """The same material as arrays, of those who answered the question: weights, regions, who has which code."""

    weights: "np.ndarray[Any, np.dtype[np.float64]]"
    regions: "np.ndarray[Any, np.dtype[np.str_]]"
    codes: list[set[str]]


@pytest.fixture(scope="module")
def apart() -> Apart:
    with shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row[HEADING].strip()]
    return Apart(
        np.array([float(row["paino"]) for row in rows]),
        np.array([row["suuralue"] for row in rows]),
        [_gold().get(row["fsd_id"], set()) for row in rows],
    )


def _gold() -> dict[str, set[str]]:
    with shared("gold", "A-fsd2821-q3-dev.csv").open(encoding="utf-8") as file:
        return {row["id"]: set(row["codes"].split(";")) - {""} for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the survey, imported as it is guessed, with the first coder's codings and its weight named."""
    opened = create_project(tmp_path_factory.mktemp("fsd") / "p", "fsd2821", coder=CODER)
    import_survey(opened, shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv"), "2012")
    import_codebook(open_project(opened.folder), shared("gold", "codebook-fsd2821-q3.yaml"))
    opened = open_project(opened.folder)
    with opened.store.transaction() as connection:
        for answer in load_corpus(connection, opened.survey).answers_to(QuestionId(QUESTION), WaveId("2012")):
            span = Span(answer.key, 0, len(answer.text))
            given = sorted(_gold().get(answer.key.respondent, ()))
            marks = tuple(mark_span(MarkKind.CODING, span, CODER, CodeId(code)) for code in given)
            if marks:
                decisions.append(connection, Draft(CODER, Verb.ASSIGN, marks, codebook="koe"))
    return with_settings(opened, replace(opened.settings, weight="paino"))


def _codes(made: Project, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert run(["-C", str(made.folder), "tables", "codes", "--by", "suuralue", "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def test_counts_shares_and_effective_numbers_are_those_worked_out_apart(
    made: Project, apart: Apart, capsys: pytest.CaptureFixture[str]
) -> None:
    checked = 0
    for row in _codes(made, capsys):
        counted = apart.regions == row["value"] if row["value"] else np.full(len(apart.weights), fill_value=True)
        has = np.array([row["code"] in codes for codes in apart.codes]) & counted
        weights = apart.weights[counted]
        if row["masked"]:
            continue
        checked += 1
        assert (row["n"], row["base_answered"]) == (has.sum(), counted.sum()), row
        assert row["share"] == pytest.approx(apart.weights[has].sum() / weights.sum(), abs=0.005 + 1e-9), row
        assert round(row["share"] * 100, 6) % 1 == 0, row
        assert row["effective"] == round(weights.sum() ** 2 / (weights**2).sum()), row
    assert checked > 40


def test_no_small_count_is_in_the_tables_and_weights_only_withhold_more(
    made: Project, apart: Apart, capsys: pytest.CaptureFixture[str]
) -> None:
    weighted = {(row["code"], row["value"]): row["n"] for row in _codes(made, capsys)}
    plain_project = with_settings(made, replace(made.settings, weight=""))
    try:
        plain = {(row["code"], row["value"]): row["n"] for row in _codes(plain_project, capsys)}
    finally:
        with_settings(made, made.settings)
    for cell, n in weighted.items():
        assert n is None or n == 0 or n >= 5, cell
        assert n is None or n == plain[cell], cell
    # nearly everything that is shown without weights is shown with them
    assert sum(n is not None for n in weighted.values()) > 0.9 * sum(n is not None for n in plain.values())
