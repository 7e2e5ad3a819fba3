"""Letters typed faster than the finder opens are all in it, and none of them is a command."""

import os
import subprocess
import sys

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


def test_a_frame_is_short_enough_that_no_key_waits_for_one() -> None:
    script = "import avoin.cli.main, avoin.tui.run; from textual.constants import MAX_FPS; print(MAX_FPS)"
    plain = {name: value for name, value in os.environ.items() if name != "TEXTUAL_FPS"}
    for given, used in (({}, "250"), ({"TEXTUAL_FPS": "30"}, "30")):
        said = subprocess.run(
            [sys.executable, "-c", script], env={**plain, **given}, stdout=subprocess.PIPE, text=True, check=True
        )
        assert said.stdout.strip() == used
