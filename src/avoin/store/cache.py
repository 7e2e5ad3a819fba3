"""What the language stage found, so that it is found once: texts read, vectors and the index of words.

Enters: results with the digests of the model and of the text they came from. Leaves: the same results.
Invariant: nothing here is a fact; a damaged, foreign or unwritable cache costs time only, never an error.
"""

import json
import logging
import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from sys import intern
from typing import TypeVar

import numpy as np
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    select,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError

from avoin.nlp.model import Doubt, Outline, ReadText, Token
from avoin.store.engine import engine_for
from avoin.store.rows import chunks
from avoin.store.sealing import canonical

_log = logging.getLogger(__name__)

_APPLICATION_ID = 0x61766F63  # "avoc"
_PRAGMAS = (
    "PRAGMA synchronous=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
)
_FULL = (
    "SQLITE_FULL",
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR",
    "SQLITE_PERM",
)
_metadata = MetaData()


def _table(name: str) -> Table:
    return Table(
        name,
        _metadata,
        Column("model", String, nullable=False),
        Column("digest", String, nullable=False),
        Column("content", LargeBinary, nullable=False),
        PrimaryKeyConstraint("model", "digest"),
    )


_read_text = _table("read_text")
_vector = _table("vector")
_index = _table("word_index")
_outline = _table("outline")

T = TypeVar("T")
Vector = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


class _DamageError(Exception):
    """The cache holds what this program did not write."""


@dataclass(frozen=True)
class Cache:
    """The file ``cache.db``; it may be deleted at any time, and is made when first written to."""

    path: Path

    def get_read(self, model: str, text_digests: Iterable[str]) -> dict[str, ReadText]:
        """Return the texts that this model has read before, by the digest of the text."""
        return self._get(_read_text, model, text_digests, _read_from_bytes)

    def put_read(self, model: str, read: Mapping[str, ReadText]) -> None:
        """Keep texts as this model read them, by the digest of the text."""
        self._put(_read_text, model, {key: _read_to_bytes(value) for key, value in read.items()})

    def get_vectors(self, model: str, digests: Iterable[str]) -> dict[str, Vector]:
        """Return the vectors, float32 (n_features,), that this model has made before, by the digest of the text."""
        return self._get(_vector, model, digests, _vector_from_bytes)

    def put_vectors(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors, float32 (n_features,), that this model made, by the digest of the text."""
        self._put(_vector, model, {key: np.asarray(value, dtype="<f4").tobytes() for key, value in vectors.items()})

    def get_outlines(self, question: str, key: str) -> tuple[Outline, ...] | None:
        """Return what is kept of how a question's texts are cut, where it was kept under this key."""
        return self._get(_outline, question, (key,), _outlines_from_bytes).get(key)

    def put_outlines(self, question: str, key: str, outlines: Sequence[Outline]) -> None:
        """Keep how a question's texts are cut in the place of what was kept of it before."""
        self._keep(_outline, question, ())
        self._put(_outline, question, {key: _outlines_to_bytes(outlines)})

    def get_index(self, index: str, words: Iterable[str]) -> dict[str, bytes]:
        """Return what an index keeps of these words."""
        return self._get(_index, index, words, bytes)

    def put_index(self, index: str, contents: Mapping[str, bytes]) -> None:
        """Keep an index in the place of any other."""
        self._keep_models(_index, ())
        self._put(_index, index, contents)

    def keep_read(self, wanted: Mapping[str, Collection[str] | None]) -> int:
        """Forget all read texts but those of these models, with these digests or, for None, any; return how many."""
        gone = self._keep_models(_read_text, wanted)
        return gone + sum(self._keep(_read_text, model, kept) for model, kept in wanted.items() if kept is not None)

    def keep_vectors_of(self, model: str, digests: Collection[str] | None = None) -> None:
        """Forget all vectors of other models where no digests are given, else those of this model with others."""
        if digests is None:
            self._keep_models(_vector, (model,))
        else:
            self._keep(_vector, model, digests)

    def clear(self) -> None:
        """Forget everything: overwritten first, for it holds the words of texts."""

        def delete_all(connection: Connection) -> None:
            for table in (_read_text, _vector, _index, _outline):
                connection.execute(delete(table))

        if self.path.exists():
            self._attempt(delete_all)
        self._throw_away()

    @cached_property
    def _engine(self) -> Engine:
        return engine_for(self.path, _PRAGMAS)

    def _get(self, table: Table, model: str, digests: Iterable[str], read: Callable[[bytes], T]) -> dict[str, T]:
        wanted = tuple(dict.fromkeys(digests))

        def rows(connection: Connection) -> dict[str, T]:
            found: dict[str, T] = {}
            for keys in chunks(wanted):
                query = select(table.c.digest, table.c.content).where(table.c.model == model, table.c.digest.in_(keys))
                found.update({row.digest: read(_unchecked(row.content)) for row in connection.execute(query)})
            return found

        return (self._attempt(rows) or {}) if wanted else {}

    def _put(self, table: Table, model: str, contents: Mapping[str, bytes]) -> None:
        rows = [{"model": model, "digest": key, "content": _checked(content)} for key, content in contents.items()]

        def keep(connection: Connection) -> None:
            for part in chunks(rows):
                connection.execute(insert(table).on_conflict_do_nothing(), list(part))

        if rows:
            self._attempt(keep)

    def _keep_models(self, table: Table, models: Collection[str]) -> int:
        query = delete(table).where(table.c.model.not_in(tuple(models)))
        return self._attempt(lambda connection: connection.execute(query).rowcount) or 0

    def _keep(self, table: Table, model: str, digests: Collection[str]) -> int:
        def forget(connection: Connection) -> int:
            found = connection.scalars(select(table.c.digest).where(table.c.model == model)).all()
            gone = [each for each in found if each not in digests]
            for part in chunks(gone):
                connection.execute(delete(table).where(table.c.model == model, table.c.digest.in_(part)))
            return len(gone)

        return self._attempt(forget) or 0

    def _attempt(self, work: Callable[[Connection], T]) -> T | None:
        for _attempt in range(2):
            try:
                with self._opened() as connection:
                    return work(connection)
            except OSError as error:
                _log.warning("cache not used: %s", type(error).__name__)
                return None
            except (DatabaseError, _DamageError) as error:
                name = str(getattr(getattr(error, "orig", None), "sqlite_errorname", type(error).__name__))
                if name.startswith(_FULL):
                    _log.warning("cache not used: %s", name)
                    return None
                _log.warning("cache thrown away: %s", name)
                self._throw_away()
        return None

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        with self._engine.connect() as connection:
            connection.execution_options(avoin_begin="BEGIN IMMEDIATE")
            with connection.begin():
                _claim(connection)
                yield connection

    def _throw_away(self) -> None:
        for suffix in ("", "-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def _claim(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA application_id").scalar()
    if found == _APPLICATION_ID:
        for table in (_index, _outline):
            table.create(connection, checkfirst=True)  # caches of earlier versions have none
        return
    if found or connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        raise _DamageError
    _metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={_APPLICATION_ID}")


def _checked(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4, "big") + content


def _unchecked(stored: bytes) -> bytes:
    content = stored[4:]
    if zlib.crc32(content).to_bytes(4, "big") != stored[:4]:
        raise _DamageError
    return content


def _vector_from_bytes(content: bytes) -> Vector:
    return np.frombuffer(content, dtype="<f4").astype(np.float32)


def _read_to_bytes(read: ReadText) -> bytes:
    # by columns: some thirty tokens a text make rows three times slower to read back
    columns = [
        [token.start for token in read.tokens],
        [token.end for token in read.tokens],
        [token.lemma for token in read.tokens],
        [token.pos for token in read.tokens],
        [token.parts for token in read.tokens],
        [token.content for token in read.tokens],
        {str(place): token.doubt.value for place, token in enumerate(read.tokens) if token.doubt},  # few have any
    ]
    return canonical([read.language, read.non_answer, read.segments, columns]).encode("utf-8")


def _read_from_bytes(content: bytes) -> ReadText:
    language, non_answer, segments, (starts, ends, lemmas, tags, parts, contents, doubts) = json.loads(content)
    # the same few words come again and again: each is kept once
    own = (map(intern, lemmas), map(intern, tags), (tuple(map(intern, each)) if each else () for each in parts))
    tokens = list(map(Token, starts, ends, *own, contents))
    for place, doubt in doubts.items():
        tokens[int(place)] = replace(tokens[int(place)], doubt=Doubt(doubt))
    return ReadText(language, non_answer, tuple((start, end) for start, end in segments), tuple(tokens))


def _outlines_to_bytes(outlines: Sequence[Outline]) -> bytes:
    limits = [place for each in outlines for segment in each.segments for place in segment]
    columns = [
        [each.language for each in outlines],
        [each.non_answer for each in outlines],
        [len(each.segments) for each in outlines],
        limits,
    ]
    return canonical(columns).encode("utf-8")


def _outlines_from_bytes(content: bytes) -> tuple[Outline, ...]:
    languages, non_answers, counts, limits = json.loads(content)
    places = iter(limits)
    segments = zip(places, places, strict=True)
    return tuple(
        Outline(intern(language), non_answer, tuple(islice(segments, n)))
        for language, non_answer, n in zip(languages, non_answers, counts, strict=True)
    )
