"""The spaCy pipeline for Finnish, loaded once.

Enters: texts. Leaves: their words with part of speech, base form and compound parts. The parser, the names and the
package's own lemmatiser are left out: they cost two thirds of the time and need the native Voikko, and what they give
is had otherwise. So are the treebank's own word classes, which tell marks from words: what has no letter is none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import spacy
from spacy.attrs import IDX, LENGTH, MORPH, ORTH, POS  # type: ignore[import-not-found]  # compiled
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc
from spacy.tokens import Token as TaggedToken

from avoin.nlp.lemmas import Lemmatiser
from avoin.nlp.lexicon import carries_matter
from avoin.nlp.model import Doubt, Token
from avoin.nlp.morphology import morphology
from avoin.nlp.quicken import quicken
from avoin.nlp.word_table import PACKAGE, UNKNOWN

_BATCH = 32
_SEEN = [IDX, LENGTH, ORTH, POS, MORPH]
_MOST_REMEMBERED = 400_000

Known = tuple[str, str, tuple[str, ...], bool, Doubt]
"""Base form, part of speech, compound parts, whether the word carries the matter, and what is doubtful."""


class Finnish:
    """What reads Finnish: the tagger, and what chooses base forms.

    Parameters
    ----------
    language : Language
        spaCy's pipeline: tok2vec, morphologizer.
    lemmatiser : Lemmatiser
        Chooses among the dictionary's base forms.
    """

    def __init__(self, language: Language, lemmatiser: Lemmatiser) -> None:
        self.language = language
        self.lemmatiser = lemmatiser
        self._known: dict[tuple[int, ...], Known | None] = {}

    def documents(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Tag texts, each at most ``language.max_length`` code points."""
        return self.language.pipe(texts, batch_size=_BATCH)

    def tokens(self, document: Doc, offset: int = 0) -> Iterator[Token]:
        """Yield a tagged document's words, marks left out; ``offset`` is where the document begins in the text."""
        for place, (start, length, *key) in enumerate(document.to_array(_SEEN).tolist()):
            word = tuple(key)
            if word not in self._known:
                if len(self._known) > _MOST_REMEMBERED:
                    self._known.clear()
                self._known[word] = self._look_up(document[place])
            known = self._known[word]
            if known is not None:
                yield Token(offset + start, offset + start + length, *known)

    def _look_up(self, tagged: TaggedToken) -> Known | None:
        form, pos = tagged.text, tagged.pos_
        if not any(char.isalnum() for char in form):
            return None
        word = self.lemmatiser.word(form, pos, str(tagged.morph))
        return word.lemma, pos, word.parts, carries_matter(word.lemma, pos), word.doubt


@cache
def finnish() -> Finnish:
    """Load the pipeline; a few seconds the first time."""
    language = spacy.load(PACKAGE, exclude=["ner", "parser", "lemmatizer", "tagger", "attribute_ruler"])
    quicken(language)
    return Finnish(language, Lemmatiser(morphology(), _log_probability(language), _exceptions(language)))


def _log_probability(language: Language) -> Callable[[str], float]:
    table = language.vocab.lookups.get_table("lexeme_prob")
    strings = language.vocab.strings

    def log_probability(form: str) -> float:
        return float(table.get(strings[form], UNKNOWN))

    return log_probability


def _exceptions(language: Language) -> Mapping[str, Mapping[str, str]]:
    folder = Path(str(language.path)) / "lemmatizer" / "lookups"
    table = Lookups().from_disk(folder).get_table("lemma_exc")
    return {language.vocab.strings[pos]: dict(forms) for pos, forms in table.items()}
