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
from avoin.coding.decision import Coding, Decision, Mark, MarkKind, Verb
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.export.atomic import STANDARD_OUTPUT
from avoin.export.html import to_html
from avoin.export.pdf import to_pdf
from avoin.export.report_markdown import report_to_markdown
from avoin.export.slides import to_slides
from avoin.export.style import PLAIN, Style, read_style
from avoin.export.word import to_word
from avoin.i18n import LANGUAGES, _, language, set_language
from avoin.ids import CodeId, Span, WaveId
from avoin.privacy.quotable import quotable
from avoin.progress import Progress, silent
from avoin.report.build import Sources, build_report, reviewed_texts
from avoin.report.closed import closed_tables
from avoin.report.codes import code_tables
from avoin.report.frame import Frame, frame_of
from avoin.report.koonti import Coded
from avoin.report.methods import Work
from avoin.report.model import Report
from avoin.report.quantities import scale_of
from avoin.report.suggested import suggestions_of
from avoin.report.summary import Summary
from avoin.report.voices import Vector, Voices
from avoin.report.words import listing
from avoin.store import answers, decisions
from avoin.store.summaries import summaries
from avoin.workflow.coders.told_agreement import reliabilities_of
from avoin.workflow.incoming.wave_availability import not_coded
from avoin.workflow.outgoing.make_tables import Wanted, check_names, codebook_of, load_coded, thresholds_of
from avoin.workflow.outgoing.release_tables import Outgoing, Quoted, write_released
from avoin.workflow.outgoing.review_quotes import worth_quoting
from avoin.workflow.outgoing.weights import weights_of
from avoin.workflow.outgoing.write_export import FormError, Written, voices_of
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import current_themes
from avoin.workflow.texts.prepare_answers import Reading, read_question


class ReportForm(StrEnum):
    """How a report can be written."""

    HTML = "html"
    MD = "md"
    DOCX = "docx"
    PPTX = "pptx"
    PDF = "pdf"


_DOCUMENTS = (ReportForm.DOCX, ReportForm.PPTX, ReportForm.PDF)


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
    style : Path or None
        Folder of a house style; None is that of the settings.
    knowingly : bool
        True where it may reveal somebody together with tables that were written out before.
    """

    wave: str | None = None
    place: str | None = None
    coder: str | None = None
    language: str | None = None
    on: date | None = None
    unreviewed: bool = False
    style: Path | None = None
    knowingly: bool = False


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
        "html", "md", "docx", "pptx" or "pdf".
    output : Path or None
        Where to; ``-`` is standard output (not for documents), None the project's output folder.

    Raises
    ------
    FormError
        Where the form is not known, or a document would go to standard output.
    NothingToReportError
        Where no answers were imported, or the wave or variable is not known.
    StyleError
        Where the house style is not what it should be.
    RevealingError
        Where its tables reveal somebody together with earlier ones.
    WriteError, StoreError
        Where the file or its entry in the ledger cannot be written.
    """
    writers: Mapping[str, Callable[[Report, Style], bytes]] = {
        ReportForm.HTML: to_html,
        ReportForm.MD: lambda report, _style: report_to_markdown(report),
        ReportForm.DOCX: to_word,
        ReportForm.PPTX: to_slides,
        ReportForm.PDF: to_pdf,
    }
    if form not in writers:
        raise FormError(
            _("There is no report in the form {name}.").format(name=form),
            _("There are: {names}").format(names=", ".join(ReportForm)),
        )
    path = output or project.places.output / f"report.{form}"
    if path == STANDARD_OUTPUT and form in _DOCUMENTS:
        raise FormError(
            _("A document cannot go to standard output."), _("Name a file: --output FILE.{form}").format(form=form)
        )
    style = _style(project, wish)
    with _speaking(wish.language or language()):
        report, tables = _report_and_tables(project, wish, progress)
        progress(0, None, _("drawing the report"))
        write_released(project, path, writers[form](report, style), replace(tables, knowingly=wish.knowingly))
    return Written(path, len(report.sections))


def _style(project: Project, wish: ReportWish) -> Style:
    """Return the house style asked for; the setting names a folder as seen from the project's."""
    if wish.style is not None:
        return read_style(wish.style)
    told = project.settings.style
    return read_style(project.folder / told) if told else PLAIN


def make_report(project: Project, wish: ReportWish = _AS_SUGGESTED, progress: Progress = silent) -> Report:
    """Return the report, in the language spoken now.

    Raises
    ------
    NothingToReportError
        Where no answers were imported, or the wave or variable is not known.
    """
    return _report_and_tables(project, wish, progress)[0]


def _report_and_tables(project: Project, wish: ReportWish, progress: Progress) -> tuple[Report, Outgoing]:
    check_names(project.survey, Wanted(coder=wish.coder), is_open=True)
    corpus, codings = load_coded(project, wish.coder)
    thresholds = thresholds_of(project.settings)
    frame = frame_of(corpus, thresholds, wish.wave, wish.place, scale_of(project.settings.quantities))
    frame = replace(frame, weight=project.settings.weight)
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
    weights = weights_of(project.settings, corpus)
    codes = code_tables(corpus, codebook, counted, thresholds, not_coded=not_coded(project), weights=weights)
    rows = tuple(row for table in codes for row in table.rows)
    coded = Coded(codebook, read_under(codebook, counted), rows, voices, summaries=_summaries(project, wish))
    work = _work(project, corpus, frame, counted, readings)
    if wish.coder is None:
        work = replace(work, reliabilities=reliabilities_of(project))
    tables = closed_tables(corpus, thresholds, weights=weights)
    closed = tuple(row for table in tables for row in table.rows)
    masked = (*(each.masked for each in tables), *(each for table in codes for each in table.masked))
    outgoing = Outgoing(
        "report",
        tuple(each for each in masked if each.topic[1] in shown),
        (*frame.roles, *([frame.place] if frame.place else [])),
    )
    sources = Sources(project.settings.name, closed, coded, work, wish.on or _last_day(work.decisions))
    report = build_report(frame, sources)
    quoted = tuple(_quoted(report, frame, voices, quotable(load_coded(project)[1], worth_quoting(project))))
    return report, replace(outgoing, quoted=quoted)


def _quoted(report: Report, frame: Frame, voices: Voices, codes: Mapping[Span, frozenset[CodeId]]) -> Iterator[Quoted]:
    """Yield the reviewed quotations of a report; segments of the same words all count as quoted."""
    texts = reviewed_texts(report)
    for span, text in sorted(voices.approved.items()):
        if text in texts and span.answer.wave == frame.wave.id:
            yield Quoted(_whole(span, frame.corpus), text, codes[span])


def _whole(span: Span, corpus: Corpus) -> Span:
    """Return the span with limits: a coding on the whole answer has none of its own."""
    return Span(span.answer, 0, len(corpus.by_key[span.answer].text)) if span.start < 0 else span


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
        # that reports were written is no part of how this one came about: it would differ each time
        made = tuple(each for each in decisions.load(connection) if each.verb is not Verb.USED)
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
    read: dict[str, list[str]] = {}
    for reading in readings:
        read.setdefault(reading.features, []).append(reading.question.title)
    return found | {_("vectors of {question}").format(question=listing(tuple(of))): made for made, of in read.items()}


def _groupings(project: Project, frame: Frame) -> Iterator[str]:
    for question in frame.open:
        found = current_themes(project, question.id, frame.wave.id) or current_themes(project, question.id, None)
        if found is not None:
            yield _("{question}: {method}, features {features}, seed {seed}").format(
                question=question.title, method=found.method, features=found.features, seed=found.seed
            )
