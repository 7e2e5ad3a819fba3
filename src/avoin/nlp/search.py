"""Finding words in answers, in any of their forms.

Enters: texts as read. Leaves: where each word stands, by its form, its base form and its compound parts; and hits with
offsets. A query word is read by the same morphology as the answers, so that *jono* finds *hoitojonoissa* and
*säästöjä* finds *kustannussäästö*. Several words must all occur.
"""

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from multiprocessing import TimeoutError as TookTooLongError
from multiprocessing import get_context
from typing import Literal

import numpy as np

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.nlp.corrections import NO_CORRECTIONS, Corrections
from avoin.nlp.lemmas import Lemmatiser
from avoin.nlp.lexicon import pairs
from avoin.nlp.model import ReadText
from avoin.nlp.morphology import morphology

Mode = Literal["lemma", "exact", "regex"]

Places = np.ndarray[tuple[int, int], np.dtype[np.int32]]
"""Rows of text, start, end: which of the texts, from 0, and code points [start, end); in the order of the texts."""

PATTERN_SECONDS = 10.0
"""How long a regular expression may look: some take longer than anybody lives."""

_WORD = re.compile(r"[\w'’:-]+")
_CASES = ("Nom", "Gen", "Par", "Ine", "Ela", "Ill", "Ade", "Abl", "All", "Ess", "Tra")
_NOWHERE: Places = np.zeros((0, 3), dtype=np.int32)


class QueryError(AvoinError):
    """The query cannot be understood."""


class SearchIndex:
    """Words and where they stand.

    Parameters
    ----------
    places : callable
        Takes words, gives the places of those that stand anywhere: those of ``word_places``, from memory or kept.
    corrections : Corrections
        The project's own lexicon, which the query is read by as the texts were.
    """

    def __init__(
        self, places: Callable[[Collection[str]], Mapping[str, Places]], corrections: Corrections = NO_CORRECTIONS
    ) -> None:
        self._places = places
        self._corrections = corrections

    def find(self, query: str) -> Places:
        """Return where the query's words stand in the texts that hold all of them, each place once.

        Raises
        ------
        QueryError
            Where there is no word in the query.
        """
        _refuse_empty(query)
        words = _WORD.findall(query)
        if not words:
            raise QueryError(_("There is no word in the query."), _("Marks are found with --mode exact."))
        found = [_joined(self._places(_keys(word, self._corrections)).values()) for word in words]
        shared = found[0][:, 0]
        for each in found[1:]:
            shared = np.intersect1d(shared, each[:, 0])
        every = _joined(found)
        return every[np.isin(every[:, 0], shared)]


def word_places(texts: Iterable[str], read: Iterable[ReadText]) -> dict[str, Places]:
    """Return where each word stands: by its form in small letters, its base form and its compound parts.

    Parameters
    ----------
    texts : iterable of str
    read : iterable of ReadText
        What reading each text gave, in the same order; each is looked at once and let go.
    """
    found: dict[str, array[int]] = {}
    for number, (text, each) in enumerate(zip(texts, read, strict=True)):
        for token in each.tokens:
            place = (number, token.start, token.end)
            for key in {text[token.start : token.end].lower(), token.lemma.lower(), *token.parts}:
                found.setdefault(key, array("i")).extend(place)
    return {word: np.frombuffer(numbers, dtype=np.intc).reshape(-1, 3) for word, numbers in found.items()}


def find_pattern(
    texts: Sequence[str], query: str, mode: Literal["exact", "regex"], seconds: float = PATTERN_SECONDS
) -> Places:
    """Return where a string or a regular expression stands; small and capital letters are the same.

    Parameters
    ----------
    seconds : float
        A regular expression is looked for in a process of its own, which is stopped after this long.

    Raises
    ------
    QueryError
        Where the query is empty, not a regular expression, or one that takes too long.
    """
    _refuse_empty(query)
    pattern = _pattern(query, mode)
    if mode == "exact" or not texts:
        return _matches(pattern, texts)
    with get_context("spawn").Pool(1) as pool:
        try:
            return pool.apply_async(_matches, (pattern, texts)).get(seconds)
        except TookTooLongError:
            raise QueryError(
                _("The regular expression took longer than {n} seconds and was stopped.").format(n=round(seconds)),
                _("A repetition inside a repetition, such as (a+)+, takes for ever; write it without one."),
            ) from None


def _matches(pattern: re.Pattern[str], texts: Sequence[str]) -> Places:
    found = [
        (number, match.start(), match.end())
        for number, text in enumerate(texts)
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]
    return np.array(found, dtype=np.int32).reshape(-1, 3)


def _refuse_empty(query: str) -> None:
    if not query.strip():
        raise QueryError(_("There is nothing to search for."))


def _joined(several: Collection[Places]) -> Places:
    """Return the places of several words together, each once, in the order of the texts."""
    every = np.concatenate([_NOWHERE, *several])
    in_order = every[:, 0].astype(np.int64) << 32 | every[:, 1]
    return every[np.unique(in_order, return_index=True)[1]]


def _pattern(query: str, mode: Mode) -> re.Pattern[str]:
    try:
        return re.compile(re.escape(query) if mode == "exact" else query, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise QueryError(
            _("The query is not a regular expression: {error}").format(error=error),
            _("Search for the string as it stands with --mode exact."),
        ) from None


def _keys(word: str, corrections: Corrections) -> set[str]:
    """Return what a query word may stand under: itself and its base forms, those it surely has."""
    low = word.lower()
    if low in corrections:
        return {low, *(lemma.lower() for lemma in corrections.lemmas(low))}
    standard = pairs("colloquial_forms.tsv").get(low, low)
    lemmas = {analysis.lemma.lower() for analysis in morphology().analyses(standard)}
    # a word that is its own base form means that one: "jono" is no form of anything else
    return {low} if low in lemmas else {low, *(lemmas or _guessed(low))}


def _guessed(word: str) -> Iterator[str]:
    """Yield the base forms that reading may give a word that the dictionary lacks, in whatever case it stands."""
    for pos, case, number in product(("NOUN", "PROPN", "VERB"), _CASES, ("Sing", "Plur")):
        yield _reader().word(word, pos, f"Case={case}|Number={number}").lemma.lower()


@cache
def _reader() -> Lemmatiser:
    """Return what chooses base forms in reading, but that all words are as common: no model need be loaded."""
    return Lemmatiser(morphology(), lambda _form: 0.0, {})
