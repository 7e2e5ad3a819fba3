"""Answers drawn to be coded without suggestions: the screen says that they are hidden, not that there are none."""

from avoin.tui.places import Place
from kit.bench import opened
from kit.desks import FakeHouse


async def test_hidden_suggestions_are_named_and_no_digit_takes_them() -> None:
    house = FakeHouse()
    async with opened(house, (120, 36)) as bench:
        await bench.go(Place.ANSWERS)
        assert "segment 1: hidden" not in bench.text
        house.desk.hidden = {bench.selected.answer.respondent}
        await bench.press("j")
        await bench.type("file")
        await bench.press("enter")
        assert "segment 1: hidden" in bench.text
        await bench.press("1")
        assert not bench.desk.segment(bench.selected).codings
        assert "no suggestion" in bench.message
