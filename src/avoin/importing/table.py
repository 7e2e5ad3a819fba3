"""The file as read, and the error of a file that cannot be.

Invariant: every cell is the text of the file (numbers and dates of a workbook written out plainly), nothing is dropped
but what is empty throughout; NUL and lone surrogates, which no store can hold, are U+FFFD and counted.
"""

from dataclasses import dataclass

from avoin.errors import AvoinError


class ImportFileError(AvoinError):
    """A file cannot be read as a table; the message names the file and, where there is one, the row and column."""


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
        Column headings, unique, in file order; spaces and line ends folded to one space, composed (NFC).
    rows : tuple of tuple of str
        One tuple a row, as long as the headings; an empty cell is ``""``.
    first_row : int
        Number of the first row of ``rows`` in the file (1 is the first row), for messages.
    how : tuple of (str, str)
        How it was read, e.g. ``("encoding", "cp1252"), ("delimiter", ";")``.
    warnings : tuple of str
        Translated sentences on what was mended while reading, counted.
    row_numbers : tuple of int
        Number in the file of each row, as a spreadsheet counts them; empty where the rows follow one another.
    """

    name: str
    digest: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2
    how: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    row_numbers: tuple[int, ...] = ()

    def column(self, heading: str) -> tuple[str, ...]:
        """Return one column's cells, top to bottom."""
        place = self.headings.index(heading)
        return tuple(row[place] for row in self.rows)

    def row_number(self, place: int) -> int:
        """Return which row of the file ``rows[place]`` was, for messages."""
        return self.row_numbers[place] if self.row_numbers else self.first_row + place
