"""What is found out about a file, in words: how it was read, and what its columns are taken for."""

from avoin.i18n import _
from avoin.importing.guess import ColumnKind
from avoin.importing.table import SurveyTable


def how_in_words(table: SurveyTable) -> str:
    """Return how a file was read, such as "encoding: utf-8, delimiter: ;"."""
    names = {"encoding": _("encoding"), "delimiter": _("delimiter"), "sheet": _("sheet"), "tool": _("survey tool")}
    return ", ".join(f"{names.get(what, what)}: {value}" for what, value in table.how)


def kind_name(kind: ColumnKind) -> str:
    """Return what a kind of column is called."""
    return {
        ColumnKind.ID: _("respondent's id"),
        ColumnKind.OPEN: _("open answer"),
        ColumnKind.GRADE: _("grade"),
        ColumnKind.CHANGE: _("change"),
        ColumnKind.CLAIM: _("claim"),
        ColumnKind.CHOICE: _("choice"),
        ColumnKind.CHOICES: _("several choices"),
        ColumnKind.NUMBER: _("number"),
        ColumnKind.DATE: _("date"),
        ColumnKind.VARIABLE: _("background"),
        ColumnKind.DROP: _("left out"),
    }[kind]


def kind_told(kind: ColumnKind) -> str:
    """Return in a sentence what such a column holds."""
    return {
        ColumnKind.ID: _("Tells respondents apart; one column at most."),
        ColumnKind.OPEN: _("Written in respondents' own words: this is what is coded."),
        ColumnKind.GRADE: _("A number on a scale, such as 4–10."),
        ColumnKind.CHANGE: _("Better, the same or worse."),
        ColumnKind.CLAIM: _("Agree or disagree with a claim."),
        ColumnKind.CHOICE: _("One of a few alternatives."),
        ColumnKind.CHOICES: _("Any number of a few alternatives."),
        ColumnKind.NUMBER: _("Any number."),
        ColumnKind.DATE: _("A day or a time."),
        ColumnKind.VARIABLE: _("Who answered: role, region, centre."),
        ColumnKind.DROP: _("Not read into the project."),
    }[kind]
