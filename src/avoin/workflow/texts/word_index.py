"""The index that searching looks words up in, kept in the cache: made once for the answers as they are.

Enters: a project. Leaves: answers that hold words, with the places. Invariants: the index is of exactly the answers,
the reading and the lexicon that there are now, else it is made anew; without the cache the same comes out.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, QuestionId, RespondentId, WaveId, digest
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import corrections_of, read_texts_cached
from avoin.workflow.texts.vector_space import counted_on

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avoin.nlp.model import ReadText
    from avoin.nlp.search import Places

_FORMAT = "words 2"  # raise it when the same answers would be indexed otherwise
_BLOCK = 200  # answers whose keys are kept side by side: a rare word needs few of them, a page of a common one as well
_PAGE = 500  # answers whose keys are looked up at a time
_READ = 5_000  # answers whose words are in memory at a time
_QUESTIONS = "\n"  # what no word can be called: each wave and question
_ASKED = "\nasked"  # which of these each answer is to
_KEYS = "\nkeys {block}"


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """An answer and where in its working text the words stand, [start, end) each, in order."""

    key: AnswerKey
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hits:
    """What holds the words: counted at once; which answers these are is looked up as they are asked for.

    Attributes
    ----------
    places : ndarray of shape (n_hits, 3)
        Number of the answer, start and end, in file order.
    begins : ndarray of shape (n_answers,)
        Where in ``places`` each answer begins.
    n_searched : int
        How many answers were looked through.
    """

    places: "Places"
    begins: "NDArray[np.intp]"
    n_searched: int
    keys_of: Callable[[Sequence[int]], list[AnswerKey]]

    def page(self, start: int, stop: int) -> tuple[FoundPlaces, ...]:
        """Return some of the answers that hold the words, from ``start`` up to ``stop``, in file order."""
        limits = [*self.begins[start : stop + 1].tolist(), len(self.places)][: stop - start + 1]
        if len(limits) < 2:
            return ()
        rows = self.places[limits[0] : limits[-1]].tolist()
        several = [rows[begin - limits[0] : end - limits[0]] for begin, end in pairwise(limits)]
        keys = self.keys_of([of_answer[0][0] for of_answer in several])
        return tuple(
            FoundPlaces(key, tuple((begin, end) for _number, begin, end in of_answer))
            for key, of_answer in zip(keys, several, strict=True)
        )

    def __iter__(self) -> Iterator[FoundPlaces]:
        for start in range(0, len(self.begins), _PAGE):
            yield from self.page(start, start + _PAGE)


class WordIndex:
    """Which words stand where in all open answers of a project as they are now."""

    def __init__(self, project: Project, progress: Progress = silent) -> None:
        self._project = project
        self._progress = progress
        self._identity = _identity(project)
        self._made: Mapping[str, bytes] | None = None
        self._contents(())

    def find(self, query: str, questions: Collection[QuestionId], wave: WaveId | None = None) -> Hits:
        """Return the answers to these questions, of one wave or all, that hold all words of the query.

        Raises
        ------
        QueryError
            Where there is no word in the query.
        """
        import numpy as np

        from avoin.nlp.search import SearchIndex

        every = SearchIndex(self._places, corrections_of(self._project)).find(query)
        contents = self._contents((_ASKED,))
        wanted = [about in questions and wave in (None, of) for of, about in json.loads(contents[_QUESTIONS])]
        searched = np.array(wanted, dtype=bool)[np.frombuffer(contents[_ASKED], dtype="<i4")]
        places = every[searched[every[:, 0]]]
        begins = np.unique(places[:, 0], return_index=True)[1]
        return Hits(places, begins, int(np.count_nonzero(searched)), self._keys)

    def _places(self, words: Collection[str]) -> "dict[str, Places]":
        import numpy as np

        contents = self._contents(words)
        return {
            word: np.frombuffer(contents[word], dtype="<i4").astype(np.int32).reshape(-1, 3)
            for word in words
            if word in contents
        }

    def _keys(self, numbers: Sequence[int]) -> list[AnswerKey]:
        names = {number // _BLOCK: _KEYS.format(block=number // _BLOCK) for number in numbers}
        contents = self._contents(names.values())
        blocks = {block: json.loads(contents[name]) for block, name in names.items()}
        return [_key(*blocks[number // _BLOCK][number % _BLOCK]) for number in numbers]

    def _contents(self, words: Collection[str]) -> Mapping[str, bytes]:
        """Return what is kept of these words and the questions; where the cache has lost it, all is made anew."""
        if self._made is None:
            kept = self._project.cache.get_index(self._identity, {*words, _QUESTIONS})
            if _QUESTIONS in kept:
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
    places = word_places((answer.text for answer in answers), _read(project, answers, progress))
    words: dict[str, bytes] = {}
    while places:
        word, each = places.popitem()
        words[word] = each.astype("<i4", copy=False).tobytes()
    return {**_questions(answers), **dict(_key_blocks(answers)), **words}


def _read(project: Project, answers: Sequence[Answer], progress: Progress) -> "Iterator[ReadText]":
    """Yield what reading each answer gave; a share at a time, for all of them take much memory."""
    for start in range(0, len(answers), _READ):
        texts = [answer.text for answer in answers[start : start + _READ]]
        read = read_texts_cached(project, texts, counted_on(progress, start, len(answers)))
        yield from (read[text] for text in texts)


def _questions(answers: Collection[Answer]) -> dict[str, bytes]:
    import numpy as np

    number: dict[tuple[WaveId, QuestionId], int] = {}
    asked = [number.setdefault((each.key.wave, each.key.question), len(number)) for each in answers]
    return {_QUESTIONS: json.dumps(list(number)).encode(), _ASKED: np.array(asked, dtype="<i4").tobytes()}


def _key_blocks(answers: Collection[Answer]) -> Iterator[tuple[str, bytes]]:
    keys = [answer.key for answer in answers]
    for block, start in enumerate(range(0, len(keys), _BLOCK)):
        yield _KEYS.format(block=block), json.dumps(keys[start : start + _BLOCK]).encode()


def _key(wave: str, respondent: str, question: str) -> AnswerKey:
    return AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId(question))
