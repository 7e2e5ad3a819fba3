"""A report as one HTML page that needs nothing else: styles and pictures within, no script, nothing loaded.

Enters: a report. Leaves: bytes. Invariants: everything that comes from the report is cleaned and escaped; the page
forbids itself to load anything; headings nest without a gap.
"""

import base64
from collections.abc import Mapping, Sequence

from avoin.export.charts import to_svg
from avoin.export.clean_text import clean
from avoin.export.style import PLAIN, Style, picture_type
from avoin.i18n import _
from avoin.report.model import (
    Block,
    Box,
    Bullets,
    Chart,
    ChartKind,
    Figures,
    KoontiTheme,
    Paragraph,
    Report,
    Section,
    Table,
)

_KINDS: Mapping[type, str] = {
    Paragraph: "paragraph",
    Bullets: "bullets",
    Figures: "figures",
    Table: "table",
    Chart: "chart",
    Box: "box",
    KoontiTheme: "theme",
}


def to_html(report: Report, style: Style = PLAIN) -> bytes:
    """Return the report as HTML, in the language spoken now."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("avoin.export"),
        autoescape=True,
        finalize=lambda value: clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        undefined=jinja2.StrictUndefined,
    )
    pages = tuple((f"s{place}", section) for place, section in enumerate(report.sections, 1))
    sheet = environment.loader.get_source(environment, "report.css")[0] if environment.loader else ""
    page = environment.get_template("report.html.jinja").render(
        report=report,
        sheet=Markup(sheet),  # noqa: S704 - our own file
        style=style,
        logo=_logo(style),
        logo_alt=_("Logo"),
        pages=pages,
        parts=_parts(pages),
        kinds=_KINDS,
        beside=frozenset(section for section in report.sections if _has_tall_chart(section)),
        pictures={block: Markup(to_svg(block, style)) for block in _charts(report)},  # noqa: S704 - drawn by Vega, escaped there
        quote_open="”" if report.language == "fi" else "“",
        quote_close="”",
        unreviewed=_("unreviewed"),
        proposed=_("Proposed solutions"),
        contents=_("Contents"),
        skip=_("Skip to the content"),
    )
    return (page.rstrip() + "\n").encode("utf-8")


def _parts(pages: Sequence[tuple[str, Section]]) -> dict[str, list[tuple[str, Section]]]:
    """Return the pages of each part of the report, by the part's anchor."""
    found: dict[str, list[tuple[str, Section]]] = {}
    for anchor, section in pages:
        if section.level == 1:
            found[anchor] = []
        elif section.level == 2 and found:
            found[next(reversed(found))].append((anchor, section))
    return found


def _logo(style: Style) -> str:
    """Return the logo as an address that holds it all, or nothing."""
    if style.logo is None:
        return ""
    return f"data:image/{picture_type(style.logo)};base64,{base64.b64encode(style.logo).decode('ascii')}"


def _has_tall_chart(section: Section) -> bool:
    """Return whether the section's chart is tall and stands best beside its text."""
    return any(isinstance(block, Chart) and block.kind is ChartKind.DOTS for block in section.blocks)


def _charts(report: Report) -> list[Chart]:
    blocks: list[Block] = [block for section in report.sections for block in section.blocks]
    return [block for block in blocks if isinstance(block, Chart)]
