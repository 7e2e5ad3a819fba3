"""What stands on which slide: a report's sections cut into pages that hold one idea each.

Enters: a report and the room of a page. Leaves: pages. Invariants: nothing is left out: what is cut on the page, and
quotations beyond the one shown, stand whole in its notes; a page's lines fit where they will be drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from avoin.export.clean_text import clean_line
from avoin.export.slide_text import Area, Line, height_of, shortened, sized
from avoin.i18n import _
from avoin.report.model import (
    Box,
    Bullets,
    Chart,
    ChartKind,
    Figure,
    Figures,
    KoontiTheme,
    Paragraph,
    Quotation,
    Report,
    Section,
    Table,
    Tone,
)

SOFT = "#5b5a55"
SMALLEST = 13.0
_LONGEST_TITLE = 150
_LONGEST_ABOVE = 240
_LONGEST_NOTE = 400
_LONGEST_LINE = 700
_LONGEST_QUOTE = 420
_THEMES_A_PAGE = 4
_SMALL_TABLE = 7  # rows that stand beside text
TABLE_ROW = 0.29  # inches
_TABLE_SIZE = 12.0  # points


@dataclass(frozen=True, slots=True)
class Page:
    """One slide.

    Attributes
    ----------
    above : str
        What the page belongs to; stands small over the content.
    notes : tuple of str
        What the speaker finds under it: sources, and what is cut above.
    tone : Tone
        That of the quotations.
    """

    title: str
    above: str = ""
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    quotations: tuple[Quotation, ...] = ()
    tone: Tone = Tone.QUOTE
    solutions: tuple[Line, ...] = ()
    note: str = ""
    notes: tuple[str, ...] = ()
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Regions:
    """Where on a page what stands; areas of no height stand for nothing."""

    above: Area
    figures: Area
    lines: Area
    side: Area
    note: Area


def regions(page: Page, body: Area) -> Regions:
    """Return where the parts of a page stand."""
    above = height_of((Line(page.above, 14, space=10),), body.width) if page.above else 0.0
    note = height_of((Line(page.note, 12, space=0),), body.width) if page.note else 0.0
    free = replace(body.below(above), height=body.height - above - note)
    nothing = replace(free, height=0.0)
    figures, lines, side = _inside(page, free, nothing)
    return Regions(
        replace(body, height=above),
        figures,
        lines,
        side,
        Area(body.left, body.top + body.height - note, body.width, note),
    )


def _inside(page: Page, free: Area, nothing: Area) -> tuple[Area, Area, Area]:
    """Return the areas of figures, lines and of what stands beside or below them."""
    if page.chart is not None and not page.figures and not page.lines:
        return nothing, nothing, free
    if page.chart is not None and page.chart.kind is ChartKind.DOTS:
        figures, lines = replace(free, height=1.45).columns(0.3)
        return figures, lines, free.below(1.5)
    figures = replace(free, height=1.6) if page.figures else nothing
    rest = free.below(figures.height)
    if page.chart is None and page.table is None and not page.quotations and not page.solutions:
        return figures, rest, nothing
    if not page.lines:
        return figures, nothing, rest
    lines, side = rest.columns(0.42 if page.chart is not None else 0.58)
    return figures, lines, side


def pages_of(report: Report, body: Area) -> Iterator[Page]:
    """Return the pages of a report."""
    source = _("Source: {title}, {subtitle}.").format(title=report.title, subtitle=report.subtitle)
    part = ""
    for section in report.sections:
        if section.level < 3:
            part = shortened(section.heading, _LONGEST_TITLE) if section.level == 2 else ""
        for page in _pages(section, part if section.level == 3 else "", body):
            cut = () if len(clean_line(page.title)) <= _LONGEST_TITLE else (page.title,)
            yield replace(page, title=shortened(page.title, _LONGEST_TITLE), notes=(*cut, *page.notes, source))


def _pages(section: Section, part: str, body: Area) -> Iterator[Page]:
    if not section.blocks:
        yield Page(section.heading, divides=True)
        return
    said = _texts(section)
    themes = [block for block in section.blocks if isinstance(block, KoontiTheme)]
    if themes:
        figures = tuple(each.text for each in said)
        chapter = " · ".join((part, section.heading, *figures))
        for theme in themes:
            if theme.bullets or theme.solutions:
                yield from _theme(theme, chapter, body)
        rest = [each for each in themes if not (each.bullets or each.solutions)]
        yield from _unwritten(rest, section, " · ".join((part, *figures)), body)
    else:
        yield from _mixed(section, said, part, body)
    for block in section.blocks:
        if isinstance(block, Box):
            yield from _box(block, section.heading, part, body)


def _texts(section: Section) -> list[Paragraph]:
    return [block for block in section.blocks if isinstance(block, Paragraph)]


def _mixed(section: Section, said: Sequence[Paragraph], part: str, body: Area) -> Iterator[Page]:
    """Yield a page of figures, statements and a chart or a small table, and what has no room there after it."""
    charts = [block for block in section.blocks if isinstance(block, Chart)]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    lead = " ".join(each.text for each in said if each.tone is Tone.LEAD)
    note = " ".join(each.text for each in said if each.tone is Tone.NOTE)
    beside = tables[0] if tables and not charts and len(tables[0].rows) < _SMALL_TABLE else None
    first = Page(
        section.heading,
        shortened(" · ".join(each for each in (part, lead) if each), _LONGEST_ABOVE),
        tuple(each for block in section.blocks if isinstance(block, Figures) for each in block.items),
        tuple(_lines(section)),
        charts[0] if charts else None,
        beside,
        note=shortened(" ".join(each for each in (charts[0].note if charts else "", note) if each), _LONGEST_NOTE),
        notes=tuple(each for each in (lead, note, *(chart.alt for chart in charts[:1])) if each),
    )
    if first.figures or first.lines or first.chart or (not tables and not _has_box(section)):
        yield from _with_room(first, body)
    for chart in charts[1:]:
        yield Page(
            section.heading,
            shortened(chart.title, _LONGEST_ABOVE),
            chart=chart,
            note=shortened(chart.note, _LONGEST_NOTE),
            notes=(chart.alt,),
        )
    for table in tables:
        if table is not beside or not (first.figures or first.lines):
            yield from _table(table, section.heading, body)


def _has_box(section: Section) -> bool:
    return any(isinstance(block, Box) for block in section.blocks)


def _lines(section: Section) -> Iterator[Line]:
    for block in section.blocks:
        if isinstance(block, Bullets):
            yield from (Line(item, 18, bullet=True) for item in block.items)
        elif isinstance(block, Paragraph) and block.tone is Tone.PLAIN:
            yield Line(block.text, 18)


def _cut(lines: Iterable[Line], longest: int = _LONGEST_LINE) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return lines that are not too long, and the whole text of those that were."""
    kept = tuple(replace(line, text=shortened(line.text, longest)) for line in lines)
    return kept, tuple(line.text for line in lines if len(clean_line(line.text)) > longest)


def _with_room(page: Page, body: Area) -> Iterator[Page]:
    """Yield the page with its lines made to fit; where they cannot, the rest on pages after it."""
    lines, whole = _cut(page.lines)
    area = regions(page, body).lines
    fitting = sized(lines, area, SMALLEST)
    if fitting is not None:
        yield replace(page, lines=fitting, notes=(*page.notes, *whole))
        return
    packs = list(_packed([replace(line, size=max(SMALLEST, line.size - 3)) for line in lines], area))
    yield replace(page, lines=packs[0], notes=(*page.notes, *whole))
    rest = [line for pack in packs[1:] for line in pack]
    for pack in _packed(rest, body):
        yield Page(page.title, page.above, lines=pack)


def _packed(lines: Iterable[Line], area: Area) -> Iterator[tuple[Line, ...]]:
    """Yield as many lines at a time as an area holds, at least one."""
    pack: tuple[Line, ...] = ()
    for line in lines:
        if pack and height_of((*pack, line), area.width) > area.height:
            yield pack
            pack = ()
        pack = (*pack, line)
    yield pack


def _theme(theme: KoontiTheme, chapter: str, body: Area) -> Iterator[Page]:
    """Yield the page of one theme: the claim, its statements, one quotation, and proposed solutions apart."""
    shown, whole = _shortened(theme.quotations[:1])
    solutions, uncut = _cut([Line(text, 18, bullet=True) for text in theme.solutions], _LONGEST_QUOTE)
    rest = tuple(_told(each) for each in theme.quotations[1:])
    page = Page(
        theme.heading,
        shortened(chapter, _LONGEST_ABOVE),
        lines=(
            *(Line(text, 24, bullet=True, space=12) for text in theme.bullets),
            Line(theme.figures, 16, colour=SOFT),
        ),
        quotations=shown,
        solutions=solutions,
        note=shortened(theme.note, _LONGEST_NOTE),
        notes=(*whole, *rest, *uncut),
    )
    yield from _with_room(page, body)


def _unwritten(themes: Sequence[KoontiTheme], section: Section, part: str, body: Area) -> Iterator[Page]:
    """Yield pages of the themes that have only their numbers, with a quotation of the first ones beside them."""
    for start in range(0, len(themes), _THEMES_A_PAGE):
        some = themes[start : start + _THEMES_A_PAGE]
        shown, whole = _shortened(list(dict.fromkeys(each.quotations[0] for each in some if each.quotations))[:2])
        named = [line for each in some for line in _in_numbers(each)]
        cut = {each.text for each in shown}
        quoted = [each for theme in some for each in theme.quotations]
        rest = [_told(each) for each in quoted if shortened(each.text, _LONGEST_QUOTE) not in cut]
        page = Page(
            section.heading,
            shortened(part, _LONGEST_ABOVE),
            lines=tuple(named),
            quotations=shown,
            notes=(*whole, *rest),
        )
        yield from _with_room(page, body)


def _in_numbers(theme: KoontiTheme) -> tuple[Line, ...]:
    return Line(theme.heading, 16, bold=True, space=0), Line(" ".join((theme.figures, theme.note)), 14, space=8)


def _box(box: Box, heading: str, part: str, body: Area) -> Iterator[Page]:
    shown, whole = _shortened(box.quotations)
    title = box.heading if heading == box.heading else f"{heading}: {box.heading[:1].lower()}{box.heading[1:]}"
    for start in range(0, len(shown), 3):
        yield Page(title, part, quotations=shown[start : start + 3], tone=box.tone, notes=whole if start == 0 else ())


def _shortened(quotations: Sequence[Quotation]) -> tuple[tuple[Quotation, ...], tuple[str, ...]]:
    shown = tuple(replace(each, text=shortened(each.text, _LONGEST_QUOTE)) for each in quotations)
    return shown, tuple(_told(each) for each in quotations if len(clean_line(each.text)) > _LONGEST_QUOTE)


def _told(quotation: Quotation) -> str:
    return f"”{clean_line(quotation.text)}”" + speaker(quotation)


def speaker(quotation: Quotation) -> str:
    """Return what stands after a quotation: who said so, and that nobody has reviewed it."""
    told = [shortened(each, 60) for each in quotation.beside]
    told += [] if quotation.reviewed else [_("unreviewed")]
    return f" – {', '.join(told)}" if told else ""


def _table(table: Table, heading: str, body: Area) -> Iterator[Page]:
    """Yield pages of as many rows as there is room for."""
    above = "" if table.caption == heading else shortened(table.caption, _LONGEST_ABOVE)
    note = shortened(table.note, _LONGEST_NOTE)
    page = Page(heading, above, note=note, notes=() if note == table.note else (table.note,))
    room = regions(page, body)
    height = body.height - room.above.height - room.note.height - TABLE_ROW * 2.5
    column = body.width / max(len(table.headings), 1)
    rows: tuple[tuple[str, ...], ...] = ()
    used = 0.0
    for row in (tuple(shortened(cell, 200) for cell in row) for row in table.rows):
        tall = max(TABLE_ROW, *(height_of((Line(cell, _TABLE_SIZE, space=4),), column) for cell in row))
        if rows and used + tall > height:
            yield replace(page, table=replace(table, rows=rows))
            rows, used = (), 0.0
        rows, used = (*rows, row), used + tall
    yield replace(page, table=replace(table, rows=rows))
