"""Suggestions under the learned threshold are only offered: a sign beside the chance and a faint name say so."""

import pytest
from rich.style import Style

from avoin.ids import CodeId
from avoin.tui.places import Place
from avoin.tui.widgets.suggestion_list import SuggestionList, SuggestionRow
from kit.bench import Bench, opened
from kit.desks import FakeHouse

NAME = "Perustarpeista tinkiminen"


def house_with_threshold(threshold: float) -> FakeHouse:
    house = FakeHouse()
    house.desk.threshold = threshold
    return house


def line_of(row: SuggestionRow, width: int = 44) -> str:
    (line,) = SuggestionList().lines(row, 0, width)
    return line.plain


def row_with(p: float | None, *, sure: bool = True, recent: bool = False) -> SuggestionRow:
    return SuggestionRow(CodeId("perustarpeet"), NAME, 1, p, sure=sure, recent=recent)


def drawn(bench: Bench, words: str) -> tuple[str, Style]:
    """Return the line of the suggestions on which these words are, and how they are drawn."""
    rows = bench.app.screen.query_one(SuggestionList)
    for y in range(rows.size.height):
        strip = rows.render_line(y)
        if words in strip.text:
            return strip.text, next(part.style or Style() for part in strip if words in part.text)
    raise AssertionError(f"{words!r} is not among the suggestions")


async def go_where_two_codes_are_suggested(bench: Bench) -> None:
    await bench.go(Place.ANSWERS)
    while len(bench.desk.suggestions(bench.selected)) < 2:
        await bench.press("down")


@pytest.mark.parametrize("width", [40, 44, 90])
def test_a_sign_stands_after_the_chance_of_an_unsure_suggestion_and_no_column_moves(width: int) -> None:
    sure, unsure = (line_of(row_with(0.34, sure=sure), width) for sure in (True, False))
    assert " 34%?" in unsure
    assert unsure.replace("?", " ") == sure
    assert len(unsure) == width


def test_codes_without_a_chance_stand_in_the_same_columns() -> None:
    lines = [line_of(row) for row in (row_with(0.94), row_with(0.05, sure=False), row_with(None, recent=True))]
    assert [line.index(NAME) for line in lines] == [5, 5, 5]
    assert [line.index(sign) for line, sign in zip(lines, (" 94%", "  5%?", " ↺"), strict=True)] == [38, 38, 38]


async def test_an_unsure_suggestion_is_told_apart_without_colour_and_with_it() -> None:
    async with opened(house_with_threshold(0.8)) as bench:
        await go_where_two_codes_are_suggested(bench)
        first, second = (bench.desk.suggestions(bench.selected)[place].code for place in (0, 1))
        names = [bench.desk.codebook.by_id[code].name for code in (first, second)]
        signs = [drawn(bench, name) for name in names]
    assert [("?" in line, bool(style.dim)) for line, style in signs] == [(False, False), (True, True)]
    assert all(name in line for name, (line, _style) in zip(names, signs, strict=True)), "80×24 has room for the name"


async def test_what_the_coder_took_is_not_faint_any_more() -> None:
    async with opened(house_with_threshold(0.8)) as bench:
        await go_where_two_codes_are_suggested(bench)
        name = bench.desk.codebook.by_id[bench.desk.suggestions(bench.selected)[1].code].name
        await bench.press("2")
        line, style = drawn(bench, name)
    assert "✓" in line
    assert "?" in line, "how sure the program was stays to be seen"
    assert style.bold
    assert not style.dim


async def test_segments_of_a_page_have_the_sign_where_the_threshold_is_above_their_chance() -> None:
    async with opened(house_with_threshold(0.99)) as bench:
        await bench.go(Place.PAGES)
        segments = [line for line in bench.lines() if "✓" in line and "%" in line]
        assert segments
        assert all("%?" in line for line in segments)
    async with opened() as bench:
        await bench.go(Place.PAGES)
        assert "%?" not in bench.text


async def test_the_texts_of_a_page_stand_where_they_did_with_the_sign_and_without() -> None:
    starts = []
    for threshold in (0.4, 0.99):
        async with opened(house_with_threshold(threshold)) as bench:
            await bench.go(Place.PAGES)
            starts.append([line.index("Asumistuki") for line in bench.lines() if "✓" in line and "Asumistuki" in line])
    assert starts[0] == starts[1] != []


async def test_a_page_keeps_its_signs_while_it_is_on_the_screen() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.go(Place.PAGES)
        house.desk.threshold = 0.99
        await bench.press("down", "up")
        assert not any("%?" in line for line in bench.lines() if "✓" in line)


@pytest.mark.parametrize("place", [Place.ANSWERS, Place.PAGES], ids=str)
async def test_the_help_says_what_the_sign_means(place: Place) -> None:
    async with opened() as bench:
        await bench.go(place)
        await bench.press("question_mark")
        assert "? after a percentage" in " ".join(bench.text.replace("│", " ").split())
