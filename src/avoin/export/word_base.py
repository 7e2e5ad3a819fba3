"""The document that a report is written into: avoin's own, or the template of a house.

Enters: a style. Leaves: a document without text, and what a writer asks of its styles. Invariants: a template without
a style that a reader navigates by is refused by name; one that lacks a style of looks only goes without.
"""

import io
from typing import Any

from avoin.export.style import Style, StyleError, lighter
from avoin.i18n import _

_NEEDED = ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "List Bullet")
TABLE_STYLE = "Light List Accent 1"
_PALE = 0.9
_LINE = "D9D6CE"


def document_of(style: Style) -> Any:
    """Return an empty document.

    Raises
    ------
    StyleError
        Where the template is no document of Word or lacks a needed style; names them.
    """
    document = _own(style) if style.docx is None else _house(style.docx)
    if style.logo is not None:
        _logo(document, style.logo)
    return document


def known(document: Any, name: str) -> str | None:
    """Return the style's name where the document has it; None stands for plain text or a plain table."""
    return name if name in document.styles else None


def width_of(document: Any) -> Any:
    """Return how wide a picture may be."""
    from docx.shared import Emu

    page = document.sections[0]
    return Emu(page.page_width - page.left_margin - page.right_margin)


def framed(paragraph: Any, colour: str) -> None:
    """Set a paragraph on a pale ground with a bar at its left, whole on one page where it fits on one."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.paragraph_format.keep_together = True
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no public way to frame a paragraph
    space = nsdecls("w")
    bar = parse_xml(f'<w:pBdr {space}><w:left w:val="single" w:sz="36" w:space="8" w:color="{colour[1:]}"/></w:pBdr>')
    ground = parse_xml(f'<w:shd {space} w:val="clear" w:color="auto" w:fill="{lighter(colour, _PALE)[1:]}"/>')
    # what comes after them in a paragraph's properties, says the file format
    later = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    properties.insert_element_before(bar, *later)
    properties.insert_element_before(ground, *later)


def _house(template: bytes) -> Any:
    import zipfile

    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(template))
    except (OpcError, zipfile.BadZipFile, ValueError, KeyError):
        raise StyleError(_("{file} is not a document of Word.").format(file="template.docx")) from None
    missing = [name for name in _NEEDED if name not in document.styles]
    if missing:
        raise StyleError(
            _("template.docx lacks these styles: {styles}.").format(styles=", ".join(missing)),
            _("Use each of them once in the template in Word, save it, and delete the text again."),
        )
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    return document


def _own(style: Style) -> Any:
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    document.styles["Normal"].font.size = Pt(11)
    for name in ("Normal", "Title", "Subtitle", *_NEEDED[1:5]):
        font = document.styles[name].font
        font.name = style.font
        faces = document.styles[name].element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            font.color.rgb = RGBColor.from_string(style.accent[1:].upper())
    rule = document.styles["Title"].element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    rule.attrib.pop(qn("w:themeColor"))
    rule.set(qn("w:color"), style.accent[1:])
    _slim(document.styles[TABLE_STYLE].element, style)
    return document


def _slim(table_style: Any, style: Style) -> None:
    """Leave a table only hairlines between its rows and a line of the accent under its headings."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for name in ("w:tblPr", "w:tblStylePr"):
        for each in table_style.findall(qn(name)):
            table_style.remove(each)
    line = 'w:val="single" w:sz="4" w:space="0" w:color'
    space = nsdecls("w")
    table_style.append(
        parse_xml(
            f'<w:tblPr {space}><w:tblBorders><w:bottom {line}="{_LINE}"/><w:insideH {line}="{_LINE}"/></w:tblBorders>'
            '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
            '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    table_style.append(
        parse_xml(
            f'<w:tblStylePr {space} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tblPr/><w:tcPr><w:tcBorders>'
            f'<w:bottom {line}="{style.accent[1:]}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )


def _logo(document: Any, picture: bytes) -> None:
    """Draw the logo above the title."""
    from docx.shared import Cm

    shape = document.add_picture(io.BytesIO(picture), height=Cm(1.6))
    shape._inline.docPr.set("descr", _("Logo"))  # noqa: SLF001 - python-docx has no public way
