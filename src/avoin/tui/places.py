"""Where in the workbench a key works, and which of these places are screens."""

from enum import StrEnum


class Place(StrEnum):
    """Where a key works."""

    OVERVIEW = "overview"
    THEMES = "themes"
    ANSWERS = "answers"
    PAGES = "pages"
    CUT = "cut"  # on the answers screen while a segment is being cut
    SELECT = "select"  # on the answers screen while words of a segment are selected
    CODEBOOK = "codebook"
    QUOTES = "quotes"
    SUMMARIES = "summaries"
    COMPARISON = "comparison"
    PROJECTS = "projects"  # before a project is open
    COLUMNS = "columns"  # of a file that is to be imported
    ROWS = "rows"  # in any list that has the focus
    EVERYWHERE = "everywhere"


SCREENS = (
    Place.OVERVIEW, Place.THEMES, Place.ANSWERS, Place.CODEBOOK, Place.QUOTES, Place.SUMMARIES, Place.COMPARISON,
)  # fmt: skip
"""The screens of the line at the top, in the order of their function keys."""

WITH_CODES = (Place.THEMES, Place.ANSWERS, Place.PAGES)
"""Where segments are coded."""

AFTER_CODING = (Place.CODEBOOK, Place.QUOTES, Place.SUMMARIES)
"""Where what was coded is looked at."""

FINDING = (*WITH_CODES, Place.SELECT, Place.COMPARISON)
"""Where letters that are no command open the code finder."""
