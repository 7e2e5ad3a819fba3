"""A decision that cannot be stored: it is said in words, stays on the screen, and can be made again."""

import pytest

from avoin.store.engine import BusyStoreError, StoreError
from avoin.tui.places import Place
from kit.bench import opened
from kit.desks import FakeHouse

TROUBLES = (
    StoreError("The disk is full.", "Make room and do it again."),
    StoreError("The store cannot be written to.", "See who may write in the folder."),
    BusyStoreError("Another avoin is writing to the store.", "Wait a moment and do it again."),
)


@pytest.mark.parametrize("trouble", TROUBLES, ids=["full", "read only", "opened twice"])
@pytest.mark.parametrize("place", [Place.THEMES, Place.PAGES])
async def test_what_could_not_be_stored_is_told_and_stays_to_be_decided(place: Place, trouble: StoreError) -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.go(place)
        await bench.press(*(("right", "down", "space") if place is Place.THEMES else ("space",)))
        before, selected, tally = bench.text, bench.selected, house.desk.tally()
        house.desk.trouble = trouble
        await bench.press("enter")
        assert bench.dialog == "ErrorDialog"
        assert trouble.message in bench.text
        assert trouble.hint in bench.text
        await bench.press("escape")
        assert "✗ NOT SAVED" in bench.text
        assert body(bench.text) == body(before), "what was taken out stays taken out"
        assert (bench.selected, house.desk.tally()) == (selected, tally)
        house.desk.trouble = None
        await bench.press("enter")
        assert "✓ saved" in bench.text
        assert house.desk.tally().n_decided > tally.n_decided


async def test_an_answers_code_that_could_not_be_stored_is_put_by_the_same_key_again() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        await bench.go(Place.ANSWERS)
        span = bench.selected
        house.desk.trouble = TROUBLES[0]
        await bench.press("1", "escape")
        assert "✗ NOT SAVED" in bench.text
        assert (bench.selected, house.desk.segment(span).codings) == (span, ())
        house.desk.trouble = None
        await bench.press("1")
        assert len(house.desk.segment(span).codings) == 1


async def test_a_new_code_that_could_not_be_stored_is_told() -> None:
    house = FakeHouse()
    async with opened(house) as bench:
        house.desk.trouble = TROUBLES[0]
        await bench.press("n", "end", "enter")
        assert "The disk is full." in bench.text
        await bench.press("escape")
        assert "✗ NOT SAVED" in bench.text
        assert house.desk.tally().n_decided == 0


def body(text: str) -> list[str]:
    """The screen without its head, where saving is said, and without message and keys."""
    return text.splitlines()[1:-2]
