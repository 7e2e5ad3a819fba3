"""The word lists that people edit, under ``models/``.

Enters: text files with one entry a line, ``#`` for comments. Leaves: frozen sets and mappings, read once, and one
digest of them all. Invariant: a line that cannot be understood is an error naming file and line, never skipped.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import digest
from avoin.resources import resource

_FILES = (
    "abbreviations.txt",
    "colloquial_forms.tsv",
    "function_words.tsv",
    "lemma_corrections.tsv",
    "non_answers.txt",
    "stop_lemmas.txt",
)
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})


class LexiconError(AvoinError):
    """A word list has a line that cannot be understood."""


@cache
def words(file: str) -> frozenset[str]:
    """Return the entries of a list with one entry a line.

    Parameters
    ----------
    file : str
        Name under ``models/``, e.g. "stop_lemmas.txt".
    """
    return frozenset(entry for _number, entry in _lines(file))


@cache
def rows(file: str, n_columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a list with tabs between its columns.

    Raises
    ------
    LexiconError
        Where a line has another number of columns, or an empty one.
    """
    found = []
    for number, line in _lines(file):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) != n_columns or not all(cells):
            raise LexiconError(
                _("models/{file}, line {line}: expected {n} columns with a tab between.").format(
                    file=file, line=number, n=n_columns
                )
            )
        found.append(cells)
    return tuple(found)


@cache
def pairs(file: str) -> Mapping[str, str]:
    """Return a list of two columns as a mapping from the first to the second."""
    found: dict[str, str] = dict(rows(file, 2))  # type: ignore[arg-type]  # rows() saw to two columns
    return MappingProxyType(found)


def carries_matter(lemma: str, pos: str) -> bool:
    """Return whether a word says something on its own: by its part of speech, and no stop lemma."""
    return pos in _CONTENT and lemma not in words("stop_lemmas.txt") and sum(map(str.isalpha, lemma)) > 1


@cache
def lexicon_digest() -> str:
    """Return one digest of all word lists: what was read with other lists is read again."""
    return digest(*(part for file in _FILES for part in (file, resource("models", file).read_bytes())))


def _lines(file: str) -> Iterator[tuple[int, str]]:
    text = resource("models", file).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()
