"""Notes on a code, on a candidate theme and on the project; those on answers and segments are the desk's.

Enters: a project, a coder, what the note is on. Leaves: notes, or a decision that writes one in the old one's place.
Invariants: everybody has notes of their own, a person one on each thing; an empty text takes it away; nobody who codes
blind reads others' notes.
"""

from collections.abc import Sequence
from dataclasses import replace

from avoin.coding.choice import UnknownCodeError
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.i18n import _
from avoin.ids import CodeId, CoderId, QuestionId
from avoin.store import decisions
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.coders.blind_coding import refuse_themes
from avoin.workflow.desk.desk_views import Outcome, outcome_of
from avoin.workflow.places import known_wave, open_question
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import ThemesError, current_run
from avoin.workflow.texts.theme_memos import memos_by_theme, theme_place

ON_PROJECT = CodeId("")
"""Stands for the project where a code could."""


def memo_marks(project: Project, reader: CoderId) -> dict[CodeId, tuple[Mark, ...]]:
    """Return everybody's notes on each code, and under ``ON_PROJECT`` those on the project."""
    with project.store.read() as connection:
        marks = decisions.marks(connection, MarkKind.MEMO, question=QuestionId(""), reader=reader)
    found: dict[CodeId, tuple[Mark, ...]] = {}
    for mark in marks:
        found[mark.code] = (*found.get(mark.code, ()), mark)
    return found


def own_memo(project: Project, coder: CoderId, code: CodeId = ON_PROJECT) -> str:
    """Return a coder's own note on a code or the project; empty where there is none."""
    own = [mark.text for mark in memo_marks(project, coder).get(code, ()) if mark.coder == coder]
    return "\n".join(own)


def note_on_code(project: Project, coder: CoderId, code: str, text: str) -> Outcome:
    """Write a note on a code; also on one that is retired.

    Raises
    ------
    UnknownCodeError
        Where the codebook has no such code.
    """
    book = current_codebook(project)
    if book is None or code not in book.by_id:
        raise UnknownCodeError(
            _("There is no code {code}.").format(code=code), _("See which there are with: avoin codebook show")
        )
    return _write(project, coder, Mark(MarkKind.MEMO, code=CodeId(code)), text)


def note_on_project(project: Project, coder: CoderId, text: str) -> Outcome:
    """Write a note on the project."""
    return _write(project, coder, Mark(MarkKind.MEMO), text)


def note_on_theme(
    project: Project, coder: CoderId, question: str, wave: str | None, theme_id: str, text: str
) -> Outcome:
    """Write a note on a theme of the run in use.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where the survey has no such open question or wave.
    ThemesError
        Where no themes have been found yet, or there is none of that number.
    BlindError
        Where the coder codes answers blind.
    """
    asked = open_question(project.survey, question).id
    with project.store.read() as connection:
        refuse_themes(blind=bool(decisions.blind_to(connection, coder)))
        marks = decisions.marks(connection, MarkKind.THEME_MEMO, question=asked, coder=coder)
    current = current_run(project, asked, None if wave is None else known_wave(project.survey, wave))
    if current is None or all(theme.id != theme_id for theme in current.themes.themes):
        raise ThemesError(
            _("There is no theme {theme}.").format(theme=theme_id),
            _("Find them with: avoin themes {question}").format(question=asked),
        )
    before = memos_by_theme(project, current, marks).get(theme_id, ())
    return _write(project, coder, theme_place(current, theme_id), text, before)


def _write(project: Project, coder: CoderId, place: Mark, text: str, before: Sequence[Mark] = ()) -> Outcome:
    put = () if not text.strip() else (replace(place, coder=coder, text=text.strip()),)
    with project.store.transaction() as connection:
        there = decisions.marks(connection, place.kind, question=place.question, wave=place.wave, coder=coder)
        same = [mark for mark in there if mark.code == place.code and not mark.respondent]
        taken = tuple(mark for mark in dict.fromkeys((*before, *same)) if mark not in put)
        decision = decisions.append(connection, Draft(coder, Verb.MEMO, put, taken))
    return outcome_of(decision, Verb.MEMO, place.code if place.kind is MarkKind.MEMO and place.code else None)
