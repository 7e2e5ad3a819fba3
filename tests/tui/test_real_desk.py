"""The workbench on a real project: what is confirmed is in the store, and an undo finds it the next day."""

from pathlib import Path

from avoin.codebook.model import Codebook
from avoin.coding.decision import MarkKind, Verb
from avoin.coding.queue import QueueOrder
from avoin.ids import CoderId, QuestionId, WaveId
from avoin.store import decisions
from avoin.tui.app import Workbench
from avoin.tui.house import ProjectHouse
from avoin.tui.places import Place
from avoin.tui.run import place_to_begin
from avoin.workflow.coders.draw_answers import Wish, draw_answers
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.desk.sitting_place import Position
from avoin.workflow.project import Project, open_project
from kit.bench import Bench
from kit.codebooks import code
from kit.projects import add_wave, project

CODER = CoderId("aino")
BOOK = Codebook(
    "koe",
    "1.0.0",
    (
        code("Jonot", "Jonot ja hoitoon pääsyn viive", keywords=("jono", "jonottaa", "odotus")),
        code("Hinnat", "Hintojen nousu, ruoka ja sähkö kallistuneet", keywords=("hinta", "kallis")),
    ),
)
ANSWERS = {
    "r1": "Jonot ovat pitkiä.",
    "r2": "Ruoka on kallista.",
    "r3": "Hoitojonot kasvavat.",
    "r4": "Sähkön hinta nousi.",
    "r5": "Jonottaa joutuu kuukausia.",
    "r6": "Hinnat nousevat.",
}


def _workbench(made: Project) -> Workbench:
    return Workbench(ProjectHouse(made, CODER), QuestionId("sote"), WaveId("2025"))


def _verbs(folder: Path) -> list[Verb]:
    with open_project(folder).store.read() as connection:
        return [each.verb for each in decisions.load(connection)]


def _codes(folder: Path) -> list[str]:
    with open_project(folder).store.read() as connection:
        return sorted(mark.code for mark in decisions.marks(connection, MarkKind.CODING))


async def test_a_page_is_confirmed_and_taken_back_at_another_sitting(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK).folder
    async with _workbench(open_project(folder)).run_test(size=(80, 24)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.THEMES)
        await bench.go(Place.PAGES)
        assert "Enter confirms." in bench.text, "pages are there although the suggestions came on another screen"
        await bench.press("enter")
        assert "u takes it back" in bench.message
    first = _codes(folder)
    assert first
    assert _verbs(folder)[-1] is Verb.CONFIRM
    async with _workbench(open_project(folder)).run_test(size=(80, 24)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.press("u")
    assert _codes(folder) == []
    assert _verbs(folder)[-2:] == [Verb.CONFIRM, Verb.UNDO]


async def test_what_another_process_decides_appears_while_the_cursor_and_an_open_cut_stay(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK).folder
    elsewhere = open_desk(open_project(folder), "sote", "2025", "eero")
    async with _workbench(open_project(folder)).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.ANSWERS)
        await bench.press("k")
        at, drawn = bench.selected, bench.text
        other = next(key for key in elsewhere.answers() if key != at.answer)
        elsewhere.assign(elsewhere.answer(other).segments[0].span, BOOK.codes[0].id)
        bench.app.look_around()
        await bench.settle()
        assert bench.message == "1 new decision by eero."
        assert (bench.selected, str(bench.place)) == (at, "cut")
        assert bench.text.splitlines()[:-2] == drawn.splitlines()[:-2], "nothing else on the screen moved"
        elsewhere.split_at(at, elsewhere.segment(at).text.index(" ") + 1)
        bench.app.look_around()
        await bench.settle()
        assert len(bench.desk.answer(at.answer).segments) == 2
        assert str(bench.place) == "answers", "what was to be cut is cut already"


async def test_answers_read_in_elsewhere_are_told_and_taken_up_by_a_key_in_the_same_place(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK)
    async with _workbench(open_project(made.folder)).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.ANSWERS)
        await bench.press("down", "down")
        at = bench.selected
        gone = next(key for key in bench.desk.answers() if key != at.answer)
        there = {who: text for who, text in ANSWERS.items() if who != gone.respondent} | {"uusi": "Aivan uusi vastaus."}
        add_wave(made, "2025", {"sote": there}, remove_missing=True)
        add_wave(made, "2026", {"sote": {"toinen": "Toinen kierros."}})
        bench.app.look_around()
        await bench.settle()
        assert "F8 takes them up" in bench.message
        assert "2025, 2026" in bench.message
        assert bench.selected == at
        await bench.press("f8")
        await bench.settle()
        assert (bench.selected, bench.place) == (at, Place.ANSWERS)
        assert {key.respondent for key in bench.desk.answers()} == set(there)
        await bench.press("f1")
        await bench.settle()
        assert "2026" in bench.text


async def test_a_decision_on_an_answer_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK)
    async with _workbench(open_project(made.folder)).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.go(Place.ANSWERS)
        at = bench.selected
        there = {who: text for who, text in ANSWERS.items() if who != at.answer.respondent}
        add_wave(made, "2025", {"sote": there}, remove_missing=True)
        await bench.press("enter")
        await bench.settle()
        assert "Nothing was saved" in bench.text
        assert "F8" in bench.text
        await bench.press("escape", "f8")
        await bench.settle()
        assert at.answer not in bench.desk.answers()
    assert _codes(made.folder) == []


async def test_a_draw_made_elsewhere_makes_the_open_workbench_blind(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK, coder="aino")
    async with _workbench(open_project(made.folder)).run_test(size=(100, 30)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        assert "BLIND" not in bench.text
        draw_answers(made, "aino", Wish(0.5))
        bench.app.look_around()
        await bench.settle()
        assert bench.desk.blind
        assert "new decision" not in bench.text


async def test_the_overview_tells_a_blind_coder_nothing_and_complains_of_nothing(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK, coder="aino")
    draw_answers(made, "aino", Wish(0.5))
    async with _workbench(open_project(made.folder)).run_test(size=(80, 24)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        await bench.press("enter", "f1")
        assert bench.place is Place.OVERVIEW
        assert "is finished" not in bench.text
        assert "themes summarised" not in bench.text
        assert "F3" in bench.text


async def test_a_blind_coder_begins_at_the_answers_and_is_told(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"sote": ANSWERS}, codebook=BOOK, coder="aino")
    draw_answers(made, "aino", Wish(0.5))
    async with _workbench(open_project(made.folder)).run_test(size=(80, 24)) as pilot:
        bench = Bench(pilot.app, pilot)  # type: ignore[arg-type]
        await bench.settle()
        assert bench.place is Place.ANSWERS
        assert "3 answers to code blind" in bench.message
        assert "BLIND" in bench.text
        await bench.press("f4", "f3")
        assert bench.place is Place.ANSWERS, "there are no pages without suggestions"


def test_the_workbench_begins_where_answers_were_drawn_although_another_question_was_left(tmp_path: Path) -> None:
    made = project(tmp_path / "p", {"raha": ANSWERS, "sote": ANSWERS}, codebook=BOOK, coder="aino")
    house = ProjectHouse(made, CODER)
    first, second = house.questions()
    house.remember(Position(first.question.id, first.wave, Place.THEMES, QueueOrder.FILE))
    assert place_to_begin(house, second) == first
    draw_answers(made, "aino", Wish(0.5, question=QuestionId("sote")))
    assert place_to_begin(house, first).question.id == "sote"
