"""The report before it has a form: sections of blocks that every writer draws in its own way.

Enters: finished sentences, rows and shares. Leaves: frozen nouns. Invariants: every number is text already or a value
to draw, so no writer computes; what is withheld is nowhere in here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What kind of text a paragraph or box is."""

    PLAIN = "plain"
    LEAD = "lead"  # the question as asked, under a heading that claims something
    NOTE = "note"  # bases, masks, rules: small
    QUOTE = "quote"
    SOLUTION = "solution"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short statements, one idea each."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number shown large.

    Attributes
    ----------
    value, label : str
        The number as text, and what it is.
    beside : str
        The same of the wave before and the change; may be empty.
    """

    value: str
    label: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that stand side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under headings.

    Attributes
    ----------
    numeric : tuple of bool
        Which columns are numbers and stand to the right.
    note : str
        What the reader must know: base, masks; may be empty.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""


class ChartKind(StrEnum):
    """How a chart's marks stand for values."""

    BARS = "bars"  # one bar a row and series, from zero
    DOTS = "dots"  # one dot a row and series, on a scale that need not begin at zero
    STACK = "stack"  # one bar a row, its parts the series


class Shade(StrEnum):
    """What a series means to the eye; the writer chooses the colour."""

    NOW = "now"
    BEFORE = "before"  # the wave before, lighter
    GOOD = "good"
    MIDDLE = "middle"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Bar:
    """One mark of a chart.

    Attributes
    ----------
    row, series : str
        What it is about and which series it belongs to.
    value : float
        Its length or place in the chart's unit.
    label : str
        The value as the reader sees it.
    """

    row: str
    series: str
    value: float
    label: str
    shade: Shade = Shade.NOW


@dataclass(frozen=True, slots=True)
class Chart:
    """Marks to draw.

    Attributes
    ----------
    alt : str
        What the chart shows, for who does not see it: says in words and numbers what is drawn.
    low, high : float
        The scale's ends, in the unit of the values.
    note : str
        Base and masks, under the chart.
    """

    kind: ChartKind
    title: str
    bars: tuple[Bar, ...]
    low: float
    high: float
    alt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a respondent, without an id.

    Attributes
    ----------
    reviewed : bool
        True where a person approved exactly this text for publication.
    beside : tuple of str
        Background values that may stand beside it.
    """

    text: str
    reviewed: bool
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Quotations in a frame of their own."""

    heading: str
    quotations: tuple[Quotation, ...]
    tone: Tone = Tone.QUOTE


@dataclass(frozen=True, slots=True)
class KoontiTheme:
    """One theme of an open question.

    Attributes
    ----------
    n : int
        Respondents; never a withheld number.
    figures : str
        The number in words and digits, and the wave before.
    bullets, solutions : tuple of str
        What a person wrote about the theme, and what respondents propose; empty where nobody has written.
    note : str
        That it was written before something changed; may be empty.
    """

    heading: str
    n: int
    figures: str
    quotations: tuple[Quotation, ...]
    bullets: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class KoontiChapter:
    """Themes under one heading of the codebook, the largest first."""

    heading: str
    n: int
    figures: str
    themes: tuple[KoontiTheme, ...]


@dataclass(frozen=True, slots=True)
class Koonti:
    """What the answers to one open question come to.

    Attributes
    ----------
    title, question : str
        What it is called, and the question as asked where that says more.
    base : str
        How many were asked and answered, in a sentence.
    small : tuple of str
        Names of codes that fewer respondents than the threshold have.
    unwritten : tuple of str
        Names of the shown themes that nobody has written a summary of.
    solutions : tuple of Quotation
        Solutions that respondents propose.
    """

    title: str
    question: str
    base: str
    chapters: tuple[KoontiChapter, ...]
    small: tuple[str, ...]
    unwritten: tuple[str, ...]
    solutions: tuple[Quotation, ...]


Block = Paragraph | Bullets | Figures | Table | Chart | Box | KoontiTheme


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the deck: a heading and what stands under it.

    Attributes
    ----------
    level : int
        1 for a part of the report, 2 for a page, 3 for what continues the page above.
    """

    heading: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes
    ----------
    language : str
        "fi" or "en", for writers that mark it.
    date : str
        As the reader sees it; empty where there is none. Never the clock's.
    stamp : str
        The same as ISO 8601 for file properties, or empty.
    """

    title: str
    subtitle: str
    language: str
    date: str
    stamp: str
    sections: tuple[Section, ...]
