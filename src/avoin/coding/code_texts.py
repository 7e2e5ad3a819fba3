"""What a codebook says of its codes, as short texts to learn from before anything is coded.

Enters: a codebook. Leaves: one text for each phrase, with the code it speaks for or against.
Invariant: every usable code has at least one text, its name; retired codes and headings have none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId
from avoin.nlp.non_answers import is_non_answer

_PHRASES = re.compile(r"[,;:/()•*\n\"”]|\.(?=\s|$)|\s[-–—]+\s|\s(?:ja|sekä|tai|eli)\s", re.IGNORECASE)
_WORD = re.compile(r"\w")
_SILENT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class CodeText:
    """A phrase of the codebook.

    Attributes
    ----------
    against : bool
        True for what the code excludes.
    """

    code: CodeId
    text: str
    against: bool = False


def code_texts(codebook: Codebook) -> tuple[CodeText, ...]:
    """Return the phrases of the usable codes in file order, each once a code."""
    return tuple(dict.fromkeys(text for code in codebook.usable for text in _of_code(code)))


def is_about_silence(texts: Sequence[CodeText]) -> bool:
    """Return whether a code's phrases, at least a fifth of them, are answers that say nothing.

    Examples
    --------
    >>> dont_know = CodeId("eos")
    >>> is_about_silence([CodeText(dont_know, "En osaa sanoa"), CodeText(dont_know, "Ei mielipidettä asiasta")])
    True
    """
    spoken = [each for each in texts if not each.against]
    return sum(is_non_answer(each.text) for each in spoken) >= max(_SILENT_SHARE * len(spoken), 1)


def _of_code(code: Code) -> Iterator[CodeText]:
    name = code.name.replace("_", " ")
    yield CodeText(code.id, name)
    for text in (name, code.definition, code.include):
        yield from (CodeText(code.id, phrase) for phrase in _phrases(text))
    if code.definition:
        yield CodeText(code.id, f"{name}: {code.definition}")
    for text in (*code.examples, *code.keywords):
        if _WORD.search(text):
            yield CodeText(code.id, text)
    yield from (CodeText(code.id, phrase, against=True) for phrase in _phrases(code.exclude))


def _phrases(text: str) -> Iterator[str]:
    for phrase in _PHRASES.split(text):
        if _WORD.search(phrase):
            yield phrase.strip()
