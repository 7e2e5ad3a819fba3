"""Notes and marks for asking are listed over all questions and searched by words."""

from pathlib import Path

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import CoderId, Span
from avoin.store import decisions
from avoin.workflow.desk.notes import NoteKind, notes
from avoin.workflow.project import Project
from kit.decided import span
from kit.projects import project

AINO, VEIKKO = CoderId("aino"), CoderId("veikko")


def _put(made: Project, kind: MarkKind, on: Span, coder: CoderId, text: str = "") -> None:
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(coder, Verb.MEMO, (mark_span(kind, on, coder, text=text),)))


def test_notes_of_all_questions_and_coders_are_listed_and_searched(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"q": {"r1": "Jonot kasvavat.", "r2": "Ei ongelmia."}, "p": {"r1": "Rahat loppuu."}})
    _put(made, MarkKind.MEMO, span("r2", "q", 0, 2), AINO, "Kielto, tarkista")
    _put(made, MarkKind.MEMO, span("r1", "p", 0, 5), VEIKKO, "Raha")
    _put(made, MarkKind.MEMO, span("r1", "q", -1, -1), AINO, "Koko vastaus")
    _put(made, MarkKind.FLAG, span("r1", "q", 0, 5), AINO)
    listed = notes(made, AINO, NoteKind.MEMO)
    assert [(each.text, each.words, each.coder) for each in listed] == [
        ("Koko vastaus", "Jonot kasvavat.", AINO),
        ("Kielto, tarkista", "Ei", AINO),
        ("Raha", "Rahat", VEIKKO),
    ]
    assert [each.text for each in notes(made, AINO, NoteKind.MEMO, "TARKISTA kielto")] == ["Kielto, tarkista"]
    assert [each.text for each in notes(made, AINO, NoteKind.MEMO, "jonot")] == ["Koko vastaus"]
    assert [(each.words, each.text) for each in notes(made, AINO, NoteKind.FLAG)] == [("Jonot", "")]


def test_where_there_are_none_the_list_is_empty(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"q": {"r1": "Jonot kasvavat."}})
    assert notes(made, AINO, NoteKind.FLAG) == ()
