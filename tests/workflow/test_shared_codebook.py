"""Two coders, two folders, one store on a server: neither writes over what the other did to the codebook."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from avoin.codebook.files import CodebookChangedError
from avoin.codebook.model import Code
from avoin.ids import CodeId, CoderId
from avoin.settings import read_settings, write_settings
from avoin.workflow.codebooks import codebook_operations, shared_codebook
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.codebooks.codebook_journal import log
from avoin.workflow.codebooks.revise_codebook import needed_codebook
from avoin.workflow.codebooks.shared_codebook import keep_step
from avoin.workflow.project import Project, open_project
from avoin.workflow.upkeep.move_store import move_to_server
from kit import servers
from kit.codebooks import codebook
from kit.projects import project

pytest.importorskip("psycopg", reason="needs the package psycopg")


@pytest.fixture
def both(tmp_path: Path) -> tuple[CodebookDesk, CodebookDesk]:
    """Two coders at the same codebook, each with a folder of their own."""
    made = project(tmp_path / "aino", {"wishes": {"r1": "Palkkaa lisää."}}, codebook=codebook("palkka", "aika"))
    server = servers.running()
    move_to_server(made, server.address(servers.empty_database()))
    shutil.copytree(tmp_path / "aino", tmp_path / "eero")
    return _desk(tmp_path / "aino", "Aino"), _desk(tmp_path / "eero", "Eero")


def _desk(folder: Path, coder: str) -> CodebookDesk:
    settings = read_settings(folder / "avoin.toml")
    write_settings(folder / "avoin.toml", replace(settings, coder=coder))
    return CodebookDesk(open_project(folder), CoderId(coder))


def _names(made: Project) -> dict[str, str]:
    return {str(code.id): code.name for code in needed_codebook(made).codes}


def test_what_one_does_comes_into_the_others_draft_and_neither_is_lost(
    both: tuple[CodebookDesk, CodebookDesk],
) -> None:
    aino, eero = both
    aino.rename(CodeId("palkka"), "Palkkaus")
    eero.rename(CodeId("aika"), "Ajanpuute")
    keep_step(aino.project)
    assert _names(aino.project) == _names(eero.project)
    assert {"Palkkaus", "Ajanpuute"} <= set(_names(aino.project).values())
    assert [(entry.coder, entry.operation.code) for entry in log(aino.project)] == [
        ("Aino", "palkka"),
        ("Eero", "aika"),
    ]


def test_two_new_codes_never_share_an_id(both: tuple[CodebookDesk, CodebookDesk]) -> None:
    aino, eero = both
    for desk, name in ((aino, "Uusi"), (eero, "Uusi toinen")):
        desk.add(Code(CodeId("uusi" if desk is aino else "uusi_toinen"), name))
    keep_step(aino.project)
    assert {"Uusi", "Uusi toinen"} <= set(_names(aino.project).values())
    assert _names(aino.project) == _names(eero.project)


def test_a_definition_that_somebody_else_changed_meanwhile_is_a_conflict_that_is_seen(
    both: tuple[CodebookDesk, CodebookDesk],
) -> None:
    aino, eero = both
    shown = needed_codebook(eero.project).by_id[CodeId("palkka")]
    aino.define(shown, replace(shown, definition="Ainon määritelmä"))
    with pytest.raises(CodebookChangedError, match="meanwhile"):
        eero.define(shown, replace(shown, definition="Eeron määritelmä"))
    assert needed_codebook(eero.project).by_id[CodeId("palkka")].definition == "Ainon määritelmä"
    assert len(log(aino.project)) == 1


def test_somebody_who_is_quicker_by_a_moment_is_seen_too(
    both: tuple[CodebookDesk, CodebookDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    aino, eero = both
    aino.rename(CodeId("palkka"), "Palkkaus")
    monkeypatch.setattr(codebook_operations, "keep_step", lambda _project: None)
    shared_codebook.keep_step(eero.project)
    aino.rename(CodeId("palkka"), "Palkka ja lisät")
    with pytest.raises(CodebookChangedError, match="Aino has changed the codebook"):
        eero.rename(CodeId("palkka"), "Palkat")
    assert [entry.coder for entry in log(aino.project)] == ["Aino", "Aino"]


def test_a_draft_edited_by_hand_is_never_written_over(both: tuple[CodebookDesk, CodebookDesk]) -> None:
    aino, eero = both
    eero.rename(CodeId("aika"), "Kiire")
    aino.rename(CodeId("palkka"), "Palkkaus")
    (draft,) = (eero.project.places.codebooks).glob("*/draft.yaml")
    by_hand = draft.read_text(encoding="utf-8").replace("Kiire", "Kiireet")
    assert by_hand != draft.read_text(encoding="utf-8")
    draft.write_text(by_hand, encoding="utf-8")
    with pytest.raises(CodebookChangedError, match="edited by hand as well"):
        eero.note_changes()
    assert draft.read_text(encoding="utf-8") == by_hand
    assert len(log(aino.project)) == 2


def test_undo_comes_over_as_well(both: tuple[CodebookDesk, CodebookDesk]) -> None:
    from avoin.workflow.desk.undo import undo

    aino, eero = both
    aino.rename(CodeId("palkka"), "Palkkaus")
    keep_step(eero.project)
    assert _names(eero.project)["palkka"] == "Palkkaus"
    undo(aino.project, CoderId("Aino"))
    keep_step(eero.project)
    assert _names(eero.project)["palkka"] == _names(aino.project)["palkka"] != "Palkkaus"
