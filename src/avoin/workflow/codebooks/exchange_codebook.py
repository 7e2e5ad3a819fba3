"""The codebook as a file for another program or for a spreadsheet.

Enters: a project, a form and perhaps a version. Leaves: a file that is whole or not there. Invariant: what is written
in avoin's own columns or as REFI-QDA reads back as the same codes.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from avoin.codebook.folder import DRAFT
from avoin.codebook.model import Codebook
from avoin.export.atomic import STANDARD_OUTPUT, write_whole
from avoin.export.csv import to_csv
from avoin.export.excel import to_excel
from avoin.export.qdc import to_qdc
from avoin.i18n import _
from avoin.report.codebook_rows import atlas_rows, maxqda_rows, own_rows, taguette_rows
from avoin.workflow.codebooks.revise_codebook import codebook_at
from avoin.workflow.outgoing.write_export import FormError, Written
from avoin.workflow.project import Project


class CodebookForm(StrEnum):
    """What a codebook can be written as."""

    QDC = "qdc"
    CSV = "csv"
    XLSX = "xlsx"
    MAXQDA = "maxqda"
    ATLAS = "atlas"
    TAGUETTE = "taguette"


_ENDINGS: Mapping[CodebookForm, str] = {
    CodebookForm.QDC: ".qdc",
    CodebookForm.CSV: ".csv",
    CodebookForm.XLSX: ".xlsx",
    CodebookForm.MAXQDA: "-maxqda.xlsx",
    CodebookForm.ATLAS: "-atlas.xlsx",
    CodebookForm.TAGUETTE: "-taguette.csv",
}
_WRITERS: Mapping[CodebookForm, Callable[[Codebook], bytes]] = {
    CodebookForm.QDC: to_qdc,
    CodebookForm.CSV: lambda book: to_csv(own_rows(book)),
    CodebookForm.XLSX: lambda book: to_excel(own_rows(book)),
    CodebookForm.MAXQDA: lambda book: to_excel(maxqda_rows(book)),
    CodebookForm.ATLAS: lambda book: to_excel(atlas_rows(book)),
    CodebookForm.TAGUETTE: lambda book: to_csv(taguette_rows(book), raw=True),
}


def export_codebook(
    project: Project, form: str = CodebookForm.QDC, output: Path | None = None, version: str = DRAFT
) -> Written:
    """Write the codebook as a file.

    Parameters
    ----------
    form : str
        "qdc" (REFI-QDA), "csv" or "xlsx" (avoin's columns), "maxqda", "atlas" or "taguette" (theirs).
    output : Path or None
        Where to; ``-`` is standard output, None the project's output folder.
    version : str
        A released version, or "draft".

    Raises
    ------
    FormError
        Where the form is not known, or a workbook would go to standard output.
    NoCodebookError, VersionError, EmptyCodebookError
        Where there is no codebook, no such version, or no code in it.
    WriteError
        Where the file cannot be written.
    """
    if form not in set(CodebookForm):
        raise FormError(
            _("{name} is not one of the choices.").format(name=form),
            _("There are: {names}").format(names=", ".join(CodebookForm)),
        )
    chosen = CodebookForm(form)
    book = codebook_at(project, version)
    path = output or project.places.output / f"{book.name}-{book.version}{_ENDINGS[chosen]}"
    if path == STANDARD_OUTPUT and _ENDINGS[chosen].endswith(".xlsx"):
        raise FormError(_("A workbook cannot go to standard output."), _("Name a file: --output FILE.xlsx"))
    write_whole(path, _WRITERS[chosen](book))
    # ATLAS.ti has groups instead of headings
    return Written(path, sum(code.codable or chosen is not CodebookForm.ATLAS for code in book.codes))
