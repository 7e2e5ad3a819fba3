"""Undo and redo, from any sitting."""

from dataclasses import replace
from pathlib import Path

import pytest

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import CodeId, CoderId
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.desk.new_codes import added, code_mark, new_code
from avoin.workflow.desk.undo import NothingToUndoError, redo, undo
from avoin.workflow.incoming.closed_waves import ClosedWaveError
from avoin.workflow.project import Project, open_project
from kit.codebooks import codebook
from kit.decided import code, span
from kit.projects import project

AINO = CoderId("Aino")


@pytest.fixture
def opened(tmp_path: Path) -> Project:
    return project(tmp_path, {"wishes": {"r1": "Lisää aikaa.", "r2": "Palkkaa."}})


def _codes(project: Project) -> list[str]:
    with project.store.read() as connection:
        return [coding.code for coding in decisions.codings(connection)]


def test_undo_takes_back_and_says_what(opened: Project) -> None:
    code(opened, "r1", "wishes", "time")
    made = code(opened, "r2", "wishes", "pay", "time")
    done = undo(opened, AINO)
    assert (done.verb, done.seq, done.of, done.of_verb, done.at) == (Verb.UNDO, 3, 2, Verb.ASSIGN, made.at)
    assert (done.n_put, done.n_taken, done.n_answers) == (0, 3, 1)
    assert _codes(opened) == ["time"]


def test_redo_does_it_again_in_another_sitting(opened: Project) -> None:
    code(opened, "r1", "wishes", "time")
    undo(opened, AINO)
    again = redo(open_project(opened.folder), AINO)
    assert (again.verb, again.of, again.n_put) == (Verb.REDO, 1, 2)
    assert _codes(opened) == ["time"]


def test_where_there_is_nothing_it_is_said_and_nothing_is_recorded(opened: Project) -> None:
    code(opened, "r1", "wishes", "time", coder="Eero")
    with pytest.raises(NothingToUndoError, match="Aino has nothing to undo"):
        undo(opened, AINO)
    with pytest.raises(NothingToUndoError, match="Aino has nothing to redo"):
        redo(opened, AINO)
    with opened.store.read() as connection:
        assert decisions.head(connection)[0] == 1


def _bear(opened: Project, name: str) -> CodeId:
    """Record one decision by which a code is born and put on an answer, as the desk does."""
    born = new_code(opened, name, "", None, "")
    coding = mark_span(MarkKind.CODING, span("r1", "wishes"), AINO, born.id)
    with added(opened, [born]), opened.store.transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.NEW_CODE, (code_mark(born), coding)))
    return born.id


def _names(opened: Project) -> list[str]:
    book = current_codebook(opened)
    return [] if book is None else [each.name for each in book.codes]


def test_a_code_that_was_born_leaves_the_draft_and_comes_back(tmp_path: Path) -> None:
    opened = project(tmp_path, {"wishes": {"r1": "Lisää aikaa."}}, codebook=codebook("palkka"))
    _bear(opened, "aika")
    assert _names(opened) == ["palkka", "aika"]
    undo(opened, AINO)
    assert (_names(opened), _codes(opened)) == (["palkka"], [])
    redo(opened, AINO)
    assert (_names(opened), _codes(opened)) == (["palkka", "aika"], ["aika"])


def test_a_born_code_that_somebody_else_uses_stays_in_the_draft(tmp_path: Path) -> None:
    opened = project(tmp_path, {"wishes": {"r1": "Lisää aikaa."}}, codebook=codebook("palkka"))
    code(opened, "r1", "wishes", _bear(opened, "aika"), coder="Eero")
    undo(opened, AINO)
    assert (_names(opened), _codes(opened)) == (["palkka", "aika"], ["aika"])


def test_decisions_on_a_closed_wave_are_neither_taken_back_nor_done_again(opened: Project) -> None:
    code(opened, "r1", "wishes", "time")
    code(opened, "r2", "wishes", "time")
    undo(opened, AINO)
    closed = tuple(replace(wave, closed=True) for wave in opened.survey.waves)
    shut = replace(opened, survey=replace(opened.survey, waves=closed))
    for act in (undo, redo):
        with pytest.raises(ClosedWaveError, match="2025"):
            act(shut, AINO)
    with opened.store.read() as connection:
        assert decisions.head(connection)[0] == 3
