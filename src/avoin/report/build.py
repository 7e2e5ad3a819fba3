"""The whole report: the deck's shape from a frame, masked rows, codings and the record of the work.

Enters: everything. Leaves: a format-free ``Report``. Invariant: same inputs, same report, to the last character; the
clock is never read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from avoin.i18n import _, language
from avoin.report.closed import ClosedRow
from avoin.report.closed_pages import closed_sections
from avoin.report.frame import Frame
from avoin.report.koonti import Coded
from avoin.report.koonti_pages import open_sections
from avoin.report.material import material_section
from avoin.report.methods import Work, methods_section
from avoin.report.model import Box, KoontiTheme, Quotation, Report, Section
from avoin.report.tables import table_sections


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is built from, beside its frame.

    Attributes
    ----------
    name : str
        What the project is called.
    closed : tuple of ClosedRow
        Masked, of the frame's wave and the one before.
    on : date or None
        The report's date; None leaves it out.
    """

    name: str
    closed: tuple[ClosedRow, ...]
    coded: Coded
    work: Work
    on: date | None = None


def build_report(frame: Frame, sources: Sources) -> Report:
    """Return the report in the language spoken now."""
    pages = tuple(_pages(frame, sources))
    quoted = any(not each.reviewed for each in _quotations(pages))
    return Report(
        title=sources.name,
        subtitle=_("Results of wave {wave}").format(wave=frame.wave.id),
        language=language(),
        date="" if sources.on is None else _date(sources.on),
        stamp="" if sources.on is None else sources.on.isoformat(),
        sections=(*pages, methods_section(frame, sources.work, has_quotations=quoted)),
    )


def _pages(frame: Frame, sources: Sources) -> Iterator[Section]:
    yield material_section(frame)
    yield from closed_sections(frame, sources.closed)
    yield from open_sections(frame, sources.coded)
    yield from table_sections(frame, sources.closed, sources.coded)


def reviewed_texts(report: Report) -> frozenset[str]:
    """Return the texts of the quotations in a report that a person approved."""
    return frozenset(each.text for each in _quotations(report.sections) if each.reviewed)


def _quotations(sections: Sequence[Section]) -> Iterator[Quotation]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Box | KoontiTheme):
                yield from block.quotations


def _date(on: date) -> str:
    """Return a date as people write it: 14.2.2026 in Finnish, 14 February 2026 in English."""
    if language() == "fi":
        return f"{on.day}.{on.month}.{on.year}"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
