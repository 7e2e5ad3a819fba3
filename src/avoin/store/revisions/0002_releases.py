"""The ledger of tables that were written out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("at", "coder", "what", "path")),
        sa.Column("knowingly", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_release"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER release_no_{act} BEFORE {act.upper()} ON release "
                f"BEGIN SELECT RAISE(ABORT, 'release rows are never changed'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER release_no_change BEFORE UPDATE OR DELETE ON release "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
