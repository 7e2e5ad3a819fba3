"""Letters typed faster than the finder opens are all in it, and none of them is a command."""

import pytest
from textual import events

from avoin.tui.dialogs.code_finder import CodeFinder
from avoin.tui.places import Place
from avoin.tui.widgets.inputs import SafeInput
from kit.bench import Bench, opened


def _burst(bench: Bench, *names: str) -> None:
    """Put keys into the queue at once, as a paste or a slow line does."""
    for name in names:
        bench.app.post_message(events.Key(name, name if len(name) == 1 else None))


@pytest.mark.parametrize("place", [Place.THEMES, Place.ANSWERS, Place.PAGES])
async def test_a_burst_of_letters_is_whole_in_one_finder(place: Place) -> None:
    async with opened() as bench:
        await bench.go(place)
        _burst(bench, *"velkasumx")
        await bench.settle()
        assert isinstance(bench.app.screen, CodeFinder)
        assert bench.app.screen.query_one(SafeInput).value == "velkasumx"
        await bench.press("escape")
        assert bench.dialog == ""


async def test_a_burst_with_enter_takes_the_code_and_confirms_nothing_else() -> None:
    async with opened() as bench:
        await bench.go(Place.ANSWERS)
        span = bench.selected
        _burst(bench, *"velka", "enter")
        await bench.settle()
        assert bench.dialog == ""
        assert [coding.code for coding in bench.desk.segment(span).codings] == ["velka"]
