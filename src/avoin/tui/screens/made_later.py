"""The screens that nobody needs before going there: they, and all that they load, come with the first visit.

Enters: a place. Leaves: its screen.
"""

from avoin.tui.desk import House
from avoin.tui.places import Place
from avoin.tui.screens.work_screen import WorkScreen


def make_screen(place: Place, house: House) -> WorkScreen:
    """Make the screen of a place where no segments are coded."""
    if place is Place.OVERVIEW:
        from avoin.tui.screens.overview import OverviewScreen

        return OverviewScreen(house)
    if place is Place.CODEBOOK:
        from avoin.tui.screens.codebook import CodebookScreen

        return CodebookScreen(house)
    if place is Place.QUOTES:
        from avoin.tui.screens.quotes import QuotesScreen

        return QuotesScreen(house)
    if place is Place.SUMMARIES:
        from avoin.tui.screens.summaries import SummariesScreen

        return SummariesScreen(house)
    from avoin.tui.screens.comparison import ComparisonScreen

    return ComparisonScreen(house)
