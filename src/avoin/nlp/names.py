"""Words and the names that the Finnish model sees in a text; only redaction needs them, so only it pays for them.

Enters: texts. Leaves: for each its words with part of speech, and the names found, offsets in code points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from avoin.i18n import _
from avoin.nlp.reading import for_tagger, pieces
from avoin.nlp.word_table import PACKAGE
from avoin.progress import Progress, silent

if TYPE_CHECKING:
    from spacy.language import Language

_BATCH = 32


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """One word or mark at [start, end), with its universal part of speech."""

    start: int
    end: int
    pos: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name at [start, end), with the model's label ("PERSON", "GPE", "LOC", "FAC", "ORG", "PRODUCT" and others)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class NameReading:
    """What the model sees in one text, in the order of the text."""

    words: tuple[TaggedWord, ...]
    entities: tuple[Entity, ...]


def read_names(texts: Sequence[str], progress: Progress = silent) -> tuple[NameReading, ...]:
    """Read texts, each different one once.

    Parameters
    ----------
    texts : sequence of str
        Of any length; may be blank.

    Returns
    -------
    tuple of NameReading
        One a text, in the same order.
    """
    found: dict[str, NameReading] = {}
    different = [text for text in dict.fromkeys(texts) if text.strip()]
    for text, reading in _readings(different):
        found[text] = reading
        progress(len(found), len(different), _("Looking for names"))
    empty = NameReading((), ())
    return tuple(found.get(text, empty) for text in texts)


def _readings(texts: Sequence[str]) -> Iterator[tuple[str, NameReading]]:
    cut = [(text, start, end) for text in texts for start, end in pieces(text)]
    documents = _recogniser().pipe((for_tagger(text[start:end]) for text, start, end in cut), batch_size=_BATCH)
    words: list[TaggedWord] = []
    entities: list[Entity] = []
    for (text, start, end), document in zip(cut, documents, strict=True):
        words += [TaggedWord(start + each.idx, start + each.idx + len(each), each.pos_) for each in document]
        entities += [Entity(start + each.start_char, start + each.end_char, each.label_) for each in document.ents]
        if end == len(text):
            yield text, NameReading(tuple(words), tuple(entities))
            words, entities = [], []


@cache
def _recogniser() -> "Language":
    import spacy  # noqa: PLC0415 - takes a second to import

    return spacy.load(PACKAGE, exclude=["parser", "lemmatizer"])
