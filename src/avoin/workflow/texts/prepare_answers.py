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
from avoin.ids import AnswerKey, QuestionId, Span, WaveId, digest
from avoin.nlp.corrections import LEXICON_FILE, Corrections
from avoin.nlp.model import ReadText
from avoin.nlp.segment_text import WITH_SENTENCES, WITHOUT_SENTENCES, SegmentText
from avoin.progress import Progress, silent
from avoin.store import answers as stored_answers
from avoin.store import decisions
from avoin.workflow.project import Project
from avoin.workflow.texts.kept_reading import (
    corrected_forms,
    corrections_of,
    forget_unused,
    read_and_counted,
    read_other_texts,
    read_texts_cached,
)
from avoin.workflow.texts.outlines import keep_outlines
from avoin.workflow.texts.vector_space import VectorSpace, sentence_identity, space_of

if TYPE_CHECKING:
    from avoin.nlp.vectors import Matrix, SegmentVectors, Vector

_LANGUAGES = ("fi", "sv", "en", "other", "und")


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
    n_corrections : int
        Word forms that the project's own lexicon corrects.
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
    n_corrections: int = 0


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
    """Read every open answer, or those of one question, and the codebook; make the vectors; keep what was done before.

    Raises
    ------
    UnknownQuestionError
        Where the survey has no open question of this id.
    CodebookFileError, NoCodebookError
        Where the codebook that the settings name cannot be read.
    """
    from avoin.nlp.reading import reading_model
    from avoin.workflow.places import open_question
    from avoin.workflow.texts.code_words import words_of_codes
    from avoin.workflow.texts.word_index import WordIndex

    said = words_of_codes(project)
    questions = (open_question(project.survey, question),) if question else project.survey.open_questions
    with project.store.read() as connection:
        corpus = stored_answers.load_corpus(connection, project.survey)
    texts = tuple(dict.fromkeys(answer.text for each in questions for answer in corpus.answers_to(each.id)))
    changed = question is None and forget_unused(project, texts)
    if changed:
        project.cache.keep_vectors_of(_sentence_model())
    n_now = 0
    counts: dict[QuestionId, _Counts] = {}
    for each in questions:
        counts[each.id], n_read = _prepared(project, each.id, corpus.answers_to(each.id), said, progress)
        n_now += n_read
    if changed:
        kept = _segment_digests(project, texts, progress) | {digest(each) for each in said}
        project.cache.keep_vectors_of(_sentence_model(), kept)
    if question is None:
        WordIndex(project, progress)
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
        n_corrections=len(corrections_of(project)),
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
    corrections = corrections_of(project)
    texts_asked = tuple(dict.fromkeys(answer.text for answer in answers))
    read_by_text = read_and_counted(project, texts_asked, corrections, progress)[0]
    read = {answer.key: read_by_text[answer.text] for answer in answers}
    space = space_of_answers(project, answers, read)
    spans = tuple(_spans(answers, read, cuts))
    documents = _documents(answers, read, spans)
    vectors = space.rows(documents, progress)
    texts = tuple(document.text for document in documents)
    return Reading(asked, wave, answers, read, spans, texts, vectors, _models(space, corrections), space)


def vectors_of(project: Project, space: VectorSpace, texts: Sequence[str], progress: Progress = silent) -> "Matrix":
    """Return the vectors of other texts, such as codes' definitions, in the space of a question.

    Returns
    -------
    ndarray of shape (n_texts, n_features), float32
    """
    return space.rows(_whole(project, texts, progress), progress)


def documents_of(
    project: Project, space: VectorSpace, texts: Sequence[str], progress: Progress = silent
) -> tuple[SegmentText, ...]:
    """Return other texts read as the question's segments were, each whole."""
    return space.with_sentence_vectors(_whole(project, texts, progress), progress)


def _whole(project: Project, texts: Sequence[str], progress: Progress) -> tuple[SegmentText, ...]:
    read = read_other_texts(project, texts, progress)
    return tuple(SegmentText(text, read[text].tokens) for text in texts)


def _prepared(
    project: Project, question: QuestionId, answers: Sequence[Answer], said: Sequence[str], progress: Progress
) -> tuple[_Counts, int]:
    """Return what a question's answers come to, after seeing to it that they are kept, and what codes say with them."""
    corrections = corrections_of(project)
    key = _counts_key(project, answers, said, corrections)
    kept = project.cache.get_vectors(key, (key,)).get(key)
    if kept is not None:
        return _counts_from(kept), 0
    texts = tuple(dict.fromkeys(answer.text for answer in answers))
    read_by_text, n_now = read_and_counted(project, texts, corrections, progress)
    keep_outlines(project, question, answers, corrections, read_by_text)
    read = {answer.key: read_by_text[answer.text] for answer in answers}
    space = space_of_answers(project, answers, read)
    space.keep_rows(_whole(project, said, progress), progress)
    languages = Counter(each.language for each in read.values())
    n_non_answers = sum(each.non_answer for each in read.values())
    counts = _Counts(len(space.documents), n_non_answers, languages, space.features)
    project.cache.put_vectors(key, {key: _counts_row(counts)})
    return counts, n_now


def _segment_digests(project: Project, texts: Iterable[str], progress: Progress) -> frozenset[str]:
    read = read_texts_cached(project, texts, progress)
    return frozenset(digest(text[start:end]) for text, each in read.items() for start, end in each.segments)


def _sentence_model() -> str:
    from avoin.nlp import sentence_model

    return sentence_identity() if sentence_model.available() else ""


def _counts_key(project: Project, answers: Iterable[Answer], said: Iterable[str], corrections: Corrections) -> str:
    from avoin.nlp.reading import reading_model

    sentences = project.settings.sentence_vectors
    model = _sentence_model() if sentences != "never" else ""
    seed = str(project.settings.random_state)
    texts = (answer.text for answer in answers)
    return digest("counts 4", reading_model().digest, corrections.digest, sentences, model, seed, *said, "", *texts)


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


def space_of_answers(project: Project, answers: Sequence[Answer], read: Mapping[AnswerKey, ReadText]) -> VectorSpace:
    """Return the space of a question: fitted on Finnish answers that say something, or on all where there are none."""
    corrections = corrections_of(project)
    spans = [Span(each.key, start, end) for each in answers for start, end in read[each.key].segments]
    fitted_on = tuple(_is_clustered(read[span.answer]) for span in spans)
    lexicon = corrected_forms(corrections, ((answer.text, read[answer.key]) for answer in answers))
    return space_of(project, [each.text for each in answers], _documents(answers, read, spans), fitted_on, lexicon)


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
    return not read.non_answer and not read.foreign


def _models(space: VectorSpace, corrections: Corrections) -> str:
    from avoin.nlp.reading import reading_model

    model = reading_model()
    names = [model.name, model.morphology]
    if space.with_sentences:
        names.append(sentence_identity())
    if corrections:
        names.append(f"{LEXICON_FILE}: {len(corrections)} ({corrections.digest[:12]})")
    return "; ".join(names)
