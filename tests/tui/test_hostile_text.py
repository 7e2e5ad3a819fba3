"""Answers attack terminals: whatever a file holds, the screen draws it whole, harmless and never as markup."""

import ast
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

import avoin.tui
from avoin.codebook.model import Code, Codebook
from avoin.ids import CodeId
from avoin.tui.places import Place
from kit.bench import Bench, opened
from kit.desks import ANSWERS, MONEY, THEMES, FakeDesk, FakeHouse

HOSTILE = (
    "[/] kallista",
    "[link=http://x]kallis[/link]",
    "\x1b]2;renamed\x07 kallis \x1b[2J",
    "kallis \x9b31m \x85 C1",
    "kallis \u202eodottaa\u2066",
    "\x1b]52;c;QUJD\x07kallis",
    "kallis\x00\x08\x7f",
    "[paikkakunta] kallis 👨‍👩‍👧 \ufeff",
    "$primary [@click=app.quit]kallis[/]",
)
NAME = "[/] nimi [bold]\x1b]2;renamed\x07\u202e"
SCREENS = (Place.OVERVIEW, Place.THEMES, Place.ANSWERS, Place.PAGES)


def hostile_house() -> FakeHouse:
    """A project in which everything that can come from a file is hostile."""
    book = Codebook(
        NAME,
        "1.0.0",
        (
            Code(CodeId("h"), NAME, NAME, include=NAME, exclude=NAME, borderline=NAME, keywords=("kallis",)),
            Code(CodeId("v"), f"Velka {NAME}", parent=CodeId("h"), keywords=("kallis",)),
        ),
    )
    answers = [(f"r{place}{NAME}", NAME, f"{NAME}{place}", text) for place, text in enumerate(HOSTILE)]
    themes = (("1", NAME, ("kallis",)),)
    desk = FakeDesk(answers, book, replace(MONEY, text=NAME), themes=themes)
    return FakeHouse(desk, name=NAME, warnings=(NAME,))


def assert_harmless(bench: Bench) -> None:
    for line in bench.lines():
        bad = [char for char in line if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202e\u2066\ufeff"]
        assert not bad, (bad, line)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=str)
@pytest.mark.parametrize("place", SCREENS, ids=str)
async def test_every_screen_draws_hostile_text_harmless(place: Place, size: tuple[int, int]) -> None:
    async with opened(hostile_house(), size) as bench:
        await bench.go(place)
        assert_harmless(bench)
        assert "[/] nimi [bold]" in bench.text
        for _step in HOSTILE:
            await bench.press("down")
            assert_harmless(bench)


@pytest.mark.parametrize("key", ["c", "n", "t", "f", "question_mark", "ctrl+p", "slash"])
async def test_every_dialog_draws_hostile_text_harmless(key: str) -> None:
    async with opened(hostile_house()) as bench:
        await bench.press(key)
        assert bench.dialog
        if key == "slash":
            await bench.type("kal")
            assert "[/] kallista" in bench.text
        assert_harmless(bench)


async def test_brackets_of_every_answer_are_on_the_screen() -> None:
    async with opened(hostile_house(), (140, 50)) as bench:
        for wanted in (
            "[/] kallista",
            "[link=http://x]kallis",
            "[paikkakunta] kallis",
            "quit]kallis[/]",
        ):
            assert wanted in bench.text


async def test_an_error_that_quotes_an_answer_is_drawn_harmless() -> None:
    from avoin.errors import AvoinError

    house = hostile_house()
    async with opened(house) as bench:
        house.desk.trouble = AvoinError(HOSTILE[2], HOSTILE[1])
        await bench.press("enter")
        assert bench.dialog == "ErrorDialog"
        assert "[link=http://x]kallis[/link]" in bench.text
        assert_harmless(bench)


async def test_a_note_with_pasted_escapes_is_drawn_harmless() -> None:
    from textual import events

    async with opened() as bench:
        span = bench.selected
        for place in ("themes", "segments"):  # the note is on the theme, then on the segment
            await bench.press("left" if place == "themes" else "right", "t")
            bench.app.post_message(events.Paste("a\x1b]2;x\x07[/]\nb"))
            await bench.settle()
            assert_harmless(bench)
            await bench.press("enter")
            assert_harmless(bench)
        assert bench.desk.segment(span).memo == bench.desk.themes()[0].memo == "a␛]2;x␇[/]\nb"
        await bench.press("T")
        assert_harmless(bench)


async def test_a_word_pasted_into_the_finder_is_drawn_harmless() -> None:
    from textual import events

    async with opened() as bench:
        await bench.press("c")
        bench.app.post_message(events.Paste("\x1b[31mhin\nnat"))
        await bench.settle()
        assert "␛[31mhin nat" in bench.text
        assert_harmless(bench)


async def test_a_long_answer_is_read_in_pages() -> None:
    text = " ".join(f"sana{n}kallis" for n in range(2_000))
    assert len(text) > 20_000
    house = FakeHouse(FakeDesk([("2025-001", "x", "y", text)]))
    async with opened(house) as bench:
        await bench.go(Place.ANSWERS)
        assert "sana0kallis" in bench.text
        seen = set[int]()
        for _page in range(200):
            drawn = bench.text
            seen |= {n for n in range(2_000) if f"sana{n}kallis" in drawn}
            if 1_999 in seen:
                break
            await bench.press("pagedown")
        assert 1_999 in seen
        assert "page 6 of 6" in bench.text or "page 7 of 7" in bench.text or "page 8 of 8" in bench.text
        assert len(seen) > 1_900  # words that are broken over two lines are not counted
        await bench.press("pageup")
        assert_harmless(bench)


async def test_a_megabyte_in_one_answer_is_drawn() -> None:
    house = FakeHouse(FakeDesk([("2025-001", "x", "y", "kallis " * 150_000), *ANSWERS], themes=THEMES))
    async with opened(house, (140, 40)) as bench:
        for place in SCREENS:
            await bench.go(place)
            assert bench.lines()


# how the code is written

SOURCES = sorted(Path(avoin.tui.__file__).parent.rglob("*.py"))
DRAWS = {"draw", "tell", "say"}
ONLY_IN_SHOWN = {"Static", "Label", "Markdown", "OptionList", "DataTable", "Tree", "SelectionList", "RichLog", "Log"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_text_reaches_widgets_by_the_one_door_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.expr) and _leaks(node)
    ]
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    allowed = {"Static"} if path.name == "shown.py" else set()
    assert not wrong
    assert not imported & (ONLY_IN_SHOWN - allowed)


def _leaks(node: ast.stmt | ast.expr) -> bool:
    """Return whether a plain string or markup goes where a widget draws."""
    if isinstance(node, ast.Assign):
        titles = [each for each in node.targets if isinstance(each, ast.Attribute) and each.attr.startswith("border_")]
        return bool(titles) and not _is_shown(node.value)
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in ("from_markup", "notify", "render_str"):
        return True
    first = node.args[0] if node.args else None
    if name == "draw":
        return isinstance(first, ast.Constant | ast.JoinedStr)
    if name == "Content":
        return isinstance(first, ast.JoinedStr | ast.Name | ast.Attribute) and not _is_ours(first)
    return False


def _is_shown(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("shown", "shown_line")


def _is_ours(value: ast.expr) -> bool:
    """Signs and numbers of our own: an f-string whose only parts are known to be such."""
    if isinstance(value, ast.JoinedStr):
        names = {part.id for node in value.values for part in ast.walk(node) if isinstance(part, ast.Name)}
        attributes = {part.attr for node in value.values for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        return names <= {"sign", "sure", "numbers", "filled", "_BAR", "share", "item"} and attributes <= {"n"}
    return isinstance(value, ast.Name) and value.id in {"sign", "gap", "safe", "numbers"}
