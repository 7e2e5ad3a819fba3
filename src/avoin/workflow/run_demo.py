"""Demo: the whole job on the synthetic example survey, through the same verbs that a researcher uses.

Enters: a folder. Leaves: a project with both waves imported, read, grouped and coded, a report and exports in
``output/``. Invariant: run again on its own project it changes no fact, it writes the outputs anew.
"""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId
from avoin.progress import Progress, silent
from avoin.report.grounds import text_of
from avoin.resources import resource
from avoin.settings import write_settings
from avoin.store.decisions import codings
from avoin.workflow.codebooks.bring_in_codebook import import_codebook
from avoin.workflow.desk.record import CodedAnswer, record_codings
from avoin.workflow.incoming.import_survey import import_survey
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.outgoing.summary_file import write_from_file
from avoin.workflow.outgoing.write_export import write_export
from avoin.workflow.outgoing.write_report import ReportWish, write_report
from avoin.workflow.outgoing.write_summaries import open_summaries
from avoin.workflow.project import Project, create_project, locate, open_project
from avoin.workflow.texts.find_themes import current_themes, find_themes
from avoin.workflow.texts.prepare_answers import prepare

CODER = CoderId("esimerkki")
EXAMPLE = "kriisibarometri"
CODED_UNDER = "1.0.0"
"""The codebook that the example coder had; what newer ones changed is for whoever tries the example."""

MEAN_THRESHOLD = 2
NAMED = "rooli=johtaja"
NAME = "Kriisikeskusbarometri (synteettinen)"
WAVES = (("2024", "kriisibarometri-2024.csv"), ("2025", "kriisibarometri-2025.xlsx"))
EXPORTS = (
    ("codings", "csv"),
    ("codings", "xlsx"),
    ("matrix", "csv"),
    ("themes", "md"),
    ("quotes", "md"),
    ("answers", "csv"),
)
REPORTS = ("html", "docx", "pptx", "pdf", "md")
SUMMARISED = ("talousvaikeudet", "sote_palvelut", "toimenpiteet", "jarjestot")
_IN_FINNISH = ReportWish(language="fi")


class DemoError(AvoinError):
    """The folder holds something that is not the example project."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the example project is and what was written.

    Attributes
    ----------
    files : tuple of Path
        Report and exports.
    """

    folder: Path
    n_answers: int
    n_codings: int
    files: tuple[Path, ...]


def run_demo(
    folder: Path, progress: Progress = silent, tell: Callable[[str], None] = lambda sentence: None
) -> DemoResult:
    """Make the example project in a folder and write its outputs; an earlier one is written out anew.

    Parameters
    ----------
    tell : callable
        Takes one translated sentence for each step.

    Raises
    ------
    DemoError
        Where the folder is another project or holds other files.
    """
    project = _made_or_opened(folder)
    if not project.survey.waves or project.settings.codebook == "":
        tell(_("Importing the two waves of the example survey…"))
        project = _filled(project, progress)
    tell(_("Reading the Finnish…"))
    read = prepare(project, progress)
    _group(project, progress, tell)
    tell(_("Applying the recorded decisions of the example coder…"))
    record_codings(project, _recorded(), CODER, progress)
    _let_quotes_leave(project, progress)
    _write_summaries(project)
    tell(_("Writing the report and the exports…"))
    return DemoResult(folder, read.n_answers, _n_codings(project), _written(project, progress))


def _made_or_opened(folder: Path) -> Project:
    if locate(folder).settings.exists():
        project = open_project(folder)
        if project.settings.name == NAME:
            return project
        raise DemoError(
            _("{folder} is another project.").format(folder=folder), _("Name another folder: avoin demo DIR")
        )
    if folder.exists() and any(folder.iterdir()):
        raise DemoError(_("{folder} is not empty.").format(folder=folder), _("Name another folder: avoin demo DIR"))
    return create_project(folder, NAME, coder=CODER)


def _filled(project: Project, progress: Progress) -> Project:
    """Import what the example has; as in the deck, means of two show and directors answer by name."""
    places = project.places
    write_settings(places.settings, replace(project.settings, mean_threshold=MEAN_THRESHOLD, named=NAMED))
    shutil.copyfile(resource("data", EXAMPLE, "survey.yaml"), places.survey)
    for wave, file in WAVES:
        import_survey(open_project(project.folder), resource("data", EXAMPLE, file), wave, progress=progress)
    import_codebook(open_project(project.folder), EXAMPLE, version=CODED_UNDER)
    return open_project(project.folder)


def _group(project: Project, progress: Progress, tell: Callable[[str], None]) -> None:
    for question in project.survey.open_questions:
        for wave, _file in WAVES:
            if current_themes(project, question.id, WaveId(wave)) is None:
                tell(_("Finding themes: {question}, {wave}…").format(question=question.title, wave=wave))
                find_themes(project, question.id, WaveId(wave), progress=progress, coder=CODER)


def _recorded() -> tuple[CodedAnswer, ...]:
    """Read what the example coder coded: codes and the phrases they rest on."""
    return tuple(
        CodedAnswer(
            AnswerKey(WaveId(row["aalto"]), RespondentId(row["vastaaja"]), QuestionId(row["kysymys"])),
            tuple(CodeId(code) for code in row["koodit"].split(";") if code),
            tuple(phrase for phrase in row["todisteet"].split(" || ") if phrase),
        )
        for row in _rows("tarkoitetut-koodit.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with resource("data", EXAMPLE, name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _let_quotes_leave(project: Project, progress: Progress) -> None:
    """Approve for the example coder the quotations on the list of those that were read."""
    desk = open_quotes(project, CODER, progress=progress)
    if desk.reviews.approved:
        return
    read = {
        (AnswerKey(WaveId(row["aalto"]), RespondentId(row["vastaaja"]), QuestionId(row["kysymys"])), row["sitaatti"])
        for row in _rows("sitaatit.csv")
    }
    spans = {coding.span for coding in desk.codings if (coding.span.answer, text_of(desk.corpus, coding.span)) in read}
    desk.approve(*sorted(spans))


def _write_summaries(project: Project) -> None:
    """Store the example's summaries, where none is written yet."""
    desk = open_summaries(project)
    if desk.written:
        return
    for question in SUMMARISED:
        desk, _written = write_from_file(desk, resource("data", EXAMPLE, f"yhteenvedot-{question}.yaml"), CODER)


def _n_codings(project: Project) -> int:
    with project.store.read() as connection:
        return len(codings(connection))


def _written(project: Project, progress: Progress) -> tuple[Path, ...]:
    reports = (write_report(project, form, wish=_IN_FINNISH, progress=progress) for form in REPORTS)
    exports = (write_export(project, what, form) for what, form in EXPORTS)
    return tuple(each.path for each in (*reports, *exports))
