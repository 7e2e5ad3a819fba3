"""The workbench as a test sees it: keys go in, the drawn screen comes out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from avoin.ids import Span
from avoin.tui.app import Workbench
from avoin.tui.desk import Desk, House
from avoin.tui.places import Place
from avoin.tui.screens.segment_screen import SegmentScreen
from avoin.tui.widgets.frame import MessageLine
from kit.at_rest import at_rest
from kit.desks import MONEY, WAVE, FakeHouse

_KEYS = {
    Place.OVERVIEW: "f1",
    Place.THEMES: "f2",
    Place.CODEBOOK: "f4",
    Place.QUOTES: "f5",
    Place.SUMMARIES: "f6",
    Place.COMPARISON: "f7",
}


@dataclass
class Bench:
    """An open workbench."""

    app: Workbench
    pilot: Pilot[Any]

    @property
    def desk(self) -> Desk:
        assert self.app.desk is not None
        return self.app.desk

    @property
    def place(self) -> Place:
        """Where the keys are now."""
        screen = self.app.work_screen
        assert screen is not None
        return screen.place

    @property
    def dialog(self) -> str:
        """The class name of the dialog on top; empty without one."""
        return "" if self.app.screen is self.app.work_screen else type(self.app.screen).__name__

    @property
    def selected(self) -> Span:
        screen = self.app.work_screen
        assert isinstance(screen, SegmentScreen)
        assert screen.selected is not None
        return screen.selected

    def lines(self) -> list[str]:
        """What is drawn, line by line."""
        return ["".join(part.text for part in strip) for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    @property
    def message(self) -> str:
        """What is said above the keys."""
        screen = self.app.work_screen
        return "" if screen is None else screen.query_one(MessageLine).says

    async def press(self, *names: str) -> None:
        """Press keys one after the other, each until all it set going has come to rest."""
        for name in names:
            await self.pilot.press(name)
            await self.settle()

    async def type(self, letters: str) -> None:
        await self.press(*letters)

    async def settle(self) -> None:
        await at_rest()

    async def go(self, place: Place) -> None:
        """Open a screen the way a person does."""
        await self.press(_KEYS.get(place, "f3"))
        if place in (Place.ANSWERS, Place.PAGES) and self.place is not place:
            await self.press("j")
            await self.type({Place.ANSWERS: "file", Place.PAGES: "page"}[place])
            await self.press("enter")
        assert self.place is place


@asynccontextmanager
async def opened(house: House | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Bench]:
    """Open the workbench at the first question."""
    app = Workbench(house or FakeHouse(), MONEY.id, WAVE)
    async with app.run_test(size=size) as pilot:
        bench = Bench(app, pilot)
        await bench.settle()
        yield bench
