"""The list that draws only what is seen."""

from collections.abc import Hashable

from textual.app import App, ComposeResult
from textual.content import Content

from avoin.tui.widgets.rows import RowList


class Words(RowList[str]):
    """Words, each on as many lines as it has parts; counts what it draws."""

    n_drawn = 0

    def key_of(self, item: str) -> Hashable:
        return item

    def lines(self, item: str, index: int, width: int) -> list[Content]:
        del index, width
        self.n_drawn += 1
        return [Content(f"  {part}") for part in item.split("/")]


class OneList(App[None]):
    def compose(self) -> ComposeResult:
        yield Words()


def drawn(rows: Words) -> list[str]:
    strips = [rows.render_line(y) for y in range(rows.size.height)]
    return ["".join(part.text for part in strip).rstrip() for strip in strips]


async def test_a_list_of_a_hundred_thousand_is_drawn_at_the_cost_of_a_screenful() -> None:
    async with OneList().run_test(size=(20, 10)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items([f"w{n}" for n in range(100_000)])
        await pilot.pause()
        rows.n_drawn = 0
        await pilot.press("end")
        await pilot.pause()
        assert rows.chosen == "w99999"
        assert drawn(rows)[-1] == "▌ w99999"
        assert rows.n_drawn < 100


async def test_the_cursor_follows_its_item_when_the_items_change() -> None:
    async with OneList().run_test(size=(20, 10)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items(["a", "b", "c"])
        rows.move_to(2)
        rows.show_items(["c", "x", "y", "z"])
        assert rows.chosen == "c"
        rows.show_items(["x", "y"])
        assert rows.chosen == "x"
        rows.show_items(["x", "y", "z"], at="z")
        assert rows.chosen == "z"
        rows.show_items([])
        assert rows.chosen is None


async def test_a_list_says_that_it_goes_on_above_and_below() -> None:
    async with OneList().run_test(size=(20, 4)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items([f"w{n}" for n in range(9)])
        assert drawn(rows)[-1].endswith("▾")
        rows.move_to(8)
        assert drawn(rows)[0].endswith("▴")
        assert not drawn(rows)[-1].endswith("▾")


async def test_an_item_taller_than_the_list_is_read_on_with_page_down() -> None:
    async with OneList().run_test(size=(20, 4)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items(["/".join(f"l{n}" for n in range(9)), "next"])
        rows.focus()
        assert drawn(rows)[0] == "▌ l0"
        await pilot.press("pagedown")
        assert drawn(rows)[0].startswith("▌ l3")
        await pilot.press("pagedown", "pagedown")
        assert rows.chosen == "next"
        await pilot.press("home", "pagedown", "pageup")
        assert drawn(rows)[0] == "▌ l0"


async def test_a_click_moves_the_cursor_and_a_second_one_chooses() -> None:
    clicked: list[object] = []

    class Listening(OneList):
        def on_row_list_clicked(self, event: RowList.Clicked) -> None:
            clicked.append(event.rows.chosen)

    async with Listening().run_test(size=(20, 6)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items(["a/a", "b"])
        await pilot.click(Words, offset=(3, 2))
        assert rows.chosen == "b"
        assert clicked == []
        await pilot.click(Words, offset=(3, 2))
        assert clicked == ["b"]


async def test_clicks_below_the_last_item_do_nothing() -> None:
    async with OneList().run_test(size=(20, 6)) as pilot:
        rows = pilot.app.query_one(Words)
        rows.show_items(["a", "b"])
        await pilot.click(Words, offset=(3, 5))
        assert rows.chosen == "a"
        assert rows.visible_items == ("a", "b")
