"""The space of one question's segments: fitted once, its rows kept in the cache.

Enters: a question's segments as the machine cut them. Leaves: rows of these and of other texts, all in one space.
Invariants: the space depends on the answers and the models only, not on how coders cut the segments afterwards; a text
has one row, whatever is asked before it; without the cache the same rows come out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from avoin.ids import digest
from avoin.nlp.segment_text import WITH_SENTENCES, WITHOUT_SENTENCES, SegmentText, terms
from avoin.progress import Progress, silent
from avoin.text import same_answer_key
from avoin.workflow.project import Project

if TYPE_CHECKING:
    from avoin.nlp.vectors import Matrix, SegmentVectors, Vector

_ALGORITHM = "vectors 3"  # raise it when the same segments would get other rows
_CHUNK = 512  # texts between two writes to the cache, so that an interrupted run is not lost
_AT_ONCE = 5_000  # texts turned into rows at once: what is counted in them takes fifty times the rows' memory
_FITTED_UP_TO = 20_000  # different segments: more would take memory and time, and tell hardly more of the words
_SENTENCES_UP_TO = 5_000  # segments of a question: beyond it the sentence model would take the reader's patience


@dataclass(frozen=True)
class VectorSpace:
    """Rows for texts.

    Attributes
    ----------
    key : str
        Digest of all that the rows depend on.
    documents : tuple of SegmentText
        The question's segments as the machine cut them, in order.
    fitted_on : tuple of bool
        Which of them the space is fitted on.
    with_sentences : bool
        True where the sentence model is part of it.
    """

    project: Project
    key: str
    documents: tuple[SegmentText, ...]
    fitted_on: tuple[bool, ...]
    with_sentences: bool

    @property
    def features(self) -> str:
        """What rows are made of."""
        return WITH_SENTENCES if self.with_sentences else WITHOUT_SENTENCES

    @cached_property
    def vectoriser(self) -> "SegmentVectors":
        """What makes rows; fitted when it is first needed, on each different segment once, drawn by lot where many."""
        import numpy as np

        from avoin.nlp.vectors import SegmentVectors

        seed = self.project.settings.random_state

        wanted = [each for each, fitted in zip(self.documents, self.fitted_on, strict=True) if fitted]
        different = _different(wanted or self.documents) or {"": SegmentText("", ())}
        chosen = tuple(different.values())
        if len(chosen) > _FITTED_UP_TO:
            drawn = np.random.default_rng(seed).choice(len(chosen), _FITTED_UP_TO, replace=False)
            chosen = tuple(chosen[place] for place in sorted(drawn))
        documents = self.with_sentence_vectors(chosen)
        return SegmentVectors(random_state=seed).fit(documents)

    def rows(self, documents: Sequence[SegmentText], progress: Progress = silent) -> "Matrix":
        """Return the rows of documents, (n_documents, n_features) float32; each different text is worked out once."""
        import numpy as np

        if not documents:
            return np.zeros((0, self.vectoriser.n_features_out_), dtype=np.float32)
        own = _different(self.documents)
        asked = {key: own.get(key, each) for key, each in _different(documents).items()}
        rows = self._table(asked, progress)
        if len(asked) == len(documents):
            return rows
        place = {key: number for number, key in enumerate(asked)}
        return rows[[place[same_answer_key(document.text)] for document in documents]]

    def own_rows(self, progress: Progress = silent) -> "dict[str, Vector]":
        """Return the rows of the question's own segments, by ``same_answer_key`` of their texts."""
        own = _different(self.documents)
        return dict(zip(own, self._table(own, progress), strict=True))

    def keep_rows(self, others: Sequence[SegmentText], progress: Progress = silent) -> None:
        """See to it that the rows of the question's own segments and of these others are kept."""
        different = tuple(_different((*self.documents, *others)).items())
        for start in range(0, len(different), _AT_ONCE):
            self._found(dict(different[start : start + _AT_ONCE]), progress)

    def with_sentence_vectors(
        self, documents: Sequence[SegmentText], progress: Progress = silent
    ) -> tuple[SegmentText, ...]:
        """Return the documents with the sentence model's vectors, where it is part of the space."""
        if not self.with_sentences:
            return tuple(documents)
        vectors = _sentence_vectors(self.project, tuple({each.text for each in documents}), progress)
        return tuple(replace(each, sentence_vector=vectors[each.text]) for each in documents)

    def _table(self, different: Mapping[str, SegmentText], progress: Progress) -> "Matrix":
        """Return the rows of different texts in their order; a share at a time, so that they are held once."""
        import numpy as np

        rows = np.zeros((len(different), 0), dtype=np.float32)
        every = tuple(different.items())
        for start in range(0, len(every), _AT_ONCE):
            chunk = dict(every[start : start + _AT_ONCE])
            found = np.stack(tuple(self._found(chunk, progress).values()))
            if not start:
                rows = np.empty((len(every), found.shape[1]), dtype=np.float32)
            rows[start : start + len(found)] = found
        return rows

    def _found(self, different: Mapping[str, SegmentText], progress: Progress) -> "dict[str, Vector]":
        digests = {key: digest(key, *terms(each)) for key, each in different.items()}
        kept = self.project.cache.get_vectors(self.key, digests.values())
        missing = [key for key in different if digests[key] not in kept]
        for start in range(0, len(missing), _AT_ONCE):
            chunk = missing[start : start + _AT_ONCE]
            documents = self.with_sentence_vectors([different[key] for key in chunk], progress)
            now = dict(zip((digests[key] for key in chunk), self.vectoriser.transform(documents), strict=True))
            self.project.cache.put_vectors(self.key, now)
            kept |= now
        return {key: kept[each] for key, each in digests.items()}


def space_of(
    project: Project,
    texts: Sequence[str],
    documents: tuple[SegmentText, ...],
    fitted_on: tuple[bool, ...],
    lexicon: str = "",
) -> VectorSpace:
    """Return the space of a question.

    Parameters
    ----------
    texts : sequence of str
        The answers, in order.
    documents, fitted_on : tuple
        The answers' segments as the machine cut them, and which of them the space is fitted on.
    lexicon : str
        Digest of the project's corrections of words that occur in the answers; empty for none.
    """
    from avoin.nlp.reading import reading_model

    with_sentences = uses_sentences(project, len(documents))
    model = sentence_identity() if with_sentences else ""
    seed = str(project.settings.random_state)
    key = digest(_ALGORITHM, reading_model().digest, lexicon, model, seed, *texts)
    return VectorSpace(project, key, documents, fitted_on, with_sentences)


def uses_sentences(project: Project, n_segments: int) -> bool:
    """Return whether the sentence model takes part, by the settings, the machine and the number of segments."""
    from avoin.nlp import sentence_model

    wanted = project.settings.sentence_vectors
    if wanted == "never" or not sentence_model.available():
        return False
    return wanted == "always" or n_segments <= _SENTENCES_UP_TO


def sentence_identity() -> str:
    """Return name and version of the sentence model."""
    from avoin.nlp import sentence_model

    return sentence_model.identity()


def _different(documents: Sequence[SegmentText]) -> dict[str, SegmentText]:
    """Return the first document of each different text, in order."""
    first: dict[str, SegmentText] = {}
    for document in documents:
        first.setdefault(same_answer_key(document.text), document)
    return first


def _sentence_vectors(project: Project, texts: Sequence[str], progress: Progress) -> "dict[str, Vector]":
    from avoin.nlp import sentence_model

    model = sentence_model.identity()
    digests = {text: digest(text) for text in sorted(texts)}
    found = project.cache.get_vectors(model, digests.values())
    missing = [text for text, key in digests.items() if key not in found]
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        rows = sentence_model.encode(chunk, counted_on(progress, start, len(missing)))
        now = {digests[text]: row for text, row in zip(chunk, rows, strict=True)}
        project.cache.put_vectors(model, now)
        found |= now
    return {text: found[key] for text, key in digests.items()}


def counted_on(progress: Progress, before: int, total: int) -> Progress:
    """Return a callback for one chunk of a longer run."""

    def report(done: int, _chunk: int | None, doing: str) -> None:
        progress(before + done, total, doing)

    return report
