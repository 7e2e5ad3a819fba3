"""Reading texts: language, segments, words with base forms and compound parts.

Enters: working texts. Leaves: one ``ReadText`` each, in the same order; identical texts are read once.
Invariant: what is read depends on the text and on ``reading_model()`` only, not on what else is in the batch.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from avoin.i18n import _
from avoin.ids import digest
from avoin.nlp.language import function_words, language_of
from avoin.nlp.lexicon import lexicon_digest, words
from avoin.nlp.model import ReadText, Token
from avoin.nlp.morphology import morphology
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.segments import segment_limits
from avoin.progress import Progress, silent

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from avoin.nlp.pipeline import Finnish

_ALGORITHM = "1"  # raise it when the same text would be read otherwise
_PIECE = 20_000  # code points given to the tagger at once: its memory grows with the longest
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NO_WORD = re.compile(r"\S{200,}")  # the tokeniser takes the square of its length
_ENTITY = re.compile(r"&(?:quot|amp|nbsp|lt|gt|apos|#\d{1,5});")


@dataclass(frozen=True, slots=True)
class ReadingModel:
    """What reads texts.

    Attributes
    ----------
    name : str
        Pipeline and its version, for people.
    digest : str
        Of everything that the outcome depends on; another digest means that texts are read anew.
    morphology : str
        Which engine analyses word forms.
    """

    name: str
    digest: str
    morphology: str


@cache
def reading_model() -> ReadingModel:
    """Return the identity of what reads here; cheap, loads no pipeline."""
    package = "spacy-fi-experimental-web-md"
    name = f"{package} {version(package)}, spaCy {version('spacy')}"
    engine = morphology().name
    return ReadingModel(name, digest(_ALGORITHM, name, engine, lexicon_digest()), engine)


def read_texts(texts: Sequence[str], progress: Progress = silent) -> tuple[ReadText, ...]:
    """Read texts.

    Parameters
    ----------
    texts : sequence of str
        Working texts; may be blank, may be a megabyte.
    progress : Progress
        Called with how many different texts are done.

    Returns
    -------
    tuple of ReadText
        One a text, in the same order.
    """
    different = tuple(dict.fromkeys(texts))
    read: dict[str, ReadText] = {}
    finnish_texts = []
    for text in different:
        language = language_of(text)
        if language in ("sv", "en"):
            read[text] = _read(text, language, _plain_tokens(text, language))
        elif text.strip():
            finnish_texts.append(text)
        else:
            read[text] = ReadText("und", True, (), ())
    for text, tokens in _tagged(finnish_texts, progress):
        read[text] = _read(text, language_of(text), tokens)
    return tuple(read[text] for text in texts)


def _read(text: str, language: str, tokens: tuple[Token, ...]) -> ReadText:
    return ReadText(language, is_non_answer(text), segment_limits(text), tokens)


def _tagged(texts: Sequence[str], progress: Progress) -> Iterator[tuple[str, tuple[Token, ...]]]:
    if not texts:
        return
    from avoin.nlp.pipeline import finnish  # noqa: PLC0415 - loads spaCy, which takes seconds

    reader = finnish()
    pieces = [(text, start, end) for text in texts for start, end in _pieces(text)]
    documents = reader.documents(_for_tagger(text[start:end]) for text, start, end in pieces)
    tokens: list[Token] = []
    done = 0
    for (text, start, end), document in zip(pieces, documents, strict=True):
        tokens += _tokens(reader, document, text, start)
        if end == len(text):
            yield text, tuple(tokens)
            tokens = []
            done += 1
            progress(done, len(texts), _("Reading answers"))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text at space, so that the tagger's memory stays small."""
    start = 0
    while len(text) - start > _PIECE:
        cut = max(text.rfind(mark, start + _PIECE // 2, start + _PIECE) for mark in "\n .")
        end = cut + 1 if cut > 0 else start + _PIECE
        yield start, end
        start = end
    yield start, len(text)


def _for_tagger(text: str) -> str:
    """Return the text as the tagger should see it: as long, without entities and noise, shouting in small letters."""
    for unseen in (_ENTITY, _NO_WORD):
        text = unseen.sub(lambda found: " " * len(found.group()), text)
    letters = [char for char in text if char.isalpha()]
    if len(letters) > 3 and sum(char.isupper() for char in letters) > 0.7 * len(letters):
        return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return text


def _tokens(reader: "Finnish", document: "Doc", text: str, offset: int) -> Iterator[Token]:
    stop = words("stop_lemmas.txt")
    for token in document:
        form = token.text
        if not any(char.isalnum() for char in form):
            continue
        pos = token.pos_
        word = reader.lemmatiser.word(form, pos, str(token.morph))
        content = pos in _CONTENT and word.lemma not in stop and sum(map(str.isalpha, word.lemma)) > 1
        start = offset + token.idx
        yield Token(start, start + len(form), word.lemma, pos, word.parts, content)


def _plain_tokens(text: str, language: str) -> tuple[Token, ...]:
    small = function_words()[language]
    found = []
    for word in _WORD.finditer(text):
        lemma = word.group().lower()
        found.append(Token(word.start(), word.end(), lemma, "X", (), lemma not in small and len(lemma) > 2))
    return tuple(found)
