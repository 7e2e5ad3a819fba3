"""Handing drawn answers to a coder without a server: a sealed packet, and a project of their own made of it.

Enters: a draw that somebody is to code blind. Leaves: a file with the answers, the codebook and nothing of what others
coded, and a folder in which it is coded as anywhere. Invariants: background variables and other answers stay at home;
each answer whose words are to go out is marked with the file before the file is there.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.coding.roles import person
from avoin.corpus.files import read_survey, write_survey
from avoin.corpus.model import Answer, Corpus, Respondent, Survey
from avoin.export.atomic import WriteError, write_whole
from avoin.export.packet import as_json, to_packet
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId, digest
from avoin.importing.packet import Packet, PacketError, read_packet
from avoin.nlp.corrections import LEXICON_FILE
from avoin.store import answers as answer_store
from avoin.store import decisions
from avoin.store.draws import Draw
from avoin.store.sealing import marks_from_json, marks_to_json
from avoin.text import is_erased, working_text
from avoin.workflow.codebooks.revise_codebook import codebook_in_use
from avoin.workflow.coders.draw_answers import DrawError, open_draw
from avoin.workflow.project import Project, coder_of, create_project

ANSWERS = "answers"
_CUTS = (MarkKind.BREAK, MarkKind.GLUE)
_BOOK = "codebook/"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was written."""

    path: Path
    draw: int
    n_answers: int


def hand_out(project: Project, coder: str, path: Path) -> HandedOut:
    """Write the answers that are drawn for a coder as a sealed packet, and mark them as handed out.

    Raises
    ------
    DrawError
        Where nothing is drawn for the coder.
    WriteError, StoreError
        Where the file or the store cannot be written; then there is no file, and the marks are taken off again.
    """
    draw = open_draw(project, coder)
    if draw is None:
        says = _("Nothing is drawn for {coder} to code.").format(coder=coder)
        raise DrawError(says, _("Draw with: avoin compare draw --coder {coder}").format(coder=coder))
    with project.store.read() as connection:
        corpus = answer_store.load_corpus(connection, project.survey)
        cuts = tuple(mark for mark in decisions.marks(connection, *_CUTS) if mark.answer in set(draw.answers))
        origin = origin_of(project, draw)
    texts = [[*key, corpus.by_key[key].raw] for key in draw.answers if key in corpus.by_key]
    about = {
        "project": project.settings.name,
        "codebook": codebook_in_use(project),
        "draw": draw.number,
        "role": draw.role,
        "how": {"share": draw.share, "by": draw.by, "seed": draw.seed, "of": draw.of, "own": draw.own},
        "origin": origin,
    }
    parts = {
        "answers.json": as_json(texts),
        "cuts.json": marks_to_json(cuts).encode("utf-8"),
        "survey.yaml": _survey_of(project.survey, draw),
        **_codebook_of(project),
    }
    if project.places.lexicon.is_file():
        parts[LEXICON_FILE] = project.places.lexicon.read_bytes()
    _send(project, path, to_packet(ANSWERS, about, parts), _handed(draw, corpus, path))
    return HandedOut(path, draw.number, len(texts))


def origin_of(project: Project, draw: Draw) -> str | None:
    """Return the digest of the decision that made a draw, which no other project has; None where it is gone."""
    with project.store.read() as connection:
        marks = decisions.marks(connection, MarkKind.DRAW)
        seq = next((seq for mark, seq in marks.items() if mark.code == str(draw.number)), None)
        return None if seq is None else decisions.digest_of(connection, seq)


def open_packet(path: Path, folder: Path) -> Project:
    """Make a project of a packet of answers, in which its coder codes them blind.

    Raises
    ------
    PacketError
        Where the packet is not as it was sealed.
    ProjectError
        Where the folder cannot be made a project.
    """
    packet = read_packet(path, ANSWERS)
    texts, cuts, survey = _answers_in(packet), _cuts_in(packet), _survey_in(packet)
    name, book, role, number, how, origin = _told(packet)
    made = create_project(folder, name, coder=person(role), codebook=book)
    for part, content in packet.parts.items():
        if part.startswith(_BOOK):
            write_whole(made.places.codebooks / book / part.removeprefix(_BOOK), content)
    if LEXICON_FILE in packet.parts:
        write_whole(made.places.lexicon, packet.parts[LEXICON_FILE])
    write_survey(made.places.survey, survey)
    code = CodeId(str(number))
    told = json.dumps({**how, "origin": origin}, sort_keys=True)
    drawn = [Mark(MarkKind.DRAWN, *each.key, code=code, coder=role) for each in texts]
    put = (Mark(MarkKind.DRAW, code=code, coder=role, text=told), *drawn, *cuts)
    with made.store.transaction() as connection:
        for wave in survey.waves:
            here = [each for each in texts if each.key.wave == wave.id]
            people = dict.fromkeys(each.key.respondent for each in here)
            respondents = [Respondent(wave.id, each, place, {}) for place, each in enumerate(people)]
            seal = digest(packet.parts["answers.json"])
            answer_store.save_wave(connection, wave.id, respondents, here, (), path.name, seal)
        decisions.append(connection, Draft(person(role), Verb.NOTED, put))
    return replace(made, survey=survey)


def _handed(draw: Draw, corpus: Corpus, path: Path) -> tuple[Mark, ...]:
    code = CodeId(str(draw.number))
    worded = (key for key in draw.answers if key in corpus.by_key and not is_erased(corpus.by_key[key].text))
    return tuple(Mark(MarkKind.HANDED, *key, code=code, coder=draw.role, text=str(path)) for key in worded)


def _send(project: Project, path: Path, packet: bytes, marks: tuple[Mark, ...]) -> None:
    """Write a packet after it is stored that it goes out; words out there that nobody knows of are worst."""
    who = coder_of(project)
    with project.store.transaction() as connection:
        noted = decisions.append(connection, Draft(who, Verb.NOTED, marks))
    try:
        write_whole(path, packet)
    except WriteError:
        if noted is not None:  # an earlier packet of that name may stand there, and its marks with it
            with project.store.transaction() as connection:
                decisions.append(connection, Draft(who, Verb.NOTED, (), noted.put))
        raise


def _survey_of(survey: Survey, draw: Draw) -> bytes:
    """Return the survey with the drawn questions and waves only, asked of everybody: conditions name variables."""
    questions, waves = {key.question for key in draw.answers}, {key.wave for key in draw.answers}
    kept = tuple(replace(each, asked=None) for each in survey.questions if each.id in questions)
    shown = tuple(
        replace(each, headings={wave: text for wave, text in each.headings.items() if wave in waves}) for each in kept
    )
    small = Survey(survey.name, tuple(replace(each, dropped=()) for each in survey.waves if each.id in waves), shown)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.yaml"
        write_survey(path, small)
        return path.read_bytes()


def _codebook_of(project: Project) -> dict[str, bytes]:
    name = codebook_in_use(project)
    if not name:
        return {}
    return {
        f"{_BOOK}{path.name}": path.read_bytes() for path in sorted((project.places.codebooks / name).glob("*.yaml"))
    }


def _survey_in(packet: Packet) -> Survey:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.yaml"
        path.write_bytes(packet.parts.get("survey.yaml", b""))
        return read_survey(path)


def _answers_in(packet: Packet) -> list[Answer]:
    try:
        found = []
        for wave, respondent, question, raw in _list(packet.json("answers.json")):
            key = AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId(question))
            found.append(Answer(key, raw, working_text(raw)))
    except (TypeError, ValueError, AttributeError):
        raise _unreadable("answers.json") from None
    return found


def _cuts_in(packet: Packet) -> tuple[Mark, ...]:
    try:
        cuts = marks_from_json(packet.parts["cuts.json"].decode("utf-8"))
    except (KeyError, TypeError, ValueError):
        raise _unreadable("cuts.json") from None
    return tuple(mark for mark in cuts if mark.kind in _CUTS)


def _told(packet: Packet) -> tuple[str, str, CoderId, int, Mapping[str, object], str]:
    about = packet.about
    name, book, role, number, how, origin = (
        about.get(key) for key in ("project", "codebook", "role", "draw", "how", "origin")
    )
    texts_are_texts = all(isinstance(each, str) for each in (name, book, role, origin))
    is_plain = isinstance(book, str) and (not book or book.replace("-", "").replace("_", "").isalnum())
    if not (texts_are_texts and is_plain and isinstance(number, int) and isinstance(how, dict)):
        raise _unreadable("manifest.json")
    return str(name), str(book), CoderId(str(role)), number, how, str(origin)


def _list(value: object) -> list[list[str]]:
    if not isinstance(value, list) or not all(
        isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in value
    ):
        raise TypeError
    return value


def _unreadable(name: str) -> PacketError:
    return PacketError(_("The packet's part {name} is missing or not readable.").format(name=name))
