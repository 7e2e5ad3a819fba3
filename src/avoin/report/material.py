"""The first pages: who answered.

Enters: a frame. Leaves: the section on material and response. Invariant: a kind of respondent that is rarer than the
threshold is not counted out, and neither is one that would give it away.
"""

from collections.abc import Iterator
from fractions import Fraction

from avoin.i18n import _, ngettext
from avoin.ids import VariableId
from avoin.privacy.counts import Cell, CountTable
from avoin.privacy.disclosure import Cause, Reason, withheld
from avoin.report import words
from avoin.report.frame import Frame
from avoin.report.groups import Group, Grouping, grouping_of
from avoin.report.model import Block, Bullets, Figure, Figures, Section, Table


def material_section(frame: Frame) -> Section:
    """Return the section on material and response."""
    people, variables = frame.corpus.of_wave(frame.wave.id), (*frame.roles, *_places(frame))
    everybody = frozenset(each.id for each in people)
    grouping = grouping_of(people, frame.corpus.survey, variables, everybody, frame.thresholds.cell)
    shown = _shown(grouping, frame)
    blocks: list[Block] = [Figures(tuple(_figures(frame, shown))), Bullets(tuple(_facts(frame, shown)))]
    blocks += [_role_table(frame, role, shown) for role in frame.roles]
    return Section(_("Material and response"), 1, tuple(block for block in blocks if _has_content(block)))


def _has_content(block: Block) -> bool:
    return not (isinstance(block, Bullets | Figures) and not block.items)


def _places(frame: Frame) -> tuple[VariableId, ...]:
    return () if frame.place is None else (frame.place,)


def _shown(grouping: Grouping, frame: Frame) -> dict[Group, int | None]:
    """Return how many are in each group; None where that may not be said."""
    groups = grouping.groups
    counts: dict[Cell, int | Fraction] = {group.cell("n"): len(group.members) for group in groups}
    threshold = frame.thresholds.cell
    small = {
        group.cell("n"): Reason(Cause.UNKNOWN if group.is_rest else Cause.SMALL, threshold)
        for group in groups
        if frame.thresholds.is_small(len(group.members)) or (group.is_rest and threshold > 1)
    }
    hidden = withheld(CountTable(counts, tuple(grouping.sums(counts, threshold, "n"))), small)
    return {group: None if group.cell("n") in hidden else len(group.members) for group in groups if not group.is_rest}


def _figures(frame: Frame, shown: dict[Group, int | None]) -> Iterator[Figure]:
    n = len(frame.corpus.of_wave(frame.wave.id))
    before = "" if frame.before is None else f"{frame.before}: {len(frame.corpus.of_wave(frame.before))}"
    yield Figure(words.number(n), ngettext("respondent", "respondents", n), before)
    if frame.wave.invited:
        yield Figure(words.percent(Fraction(n, frame.wave.invited)), _("response rate"))
    places = [group for group in shown if group.variable == frame.place and group.value is not None]
    if places:
        yield Figure(words.number(len(places)), _("values of {variable}").format(variable=frame.name_of(frame.place)))


def _facts(frame: Frame, shown: dict[Group, int | None]) -> Iterator[str]:
    n = len(frame.corpus.of_wave(frame.wave.id))
    if frame.wave.period:
        yield _("Field period: {period}.").format(period=frame.wave.period)
    if frame.wave.invited:
        yield _("{n} of {invited} who were asked answered.").format(
            n=words.number(n), invited=words.number(frame.wave.invited)
        )
    sizes = [len(group.members) for group in shown if group.variable == frame.place and group.value is not None]
    # the smallest place's size says nothing about its answers; it is said only where means of so few are shown
    if sizes and min(sizes) >= min(frame.thresholds.cell, frame.thresholds.mean):
        yield ngettext(
            "Each value of {variable} has at least {n} respondent.",
            "Each value of {variable} has at least {n} respondents.",
            min(sizes),
        ).format(variable=frame.name_of(frame.place), n=words.number(min(sizes)))
    apart = sorted({", ".join(each.asked.values) for each in (*frame.closed, *frame.open) if each.asked is not None})
    for values in apart:
        yield _("Some questions were asked only of: {values}. They have a base of their own.").format(values=values)


def _role_table(frame: Frame, role: VariableId, shown: dict[Group, int | None]) -> Table:
    n = len(frame.corpus.of_wave(frame.wave.id))
    rows = []
    for group, size in shown.items():
        if group.variable == role and group.value is not None:
            cells = ("", "") if size is None else (words.number(size), words.percent(Fraction(size, n)))
            rows.append((group.value, *(cell or words.WITHHELD for cell in cells)))
    name = frame.name_of(role)
    return Table(
        _("Respondents by {variable}").format(variable=name),
        (name, _("n"), _("share")),
        tuple(rows),
        (False, True, True),
        words.withheld_note(frame.thresholds.cell) if any(words.WITHHELD in row for row in rows) else "",
    )
