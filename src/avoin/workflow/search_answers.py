"""Searching answers for words, in any of their forms.

Enters: a project and a query. Leaves: the answers that hold it, with the places. Stores nothing but what reading them
gave, in the cache.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from avoin.corpus.model import Answer
from avoin.ids import QuestionId, WaveId
from avoin.nlp.model import ReadText
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.workflow.kept_reading import corrections_of, read_texts_cached
from avoin.workflow.places import known_wave, open_question
from avoin.workflow.project import Project

if TYPE_CHECKING:
    from avoin.nlp.search import Mode

_NOTHING_READ = ReadText("und", False, (), ())


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer that holds what was searched for.

    Attributes
    ----------
    places : tuple of (int, int)
        [start, end) of each hit in the working text, in order.
    """

    answer: Answer
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes
    ----------
    found : tuple of FoundAnswer
        In file order.
    n_searched : int
        How many answers were looked through.
    """

    found: tuple[FoundAnswer, ...]
    n_searched: int

    @property
    def n_hits(self) -> int:
        """How many places in all."""
        return sum(len(each.places) for each in self.found)


def search_answers(
    project: Project,
    query: str,
    mode: "Mode" = "lemma",
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    progress: Progress = silent,
) -> SearchResult:
    """Find a query in open answers.

    Parameters
    ----------
    query : str
        Words, in any form and inside compounds; a string as it stands in mode "exact"; a pattern in mode "regex".
    question, wave : optional
        Only answers to this question, of this wave.

    Raises
    ------
    QueryError
        Where the query is empty or not a regular expression.
    UnknownQuestionError, UnknownWaveError
        Where there is no such open question or wave.
    """
    from avoin.nlp.search import SearchIndex

    survey = project.survey
    questions = (open_question(survey, question),) if question else survey.open_questions
    at = known_wave(survey, wave) if wave else None
    with project.store.read() as connection:
        corpus = stored_answers.load_corpus(connection, survey)
    answers = tuple(answer for each in questions for answer in corpus.answers_to(each.id, at))
    texts = tuple(answer.text for answer in answers)
    if mode == "lemma":
        read_by_text = read_texts_cached(project, texts, progress)
        read = tuple(read_by_text[text] for text in texts)
    else:
        read = (_NOTHING_READ,) * len(texts)
    hits = SearchIndex(texts, read, corrections_of(project)).find(query, mode)
    places = ((hit.text, (hit.start, hit.end)) for hit in hits)
    return SearchResult(tuple(_by_answer(answers, places)), len(answers))


def _by_answer(answers: tuple[Answer, ...], places: Iterator[tuple[int, tuple[int, int]]]) -> Iterator[FoundAnswer]:
    for number, group in groupby(places, key=lambda each: each[0]):
        yield FoundAnswer(answers[number], tuple(place for _number, place in group))
