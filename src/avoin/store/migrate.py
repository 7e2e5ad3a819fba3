"""From the revision a store is at to the newest one, by Alembic without any configuration file.

Enters: a connection inside a transaction. Leaves: the same connection, the tables upgraded or untouched.
"""

from collections.abc import Iterable
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

REVISIONS = Path(__file__).parent / "revisions"


def upgrade(connection: Connection, revisions: Path | None = None) -> None:
    """Run the missing revisions, oldest first, within the transaction that is open."""
    script = _script(revisions)

    def steps(current: tuple[str, ...], _context: MigrationContext) -> Iterable[MigrationStep]:
        missing = script.iterate_revisions("head", current[0] if current else "base")
        for each in reversed(list(missing)):
            yield MigrationStep.upgrade_from_script(script.revision_map, each)

    context = MigrationContext.configure(connection, opts={"fn": steps, "script": script})
    with Operations.context(context):
        context.run_migrations()


def is_known(revision: str, revisions: Path | None = None) -> bool:
    """Return whether this program has the revision, so that a store at it can be upgraded."""
    return any(each.revision == revision for each in _script(revisions).walk_revisions())


def _script(revisions: Path | None) -> ScriptDirectory:
    folder = str(revisions or REVISIONS)
    return ScriptDirectory(folder, version_locations=[folder])
