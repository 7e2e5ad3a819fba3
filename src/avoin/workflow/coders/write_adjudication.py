"""The disagreements of two coders as a file: who gave what, what was decided, by whom and why; never answer text."""

from pathlib import Path

from avoin.export.atomic import write_whole
from avoin.ids import CodeId
from avoin.report.rows import Cell, Rows
from avoin.workflow.coders.adjudicate import AdjudicationDesk, Disagreement
from avoin.workflow.outgoing.write_export import Written, in_form

_NAME = "adjudication"
_HEADINGS = (
    *("wave", "respondent", "question", "first_coder", "first_codes", "second_coder", "second_codes"),
    *("settled", "settled_codes", "settled_by", "settled_at", "reason", "decision"),
)


def write_adjudication(desk: AdjudicationDesk, form: str = "csv", output: Path | None = None) -> Written:
    """Write the disagreements, one row an answer.

    Parameters
    ----------
    form : str
        "csv", "xlsx", "json" or "md".
    output : Path or None
        Where to; ``-`` is standard output, None the project's output folder.

    Raises
    ------
    FormError
        Where the form is not known, or a workbook would go to standard output.
    WriteError
        Where the file cannot be written.
    """
    path = output or desk.project.places.output / f"{_NAME}.{form}"
    rows = Rows(_NAME, _HEADINGS, tuple(map(_row, desk.disagreements())))
    write_whole(path, in_form(rows, form, path))
    return Written(path, len(rows.rows))


def _row(each: Disagreement) -> tuple[Cell, ...]:
    sides = [cell for side in each.sides for cell in (side.coder, _codes(side.codes))]
    settled = each.settlement
    if settled is None:
        return (*each.answer.key, *sides, 0, None, None, None, None, None)
    told = (_codes(settled.codes), settled.by, settled.at, settled.reason, settled.seq)
    return (*each.answer.key, *sides, 1, *told)


def _codes(codes: tuple[CodeId, ...]) -> str:
    return ";".join(codes)
