"""A project handed to another program and back keeps every coding: the programs themselves are run.

qc lies in ``.venv-qc`` after ``make test``. QualCoder is not on the package index: the test runs where
``AVOIN_QUALCODER`` names a checkout of it and ``AVOIN_QUALCODER_PYTHON`` a Python with PyQt6.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import decisions
from avoin.workflow.incoming.qda_in import BroughtIn, bring_in
from avoin.workflow.outgoing.make_tables import load_coded
from avoin.workflow.outgoing.qda_out import Layout, write_qdpx
from avoin.workflow.project import Project, open_project
from kit import drive_qualcoder
from kit.coded_project import PEOPLE, coded_project, text_of
from kit.projects import project
from kit.shared import CHECKOUT

QC = CHECKOUT / ".venv-qc" / ("Scripts" if sys.platform == "win32" else "bin") / "qc"
MEMO = "Kysy tästä 😀 lisää."


def _codings(made: Project) -> set[tuple[Span, CodeId, CoderId]]:
    return {(each.span, each.code, each.coder) for each in load_coded(made)[1]}


def _memos(made: Project) -> set[tuple[Span, str, CoderId]]:
    with made.store.read() as connection:
        return {(mark.span, mark.text, mark.coder) for mark in decisions.marks(connection, MarkKind.MEMO)}


def _span(place: int, words: str) -> Span:
    key = AnswerKey(WaveId("2025"), RespondentId(PEOPLE[place]), QuestionId("wishes"))
    start = text_of(place).index(words)
    return Span(key, start, start + len(words))


@pytest.fixture(name="made")
def _made(tmp_path: Path) -> Project:
    made = coded_project(tmp_path / "a")
    on_words = mark_span(MarkKind.CODING, _span(5, "loppua, ruokaan"), CoderId("Veikko"), CodeId("raha"))
    memo = mark_span(MarkKind.MEMO, _span(3, "koko vuoden"), CoderId("Aino"), text=MEMO)
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("Veikko"), Verb.ASSIGN, (on_words,), codebook="koe 1.0.0"))
        decisions.append(connection, Draft(CoderId("Aino"), Verb.MEMO, (memo,)))
    return made


def _uncoded(folder: Path) -> Project:
    return project(folder, {"wishes": {who: text_of(place) for place, who in enumerate(PEOPLE)}})


def _through_qc(made: Project, tmp_path: Path, layout: Layout) -> BroughtIn:
    """Hand the project to qc, and bring what it writes into a project of the same answers."""
    if not QC.exists():
        pytest.skip("needs qc in .venv-qc: make .venv-qc/stamp")
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=layout)
    (tmp_path / "qc").mkdir()
    for asked in (["init", "--import", str(tmp_path / "ulos.qdpx")], ["export", str(tmp_path / "qc.qdpx")]):
        # a breakpoint is left in its code
        subprocess.run(
            [QC, *asked],
            cwd=tmp_path / "qc",
            env=os.environ | {"PYTHONBREAKPOINT": "0"},
            check=True,
            capture_output=True,
        )
    return bring_in(_uncoded(tmp_path / "b"), tmp_path / "qc.qdpx")


def test_qc_reads_a_project_and_gives_every_coding_back(made: Project, tmp_path: Path) -> None:
    found = _through_qc(made, tmp_path, Layout.PER_ANSWER)
    assert found.tool.startswith("qc")
    assert (found.n_codes, found.left_out) == (4, ())
    # qc codes lines: a coding on words of a line comes back on the line
    there = {(span.answer, code, coder) for span, code, coder in _codings(made)}
    assert {(span.answer, code, coder) for span, code, coder in _codings(found.project)} == there
    assert len(there) == 33


def test_what_qc_moves_to_the_first_line_of_a_long_text_goes_on_nobodys_words(made: Project, tmp_path: Path) -> None:
    found = _through_qc(made, tmp_path, Layout.PER_QUESTION)
    assert (found.n_codes, found.n_codings) == (4, 0)
    assert found.left_out == ("4 codings without words were left out.",)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("form", ["avoin.qdpx", "avoin.qda"])
def test_qualcoder_reads_a_project_and_gives_every_coding_and_memo_back(
    made: Project, tmp_path: Path, form: str, layout: Layout
) -> None:
    checkout, python = os.environ.get("AVOIN_QUALCODER"), os.environ.get("AVOIN_QUALCODER_PYTHON")
    if not checkout or not python:
        pytest.skip("needs a checkout of QualCoder and a Python with PyQt6: AVOIN_QUALCODER, AVOIN_QUALCODER_PYTHON")
    write_qdpx(made, tmp_path / "ulos.qdpx", raw=True, layout=layout)
    driven = [python, drive_qualcoder.__file__, checkout, str(tmp_path / "ulos.qdpx"), str(tmp_path / "q")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(driven, env=environment, check=True, capture_output=True)
    other = _uncoded(tmp_path / "b")
    found = bring_in(other, tmp_path / "q" / form)
    assert (found.n_codes, found.n_codings, found.n_memos, found.left_out) == (4, 33, 1, ())
    assert _codings(other) == _codings(made)
    assert _memos(other) == _memos(made) == {(_span(3, "koko vuoden"), MEMO, "Aino")}
    assert open_project(other.folder).settings.codebook
