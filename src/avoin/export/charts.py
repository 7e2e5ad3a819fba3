"""Charts of a report as pictures: SVG for pages, PNG for documents, drawn by Vega without a network.

Enters: a chart of the report. Leaves: SVG text or PNG bytes. Invariants: labels are the report's own; values are
placed, never computed on; same chart, same bytes; text from files is drawn, never read as markup.
"""

import re
import textwrap
from typing import Any

from avoin.export.clean_text import clean_line
from avoin.export.style import PLAIN, READABLE, ROOM_FOR_SIGN, Style, colours_of, contrast, lighter, marked, signs_of
from avoin.report.model import Chart, ChartKind, Shade

_INK = "#1c1c1a"
_GRID = "#e6e4de"
_WIDTHS = {ChartKind.BARS: 660, ChartKind.DOTS: 540, ChartKind.STACK: 600}  # names of rows and all
_LETTER = 6.6  # mean width of a letter of a row's name
_NAME_WIDTH = 36  # letters on one line of a row's name
_NARROWEST = 0.04  # a part under 4 % of a bar has no room for its label; the figure above the chart says it
_NAMESPACES = re.compile(r'\s(?:xmlns(?::\w+)?|version)="[^"]*"')
_CONFIGURATION = {
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "labelFontSize": 13,
        "labelLimit": 300,
        "domain": False,
        "ticks": False,
        "title": None,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": 13,
        "labelColor": _INK,
        "symbolSize": 110,
        "symbolStrokeWidth": 0,
        "offset": 8,
    },
    "text": {"fontSize": 12, "color": _INK},
}

Specification = dict[str, Any]


def to_svg(chart: Chart, style: Style = PLAIN, *, alone: bool = False) -> str:
    """Return the chart as an ``svg`` element; to stand within HTML it has no namespaces, so no addresses.

    Parameters
    ----------
    alone : bool
        True for a picture of its own, which needs its namespaces.
    """
    import vl_convert

    on_the_page = {**specification(chart, style), "background": "transparent"}
    drawn: str = vl_convert.vegalite_to_svg(on_the_page, allowed_base_urls=[])
    return drawn if alone else _NAMESPACES.sub("", drawn)


def to_png(chart: Chart, style: Style = PLAIN, scale: float = 2.0) -> bytes:
    """Return the chart as PNG."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(specification(chart, style), scale=scale, allowed_base_urls=[])
    return drawn


def specification(chart: Chart, style: Style = PLAIN) -> Specification:
    """Return the chart in Vega-Lite (version 6), its data within."""
    layers = {ChartKind.BARS: _bars, ChartKind.DOTS: _dots, ChartKind.STACK: _stack}[chart.kind](chart, style)
    return {
        "width": _WIDTHS[chart.kind] - _LETTER * _longest_name(chart),
        "height": {"step": _step(chart)},
        "padding": 4,
        "config": _CONFIGURATION | {"font": ", ".join((style.font, *style.fallbacks, "sans-serif"))},
        "data": {"values": _values(chart, style)},
        "layer": layers,
    }


def _longest_name(chart: Chart) -> int:
    return max(len(line) for bar in chart.bars for line in _wrapped(bar.row).split("\n"))


def _step(chart: Chart) -> int:
    if chart.kind is ChartKind.STACK:
        return 46
    n_lines = max(_wrapped(bar.row).count("\n") + 1 for bar in chart.bars)
    if chart.kind is ChartKind.BARS and len(_series(chart)) > 1:
        # with two series the step is that of one bar, and a row has two of them and a gap
        return max(15, 8 * n_lines)
    return max(24, 17 * n_lines)


def _series(chart: Chart) -> list[str]:
    """Return the series, the newest first."""
    found = {bar.series: bar.shade for bar in chart.bars}
    return sorted(found, key=lambda name: found[name] is Shade.BEFORE)


def _values(chart: Chart, style: Style) -> list[dict[str, object]]:
    """Return the marks, each with where it would begin and end if its row were one bar."""
    ends: dict[str, float] = {}
    before = {bar.row: bar.value for bar in chart.bars if bar.shade is Shade.BEFORE}
    colours, signs = colours_of(chart.bars, style), signs_of(chart.bars)
    values: list[dict[str, object]] = []
    for bar in chart.bars:
        start = ends.get(bar.row, 0.0)
        ends[bar.row] = start + bar.value
        first = bar.row == chart.bars[0].row
        sign = signs.get(bar.series, "")
        colour = colours[bar.series]
        shown = colour if first else lighter(colour)
        values.append(
            {
                "row": _wrapped(bar.row),
                "series": clean_line(marked(sign, bar.series)),
                "value": bar.value,
                "label": clean_line(marked(sign if bar.value >= ROOM_FOR_SIGN else "", bar.label)),
                "now": bar.shade is not Shade.BEFORE,
                "behind": before.get(bar.row, bar.value) <= bar.value,
                "from": start,
                "to": ends[bar.row],
                "middle": start + bar.value / 2,
                "first": first,
                "lighter": lighter(colour),
                "ink": "white" if contrast(shown, "#ffffff") >= READABLE else _INK,
            }
        )
    return values


def _row(chart: Chart) -> Specification:
    order = list(dict.fromkeys(_wrapped(bar.row) for bar in chart.bars))
    axis = {"labelPadding": 8, "labelExpr": "split(datum.label, '\\n')"}
    return {"field": "row", "type": "nominal", "sort": order, "axis": axis}


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(clean_line(name), _NAME_WIDTH, max_lines=3, placeholder=" …")) or " "


def _place(chart: Chart, field: str, axis: Specification | None = None) -> Specification:
    scale = {"domain": [chart.low, chart.high], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _colour(chart: Chart, style: Style) -> Specification:
    names = _series(chart)
    colours, signs = colours_of(chart.bars, style), signs_of(chart.bars)
    return {
        "field": "series",
        "type": "nominal",
        "scale": {
            "domain": [clean_line(marked(signs.get(name, ""), name)) for name in names],
            "range": [colours[name] for name in names],
        },
        # one series needs no key
        "legend": {} if len(names) > 1 else None,
    }


def _shape(chart: Chart) -> Specification:
    """Return the form of the marks: the wave before is told apart by its form too."""
    names = _series(chart)
    before = {bar.series for bar in chart.bars if bar.shade is Shade.BEFORE}
    forms = ["diamond" if name in before else "circle" for name in names]
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": [clean_line(name) for name in names], "range": forms},
        "legend": {} if len(names) > 1 else None,
    }


def _bars(chart: Chart, style: Style) -> list[Specification]:
    names = [clean_line(name) for name in _series(chart)]
    where: Specification = {"y": _row(chart), "x": _place(chart, "value")}
    if len(names) > 1:
        where["yOffset"] = {"field": "series", "sort": names}
    return [
        {
            "mark": {"type": "bar", "stroke": style.accent, "strokeWidth": 1},
            "encoding": {**where, "color": _colour(chart, style)},
        },
        {"mark": {"type": "text", "align": "left", "dx": 5}, "encoding": {**where, "text": {"field": "label"}}},
    ]


def _dots(chart: Chart, style: Style) -> list[Specification]:
    steps = int(chart.high - chart.low)
    axis = {"grid": True, "gridColor": _GRID, "tickCount": steps, "format": "d", "orient": "top"}
    where = {"y": _row(chart), "x": _place(chart, "value", axis)}
    size = {"condition": {"test": "datum.now", "value": 120}, "value": 80}
    return [
        {
            "mark": {"type": "line", "color": style.colours[Shade.BEFORE], "strokeWidth": 2},
            "encoding": {**where, "detail": {"field": "row"}},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": style.accent, "strokeWidth": 1.25},
            "encoding": {**where, "color": _colour(chart, style), "shape": _shape(chart), "size": size},
        },
        # the label stands on the side away from the wave before
        _label(where, "datum.now && datum.behind", {"align": "left", "dx": 9}),
        _label(where, "datum.now && !datum.behind", {"align": "right", "dx": -9}),
    ]


def _label(where: Specification, condition: str, mark: Specification) -> Specification:
    return {
        "transform": [{"filter": condition}],
        "mark": {"type": "text", **mark},
        "encoding": {**where, "text": {"field": "label"}},
    }


def _stack(chart: Chart, style: Style) -> list[Specification]:
    where = {"y": _row(chart), "x": _place(chart, "from"), "x2": {"field": "to"}}
    mark = {"type": "bar", "height": 26, "stroke": "white", "strokeWidth": 1}
    as_named = {"type": "nominal", "scale": None}
    return [
        {
            "transform": [{"filter": "datum.first"}],
            "mark": mark,
            "encoding": {**where, "color": _colour(chart, style)},
        },
        {
            "transform": [{"filter": "!datum.first"}],
            "mark": mark,
            "encoding": {**where, "color": {"field": "lighter", **as_named}},
        },
        {
            "transform": [{"filter": f"datum.value >= {_NARROWEST}"}],
            "mark": {"type": "text", "fontSize": 13, "fontWeight": "bold"},
            "encoding": {
                "y": _row(chart),
                "x": _place(chart, "middle"),
                "text": {"field": "label"},
                "color": {"field": "ink", **as_named},
            },
        },
    ]
