"""Laying out a desk: everything that it keeps in memory, brought together once.

Enters: a project, a question, perhaps a wave. Leaves: the parts of a desk. Invariants: of texts that were prepared
only their limits are read; their words and vectors come when suggestions are first asked for, so that the desk opens at
once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avoin.codebook.model import Codebook
from avoin.coding.cuts import recut
from avoin.coding.decision import Coding, Mark, MarkKind
from avoin.coding.roles import is_role
from avoin.coding.seen import is_hidden
from avoin.coding.twins import find_twins
from avoin.corpus.model import Answer, Corpus, Question
from avoin.ids import AnswerKey, CoderId, Span, WaveId
from avoin.nlp.model import Outline
from avoin.progress import Progress
from avoin.store import answers as answer_store
from avoin.store import decisions as decision_store
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.coders.blind_coding import NoSuggestions, blind_queue
from avoin.workflow.desk.desk_state import DeskState, Origin, Snapshot
from avoin.workflow.desk.desk_suggestions import DeskSuggestions
from avoin.workflow.places import known_wave, open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.outlines import outlines_of

if TYPE_CHECKING:
    from avoin.workflow.desk.desk_learning import DeskLearning, Fit, Learned

NO_CODEBOOK = Codebook("", "", ())
"""What is on the desk of a project without a codebook: nothing to suggest, codes are born from themes."""


@dataclass
class DeskParts:
    """What a desk is made of.

    Attributes
    ----------
    last : int
        The last decision that is in the state.
    imported : mapping of WaveId to str
        The digest of each wave.
    blind : bool
        Only the answers that the coder codes blind are on the desk, without suggestions.
    """

    question: Question
    wave: WaveId | None
    codebook: Codebook
    corpus: Corpus
    state: DeskState
    suggestions: DeskSuggestions
    last: int
    imported: Mapping[WaveId, str]
    blind: bool


def lay_out(
    project: Project, question_id: str, wave: str | None, coder: CoderId, progress: Progress, fit: "Fit | None"
) -> DeskParts:
    """Read what a desk needs.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where the survey has no such open question or wave.
    """
    question = open_question(project.survey, question_id)
    wanted = None if wave is None else known_wave(project.survey, wave)
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
        blind = blind_queue(decision_store.blind_to(connection, coder), question.id, wanted)
        role = next(iter(blind.values()), coder)
        marks = decision_store.marks(connection, question=question.id, reader=coder)
        codings = decision_store.codings(connection, question.id, coder=role)
        last, _digest = decision_store.head(connection)
        imported = answer_store.wave_digests(connection)
    marks = {mark: seq for mark, seq in marks.items() if mark.coder == role or not is_role(mark.coder)}
    answers = corpus.answers_to(question.id)
    by_text = outlines_of(project, question.id, answers, progress)
    read = {answer.key: by_text[answer.text] for answer in answers}
    shown = tuple(
        answer for answer in answers if wanted in (None, answer.key.wave) and (not blind or answer.key in blind)
    )
    state = DeskState({answer.key: answer for answer in shown}, read, role, find_twins(shown))
    take_over(state, marks, codings)
    codebook = current_codebook(project) or NO_CODEBOOK
    others = tuple(answer for answer in answers if answer.key not in state.answers)
    elsewhere = _snapshot(others, read, marks)
    learning = _Learning(project, answers, elsewhere, codebook, fit)
    suggestions = (
        NoSuggestions(learning, ()) if blind else DeskSuggestions(learning, state.answers, _hidden(project, shown))
    )
    return DeskParts(question, wanted, codebook, corpus, state, suggestions, last, imported, bool(blind))


def _hidden(project: Project, shown: Iterable[Answer]) -> frozenset[AnswerKey]:
    share, seed = project.settings.hidden_share, project.settings.random_state
    if not share:
        return frozenset()
    return frozenset(answer.key for answer in shown if is_hidden(answer.text, answer.key.question, share, seed))


def take_over(state: DeskState, marks: Mapping[Mark, int], codings: Iterable[Coding] = ()) -> None:
    """Start a state from the marks that are on, in the order they were put: the newest note wins."""
    origins = {coding.seq: Origin(coding.seq, coding.at, coding.codebook) for coding in codings}
    in_order = sorted(marks.items(), key=lambda each: each[1])
    state.start((mark, origins.get(seq, Origin(seq, "", ""))) for mark, seq in in_order)


class _Learning:
    """Learns when first asked: only then are vectors made and the learning libraries loaded."""

    def __init__(
        self,
        project: Project,
        answers: Sequence[Answer],
        elsewhere: Snapshot,
        codebook: Codebook,
        fit: "Fit | None",
    ) -> None:
        self._project = project
        self._answers = answers
        self._elsewhere = elsewhere
        self._fit = fit
        self._learning: DeskLearning | None = None
        self.codebook = codebook

    def __call__(self, snapshot: Snapshot) -> "Learned":
        from avoin.workflow.desk.desk_learning import DeskLearning, Tools, fit_here
        from avoin.workflow.texts.kept_reading import read_texts_cached
        from avoin.workflow.texts.prepare_answers import space_of_answers

        if self._learning is None:
            by_text = read_texts_cached(self._project, (answer.text for answer in self._answers))
            read = {answer.key: by_text[answer.text] for answer in self._answers}
            tools = Tools.of(self._project, space_of_answers(self._project, self._answers, read))
            texts = {answer.key: answer.text for answer in self._answers}
            self._learning = DeskLearning(texts, read, tools, self._elsewhere, self._fit or fit_here)
        return self._learning.learn(snapshot, self.codebook)


def _snapshot(answers: Sequence[Answer], read: Mapping[AnswerKey, Outline], marks: Mapping[Mark, int]) -> Snapshot:
    on: dict[AnswerKey, list[tuple[Mark, int]]] = {answer.key: [] for answer in answers}
    for mark, seq in marks.items():
        if mark.answer in on:
            on[mark.answer].append((mark, seq))
    segments = {answer.key: _cut(answer, read[answer.key], on[answer.key]) for answer in answers}
    return Snapshot(segments, {key: tuple(each) for key, each in on.items() if each})


def _cut(answer: Answer, read: Outline, marks: Iterable[tuple[Mark, int]]) -> tuple[Span, ...]:
    breaks = {mark.start for mark, _seq in marks if mark.kind is MarkKind.BREAK}
    glues = {mark.start for mark, _seq in marks if mark.kind is MarkKind.GLUE}
    return tuple(Span(answer.key, start, end) for start, end in recut(answer.text, read.segments, breaks, glues))
