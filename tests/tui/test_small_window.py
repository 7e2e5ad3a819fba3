"""A window too small to work in: words instead of a screen, nothing decided unseen, and all there again afterwards."""

import pytest

from avoin.tui.places import Place
from kit.bench import opened

SMALL = ((20, 5), (59, 30), (100, 15), (1, 1))
PLACES = (
    Place.OVERVIEW, Place.THEMES, Place.ANSWERS, Place.PAGES, Place.CODEBOOK, Place.QUOTES, Place.SUMMARIES,
    Place.COMPARISON,
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=str)
async def test_every_screen_says_so_and_comes_back_as_it_was(place: Place) -> None:
    async with opened() as bench:
        await bench.go(place)
        before = bench.text
        for size in SMALL:
            await bench.pilot.resize_terminal(*size)
            await bench.settle()
            assert bench.text != before
        await bench.pilot.resize_terminal(20, 5)
        await bench.settle()
        assert "The window is too small" in " ".join(bench.text.split())
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        assert bench.text == before


async def test_no_key_decides_what_cannot_be_seen() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        before = bench.desk.tally()
        await bench.pilot.resize_terminal(20, 5)
        await bench.press("enter", "1", "s", "ä", "q", "f2")
        assert bench.dialog == ""
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        assert bench.place is Place.ANSWERS
        assert bench.desk.tally() == before
        await bench.press("enter")
        assert bench.desk.tally() != before


async def test_a_dialog_says_so_too_and_keeps_what_was_typed() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        await bench.press("t")
        await bench.type("kesken")
        before = bench.text
        await bench.pilot.resize_terminal(20, 5)
        await bench.press("enter", "escape")
        assert "The window is too small" in " ".join(bench.text.split())
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        assert bench.text == before
        await bench.press("enter")
        assert bench.desk.segment(bench.selected).memo == "kesken"


async def test_one_can_leave_from_a_window_too_small() -> None:
    async with opened() as bench:
        await bench.pilot.resize_terminal(20, 5)
        await bench.press("ctrl+q")
        assert bench.app._exit
