"""Exports: answers, themes, quotes, codings or a matrix as a file.

Enters: a project, what and in which form. Leaves: a file that is whole or not there. Invariants: quotes obey the mask
and leave approved, unless unreviewed ones were asked for; in no form does a text come to life.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from avoin.errors import AvoinError
from avoin.export.atomic import STANDARD_OUTPUT, write_whole
from avoin.export.csv import to_csv
from avoin.export.excel import to_excel
from avoin.export.json import to_json
from avoin.export.markdown import to_markdown
from avoin.export.sav import to_sav
from avoin.export.scripts import to_r, to_sps
from avoin.i18n import _
from avoin.ids import QuestionId, WaveId
from avoin.privacy.quotable import quotable
from avoin.report.codes import code_rows
from avoin.report.extracts import answer_rows, coding_rows, matrix_rows, quote_rows, theme_rows
from avoin.report.frame import frame_of
from avoin.report.rows import Rows
from avoin.report.voices import Voices
from avoin.workflow.outgoing.labels_of import labels_of
from avoin.workflow.outgoing.make_tables import (
    Wanted,
    check_names,
    code_tables_of,
    codebook_of,
    load_coded,
    thresholds_of,
)
from avoin.workflow.outgoing.release_tables import Outgoing, write_released
from avoin.workflow.outgoing.review_quotes import approved_quotes, worth_quoting
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import current_themes


class Extract(StrEnum):
    """What can be exported row by row."""

    ANSWERS = "answers"
    THEMES = "themes"
    QUOTES = "quotes"
    CODINGS = "codings"
    MATRIX = "matrix"


class RowForm(StrEnum):
    """How rows can be written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    MD = "md"


class LabelledForm(StrEnum):
    """In which forms codings and a matrix are written with what their columns and values mean."""

    R = "R"  # a script, with a csv file beside it
    SPS = "sps"  # as above, for a matrix only: SPSS reads no line ends within a text
    SAV = "sav"


_LABELLED = {Extract.MATRIX: tuple(LabelledForm), Extract.CODINGS: (LabelledForm.R, LabelledForm.SAV)}


Choice = TypeVar("Choice", bound=StrEnum)


class FormError(AvoinError):
    """The form is not known, or cannot go to standard output."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes
    ----------
    path : Path
        ``-`` is standard output.
    n_rows : int
        Rows of an export, pages of a report.
    """

    path: Path
    n_rows: int


_EVERYTHING = Wanted()


def write_export(  # noqa: PLR0913 - what the command line may say
    project: Project,
    what: str,
    form: str = "csv",
    output: Path | None = None,
    *,
    wanted: Wanted = _EVERYTHING,
    raw: bool = False,
    unreviewed: bool = False,
    knowingly: bool = False,
) -> Written:
    """Write an export.

    Parameters
    ----------
    what : str
        "answers", "themes", "quotes", "codings" or "matrix".
    form : str
        "csv", "xlsx", "json" or "md"; for codings and a matrix also "sav" and "R", for a matrix "sps":
        with labels; R and sps are scripts with a csv file beside them.
    output : Path or None
        Where to; ``-`` is standard output, None the project's output folder.
    raw : bool
        For csv: the profile for programs instead of the one for spreadsheets.
    unreviewed : bool
        For quotes: also those that nobody approved, marked so.
    knowingly : bool
        For quotes: also where their numbers reveal somebody together with earlier tables.

    Raises
    ------
    RevealingError
        Where the numbers of quotes reveal somebody together with earlier tables.
    FormError
        Where what or how is not known, or a workbook would go to standard output.
    UnknownNameError
        Where the survey has no question or wave of that name.
    WriteError
        Where the file cannot be written.
    """
    extract = _known(what, Extract)
    if form in _LABELLED.get(extract, ()):
        return _write_labelled(project, extract, LabelledForm(form), output, wanted)
    chosen = _known(form, RowForm)
    path = output or project.places.output / f"{extract}.{chosen}"
    _refuse_workbook_to(path, chosen)
    rows = rows_of(project, extract, wanted, unreviewed=unreviewed)
    content = in_form(rows, chosen, path, raw=raw)
    if extract is Extract.QUOTES:
        masked = tuple(each for table in code_tables_of(project, wanted) for each in table.masked)
        write_released(project, path, content, Outgoing("export quotes", masked, (), knowingly))
    else:
        write_whole(path, content)
    return Written(path, len(rows.rows))


def _write_labelled(
    project: Project, extract: Extract, form: LabelledForm, output: Path | None, wanted: Wanted
) -> Written:
    """Write rows with labels: in one file, or as csv for programs and the script that reads it beside it."""
    path = output or project.places.output / f"{extract}.{form}"
    if path == STANDARD_OUTPUT:
        raise FormError(_("A file with labels cannot go to standard output."), _("Name a file with --output."))
    rows = rows_of(project, extract, wanted)
    labels = labels_of(project, rows)
    if form is LabelledForm.SAV:
        write_whole(path, to_sav(rows, labels))
        return Written(path, len(rows.rows))
    data = path.with_suffix(".csv")
    script = to_r if form is LabelledForm.R else to_sps
    write_whole(data, to_csv(rows, raw=True))
    write_whole(path, script(rows, labels, data.name))
    return Written(path, len(rows.rows))


def in_form(rows: Rows, form: str, path: Path, *, raw: bool = False) -> bytes:
    """Return rows in one of the forms.

    Raises
    ------
    FormError
        Where the form is not known, or a workbook would go to standard output.
    """
    chosen = _known(form, RowForm)
    _refuse_workbook_to(path, chosen)
    writers: Mapping[RowForm, Callable[[Rows], bytes]] = {
        RowForm.CSV: lambda found: to_csv(found, raw=raw),
        RowForm.XLSX: to_excel,
        RowForm.JSON: to_json,
        RowForm.MD: to_markdown,
    }
    return writers[chosen](rows)


def _refuse_workbook_to(path: Path, form: RowForm) -> None:
    if path == STANDARD_OUTPUT and form is RowForm.XLSX:
        raise FormError(_("A workbook cannot go to standard output."), _("Name a file: --output FILE.xlsx"))


def rows_of(project: Project, what: Extract, wanted: Wanted = _EVERYTHING, *, unreviewed: bool = False) -> Rows:
    """Return the rows of an export.

    Raises
    ------
    UnknownNameError
        Where the survey has no open question or wave of that name, or the coder has not coded.
    """
    check_names(project.survey, wanted, is_open=True)
    question = QuestionId(wanted.question) if wanted.question else None
    wave = WaveId(wanted.wave) if wanted.wave else None
    if what is Extract.THEMES:
        return _theme_rows(project, question, wave)
    corpus, codings = load_coded(project, wanted.coder)
    if what is Extract.ANSWERS:
        return answer_rows(corpus, question, wave)
    codebook = codebook_of(project)
    if what is Extract.CODINGS:
        return coding_rows(corpus, codebook, codings, question, wave)
    if what is Extract.MATRIX:
        return matrix_rows(corpus, codebook, codings, question, wave)
    thresholds = thresholds_of(project.settings)
    rows = code_rows(corpus, codebook, codings, thresholds, question=question, wave=wave)
    return quote_rows(codebook, codings, rows, replace(voices_of(project, wave), unreviewed=unreviewed))


def voices_of(project: Project, wave: WaveId | None) -> Voices:
    """Return what quotations are made of, without vectors; approved is what was approved and is still the same."""
    corpus, codings = load_coded(project)
    worth = worth_quoting(project)
    marked = {span: codes for span, codes in quotable(codings, worth).items() if span in worth}
    approved = approved_quotes(project, corpus, codings)
    thresholds = thresholds_of(project.settings)
    beside = frame_of(corpus, thresholds, wave).roles if corpus.respondents else ()
    return Voices(corpus, thresholds.cell, approved=approved, marked=marked, beside=beside)


def _theme_rows(project: Project, question: QuestionId | None, wave: WaveId | None) -> Rows:
    corpus, _codings = load_coded(project)
    waves = [None, *(each.id for each in project.survey.waves)] if wave is None else [wave]
    found = [
        themes
        for asked in project.survey.open_questions
        if question in (None, asked.id)
        for each in waves
        if (themes := current_themes(project, asked.id, each)) is not None and themes.wave == each
    ]
    return theme_rows(corpus, found)


def _known(name: str, choices: type[Choice]) -> Choice:
    try:
        return choices(name)
    except ValueError:
        raise FormError(
            _("{name} is not one of the choices.").format(name=name),
            _("There are: {names}").format(names=", ".join(choices)),
        ) from None
