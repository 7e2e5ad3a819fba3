"""``survey.yaml``: what was asked of whom, as a file that a person corrects.

Enters: a file. Leaves: a ``Survey``, and the other way. pydantic stands at this door only.
Invariant: the file is replaced whole or not at all, and comments a person wrote stay.
"""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from avoin.corpus.check import check_survey
from avoin.corpus.document import MOST_BYTES, Content, Document, SurveyFileError, line_of, merge, parse, written
from avoin.corpus.model import Condition, Question, QuestionKind, Survey, Variable, Wave
from avoin.i18n import _
from avoin.ids import QuestionId, VariableId, WaveId

SURVEY_FILE = "survey.yaml"
_OTHER = "other"


def _empty_mapping(value: object) -> object:
    return {} if value == "" else value


def _empty_list(value: object) -> object:
    return [] if value == "" else value


_Texts = Annotated[list[str], BeforeValidator(_empty_list)]
_TextByText = Annotated[dict[str, str], BeforeValidator(_empty_mapping)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Wave(_Part):
    id_column: str = ""
    period: str = ""
    invited: Annotated[int, Field(ge=1)] | None = None
    closed: bool = False
    dropped: _Texts = []


class _Question(_Part):
    kind: QuestionKind
    name: str = ""
    text: str = ""
    columns: _TextByText = {}
    asked: Annotated[dict[str, list[str]], Field(max_length=1), BeforeValidator(_empty_mapping)] = {}
    categories: Annotated[dict[str, str] | list[str], BeforeValidator(_empty_list)] = []


class _Variable(_Part):
    name: str = ""
    columns: _TextByText = {}
    values: _TextByText = {}


class _File(_Part):
    format: Literal["1"] = "1"
    name: Annotated[str, Field(min_length=1)]
    waves: Annotated[dict[str, _Wave], BeforeValidator(_empty_mapping)] = {}
    questions: Annotated[dict[str, _Question], BeforeValidator(_empty_mapping)] = {}
    variables: Annotated[dict[str, _Variable], BeforeValidator(_empty_mapping)] = {}


def read_survey(path: Path) -> Survey:
    """Read ``survey.yaml``.

    Raises
    ------
    SurveyFileError
        Where the file is missing or wrong; names line and key.
    """
    document = _document(path)
    try:
        content = _File.model_validate(document.root)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, document, first["loc"], first["msg"]) from None
    survey = _noun(content)
    for problem in check_survey(survey):
        raise _wrong(path, document, problem.place, problem.message)
    return survey


def write_survey(path: Path, survey: Survey) -> None:
    """Write ``survey.yaml`` whole; comments of the file that is there stay.

    Raises
    ------
    SurveyFileError
        Where the survey is inconsistent, or the file that is there cannot be read or replaced.
    """
    with staged_survey(path, survey):
        pass


@contextmanager
def staged_survey(path: Path, survey: Survey) -> Iterator[None]:
    """Write ``survey.yaml`` aside, and move it into place once what is done inside has succeeded.

    All that needs room on the disk happens before; where the inside fails, the file that was there is as it was.

    Raises
    ------
    SurveyFileError
        As ``write_survey``.
    """
    problem = next(iter(check_survey(survey)), None)
    if problem is not None:
        raise SurveyFileError(
            _("{file}, key {key}: {error}").format(file=path.name, key=".".join(problem.place), error=problem.message)
        )
    document = _document(path) if path.exists() else parse(_skeleton(), path.name)
    merge(document.root, _content(survey))
    aside = path.with_name(path.name + ".tmp")
    try:
        with _telling(path):
            _write_through(aside, written(document))
        yield
        with _telling(path):
            aside.replace(path)
            _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SurveyFileError(
            _("{path} cannot be written: {error}.").format(path=path, error=error.strerror or type(error).__name__),
            _("The file that was there is as it was."),
        ) from None


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last a power cut, where the system can do that for folders."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _document(path: Path) -> Document:
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        raise SurveyFileError(_("There is no survey file {path}.").format(path=path)) from None
    except UnicodeDecodeError:
        raise SurveyFileError(_("{path} is not UTF-8 text.").format(path=path)) from None
    except OSError as error:
        raise SurveyFileError(
            _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or type(error).__name__)
        ) from None
    if len(content) > MOST_BYTES:
        raise SurveyFileError(_("{path} is larger than five megabytes.").format(path=path))
    return parse(unicodedata.normalize("NFC", text.replace("\r\n", "\n")), path.name)


def _wrong(path: Path, document: Document, place: tuple[str | int, ...], error: str) -> SurveyFileError:
    return SurveyFileError(
        _("{file}, line {line}, key {key}: {error}").format(
            file=path.name, line=line_of(document, place), key=".".join(map(str, place)), error=error
        )
    )


def _noun(content: _File) -> Survey:
    return Survey(
        name=content.name,
        waves=tuple(
            Wave(WaveId(wave), each.id_column, each.period, each.invited, each.closed, tuple(each.dropped))
            for wave, each in content.waves.items()
        ),
        questions=tuple(_question(QuestionId(item), each) for item, each in content.questions.items()),
        variables=tuple(
            Variable(VariableId(item), each.name or item, _by_wave(each.columns), each.values)
            for item, each in content.variables.items()
        ),
    )


def _question(item: QuestionId, content: _Question) -> Question:
    asked = next((Condition(VariableId(key), tuple(values)) for key, values in content.asked.items()), None)
    columns = _by_wave(content.columns)
    groups: dict[str, str] = {}
    if isinstance(content.categories, dict):
        groups = {category: group for category, group in content.categories.items() if group not in {"", _OTHER}}
    return Question(
        id=item,
        kind=content.kind,
        text=content.text or next(reversed(columns.values()), item),
        headings=columns,
        asked=asked,
        categories=tuple(content.categories),
        groups=groups,
        name=content.name,
    )


def _by_wave(columns: dict[str, str]) -> dict[WaveId, str]:
    return {WaveId(wave): heading for wave, heading in columns.items()}


def _content(survey: Survey) -> dict[str, Content]:
    return {
        "format": 1,
        "name": survey.name,
        "waves": {wave.id: _wave_content(wave) for wave in survey.waves},
        "questions": {question.id: _question_content(question) for question in survey.questions},
        "variables": {
            each.id: _filled({"name": each.name, "columns": _texts(each.headings), "values": dict(each.values)})
            for each in survey.variables
        },
    }


def _wave_content(wave: Wave) -> dict[str, Content]:
    invited: dict[str, Content] = {} if wave.invited is None else {"invited": wave.invited}
    closed: dict[str, Content] = {"closed": True} if wave.closed else {}
    return (
        _filled({"id_column": wave.id_heading, "period": wave.period})
        | invited
        | closed
        | _filled({"dropped": wave.dropped})
    )


def _question_content(question: Question) -> dict[str, Content]:
    categories: Content = question.categories
    if question.groups:
        categories = {category: question.groups.get(category, _OTHER) for category in question.categories}
    asked: Content = {} if question.asked is None else {str(question.asked.variable): question.asked.values}
    named: dict[str, Content] = _filled({"name": question.name})
    return {"kind": question.kind.value, **named, "text": question.text} | _filled(
        {"columns": _texts(question.headings), "asked": asked, "categories": categories}
    )


def _texts(headings: object) -> dict[str, Content]:
    assert isinstance(headings, dict)
    return {str(wave): heading for wave, heading in headings.items()}


def _filled(content: dict[str, Content]) -> dict[str, Content]:
    """Leave out what says nothing."""
    return {key: value for key, value in content.items() if value}


def _skeleton() -> str:
    lines = (
        _("What was asked of whom. Correct it by hand where the import guessed wrong; comments stay."),
        "",
        _("Waves: id_column (respondent ids), period, invited (for the response rate), closed, dropped (columns)."),
        _(
            "Questions: kind is open, grade, change, claim, choice, choices or number;"
            " name is a few words for tight places;"
        ),
        _("columns lists the heading of each wave."),
        _("asked names who was asked, by a variable and its values; without it everybody was."),
        _("categories go from best or most agreeing to worst; each belongs to improved, unchanged, weakened or to"),
        _("agree, neither, disagree, or to other."),
        _("Variables: values gives one name to what the waves write differently (as read: as used)."),
    )
    head = "\n".join(f"# {line}".rstrip() for line in lines)
    return f"{head}\n\nformat: 1\nname: x\n\nwaves: {{}}\n\nquestions: {{}}\n\nvariables: {{}}\n"
