"""The file as read.

Invariant: every cell is the text of the file (numbers and dates of a workbook written out plainly), nothing is dropped.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyTable:
    """Rows of one file.

    Attributes
    ----------
    name : str
        File name without its folder.
    digest : str
        SHA-256 of the file's bytes.
    headings : tuple of str
        Column headings, unique, in file order.
    rows : tuple of tuple of str
        One tuple a row, as long as the headings; an empty cell is ``""``.
    first_row : int
        Number of the first row of ``rows`` in the file (1 is the first line), for messages.
    how : tuple of (str, str)
        How it was read, e.g. ``("encoding", "cp1252"), ("delimiter", ";")``.
    warnings : tuple of str
        Translated sentences on what was mended while reading, counted.
    """

    name: str
    digest: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2
    how: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def column(self, heading: str) -> tuple[str, ...]:
        """Return one column's cells, top to bottom."""
        place = self.headings.index(heading)
        return tuple(row[place] for row in self.rows)
