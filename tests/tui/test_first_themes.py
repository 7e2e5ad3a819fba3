"""The first themes of a question: looked for without asking, and then one stands on the first of them."""

from dataclasses import replace

from avoin.tui.screens import sentences
from avoin.tui.screens.themes import ThemesScreen
from avoin.tui.widgets.theme_list import ThemeList
from kit.bench import opened
from kit.desks import CODEBOOK, FakeDesk, FakeHouse


async def test_where_there_are_no_themes_they_are_found_and_the_first_one_is_selected() -> None:
    desk = FakeDesk(codebook=replace(CODEBOOK, codes=()))
    desk._marks.themes = ()
    async with opened(FakeHouse(desk)) as bench:
        assert "2 theme candidates" in bench.text
        assert "n makes a code of one, letters find one that there is." in bench.text
        screen = bench.app.screen
        assert isinstance(screen, ThemesScreen)
        assert screen.query_one(ThemeList).cursor == 0


def test_while_the_first_themes_are_looked_for_the_list_does_not_say_that_there_are_none() -> None:
    assert sentences.of_themes(0, is_finding=True, is_filtered=False) == "Looking for themes …"
    assert sentences.of_themes(0, is_finding=False, is_filtered=False) == "0 theme candidates"
    assert sentences.of_themes(2, is_finding=True, is_filtered=True) == "2 theme candidates, filtered"
