"""One file of one wave and the survey's word on its columns in; respondents and their answers out.

Invariants: an open answer's ``raw`` is the cell as read; a cell that does not fit its question is kept as read, without
a value, and named in a warning by row and column; no message holds what a cell says.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from avoin.corpus.model import Answer, ClosedAnswer, Corpus, Question, QuestionKind, Respondent, Survey, Variable, Wave
from avoin.errors import AvoinError
from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, RespondentId, VariableId, WaveId
from avoin.importing.columns import near
from avoin.importing.multiple import JOINT, options_of
from avoin.importing.table import SurveyTable
from avoin.importing.values import parse_grade, parse_number
from avoin.text import working_text

_NAMED_ROWS = 10


class WaveError(AvoinError):
    """A file and ``survey.yaml`` do not fit together; names the column or the rows."""


@dataclass(frozen=True, slots=True)
class WaveAnswers:
    """One wave as nouns.

    Attributes
    ----------
    respondents : tuple of Respondent
        In file order.
    answers : tuple of Answer
        Open answers that say something, in file order, then in the survey's order of questions.
    closed : tuple of ClosedAnswer
        The same of closed ones.
    warnings : tuple of str
        Translated sentences on cells that do not fit, by column and row.
    """

    respondents: tuple[Respondent, ...]
    answers: tuple[Answer, ...]
    closed: tuple[ClosedAnswer, ...]
    warnings: tuple[str, ...] = ()


def build_wave(table: SurveyTable, survey: Survey, wave_id: WaveId) -> WaveAnswers:
    """Build the respondents and answers of a wave.

    Parameters
    ----------
    table : SurveyTable
        The file.
    survey : Survey
        Says what each column of the wave is.
    wave_id : WaveId
        The wave; the survey has it.

    Raises
    ------
    WaveError
        Where the survey names a column that the file does not have, or ids are missing or stand twice.
    """
    wave = survey.wave(wave_id)
    if wave is None:
        raise WaveError(_("The survey has no wave {wave}.").format(wave=wave_id))
    _refuse_missing_columns(table, survey, wave)
    ids = _ids(table, wave)
    respondents = _respondents(table, survey, wave_id, ids)
    answers: list[Answer] = []
    closed: list[ClosedAnswer] = []
    warnings: list[str] = []
    for question in survey.questions:
        if wave_id not in question.headings:
            continue
        cells = table.column(question.headings[wave_id])
        keys = [AnswerKey(wave_id, respondent, question.id) for respondent in ids]
        filled = [place for place, cell in enumerate(cells) if cell.strip()]
        if question.kind.is_open:
            answers += [Answer(keys[place], cells[place], working_text(cells[place])) for place in filled]
        else:
            read = _reader(question)
            found = [(place, read(keys[place], cells[place])) for place in filled]
            closed += [answer for _place, answer in found]
            warnings += _misfits(table, question, wave_id, [place for place, answer in found if not _fits(answer)])
        warnings += _unasked(table, survey, question, [respondents[place] for place in filled])
    rank = {respondent: place for place, respondent in enumerate(ids)}
    answers.sort(key=lambda answer: rank[answer.key.respondent])
    closed.sort(key=lambda answer: rank[answer.key.respondent])
    return WaveAnswers(respondents, tuple(answers), tuple(closed), tuple(warnings))


def _refuse_missing_columns(table: SurveyTable, survey: Survey, wave: Wave) -> None:
    items: tuple[Question | Variable, ...] = (*survey.questions, *survey.variables)
    named = [(str(each.id), each.headings.get(wave.id, "")) for each in items]
    for item, heading in (("id_column", wave.id_heading), *named):
        if heading and heading not in table.headings:
            raise WaveError(
                _("survey.yaml says that {item} of wave {wave} is the column “{heading}”, which {file} lacks.").format(
                    item=item, wave=wave.id, heading=heading, file=table.name
                ),
                _("Correct survey.yaml or the file. Near it are: {columns}").format(
                    columns=", ".join(f"“{each}”" for each in near(table, heading, 3))
                ),
            )


def _ids(table: SurveyTable, wave: Wave) -> tuple[RespondentId, ...]:
    if not wave.id_heading:
        return tuple(RespondentId(str(place + 1)) for place in range(len(table.rows)))
    cells = [unicodedata.normalize("NFC", cell.strip()) for cell in table.column(wave.id_heading)]
    missing = [table.row_number(place) for place, cell in enumerate(cells) if not cell]
    if missing:
        raise WaveError(
            _("{file}, column “{column}”: no id on {rows}.").format(
                file=table.name, column=wave.id_heading, rows=_rows(missing)
            ),
            _("Fill in the ids, or name another column with --id."),
        )
    _refuse_repeated(table, wave, cells)
    return tuple(map(RespondentId, cells))


def _refuse_repeated(table: SurveyTable, wave: Wave, ids: Sequence[str]) -> None:
    rows: dict[str, list[int]] = {}
    for place, each in enumerate(ids):
        rows.setdefault(each, []).append(table.row_number(place))
    repeated = [numbers for numbers in rows.values() if len(numbers) > 1]
    if not repeated:
        return
    shown = "; ".join(_rows(numbers) for numbers in repeated[:5])
    raise WaveError(
        ngettext(
            "{file}, column “{column}”: {n} id stands more than once: {rows}.",
            "{file}, column “{column}”: {n} ids stand more than once: {rows}.",
            len(repeated),
        ).format(
            file=table.name, column=wave.id_heading, n=len(repeated), rows=shown + ("; …" if repeated[5:] else "")
        ),
        _("Give every respondent an id of their own, or name another column with --id."),
    )


def _respondents(
    table: SurveyTable, survey: Survey, wave: WaveId, ids: Sequence[RespondentId]
) -> tuple[Respondent, ...]:
    values: list[dict[VariableId, str]] = [{} for _each in ids]
    for variable in survey.variables:
        if wave not in variable.headings:
            continue
        for place, cell in enumerate(table.column(variable.headings[wave])):
            if cell.strip():
                values[place][variable.id] = value_used(variable, cell)
    return tuple(Respondent(wave, each, place, values[place]) for place, each in enumerate(ids))


def value_used(variable: Variable, cell: str) -> str:
    """Return the value that a cell of a variable stands for.

    Examples
    --------
    >>> value_used(Variable(VariableId("rooli"), "Rooli", {}, {"Johtaja": "johtaja"}), " Johtaja ")
    'johtaja'
    """
    read = unicodedata.normalize("NFC", cell.strip())
    return variable.values.get(read, read)


def _reader(question: Question) -> Callable[[AnswerKey, str], ClosedAnswer]:
    if question.kind is QuestionKind.GRADE:
        return _grade
    if question.kind is QuestionKind.NUMBER:
        return lambda key, cell: ClosedAnswer(key, cell, number=parse_number(cell))
    known = {_plain(category): category for category in question.categories}
    if question.kind is QuestionKind.CHOICES:
        return lambda key, cell: ClosedAnswer(key, cell, category=_several(known, cell))

    def category(key: AnswerKey, cell: str) -> ClosedAnswer:
        as_read = unicodedata.normalize("NFC", cell.strip())
        return ClosedAnswer(key, cell, category=known.get(_plain(cell), "") if known else as_read)

    return category


def _several(known: Mapping[str, str], cell: str) -> str:
    """Return the chosen categories; where one of them is none of the question's, none is taken."""
    options = options_of(unicodedata.normalize("NFC", cell))
    found = [known.get(_plain(option), "") if known else option for option in options]
    return JOINT.join(dict.fromkeys(found)) if all(found) else ""


def _grade(key: AnswerKey, cell: str) -> ClosedAnswer:
    number = parse_grade(cell)
    return ClosedAnswer(key, cell, number=number if number is not None and 4 <= number <= 10 else None)


def _plain(category: str) -> str:
    return " ".join(unicodedata.normalize("NFC", category).casefold().split())


def _fits(answer: ClosedAnswer) -> bool:
    return answer.number is not None or bool(answer.category)


def _misfits(table: SurveyTable, question: Question, wave: WaveId, places: Sequence[int]) -> Iterator[str]:
    if not places:
        return
    sentences = {
        QuestionKind.GRADE: ngettext(
            "Column “{column}”: {n} cell is not a grade 4–10 and has no value ({rows}).",
            "Column “{column}”: {n} cells are not grades 4–10 and have no value ({rows}).",
            len(places),
        ),
        QuestionKind.NUMBER: ngettext(
            "Column “{column}”: {n} cell is not a number and has no value ({rows}).",
            "Column “{column}”: {n} cells are not numbers and have no value ({rows}).",
            len(places),
        ),
    }
    other = ngettext(
        "Column “{column}”: {n} cell is none of the question's categories and has no value ({rows}).",
        "Column “{column}”: {n} cells are none of the question's categories and have no value ({rows}).",
        len(places),
    )
    rows = _rows([table.row_number(place) for place in places])
    yield sentences.get(question.kind, other).format(column=question.headings[wave], n=len(places), rows=rows)


def _unasked(table: SurveyTable, survey: Survey, question: Question, answered: Sequence[Respondent]) -> Iterator[str]:
    if question.asked is None:
        return
    corpus = Corpus(survey)
    places = [respondent.position for respondent in answered if not corpus.was_asked(respondent, question)]
    if places:
        yield ngettext(
            "{question}: {n} answer is by a respondent who was not asked, says survey.yaml ({rows}).",
            "{question}: {n} answers are by respondents who were not asked, says survey.yaml ({rows}).",
            len(places),
        ).format(question=question.id, n=len(places), rows=_rows([table.row_number(place) for place in places]))


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_NAMED_ROWS])) + (", …" if numbers[_NAMED_ROWS:] else "")
    return ngettext("row {rows}", "rows {rows}", len(numbers)).format(rows=shown)
