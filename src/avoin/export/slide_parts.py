"""The parts of a slide, drawn: figures, lines, charts, tables, quotations in boxes, notes.

Enters: pages. Leaves: slides in a presentation. Invariant: every slide has a title; shapes are named by what they are.
"""

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from avoin.export.clean_text import clean, clean_line
from avoin.export.columns import shares_of
from avoin.export.slide_base import Base
from avoin.export.slide_charts import put_chart
from avoin.export.slide_pages import SMALLEST, SOFT, TABLE_ROW, Page, regions, speaker
from avoin.export.slide_text import Area, Line, fill_frame, height_of, put_lines, rgb, shortened, sized, speak
from avoin.export.style import Style, lighter
from avoin.i18n import _
from avoin.report.model import Chart, ChartKind, Figure, Quotation, Report, Table, Tone

_PALE = 0.9
_BAR = 0.08  # inches
_INSET = 0.15
_GAP = 0.2
_SMALLEST_TITLE = 16.0
_SURELY = 0.85  # of the width: the letters of some faces are wide, and lines break at words
_LETTERS_AN_INCH = 11  # of a table's text
_FOOT = ("SLIDE_NUMBER", "FOOTER")
_STACK_ROW, _STACK_KEY = 0.7, 0.6  # inches of one bar, and of the key above


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws the pages of one report."""

    base: Base
    style: Style
    report: Report

    def cover(self) -> None:
        """Draw the first slide."""
        slide = self._titled(self.base.cover, self.report.title)
        told = [each for each in (self.report.subtitle, self.report.date) if each]
        self._second(slide, told)
        if self.style.logo is not None:
            _logo(slide, self.style.logo, self.base.presentation)

    def page(self, page: Page) -> None:
        """Draw one page."""
        slide = self._titled(self.base.divider if page.divides else self.base.page, page.title)
        if page.divides:
            self._second(slide, [])
        else:
            self._inside(slide.shapes, page)
        self._foot(slide)
        slide.notes_slide.notes_text_frame.text = "\n".join(clean(each) for each in page.notes)

    def _titled(self, layout: Any, title: str) -> Any:
        slide = self.base.presentation.slides.add_slide(layout)
        frame = slide.shapes.title.text_frame
        frame.text = shortened(title, 150)
        for run in frame.paragraphs[0].runs:
            speak(run, self.report.language)
            if layout is self.base.page:
                self._fit(slide.shapes.title, run)
        return slide

    def _fit(self, holder: Any, run: Any) -> None:
        """Make a title smaller where it would run over its place: claims are longer than most templates expect."""
        from pptx.util import Emu, Pt

        place = Area(0, 0, Emu(holder.width).inches * _SURELY, Emu(holder.height).inches)
        wanted = Line(run.text, self.base.title_size, space=0)
        fitting = (sized((wanted,), place, _SMALLEST_TITLE) or (replace(wanted, size=_SMALLEST_TITLE),))[0]
        if fitting.size < wanted.size:
            run.font.size = Pt(fitting.size)

    def _second(self, slide: Any, lines: list[str]) -> None:
        """Write under the title what there is; a placeholder that would stay empty is taken out."""
        holders = [each for each in slide.placeholders if each.placeholder_format.idx != 0]
        for holder in holders[1:] if lines else holders:
            holder._element.getparent().remove(holder._element)  # noqa: SLF001 - python-pptx cannot remove a shape
        if lines and holders:
            holders[0].text_frame.text = "\n".join(clean_line(each) for each in lines)
        elif lines:
            put_lines(slide.shapes, self.base.body, [Line(each, 20) for each in lines], self.report.language, _("Text"))

    def _inside(self, shapes: Any, page: Page) -> None:
        where = regions(page, self.base.body)
        language = self.report.language
        if page.above:
            put_lines(shapes, where.above, [Line(page.above, 14, colour=SOFT, space=2)], language, _("Text"))
        if page.figures:
            self._figures(shapes, where.figures, page.figures)
        if page.lines:
            put_lines(shapes, where.lines, page.lines, language, _("Text"))
        if page.chart is not None:
            put_chart(shapes, _chart_area(where.side, page.chart), page.chart, self.style, language)
        if page.table is not None:
            self._table(shapes, where.side, page.table)
        self._voices(shapes, where.side, page)
        if page.note:
            put_lines(shapes, where.note, [Line(page.note, 12, colour=SOFT, space=0)], language, _("Note"))

    def _figures(self, shapes: Any, area: Area, figures: tuple[Figure, ...]) -> None:
        width = min(area.width / len(figures), 3.6)
        for place, figure in enumerate(figures):
            lines = [
                Line(shortened(figure.value, 12), 48, bold=True, colour=self.style.accent, space=0),
                Line(shortened(figure.label, 60), 14, bold=True, space=0),
                Line(shortened(figure.beside, 60), 12, colour=SOFT, space=0),
            ]
            mine = Area(area.left + place * width, area.top, width - _GAP, area.height)
            put_lines(shapes, mine, [line for line in lines if line.text], self.report.language, _("Figure"))

    def _table(self, shapes: Any, area: Area, table: Table) -> None:
        rows = 1 + len(table.rows)
        frame = shapes.add_table(rows, len(table.headings), *replace(area, height=rows * TABLE_ROW).place)
        frame.name = clean_line(table.caption)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_line(table.caption))  # noqa: SLF001 - no public way
        _widths(frame.table, table, area.width)
        for place, cells in enumerate((table.headings, *table.rows)):
            for column, text in enumerate(cells):
                _cell(
                    frame.table.cell(place, column),
                    text,
                    self.report.language,
                    numeric=table.numeric[column],
                    heads=place == 0,
                )

    def _voices(self, shapes: Any, area: Area, page: Page) -> None:
        """Draw quotations and proposed solutions, each in a box of its own, one under the other."""
        for quotation in page.quotations:
            solution = page.tone is Tone.SOLUTION
            colour = self.style.good if solution else self.style.accent
            lines = _quotation(quotation, 20)
            area = self._box(shapes, area, lines, colour, _("Quotation"))
        if page.solutions:
            heading = Line(_("Proposed solutions"), 18, bold=True, colour=self.style.good)
            self._box(shapes, area, (heading, *page.solutions), self.style.good, _("Proposed solutions"))

    def _box(self, shapes: Any, area: Area, lines: tuple[Line, ...], colour: str, name: str) -> Area:
        """Draw a box on a pale ground with a bar at its left, and return the area under it."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.oxml.ns import qn

        inner = Area(area.left, area.top, area.width - 2 * _INSET - _BAR, area.height - 2 * _INSET)
        fitting = sized(lines, inner, SMALLEST - 2) or lines
        height = height_of(fitting, inner.width) + 2 * _INSET
        for place, ground, box in (
            (Area(area.left, area.top, _BAR, height), colour, None),
            (Area(area.left + _BAR, area.top, area.width - _BAR, height), lighter(colour, _PALE), fitting),
        ):
            shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.place)
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(ground)
            shape.line.fill.background()
            shape._element.remove(shape._element.find(qn("p:style")))  # noqa: SLF001 - no shadow, no colour of the theme
            if box is None:
                _is_decoration(shape)
            else:
                shape.name = name
                fill_frame(shape.text_frame, box, self.report.language, _INSET)
                _to_the_left(shape.text_frame)
        return area.below(height + _GAP)

    def _foot(self, slide: Any) -> None:
        """Bring foot and number from the layout: the library leaves them behind."""
        for holder in slide.slide_layout.placeholders:
            kind = holder.placeholder_format.type.name
            if kind in _FOOT:
                element = deepcopy(holder._element)  # noqa: SLF001 - python-pptx has no public way to copy a placeholder
                slide.shapes._spTree.append(element)  # noqa: SLF001 - as above
                if kind == "FOOTER":
                    slide.shapes[-1].text_frame.text = shortened(self.report.title, 80)


def _chart_area(area: Area, chart: Chart) -> Area:
    """Return the room of a chart: bars of shares are kept slim."""
    if chart.kind is not ChartKind.STACK:
        return area
    n = len({bar.row for bar in chart.bars})
    return replace(area, height=min(area.height, n * _STACK_ROW + _STACK_KEY))


def _quotation(quotation: Quotation, size: float) -> tuple[Line, ...]:
    told = speaker(quotation).removeprefix(" – ")
    lines = (Line(f"”{quotation.text}”", size, italic=True), Line(told, 12, colour=SOFT, space=0))
    return lines if told else lines[:1]


def _widths(grid: Any, table: Table, width: float) -> None:
    """Divide the room so that no word is broken."""
    from pptx.util import Inches

    for share, column in zip(shares_of(table, int(width * _LETTERS_AN_INCH)), grid.columns, strict=True):
        column.width = Inches(share * width)


def _cell(cell: Any, text: str, language: str, *, numeric: bool, heads: bool) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    fill_frame(cell.text_frame, [Line(shortened(text, 200), 12, bold=heads, space=0)], language)
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    if numeric:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _to_the_left(frame: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.vertical_anchor = MSO_ANCHOR.TOP
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _is_decoration(shape: Any) -> None:
    """Say that a shape says nothing, so that screen readers pass it by."""
    from pptx.oxml import parse_xml

    shape.name = _("Line")
    shape._element.nvSpPr.cNvPr.append(  # noqa: SLF001 - python-pptx has no public way
        parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        )
    )


def _logo(slide: Any, picture: bytes, presentation: Any) -> None:
    """Draw the logo in the lower right corner."""
    import io

    from pptx.util import Inches

    shape = slide.shapes.add_picture(io.BytesIO(picture), 0, 0, height=Inches(0.8))
    shape.left = presentation.slide_width - shape.width - Inches(0.6)
    shape.top = presentation.slide_height - shape.height - Inches(0.5)
    shape._element.nvPicPr.cNvPr.set("descr", _("Logo"))  # noqa: SLF001 - python-pptx has no public way
