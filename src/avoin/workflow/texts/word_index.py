"""The index that searching looks words up in, kept in the cache: made once for the answers as they are.

Enters: a project. Leaves: answers that hold words, with the places. Invariants: the index is of exactly the answers,
the reading and the lexicon that there are now, else it is made anew; without the cache the same comes out.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, QuestionId, RespondentId, WaveId, digest
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import corrections_of, read_texts_cached

if TYPE_CHECKING:
    from avoin.nlp.search import Places

_FORMAT = "words 1"  # raise it when the same answers would be indexed otherwise
_BLOCK = 20  # answers whose keys are kept side by side: those of a rare word are few rows, of a common one as well
_COUNTS = "\n"  # what no word can be called: counts by wave and question
_KEYS = "\nkeys {block}"


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """An answer and where in its working text the words stand, [start, end) each, in order."""

    key: AnswerKey
    places: tuple[tuple[int, int], ...]


class WordIndex:
    """Which words stand where in all open answers of a project as they are now."""

    def __init__(self, project: Project, progress: Progress = silent) -> None:
        self._project = project
        self._progress = progress
        self._identity = _identity(project)
        self._made: Mapping[str, bytes] | None = None
        self._counts = self._contents(())[_COUNTS]

    def counts(self) -> dict[tuple[WaveId, QuestionId], int]:
        """Return how many answers there are by wave and question."""
        return {(WaveId(wave), QuestionId(question)): n for wave, question, n in json.loads(self._counts)}

    def find(self, query: str) -> tuple[FoundPlaces, ...]:
        """Return the answers that hold all words of the query, in file order.

        Raises
        ------
        QueryError
            Where there is no word in the query.
        """
        from avoin.nlp.search import SearchIndex

        hits = SearchIndex(self._places, corrections_of(self._project)).find(query)
        keys = self._keys({int(number) // _BLOCK for number in hits[:, 0]})
        found = groupby(hits.tolist(), key=lambda hit: hit[0])
        return tuple(
            FoundPlaces(
                _key(*keys[number // _BLOCK][number % _BLOCK]), tuple((start, end) for _number, start, end in places)
            )
            for number, places in found
        )

    def _places(self, words: Collection[str]) -> "dict[str, Places]":
        import numpy as np

        contents = self._contents(words)
        return {
            word: np.frombuffer(contents[word], dtype="<i4").astype(np.int32).reshape(-1, 3)
            for word in words
            if word in contents
        }

    def _keys(self, blocks: Collection[int]) -> dict[int, list[list[str]]]:
        names = {block: _KEYS.format(block=block) for block in blocks}
        contents = self._contents(names.values())
        return {block: json.loads(contents[name]) for block, name in names.items()}

    def _contents(self, words: Collection[str]) -> Mapping[str, bytes]:
        """Return what is kept of these words and the counts; where the cache has lost it, all is made anew."""
        if self._made is None:
            kept = self._project.cache.get_index(self._identity, {*words, _COUNTS})
            if _COUNTS in kept:
                return kept
            self._made = _made(self._project, self._progress)
            self._project.cache.put_index(self._identity, self._made)
        return self._made


def _identity(project: Project) -> str:
    from avoin.nlp.reading import reading_model

    with project.store.read() as connection:
        waves = stored_answers.wave_digests(connection)
    asked = (wave.id for wave in project.survey.waves)
    questions = [question.id for question in project.survey.open_questions]
    answers = [part for wave in asked for part in (wave, waves.get(wave, ""))]
    return digest(_FORMAT, reading_model().digest, corrections_of(project).digest, *questions, "", *answers)


def _made(project: Project, progress: Progress) -> dict[str, bytes]:
    from avoin.nlp.search import word_places

    with project.store.read() as connection:
        answers = stored_answers.load_corpus(connection, project.survey).answers
    texts = [answer.text for answer in answers]
    read = read_texts_cached(project, texts, progress)
    places = word_places(texts, [read[text] for text in texts])
    words = {word: each.astype("<i4").tobytes() for word, each in places.items()}
    return {_COUNTS: _counted(answers), **dict(_key_blocks(answers)), **words}


def _counted(answers: Collection[Answer]) -> bytes:
    counts: dict[tuple[WaveId, QuestionId], int] = {}
    for answer in answers:
        place = (answer.key.wave, answer.key.question)
        counts[place] = counts.get(place, 0) + 1
    return json.dumps([[*place, n] for place, n in counts.items()]).encode()


def _key_blocks(answers: Collection[Answer]) -> Iterator[tuple[str, bytes]]:
    keys = [answer.key for answer in answers]
    for block, start in enumerate(range(0, len(keys), _BLOCK)):
        yield _KEYS.format(block=block), json.dumps(keys[start : start + _BLOCK]).encode()


def _key(wave: str, respondent: str, question: str) -> AnswerKey:
    return AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId(question))
