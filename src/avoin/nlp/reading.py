"""Reading texts: language, segments, words with base forms and compound parts.

Enters: working texts. Leaves: one ``ReadText`` each, in the same order; identical texts are read once.
Invariant: what is read depends on the text and on ``reading_model()`` only, not on what else is in the batch.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from avoin.i18n import _
from avoin.ids import digest
from avoin.nlp.language import function_words, language_as_read, language_of
from avoin.nlp.lexicon import lexicon_digest
from avoin.nlp.model import FOREIGN, ReadText, Token
from avoin.nlp.morphology import morphology
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.processes import Tag, tag_here
from avoin.nlp.segments import segment_limits
from avoin.progress import Progress, silent

_PIECE = 20_000  # code points given to the tagger at once: its memory grows with the longest
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NO_WORD = re.compile(r"\S{200,}")  # the tokeniser takes the square of its length
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")
_ENTITY = re.compile(r"&(?:quot|amp|nbsp|lt|gt|apos|#\d{1,5});")


@dataclass(frozen=True, slots=True)
class ReadingModel:
    """What reads texts.

    Attributes
    ----------
    name : str
        Pipeline and its version, for people.
    digest : str
        Of everything that the outcome depends on (models, word lists, this room's code); another digest means that
        texts are read anew.
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
    code = (file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return ReadingModel(name, digest(name, engine, lexicon_digest(), *code), engine)


def read_texts(texts: Sequence[str], progress: Progress = silent, tag: Tag = tag_here) -> tuple[ReadText, ...]:
    """Read texts.

    Parameters
    ----------
    texts : sequence of str
        Working texts; may be blank, may be a megabyte.
    progress : Progress
        Called with how many different texts are done; a very long one tells its share.
    tag : Tag
        What tags pieces: here, or in the processes of ``avoin.nlp.processes.tagging``.

    Returns
    -------
    tuple of ReadText
        One a text, in the same order.
    """
    languages = {text: language_of(text) for text in dict.fromkeys(texts)}
    tokens = {text: _plain_tokens(text, language) for text, language in languages.items() if language in FOREIGN}
    tokens |= _tagged([text for text in languages if text not in tokens and text.strip()], progress, tag)
    read = {text: _read(text, language, tokens.get(text, ())) for text, language in languages.items()}
    return tuple(read[text] for text in texts)


def _read(text: str, language: str, tokens: tuple[Token, ...]) -> ReadText:
    if language == "fi":
        language = language_as_read(text, tokens)
    return ReadText(language, is_non_answer(text), segment_limits(text), tokens)


def _tagged(texts: Sequence[str], progress: Progress, tag: Tag) -> dict[str, tuple[Token, ...]]:
    cut = [(text, start, end) for text in texts for start, end in pieces(text)]
    read = tag([(for_tagger(text[start:end]), start) for text, start, end in cut])
    tokens: list[Token] = []
    found: dict[str, tuple[Token, ...]] = {}
    for (text, _start, end), words in zip(cut, read, strict=True):
        tokens += words
        doing = _("Reading answers")
        if end == len(text):
            found[text], tokens = tuple(tokens), []
        else:
            doing = _("Reading a long answer: {share} %").format(share=100 * end // len(text))
        progress(len(found), len(texts), doing)
    return found


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of a text cut at space, so that the tagger's memory stays small; a short one is whole."""
    start = 0
    while len(text) - start > _PIECE:
        cut = max(text.rfind(mark, start + _PIECE // 2, start + _PIECE) for mark in "\n .")
        end = cut + 1 if cut > 0 else start + _PIECE
        yield start, end
        start = end
    yield start, len(text)


def for_tagger(text: str) -> str:
    """Return the text as the tagger should see it: as long, without entities, controls and noise, and no shouting."""
    for unseen in (_ENTITY, _CONTROL, _NO_WORD):
        text = unseen.sub(lambda found: " " * len(found.group()), text)
    n_capitals = sum(map(str.isupper, text))
    if n_capitals > 3 and n_capitals > 0.7 * sum(map(str.isalpha, text)):
        return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return text


def _plain_tokens(text: str, language: str) -> tuple[Token, ...]:
    small = function_words().get(language, frozenset())
    found = []
    for word in _WORD.finditer(text):
        lemma = word.group().lower()
        found.append(Token(word.start(), word.end(), lemma, "X", (), lemma not in small and len(lemma) > 2))
    return tuple(found)
