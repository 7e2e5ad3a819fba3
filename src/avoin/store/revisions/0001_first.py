"""The first tables: answers, decisions with their projection, theme runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NEVER_CHANGED = ("decision", "theme_run", "imported_file")


def upgrade() -> None:
    _create_answers()
    _create_decisions()
    _create_runs()
    if op.get_bind().dialect.name == "sqlite":
        _refuse_changes()


def _create_answers() -> None:
    op.create_table(
        "wave",
        sa.Column("wave", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("wave", name="pk_wave"),
    )
    op.create_table(
        "imported_file",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("wave", sa.String, sa.ForeignKey("wave.wave", name="fk_imported_file_wave"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("n_respondents", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imported_file"),
    )
    op.create_table(
        "respondent",
        sa.Column("wave", sa.String, sa.ForeignKey("wave.wave", name="fk_respondent_wave"), nullable=False),
        sa.Column("respondent", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("wave", "respondent", name="pk_respondent"),
    )
    _create_of_respondent("variable_value", "variable", sa.Column("value", sa.String, nullable=False))
    _create_of_respondent(
        "open_answer",
        "question",
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    _create_of_respondent(
        "closed_answer",
        "question",
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("number", sa.Float(53)),
        sa.Column("category", sa.String, nullable=False),
    )


def _create_of_respondent(table: str, about: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("wave", sa.String, nullable=False),
        sa.Column("respondent", sa.String, nullable=False),
        sa.Column(about, sa.String, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("wave", "respondent", about, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["wave", "respondent"],
            ["respondent.wave", "respondent.respondent"],
            name=f"fk_{table}_wave_respondent",
        ),
    )


def _create_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("uuid", "at", "coder", "verb")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("put", "taken", "seen")),
        sa.Column("codebook", sa.String, nullable=False),
        sa.Column("of", sa.Integer, sa.ForeignKey("decision.seq", name="fk_decision_of")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("previous", "digest")),
        sa.PrimaryKeyConstraint("seq", name="pk_decision"),
        sa.UniqueConstraint("uuid", name="uq_decision_uuid"),
    )
    op.create_index("ix_decision_coder_seq", "decision", ["coder", "seq"])
    op.create_table(
        "mark",
        *(sa.Column(name, sa.String, nullable=False) for name in ("key", "kind", "wave", "respondent", "question")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("code", "coder")),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, sa.ForeignKey("decision.seq", name="fk_mark_seq"), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mark"),
    )
    op.create_index("ix_mark_kind_question_wave", "mark", ["kind", "question", "wave"])
    op.create_index("ix_mark_wave_respondent_question", "mark", ["wave", "respondent", "question"])


def _create_runs() -> None:
    op.create_table(
        "theme_run",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("wave", sa.String),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("run", name="pk_theme_run"),
    )


def _refuse_changes() -> None:
    for table in _NEVER_CHANGED:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
            )
