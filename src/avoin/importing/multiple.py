"""Several columns that are one question: a multi-select whose options have a column each becomes one column again.

Enters: a table and its sets of columns. Leaves: the table with one column a set, the chosen options in one cell.
Invariant: nothing that a respondent wrote is dropped; a set is joined only where its cells say chosen or nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from avoin.importing.table import SurveyTable

JOINT = "; "
CHOSEN = frozenset({"1", "x", "checked", "yes", "kyllä", "valittu", "true", "y", "ja", "selected"})
NOT_CHOSEN = frozenset({"0", "unchecked", "no", "ei", "ei valittu", "false", "n", "nej", "not selected", "n/a"})
_OWN_WORDS = 0.15
_OPTIONS = (
    re.compile(r"(?P<question>.*\S)\s*\[(?P<option>[^\[\]]+)\]"),
    re.compile(r"(?P<question>.*\S)(?: [-–]|:) ?(?P<option>[^:]+)"),
)


@dataclass(frozen=True, slots=True)
class SeveralColumns:
    """The columns of one multi-select.

    Attributes
    ----------
    heading : str
        The question.
    options : mapping of str to str
        Heading of each column → the option it stands for.
    chosen : frozenset of str
        Cells, case folded, that say chosen; any other that is filled is the option itself.
    refused : frozenset of str
        Cells, case folded, that say not chosen.
    """

    heading: str
    options: Mapping[str, str]
    chosen: frozenset[str] = CHOSEN
    refused: frozenset[str] = NOT_CHOSEN

    def option(self, heading: str, cell: str) -> str:
        """Return the option that a cell says was chosen; empty where none was."""
        said = _folded(cell)
        if not said or said in self.refused:
            return ""
        return (self.options[heading] if said in self.chosen else cell.strip()).replace(";", ",")


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def options_of(cell: str) -> tuple[str, ...]:
    """Return the options that a cell of a multi-select holds, in its order.

    Examples
    --------
    >>> options_of("puhelin; chat;")
    ('puhelin', 'chat')
    """
    return tuple(part for each in cell.split(";") if (part := " ".join(each.split())))


def recurring(times: Mapping[str, int]) -> frozenset[str]:
    """Return the parts of cells that are options: chosen more than once, all but a few of the times.

    The few others are what people wrote themselves. Empty where the parts are no options.
    """
    options = frozenset(part for part, n in times.items() if n > 1)
    n_own = sum(n for part, n in times.items() if part not in options)
    return options if n_own <= _OWN_WORDS * sum(times.values()) else frozenset()


def joined(table: SurveyTable, sets: Iterable[SeveralColumns]) -> SurveyTable:
    """Return the table with each set's columns as one, where the first of them stood."""
    for each in sets:
        table = _with_one_column(table, each)
    return table


def _with_one_column(table: SurveyTable, several: SeveralColumns) -> SurveyTable:
    places = [place for place, heading in enumerate(table.headings) if heading in several.options]
    first, others = places[0], set(places[1:])
    heading = several.heading
    if heading in {each for place, each in enumerate(table.headings) if place not in places}:
        heading = f"{heading} ({table.headings[first]})"
    rows = tuple(
        tuple(
            _cell(several, table.headings, row, places) if place == first else cell
            for place, cell in enumerate(row)
            if place not in others
        )
        for row in table.rows
    )
    kept = tuple(
        heading if place == first else each for place, each in enumerate(table.headings) if place not in others
    )
    return replace(table, headings=kept, rows=rows)


def _cell(several: SeveralColumns, headings: Sequence[str], row: Sequence[str], places: Sequence[int]) -> str:
    found = (several.option(headings[place], row[place]) for place in places)
    return JOINT.join(dict.fromkeys(option for option in found if option))


def sets_by_heading(table: SurveyTable) -> tuple[SeveralColumns, ...]:
    """Return the multi-selects that headings such as "Question [option]" and "Question: option" give away.

    Only columns side by side are taken together, and only where every filled cell is the option's own name or one mark
    of a choice, such as 1 or x.
    """
    parts = [_parts(heading) for heading in table.headings]
    found: list[SeveralColumns] = []
    group: dict[str, str] = {}
    question = ""
    for heading, part in [*zip(table.headings, parts, strict=True), ("", ("", ""))]:
        if part[0] != question:
            found += _set_of(table, question, group)
            group, question = {}, part[0]
        if question:
            group[heading] = part[1]
    return tuple(found)


def _parts(heading: str) -> tuple[str, str]:
    """Return the question and the option that a heading names; both empty where it names none."""
    found = next(filter(None, (form.fullmatch(heading) for form in _OPTIONS)), None)
    return (found["question"], found["option"]) if found else ("", "")


def _set_of(table: SurveyTable, question: str, group: Mapping[str, str]) -> list[SeveralColumns]:
    chosen = {heading for heading, option in group.items() if _says_chosen(table, heading, option)}
    nobody = {heading for heading in group if not any(map(str.strip, table.column(heading)))}
    options = {heading: option for heading, option in group.items() if heading in chosen | nobody}
    if len(chosen) < 2 or len(options) < len(group) - 1:  # one more may be a text: "other, please specify"
        return []
    return [SeveralColumns(question, options, chosen=CHOSEN | {_folded(option) for option in options.values()})]


def _says_chosen(table: SurveyTable, heading: str, option: str) -> bool:
    said = {cell for each in table.column(heading) if (cell := _folded(each))}
    if said == {_folded(option)}:
        return True
    return len(said & CHOSEN) == 1 and said <= CHOSEN | {"0"}
