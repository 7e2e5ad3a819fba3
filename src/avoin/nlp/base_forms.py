"""Base forms of the words that carry the matter of a text, by the dictionary alone: at once, without the tagger.

Enters: a text, such as a code's definition. Leaves: lemmas and compound parts. Invariant: a word the dictionary does
not know stands for itself; a form with several readings counts by the simplest.
"""

import re

from avoin.nlp.lexicon import words
from avoin.nlp.morphology import Analysis, morphology

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SAYS_LITTLE = frozenset({"k", "s", "d", "c", "r", "u", "h", "a", "p"})
"""Voikko's classes of negations, adverbs, adpositions, conjunctions, pronouns, numerals and the like."""


def base_forms(text: str) -> tuple[str, ...]:
    """Return the base forms of a text in its order, those of a compound's parts after its own.

    Examples
    --------
    >>> base_forms("Jonot hoitoon ja jonottamisen vaikeus")
    ('jono', 'hoito', 'jonottaa', 'vaikeus')
    """
    stop = words("stop_lemmas.txt")
    found: list[str] = []
    for match in _WORD.finditer(text):
        form = match.group().lower()
        readings = morphology().analyses(form)
        if not readings:
            found.append(form)
            continue
        simplest = min(readings, key=lambda each: each.n_parts)
        if simplest.word_class not in _SAYS_LITTLE:
            found += [lemma for lemma in _lemmas(simplest) if lemma not in stop]
    return tuple(found)


def _lemmas(reading: Analysis) -> tuple[str, ...]:
    parts = tuple(part.lower() for part in reading.parts)
    return ((reading.verb or reading.lemma).lower(), *parts)
