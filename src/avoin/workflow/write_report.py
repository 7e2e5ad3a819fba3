"""The report: the deck's shape in one file.

Enters: a project, a form and a language. Leaves: a file that is whole or not there. Invariants: same facts, same
bytes: the clock is not read, and without a date given it is that of the last decision.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from avoin.codebook.model import Codebook
from avoin.coding.carrying import read_under
from avoin.coding.decision import Coding, Decision, Mark, MarkKind
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.export.atomic import STANDARD_OUTPUT, write_whole
from avoin.export.html import to_html
from avoin.export.report_markdown import report_to_markdown
from avoin.export.word import to_word
from avoin.i18n import LANGUAGES, _, language, set_language
from avoin.ids import Span, WaveId
from avoin.progress import Progress, silent
from avoin.report.build import Sources, build_report
from avoin.report.closed import closed_rows
from avoin.report.codes import code_rows
from avoin.report.frame import Frame, frame_of
from avoin.report.koonti import Coded
from avoin.report.methods import Work
from avoin.report.model import Report
from avoin.report.quantities import scale_of
from avoin.report.suggested import suggestions_of
from avoin.report.summary import Summary
from avoin.report.voices import Vector
from avoin.store import answers, decisions
from avoin.store.summaries import summaries
from avoin.workflow.find_themes import current_themes
from avoin.workflow.make_tables import Wanted, check_names, codebook_of, load_coded, thresholds_of
from avoin.workflow.prepare_answers import Reading, read_question
from avoin.workflow.project import Project
from avoin.workflow.told_agreement import reliability_of
from avoin.workflow.wave_availability import not_coded
from avoin.workflow.write_export import FormError, Written, voices_of


class ReportForm(StrEnum):
    """How a report can be written."""

    HTML = "html"
    MD = "md"
    DOCX = "docx"


class LanguageError(AvoinError):
    """Reports are written in Finnish or English."""


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What the report is about; None takes what suggests itself.

    Attributes
    ----------
    wave : str or None
        None is the last one with answers.
    place : str or None
        The variable whose values are ranked; None is the one with most values.
    language : str or None
        "fi" or "en"; None is the language spoken now.
    on : date or None
        None is the date of the last decision.
    unreviewed : bool
        True where quotations that nobody approved may stand in it as well, marked so.
    """

    wave: str | None = None
    place: str | None = None
    coder: str | None = None
    language: str | None = None
    on: date | None = None
    unreviewed: bool = False


_AS_SUGGESTED = ReportWish()


def write_report(
    project: Project,
    form: str = "html",
    output: Path | None = None,
    *,
    wish: ReportWish = _AS_SUGGESTED,
    progress: Progress = silent,
) -> Written:
    """Write the report.

    Parameters
    ----------
    form : str
        "html", "md" or "docx".
    output : Path or None
        Where to; ``-`` is standard output (not for docx), None the project's output folder.

    Raises
    ------
    FormError
        Where the form is not known, or a document would go to standard output.
    NothingToReportError
        Where no answers were imported, or the wave or variable is not known.
    WriteError
        Where the file cannot be written.
    """
    writers: Mapping[str, Callable[[Report], bytes]] = {
        ReportForm.HTML: to_html,
        ReportForm.MD: report_to_markdown,
        ReportForm.DOCX: to_word,
    }
    if form not in writers:
        raise FormError(
            _("There is no report in the form {name}.").format(name=form),
            _("There are: {names}").format(names=", ".join(ReportForm)),
        )
    path = output or project.places.output / f"report.{form}"
    if path == STANDARD_OUTPUT and form == ReportForm.DOCX:
        raise FormError(_("A document cannot go to standard output."), _("Name a file: --output FILE.docx"))
    with _speaking(wish.language or language()):
        report = make_report(project, wish, progress)
        progress(0, None, _("drawing the report"))
        write_whole(path, writers[form](report))
    return Written(path, len(report.sections))


def make_report(project: Project, wish: ReportWish = _AS_SUGGESTED, progress: Progress = silent) -> Report:
    """Return the report, in the language spoken now.

    Raises
    ------
    NothingToReportError
        Where no answers were imported, or the wave or variable is not known.
    """
    check_names(project.survey, Wanted(coder=wish.coder), is_open=True)
    corpus, codings = load_coded(project, wish.coder)
    thresholds = thresholds_of(project.settings)
    frame = frame_of(corpus, thresholds, wish.wave, wish.place, scale_of(project.settings.quantities))
    shown = (frame.wave.id, frame.before)
    counted = tuple(coding for coding in codings if coding.span.answer.wave in shown)
    readings = _readings(project, frame, counted, progress)
    codebook = codebook_of(project)
    voices = replace(
        voices_of(project, frame.wave.id),
        vectors=_vectors(readings),
        beside=frame.roles,
        unreviewed=wish.unreviewed,
    )
    rows = code_rows(corpus, codebook, counted, thresholds, not_coded=not_coded(project))
    coded = Coded(codebook, read_under(codebook, counted), rows, voices, summaries=_summaries(project, wish))
    work = _work(project, corpus, frame, counted, readings)
    if wish.coder is None:
        work = replace(work, reliability=reliability_of(project))
    closed = closed_rows(corpus, thresholds)
    return build_report(
        frame, Sources(project.settings.name, closed, coded, work, wish.on or _last_day(work.decisions))
    )


def _summaries(project: Project, wish: ReportWish) -> tuple[Summary, ...]:
    """Return the summaries; none for a report of one coder's codings, which is not what they were written on."""
    if wish.coder is not None:
        return ()
    with project.store.read() as connection:
        return tuple(summaries(connection).values())


@contextmanager
def _speaking(wanted: str) -> Iterator[None]:
    if wanted not in LANGUAGES:
        raise LanguageError(
            _("There is no report in the language {language}.").format(language=wanted), _("The language is fi or en.")
        )
    before = language()
    set_language(wanted)
    try:
        yield
    finally:
        set_language(before)


def _readings(project: Project, frame: Frame, codings: tuple[Coding, ...], progress: Progress) -> tuple[Reading, ...]:
    """Return the coded questions of the frame's wave, read; what was prepared before comes from the cache."""
    coded = {coding.span.answer.question for coding in codings if coding.span.answer.wave == frame.wave.id}
    return tuple(
        read_question(project, question.id, frame.wave.id, progress) for question in frame.open if question.id in coded
    )


def _vectors(readings: tuple[Reading, ...]) -> Mapping[Span, Vector]:
    return {span: vector for reading in readings for span, vector in zip(reading.spans, reading.vectors, strict=True)}


def _last_day(made: tuple[Decision, ...]) -> date | None:
    return date.fromisoformat(made[-1].at[:10]) if made else None


def _work(
    project: Project, corpus: Corpus, frame: Frame, codings: tuple[Coding, ...], readings: tuple[Reading, ...]
) -> Work:
    waves: set[WaveId | None] = {frame.wave.id, frame.before}
    with project.store.read() as connection:
        made = decisions.load(connection)
        done = decisions.marks(connection, MarkKind.DONE, MarkKind.CODING, wave=frame.wave.id)
        files = answers.imported_files(connection)
        back = decisions.marks(connection, MarkKind.BACK_CODED)
    worked_on = {mark.answer for mark in done}
    return Work(
        decisions=made,
        codings=codings,
        files=tuple((each.wave, each.name, each.digest) for each in files if each.wave in waves),
        models=_models(readings),
        groupings=tuple(_groupings(project, frame)),
        suggestions=suggestions_of(made),
        back_coded=tuple(_back_coded(back, codebook_of(project), waves)),
        n_worked_on={
            question.title: (
                sum(answer.key in worked_on for answer in corpus.answers_to(question.id, frame.wave.id)),
                len(corpus.answers_to(question.id, frame.wave.id)),
            )
            for question in frame.open
        },
    )


def _back_coded(
    marks: Iterable[Mark], codebook: Codebook, waves: Collection[WaveId | None]
) -> Iterator[tuple[str, str, int, int]]:
    for mark in marks:
        if mark.wave in waves:
            held = json.loads(mark.text)
            known = codebook.by_id.get(mark.code)
            yield (mark.code if known is None else known.name, mark.wave, held["waiting"], held["segments"])


def _models(readings: tuple[Reading, ...]) -> Mapping[str, str]:
    found = {_("language stage"): reading.model for reading in readings}
    return found | {
        _("vectors of {question}").format(question=reading.question.id): reading.features for reading in readings
    }


def _groupings(project: Project, frame: Frame) -> Iterator[str]:
    for question in frame.open:
        found = current_themes(project, question.id, frame.wave.id) or current_themes(project, question.id, None)
        if found is not None:
            yield _("{question}: {method}, features {features}, seed {seed}").format(
                question=question.id, method=found.method, features=found.features, seed=found.seed
            )
