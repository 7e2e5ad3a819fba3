"""Segments and word vectors made by hand, so that most tests of the language room need no model.

    segment("jono", "hoitojono=hoito+jono")

is a segment of two content words, the second a compound; a word that begins with ``~`` carries no matter.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from avoin.ids import digest
from avoin.nlp.model import Token
from avoin.nlp.segment_text import SegmentText
from avoin.nlp.word_table import Matrix, WordTable
from avoin.settings import write_settings
from avoin.workflow.project import Project, locate
from kit import projects

N_DIMENSIONS = 12


def segment(*words: str) -> SegmentText:
    """Return a segment of these words."""
    tokens: list[Token] = []
    text = ""
    for written in words:
        lemma, _equals, parts = written.lstrip("~").partition("=")
        start = len(text) + bool(text)
        text = f"{text} {lemma}" if text else lemma
        carries = not written.startswith("~")
        tokens.append(Token(start, len(text), lemma, "NOUN", tuple(parts.split("+")) if parts else (), carries))
    return SegmentText(text, tuple(tokens))


def small_table() -> WordTable:
    """Return a table in which every word has a vector made from its letters, and *olla* is common."""
    return WordTable(N_DIMENSIONS, _vectors, lambda word: -2.0 if word == "olla" else -12.0)


def with_sentence(document: SegmentText, *numbers: float) -> SegmentText:
    """Return the segment with a sentence vector."""
    return replace(document, sentence_vector=np.array(numbers, dtype=np.float32))


def plain_project(folder: Path, answers: dict[str, str], *, wave: str = "2025") -> Project:
    """Return a project with one open question "wishes", without the sentence model, which takes long to load."""
    made = projects.project(folder, {"wishes": answers}, wave=wave)
    settings = replace(made.settings, sentence_vectors="never")
    write_settings(locate(made).settings, settings)
    return replace(made, settings=settings)


def _vectors(words: Sequence[str]) -> Matrix:
    rows = [np.random.default_rng(int(digest(word)[:8], 16)).normal(size=N_DIMENSIONS) for word in words]
    return np.array(rows, dtype=np.float32).reshape(len(rows), N_DIMENSIONS)
