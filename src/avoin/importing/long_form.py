"""A table of one row an answer becomes one of one row a respondent.

Invariant: nothing is dropped: background that differs between a respondent's rows, or a question answered twice, is an
error that names the rows.
"""

from dataclasses import replace

from avoin.i18n import _
from avoin.importing.columns import find_column
from avoin.importing.table import ImportFileError, SurveyTable


def widened(table: SurveyTable, who: str, question: str, answer: str) -> SurveyTable:
    """Return the table with a column for each question.

    Parameters
    ----------
    who, question, answer : str
        The columns of the respondent's id, of the question and of the answer: a heading, its beginning, or "#5".

    Raises
    ------
    ImportFileError
        Where a column is not there, a row names no respondent or no question, or rows contradict each other.
    """
    columns = tuple(find_column(table, each) for each in (who, question, answer))
    at = tuple(table.headings.index(each) for each in columns)
    beside = [place for place in range(len(table.headings)) if place not in at]
    background: dict[str, tuple[int, tuple[str, ...]]] = {}
    given: dict[tuple[str, str], tuple[int, str]] = {}
    for place, row in enumerate(table.rows):
        number = table.row_number(place)
        name, asked, said = row[at[0]].strip(), " ".join(row[at[1]].split()), row[at[2]]
        if not name or not asked:
            raise _wrong(table, number, _("there is no respondent or no question."))
        mine = tuple(row[each] for each in beside)
        first = background.setdefault(name, (number, mine))
        if first[1] != mine:
            raise _wrong(table, number, _("the background differs from that on row {first}.").format(first=first[0]))
        if (name, asked) in given:
            first_row = given[name, asked][0]
            raise _wrong(table, number, _("the question was answered on row {first} already.").format(first=first_row))
        given[name, asked] = (number, said)
    questions = tuple(dict.fromkeys(asked for _name, asked in given))
    headings = (columns[0], *(table.headings[each] for each in beside), *questions)
    if len(set(headings)) < len(headings):
        raise ImportFileError(_("{file}: a question is called like another column.").format(file=table.name))
    rows = tuple(
        (name, *mine, *(given.get((name, asked), (0, ""))[1] for asked in questions))
        for name, (_number, mine) in background.items()
    )
    numbers = tuple(number for number, _mine in background.values())
    return replace(table, headings=headings, rows=rows, row_numbers=numbers, how=(*table.how, ("form", "long")))


def _wrong(table: SurveyTable, row: int, problem: str) -> ImportFileError:
    return ImportFileError(_("{file}, row {row}: {problem}").format(file=table.name, row=row, problem=problem))
