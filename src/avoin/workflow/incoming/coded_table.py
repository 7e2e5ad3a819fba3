"""Codings from a spreadsheet: one row a coding as ``avoin export codings`` writes them, or one a respondent with codes.

Enters: a table and the answers it is on. Leaves: a ``QdaProject`` of these codings. Invariant: every row finds its
answer and its words there, or the table is refused by file, row and column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from avoin.corpus.model import Answer, Corpus, Question
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.importing.multiple import options_of
from avoin.importing.qda import QdaCode, QdaCoding, QdaProject, QdaSource
from avoin.importing.table import SurveyTable
from avoin.text import working_text
from avoin.workflow.outgoing.qda_out import key_of, names_of
from avoin.workflow.places import answer_of, open_question

_HEADINGS = {
    "respondent": ("respondent", "vastaaja", "id"),
    "wave": ("wave", "kierros", "aineistonkeruukierros"),
    "question": ("question", "kysymys"),
    "code": ("code", "codes", "koodi", "koodit"),
    "text": ("text", "teksti", "evidence", "katkelma"),
    "start": ("start", "alku"),
    "end": ("end", "loppu"),
    "coder": ("coder", "koodaaja"),
}


class CodedTableError(AvoinError):
    """A table of codings does not fit the answers of this project; names file and row."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: its number in the file and its cells by field."""

    number: int
    file: str
    cells: dict[str, str]

    def said(self, field: str) -> str:
        return self.cells.get(field, "").strip()

    def wrong(self, problem: str, hint: str = "") -> CodedTableError:
        return CodedTableError(
            _("{file}, row {row}: {problem}").format(file=self.file, row=self.number, problem=problem), hint
        )


def coded_table(table: SurveyTable, corpus: Corpus, codes: Sequence[QdaCode]) -> QdaProject:
    """Return the codings of a table.

    Parameters
    ----------
    codes : sequence of QdaCode
        The codes that rows may name, by key or by name; another one is a code of its own.

    Raises
    ------
    CodedTableError
        Where a column is missing, or a row names nobody, no answer, or words that the answer does not have.
    """
    lines = tuple(_lines(table))
    known = {each.key: each for each in codes}
    by_name = {each.name.casefold(): each for each in codes}
    used: dict[str, QdaCode] = {}
    sources: dict[str, QdaSource] = {}
    called = names_of(corpus)
    codings: list[QdaCoding] = []
    for line in lines:
        answer = _answer(line, corpus)
        key = key_of(answer.key)
        sources.setdefault(key, QdaSource(key, called[answer.key], answer.text))
        start, end = _span(line, answer)
        for said in options_of(line.said("code")):
            code = known.get(said) or by_name.get(said.casefold()) or QdaCode(said, said)
            used[code.key] = code
            codings.append(QdaCoding(key, start, end, code.key, line.said("coder")))
    return QdaProject(table.name, table.name, tuple(used.values()), tuple(sources.values()), codings=tuple(codings))


def _lines(table: SurveyTable) -> Iterator[_Line]:
    folded = [heading.casefold() for heading in table.headings]
    places = {field: folded.index(name) for field, names in _HEADINGS.items() for name in names if name in folded}
    for needed in ("respondent", "code"):
        if needed not in places:
            raise CodedTableError(
                _("{file} has no column {column}.").format(file=table.name, column=needed),
                _("Columns found: {columns}").format(columns=", ".join(table.headings[:20])),
            )
    for place, row in enumerate(table.rows):
        yield _Line(table.row_number(place), table.name, {field: row[at] for field, at in places.items()})


def _answer(line: _Line, corpus: Corpus) -> Answer:
    try:
        question = _question(line, corpus)
        return corpus.by_key[answer_of(corpus, line.said("respondent"), question.id, line.said("wave") or None)]
    except CodedTableError:
        raise
    except AvoinError as error:
        raise line.wrong(error.message, error.hint) from None


def _question(line: _Line, corpus: Corpus) -> Question:
    said, asked = line.said("question"), corpus.survey.open_questions
    if said or len(asked) != 1:
        return open_question(corpus.survey, said)
    return asked[0]


def _span(line: _Line, answer: Answer) -> tuple[int, int]:
    """Return where the words of a row are: at its positions, else where they stand, else the whole answer."""
    words = working_text(line.cells.get("text", "")).removeprefix("'").strip()
    if line.said("start") or line.said("end"):
        return _positions(line, answer, words)
    if not words:
        return 0, len(answer.text)
    start = answer.text.find(words)
    if start < 0:
        raise line.wrong(_("the answer does not have these words."), _("Leave the text out to code the whole answer."))
    return start, start + len(words)


def _positions(line: _Line, answer: Answer, words: str) -> tuple[int, int]:
    try:
        start, end = int(line.said("start")), int(line.said("end"))
    except ValueError:
        raise line.wrong(_("start and end are not numbers.")) from None
    if not 0 <= start < end <= len(answer.text):
        raise line.wrong(_("the answer has no characters {start}–{end}.").format(start=start, end=end))
    if words and words != answer.text[start:end].removeprefix("'").strip():
        raise line.wrong(
            _("the words are not those of the answer."), _("The answer may have changed since the codings were made.")
        )
    return start, end
