"""A report as a Word document: headings, tables and pictures that a screen reader finds its way in.

Enters: a report. Leaves: bytes. Invariants: all text is cleaned before it is written; every picture has its words;
same report, same bytes (neither the clock nor the zip's times come in).
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from avoin.export.charts import to_png
from avoin.export.clean_text import clean, clean_line
from avoin.export.columns import letters_of, shares_of
from avoin.export.fixed_zip import EPOCH, without_times
from avoin.export.style import PLAIN, Style
from avoin.export.word_base import TABLE_STYLE, document_of, framed, known, width_of
from avoin.i18n import _
from avoin.report.model import (
    Block,
    Box,
    Bullets,
    Chart,
    Figures,
    KoontiTheme,
    Paragraph,
    Quotation,
    Report,
    Section,
    Table,
    Tone,
)

_LONGEST_PROPERTY = 255  # letters, says the file format
_SMALL, _SMALLEST = 9.0, 6.5  # points of notes and tables
_LETTER = 0.53  # mean width of a letter, of its size
_POINTS_A_PIXEL = 0.38  # a picture has two pixels a unit of its drawing; its letters come out as large as the text
_LANGUAGES = {"fi": "fi-FI", "en": "en-GB"}


def to_word(report: Report, style: Style = PLAIN) -> bytes:
    """Return the report as docx, in the language spoken now.

    Raises
    ------
    StyleError
        Where the style's template cannot be used.
    """
    document = document_of(style)
    _prepare(document, report)
    document.add_heading(clean_line(report.title), 0)
    document.add_paragraph(clean_line(report.subtitle), style=known(document, "Subtitle"))
    if report.date:
        document.add_paragraph(clean_line(report.date))
    _contents(document, report)
    for section in report.sections:
        _section(document, section, style)
    out = io.BytesIO()
    document.save(out)
    return without_times(out.getvalue())


def _prepare(document: Any, report: Report) -> None:
    from docx.oxml.ns import qn

    fonts = document.styles["Normal"].element.get_or_add_rPr()
    tongue = fonts.makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGES.get(report.language, "en-GB")})
    fonts.append(tongue)
    for level in (1, 2, 3, 4):
        document.styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    facts = document.core_properties
    facts.title = clean_line(report.title)[:_LONGEST_PROPERTY]
    facts.language, facts.author = report.language, "avoin"
    # a file says when it was made; ours says when the work that it reports was last touched
    stamp = datetime.fromisoformat(report.stamp) if report.stamp else datetime(*EPOCH)  # noqa: DTZ001 - a date only
    facts.created = facts.modified = stamp


def _contents(document: Any, report: Report) -> None:
    """List the headings, as plain text: a field with page numbers would ask to be updated when the file is opened."""
    from docx.shared import Cm, Pt

    document.add_paragraph().add_run(_("Contents")).bold = True
    for section in report.sections:
        if section.level < 3:
            line = document.add_paragraph(clean_line(section.heading)).paragraph_format
            line.left_indent, line.space_after = Cm(0.6 * (section.level - 1)), Pt(1)


def _section(document: Any, section: Section, style: Style) -> None:
    heading = document.add_heading(clean_line(section.heading), section.level)
    for block in section.blocks:
        _block(document, block, section, style)
    if any(isinstance(block, Chart) for block in section.blocks):
        _keep_together(heading)


def _keep_together(heading: Any) -> None:
    """Keep what stands under a heading on one page with it: the figures, what they mean and their chart."""
    from docx.text.paragraph import Paragraph as Written

    after = [each for each in heading._p.itersiblings() if each.tag.endswith("}p")]  # noqa: SLF001 - no public way
    for element in (heading._p, *after[:-1]):  # noqa: SLF001 - as above
        Written(element, heading._parent).paragraph_format.keep_with_next = True  # noqa: SLF001 - as above


def _block(document: Any, block: Block, section: Section, style: Style) -> None:
    match block:
        case Paragraph():
            _paragraph(document, block)
        case Bullets():
            _bullets(document, block.items)
        case Figures():
            _figures(document, block, style)
        case Table():
            _table(document, block, titled=block.caption == section.heading)
        case Chart():
            _picture(document, block, style)
        case Box() | KoontiTheme():
            _voices(document, block, section.level + 1, style)


def _paragraph(document: Any, block: Paragraph) -> None:
    run = document.add_paragraph().add_run(clean(block.text))
    run.italic = block.tone is not Tone.PLAIN
    if block.tone is Tone.NOTE:
        _small(run)


def _small(run: Any, size: float = _SMALL) -> None:
    from docx.shared import Pt

    run.font.size = Pt(size)


def _figures(document: Any, block: Figures, style: Style) -> None:
    from docx.shared import Pt, RGBColor

    for item in block.items:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        value = paragraph.add_run(clean_line(item.value))
        value.bold = True
        value.font.size, value.font.color.rgb = Pt(24), RGBColor.from_string(style.accent[1:].upper())
        paragraph.add_run(f"  {clean_line(item.label)}").bold = True
        if item.beside:
            paragraph.add_run(f"  {clean_line(item.beside)}")


def _table(document: Any, block: Table, *, titled: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    if not titled:
        caption = document.add_paragraph(clean_line(block.caption))
        caption.runs[0].bold, caption.paragraph_format.keep_with_next = True, True
    grid = document.add_table(rows=1 + len(block.rows), cols=len(block.headings), style=known(document, TABLE_STYLE))
    grid.autofit = False
    width = width_of(document)
    size = max(_SMALLEST, min(_SMALL, round(width.pt / (letters_of(block) * _LETTER) * 2) / 2))
    for share, column in zip(shares_of(block, int(width.pt / size / _LETTER)), grid.columns, strict=True):
        column.width = int(width * share)
    for place, cells in enumerate((block.headings, *block.rows)):
        grid.rows[place]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public way
        for cell, text, column, number in zip(grid.rows[place].cells, cells, grid.columns, block.numeric, strict=True):
            cell.text, cell.width = clean_line(text), column.width
            _small(cell.paragraphs[0].runs[0] if cell.paragraphs[0].runs else cell.paragraphs[0].add_run(), size)
            if number:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # the heading row is said to be one, and comes again on every page
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
    if block.note:
        _paragraph(document, Paragraph(block.note, Tone.NOTE))


def _picture(document: Any, block: Chart, style: Style) -> None:
    from docx.image.image import Image
    from docx.shared import Pt

    document.add_paragraph(clean_line(block.title)).runs[0].bold = True
    picture = to_png(block, style)
    natural = Pt(Image.from_blob(picture).px_width * _POINTS_A_PIXEL)
    shape = document.add_picture(io.BytesIO(picture), width=min(width_of(document), natural))
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no public way to set the alternative text
    properties.set("descr", clean_line(block.alt))
    properties.set("title", clean_line(block.title))
    if block.note:
        _paragraph(document, Paragraph(block.note, Tone.NOTE))


def _voices(document: Any, block: Box | KoontiTheme, level: int, style: Style) -> None:
    document.add_heading(clean_line(block.heading), level)
    if isinstance(block, KoontiTheme):
        document.add_paragraph(clean_line(block.figures)).paragraph_format.keep_with_next = True
        _bullets(document, block.bullets)
    solution = isinstance(block, Box) and block.tone is Tone.SOLUTION
    for quotation in block.quotations:
        framed(_quotation(document, quotation), style.good if solution else style.accent)
    if isinstance(block, KoontiTheme):
        if block.solutions:
            heading = document.add_paragraph()
            heading.add_run(_("Proposed solutions")).bold = True
            box = (heading, *_bullets(document, block.solutions))
            for paragraph in box:
                framed(paragraph, style.good)
            for paragraph in box[:-1]:
                paragraph.paragraph_format.keep_with_next = True
        if block.note:
            _paragraph(document, Paragraph(block.note, Tone.NOTE))


def _bullets(document: Any, items: Sequence[str]) -> list[Any]:
    return [document.add_paragraph(clean_line(item), style="List Bullet") for item in items]


def _quotation(document: Any, quotation: Quotation) -> Any:
    paragraph = document.add_paragraph(f"”{clean(quotation.text)}”", style=known(document, "Quote"))
    beside = ", ".join(clean_line(value) for value in quotation.beside)
    if beside:
        paragraph.add_run(f" \N{EN DASH}\N{NO-BREAK SPACE}{beside}").italic = False
    if not quotation.reviewed:
        mark = paragraph.add_run(f" [{_('unreviewed')}]")
        mark.bold, mark.italic = True, False
    return paragraph
