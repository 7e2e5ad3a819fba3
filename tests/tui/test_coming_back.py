"""Coming back: screen, order, filter and answer are where the coder left them."""

import pytest

from avoin.coding.queue import QueueOrder
from avoin.tui import colours
from avoin.tui.app import Workbench
from avoin.tui.places import Place
from kit.bench import Bench, opened
from kit.desks import CARE, MONEY, WAVE, FakeHouse


async def test_the_next_day_begins_where_the_last_one_ended() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("f", "space", "enter")  # johtaja
        await bench.press("right")
        there = bench.selected.answer
        await bench.press("ctrl+q")
    async with opened(house) as bench:
        assert bench.place is Place.ANSWERS
        assert bench.selected.answer == there
        assert "filtered" in bench.text
        assert "file order" in bench.text


async def test_what_a_killed_sitting_decided_last_is_where_the_next_begins() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("enter")
        there = bench.selected.answer
        left = house.left_at
    assert left is not None
    assert (left.screen, left.order) == ("answers", QueueOrder.FILE)
    async with opened(house) as bench:
        assert bench.selected.answer == there == left.answer


async def test_a_place_at_another_question_is_not_gone_to() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.press("f1", "down", "enter", "f3", "ctrl+q")
    assert house.left_at is not None
    assert house.left_at.question == CARE.id
    async with opened(FakeHouse(left_at=house.left_at)) as bench:
        assert bench.place is Place.THEMES
        assert bench.desk.question.id == MONEY.id


@pytest.mark.parametrize("name", ["dark", "light", "contrast"])
async def test_every_colours_draw_every_screen(name: str) -> None:
    app = Workbench(FakeHouse(), MONEY.id, WAVE, name)
    async with app.run_test(size=(120, 36)) as pilot:
        bench = Bench(app, pilot)
        await bench.settle()
        assert app.theme == colours.theme_name(name)
        for place in (Place.OVERVIEW, Place.THEMES, Place.ANSWERS, Place.CODEBOOK, Place.QUOTES, Place.SUMMARIES):
            await bench.go(place)
            assert bench.text.strip()
