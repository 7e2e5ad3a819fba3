"""Tables as files: the closed items or the codes as tidy rows, entered in the ledger.

Enters: a project, which table and in which form. Leaves: a file and its entry in the ledger, or neither.
Invariant: a withheld figure is an empty cell with "withheld" beside it.
"""

from pathlib import Path

from avoin.report.figures import closed_figures, code_figures, wave_figures
from avoin.workflow.outgoing.make_tables import Wanted, closed_tables_of, code_tables_of, compare_waves, is_row_of
from avoin.workflow.outgoing.release_tables import Outgoing, write_released
from avoin.workflow.outgoing.write_export import Written, in_form
from avoin.workflow.project import Project


def write_tables(
    project: Project,
    what: str,
    wanted: Wanted,
    output: Path,
    form: str = "csv",
    *,
    knowingly: bool = False,
) -> Written:
    """Write the closed items or the codes as tidy rows, a figure a line, and enter them in the ledger.

    Parameters
    ----------
    what : str
        "closed" or "codes".
    form : str
        "csv", "xlsx", "json" or "md".

    Raises
    ------
    RevealingError
        Where they reveal somebody together with earlier tables.
    FormError, UnknownNameError, WriteError
        As the other exports.
    """
    if what == "closed":
        closed = closed_tables_of(project, wanted)
        masked = tuple(table.masked for table in closed)
        rows = closed_figures(row for table in closed for row in table.rows if is_row_of(row, wanted))
    else:
        codes = code_tables_of(project, wanted)
        masked = tuple(each for table in codes for each in table.masked)
        rows = code_figures(row for table in codes for row in table.rows if is_row_of(row, wanted))
    variables = [variable.id for variable in project.survey.variables if wanted.by in (None, variable.id)]
    outgoing = Outgoing(f"tables {what}", masked, variables, knowingly)
    write_released(project, output, in_form(rows, form, output), outgoing)
    return Written(output, len(rows.rows))


def write_waves(  # noqa: PLR0913 - what the command line may say
    project: Project,
    waves: tuple[str, str],
    question: str | None,
    output: Path,
    form: str = "csv",
    *,
    exact: bool = False,
    knowingly: bool = False,
) -> Written:
    """Write the comparison of two waves, and enter the codes of both, of all respondents, in the ledger.

    Raises
    ------
    RevealingError
        Where they reveal somebody together with earlier tables.
    AssumptionError, FormError, UnknownNameError, WriteError
        As ``compare_waves`` and the other exports.
    """
    rows = wave_figures(compare_waves(project, *waves, question, exact=exact))
    tables = (table for each in waves for table in code_tables_of(project, Wanted(question, each)))
    masked = tuple(each for table in tables for each in table.masked)
    outgoing = Outgoing("tables waves", masked, (), knowingly)
    write_released(project, output, in_form(rows, form, output), outgoing)
    return Written(output, len(rows.rows))
