"""A report as Markdown: words, figures and tables; charts as what they show in words.

Enters: a report. Leaves: bytes. Invariant: everything from the report is escaped.
"""

from collections.abc import Iterator

from avoin.export.markdown import escaped, table
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
    Table,
    Tone,
)


def report_to_markdown(report: Report) -> bytes:
    """Return the report as Markdown, in the language spoken now."""
    pieces = [f"# {escaped(report.title)}", escaped(report.subtitle), escaped(report.date)]
    for section in report.sections:
        pieces.append("#" * (section.level + 1) + " " + escaped(section.heading))
        for block in section.blocks:
            pieces += _block(block, section.level, titled=section.heading)
    return ("\n\n".join(piece for piece in pieces if piece) + "\n").encode("utf-8")


def _block(block: Block, level: int, titled: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"*{escaped(block.text)}*" if block.tone is not Tone.PLAIN else escaped(block.text)
        case Bullets():
            yield "\n".join(f"- {escaped(item)}" for item in block.items)
        case Figures():
            yield "\n".join(
                f"- **{escaped(item.value)}** {escaped(item.label)}"
                + (f" ({escaped(item.beside)})" if item.beside else "")
                for item in block.items
            )
        case Table():
            yield from _table(block, titled)
        case Chart():
            yield f"*{escaped(block.title)}.* {escaped(block.alt)}"
        case Box() | KoontiTheme():
            yield from _voices(block, level)


def _table(block: Table, titled: str) -> Iterator[str]:
    if block.caption != titled:
        yield f"**{escaped(block.caption)}**"
    rows = [tuple(escaped(cell) for cell in row) for row in block.rows]
    yield table(tuple(escaped(heading) for heading in block.headings), rows, block.numeric)
    if block.note:
        yield f"*{escaped(block.note)}*"


def _voices(block: Box | KoontiTheme, level: int) -> Iterator[str]:
    yield "#" * (level + 2) + " " + escaped(block.heading)
    if isinstance(block, KoontiTheme):
        yield escaped(block.figures)
        yield "\n".join(f"- {escaped(item)}" for item in block.bullets)
    for quotation in block.quotations:
        yield _quotation(quotation)
    if isinstance(block, KoontiTheme):
        if block.solutions:
            yield f"**{escaped(_('Proposed solutions'))}**"
            yield "\n".join(f"- {escaped(item)}" for item in block.solutions)
        if block.note:
            yield f"*{escaped(block.note)}*"


def _quotation(quotation: Quotation) -> str:
    told = [
        *(escaped(value) for value in quotation.beside),
        *([] if quotation.reviewed else [f"**{_('unreviewed')}**"]),
    ]
    return f"> ”{escaped(quotation.text)}”" + (f" — {', '.join(told)}" if told else "")
