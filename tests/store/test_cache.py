"""The cache saves time and never costs more than that."""

import logging
import sqlite3
import stat
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avoin.nlp.model import ReadText, Token
from avoin.store.cache import Cache

READ = ReadText(
    "fi",
    False,
    ((0, 10), (11, 20)),
    (Token(0, 10, "hoitojono", "NOUN", ("hoito", "jono"), True), Token(11, 13, "ja", "CCONJ", (), False)),
)
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_tokens = st.builds(
    Token,
    st.integers(0, 50),
    st.integers(0, 50),
    _words,
    _words,
    st.lists(_words, max_size=3).map(tuple),
    st.booleans(),
)
_pairs = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=3).map(tuple)
_read = st.builds(
    ReadText, st.sampled_from(["fi", "sv", "und"]), st.booleans(), _pairs, st.lists(_tokens, max_size=4).map(tuple)
)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache.db")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(read=st.dictionaries(_words, _read, max_size=3), model=_words)
def test_a_read_text_comes_back_equal(cache: Cache, read: dict[str, ReadText], model: str) -> None:
    cache.path.unlink(missing_ok=True)
    cache.put_read(model, read)
    assert cache.get_read(model, [*read, "other"]) == read


def test_vectors_come_back_bit_for_bit_and_can_be_written_to(cache: Cache) -> None:
    vectors = {str(n): np.random.default_rng(n).normal(size=384).astype(np.float32) for n in range(3)}
    cache.put_vectors("e5", vectors)
    found = cache.get_vectors("e5", vectors)
    assert all(np.array_equal(found[key], vectors[key]) and found[key].dtype == np.float32 for key in vectors)
    found["0"] += 1


def test_one_model_does_not_see_what_another_found(cache: Cache) -> None:
    cache.put_read("a", {"t": READ})
    assert cache.get_read("b", ["t"]) == {}


def test_thousands_are_kept_and_found_at_once_and_putting_twice_is_nothing_new(cache: Cache) -> None:
    read = {str(n): READ for n in range(1_203)}
    cache.put_read("m", read)
    cache.put_read("m", read)
    assert cache.get_read("m", [*read, *read]) == read


def test_an_empty_cache_is_not_even_made(cache: Cache) -> None:
    cache.put_read("m", {})
    assert cache.get_read("m", []) == {}
    assert not cache.path.exists()


def test_only_the_owner_may_read_the_cache(cache: Cache) -> None:
    cache.put_read("m", {"t": READ})
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _of_another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE read_text (colour)")
    other.close()


def _flipped(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"hoitojono", b"hoitojopo"))


def _without_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE read_text")
    connection.close()


@pytest.mark.parametrize("damage", [_garbage, _cut_short, _of_another_program, _flipped, _without_tables])
def test_a_damaged_or_foreign_cache_is_thrown_away_and_serves_again(
    cache: Cache, damage: object, caplog: pytest.LogCaptureFixture
) -> None:
    cache.put_read("m", {str(n): READ for n in range(300)})
    assert callable(damage)
    damage(cache.path)
    with caplog.at_level(logging.WARNING, "avoin.store.cache"):
        assert cache.get_read("m", ["7"]) == {}
    assert "cache thrown away" in caplog.text
    cache.put_read("m", {"7": READ})
    assert cache.get_read("m", ["7"]) == {"7": READ}


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = Cache(tmp_path / "no such folder" / "cache.db")
    with caplog.at_level(logging.WARNING, "avoin.store.cache"):
        cache.put_read("m", {"t": READ})
        assert cache.get_read("m", ["t"]) == {}
    assert "cache not used" in caplog.text


def test_a_folder_in_the_caches_place_is_left_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db")
    cache.path.mkdir()
    cache.put_read("m", {"t": READ})
    assert cache.get_read("m", ["t"]) == {}
    assert cache.path.is_dir()
