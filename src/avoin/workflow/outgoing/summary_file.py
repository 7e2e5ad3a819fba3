"""Summaries as a file that people write: YAML with a claim and bullets for each code.

Enters: a file, and the desk that knows what is coded. Leaves: summaries, or the file's text. Invariants: evidence is
named by respondent and place, by respondent, by code, or as all of the theme, and resolved when the file is read; a
mistake is named with its line.

    format: 1
    question: talousvaikeudet
    wave: "2025"
    summaries:
      talous_hinnat:
        heading: Hinnat nousevat nopeammin kuin tulot
        bullets:
          - text: Ruoka ja asuminen mainitaan yhdessä.
            evidence: [2025-004 0-25, 2025-017, code talous_perustarpeet, all]
        solutions:
          - text: Raha otetaan puheeksi.
            evidence: [code ratkaisuehdotus]
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML

from avoin.corpus.document import MOST_BYTES, Document, SurveyFileError, line_of, parse
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId, CoderId
from avoin.report.summary import Bullet, BulletKind, Evidence, Place, Summary
from avoin.workflow.outgoing.write_summaries import SummaryDesk, SummaryError, write_summary

_ALL = "all"
_CODE = "code "


class SummaryFileError(AvoinError):
    """The file cannot be read, or says what cannot be; names file and line."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Bullet(_Part):
    text: str = Field(min_length=1)
    evidence: list[str] = []


class _Summary(_Part):
    heading: str = Field(min_length=1)
    bullets: list[_Bullet] = []
    solutions: list[_Bullet] = []


class _File(_Part):
    format: Literal["1"] = "1"
    question: str
    wave: str
    summaries: dict[str, _Summary]


@dataclass(frozen=True, slots=True)
class FileWritten:
    """What taking a file over did: summaries in it, and decisions stored now."""

    n_summaries: int
    n_decisions: int


def write_from_file(desk: SummaryDesk, path: Path, coder: CoderId) -> tuple[SummaryDesk, FileWritten]:
    """Store every summary of a file, one decision each; what is so already is left alone.

    Raises
    ------
    SummaryFileError, SummaryError, UnknownQuestionError, UnknownWaveError
        Where the file is wrong; then nothing of it is stored.
    SummaryChangedError
        Where somebody writes at the same time.
    """
    found = read_summaries(desk, path)
    n_decisions = 0
    for summary in found:
        desk, decision = write_summary(desk, summary, coder)
        n_decisions += decision is not None
    return desk, FileWritten(len(found), n_decisions)


def read_summaries(desk: SummaryDesk, path: Path) -> tuple[Summary, ...]:
    """Return the summaries of a file, their evidence found.

    Raises
    ------
    SummaryFileError, SummaryError, UnknownQuestionError, UnknownWaveError
        Where the file is wrong.
    """
    document = _document(path)
    try:
        content = _File.model_validate(document.root)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, document, first["loc"], first["msg"]) from None
    found = []
    for code, entry in content.summaries.items():
        place = desk.place(content.question, code, content.wave)
        bullets = []
        for key, kind, items in (
            ("bullets", BulletKind.CLAIM, entry.bullets),
            ("solutions", BulletKind.SOLUTION, entry.solutions),
        ):
            for number, item in enumerate(items):
                evidence = _evidence(desk, place, item.evidence)
                if isinstance(evidence, str):
                    raise _wrong(path, document, ("summaries", code, key, number, "evidence"), evidence)
                bullets.append(Bullet(item.text, evidence, kind))
        found.append(Summary(place, entry.heading, tuple(bullets)))
    return tuple(found)


def as_file(summaries: Sequence[Summary]) -> str:
    """Return summaries of one question and wave as the text of a file.

    Raises
    ------
    SummaryError
        Where they are of several questions or waves, or there is none.
    """
    about = {(each.place.question, each.place.wave) for each in summaries}
    if len(about) != 1:
        raise SummaryError(_("A file holds the summaries of one question and one wave."))
    question, wave = about.pop()
    content = {
        "format": 1,
        "question": str(question),
        "wave": str(wave),
        "summaries": {
            str(each.place.code): {
                "heading": each.heading,
                "bullets": [_entry(bullet) for bullet in each.bullets if bullet.kind is BulletKind.CLAIM],
                "solutions": [_entry(bullet) for bullet in each.bullets if bullet.kind is BulletKind.SOLUTION],
            }
            for each in summaries
        },
    }
    yaml = YAML()
    yaml.width = 110
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue()


def _entry(bullet: Bullet) -> dict[str, object]:
    # one place a line: who edits deletes lines; the code need not be said where the place has one code only
    spans = dict.fromkeys(each.span for each in bullet.evidence)
    places = [f"{span.answer.respondent} {span.start}-{span.end}" for span in spans]
    return {"text": bullet.text, "evidence": places}


def _document(path: Path) -> Document:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SummaryFileError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or type(error).__name__)
        ) from None
    if len(raw) > MOST_BYTES:
        raise SummaryFileError(_("{path} is too large for a file of summaries.").format(path=path))
    try:
        return parse(raw.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise SummaryFileError(_("{path} is not UTF-8.").format(path=path)) from None
    except SurveyFileError as error:
        raise SummaryFileError(error.message, error.hint) from None


def _wrong(path: Path, document: Document, place: Sequence[str | int], error: str) -> SummaryFileError:
    return SummaryFileError(
        _("{file}, line {line}, {key}: {error}").format(
            file=path.name, line=line_of(document, place), key=".".join(map(str, place)), error=error
        )
    )


def _evidence(desk: SummaryDesk, place: Place, names: Sequence[str]) -> tuple[Evidence, ...] | str:
    """Return what the names stand for, or the name that stands for nothing, in a sentence."""
    found: dict[Evidence, None] = {}
    for name in names:
        meant = tuple(_meant(desk, place, name.strip()))
        if not meant:
            return _("“{name}” names no coded segment of this question and wave").format(name=name)
        found.update(dict.fromkeys(meant))
    return tuple(found)


def _meant(desk: SummaryDesk, place: Place, name: str) -> Iterator[Evidence]:
    theme = desk.grounds(place).evidence
    if name == _ALL:
        yield from theme
    elif name.startswith(_CODE):
        code = CodeId(name.removeprefix(_CODE).strip())
        yield from (each for each in desk.coded(place) if each.code == code)
    else:
        who, _space, limits = name.rpartition(" ")
        of_place = [
            each
            for each in desk.coded(place)
            if each.span.answer.respondent == who and f"{each.span.start}-{each.span.end}" == limits
        ]
        of_theme = [each for each in of_place if each in theme]
        yield from of_theme or of_place or (each for each in theme if each.span.answer.respondent == name)
