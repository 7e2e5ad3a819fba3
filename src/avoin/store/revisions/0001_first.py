"""The first tables: answers, decisions with their projection, theme runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# sorted by code points on a server too, whatever its language
STRING = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_NEVER_CHANGED = ("decision", "theme_run", "imported_file")


def upgrade() -> None:
    _create_answers()
    _create_decisions()
    _create_runs()
    refuse = _refuse_changes if op.get_bind().dialect.name == "sqlite" else _refuse_changes_on_a_server
    refuse()


def _create_answers() -> None:
    op.create_table(
        "wave",
        sa.Column("wave", STRING, nullable=False),
        sa.Column("digest", STRING, nullable=False),
        sa.PrimaryKeyConstraint("wave", name="pk_wave"),
    )
    op.create_table(
        "imported_file",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("wave", STRING, sa.ForeignKey("wave.wave", name="fk_imported_file_wave"), nullable=False),
        sa.Column("name", STRING, nullable=False),
        sa.Column("digest", STRING, nullable=False),
        sa.Column("at", STRING, nullable=False),
        sa.Column("n_respondents", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imported_file"),
    )
    op.create_table(
        "respondent",
        sa.Column("wave", STRING, sa.ForeignKey("wave.wave", name="fk_respondent_wave"), nullable=False),
        sa.Column("respondent", STRING, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("wave", "respondent", name="pk_respondent"),
    )
    _create_of_respondent("variable_value", "variable", sa.Column("value", STRING, nullable=False))
    _create_of_respondent(
        "open_answer",
        "question",
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("text", TEXT, nullable=False),
    )
    _create_of_respondent(
        "closed_answer",
        "question",
        sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("number", sa.Float(53)),
        sa.Column("category", STRING, nullable=False),
    )


def _create_of_respondent(table: str, about: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        sa.Column("wave", STRING, nullable=False),
        sa.Column("respondent", STRING, nullable=False),
        sa.Column(about, STRING, nullable=False),
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
        *(sa.Column(name, STRING, nullable=False) for name in ("uuid", "at", "coder", "verb")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("put", "taken", "seen")),
        sa.Column("codebook", STRING, nullable=False),
        sa.Column("of", sa.Integer, sa.ForeignKey("decision.seq", name="fk_decision_of")),
        *(sa.Column(name, STRING, nullable=False) for name in ("previous", "digest")),
        sa.PrimaryKeyConstraint("seq", name="pk_decision"),
        sa.UniqueConstraint("uuid", name="uq_decision_uuid"),
    )
    op.create_index("ix_decision_coder_seq", "decision", ["coder", "seq"])
    op.create_table(
        "mark",
        *(sa.Column(name, STRING, nullable=False) for name in ("key", "kind", "wave", "respondent", "question")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")),
        *(sa.Column(name, STRING, nullable=False) for name in ("code", "coder")),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("seq", sa.Integer, sa.ForeignKey("decision.seq", name="fk_mark_seq"), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mark"),
    )
    op.create_index("ix_mark_kind_question_wave", "mark", ["kind", "question", "wave"])
    op.create_index("ix_mark_wave_respondent_question", "mark", ["wave", "respondent", "question"])


def _create_runs() -> None:
    op.create_table(
        "theme_run",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("at", STRING, nullable=False),
        sa.Column("question", STRING, nullable=False),
        sa.Column("wave", sa.String),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("digest", STRING, nullable=False),
        sa.PrimaryKeyConstraint("run", name="pk_theme_run"),
    )


def _refuse_changes() -> None:
    for table in _NEVER_CHANGED:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed'); END"
            )


def _refuse_changes_on_a_server() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% rows are never changed', TG_TABLE_NAME; END $$"
    )
    for table in _NEVER_CHANGED:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    # the end of the list, also for those who may not see every decision in it (store/members.py)
    op.execute(
        "CREATE FUNCTION decision_head(OUT seq integer, OUT digest text) LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path = public AS $$ SELECT seq, digest FROM decision ORDER BY seq DESC LIMIT 1 $$"
    )
