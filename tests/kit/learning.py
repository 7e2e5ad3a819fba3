"""Segments and codes as numbers, made from words: ``segments("jono kasvaa", "ruoka kallis")``.

A word is its own base form and has its own direction; nothing is loaded from a model.
"""

import numpy as np
from numpy.typing import NDArray

from avoin.coding.calibration import families_of
from avoin.coding.evidence import UNKNOWN, Evidence
from avoin.coding.negation import denial, is_about_lack
from avoin.coding.suggester import Codes, Features, Segments
from avoin.coding.term_space import TermSpace
from avoin.nlp.model import Token
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.vectors import SegmentText
from avoin.text import same_answer_key


def document(text: str) -> SegmentText:
    """Return a text whose words are their own base forms."""
    tokens, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        tokens.append(Token(start, start + len(word), word.lower().strip(".,"), "NOUN", (), True))
        start += len(word)
    return SegmentText(text, tuple(tokens))


def case(
    answers: list[list[str]],
    code_texts: dict[str, list[str]],
    parents: dict[str, str] | None = None,
    excludes: dict[str, list[str]] | None = None,
) -> tuple[Segments, Codes]:
    """Return the segments of answers, in order, and codes with their texts and what they exclude."""
    texts = [text for answer in answers for text in answer]
    first: dict[str, int] = {}
    number = [first.setdefault(same_answer_key(text), len(first)) for text in texts]
    different = [document(texts[number.index(place)]) for place in range(len(first))]
    space = TermSpace().fit(different)
    texts_of = [
        (column, text, against)
        for against, by_code in ((False, code_texts), (True, excludes or {}))
        for column, code in enumerate(code_texts)
        for text in by_code.get(code, ())
    ]
    spoken = [document(text) for _column, text, _against in texts_of]
    # without vectors of their own texts are told apart by their words alone
    segments = Segments(
        Features(space.transform(different), np.zeros((len(different), 2), dtype=np.float32)),
        np.array(number, dtype=np.intp),
        np.array([place for place, answer in enumerate(answers) for _text in answer], dtype=np.intp),
        np.array([denial(text) for text in texts]),
        np.array([is_non_answer(text) for text in texts]),
    )
    codes = Codes(
        len(code_texts),
        Features(space.transform(spoken), np.zeros((len(spoken), 2), dtype=np.float32)),
        np.array([column for column, _text, _against in texts_of], dtype=np.intp),
        np.array([against for _column, _text, against in texts_of], dtype=bool),
        np.array([any(map(is_about_lack, each)) for each in code_texts.values()], dtype=bool),
        np.zeros(len(code_texts), dtype=bool),
        np.array([any(map(is_non_answer, each)) for each in code_texts.values()], dtype=bool),
        families_of([(parents or {}).get(code) for code in code_texts]),
    )
    return segments, codes


def evidence(n_codes: int, decided: dict[int, dict[int, int]]) -> Evidence:
    """Return what is known: segment → code → 1 or 0; what is not named is not known."""
    labels: NDArray[np.int8] = np.full((len(decided), n_codes), UNKNOWN, dtype=np.int8)
    for place, each in enumerate(decided.values()):
        for code, label in each.items():
            labels[place, code] = label
    return Evidence(np.array(list(decided), dtype=np.intp), labels)
