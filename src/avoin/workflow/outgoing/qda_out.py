"""The project for other tools of qualitative analysis: answers as texts, respondents as cases, codings, memos, codes.

Enters: a project. Leaves: a REFI-QDA file. Invariants: without ``raw`` names and the like are replaced, respondents
have numbers instead of ids, and only background that enough share stands beside; what was coded blind stays blind.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from avoin.codebook.described import described
from avoin.coding.decision import Mark, MarkKind
from avoin.corpus.model import Corpus
from avoin.export.atomic import write_whole
from avoin.export.qdpx import to_qdpx
from avoin.i18n import _
from avoin.ids import AnswerKey, RespondentId, Span, VariableId, WaveId
from avoin.importing.gathered import gathered
from avoin.importing.qda import QdaCase, QdaCode, QdaCoding, QdaMemo, QdaProject, QdaSource
from avoin.privacy.background import background_beside
from avoin.privacy.proposals import propose
from avoin.privacy.redaction import replaced, replacing
from avoin.privacy.review import reviews_of
from avoin.progress import Progress, silent
from avoin.report.frame import frame_of
from avoin.store import decisions
from avoin.workflow.outgoing.make_tables import codebook_of, load_coded, thresholds_of
from avoin.workflow.project import Project

TOOL = "avoin"
_NOT_IN_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Layout(StrEnum):
    """What a text is in the other tool: an answer, or all answers to a question in a wave under headings."""

    PER_ANSWER = "per-answer"
    PER_QUESTION = "per-question"


@dataclass(frozen=True, slots=True)
class QdaWritten:
    """What was written, counted; ``n_texts`` are answers, in either layout."""

    path: Path
    n_texts: int
    n_codings: int
    n_memos: int
    raw: bool


def write_qdpx(
    project: Project,
    output: Path | None = None,
    *,
    raw: bool = False,
    layout: Layout = Layout.PER_ANSWER,
    progress: Progress = silent,
) -> QdaWritten:
    """Write the project as REFI-QDA.

    Parameters
    ----------
    output : Path or None
        None is the project's output folder.
    raw : bool
        Answers as they were written, ids and all background: what comes back to this project, and no one else's.

    Raises
    ------
    BlindError
        While whoever asks is coding answers blind.
    WriteError
        Where the file cannot be written.
    """
    path = output or project.places.output / ("project.qdpx" if raw else "project-redacted.qdpx")
    found = as_qda(project)
    if not raw:
        found = _redacted(project, found, progress)
    write_whole(path, to_qdpx(gathered(found) if layout is Layout.PER_QUESTION else found))
    return QdaWritten(path, len(found.sources), len(found.codings), len(found.memos), raw)


def as_qda(project: Project) -> QdaProject:
    """Return the whole project as other tools see it, as it is."""
    corpus, codings = load_coded(project)
    with project.store.read() as connection:
        memos = [
            (mark, decisions.load_one(connection, seq).at)
            for mark, seq in decisions.marks(connection, MarkKind.MEMO).items()
            if mark.answer in corpus.by_key or not mark.respondent
        ]
    names = {each.id: each.name for each in project.survey.variables}
    called = names_of(corpus)
    return QdaProject(
        project.settings.name,
        TOOL,
        tuple(codes_of(project)),
        tuple(
            QdaSource(key_of(each.key), called[each.key], each.text, _case(each.key), sets_of(each.key))
            for each in corpus.answers
        ),
        tuple(_cases(corpus, names)),
        tuple(
            QdaCoding(key_of(each.span.answer), *_ends(each.span, corpus), each.code, each.coder, each.at)
            for each in codings
            if each.span.answer in corpus.by_key
        ),
        tuple(_memo(mark, at, corpus) for mark, at in memos),
    )


def _memo(mark: Mark, at: str, corpus: Corpus) -> QdaMemo:
    if not mark.respondent:
        return QdaMemo("", 0, 0, mark.text, mark.coder, at, mark.code)
    return QdaMemo(key_of(mark.answer), *_ends(mark.span, corpus), mark.text, mark.coder, at)


def key_of(answer: AnswerKey) -> str:
    """Return what codings call an answer: no two answers alike."""
    return "\x1f".join(answer)


def names_of(corpus: Corpus) -> dict[AnswerKey, str]:
    """Return what each answer is called in the other tool, no two alike; some tools make a file of that name."""
    taken: Counter[str] = Counter()
    found = {}
    for answer in corpus.answers:
        plain = _NOT_IN_NAME.sub("-", "_".join(answer.key))
        taken[plain.casefold()] += 1
        n = taken[plain.casefold()]
        found[answer.key] = plain if n == 1 else f"{plain}~{n}"
    return found


def _case(answer: AnswerKey) -> str:
    return f"{answer.wave}/{answer.respondent}"


def sets_of(answer: AnswerKey) -> tuple[str, str]:
    """Return the sets that an answer is in: those of its wave and of its question."""
    return (answer.wave, answer.question)


def _ends(span: Span, corpus: Corpus) -> tuple[int, int]:
    """Return where a span is; one of the whole answer, or on a text that was longer once, lies within it."""
    length = len(corpus.by_key[span.answer].text)
    return (0, length) if span.start < 0 else (min(span.start, length), min(span.end, length))


def codes_of(project: Project) -> Iterator[QdaCode]:
    """Yield the codes of the codebook in use."""
    book = codebook_of(project)
    for code in book.codes:
        yield QdaCode(code.id, code.name, code.parent or "", described(code, book.version), code.colour, code.codable)


def _cases(corpus: Corpus, names: Mapping[VariableId, str]) -> Iterator[QdaCase]:
    for each in corpus.respondents:
        values = {names[variable]: value for variable, value in each.values.items() if variable in names}
        yield QdaCase(f"{each.wave}/{each.id}", f"{each.wave}/{each.id}", values)


def _redacted(project: Project, whole: QdaProject, progress: Progress) -> QdaProject:
    """Return the project as it may go to others: names replaced, numbers for ids, background that enough share."""
    corpus, _codings = load_coded(project)
    with project.store.read() as connection:
        made = reviews_of(decisions.marks(connection, MarkKind.EDIT)).edits
    texts = tuple(each.text for each in corpus.answers)
    progress(0, 1, _("Looking for names"))
    edits = {
        key_of(answer.key): (*made.get(answer.key, ()), *replacing(answer.text, proposals))
        for answer, proposals in zip(corpus.answers, propose(texts, progress), strict=True)
    }
    codings: dict[str, list[QdaCoding]] = {}
    for each in whole.codings:
        codings.setdefault(each.source, []).append(each)
    numbers = {(each.wave, each.id): f"V{place:04d}" for place, each in enumerate(corpus.respondents, start=1)}
    sources, moved = [], []
    for answer in corpus.answers:
        mine = codings.get(key_of(answer.key), [])
        places = [place for each in mine for place in (each.start, each.end)]
        text, gone = replaced(answer.text, edits[key_of(answer.key)], places)
        number = numbers[answer.key.wave, answer.key.respondent]
        name = f"{number}_{answer.key.question}"
        sources.append(QdaSource(name, name, text, number, sets_of(answer.key)))
        moved += [replace(each, source=name, start=gone[each.start], end=gone[each.end]) for each in mine]
    return replace(
        whole,
        name=_("{name} (redacted)").format(name=whole.name),
        sources=tuple(sources),
        cases=tuple(_numbered(project, corpus, numbers)),
        codings=tuple(moved),
        memos=(),
    )


def _numbered(
    project: Project, corpus: Corpus, numbers: Mapping[tuple[WaveId, RespondentId], str]
) -> Iterator[QdaCase]:
    thresholds = thresholds_of(project.settings)
    names = {each.id: each.name for each in project.survey.variables}
    beside = {wave: frame_of(corpus, thresholds, wave).roles for wave in {each.wave for each in corpus.respondents}}
    for each in corpus.respondents:
        shown = background_beside(corpus, each, beside[each.wave], thresholds.cell)
        number = numbers[each.wave, each.id]
        yield QdaCase(number, number, {names[variable]: value for variable, value in shown.items()})
