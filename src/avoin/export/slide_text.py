"""Text on a slide: how much room it takes, and text boxes that hold it.

Enters: lines of text and an area. Leaves: shapes. Invariants: all text is cleaned; what does not fit is never drawn
over the edge: the caller asks first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from avoin.export.clean_text import clean_line

_LETTER = 0.5  # mean width of a letter, of the size
_LEADING = 1.2
_POINTS = 72
_BULLET_INDENT = 0.25
LANGUAGES = {"fi": "fi-FI", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def below(self, used: float) -> "Area":
        """Return what is left under the part used."""
        return replace(self, top=self.top + used, height=self.height - used)

    def columns(self, share: float, gap: float = 0.4) -> tuple["Area", "Area"]:
        """Return two areas side by side, the first with a share (0–1) of the width."""
        first = (self.width - gap) * share
        rest = Area(self.left + first + gap, self.top, self.width - gap - first, self.height)
        return replace(self, width=first), rest

    @property
    def place(self) -> tuple[Any, Any, Any, Any]:
        """Left, top, width and height as the library wants them."""
        from pptx.util import Inches

        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; size in points, colour as ``#rrggbb`` or empty for that of the template."""

    text: str
    size: float = 16
    bold: bool = False
    italic: bool = False
    colour: str = ""
    bullet: bool = False
    space: float = 6  # points after it


def height_of(lines: Iterable[Line], width: float) -> float:
    """Return how high lines are in a box so wide; inches."""
    points = 0.0
    for line in lines:
        room = (width - (_BULLET_INDENT if line.bullet else 0)) * _POINTS / (line.size * _LETTER)
        points += max(1, ceil(len(clean_line(line.text)) / max(room, 1))) * line.size * _LEADING + line.space
    return points / _POINTS


def sized(lines: Sequence[Line], area: Area, smallest: float) -> tuple[Line, ...] | None:
    """Return the lines as large as they are, or smaller so that they fit; None where they cannot."""
    step = 0.0
    while lines:
        tried = tuple(replace(line, size=max(smallest, line.size - step)) for line in lines)
        if height_of(tried, area.width) <= area.height:
            return tried
        if all(line.size <= smallest for line in tried):
            return None
        step += 1
    return ()


def shortened(text: str, longest: int) -> str:
    """Return the text on one line, cut after a word where it is longer than so many letters."""
    line = clean_line(text)
    if len(line) <= longest:
        return line
    head, _space, _rest = line[:longest].rpartition(" ")
    return (head or line[:longest]) + " […]"


def put_lines(shapes: Any, area: Area, lines: Sequence[Line], language: str, name: str) -> Any:
    """Draw a box of text and return it."""
    box = shapes.add_textbox(*area.place)
    box.name = name
    fill_frame(box.text_frame, lines, language)
    return box


def fill_frame(frame: Any, lines: Sequence[Line], language: str, inset: float = 0.0) -> None:
    """Write lines into a frame of text; inset in inches."""
    from pptx.util import Inches

    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(inset)
    frame.margin_top = frame.margin_bottom = Inches(inset * 0.6)
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write_line(paragraph, line, language)


def write_line(paragraph: Any, line: Line, language: str) -> None:
    """Write one paragraph."""
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = clean_line(line.text)
    run.font.size, run.font.bold, run.font.italic = Pt(line.size), line.bold, line.italic
    speak(run, language)
    if line.colour:
        run.font.color.rgb = rgb(line.colour)
    paragraph.space_after = Pt(line.space)
    if line.bullet:
        _make_bullet(paragraph)


def rgb(colour: str) -> Any:
    """Return a colour ``#rrggbb`` as the library wants it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour[1:].upper())  # type: ignore[no-untyped-call]


def speak(run: Any, language: str) -> None:
    """Say which language a run is in, for screen readers and spelling."""
    run.font._element.set("lang", LANGUAGES.get(language, "en-GB"))  # noqa: SLF001 - python-pptx has no public way


def _make_bullet(paragraph: Any) -> None:
    from pptx.oxml.ns import qn
    from pptx.util import Inches

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-pptx has no public way to mark a list
    properties.set("marL", str(Inches(_BULLET_INDENT)))
    properties.set("indent", str(-Inches(_BULLET_INDENT)))
    properties.append(properties.makeelement(qn("a:buFont"), {"typeface": "Arial"}))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))
