"""Rows as an SPSS file with variable and value labels.

Enters: rows and what their columns and values mean. Leaves: bytes. Invariants: a text that has value labels is a
number with the text's meaning as label; no text is cut: one too long for a variable goes on in another (but SPSS knows
no spaces at the end of a text); neither the clock nor the machine comes in, so same rows, same bytes.

References
----------
PSPP Developer's Guide, "System File Format"; the cutting of very long strings is as ReadStat reads and writes them.
"""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, nextafter

from avoin.export.clean_text import clean_line
from avoin.export.labels import Labels
from avoin.export.room import with_room
from avoin.report.rows import Cell, Rows

_LONGEST_TEXT = 32_767  # bytes of a variable
_LONGEST_NAME = 64
_LONGEST_LABEL = 255
_LONGEST_VALUE_LABEL = 120
_SEGMENT, _COUNTED = 255, 252  # a longer text is in several variables: bytes that one holds, bytes that it counts as
_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
_FIRST = "$FL2@(#) SPSS DATA FILE avoin"
_LARGEST = struct.unpack("<d", b"\xff\xff\xff\xff\xff\xff\xef\x7f")[0]
_MISSING = -_LARGEST
_NUMBER, _TEXT = 5, 1  # print formats F and A
_DIGITS, _DECIMALS = 12, 4


@dataclass(frozen=True, slots=True)
class _Variable:
    """One column as SPSS keeps it.

    Attributes
    ----------
    width : int
        Bytes of the longest text; 0 for a number.
    decimals : int
        Of a number.
    meanings : mapping of float to str
        Value labels.
    """

    name: str
    label: str
    width: int
    cells: Sequence[float | str | None]
    meanings: Mapping[float, str] = field(default_factory=dict)
    decimals: int = 0

    @property
    def segments(self) -> tuple[int, ...]:
        """The widths of the variables that it is kept in."""
        if self.width <= _SEGMENT:
            return (self.width,)
        n = ceil(self.width / _COUNTED)
        return (*(_SEGMENT for _segment in range(n - 1)), self.width - (n - 1) * _COUNTED)


def to_sav(rows: Rows, labels: Labels) -> bytes:
    """Return the rows as sav."""
    wide = with_room(rows, _LONGEST_TEXT, lambda char: len(char.encode("utf-8")))
    names = _names(wide.headings)
    variables = [_variable(wide, place, names[place], labels) for place in range(len(names))]
    parts = (
        _header(variables, len(wide.rows)),
        *_dictionary(variables),
        struct.pack("<ii", 999, 0),
        *(_cell(variable, row) for row in range(len(wide.rows)) for variable in variables),
    )
    return b"".join(parts)


def _names(headings: Sequence[str]) -> list[str]:
    """Return names that SPSS allows and that differ: letters, digits and _, a letter first, at most 64 bytes."""
    found: list[str] = []
    for place, heading in enumerate(headings, 1):
        name = re.sub(r"[^\w]", "_", heading)
        if not name[:1].isalpha() or name.upper() in _RESERVED:
            name = f"v_{name}"
        name = _fitting(name, _LONGEST_NAME)
        if name.casefold() in {each.casefold() for each in found}:
            name = f"{_fitting(name, _LONGEST_NAME - 8)}_{place}"
        found.append(name)
    return found


def _fitting(text: str, longest: int) -> str:
    return text.encode("utf-8")[:longest].decode("utf-8", "ignore")


def _variable(rows: Rows, place: int, name: str, labels: Labels) -> _Variable:
    heading = rows.headings[place]
    cells = [cells[place] for cells in rows.rows]
    label = clean_line(labels.columns.get(heading, heading))
    meanings = labels.values.get(heading)
    if meanings is not None:
        return _labelled(name, label, cells, meanings)
    if any(isinstance(cell, str) for cell in cells):
        texts = ["" if cell is None else str(cell) for cell in cells]
        return _Variable(name, label, max(1, *(len(text.encode("utf-8")) for text in texts)), texts)
    numbers = [None if cell is None else float(cell) for cell in cells]
    whole = all(number is None or number.is_integer() for number in numbers)
    return _Variable(name, label, 0, numbers, decimals=0 if whole else _DECIMALS)


def _labelled(name: str, label: str, cells: Sequence[Cell], meanings: Mapping[str | int, str]) -> _Variable:
    """Return a variable of numbers: those that the values are, or their places in the order of the labels."""
    numbers = {value: float(value if isinstance(value, int) else place) for place, value in enumerate(meanings, 1)}
    told = {number: clean_line(meanings[value]) for value, number in numbers.items()}
    found = [numbers.get(cell) if isinstance(cell, str | int) else None for cell in cells]
    return _Variable(name, label, 0, found, told)


def _header(variables: Sequence[_Variable], n_rows: int) -> bytes:
    n_elements = sum(ceil(max(width, 1) / 8) for variable in variables for width in variable.segments)
    return b"".join(
        (
            _padded(_FIRST, 64),
            struct.pack("<iiiii", 2, n_elements, 0, 0, n_rows),
            struct.pack("<d", 100.0),
            b"01 Jan 0000:00:00",
            b" " * 64,
            b"\0\0\0",
        )
    )


def _dictionary(variables: Sequence[_Variable]) -> Iterator[bytes]:
    """Yield the records of variables, value labels and what else a reader must know."""
    element, n = 1, 0
    labelled: list[tuple[int, _Variable]] = []
    long_names: list[str] = []
    lengths: list[str] = []
    for variable in variables:
        short = f"V{n + 1:05d}"
        long_names.append(f"{short}={variable.name}")
        if len(variable.segments) > 1:
            lengths.append(f"{short}={variable.width:05d}\0\t")
        if variable.meanings:
            labelled.append((element, variable))
        for place, width in enumerate(variable.segments):
            n += 1
            yield _record(f"V{n:05d}", width, variable.label if place == 0 else "", variable.decimals)
            element += ceil(max(width, 1) / 8)
    for index, variable in labelled:
        yield _value_labels(index, variable.meanings)
    yield _extension(3, 4, struct.pack("<8i", 1, 0, 0, -1, 1, 1, 2, 65001))
    yield _extension(4, 8, struct.pack("<3d", _MISSING, _LARGEST, nextafter(_MISSING, 0.0)))
    yield _extension(13, 1, "\t".join(long_names).encode("utf-8"))
    if lengths:
        yield _extension(14, 1, "".join(lengths).encode("utf-8"))
    yield _extension(20, 1, b"UTF-8")


def _record(name: str, width: int, label: str, decimals: int) -> bytes:
    form = (_TEXT << 16 | width << 8) if width else (_NUMBER << 16 | _DIGITS << 8 | decimals)
    parts = [struct.pack("<6i", 2, width, int(bool(label)), 0, form, form), _padded(name, 8)]
    if label:
        told = _fitting(label, _LONGEST_LABEL).encode("utf-8")
        parts += [struct.pack("<i", len(told)), told.ljust(4 * ceil(len(told) / 4), b" ")]
    goes_on = struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8
    return b"".join((*parts, *(goes_on for _element in range(ceil(width / 8) - 1))))


def _value_labels(index: int, meanings: Mapping[float, str]) -> bytes:
    parts = [struct.pack("<ii", 3, len(meanings))]
    for value, meaning in meanings.items():
        told = _fitting(meaning, _LONGEST_VALUE_LABEL).encode("utf-8")
        parts.append(struct.pack("<dB", value, len(told)) + told.ljust(8 * ceil((len(told) + 1) / 8) - 1, b" "))
    return b"".join((*parts, struct.pack("<iii", 4, 1, index)))


def _extension(subtype: int, size: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, size, len(content) // size) + content


def _cell(variable: _Variable, row: int) -> bytes:
    cell = variable.cells[row]
    if not isinstance(cell, str):
        return struct.pack("<d", _MISSING if cell is None else cell)
    told = cell.encode("utf-8")
    pieces = [told[start : start + _SEGMENT] for start in range(0, len(told) or 1, _SEGMENT)]
    pieces += [b""] * (len(variable.segments) - len(pieces))
    widths = variable.segments
    return b"".join(piece.ljust(8 * ceil(width / 8), b" ") for piece, width in zip(pieces, widths, strict=True))


def _padded(text: str, width: int) -> bytes:
    return text.encode("ascii").ljust(width, b" ")
