"""Tables and revisions say the same, and an older store is brought forward without losing anything."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CoderId
from avoin.store import backups, decisions, engine, migrate
from avoin.store.engine import OutdatedStoreError, Store, open_store
from avoin.store.tables import REVISION, metadata

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("wave", sa.Column("colour", sa.String))
    {more}
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db", create=True)


def _add_revision(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
    """Make this program a newer one, with a revision after today's."""
    revisions = folder / "revisions"
    shutil.copytree(migrate.REVISIONS, revisions, ignore=shutil.ignore_patterns("__pycache__"))
    (revisions / "0003_next.py").write_text(_NEXT.format(before=REVISION, more=more), encoding="utf-8")
    monkeypatch.setattr(migrate, "REVISIONS", revisions)
    monkeypatch.setattr(engine, "REVISION", "0003")


def _decide(store: Store) -> None:
    with store.transaction() as connection:
        decisions.append(connection, Draft(CoderId("a"), Verb.MEMO, (Mark(MarkKind.MEMO, text="x"),)))


def test_the_newest_revision_is_the_one_the_tables_name() -> None:
    assert ScriptDirectory(str(migrate.REVISIONS), version_locations=[str(migrate.REVISIONS)]).get_heads() == [REVISION]


def test_the_revisions_make_exactly_the_tables(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_revisions_name_constraints_and_indexes_as_the_tables_do(store: Store) -> None:
    with store.read() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            assert found.get_pk_constraint(table.name)["name"] == table.primary_key.name
            assert {each["name"] for each in found.get_indexes(table.name)} == {each.name for each in table.indexes}
            assert {each["name"] for each in found.get_foreign_keys(table.name)} == {
                each.name for each in table.foreign_key_constraints
            }


def test_an_older_store_is_told_apart(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add_revision(tmp_path, monkeypatch)
    with pytest.raises(OutdatedStoreError, match="older avoin"):
        open_store(store.path)


def test_an_older_store_is_upgraded_after_a_verified_backup(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(store)
    _add_revision(tmp_path, monkeypatch)
    upgraded, backup = backups.open_current(store.path, tmp_path / "backups")
    assert backup is not None
    assert (backup.reason, backup.n_decisions) == ("upgrade", 1)
    with upgraded.read() as connection:
        assert "colour" in {column["name"] for column in inspect(connection).get_columns("wave")}
        assert decisions.head(connection)[0] == 1
    with engine.connect(backup.path).read() as connection:
        assert "colour" not in {column["name"] for column in inspect(connection).get_columns("wave")}
    assert backups.open_current(store.path, tmp_path / "backups") == (upgraded, None)


def test_an_upgrade_that_fails_half_way_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(store)
    _add_revision(tmp_path, monkeypatch, more="raise RuntimeError")
    with pytest.raises(RuntimeError):
        backups.open_current(store.path, tmp_path / "backups")
    with engine.connect(store.path).read() as connection:
        assert "colour" not in {column["name"] for column in inspect(connection).get_columns("wave")}
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == REVISION
        assert decisions.head(connection)[0] == 1


def test_without_a_sound_backup_nothing_is_upgraded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _decide(store)
    with store.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER decision_no_update")
        connection.exec_driver_sql("UPDATE decision SET coder = 'b'")
    _add_revision(tmp_path, monkeypatch)
    with pytest.raises(backups.BackupError):
        backups.open_current(store.path, tmp_path / "backups")
    with pytest.raises(OutdatedStoreError):
        open_store(store.path)
