"""Notes on codes, themes and the project: everybody's own, found again after the themes changed, hidden while blind."""

import json
import shutil
from pathlib import Path

import pytest

from avoin.cli.main import run
from avoin.coding.choice import UnknownCodeError
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId, QuestionId, WaveId
from avoin.store import decisions
from avoin.workflow.coders.blind_coding import BlindError
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.desk.memos import ON_PROJECT, memo_marks, note_on_code, note_on_project, note_on_theme, own_memo
from avoin.workflow.desk.notes import About, Note, NoteKind, notes
from avoin.workflow.desk.undo import undo
from avoin.workflow.project import Project, open_project
from avoin.workflow.texts.find_themes import ThemesError, find_themes, merge_themes
from avoin.workflow.upkeep.history import history
from avoin.workflow.upkeep.verify import verify
from kit.codebooks import codebook
from kit.projects import project

AINO, EERO = CoderId("Aino"), CoderId("Eero")
QUEUES = ("Jonot ovat pitkiä.", "Jonot kasvavat koko ajan.", "Jonotus kestää viikkoja.", "Hoitojonot ovat pitkät.")
PRICES = ("Ruoka on kallista.", "Ruoan hinta nousee.", "Kallis ruoka vie rahat.", "Hinnat nousevat, ruoka kallistuu.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    answers = {f"r{number}": text for number, text in enumerate((*QUEUES, *PRICES), 1)}
    first = project(tmp_path_factory.mktemp("memos") / "p", {"q": answers}, codebook=codebook("Jonot", "Hinnat"))
    find_themes(first, QuestionId("q"), WaveId("2025"), 2, coder=AINO)
    return first.folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Project:
    return open_project(Path(shutil.copytree(made, tmp_path / "p")))


def listed(here: Project, reader: CoderId = AINO, words: str = "") -> list[tuple[About, str, str, str]]:
    return [(note.about, note.coder, note.place, note.text) for note in notes(here, reader, NoteKind.MEMO, words)]


def test_everybody_has_a_note_of_their_own_and_the_new_one_takes_the_old_ones_place(here: Project) -> None:
    note_on_code(here, AINO, "jonot", "Liian laaja?")
    note_on_code(here, EERO, "jonot", "Minusta hyvä")
    note_on_project(here, AINO, "Kirjoita menetelmistä")
    assert note_on_code(here, AINO, "jonot", " Jaetaan kahtia ").n_taken == 1
    assert own_memo(here, AINO, CodeId("jonot")) == "Jaetaan kahtia"
    assert own_memo(here, AINO) == "Kirjoita menetelmistä"
    assert {mark.coder: mark.text for mark in memo_marks(here, AINO)[CodeId("jonot")]} == {
        "Aino": "Jaetaan kahtia",
        "Eero": "Minusta hyvä",
    }
    assert note_on_project(here, AINO, "Kirjoita menetelmistä").seq is None
    assert note_on_project(here, AINO, "  ").n_taken == 1
    assert ON_PROJECT not in memo_marks(here, AINO)
    assert verify(here.folder).ok


def test_undo_brings_the_note_before_back_and_history_tells_of_it_without_its_words(here: Project) -> None:
    note_on_code(here, AINO, "jonot", "ensin")
    note_on_code(here, AINO, "jonot", "sitten")
    undo(here, AINO)
    assert own_memo(here, AINO, CodeId("jonot")) == "ensin"
    rows = history(here)[-3:]
    assert [(row.verb, row.codes) for row in rows] == [
        (Verb.MEMO, ("jonot",)),
        (Verb.MEMO, ("jonot",)),
        (Verb.UNDO, ("jonot",)),
    ]


def test_a_code_that_is_not_there_has_no_notes(here: Project) -> None:
    with pytest.raises(UnknownCodeError, match="puuttuu"):
        note_on_code(here, AINO, "puuttuu", "x")


def test_a_note_on_a_theme_goes_with_its_segments_when_the_themes_change(here: Project) -> None:
    desk = open_desk(here, "q", "2025", "Aino")
    first, second = desk.themes()
    desk.memo_theme(first.theme.id, "Onko tämä yksi asia?")
    desk.memo_theme(second.theme.id, "Vertaa viime vuoteen")
    assert [view.memo for view in desk.themes()] == ["Onko tämä yksi asia?", "Vertaa viime vuoteen"]
    merge_themes(here, QuestionId("q"), WaveId("2025"), ("1", "2"), coder=AINO)
    desk.catch_up()
    again = open_desk(here, "q", "2025", "Aino")
    (merged,) = again.themes()
    assert merged.memo == "Onko tämä yksi asia?\nVertaa viime vuoteen"
    again.memo_theme(merged.theme.id, "Yksi asia")
    assert [view.memo for view in again.themes()] == ["Yksi asia"]
    again.undo()
    assert [view.memo for view in again.themes()] == ["Onko tämä yksi asia?\nVertaa viime vuoteen"]
    assert [note.theme for note in notes(here, AINO, NoteKind.MEMO)] == [merged.theme.id] * 2


def test_the_note_of_a_theme_that_is_gone_is_listed_still(here: Project) -> None:
    note_on_theme(here, AINO, "q", "2025", "1", "Hukkuuko?")
    name = open_desk(here, "q", "2025", "Aino").themes()[0].theme.name
    desk = open_desk(here, "q", "2025", "Aino")
    with here.store.transaction() as connection:
        current = next(iter(decisions.marks(connection, MarkKind.THEMES)))
        decisions.append(connection, Draft(AINO, Verb.THEMES, (), (current,)))
    desk.catch_up()
    assert desk.themes() == ()
    assert notes(here, AINO, NoteKind.MEMO) == (
        Note(
            *(NoteKind.MEMO, About.THEME, AINO, "Hukkuuko?", name),
            question=QuestionId("q"),
            wave=WaveId("2025"),
        ),
    )


def test_a_theme_that_is_not_there_has_no_notes(here: Project) -> None:
    for wave, theme in (("2025", "99"), (None, "99")):
        with pytest.raises(ThemesError):
            note_on_theme(here, AINO, "q", wave, theme, "x")


def test_all_notes_are_in_one_list_and_searched_by_their_words_and_what_they_are_on(here: Project) -> None:
    desk = open_desk(here, "q", "2025", "Aino")
    view = desk.answer(desk.answers()[0])
    desk.memo(view.segments[0].span, "Tarkista viikot")
    desk.memo(view.answer.key, "Hyvä vastaus")
    desk.memo_theme("1", "Iso")
    note_on_code(here, AINO, "hinnat", "Rajaus")
    note_on_code(here, AINO, "jonot", "Kesken")
    note_on_project(here, AINO, "Aikataulu")
    assert [each[0] for each in listed(here)] == [
        *(About.PROJECT, About.CODE, About.CODE, About.THEME, About.ANSWER, About.SEGMENT),
    ]
    assert [each[2] for each in listed(here)] == ["", "jonot", "hinnat", "1", "r1", "r1"]
    assert [each[3] for each in listed(here, words="HINNAT rajaus")] == ["Rajaus"]
    assert [each[3] for each in listed(here, words="r1")] == ["Hyvä vastaus", "Tarkista viikot"]


def test_while_one_codes_blind_others_notes_are_not_told(here: Project) -> None:
    note_on_code(here, AINO, "jonot", "Koodaan aina kun mainitaan")
    note_on_project(here, AINO, "Tiukka linja")
    note_on_theme(here, AINO, "q", "2025", "1", "Jonot")
    note_on_code(here, EERO, "hinnat", "Oma muistio")
    draw_answers(here, "Eero", Wish(share=0.5))
    assert [each[3] for each in listed(here, EERO)] == ["Oma muistio"]
    assert set(memo_marks(here, EERO)) == {CodeId("hinnat")}
    assert len(listed(here, AINO)) == 4
    with pytest.raises(BlindError):
        note_on_theme(here, EERO, "q", "2025", "1", "x")


def test_the_verb_writes_each_kind_of_note(here: Project, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["-C", str(here.folder), "memo", "--coder", "Aino"]
    assert run([*at, "Projektista"]) == 0
    assert run([*at, "Koodista", "--code", "jonot"]) == 0
    assert run([*at, "Teemasta", "--theme", "1", "--question", "q", "--wave", "2025"]) == 0
    assert run([*at, "Vastauksesta", "--respondent", "r1", "--question", "q"]) == 0
    assert run([*at, "Katkelmasta", "--respondent", "r1", "--question", "q", "--segment", "1"]) == 0
    capsys.readouterr()
    assert run(["-C", str(here.folder), "notes", "--coder", "Aino", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["about"], each["text"]) for each in found] == [
        ("project", "Projektista"),
        ("code", "Koodista"),
        ("theme", "Teemasta"),
        ("answer", "Vastauksesta"),
        ("segment", "Katkelmasta"),
    ]
    assert run(["-C", str(here.folder), "notes", "koodista"]) == 0
    assert "jonot" in capsys.readouterr().out
    assert run([*at, "", "--code", "jonot"]) == 0
    assert own_memo(here, AINO, CodeId("jonot")) == ""


@pytest.mark.parametrize(
    "options", [("--code", "jonot", "--respondent", "r1"), ("--theme", "1"), ("--respondent", "r1")]
)
def test_the_verb_asks_for_one_whole_place(here: Project, options: tuple[str, ...]) -> None:
    assert run(["-C", str(here.folder), "memo", "x", *options]) == 2
    assert listed(here) == []


def test_no_note_gets_into_reports_or_exports(here: Project, tmp_path: Path) -> None:
    note_on_code(here, AINO, "jonot", "SALAINEN1")
    note_on_project(here, AINO, "SALAINEN2")
    note_on_theme(here, AINO, "q", "2025", "1", "SALAINEN3")
    desk = open_desk(here, "q", "2025", "Aino")
    view = desk.answer(desk.answers()[0])
    desk.assign(view.segments[0].span, "jonot")
    desk.memo(view.segments[0].span, "SALAINEN4")
    outputs = [("report", "md"), ("report", "html")]
    for verb, form in outputs:
        path = tmp_path / f"{verb}.{form}"
        assert run(["-C", str(here.folder), verb, "--format", form, "--output", str(path)]) == 0
        assert "SALAINEN" not in path.read_text(encoding="utf-8")
    for what in ("answers", "themes", "quotes", "codings", "matrix"):
        path = tmp_path / f"{what}.csv"
        assert run(["-C", str(here.folder), "export", what, "--output", str(path)]) == 0
        assert "SALAINEN" not in path.read_text(encoding="utf-8")


def test_marks_of_notes_keep_their_place_in_the_store(here: Project) -> None:
    note_on_theme(here, AINO, "q", "2025", "1", "x")
    with here.store.read() as connection:
        (mark,) = decisions.marks(connection, MarkKind.THEME_MEMO)
    assert mark == Mark(
        MarkKind.THEME_MEMO, WaveId("2025"), question=QuestionId("q"), code=CodeId("1:1"), coder=AINO, text="x"
    )


def test_bookmarks_are_ones_own_are_listed_and_taken_back(here: Project) -> None:
    desk = open_desk(here, "q", "2025", "Aino")
    span = desk.answer(desk.answers()[2]).segments[0].span
    desk.bookmark(span)
    assert desk.segment(span).bookmarked
    assert [(note.span, note.coder) for note in notes(here, AINO, NoteKind.BOOKMARK)] == [(span, AINO)]
    assert not open_desk(here, "q", "2025", "Eero").segment(span).bookmarked
    desk.undo()
    assert notes(here, AINO, NoteKind.BOOKMARK) == ()
    assert run(["-C", str(here.folder), "notes", "--kind", "bookmark"]) == 0


def test_similar_segments_are_of_other_answers_the_nearest_first(here: Project) -> None:
    desk = open_desk(here, "q", "2025", "Aino")
    first = desk.answer(desk.answers()[0]).segments[0].span
    assert desk.alike(first) == (), "before the first suggestions nothing is known"
    desk.refit()
    found = desk.alike(first, 3)
    assert len(found) == 3
    assert all(each.answer != first.answer for each in found)
    assert {desk.segment(each).text for each in found} <= set(QUEUES)


def test_similar_segments_are_not_shown_where_suggestions_are_hidden(here: Project) -> None:
    draw_answers(here, "Eero", Wish(share=0.5))
    blind = open_desk(here, "q", "2025", "Eero")
    blind.refit()
    assert blind.alike(blind.answer(blind.answers()[0]).segments[0].span) == ()
