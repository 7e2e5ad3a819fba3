"""A segment's text with signs set into it: which words a code is on, what is selected, where it would be cut.

Enters: a text and places in it, code points. Leaves: what is drawn, and for each drawn character the one it stands for.
Invariant: meaning is in the signs; without colour ``‹2 … 2›`` and ``▐…▌`` say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from avoin.tui.widgets.shown import Words, marked, shown


@dataclass(frozen=True, slots=True)
class CodedPart:
    """Words that a code is on.

    Attributes
    ----------
    number : int
        The code's number under the segment.
    """

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Signs:
    """What is set into a text.

    Attributes
    ----------
    words : sequence of (int, int)
        Words that speak for a code: underlined.
    parts : tuple of CodedPart
        Words that codes are on; a code on the whole text gets no brackets.
    selected : (int, int) or None
        Words that are selected.
    cut : int or None
        Where the text would be cut.
    """

    words: Words = ()
    parts: tuple[CodedPart, ...] = ()
    selected: tuple[int, int] | None = None
    cut: int | None = None

    def within(self, start: int, end: int) -> "Signs":
        """Return the signs of [start, end) of the text, counted from its start."""

        def moved(left: int, right: int) -> tuple[int, int]:
            return max(left, start) - start, min(right, end) - start

        return Signs(
            tuple(moved(*place) for place in self.words if place[0] < end and start < place[1]),
            tuple(
                CodedPart(*moved(each.start, each.end), each.number)
                for each in self.parts
                if each.start < end and start < each.end
            ),
            None if self.selected is None else moved(*self.selected),
            None if self.cut is None or not start <= self.cut < end else self.cut - start,
        )


NO_SIGNS = Signs()


@dataclass(frozen=True, slots=True)
class SignedText:
    """What is drawn.

    Attributes
    ----------
    content : Content
        On one line.
    origin : tuple of int
        For each drawn character, the place in the text it stands for; a sign stands for what comes after it.
    """

    content: Content
    origin: tuple[int, ...]

    def line_starts(self, lines: Sequence[Content]) -> list[int]:
        """Return where in ``content`` each of its wrapped lines begins."""
        starts, place = [], 0
        for line in lines:
            found = self.content.plain.find(line.plain.rstrip(" …"), place)
            place = place if found < 0 else found
            starts.append(place)
            place += len(line.plain.rstrip(" …"))
        return starts

    def at(self, start: int, line: Content, column: int) -> int:
        """Return the place in the text at a cell of a line that begins at ``start`` of the content."""
        place, used = start, 0
        for character in line.plain:
            used += cell_len(character)
            if used > column:
                break
            place += 1
        return self.origin[min(place, len(self.origin) - 1)] if self.origin else 0


def signed(text: str, signs: Signs) -> SignedText:
    """Set the signs into a text."""
    content = marked(text, signs.words)
    if signs.selected is not None:
        content = content.stylize("bold reverse", *signs.selected)
    pieces: list[Content] = []
    origin: list[int] = []
    before = 0
    for place, sign in _in_order(text, signs):
        pieces += [content[before:place], sign]
        origin += [*range(before, place), *([min(place, len(text) - 1)] * len(sign))]
        before = place
    pieces.append(content[before:])
    origin += range(before, len(text))
    return SignedText(Content("").join(pieces), tuple(origin))


def gutter(parts: Sequence[CodedPart], first: int, last: int, drawn: set[int]) -> Content:
    """Return the columns beside a line that holds [first, last) of the text, one a code.

    Parameters
    ----------
    drawn : set of int
        Codes whose number has been written above; this line's are added.
    """
    columns = []
    for number in numbers(parts):
        here = any(each.number == number and each.start < last and first < each.end for each in parts)
        sign = (("│" if number in drawn else str(number)) if here else "").rjust(len(str(number)))
        columns.append(shown(f" {sign}", "bold"))
        if here:
            drawn.add(number)
    return Content("").join(columns)


def numbers(parts: Sequence[CodedPart]) -> tuple[int, ...]:
    """Return the numbers of the codes, ascending."""
    return tuple(sorted({each.number for each in parts}))


def gutter_width(parts: Sequence[CodedPart]) -> int:
    """Return how many cells the columns take."""
    return sum(1 + len(str(number)) for number in numbers(parts))


def _in_order(text: str, signs: Signs) -> list[tuple[int, Content]]:
    """Return the signs by place; where two meet, what ends there stands before what begins."""
    found: list[tuple[int, int, Content]] = []
    for each in signs.parts:
        if (each.start, each.end) != (0, len(text)):
            found += [
                (each.start, 2, shown(f"‹{each.number}", "bold")),
                (each.end, 0, shown(f"{each.number}›", "bold")),
            ]
    if signs.selected is not None:
        start, end = signs.selected
        found += [(start, 3, shown("▐", "bold")), (end, -1, shown("▌", "bold"))]
    if signs.cut is not None:
        found.append((signs.cut, 1, shown("┃", "bold reverse")))
    return [(place, sign) for place, _rank, sign in sorted(found, key=lambda each: each[:2])]
