"""Charts of a report as charts of PowerPoint: their numbers can be opened and edited there.

Enters: a chart of the report and an area. Leaves: a shape with words for who does not see it. Invariants: the values
are the report's own; the sheet behind a chart holds text and numbers, never a formula; same chart, same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from avoin.export.clean_text import clean_line
from avoin.export.slide_text import Area, rgb, shortened
from avoin.export.style import READABLE, ROOM_FOR_SIGN, Style, colours_of, contrast, lighter, marked, signs_of
from avoin.report.model import Bar, Chart, ChartKind, Shade

_INK, _GRID = "#1c1c1a", "#e6e4de"
_NARROWEST = 0.04  # a part under 4 % of a bar has no room for its label; the figure above the chart says it
_LONGEST_NAME = 60
_STAMP = datetime(2000, 1, 1)  # noqa: DTZ001 - the file format has no time zone; any fixed time will do


def put_chart(shapes: Any, area: Area, chart: Chart, style: Style, language: str) -> None:
    """Draw a chart."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kind = {
        ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
        ChartKind.DOTS: XL_CHART_TYPE.LINE_MARKERS,
        ChartKind.STACK: XL_CHART_TYPE.BAR_STACKED,
    }[chart.kind]
    rows = list(dict.fromkeys(bar.row for bar in chart.bars))
    signs = signs_of(chart.bars)
    series = {marked(signs.get(name, ""), name): _values(chart, name, rows) for name in _series(chart)}
    data: Any = CategoryChartData(number_format=_number_format(chart, language))  # type: ignore[no-untyped-call]
    data.categories = [shortened(row, _LONGEST_NAME) for row in rows]
    for name, values in series.items():
        data.add_series(shortened(name, _LONGEST_NAME), values)
    frame = shapes.add_chart(kind, *area.place, data)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(data.categories, series))
    frame.name = clean_line(chart.title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean_line(chart.alt))  # noqa: SLF001 - no public way to set it
    _common(frame.chart, chart, style)
    {ChartKind.BARS: _bars, ChartKind.DOTS: _dots, ChartKind.STACK: _stack}[chart.kind](frame.chart, chart, style)


def _series(chart: Chart) -> list[str]:
    """Return the series, the newest first."""
    shades = {bar.series: bar.shade for bar in chart.bars}
    return sorted(shades, key=lambda name: shades[name] is Shade.BEFORE)


def _values(chart: Chart, name: str, rows: Sequence[str]) -> list[float | None]:
    mine = {bar.row: bar.value for bar in chart.bars if bar.series == name}
    return [mine.get(row) for row in rows]


def _number_format(chart: Chart, language: str) -> str:
    if not all("%" in bar.label for bar in chart.bars):
        return "0.0"
    return '0"\u00a0"%' if language == "fi" else "0%"


def _workbook(categories: Any, series: Mapping[str, Sequence[float | None]]) -> bytes:
    """Return the sheet that opens when somebody edits the chart; the cells are where the library looks for them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _STAMP})
    sheet = book.add_worksheet("Sheet1")
    for place, category in enumerate(categories, 1):
        sheet.write_string(place, 0, category.label)
    for column, (name, values) in enumerate(series.items(), 1):
        sheet.write_string(0, column, shortened(name, _LONGEST_NAME))
        for place, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(place, column, value)
    book.close()
    return out.getvalue()


def _common(drawn: Any, chart: Chart, style: Style) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(12), rgb(_INK)
    drawn.has_legend = len(_series(chart)) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(12)
    for axis in (drawn.category_axis, drawn.value_axis):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.fill.background()
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = chart.low, chart.high
    colours, shades = colours_of(chart.bars, style), {bar.series: bar.shade for bar in chart.bars}
    for each, name in zip(drawn.plots[0].series, _series(chart), strict=True):
        each.format.fill.solid()
        each.format.fill.fore_color.rgb = rgb(colours[name])
        if shades[name] is Shade.BEFORE:
            _hollow(each.format, style)


def _hollow(drawn: Any, style: Style) -> None:
    """Draw the wave before as an outline, so that it is told apart by its form too."""
    from pptx.util import Pt

    drawn.fill.solid()
    drawn.fill.fore_color.rgb = rgb("#ffffff")
    drawn.line.color.rgb, drawn.line.width = rgb(style.accent), Pt(1.25)


def _bars(drawn: Any, chart: Chart, _style: Style) -> None:
    drawn.category_axis.reverse_order = True
    _hide_values(drawn)
    # room for the label after the longest bar
    drawn.value_axis.maximum_scale = chart.high * 1.1
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 0
    for each in plot.series:
        _label(each, "OUTSIDE_END")


def _dots(drawn: Any, chart: Chart, style: Style) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.util import Pt

    drawn.value_axis.major_unit = 1
    drawn.value_axis.major_gridlines.format.line.color.rgb = rgb(_GRID)
    drawn.value_axis.tick_labels.number_format, drawn.value_axis.tick_labels.number_format_is_linked = "0", False
    shades = {bar.series: bar.shade for bar in chart.bars}
    for each, name in zip(drawn.plots[0].series, _series(chart), strict=True):
        each.format.line.fill.background()
        each.smooth = False
        now = shades[name] is Shade.NOW
        each.marker.style, each.marker.size = (XL_MARKER_STYLE.CIRCLE, 9) if now else (XL_MARKER_STYLE.DIAMOND, 9)
        each.marker.format.fill.solid()
        each.marker.format.fill.fore_color.rgb = rgb(style.colours[shades[name]])
        each.marker.format.line.fill.background()
        if now:
            _label_dots(each, chart, name)
    drawn.category_axis.tick_labels.font.size = Pt(11)
    if len({bar.row for bar in chart.bars}) > 8:
        _turn(drawn.category_axis)


def _label_dots(series: Any, chart: Chart, name: str) -> None:
    """Label the dots in the report's own words, on the side away from those of the wave before."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    _label(series, "ABOVE")
    before = {bar.row: bar.value for bar in chart.bars if bar.shade is Shade.BEFORE}
    rows = list(dict.fromkeys(bar.row for bar in chart.bars))
    for bar in (bar for bar in chart.bars if bar.series == name):
        label = series.points[rows.index(bar.row)].data_label
        # PowerPoint writes numbers as its own language does, not as the report's
        label.text_frame.text = clean_line(bar.label)
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
        lower = before.get(bar.row, bar.value) > bar.value
        label.position = XL_LABEL_POSITION.BELOW if lower else XL_LABEL_POSITION.ABOVE


def _turn(axis: Any) -> None:
    """Turn the names of a crowded axis to run upwards."""
    from pptx.oxml.ns import qn

    body = axis._element.find(qn("c:txPr")).find(qn("a:bodyPr"))  # noqa: SLF001 - python-pptx has no public way to turn text
    body.set("rot", "-2700000")
    body.set("vert", "horz")


def _stack(drawn: Any, chart: Chart, style: Style) -> None:
    drawn.category_axis.reverse_order = True
    _hide_values(drawn)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    rows = list(dict.fromkeys(bar.row for bar in chart.bars))
    colours, signs = colours_of(chart.bars, style), signs_of(chart.bars)
    for each, name in zip(plot.series, _series(chart), strict=True):
        _label(each, "CENTER", bold=True)
        for bar in (bar for bar in chart.bars if bar.series == name):
            point = each.points[rows.index(bar.row)]
            _part(point, bar, colours[name], signs.get(name, ""), first=bar.row == rows[0])


def _part(point: Any, bar: Bar, colour: str, sign: str, *, first: bool) -> None:
    from pptx.util import Pt

    shown = colour if first else lighter(colour)
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = rgb(shown)
    if bar.value >= ROOM_FOR_SIGN and sign:
        frame = point.data_label.text_frame
        frame.text = marked(sign, clean_line(bar.label))
        font = frame.paragraphs[0].runs[0].font
    else:
        font = point.data_label.font
    font.size, font.bold = Pt(12), True
    font.color.rgb = rgb("#ffffff" if contrast(shown, "#ffffff") >= READABLE else _INK)
    if bar.value < _NARROWEST:
        _leave_out(point.data_label)


def _leave_out(label: Any) -> None:
    from pptx.oxml.ns import qn

    told = label._get_or_add_dLbl()  # noqa: SLF001 - python-pptx has no public way to leave a label out
    for child in list(told)[1:]:
        told.remove(child)
    told.append(told.makeelement(qn("c:delete"), {"val": "1"}))


def _hide_values(drawn: Any) -> None:
    """Take the axis of values away: the bars have labels."""
    drawn.value_axis.visible = False
    drawn.value_axis.has_major_gridlines = False


def _label(series: Any, position: str, *, bold: bool = False) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value, labels.position = True, getattr(XL_LABEL_POSITION, position)
    labels.font.size, labels.font.bold = Pt(12), bold
