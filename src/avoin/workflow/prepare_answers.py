"""Preparing answers: everything about language that later verbs need, worked out once and kept.

Enters: a project with imported answers. Leaves: a ``Reading`` of a question: texts read, segments as the coders cut
them, and their vectors. Invariant: the cache only saves time; without it the same comes out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avoin.coding.cuts import recut
from avoin.coding.decision import Mark, MarkKind
from avoin.corpus.model import Answer, Question
from avoin.errors import AvoinError
from avoin.ids import AnswerKey, QuestionId, Span, WaveId, digest
from avoin.nlp.model import ReadText
from avoin.nlp.segment_text import WITH_SENTENCES, WITHOUT_SENTENCES, SegmentText
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.store import decisions
from avoin.workflow.project import Project
from avoin.workflow.vector_space import VectorSpace, counted_on, sentence_identity, space_of

if TYPE_CHECKING:
    from avoin.nlp.vectors import Matrix, SegmentVectors, Vector

_CHUNK = 2_000  # texts read between two writes to the cache, so that an interrupted run is not lost
_OTHER_LANGUAGES = ("sv", "en")
_LANGUAGES = ("fi", *_OTHER_LANGUAGES, "und")


class UnknownQuestionError(AvoinError):
    """The survey has no open question of this id."""


class UnknownWaveError(AvoinError):
    """The survey has no wave of this id."""


@dataclass(frozen=True, slots=True)
class PrepareResult:
    """What ``prepare`` did.

    Attributes
    ----------
    n_answers : int
        Open answers, empty ones not among them.
    n_read_now, n_cached : int
        Different texts that were read now, and that had been read before.
    n_segments : int
        As the machine cuts them.
    n_non_answers : int
        Answers that say nothing.
    languages : mapping of str to int
        Answers by language, the most frequent first.
    morphology : str
        Which engine analysed word forms.
    model : str
        What read the texts.
    features : mapping of QuestionId to str
        What each question's vectors are made of.
    """

    n_answers: int
    n_read_now: int
    n_cached: int
    n_segments: int
    n_non_answers: int
    languages: Mapping[str, int]
    morphology: str
    model: str
    features: Mapping[QuestionId, str]


@dataclass(frozen=True)
class Reading:
    """A question's answers, read.

    Attributes
    ----------
    answers : tuple of Answer
        In file order.
    read : mapping of AnswerKey to ReadText
        What reading each answer gave.
    spans : tuple of Span
        Every segment after the coders' breaks and joins, in the order of the answers.
    texts : tuple of str
        The segments' texts.
    vectors : ndarray of shape (n_spans, n_features), float32
        Aligned with ``spans``.
    model : str
        What read the texts and what made the vectors, for the record.
    space : VectorSpace
        Gives other texts' vectors in the same space.
    """

    question: Question
    wave: WaveId | None
    answers: tuple[Answer, ...]
    read: Mapping[AnswerKey, ReadText]
    spans: tuple[Span, ...]
    texts: tuple[str, ...]
    vectors: "Matrix"
    model: str
    space: VectorSpace

    @property
    def features(self) -> str:
        """What the vectors are made of, e.g. "e5+lsac+floret"."""
        return self.space.features

    @property
    def vectoriser(self) -> "SegmentVectors":
        """What made the vectors; fitted when it is first needed."""
        return self.space.vectoriser

    def is_left_out(self, span: Span) -> bool:
        """Return whether a segment is of a non-answer or of an answer in another language: never in a theme."""
        return not _is_clustered(self.read[span.answer])


@dataclass(frozen=True, slots=True)
class _Counts:
    """What a question's answers come to; kept, so that a second run need not look at them."""

    n_segments: int
    n_non_answers: int
    languages: Mapping[str, int]
    features: str


def prepare(project: Project, progress: Progress = silent, question: QuestionId | None = None) -> PrepareResult:
    """Read every open answer, or those of one question, and make the vectors; what was done before is kept.

    Raises
    ------
    UnknownQuestionError
        Where the survey has no open question of this id.
    """
    from avoin.nlp.reading import reading_model
    from avoin.workflow.places import open_question

    questions = (open_question(project.survey, question),) if question else project.survey.open_questions
    with project.store.read() as connection:
        corpus = stored_answers.load_corpus(connection, project.survey)
    texts = tuple(dict.fromkeys(answer.text for each in questions for answer in corpus.answers_to(each.id)))
    n_now = 0
    counts: dict[QuestionId, _Counts] = {}
    for each in questions:
        counts[each.id], n_read = _prepared(project, corpus.answers_to(each.id), progress)
        n_now += n_read
    languages: Counter[str] = Counter()
    for count in counts.values():
        languages.update(count.languages)
    model = reading_model()
    return PrepareResult(
        n_answers=sum(len(corpus.answers_to(each.id)) for each in questions),
        n_read_now=n_now,
        n_cached=len(texts) - n_now,
        n_segments=sum(count.n_segments for count in counts.values()),
        n_non_answers=sum(count.n_non_answers for count in counts.values()),
        languages=dict(languages.most_common()),
        morphology=model.morphology,
        model=model.name,
        features={each: count.features for each, count in counts.items()},
    )


def read_question(
    project: Project, question: QuestionId, wave: WaveId | None = None, progress: Progress = silent
) -> Reading:
    """Return a question's answers read, segmented and as vectors; prepares what is missing.

    Parameters
    ----------
    wave : WaveId or None
        None takes the answers of all waves together.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where the survey has no such open question or wave.
    """
    from avoin.workflow.places import known_wave, open_question

    asked = open_question(project.survey, question)
    if wave is not None:
        known_wave(project.survey, wave)
    with project.store.read() as connection:
        answers = stored_answers.load_corpus(connection, project.survey).answers_to(asked.id, wave)
        cuts = decisions.marks(connection, MarkKind.BREAK, MarkKind.GLUE, question=asked.id, wave=wave)
    read_by_text = read_texts_cached(project, (answer.text for answer in answers), progress)
    read = {answer.key: read_by_text[answer.text] for answer in answers}
    space = _space(project, answers, read)
    spans = tuple(_spans(answers, read, cuts))
    documents = _documents(answers, read, spans)
    vectors = space.rows(documents, progress)
    texts = tuple(document.text for document in documents)
    return Reading(asked, wave, answers, read, spans, texts, vectors, _models(space), space)


def vectors_of(project: Project, reading: Reading, texts: Sequence[str], progress: Progress = silent) -> "Matrix":
    """Return the vectors of other texts, such as codes' definitions, in the space of a reading.

    Returns
    -------
    ndarray of shape (n_texts, n_features), float32
    """
    return reading.space.rows(_whole(project, texts, progress), progress)


def documents_of(
    project: Project, reading: Reading, texts: Sequence[str], progress: Progress = silent
) -> tuple[SegmentText, ...]:
    """Return other texts read as the reading's segments were, each whole."""
    return reading.space.with_sentence_vectors(_whole(project, texts, progress), progress)


def read_texts_cached(project: Project, texts: Iterable[str], progress: Progress = silent) -> dict[str, ReadText]:
    """Return texts read, from the cache where they have been read before."""
    return _read_all(project, tuple(dict.fromkeys(texts)), progress)[0]


def _whole(project: Project, texts: Sequence[str], progress: Progress) -> tuple[SegmentText, ...]:
    read = read_texts_cached(project, texts, progress)
    return tuple(SegmentText(text, read[text].tokens) for text in texts)


def _read_all(project: Project, texts: Sequence[str], progress: Progress) -> tuple[dict[str, ReadText], int]:
    """Return each text read, and how many were read now."""
    from avoin.nlp.reading import read_texts, reading_model

    model = reading_model().digest
    digests = {text: digest(text) for text in texts}
    cached = project.cache.get_read(model, digests.values())
    read = {text: cached[key] for text, key in digests.items() if key in cached}
    missing = [text for text in texts if text not in read]
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        found = read_texts(chunk, counted_on(progress, start, len(missing)))
        now = dict(zip(chunk, found, strict=True))
        project.cache.put_read(model, {digests[text]: each for text, each in now.items()})
        read |= now
    return read, len(missing)


def _prepared(project: Project, answers: Sequence[Answer], progress: Progress) -> tuple[_Counts, int]:
    """Return what a question's answers come to, after seeing to it that all of it is kept."""
    key = _counts_key(project, answers)
    kept = project.cache.get_vectors(key, (key,)).get(key)
    if kept is not None:
        return _counts_from(kept), 0
    read_by_text, n_now = _read_all(project, tuple(dict.fromkeys(answer.text for answer in answers)), progress)
    read = {answer.key: read_by_text[answer.text] for answer in answers}
    space = _space(project, answers, read)
    space.own_rows(progress)
    languages = Counter(each.language for each in read.values())
    n_non_answers = sum(each.non_answer for each in read.values())
    counts = _Counts(len(space.documents), n_non_answers, languages, space.features)
    project.cache.put_vectors(key, {key: _counts_row(counts)})
    return counts, n_now


def _counts_key(project: Project, answers: Iterable[Answer]) -> str:
    from avoin.nlp import sentence_model
    from avoin.nlp.reading import reading_model

    sentences = project.settings.sentence_vectors
    model = sentence_identity() if sentences != "never" and sentence_model.available() else ""
    seed = str(project.settings.random_state)
    return digest("counts 1", reading_model().digest, sentences, model, seed, *(answer.text for answer in answers))


def _counts_row(counts: _Counts) -> "Vector":
    """Return the counts as a row of numbers: the cache keeps rows."""
    import numpy as np

    by_language = [counts.languages.get(language, 0) for language in _LANGUAGES]
    with_sentences = counts.features == WITH_SENTENCES
    return np.array([counts.n_segments, counts.n_non_answers, with_sentences, *by_language], dtype=np.float32)


def _counts_from(row: "Vector") -> _Counts:
    n_segments, n_non_answers, with_sentences, *by_language = (int(number) for number in row)
    languages = {language: n for language, n in zip(_LANGUAGES, by_language, strict=True) if n}
    return _Counts(n_segments, n_non_answers, languages, WITH_SENTENCES if with_sentences else WITHOUT_SENTENCES)


def _space(project: Project, answers: Sequence[Answer], read: Mapping[AnswerKey, ReadText]) -> VectorSpace:
    """Return the space of a question: fitted on Finnish answers that say something, or on all where there are none."""
    spans = [Span(each.key, start, end) for each in answers for start, end in read[each.key].segments]
    fitted_on = tuple(_is_clustered(read[span.answer]) for span in spans)
    return space_of(project, [answer.text for answer in answers], _documents(answers, read, spans), fitted_on)


def _spans(answers: Iterable[Answer], read: Mapping[AnswerKey, ReadText], cuts: Iterable[Mark]) -> Iterable[Span]:
    breaks: dict[AnswerKey, set[int]] = {}
    glues: dict[AnswerKey, set[int]] = {}
    for mark in cuts:
        (breaks if mark.kind is MarkKind.BREAK else glues).setdefault(mark.answer, set()).add(mark.start)
    nowhere: Collection[int] = frozenset()
    for answer in answers:
        key = answer.key
        limits = recut(answer.text, read[key].segments, breaks.get(key, nowhere), glues.get(key, nowhere))
        yield from (Span(key, start, end) for start, end in limits)


def _documents(
    answers: Iterable[Answer], read: Mapping[AnswerKey, ReadText], spans: Iterable[Span]
) -> tuple[SegmentText, ...]:
    texts = {answer.key: answer.text for answer in answers}
    return tuple(SegmentText(texts[key][start:end], read[key].tokens_in(start, end)) for key, start, end in spans)


def _is_clustered(read: ReadText) -> bool:
    return not read.non_answer and read.language not in _OTHER_LANGUAGES


def _models(space: VectorSpace) -> str:
    from avoin.nlp.reading import reading_model

    model = reading_model()
    return "; ".join((model.name, model.morphology, *((sentence_identity(),) if space.with_sentences else ())))
