"""The spaCy pipeline for Finnish, loaded once.

Enters: texts. Leaves: spaCy documents with parts of speech and features; lemmas are the business of ``lemmas``.
The parser, the names and the package's own lemmatiser are left out: they cost two thirds of the time and need the
native Voikko, and what they give is had otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from avoin.nlp.lemmas import Lemmatiser
from avoin.nlp.morphology import morphology
from avoin.nlp.quicken import quicken
from avoin.nlp.word_table import PACKAGE, UNKNOWN

_BATCH = 64


@dataclass(frozen=True)
class Finnish:
    """What reads Finnish: the tagger and what chooses base forms.

    Attributes
    ----------
    language : Language
        spaCy's pipeline: tok2vec, tagger, morphologizer, attribute_ruler.
    lemmatiser : Lemmatiser
    log_probability : callable
        Natural logarithm of how common a word form is.
    """

    language: Language
    lemmatiser: Lemmatiser
    log_probability: Callable[[str], float]

    def documents(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Tag texts, each at most ``language.max_length`` code points."""
        return self.language.pipe(texts, batch_size=_BATCH)


@cache
def finnish() -> Finnish:
    """Load the pipeline; a few seconds the first time."""
    language = spacy.load(PACKAGE, exclude=["ner", "parser", "lemmatizer"])
    quicken(language)
    table = language.vocab.lookups.get_table("lexeme_prob")
    strings = language.vocab.strings

    def log_probability(form: str) -> float:
        return float(table.get(strings[form], UNKNOWN))

    return Finnish(language, Lemmatiser(morphology(), log_probability, _exceptions(language)), log_probability)


def _exceptions(language: Language) -> Mapping[str, Mapping[str, str]]:
    folder = Path(str(language.path)) / "lemmatizer" / "lookups"
    table = Lookups().from_disk(folder).get_table("lemma_exc")
    return {language.vocab.strings[pos]: dict(forms) for pos, forms in table.items()}
