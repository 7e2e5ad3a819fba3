"""Simulate: what finished codings would have cost at this project's desk.

Enters: a file of respondents and their codes. Leaves: keys with suggestions and without, and a learning curve.
Invariants: nothing is stored; queue and suggestions are those of the desk; a row that does not fit is an error that
names it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avoin.codebook.model import Codebook
from avoin.coding.choice import UnknownCodeError, usable_code
from avoin.coding.queue import QueueOrder
from avoin.coding.type_ahead import keys_to_find
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, QuestionId, Span
from avoin.progress import Progress, silent
from avoin.store import answers as answer_store
from avoin.text import same_answer_key
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.places import NoAnswerError, UnknownRespondentError, answer_of, known_wave, open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.prepare_answers import Reading, read_question

if TYPE_CHECKING:
    from avoin.coding.simulate import Effort
    from avoin.coding.simulated_coder import Finished

RESPONDENT_HEADINGS = ("respondent", "id", "vastaaja")
CODES_HEADINGS = ("codes", "koodit")
_LARGEST_FIELD = 10_000_000


class CodingsFileError(AvoinError):
    """A file of codings cannot be used; names the row and what is wrong."""


@dataclass(frozen=True, slots=True)
class CodingsRow:
    """One line of the file.

    Attributes
    ----------
    row : int
        Its number in the file, the heading being 1.
    """

    row: int
    respondent: str
    codes: tuple[str, ...]


def simulate_coding(  # noqa: PLR0913 - what the command line may say
    project: Project,
    codings: Path,
    question: str,
    wave: str | None = None,
    *,
    orders: int = 5,
    seed: int | None = None,
    queue: QueueOrder = QueueOrder.PAGES,
    progress: Progress = silent,
) -> "Effort":
    """Replay finished codings of one question and count keys.

    Parameters
    ----------
    codings : Path
        CSV with the columns respondent (or id, vastaaja) and codes (or koodit), codes joined by semicolons; no code
        at all is a coding too. Respondents who are not in it are not coded.
    wave : str or None
        None takes all waves; ids that several waves have are then an error.
    orders : int
        How many orders of answers are tried; figures are means over them.
    seed : int or None
        Of the orders; None takes the project's.
    queue : QueueOrder
        One of ``simulated_coder.POLICIES``.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where the survey has no such open question or wave.
    CodingsFileError
        Where the file cannot be read, or names a respondent, an answer or a code that there is not.
    """
    from avoin.coding.simulate import simulate
    from avoin.coding.simulated_coder import POLICIES

    asked = open_question(project.survey, question)
    wanted = None if wave is None else known_wave(project.survey, wave)
    rows = read_codings(codings)
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
    truth = _truth(corpus, current_codebook(project), rows, asked.id, wanted, codings)
    reading = read_question(project, asked.id, wanted, progress)
    finished = in_numbers(project, reading, truth)

    def say(done: int, total: int) -> None:
        progress(done, total, _("Simulating"))

    drawn = project.settings.random_state if seed is None else seed
    return simulate(finished, orders, drawn, say, POLICIES[queue])


def read_codings(path: Path) -> tuple[CodingsRow, ...]:
    """Read a file of respondents and codes.

    Raises
    ------
    CodingsFileError
        Where it cannot be read, lacks a column, or names a respondent twice or not at all.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is not UTF-8 text")
        raise CodingsFileError(_("{file} cannot be read: {error}").format(file=path, error=reason)) from None
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=_delimiter(text))
    headings = [(heading or "").strip().lower() for heading in reader.fieldnames or ()]
    reader.fieldnames = headings
    who, what = _column(path, headings, RESPONDENT_HEADINGS), _column(path, headings, CODES_HEADINGS)
    rows = tuple(_row(path, reader.line_num, line[who], line[what]) for line in reader)
    _refuse_twice(path, rows)
    return rows


def _delimiter(text: str) -> str:
    """Return what separates columns: codes are joined by semicolons, so a comma or tab in the heading goes before."""
    heading = text.partition("\n")[0]
    return next((mark for mark in (",", "\t", ";") if mark in heading), ",")


def _column(path: Path, headings: Sequence[str], names: Sequence[str]) -> str:
    found = next((name for name in names if name in headings), None)
    if found is None:
        raise CodingsFileError(
            _("{file} has no column {column}.").format(file=path, column=names[0]),
            _("Columns found: {columns}").format(columns=", ".join(headings)),
        )
    return found


def _row(path: Path, number: int, respondent: str | None, codes: str | None) -> CodingsRow:
    named = (respondent or "").strip()
    if not named:
        raise CodingsFileError(_("{file}, row {row}: there is no respondent.").format(file=path, row=number))
    return CodingsRow(number, named, tuple(code.strip() for code in (codes or "").split(";") if code.strip()))


def _refuse_twice(path: Path, rows: Sequence[CodingsRow]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        if row.respondent in seen:
            raise CodingsFileError(
                _("{file}, row {row}: respondent {respondent} was on row {before} already.").format(
                    file=path, row=row.row, respondent=row.respondent, before=seen[row.respondent]
                )
            )
        seen[row.respondent] = row.row


def _truth(
    corpus: Corpus,
    codebook: Codebook | None,
    rows: Sequence[CodingsRow],
    question: QuestionId,
    wave: str | None,
    path: Path,
) -> dict[AnswerKey, tuple[CodeId, ...]]:
    truth = {}
    for row in rows:
        try:
            codes = tuple(usable_code(codebook, code).id for code in row.codes)
            truth[answer_of(corpus, row.respondent, question, wave)] = codes
        except (UnknownCodeError, UnknownRespondentError, NoAnswerError) as error:
            raise CodingsFileError(
                _("{file}, row {row}: {problem}").format(file=path, row=row.row, problem=error.message), error.hint
            ) from None
    if not truth:
        raise CodingsFileError(_("{file} has no codings.").format(file=path))
    return truth


def in_numbers(
    project: Project,
    reading: Reading,
    truth: Mapping[AnswerKey, Sequence[CodeId]],
    doubt: Mapping[AnswerKey, Sequence[CodeId]] | None = None,
) -> "Finished":
    """Return finished codings of a question as ``coding.simulate`` takes them.

    Parameters
    ----------
    truth : mapping of AnswerKey to sequence of CodeId
        The codes of every answer that was coded; of the current codebook.
    doubt : mapping of AnswerKey to sequence of CodeId, or None
        Codes that coders did not agree on.
    """
    import numpy as np

    from avoin.coding.simulated_coder import Finished
    from avoin.workflow.desk.desk_learning import DeskLearning, Tools
    from avoin.workflow.desk.desk_state import Snapshot

    codebook = current_codebook(project)
    assert codebook is not None
    texts = {answer.key: answer.text for answer in reading.answers}
    learning = DeskLearning(texts, reading.read, Tools.of(project, reading.space), Snapshot({}, {}))
    segments, codes = learning.numbers(reading.spans, codebook)
    number = _numbered(reading.spans)
    column = {code.id: place for place, code in enumerate(codebook.usable)}
    has = np.zeros((len(number), codes.n), dtype=bool)
    unsure = np.zeros_like(has)
    for marked, of in ((has, truth), (unsure, doubt or {})):
        for key, given in of.items():
            marked[number[key], [column[code] for code in given]] = True
    alike: dict[tuple[str, tuple[int, ...]], int] = {}
    group = np.zeros(len(number), dtype=np.intp)
    for key, place in number.items():
        same = (same_answer_key(texts[key]), tuple(np.flatnonzero(has[place]).tolist()))
        # only answers with known codes are decided together
        group[place] = alike.setdefault(same, place) if key in truth else place
    keys = np.array([keys_to_find(codebook, code) + 1 for code in codebook.usable], dtype=np.intp)
    known = np.array([number[key] for key in truth], dtype=np.intp)
    return Finished(segments, codes, has, known, group, keys, unsure if doubt else None)


def _numbered(spans: Sequence[Span]) -> dict[AnswerKey, int]:
    number: dict[AnswerKey, int] = {}
    for span in spans:
        number.setdefault(span.answer, len(number))
    return number
