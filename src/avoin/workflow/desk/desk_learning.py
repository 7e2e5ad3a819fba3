"""Learning at a desk: marks become labels, texts become numbers, the suggester is fitted.

Enters: a question as read, its codebook, and a snapshot of marks. Leaves: what was learned, never changed afterwards.
Invariants: texts are turned into numbers once and kept; only a segment that was cut anew is turned again; the store is
not touched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from avoin.codebook.model import Codebook
from avoin.coding.calibration import families_of
from avoin.coding.code_texts import CodeText, code_texts, is_about_silence
from avoin.coding.decision import Mark, MarkKind
from avoin.coding.evidence import UNKNOWN, Evidence, no_evidence
from avoin.coding.negation import denial, is_about_lack
from avoin.coding.reasons import WordReasons, most_alike
from avoin.coding.suggester import Codes, Features, Segments, Suggester
from avoin.coding.suggestion import Suggestion
from avoin.coding.term_space import TermSpace
from avoin.ids import AnswerKey, CodeId, Span
from avoin.nlp.model import ReadText
from avoin.nlp.non_answers import is_non_answer
from avoin.nlp.vectors import Matrix, SegmentText
from avoin.text import same_answer_key
from avoin.workflow.desk.desk_state import IN_BULK, Snapshot
from avoin.workflow.project import Project
from avoin.workflow.texts.prepare_answers import documents_of, vectors_of
from avoin.workflow.texts.vector_space import VectorSpace

Fit = Callable[[Segments, Codes, Evidence], Suggester]

SUGGESTER = "ridge 2"
"""Raise it when the same decisions would give other suggestions."""


@dataclass(frozen=True)
class Tools:
    """How texts become numbers.

    Attributes
    ----------
    known : dict of str to ndarray
        Vectors of segments' texts that were made already, by ``same_answer_key``.
    vectors_of : callable
        Gives the vectors of other texts, (n_texts, n_dimensions), in the same space.
    documents_of : callable
        Reads texts and gives them as documents.
    """

    known: dict[str, NDArray[np.float32]]
    vectors_of: Callable[[Sequence[str]], Matrix]
    documents_of: Callable[[Sequence[str]], Sequence[SegmentText]]

    @classmethod
    def of(cls, project: Project, space: VectorSpace) -> "Tools":
        """Return the tools that the space of a question's segments gives."""
        return cls(
            dict(space.own_rows()),
            lambda texts: vectors_of(project, space, texts),
            lambda texts: documents_of(project, space, texts),
        )


@dataclass(frozen=True)
class Learned:
    """What was learned at one moment.

    Attributes
    ----------
    spans : tuple of Span
        Segments, in file order.
    codes : tuple of CodeId
        Codes, in codebook order.
    scores : ndarray of shape (n_spans, n_codes), float32
        Chances, 0-1.
    version : str
        What suggested, and from how many decided answers.
    """

    spans: tuple[Span, ...]
    codes: tuple[CodeId, ...]
    scores: NDArray[np.float32]
    threshold: float
    version: str
    segments: Segments
    evidence: Evidence
    term_weights: NDArray[np.float32]
    reasons: WordReasons
    texts: Mapping[AnswerKey, str]
    read: Mapping[AnswerKey, ReadText]

    def suggestion(self, row: int, column: int) -> Suggestion:
        """Return a code's suggestion for a segment, with its reasons."""
        span = self.spans[row]
        p = float(self.scores[row, column])
        tokens = self.read[span.answer].tokens_in(span.start, span.end)
        words = self.reasons.words(self.texts[span.answer], tokens, self.term_weights[:, column])
        return Suggestion(self.codes[column], p, words, self._nearest(row, column), p >= self.threshold)

    def _nearest(self, row: int, column: int) -> Span | None:
        having = self.evidence.rows[self.evidence.labels[:, column] == 1]
        having = having[having != row]
        text = self.segments.text
        found = most_alike(self.segments.features.vectors[text[row]], text[having], self.segments.features.vectors)
        return None if found is None else self.spans[int(having[np.flatnonzero(text[having] == found)[0]])]


def fit_here(segments: Segments, codes: Codes, evidence: Evidence) -> Suggester:
    """Return a suggester fitted to these, in this process."""
    return Suggester().fit(segments, codes, evidence)


@dataclass
class DeskLearning:
    """Fits the suggester for one question; called from one thread at a time.

    Attributes
    ----------
    texts : mapping of AnswerKey to str
        Working texts of all answers to learn from.
    read : mapping of AnswerKey to ReadText
    tools : Tools
    elsewhere : Snapshot
        Segments and marks of other waves' answers: they teach, and are not on the desk.
    fit : callable
        Gives a suggester fitted to segments, codes and evidence.
    """

    texts: Mapping[AnswerKey, str]
    read: Mapping[AnswerKey, ReadText]
    tools: Tools
    elsewhere: Snapshot
    fit: Fit = fit_here
    _space: TermSpace | None = None
    _segments: tuple[tuple[Span, ...], Segments, WordReasons] | None = None
    _codes: tuple[Codebook, Codes] | None = None
    _before: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def learn(self, snapshot: Snapshot, codebook: Codebook) -> Learned:
        """Learn from a snapshot and a codebook."""
        spans = tuple(
            span for part in (snapshot.segments, self.elsewhere.segments) for each in part.values() for span in each
        )
        segments, codes = self.numbers(spans, codebook)
        ids = tuple(code.id for code in codebook.usable)
        evidence = self._evidence(spans, segments, codes, ids, {**self.elsewhere.marks, **snapshot.marks})
        fitted = self.fit(segments, codes, evidence)
        return Learned(
            spans,
            ids,
            fitted.scores_,
            fitted.calibration_.threshold,
            f"{SUGGESTER}, {fitted.n_decided_} answers, {codebook.name} {codebook.version}",
            segments,
            evidence,
            fitted.term_weights_,
            self._reasons(),
            self.texts,
            self.read,
        )

    def numbers(self, spans: tuple[Span, ...], codebook: Codebook) -> tuple[Segments, Codes]:
        """Return segments and codes as numbers, answers numbered in the order of the segments."""
        return self._segments_of(spans), self._codes_of(codebook)

    def _reasons(self) -> WordReasons:
        assert self._segments is not None
        return self._segments[2]

    def _segments_of(self, spans: tuple[Span, ...]) -> Segments:
        if self._segments is None or self._segments[0] != spans:
            documents = [self._document(span) for span in spans]
            first: dict[str, int] = {}
            numbers = [first.setdefault(same_answer_key(each.text), len(first)) for each in documents]
            different = dict(zip(reversed(numbers), reversed(documents), strict=True))
            chosen = [different[number] for number in range(len(first))]
            if self._space is None:
                # fitted once: an answer that is cut anew must not change what every other word weighs
                self._space = TermSpace().fit(chosen)
            features = Features(self._space.transform(chosen), self._vectors(chosen))
            owners: dict[AnswerKey, int] = {}
            owner = [owners.setdefault(span.answer, len(owners)) for span in spans]
            made = Segments(
                features,
                np.array(numbers, dtype=np.intp),
                np.array(owner, dtype=np.intp),
                np.array([denial(each.text) for each in documents], dtype=np.float64),
                np.array([is_non_answer(each.text) for each in documents], dtype=bool),
            )
            self._segments = (spans, made, WordReasons(self._space))
            self._before.clear()
        return self._segments[1]

    def _document(self, span: Span) -> SegmentText:
        text = self.texts[span.answer][span.start : span.end]
        return SegmentText(text, self.read[span.answer].tokens_in(span.start, span.end))

    def _vectors(self, documents: Sequence[SegmentText]) -> NDArray[np.float32]:
        known = self.tools.known
        keys = [same_answer_key(each.text) for each in documents]
        missing = [each.text for each, key in zip(documents, keys, strict=True) if key not in known]
        if missing or not keys:
            made = self.tools.vectors_of(missing)
            known.update(zip(map(same_answer_key, missing), made, strict=True))
        return np.array([known[key] for key in keys], dtype=np.float32) if keys else made

    def _codes_of(self, codebook: Codebook) -> Codes:
        if self._codes is None or self._codes[0] != codebook:
            assert self._space is not None
            texts = code_texts(codebook)
            plain = [each.text for each in texts]
            features = Features(self._space.transform(self.tools.documents_of(plain)), self.tools.vectors_of(plain))
            self._codes = (codebook, _codes(codebook, texts, features))
            self._before.clear()
        return self._codes[1]

    def _evidence(
        self,
        spans: Sequence[Span],
        segments: Segments,
        codes: Codes,
        ids: Sequence[CodeId],
        marks: Mapping[AnswerKey, tuple[tuple[Mark, int], ...]],
    ) -> Evidence:
        labels = _Labels.of(spans, ids, marks)
        if labels.wide and "scores" not in self._before:
            self._before["scores"] = self.fit(segments, codes, no_evidence(codes.n)).scores_
        for rows, column in labels.wide:
            chances = self._before["scores"][list(rows), column]
            labels.say(rows[int(np.argmax(chances))], column, 1)
        return labels.evidence()


@dataclass
class _Labels:
    """Labels of segments while they are gathered.

    Attributes
    ----------
    wide : list of (rows, column)
        Codings that stand on several segments: one of them deserves it, which one is not said.
    """

    n_codes: int
    known: dict[int, NDArray[np.int8]] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)
    wide: list[tuple[tuple[int, ...], int]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        spans: Sequence[Span],
        ids: Sequence[CodeId],
        marks: Mapping[AnswerKey, tuple[tuple[Mark, int], ...]],
    ) -> "_Labels":
        """Gather the labels that the marks come to."""
        found = cls(len(ids))
        column = {code: place for place, code in enumerate(ids)}
        rows: dict[AnswerKey, list[int]] = {key: [] for key in marks}
        for row, span in enumerate(spans):
            if span.answer in rows:
                rows[span.answer].append(row)
        for key, on in marks.items():
            # what was looked at says no to all codes, then what was refused, then what was given says yes
            for kinds in ((MarkKind.DONE,), (MarkKind.REFUSED,), (MarkKind.CODING,)):
                for mark, seq in on:
                    if mark.kind in kinds:
                        under = tuple(row for row in rows[key] if _overlap(mark, spans[row]))
                        found.take(mark, seq, under, column)
        return found

    def take(self, mark: Mark, seq: int, rows: tuple[int, ...], column: Mapping[CodeId, int]) -> None:
        """Write down what one mark says of the segments under it."""
        for row in rows:
            self.newest[row] = max(seq, self.newest.get(row, 0))
        if mark.kind is MarkKind.DONE:
            if mark.text != IN_BULK:
                for row in rows:
                    self._labels(row)[:] = 0
        elif mark.code in column:
            if mark.kind is MarkKind.CODING and len(rows) > 1:
                self.wide.append((rows, column[mark.code]))
            for row in rows:
                self.say(row, column[mark.code], _said(mark, len(rows)))

    def say(self, row: int, column: int, label: int) -> None:
        """Set one label."""
        self._labels(row)[column] = label

    def evidence(self) -> Evidence:
        """Return the labels of segments of which anything is known, the oldest decision first."""
        rows = sorted(self.known, key=lambda row: (self.newest[row], row))
        if not rows:
            return no_evidence(self.n_codes)
        return Evidence(np.array(rows, dtype=np.intp), np.array([self.known[row] for row in rows], dtype=np.int8))

    def _labels(self, row: int) -> NDArray[np.int8]:
        return self.known.setdefault(row, np.full(self.n_codes, UNKNOWN, dtype=np.int8))


def _said(mark: Mark, n_rows: int) -> int:
    if mark.kind is MarkKind.REFUSED:
        return 0
    return 1 if n_rows == 1 else UNKNOWN


def _overlap(mark: Mark, span: Span) -> bool:
    return mark.start < span.end and span.start < mark.end


def _codes(codebook: Codebook, texts: Sequence[CodeText], features: Features) -> Codes:
    usable = codebook.usable
    number = {code.id: place for place, code in enumerate(usable)}
    return Codes(
        len(usable),
        features,
        np.array([number[each.code] for each in texts], dtype=np.intp),
        np.array([each.against for each in texts], dtype=bool),
        np.array([is_about_lack(f"{code.name} {code.definition}") for code in usable], dtype=bool),
        np.array([denial(code.name) > 0 for code in usable], dtype=bool),
        np.array([is_about_silence([each for each in texts if each.code == code.id]) for code in usable], dtype=bool),
        families_of([code.parent for code in usable]),
    )
