"""What the columns and values of exported rows mean, from the survey and the codebook.

Enters: a project and rows. Leaves: labels. Invariant: a value that has none keeps standing as it is.
"""

from collections.abc import Iterator, Mapping

from avoin.export.labels import Labels
from avoin.i18n import _
from avoin.report.groups import value_order
from avoin.report.rows import Rows
from avoin.workflow.outgoing.make_tables import codebook_of
from avoin.workflow.project import Project

Meanings = Mapping[str | int, str]


def labels_of(project: Project, rows: Rows) -> Labels:
    """Return the labels of codings or of a matrix."""
    codes: dict[str, str] = {code.id: code.name for code in codebook_of(project).codes}
    variables: dict[str, str] = {each.id: each.name or each.id for each in project.survey.variables}
    columns = {
        heading: {**_own_columns(), **codes, **variables}.get(heading.removeprefix("code:"), heading)
        for heading in rows.headings
    }
    return Labels(columns, dict(_values(project, rows, codes, variables)))


def _own_columns() -> dict[str, str]:
    return {
        "respondent": _("respondent"),
        "wave": _("wave"),
        "question": _("question"),
        "code": _("code"),
        "code_name": _("name of the code"),
        "text": _("coded segment"),
        "start": _("first character"),
        "end": _("character after the last"),
        "coder": _("coder"),
        "codebook": _("codebook"),
        "time": _("time"),
    }


def _values(
    project: Project, rows: Rows, codes: Mapping[str, str], variables: Mapping[str, str]
) -> Iterator[tuple[str, Meanings]]:
    titles: dict[str, str] = {each.id: each.title for each in project.survey.questions}
    for heading in rows.headings:
        if heading in ("wave", "question", "code", "coder") or heading in variables:
            known = {"question": titles, "code": codes}.get(heading, {})
            found = _found(rows, heading)
            if not all(_is_whole(value) for value in found):
                yield heading, {value: known.get(value, value) for value in found}
        elif rows.name == "matrix" and heading != "respondent":
            yield heading, {0: _("no"), 1: _("yes")}


def _found(rows: Rows, heading: str) -> list[str]:
    place = rows.headings.index(heading)
    return sorted({cell for cells in rows.rows if isinstance(cell := cells[place], str) and cell}, key=value_order)


def _is_whole(value: str) -> bool:
    return value.isdecimal()
