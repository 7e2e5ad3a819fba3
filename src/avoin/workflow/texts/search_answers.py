"""Searching answers for words, in any of their forms.

Enters: a project and a query. Leaves: the answers that hold it, with the places. Stores nothing but what reading them
gave and the index of their words, in the cache. Words are looked up in the index, so that only the answers that are
looked at are loaded; strings and patterns are looked for in every answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from avoin.corpus.model import Answer
from avoin.ids import QuestionId, WaveId
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.workflow.places import known_wave, open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.word_index import WordIndex

if TYPE_CHECKING:
    from avoin.nlp.search import Mode, Places

PAGE = 500
"""Answers loaded at a time."""


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
    """What a search found: counted at once, the answers loaded a page at a time, as they are gone through.

    Attributes
    ----------
    n_answers : int
        How many answers hold it.
    n_hits : int
        How many places in all.
    n_searched : int
        How many answers were looked through.
    page : callable
        Takes a start and a stop; gives these of the answers found, in file order.
    """

    n_answers: int
    n_hits: int
    n_searched: int
    page: Callable[[int, int], Sequence[FoundAnswer]]

    def __iter__(self) -> Iterator[FoundAnswer]:
        for start in range(0, self.n_answers, PAGE):
            yield from self.page(start, start + PAGE)


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
        Where the query is empty, not a regular expression, or one that takes too long.
    UnknownQuestionError, UnknownWaveError
        Where there is no such open question or wave.
    """
    survey = project.survey
    questions = (open_question(survey, question),) if question else survey.open_questions
    asked = tuple(each.id for each in questions)
    at = known_wave(survey, wave) if wave else None
    if mode != "lemma":
        return _with_pattern(project, query, mode, asked, at)
    hits = WordIndex(project, progress).find(query, asked, at)

    def page(start: int, stop: int) -> tuple[FoundAnswer, ...]:
        found = hits.page(start, stop)
        with project.store.read() as connection:
            answers = stored_answers.load_answers(connection, [each.key for each in found])
        return tuple(FoundAnswer(answers[each.key], each.places) for each in found if each.key in answers)

    return SearchResult(len(hits.begins), len(hits.places), hits.n_searched, page)


def _with_pattern(
    project: Project, query: str, mode: Literal["exact", "regex"], questions: Sequence[QuestionId], wave: WaveId | None
) -> SearchResult:
    from avoin.nlp.search import find_pattern

    with project.store.read() as connection:
        corpus = stored_answers.load_corpus(connection, project.survey)
    answers = tuple(answer for each in questions for answer in corpus.answers_to(each, wave))
    hits = find_pattern([answer.text for answer in answers], query, mode)
    found = tuple(_by_answer(answers, hits))
    return SearchResult(len(found), len(hits), len(answers), lambda start, stop: found[start:stop])


def _by_answer(answers: tuple[Answer, ...], hits: "Places") -> Iterator[FoundAnswer]:
    for number, group in groupby(hits.tolist(), key=lambda hit: hit[0]):
        yield FoundAnswer(answers[number], tuple((start, end) for _number, start, end in group))
