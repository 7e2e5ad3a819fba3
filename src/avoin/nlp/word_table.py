"""What is known of single Finnish words from the web: a vector and how common the word is.

Enters: words. Leaves: floret vectors and logarithms of probabilities. Floret makes vectors of letter sequences, so
every word has one, misspelt ones too. The tables come with the spaCy package and are loaded without its pipeline.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np

PACKAGE = "spacy_fi_experimental_web_md"
UNKNOWN = -22.0
"""Logarithm of the probability of a word that the table does not have."""

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@dataclass(frozen=True)
class WordTable:
    """Vectors and frequencies of words.

    Attributes
    ----------
    n_dimensions : int
        How long a vector is.
    vectors : callable
        Takes words, gives float32 (n_words, n_dimensions).
    log_probability : callable
        Takes a word in small letters, gives the natural logarithm of its share of all words.
    """

    n_dimensions: int
    vectors: Callable[[Sequence[str]], Matrix]
    log_probability: Callable[[str], float]


@cache
def word_table() -> WordTable:
    """Return the tables of the installed package: the loaded pipeline's own, or read from its files alone."""
    from avoin.nlp.pipeline import finnish  # noqa: PLC0415 - takes a second to import

    if finnish.cache_info().currsize:
        vocabulary = finnish().language.vocab
        return _table(vocabulary.vectors, vocabulary.lookups.get_table("lexeme_prob"))

    from spacy.lookups import Lookups  # noqa: PLC0415 - as above
    from spacy.strings import StringStore  # noqa: PLC0415
    from spacy.vectors import Vectors  # type: ignore[import-not-found]  # noqa: PLC0415 - compiled

    folder = package_folder() / "vocab"
    vectors = Vectors(strings=StringStore())
    vectors.from_disk(folder)
    return _table(vectors, Lookups().from_disk(folder).get_table("lexeme_prob"))


def _table(table: Any, common: Mapping[Any, float]) -> WordTable:
    from spacy.strings import get_string_id  # noqa: PLC0415 - as above

    def vectors(words: Sequence[str]) -> Matrix:
        if not words:
            return np.zeros((0, table.shape[1]), dtype=np.float32)
        return np.asarray(table.get_batch(list(words)), dtype=np.float32)

    def log_probability(word: str) -> float:
        return float(common.get(get_string_id(word), UNKNOWN))

    return WordTable(int(table.shape[1]), vectors, log_probability)


def package_folder() -> Path:
    """Return the folder that holds the installed pipeline's files."""
    files = distribution(PACKAGE).files or ()
    config = next(file for file in files if file.name == "config.cfg")
    return Path(str(config.locate())).parent
