"""Backups by hand, and the way back when a project cannot be opened any more."""

from pathlib import Path

import pytest

from avoin.store import decisions
from avoin.store.engine import StoreError
from avoin.workflow.project import Project, locate, open_project
from avoin.workflow.upkeep.backup import back_up, backups_of, restore
from avoin.workflow.upkeep.verify import verify
from kit.codebooks import codebook
from kit.decided import code
from kit.projects import project


@pytest.fixture
def opened(tmp_path: Path) -> Project:
    return project(tmp_path, {"wishes": {"r1": "Lisää aikaa.", "r2": "Palkkaa."}}, codebook=codebook("aika"))


def test_a_backup_by_hand_is_listed(opened: Project) -> None:
    made = back_up(opened)
    assert backups_of(opened.folder) == (made,)
    assert made.reason == "asked"
    assert made.path.parent == opened.places.backups


def test_a_project_with_a_ruined_store_comes_back_with_all_its_answers(opened: Project) -> None:
    code(opened, "r1", "wishes", "aika")
    back_up(opened)
    opened.store.path.write_bytes(b"ruined" * 2000)
    with pytest.raises(StoreError):
        open_project(opened.folder)
    done = restore(opened.folder)
    assert done.aside is not None
    assert done.aside.parent == opened.folder
    assert verify(opened.folder).ok
    with open_project(opened.folder).store.read() as connection:
        assert decisions.head(connection)[0] == 1


def test_what_was_decided_after_the_backup_is_there_after_a_needless_restore(opened: Project) -> None:
    back_up(opened)
    code(opened, "r1", "wishes", "aika")
    assert restore(opened.folder).salvaged.n_decisions == 1
    assert verify(opened.folder).ok


def test_a_project_without_backups_says_so(opened: Project) -> None:
    with pytest.raises(StoreError, match="no sound backup"):
        restore(opened.folder)
    assert backups_of(opened.folder) == ()
    assert locate(opened).store.exists()
