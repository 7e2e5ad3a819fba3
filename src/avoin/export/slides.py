"""A report as slides: one idea a page, the claim as title, the figure large, the chart small and editable.

Enters: a report and a style. Leaves: bytes. Invariants: all text is cleaned; what has no room on a slide goes on on
the next one or stands whole in the notes; every chart has its words; same report, same bytes (no clock comes in).
"""

import io
from datetime import datetime
from typing import Any

from avoin.export.clean_text import clean_line
from avoin.export.fixed_zip import EPOCH, without_times
from avoin.export.slide_base import base_of
from avoin.export.slide_pages import pages_of
from avoin.export.slide_parts import Drawing
from avoin.export.style import PLAIN, Style
from avoin.report.model import Report

_LONGEST_PROPERTY = 255  # letters, says the file format


def to_slides(report: Report, style: Style = PLAIN) -> bytes:
    """Return the report as pptx, in the language spoken now.

    Raises
    ------
    StyleError
        Where the style's template cannot be used.
    """
    base = base_of(style)
    drawing = Drawing(base, style, report)
    drawing.cover()
    for page in pages_of(report, base.body):
        drawing.page(page)
    _facts(base.presentation, report)
    out = io.BytesIO()
    base.presentation.save(out)
    return without_times(out.getvalue())


def _facts(presentation: Any, report: Report) -> None:
    facts = presentation.core_properties
    facts.title = clean_line(report.title)[:_LONGEST_PROPERTY]
    facts.language, facts.author, facts.last_modified_by, facts.revision = report.language, "avoin", "avoin", 1
    # a file says when it was made; ours says when the work that it reports was last touched
    stamp = datetime.fromisoformat(report.stamp) if report.stamp else datetime(*EPOCH)  # noqa: DTZ001 - a date only
    facts.created = facts.modified = stamp
