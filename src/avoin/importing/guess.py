"""What each column of a file seems to hold: a proposal for a person to correct, never a decision.

Enters: a ``SurveyTable``. Leaves: one ``Guess`` a column, in file order. The same table gives the same guesses.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from avoin.importing.multiple import options_of, recurring
from avoin.importing.scales import cannot_say, change_group, claim_group
from avoin.importing.table import SurveyTable
from avoin.importing.values import is_date, parse_grade, parse_number


class ColumnKind(StrEnum):
    """What a column holds."""

    ID = "id"
    OPEN = "open"
    GRADE = "grade"
    CHANGE = "change"
    CLAIM = "claim"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    VARIABLE = "variable"
    DROP = "drop"

    @property
    def is_closed(self) -> bool:
        """True for an answer on a scale, a choice or a number."""
        return self in _CLOSED


_CLOSED = frozenset(
    {ColumnKind.GRADE, ColumnKind.CHANGE, ColumnKind.CLAIM, ColumnKind.CHOICE, ColumnKind.CHOICES, ColumnKind.NUMBER},
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposal for one column.

    Attributes
    ----------
    heading : str
        The column.
    kind : ColumnKind
        What it seems to hold.
    confidence : float
        How sure the guess is, 0–1.
    examples : tuple of str
        Up to three different cells as read.
    """

    heading: str
    kind: ColumnKind
    confidence: float
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """What the guesses look at."""

    heading: str
    n_rows: int
    n_filled: int
    distinct: tuple[str, ...]  # stripped, in file order
    looked_at: tuple[tuple[str, int], ...]  # the first of them, with how often each stands
    n_words: float  # mean over the cells looked at

    def share(self, test: Callable[[str], object]) -> float:
        n = sum(times for _cell, times in self.looked_at)
        return sum(times for cell, times in self.looked_at if test(cell)) / n if n else 0.0

    def says(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.heading.casefold()) is not None

    @property
    def variety(self) -> float:
        return len(self.distinct) / self.n_filled if self.n_filled else 0.0

    @property
    def asks(self) -> bool:
        return len(self.heading.split()) >= 6 or self.says(_ASKS)


_LOOKED_AT = 2_000
_NEARLY = 0.75
_ID_NAME = re.compile(
    r"\bid\b|_id\b|\bid_|id\Z|tunniste|tunnus|vastaajan? ?(?:numero|nro)|\Avastaaja\Z|numero\Z|\bnro\b|"
    r"respond|\bcase\b|deltagar|svarsnummer"
)
_ID_CELL = re.compile(r"[\w][\w./:#-]{0,63}")
_ASKS = re.compile(
    r"\?|\bkerro\b|\bkuvaile|\bmitä\b|\bmiten\b|\bmiksi\b|\bmillais|\bmikä\b|\bmitkä\b|\bkuinka\b|\bmainitse|\bperustele|"
    r"jatka lausetta|vapaa sana|avoin|kommentt|terveisi|\bwhat\b|\bwhy\b|\bhow\b|\bdescribe|\bcomment|free ?text|"
    r"\bvad\b|\bvarför\b|\bhur\b|\bberätta"
)
_GRADE_NAME = re.compile(r"arvosana|4\s?[-–—]\s?10|\bgrade\b|skolvitsord|\bvitsord")
_BACKGROUND = re.compile(
    r"\bikä|\bika\b|\bage\b|\bålder|syntym[äa]|\bsynt\.|birth|födelse|vuosi\Z|\byear\b|postinumero|postal|\bzip\b|kuntanumero"
)
_PERSONAL = re.compile(
    r"\be-?mail|sähköposti|\bip ?-?(?:address|osoite)|ipaddress|etunimi|sukunimi|(?:first|last) ?name|puhelin|phone|"
    r"latitude|longitude|leveysaste|pituusaste|henkilötunnus|\bhetu\b|katuosoite|vastaajan nimi|\Animi\Z|\Aname\Z|"
    r"survey[ _]identifier"
)
_TECHNICAL = re.compile(
    r"\A(?:seed|interviewtime|total time|refurl|referrer url|userlanguage|distributionchannel)\Z|"
    r"\A(?:group|question) time: |\Agrouptime\d+\Z|\Aredcap_repeat_instance\Z"
)
_DATE_NAME = re.compile(r"päivä|aika|\bpvm|date|time|lähetetty|vastattu|datum|\btid")


def guess_columns(table: SurveyTable) -> tuple[Guess, ...]:
    """Guess what the columns of a table hold.

    Parameters
    ----------
    table : SurveyTable
        The file as read.

    Returns
    -------
    tuple of Guess
        One a column, in file order; at most one is an id.
    """
    columns = [_column(heading, cells) for heading, cells in zip(table.headings, _columns(table), strict=True)]
    identifying = _id_column(columns)
    return tuple(
        Guess(
            column.heading,
            *((ColumnKind.ID, identifying[1]) if column is identifying[0] else _kind(column)),
            _examples(column),
        )
        for column in columns
    )


def _columns(table: SurveyTable) -> Sequence[tuple[str, ...]]:
    return list(zip(*table.rows, strict=True)) if table.rows else [() for _heading in table.headings]


def _column(heading: str, cells: tuple[str, ...]) -> _Column:
    counted = Counter(stripped for cell in cells if (stripped := cell.strip()))
    looked_at = tuple(itertools.islice(counted.items(), _LOOKED_AT))
    n = sum(times for _cell, times in looked_at)
    n_words = sum(len(cell.split()) * times for cell, times in looked_at)
    return _Column(heading, len(cells), counted.total(), tuple(counted), looked_at, n_words / n if n else 0.0)


def _examples(column: _Column) -> tuple[str, ...]:
    return column.distinct[:3]


def _id_column(columns: list[_Column]) -> tuple[_Column | None, float]:
    scored = [(_id_likeness(column, place), -place, column) for place, column in enumerate(columns)]
    best = max(scored, key=lambda each: each[:2], default=(0.0, 0, None))
    return (best[2], min(best[0], 0.99)) if best[0] >= 0.5 else (None, 0.0)


def _id_likeness(column: _Column, place: int) -> float:
    whole = len(column.distinct) == column.n_filled == column.n_rows > 0
    # ids with a few repeated or missing are ids to be mended, and the import names their rows
    nearly = column.says(_ID_NAME) and place == 0 and len(column.distinct) >= _NEARLY * column.n_rows > 0
    if not (whole or nearly) or column.says(_PERSONAL) or column.share(is_date) > 0.5:
        return 0.0
    shaped = column.share(_ID_CELL.fullmatch) == 1.0
    if not shaped:
        return 0.0
    counting = column.share(str.isdigit) == 1.0 or column.share(lambda cell: any(map(str.isdigit, cell))) == 1.0
    return 0.35 * column.says(_ID_NAME) + 0.35 * (column.n_rows > 1) + 0.2 * (place == 0) + 0.1 * counting


def _kind(column: _Column) -> tuple[ColumnKind, float]:
    if not column.n_filled:
        return ColumnKind.DROP, 0.9
    for guess in (_as_personal, _as_date, _as_scale, _as_grade, _as_number, _as_choices, _as_open):
        found = guess(column)
        if found is not None:
            return found
    return _as_category(column)


def _as_personal(column: _Column) -> tuple[ColumnKind, float] | None:
    addressed = column.share(lambda cell: "@" in cell and " " not in cell) > 0.8
    return (ColumnKind.DROP, 0.8) if addressed or column.says(_PERSONAL) or column.says(_TECHNICAL) else None


def _as_date(column: _Column) -> tuple[ColumnKind, float] | None:
    share = column.share(is_date)
    if share < 0.9:
        return None
    return ColumnKind.DATE, 0.98 if column.says(_DATE_NAME) else 0.9


def _as_scale(column: _Column) -> tuple[ColumnKind, float] | None:
    if len(column.distinct) > 12 or column.n_words > 8:
        return None
    for kind, group in ((ColumnKind.CLAIM, claim_group), (ColumnKind.CHANGE, change_group)):
        share = column.share(group) + column.share(cannot_say)
        sides = {group(cell) for cell in column.distinct} - {""}
        if share >= 0.9 and sides - {"unchanged", "neither"}:
            return kind, min(0.99, 0.65 + 0.1 * len(sides) + 0.05 * (share > 0.999))
    return None


def _as_grade(column: _Column) -> tuple[ColumnKind, float] | None:
    named = column.says(_GRADE_NAME)
    within = column.share(lambda cell: 4 <= (parse_grade(cell) or 0) <= 10)
    if named and within >= 0.8:
        return ColumnKind.GRADE, 0.98 if within == 1.0 else 0.85
    if within == 1.0 and len(column.distinct) >= 4 and column.n_filled >= 10 and not column.says(_BACKGROUND):
        return ColumnKind.GRADE, 0.6
    return None


def _as_number(column: _Column) -> tuple[ColumnKind, float] | None:
    share = column.share(lambda cell: parse_number(cell) is not None)
    if share < 0.95:
        return None
    if column.says(_BACKGROUND):
        return ColumnKind.VARIABLE, 0.85
    if len(column.distinct) <= 2:
        return (ColumnKind.CHOICE, 0.5) if column.asks else (ColumnKind.VARIABLE, 0.7)
    padded = any(len(cell) > 1 and cell[0] == "0" and cell.isdigit() for cell in column.distinct)
    return (ColumnKind.VARIABLE, 0.6) if padded else (ColumnKind.NUMBER, 0.9 if share == 1.0 else 0.75)


def _as_choices(column: _Column) -> tuple[ColumnKind, float] | None:
    """Take options set apart by semicolons, few of them and each chosen again and again, for a multi-select."""
    listed = [(options_of(cell), times) for cell, times in column.looked_at]
    if not any(len(options) > 1 for options, _times in listed):
        return None
    chosen: Counter[str] = Counter()
    for options, times in listed:
        chosen.update(dict.fromkeys(options, times))
    return (ColumnKind.CHOICES, 0.85) if 0 < len(recurring(chosen)) <= 40 else None


def _as_open(column: _Column) -> tuple[ColumnKind, float] | None:
    """Free text: many words, few cells alike. A question in the heading makes shorter texts enough."""
    # in a large file many answers recur, but hundreds of different long ones are no list to choose from
    variety = 1.0 if len(column.distinct) > 300 and column.n_words >= 6 else column.variety
    if variety < 0.3:
        return None
    wordy = min(column.n_words / 8.0, 1.0)
    score = 0.45 * wordy + 0.3 * variety + 0.25 * column.asks
    longest = max(len(cell.split()) for cell, _times in column.looked_at)
    if score < 0.55 or column.n_words < 1.5 or longest < 4:
        return None
    return ColumnKind.OPEN, min(0.99, score)


def _as_category(column: _Column) -> tuple[ColumnKind, float]:
    sure = 0.85 if column.variety <= 0.5 else 0.55
    if column.asks and len(column.distinct) <= 30:
        return ColumnKind.CHOICE, sure
    return ColumnKind.VARIABLE, sure
