"""A report as PDF: tagged for screen readers, drawn by Typst without a network.

Enters: a report and a style. Leaves: bytes. Invariants: text is handed over as data, so nothing in it is markup; all
text is cleaned; same report, same fonts, same bytes (the clock does not come in).
"""

import json
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Literal

from avoin.export.charts import to_svg
from avoin.export.clean_text import clean
from avoin.export.columns import shares_of
from avoin.export.style import PLAIN, Style, StyleError
from avoin.i18n import _
from avoin.report.model import Box, Chart, ChartKind, KoontiTheme, Quotation, Report, Table

_EMBEDDED = "Libertinus Serif"
"""The one text face that Typst carries itself: what is left where a machine has none of the style's."""
_LETTERS_ACROSS = 150  # of a table, across a page
_FITS_A_PAGE = 1500  # letters; what is longer may go on on the next page


def to_pdf(report: Report, style: Style = PLAIN) -> bytes:
    """Return the report as PDF, in the language spoken now.

    It claims PDF/UA-1 where it can; not where a text has letters that no font here can draw.

    Raises
    ------
    StyleError
        Where the logo or the fonts of the style cannot be used.
    """
    import typst

    faces: list[Path] = [] if style.fonts is None else [style.fonts]
    fonts = typst.Fonts(font_paths=faces)
    told = {"report": json.dumps(_handed_over(report, style), ensure_ascii=False)}
    stamp = datetime.fromisoformat(report.stamp or "1980-01-01").replace(tzinfo=UTC)
    tried: tuple[Literal["ua-1"] | None, ...] = ("ua-1", None)
    for standard in tried:
        with suppress(typst.TypstError):
            return typst.compile(
                _template(), font_paths=fonts, sys_inputs=told, timestamp=stamp, format="pdf", pdf_standards=standard
            )
    # what Typst says may quote the text
    raise StyleError(_("The PDF cannot be drawn."), _("Check the logo and the fonts of the house style."))


def _template() -> bytes:
    from importlib.resources import files

    return files("avoin.export").joinpath("templates", "report.typ").read_bytes()


def _handed_over(report: Report, style: Style) -> dict[str, Any]:
    told: dict[str, Any] = _plain(report, style)
    return told | {
        "footer": clean(f"{report.title} · {report.subtitle}"),
        "contents": _("Contents"),
        "proposed": _("Proposed solutions"),
        "unreviewed": _("unreviewed"),
        "style": {
            "accent": style.accent,
            "good": style.good,
            "fonts": [style.font, *style.fallbacks, _EMBEDDED],
            "logo": None if style.logo is None else list(style.logo),
            "logo_alt": _("Logo"),
        },
    }


def _plain(value: object, style: Style) -> Any:
    """Return a part of the report as JSON; a block says its kind, a chart brings its picture."""
    if isinstance(value, tuple):
        return [_plain(each, style) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Chart):
        return {
            "kind": "chart",
            "title": clean(value.title),
            "alt": clean(value.alt),
            "note": clean(value.note),
            "beside": value.kind is not ChartKind.BARS,
            "svg": to_svg(value, style, alone=True),
        }
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name), style) for field in fields(value)}
        return {"kind": _kind(value)} | told | _besides(value, told)
    return value


def _besides(value: object, told: dict[str, Any]) -> dict[str, Any]:
    """Return what the template needs to know of a block beside what the block says."""
    if isinstance(value, Box | KoontiTheme):
        return {"long": sum(map(len, map(str, told.values()))) > _FITS_A_PAGE}
    if isinstance(value, Table):
        return {"widths": list(shares_of(value, _LETTERS_ACROSS))}
    return {"text": f"”{told['text']}”"} if isinstance(value, Quotation) else {}


def _kind(value: object) -> str:
    return {"KoontiTheme": "theme"}.get(type(value).__name__, type(value).__name__.lower())
