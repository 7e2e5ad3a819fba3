"""Quotes and summaries: what every key of the two screens does, and that no text is lost."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from avoin.ids import CodeId, CoderId, QuestionId, WaveId
from avoin.privacy.review import QuoteState
from avoin.progress import silent
from avoin.report.summary import Summary
from avoin.tui import keys
from avoin.tui.app import Workbench
from avoin.tui.house import ProjectHouse
from avoin.tui.places import Place
from avoin.tui.screens.quotes import QuotesScreen
from avoin.tui.screens.summaries import SummariesScreen
from avoin.tui.widgets.inputs import SafeArea, SafeInput
from avoin.workflow.desk.named_words import Passage, Words
from avoin.workflow.desk.record import mark_quote, unassign
from avoin.workflow.outgoing.quote_desk import QuoteView
from avoin.workflow.outgoing.write_summaries import write_summary
from avoin.workflow.project import Project
from kit.bench import Bench, opened
from kit.coded_project import coded_project
from kit.desks import AINO, MONEY, FakeHouse

Scenario = Callable[[Bench], Awaitable[None]]
QUOTE_KEYS: dict[str, Scenario] = {}
SUMMARY_KEYS: dict[str, Scenario] = {}


def on_quotes(*names: str) -> Callable[[Scenario], Scenario]:
    def take(scenario: Scenario) -> Scenario:
        QUOTE_KEYS.update(dict.fromkeys(names, scenario))
        return scenario

    return take


def on_summaries(*names: str) -> Callable[[Scenario], Scenario]:
    def take(scenario: Scenario) -> Scenario:
        SUMMARY_KEYS.update(dict.fromkeys(names, scenario))
        return scenario

    return take


def _keys_of(place: Place) -> list[str]:
    return [name for key in keys.at(place) if place in key.places for name in key.keys]


@pytest.mark.parametrize("name", [name for name in _keys_of(Place.QUOTES) if name != "enter"])
async def test_a_key_of_the_quotes_does_what_the_table_says(name: str) -> None:
    async with opened() as bench:
        await bench.go(Place.QUOTES)
        await QUOTE_KEYS[name](bench)


@pytest.mark.parametrize("name", _keys_of(Place.SUMMARIES))
async def test_a_key_of_the_summaries_does_what_the_table_says(name: str) -> None:
    async with opened(size=(120, 36)) as bench:
        await bench.go(Place.SUMMARIES)
        await SUMMARY_KEYS[name](bench)


def _quote(bench: Bench) -> QuoteView:
    screen = bench.app.work_screen
    assert isinstance(screen, QuotesScreen)
    assert screen.view is not None
    return screen.view


def _states(bench: Bench) -> list[QuoteState]:
    views = bench.app.house.quote_desk(silent).quotes("leikkaukset")
    return [view.state for view in views]


@on_quotes("h")
async def _h_lets_a_quotation_leave_and_goes_on(bench: Bench) -> None:
    await bench.press("R", "r", "h")
    assert "Approved" not in bench.message or not _quote(bench).proposals
    first = _quote(bench)
    await bench.press("tab", "down", "h")
    assert "Approved: it may leave exactly so. u takes it back." in bench.message
    assert QuoteState.APPROVED in _states(bench)
    assert _quote(bench).span != first.span
    assert "1 quotation may leave" in bench.text or "2 quotations may leave" in bench.text
    assert "approved: työntekijä 1" in bench.text or "johtaja 1" in bench.text


async def test_what_still_tells_who_spoke_is_asked_about_before_it_leaves() -> None:
    async with opened() as bench:
        await bench.go(Place.QUOTES)
        assert _quote(bench).proposals
        await bench.press("h")
        assert bench.dialog == "ConfirmDialog"
        assert "proposals are still in it: " in bench.text
        await bench.press("escape")
        assert QuoteState.APPROVED not in _states(bench)
        await bench.press("h", "enter")
        assert _states(bench)[0] is QuoteState.APPROVED


async def test_what_was_just_marked_on_another_screen_is_what_the_quotes_show(tmp_path: Path) -> None:
    house = ProjectHouse(coded_project(tmp_path), CoderId("Aino"))
    async with _workbench(house) as pilot:
        bench = Bench(pilot.app, pilot)
        await bench.settle()
        await bench.press("f5")
        first = _quote(bench).span
        await bench.press("enter", "right", "q")
        marked = bench.selected
        assert marked.answer != first.answer
        await bench.press("f5")
        assert _quote(bench).span == marked
        assert _quote(bench).marked


async def test_a_quote_without_a_code_is_told_to_need_one() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("right", "q")
        assert "F5 lists it once it has a code" in bench.message


@on_quotes("e")
async def _e_keeps_a_quotation_from_leaving(bench: Bench) -> None:
    await bench.press("e")
    assert QuoteState.REFUSED in _states(bench)
    assert "Refused: it does not leave." in bench.message
    assert "✗ r1" in bench.text


@on_quotes("r")
async def _r_replaces_what_is_marked(bench: Bench) -> None:
    place = _quote(bench).proposals[0]
    await bench.press("r")
    changed = _quote(bench)
    assert changed.edits[0].start == place.start
    assert "→[" in bench.text
    assert "leaves as: [" in bench.text
    assert "Changed in what is quoted. u takes it back." in bench.message


async def test_r_asks_what_words_are_that_were_not_proposed() -> None:
    async with opened() as bench:
        await bench.go(Place.QUOTES)
        await bench.press("tab", "end", "right", "r")
        assert bench.dialog == "PickDialog"
        await bench.type("workpl")
        await bench.press("enter")
        assert _quote(bench).shown.startswith("[workplace] ")


@on_quotes("R")
async def _shift_r_replaces_everything_sure(bench: Bench) -> None:
    sure = sum(each.sure for each in _quote(bench).proposals)
    await bench.press("R")
    assert len(_quote(bench).edits) == sure > 0
    await bench.press("R")
    assert "Nothing sure is proposed here" in bench.message


@on_quotes("c")
async def _c_leaves_the_marked_words_out(bench: Bench) -> None:
    await bench.press("tab", "end", "c")
    assert "Mark words first" in bench.message
    await bench.press("right", "c")
    assert _quote(bench).shown == "[…] pieneni."


@on_quotes("s")
async def _s_takes_the_changes_back(bench: Bench) -> None:
    await bench.press("R", "s")
    assert not _quote(bench).edits
    assert "It stands as written again." in bench.message


@on_quotes("space")
async def _space_goes_to_the_next_proposal(bench: Bench) -> None:
    n = len(_quote(bench).proposals)
    assert n > 1
    marked = []
    for _round in range(n + 1):
        marked.append(bench.text.rindex("▸"))
        await bench.press("space")
    assert marked[0] != marked[1]
    assert marked[0] == marked[n], "round to the first"
    await bench.press("tab", "end", "space")
    assert "Nothing more is proposed here." in bench.message


@on_quotes("left", "right", "shift+left", "shift+right")
async def _arrows_mark_words(bench: Bench) -> None:
    await bench.press(
        "tab", "end", "right", "right", "shift+right", "left", "shift+right", "shift+right", "shift+left", "c"
    )
    assert _quote(bench).shown == "[…] pieneni."


async def test_enter_goes_to_the_whole_answer(tmp_path: Path) -> None:
    house = ProjectHouse(coded_project(tmp_path), CoderId("Aino"))
    async with _workbench(house) as pilot:
        bench = Bench(pilot.app, pilot)
        await bench.settle()
        await bench.press("f5")
        wanted = _quote(bench).span.answer
        await bench.press("enter")
        assert bench.place is Place.ANSWERS
        assert bench.selected.answer == wanted


async def _t_writes_a_note_on_the_code(bench: Bench) -> None:
    await bench.press("t")
    assert "Note on the code Sosiaaliturvan leikkaukset" in bench.text
    await bench.type("koko ajan")
    await bench.press("enter")
    assert bench.app.house.memo(CodeId("leikkaukset")) == "koko ajan"


on_quotes("t")(_t_writes_a_note_on_the_code)


async def test_what_was_marked_or_uncoded_meanwhile_is_there_or_gone_when_one_comes_back() -> None:
    house = FakeHouse()
    async with opened(house, (120, 36)) as bench:
        await bench.go(Place.QUOTES)
        assert "Asumistuki pieneni." in bench.text
        made = house._reviewed()
        unassign(made, Passage("r2", MONEY.id), "leikkaukset")
        mark_quote(made, Passage("r1", MONEY.id, words=Words(text="tukea ei tule")))
        await bench.press("f2", "f5")
        assert "Asumistuki pieneni." not in bench.text
        first = next(number for number, line in enumerate(bench.lines()) if "❞" in line)
        assert "tukea ei tule" in bench.lines()[first + 1]


# summaries


def _editor(bench: Bench) -> tuple[SafeInput, SafeArea]:
    screen = bench.app.work_screen
    assert isinstance(screen, SummariesScreen)
    return screen.query_one("#heading", SafeInput), screen.query_one("#bullets", SafeArea)


def _stored(bench: Bench) -> list[Summary]:
    return list(bench.app.house.summary_desk().written.values())


async def _write(bench: Bench) -> None:
    await bench.press("down", "enter")
    await bench.type("Tuet")
    await bench.press("enter")
    await bench.type("Suurin osa jonottaa.")


@on_summaries("t")
async def _t_writes_a_note_on_the_themes_code(bench: Bench) -> None:
    await bench.press("down")
    await _t_writes_a_note_on_the_code(bench)


@on_summaries("enter", "ctrl+s")
async def _what_is_written_is_saved_and_checked(bench: Bench) -> None:
    await _write(bench)
    assert "✎ not saved" in bench.text
    assert "5 of 7 respondents · 5 segments" in bench.text
    assert "”Suurin osa” – 0%: has no evidence" in bench.text
    assert not _stored(bench)
    await bench.press("ctrl+s")
    assert "The summary is saved. u takes it back." in bench.message
    assert [(each.heading, each.bullets[0].text) for each in _stored(bench)] == [("Tuet", "Suurin osa jonottaa.")]
    assert "✓ saved, aino" in bench.text
    assert "1 of 3 themes written" in bench.text


@on_summaries("ctrl+o")
async def _evidence_is_chosen_for_the_bullet_under_the_cursor(bench: Bench) -> None:
    await _write(bench)
    await bench.press("ctrl+o")
    assert bench.dialog == "EvidenceDialog"
    await bench.press("space", "down", "space", "enter")
    assert "The bullet rests on 2 segments." in bench.message
    assert "2 of 7 respondents · 2 segments" in bench.text
    assert "”Suurin osa” – 29%: says more than the counts" in bench.text
    await bench.press("ctrl+s")
    assert len(_stored(bench)[0].bullets[0].evidence) == 2
    await bench.press("home")
    await bench.type("Nyt s")
    await bench.press("delete", "ctrl+s")
    assert [(each.text, len(each.evidence)) for each in _stored(bench)[0].bullets] == [("Nyt suurin osa jonottaa.", 2)]


@on_summaries("d")
async def _d_fills_in_a_draft_that_is_not_saved(bench: Bench) -> None:
    await bench.press("down", "d")
    heading, bullets = _editor(bench)
    assert heading.value
    assert bullets.text
    assert "A draft from typical segments" in bench.message
    assert not _stored(bench)
    await bench.press("d")
    assert "There is a text that is not saved" in bench.message


@on_summaries("ctrl+r")
async def _ctrl_r_drops_what_is_not_saved(bench: Bench) -> None:
    await _write(bench)
    await bench.press("ctrl+s")
    await bench.type(" Ja muuta.")
    await bench.press("ctrl+r")
    assert _editor(bench)[1].text == "Suurin osa jonottaa."
    assert "✓ saved" in bench.text


async def test_a_text_that_is_not_saved_waits_wherever_one_goes() -> None:
    async with opened(size=(120, 36)) as bench:
        await bench.go(Place.SUMMARIES)
        await _write(bench)
        await bench.press("escape", "down")
        assert _editor(bench)[0].value == ""
        assert "✎ Sosiaaliturvan" in bench.text
        await bench.press("f2", "f6", "up")
        assert _editor(bench)[1].text == "Suurin osa jonottaa."


async def test_leaving_with_a_text_that_is_not_saved_is_held_back_once() -> None:
    async with opened(size=(120, 36)) as bench:
        await bench.go(Place.SUMMARIES)
        await _write(bench)
        await bench.press("escape", "f2", "ctrl+q")
        assert not bench.app._exit
        assert bench.place is Place.SUMMARIES
        assert "A summary is not saved" in bench.message
        await bench.press("ctrl+q")
        assert bench.app._exit


async def test_what_another_wrote_meanwhile_is_not_overwritten_unseen() -> None:
    async with opened(size=(120, 36)) as bench:
        await bench.go(Place.SUMMARIES)
        await _write(bench)
        desk = bench.app.house.summary_desk()
        write_summary(desk, Summary(desk.place(MONEY.id, "leikkaukset", "2025"), "Toisen"), CoderId("veikko"))
        await bench.press("ctrl+s")
        assert "has been written anew meanwhile" in bench.text
        await bench.press("enter")
        assert _editor(bench)[0].value == "Tuet", "the text is kept"
        await bench.press("ctrl+s")
        assert [each.heading for each in _stored(bench)] == ["Tuet"]


async def test_a_summary_that_may_not_hold_any_more_says_why(tmp_path: Path) -> None:
    made = coded_project(tmp_path)
    house = ProjectHouse(made, CoderId("Aino"))
    desk = house.summary_desk()
    write_summary(desk, Summary(desk.place("wishes", "jono"), "Jonot kasvavat"), CoderId("Aino"))
    _recode(made)
    async with _workbench(house) as pilot:
        bench = Bench(pilot.app, pilot)
        await bench.settle()
        await bench.press("f6", "down", "down")
        assert "⧗" in bench.text
        assert "codings have changed" in bench.text


async def test_undo_on_the_real_desk_takes_an_approval_back(tmp_path: Path) -> None:
    made = coded_project(tmp_path)
    house = ProjectHouse(made, CoderId("Aino"))
    async with _workbench(house) as pilot:
        bench = Bench(pilot.app, pilot)
        await bench.settle()
        await bench.press("f5", "down", "h")
        if bench.dialog:
            await bench.press("enter")
        assert "1 quotation may leave" in bench.text
        await bench.press("u")
        assert "0 quotations may leave" in bench.text
        await bench.press("U")
        assert "1 quotation may leave" in bench.text


def _workbench(house: ProjectHouse):  # type: ignore[no-untyped-def]
    return Workbench(house, QuestionId("wishes"), WaveId("2025")).run_test(size=(80, 24))


def _recode(made: Project) -> None:
    from kit.coded_project import code

    code(made, 1, "jono")


def test_the_house_in_memory_keeps_one_project() -> None:
    house = FakeHouse()
    assert house.quote_desk(silent).project is house.summary_desk().project
    assert house.quote_desk(silent).coder == AINO
