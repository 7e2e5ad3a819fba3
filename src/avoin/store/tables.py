"""The store's tables.

Enters: nothing. Leaves: SQLAlchemy Core tables with named constraints, the same on SQLite and PostgreSQL.
Invariant: the tables here and the newest revision say the same (tests/store/test_revisions.py).
"""

from sqlalchemy import (
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy import String as _String
from sqlalchemy import Text as _Text
from sqlalchemy.types import TypeDecorator

REVISION = "0002"
"""The newest revision; a store at another one is upgraded or refused."""

# sorted by code points on a server too, whatever its language, so that the same comes out everywhere
String = _String().with_variant(_String(collation="C"), "postgresql")
Text = _Text().with_variant(_Text(collation="C"), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class AsRead(TypeDecorator[str]):
    """Text exactly as it was read, with the NULs and lone surrogates that text columns refuse."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the text as bytes."""
        return None if value is None else value.encode("utf-8", "surrogatepass")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the bytes as text."""
        return None if value is None else value.decode("utf-8", "surrogatepass")


wave = Table(
    "wave",
    metadata,
    Column("wave", String, nullable=False),
    Column("digest", String, nullable=False),  # over all that the wave holds, for verify
    PrimaryKeyConstraint("wave"),
)

imported_file = Table(
    "imported_file",
    metadata,
    Column("id", Integer, nullable=False),
    Column("wave", String, ForeignKey("wave.wave"), nullable=False),
    Column("name", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("at", String, nullable=False),
    Column("n_respondents", Integer, nullable=False),
    PrimaryKeyConstraint("id"),
)

respondent = Table(
    "respondent",
    metadata,
    Column("wave", String, ForeignKey("wave.wave"), nullable=False),
    Column("respondent", String, nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("wave", "respondent"),
)

variable_value = Table(
    "variable_value",
    metadata,
    Column("wave", String, nullable=False),
    Column("respondent", String, nullable=False),
    Column("variable", String, nullable=False),
    Column("value", String, nullable=False),
    PrimaryKeyConstraint("wave", "respondent", "variable"),
    ForeignKeyConstraint(["wave", "respondent"], ["respondent.wave", "respondent.respondent"]),
)

open_answer = Table(
    "open_answer",
    metadata,
    Column("wave", String, nullable=False),
    Column("respondent", String, nullable=False),
    Column("question", String, nullable=False),
    Column("raw", AsRead, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("wave", "respondent", "question"),
    ForeignKeyConstraint(["wave", "respondent"], ["respondent.wave", "respondent.respondent"]),
)

closed_answer = Table(
    "closed_answer",
    metadata,
    Column("wave", String, nullable=False),
    Column("respondent", String, nullable=False),
    Column("question", String, nullable=False),
    Column("raw", AsRead, nullable=False),
    Column("number", Float(53)),
    Column("category", String, nullable=False),
    PrimaryKeyConstraint("wave", "respondent", "question"),
    ForeignKeyConstraint(["wave", "respondent"], ["respondent.wave", "respondent.respondent"]),
)

decision = Table(
    "decision",
    metadata,
    Column("seq", Integer, nullable=False, autoincrement=False),
    Column("uuid", String, nullable=False),
    Column("at", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("put", Text, nullable=False),  # marks as canonical JSON
    Column("taken", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("codebook", String, nullable=False),
    Column("of", Integer, ForeignKey("decision.seq")),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
    PrimaryKeyConstraint("seq"),
    UniqueConstraint("uuid"),
    Index(None, "coder", "seq"),
)

mark = Table(
    "mark",
    metadata,
    Column("key", String, nullable=False),  # digest of all that names the mark; memos are too long for an index
    Column("kind", String, nullable=False),
    Column("wave", String, nullable=False),
    Column("respondent", String, nullable=False),
    Column("question", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("seq", Integer, ForeignKey("decision.seq"), nullable=False),
    PrimaryKeyConstraint("key"),
    Index(None, "kind", "question", "wave"),
    Index(None, "wave", "respondent", "question"),
)

theme_run = Table(
    "theme_run",
    metadata,
    Column("run", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("question", String, nullable=False),
    Column("wave", String),
    Column("content", Text, nullable=False),
    Column("digest", String, nullable=False),
    PrimaryKeyConstraint("run"),
)

release = Table(
    "release",
    metadata,
    Column("number", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("what", String, nullable=False),
    Column("path", String, nullable=False),
    Column("knowingly", Integer, nullable=False),
    Column("content", Text, nullable=False),  # what was to be seen, as canonical JSON
    Column("digest", String, nullable=False),
    PrimaryKeyConstraint("number"),
)
