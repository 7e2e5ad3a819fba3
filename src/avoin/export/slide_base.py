"""The deck that slides are added to: avoin's own, or the template of a house.

Enters: a style. Leaves: a presentation with no slide and the layouts to use. Invariants: layouts are known by their
kind, not by a name in some language; a template without a page of the kind "title only" is refused by name, one
without a cover or divider uses that page for them.
"""

import io
import re
from dataclasses import dataclass
from typing import Any

from avoin.export.slide_text import Area
from avoin.export.style import Style, StyleError
from avoin.i18n import _

_WIDTH, _HEIGHT = 13.333, 7.5  # inches, 16:9
_COVER, _DIVIDER, _PAGE = "title", "secHead", "titleOnly"
_MARGIN = 0.6


@dataclass(frozen=True, slots=True)
class Base:
    """A presentation and its layouts.

    Attributes
    ----------
    cover, divider, page : object
        Layouts of python-pptx.
    body : Area
        What is free on a page.
    title_size : float
        Of titles, in points, where a layout says nothing else.
    """

    presentation: Any
    cover: Any
    divider: Any
    page: Any
    body: Area
    title_size: float


def base_of(style: Style) -> Base:
    """Return what slides are added to.

    Raises
    ------
    StyleError
        Where the template is no presentation or has no layout of the kind "title only".
    """
    presentation = _own(style) if style.pptx is None else _house(style.pptx)
    kinds = {layout._element.get("type"): layout for layout in reversed(presentation.slide_layouts)}  # noqa: SLF001 - the kind has no public name
    page = kinds.get(_PAGE)
    if page is None or page.placeholders[0].placeholder_format.idx != 0:
        raise StyleError(
            _("template.pptx has no layout of the kind “title only”, which every page needs."),
            _("Add one in the slide master view and keep its title: Title Only."),
        )
    return Base(
        presentation,
        kinds.get(_COVER, page),
        kinds.get(_DIVIDER, page),
        page,
        _body(presentation, page),
        _title_size(presentation),
    )


def _title_size(presentation: Any) -> float:
    from pptx.oxml.ns import qn

    master = presentation.slide_master._element  # noqa: SLF001 - python-pptx has no public way to the style of titles
    found = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    return 44.0 if found is None else int(found.get("sz", 4400)) / 100


def _body(presentation: Any, page: Any) -> Area:
    """Return what lies between the title and the foot."""
    from pptx.util import Emu

    width, height = Emu(presentation.slide_width).inches, Emu(presentation.slide_height).inches
    title = page.placeholders[0]
    top = Emu(title.top + title.height).inches + 0.1
    left = max(Emu(title.left).inches, 0.3)
    return Area(left, top, width - 2 * left, height - top - 0.75)


def _house(template: bytes) -> Any:
    import zipfile

    import pptx
    from pptx.exc import PythonPptxError

    try:
        presentation = pptx.Presentation(io.BytesIO(template))
    except (PythonPptxError, zipfile.BadZipFile, ValueError, KeyError):
        raise StyleError(_("{file} is not a template of PowerPoint.").format(file="template.pptx")) from None
    slides = presentation.slides._sldIdLst  # noqa: SLF001 - python-pptx has no public way to take a slide out
    for each in list(slides):
        presentation.part.drop_rel(each.rId)
        slides.remove(each)
    return presentation


def _own(style: Style) -> Any:
    import pptx
    from pptx.util import Inches

    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    for layout in list(presentation.slide_layouts):
        if layout._element.get("type") not in (_COVER, _DIVIDER, _PAGE):  # noqa: SLF001 - as above
            presentation.slide_layouts.remove(layout)
    _colour_theme(presentation, style)
    places = {
        None: {"TITLE": (0.45, 1.05), "BODY": (1.6, 5.0)},
        _COVER: {"CENTER_TITLE": (2.0, 1.6), "SUBTITLE": (3.7, 1.2)},
        _DIVIDER: {"TITLE": (2.7, 1.6), "BODY": (4.4, 0.8)},
        _PAGE: {"TITLE": (0.45, 1.05)},
    }
    for each in (presentation.slide_master, *presentation.slide_layouts):
        kind = each._element.get("type")  # noqa: SLF001 - as above
        for holder in each.placeholders:
            _move(holder, places[kind].get(holder.placeholder_format.type.name))
    _shape_titles(presentation, style)
    _foot_to_the_left(presentation)
    return presentation


def _move(holder: Any, rows: tuple[float, float] | None) -> None:
    """Put a placeholder across the slide at its rows; date, foot and number go to the lower edge."""
    foot = {"FOOTER": (_MARGIN, 9.0), "SLIDE_NUMBER": (_WIDTH - _MARGIN - 1.5, 1.5), "DATE": (9.8, 1.0)}
    found = foot.get(holder.placeholder_format.type.name)
    left, width = found or (_MARGIN, _WIDTH - 2 * _MARGIN)
    top, height = (6.95, 0.35) if found else rows or (0.45, 1.05)
    holder.left, holder.top, holder.width, holder.height = Area(left, top, width, height).place


def _foot_to_the_left(presentation: Any) -> None:
    from pptx.oxml.ns import qn

    for each in (presentation.slide_master, *presentation.slide_layouts):
        for holder in each.placeholders:
            if holder.placeholder_format.type.name == "FOOTER":
                for level in holder._element.iter(qn("a:lvl1pPr")):  # noqa: SLF001 - as above
                    level.set("algn", "l")


def _shape_titles(presentation: Any, style: Style) -> None:
    """Set titles to the left, bold and dark; those of a divider and the cover large and in the accent."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    for each in (presentation.slide_master, *presentation.slide_layouts):
        for holder in each.placeholders:
            holder.text_frame.margin_left = holder.text_frame.margin_right = 0
    for element in presentation.slide_master._element.iter(qn("p:titleStyle")):  # noqa: SLF001 - as above
        first = element.find(qn("a:lvl1pPr"))
        first.set("algn", "l")
        first.find(qn("a:defRPr")).set("sz", "2600")
        first.find(qn("a:defRPr")).set("b", "1")
    for layout in presentation.slide_layouts:
        if layout._element.get("type") == _PAGE:  # noqa: SLF001 - as above
            continue
        for holder, size, colour in zip(layout.placeholders, (3600, 2000), (style.accent, "#5b5a55"), strict=False):
            level = parse_xml(
                f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
                f'<a:defRPr sz="{size}" b="{int(size > 2000)}" cap="none"><a:solidFill>'
                f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
            )
            body = holder.text_frame._txBody  # noqa: SLF001 - as above
            body.replace(body.find(qn("a:lstStyle")), level)


def _colour_theme(presentation: Any, style: Style) -> None:
    """Set the faces and colours that PowerPoint offers for what people add."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{style.font}", text)
    for place, colour in enumerate((style.accent, style.good, style.bad), 1):
        text = re.sub(
            rf"<a:accent{place}>.*?</a:accent{place}>",
            f'<a:accent{place}><a:srgbClr val="{colour[1:].upper()}"/></a:accent{place}>',
            text,
            flags=re.DOTALL,
        )
    theme._blob = text.encode("utf-8")  # noqa: SLF001 - python-pptx has no public way to change a theme
