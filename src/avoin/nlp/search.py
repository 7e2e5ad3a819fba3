"""Finding words in answers, in any of their forms.

Enters: texts as read. Leaves: hits with offsets. A query word is read by the same morphology as the answers, so that
*jono* finds *hoitojonoissa* and *säästöjä* finds *kustannussäästö*. Several words must all occur.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.nlp.corrections import NO_CORRECTIONS, Corrections
from avoin.nlp.lexicon import pairs
from avoin.nlp.model import ReadText
from avoin.nlp.morphology import morphology

Mode = Literal["lemma", "exact", "regex"]
_WORD = re.compile(r"[\w'’:-]+")


class QueryError(AvoinError):
    """The query cannot be understood."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found.

    Attributes
    ----------
    text : int
        Which of the texts, from 0.
    start, end : int
        Code points, [start, end).
    """

    text: int
    start: int
    end: int


class SearchIndex:
    """Texts ready to be searched.

    Parameters
    ----------
    texts : sequence of str
    read : sequence of ReadText
        What reading each text gave, in the same order.
    corrections : Corrections
        The project's own lexicon, which the query is read by as the texts were.
    """

    def __init__(
        self, texts: Sequence[str], read: Sequence[ReadText], corrections: Corrections = NO_CORRECTIONS
    ) -> None:
        self._texts = tuple(texts)
        self._corrections = corrections
        self._places: dict[str, list[Hit]] = {}
        for number, each in enumerate(read):
            for token in each.tokens:
                hit = Hit(number, token.start, token.end)
                form = self._texts[number][token.start : token.end].lower()
                for key in {form, token.lemma.lower(), *token.parts}:
                    self._places.setdefault(key, []).append(hit)

    def find(self, query: str, mode: Mode = "lemma") -> tuple[Hit, ...]:
        """Return the hits, in the order of the texts.

        Parameters
        ----------
        query : str
            Words, of which all must occur in a text; in exact mode one string, in regex mode a pattern. Small and
            capital letters are the same in all modes.
        mode : {"lemma", "exact", "regex"}

        Raises
        ------
        QueryError
            Where the query is empty or not a regular expression.
        """
        if not query.strip():
            raise QueryError(_("There is nothing to search for."))
        if mode == "lemma":
            return self._find_words(query)
        return tuple(self._find_pattern(_pattern(query, mode)))

    def _find_words(self, query: str) -> tuple[Hit, ...]:
        words = _WORD.findall(query)
        if not words:
            raise QueryError(_("There is no word in the query."), _("Marks are found with --mode exact."))
        found = [{hit for key in _keys(word, self._corrections) for hit in self._places.get(key, ())} for word in words]
        shared = set.intersection(*({hit.text for hit in hits} for hits in found))
        hits = {hit for each in found for hit in each if hit.text in shared}
        return tuple(sorted(hits, key=lambda hit: (hit.text, hit.start)))

    def _find_pattern(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        for number, text in enumerate(self._texts):
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield Hit(number, match.start(), match.end())


def _pattern(query: str, mode: Mode) -> re.Pattern[str]:
    try:
        return re.compile(re.escape(query) if mode == "exact" else query, re.IGNORECASE)
    except re.error as error:
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
    return {low} if low in lemmas else {low, *lemmas}
