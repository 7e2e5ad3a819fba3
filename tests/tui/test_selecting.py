"""Words of a segment: how keys and the mouse select them, and how codes on some words are drawn."""

import pytest
from textual.content import Content

from avoin.tui.places import Place
from avoin.tui.screens.selecting import Selection, begin, between, words_of
from avoin.tui.widgets.segment_list import SegmentList
from avoin.tui.widgets.signed_text import CodedPart, Signs, gutter, signed
from kit.bench import Bench, opened

TEXT = "Äiti jätti omat lääkkeensä ostamatta, että lapsi pääsi."


def said(selection: Selection | None) -> str:
    assert selection is not None
    return selection.text[selection.start : selection.end]


def test_a_word_is_selected_without_the_signs_around_it() -> None:
    first = begin(TEXT)
    assert said(first) == "Äiti"
    assert first is not None
    assert said(first.step(1)) == "jätti"
    assert said(first.step(-1)) == "Äiti"
    assert said(begin(TEXT, TEXT.index("ostamatta"))) == "ostamatta"


def test_the_end_that_moves_goes_by_words_and_by_letters_and_something_stays_selected() -> None:
    word = begin(TEXT, TEXT.index("lääkkeensä"))
    assert word is not None
    assert said(word.widen(1)) == "lääkkeensä ostamatta"
    assert said(word.widen(1).widen(-1)) == "lääkkeensä"
    assert said(word.widen(-1)) == "lääkkeensä", "the start does not move with the end"
    assert said(word.nudge(-1)) == "lääkkeens"
    assert said(word.other_end().widen(-1)) == "omat lääkkeensä"
    assert said(word.other_end().widen(-1).widen(1)) == "lääkkeensä"
    assert said(word.other_end().nudge(1)) == "ääkkeensä"
    for _press in range(20):
        word = word.nudge(-1)
    assert said(word) == "l"


def test_a_letter_is_never_selected_by_half() -> None:
    text = "a\u0308iti 👩\u200d👧 on"
    assert said(Selection(text, 0, 2).nudge(1)) == "a\u0308i"
    assert said(Selection(text, 0, 3).nudge(-1)) == "a\u0308"
    family = text.index("👩")
    assert said(Selection(text, family, family + 4).nudge(-1)) == "👩\u200d👧"
    assert said(Selection(text, family, family + 3, at_start=True).nudge(-1)) == " 👩\u200d👧"


def test_what_has_no_letters_is_selected_by_its_signs_and_nothing_not_at_all() -> None:
    assert words_of("👍 👎") == [(0, 1), (2, 3)]
    assert begin("  ") is None
    assert between("", 0, 0) is None


def test_a_drag_selects_whole_words_whichever_way_it_goes() -> None:
    first, last = TEXT.index("jätti") + 2, TEXT.index("lääkkeensä") + 1
    assert said(between(TEXT, first, last)) == "jätti omat lääkkeensä"
    back = between(TEXT, last, first)
    assert said(back) == "jätti omat lääkkeensä"
    assert back is not None
    assert back.at_start


def test_signs_say_without_colour_which_words_have_which_code() -> None:
    parts = (CodedPart(0, 55, 1), CodedPart(16, 36, 2), CodedPart(27, 48, 3))
    drawn = signed(TEXT, Signs(parts=parts, selected=(0, 4)))
    assert drawn.content.plain == "▐Äiti▌ jätti omat ‹2lääkkeensä ‹3ostamatta2›, että lapsi3› pääsi."
    shown = drawn.content.plain
    assert [TEXT[drawn.origin[shown.index(word)]] for word in ("lääk", "osta", "lapsi", "pääsi")] == [
        "l",
        "o",
        "l",
        "p",
    ]


def test_each_code_has_a_column_with_its_number_where_it_begins() -> None:
    parts = (CodedPart(0, 40, 1), CodedPart(12, 18, 2))
    seen = set[int]()
    columns = [gutter(parts, start, start + 10, seen).plain for start in (0, 10, 20, 40)]
    assert columns == [" 1  ", " │ 2", " │  ", "    "]


def test_a_place_on_the_screen_is_a_place_in_the_text() -> None:
    drawn = signed("Äiti 💊 jätti", Signs(parts=(CodedPart(5, 6, 1),)))
    line = drawn.content
    assert line.plain == "Äiti ‹1💊1› jätti"
    assert drawn.at(0, line, 0) == 0
    assert [drawn.at(0, line, column) for column in (7, 8)] == [5, 5], "two cells of one letter"
    assert drawn.at(0, line, 12) == 7
    assert drawn.at(0, Content(""), 3) == 0


async def _drag(bench: Bench, start: tuple[int, int], end: tuple[int, int]) -> None:
    await bench.pilot.mouse_down(SegmentList, offset=start)
    await bench.pilot.hover(SegmentList, offset=end)
    await bench.pilot.mouse_up(SegmentList, offset=end)
    await bench.settle()


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_mouse_drawn_over_words_selects_them_and_a_digit_codes_them(size: tuple[int, int]) -> None:
    async with opened(size=size) as bench:
        await bench.go(Place.ANSWERS)
        head = "  1  "  # cursor, number, decided or not
        first = 1 + len(head) + len("Asumistuki ")
        await _drag(bench, (first + 2, 1), (first + 9, 1))
        assert bench.place is Place.SELECT
        assert "Asumistuki ▐pieneni ja▌ vuokra ei." in bench.text
        await bench.press("1")
        view = bench.desk.segment(bench.selected)
        assert [(each.span.start, each.span.end, each.code) for each in view.codings] == [(11, 21, "leikkaukset")]


async def test_a_click_without_a_drag_selects_no_words() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.pilot.click(SegmentList, offset=(10, 2))
        await bench.settle()
        assert bench.place is Place.ANSWERS
        assert bench.selected.start > 0, "the second segment has the cursor"


async def test_going_to_another_segment_ends_selecting() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("w", "down")
        assert bench.place is Place.ANSWERS


async def test_another_screen_is_no_reason_to_forget_what_is_selected() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("w", "f2", "f3")
        assert bench.place is Place.SELECT


async def test_overlapping_codings_stand_side_by_side_with_their_numbers() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("w", "shift+right", "1", "right", "space", "shift+left")
        await bench.type("hin")
        await bench.press("enter", "escape")
        assert "‹1Asumistuki ‹2pieneni1› ja2› vuokra ei." in bench.text
        line = next(line for line in bench.lines() if "‹1Asumistuki" in line)
        assert line.rstrip(" │┃").endswith("1 2")
        assert "▪ 1 Sosiaaliturvan leikkaukset  ▪ 2 Hintojen nousu" in bench.text
