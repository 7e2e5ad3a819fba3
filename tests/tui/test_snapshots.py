"""How the screens look, letter by letter; few, and only looked at when one changes: ``make snapshots`` accepts."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from avoin.tui.app import Workbench
from avoin.tui.places import Place
from kit.bench import Bench
from kit.desks import MONEY, WAVE, FakeHouse

SIZES = [(80, 24), (120, 36)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5", "f6"])
def test_the_screen_looks_as_it_did(snap_compare: Callable[..., bool], size: tuple[int, int], key: str) -> None:
    async def open_screen(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, Workbench)
        await Bench(pilot.app, pilot).press(key)

    app = Workbench(FakeHouse(), MONEY.id, WAVE)
    assert snap_compare(app, terminal_size=size, run_before=open_screen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_suggestions_that_are_only_offered_look_as_they_did(
    snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    house = FakeHouse()
    house.desk.threshold = 0.8

    async def open_answers(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, Workbench)
        bench = Bench(pilot.app, pilot)
        await bench.go(Place.ANSWERS)
        await bench.press("down")

    assert snap_compare(Workbench(house, MONEY.id, WAVE), terminal_size=size, run_before=open_answers)
