"""House style: the colours, faces, logo and templates of the organisation that publishes, from a folder.

Enters: a folder with ``style.toml``. Leaves: one frozen ``Style`` that every writer takes. Invariants: a colour that
text stands in or on has contrast enough to be read; what is missing in the folder is avoin's own.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.report.model import Bar, Shade

STYLE_FILE = "style.toml"
_COLOUR = "^#[0-9a-fA-F]{6}$"
READABLE = 4.5
"""The least contrast of text and its ground (WCAG 2.2, 1.4.3)."""
_LIGHTER = 0.6  # how far towards white the wave before is
_PARTS_SHADE = 0.7  # the palest of parts that have no colour of their own
_SIGNS = {Shade.GOOD: "▲", Shade.MIDDLE: "■", Shade.BAD: "▼"}
ROOM_FOR_SIGN = 0.1
"""The narrowest part of a bar, of the whole, that has room for its sign beside its figure."""
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}
_MOST_BYTES = 20_000_000


class StyleError(AvoinError):
    """The folder of a house style, or a file in it, is not what it should be; names the file and the key."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a report looks.

    Attributes
    ----------
    accent, good, middle, bad : str
        Colours as ``#rrggbb``: headings and this wave; better, unchanged and worse. ``good`` is also that of solutions.
    font : str
        Family of the text; ``fallbacks`` are looked for after it.
    fonts : Path or None
        Folder with font files, for PDF; other forms name the family only.
    logo : bytes or None
        PNG or JPEG.
    docx, pptx : bytes or None
        Templates.
    """

    accent: str = "#1d4f7c"
    good: str = "#2b7a5f"
    middle: str = "#d5d3cd"
    bad: str = "#a8442f"
    font: str = "Arial"
    fallbacks: tuple[str, ...] = ("Liberation Sans", "Helvetica")
    fonts: Path | None = None
    logo: bytes | None = None
    docx: bytes | None = None
    pptx: bytes | None = None

    @property
    def colours(self) -> Mapping[Shade, str]:
        """The colour of each shade."""
        return {
            Shade.NOW: self.accent,
            Shade.BEFORE: lighter(self.accent),
            Shade.GOOD: self.good,
            Shade.MIDDLE: self.middle,
            Shade.BAD: self.bad,
        }


PLAIN = Style()
"""avoin's own."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    accent: str = Field(default=PLAIN.accent, pattern=_COLOUR)
    good: str = Field(default=PLAIN.good, pattern=_COLOUR)
    middle: str = Field(default=PLAIN.middle, pattern=_COLOUR)
    bad: str = Field(default=PLAIN.bad, pattern=_COLOUR)
    font: str = Field(default=PLAIN.font, min_length=1, pattern=r"^[\w .-]+$")


def read_style(folder: Path) -> Style:
    """Return the style of a folder.

    ``style.toml`` names colours and the font; beside it may stand ``logo.png`` or ``logo.jpg``, ``template.docx``,
    ``template.pptx`` and ``fonts/``.

    Raises
    ------
    StyleError
        Where the folder or ``style.toml`` is missing, a key or value is not known, a colour is too pale to be read,
        or the logo is no picture.
    """
    told = _told(folder / STYLE_FILE)
    for key, colour in (("accent", told.accent), ("good", told.good), ("bad", told.bad)):
        if contrast(colour, "#ffffff") < READABLE:
            raise StyleError(
                _("{file}, key {key}: {colour} is too pale to be read on white, its contrast is {ratio}:1.").format(
                    file=folder / STYLE_FILE, key=key, colour=colour, ratio=f"{contrast(colour, '#ffffff'):.1f}"
                ),
                _("Text needs {ratio}:1; choose a darker colour.").format(ratio=READABLE),
            )
    fonts = folder / "fonts"
    return Style(
        **told.model_dump(),
        fonts=fonts if fonts.is_dir() else None,
        logo=_logo(folder),
        docx=_bytes(folder / "template.docx"),
        pptx=_bytes(folder / "template.pptx"),
    )


def _told(path: Path) -> _File:
    raw = _bytes(path)
    if raw is None:
        raise StyleError(
            _("There is no house style in {folder}: {file} is missing.").format(folder=path.parent, file=path.name),
            _("See docs/how-to/house-style.md for what such a folder holds."),
        )
    try:
        return _File.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StyleError(_("{path} is not readable TOML: {error}").format(path=path, error=error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise StyleError(_("{path}, key {key}: {error}").format(path=path, key=key, error=first["msg"])) from None


def _logo(folder: Path) -> bytes | None:
    for name in ("logo.png", "logo.jpg"):
        raw = _bytes(folder / name)
        if raw is not None:
            if not raw.startswith(tuple(_PICTURES)):
                raise StyleError(_("{path} is neither a PNG nor a JPEG picture.").format(path=folder / name))
            return raw
    return None


def _bytes(path: Path) -> bytes | None:
    """Return what a file holds, None where there is none."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StyleError(_("{path} is too large for a house style.").format(path=path))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StyleError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or type(error).__name__)
        ) from None


def picture_type(picture: bytes) -> str:
    """Return "png" or "jpeg"."""
    return next(name for start, name in _PICTURES.items() if picture.startswith(start))


def colours_of(bars: Iterable[Bar], style: Style) -> dict[str, str]:
    """Return the colour of each series; parts that are neither good nor bad go from dark to pale."""
    shades = {bar.series: bar.shade for bar in bars}
    alike = _alike(shades)
    step = _PARTS_SHADE / max(len(alike) - 1, 1)
    paler = {name: lighter(style.accent, place * step) for place, name in enumerate(alike)}
    return {name: paler.get(name, style.colours[shade]) for name, shade in shades.items()}


def signs_of(bars: Iterable[Bar]) -> dict[str, str]:
    """Return the sign of each series that needs one, for who does not tell the colours apart.

    Better, unchanged and worse have signs of their own; several parts that are none of these are lettered.
    """
    shades = {bar.series: bar.shade for bar in bars}
    alike = _alike(shades)
    letters = {name: f"{letter})" for name, letter in zip(alike, ascii_lowercase, strict=False)} if alike[1:] else {}
    return {name: _SIGNS[shade] for name, shade in shades.items() if shade in _SIGNS} | letters


def _alike(shades: Mapping[str, Shade]) -> list[str]:
    return [name for name, shade in shades.items() if shade is Shade.NOW]


def marked(sign: str, text: str) -> str:
    """Return a text with a sign before it, as it is where there is none."""
    return f"{sign}\N{NO-BREAK SPACE}{text}" if sign else text


def lighter(colour: str, by: float = _LIGHTER) -> str:
    """Return a colour mixed with white; 0 leaves it, 1 is white."""
    return "#" + "".join(f"{round(part + (255 - part) * by):02x}" for part in _parts(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1–21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
