"""What a person says about a file that is imported: how to read it, and what its columns are."""

from dataclasses import dataclass

from avoin.corpus.roles import ColumnChoice, Use, choice_typed
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.importing.table import SurveyTable


class ImportSurveyError(AvoinError):
    """The file cannot become this wave; nothing was changed."""


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What a person says about a file.

    Attributes
    ----------
    ids : str
        The column of respondent ids: a heading, the beginning of one or ``#5``; empty takes the guess.
    open, closed, variables : tuple of str
        Columns, each ``COL`` or ``COL=ID``; a closed one may end in ``:kind``.
    dropped : tuple of str
        Columns to leave out.
    encoding, delimiter, sheet : str or None
        How to read the file; None guesses.
    heading_rows : int or None
        How many rows of a text file or a workbook are headings, at least 1; None finds out.
    keep_missing : bool
        Keep respondents of the wave that are not in the file; else they are removed.
    replace_coded : bool
        Also replace or remove answers that have codings; else such a file is refused.
    long : (str, str) or None
        The columns of the question and of the answer, where the file has one row an answer; ``ids`` is needed then.
    """

    ids: str = ""
    open: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    keep_missing: bool = False
    replace_coded: bool = False
    long: tuple[str, str] | None = None
    heading_rows: int | None = None


def choices_told(table: SurveyTable, choices: ImportChoices) -> dict[str, ColumnChoice]:
    """Return what is said of each column, by heading.

    Raises
    ------
    ColumnError, RoleError, ImportSurveyError
        Where a column is not there, is named twice, or its id is none.
    """
    told: dict[str, ColumnChoice] = {}
    uses: tuple[tuple[Use, tuple[str, ...]], ...] = (
        ("id", (choices.ids,) if choices.ids else ()),
        ("open", choices.open),
        ("closed", choices.closed),
        ("variable", choices.variables),
        ("drop", choices.dropped),
    )
    for use, typed in uses:
        for each in typed:
            heading, choice = choice_typed(table, each, use)
            if heading in told:
                raise ImportSurveyError(
                    _("{file}, column “{column}” is named twice.").format(file=table.name, column=heading),
                    _("Say of each column once what it is."),
                )
            told[heading] = choice
    return told
