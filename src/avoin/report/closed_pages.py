"""The pages of the closed items: one page an item, the claim as heading, last wave beside this one.

Enters: a frame and the masked rows of the closed items. Leaves: sections. Invariant: only what the rows show is said;
an item whose figures are withheld says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from avoin.corpus.model import Question, QuestionKind
from avoin.i18n import _, ngettext
from avoin.report import words
from avoin.report.closed import ClosedRow, Part
from avoin.report.closed_charts import place_chart, share_chart
from avoin.report.frame import Frame
from avoin.report.model import Block, Bullets, Figure, Figures, Paragraph, Section, Tone
from avoin.report.places import Positions, positions_of, ranking


@dataclass(frozen=True, slots=True)
class Item:
    """One closed item with its rows.

    Attributes
    ----------
    now, before : ClosedRow or None
        Everybody, in this wave and the one before.
    places, places_before : tuple of ClosedRow
        By place; empty without a variable of places.
    """

    question: Question
    now: ClosedRow
    before: ClosedRow | None
    places: tuple[ClosedRow, ...]
    places_before: tuple[ClosedRow, ...]


def items_of(frame: Frame, rows: Sequence[ClosedRow]) -> tuple[Item, ...]:
    """Return the closed items of the frame's wave, in the survey's order."""
    found = []
    for question in frame.closed:
        mine = [row for row in rows if row.question == question.id]
        now = next((row for row in mine if row.wave == frame.wave.id and row.variable is None), None)
        if now is not None:
            before = next((row for row in mine if row.wave == frame.before and row.variable is None), None)
            by_place = [row for row in mine if row.variable is not None and row.variable == frame.place]
            found.append(
                Item(
                    question,
                    now,
                    before,
                    tuple(row for row in by_place if row.wave == frame.wave.id),
                    tuple(row for row in by_place if row.wave == frame.before),
                )
            )
    return tuple(found)


def closed_sections(frame: Frame, rows: Sequence[ClosedRow]) -> tuple[Section, ...]:
    """Return the pages of the closed items: those asked of everybody, then those asked of some apart."""
    items = items_of(frame, rows)
    everybody = [item for item in items if item.question.asked is None]
    apart = dict.fromkeys(item.question.asked for item in items if item.question.asked is not None)
    sections = [Section(_("Closed questions"), 1, ()), *(_page(frame, item) for item in everybody)] if everybody else []
    for condition in apart:
        heading = _("Questions asked only of: {values}").format(values=", ".join(condition.values))
        sections.append(Section(heading, 1, ()))
        sections += [_page(frame, item) for item in items if item.question.asked == condition]
    return tuple(sections)


def _page(frame: Frame, item: Item) -> Section:
    blocks: list[Block] = [Paragraph(item.question.text, Tone.LEAD)] if item.question.name else []
    figures = tuple(_figures(item))
    if figures:
        blocks.append(Figures(figures))
    facts = tuple(_facts(frame, item))
    if facts:
        blocks.append(Bullets(facts))
    chart = place_chart(frame, item.places, item.places_before) if item.question.kind.has_mean else None
    chart = chart or share_chart(item.question, item.now, item.before)
    if chart is not None:
        blocks.append(chart)
    notes = tuple(_notes(frame, item))
    blocks.append(Paragraph(" ".join(notes), Tone.NOTE))
    return Section(_heading(item), 2, tuple(blocks))


def _heading(item: Item) -> str:
    """Return the claim; the wave before and its figure stay on one line."""
    before = f"({item.before.wave}:" if item.before else ""
    return _claim(item).replace(f"{before} ", f"{before}{words.NBSP}") if before else _claim(item)


def _claim(item: Item) -> str:
    if item.question.kind.has_mean:
        return _mean_heading(item)
    groups = item.now.groups or item.now.shares
    name, part = max(groups.items(), key=lambda each: each[1].n or 0, default=("", Part(None, None)))
    if not part.share:
        return _("{name}: the shares are not shown").format(name=item.question.title)
    before = (item.before.groups or item.before.shares).get(name) if item.before else None
    return _share_heading(name, part.share, before.share if before else None, item)


def _mean_heading(item: Item) -> str:
    now, before = item.now.mean, item.before.mean if item.before else None
    name = item.question.title
    if now is None:
        return _("{name}: the mean is not shown").format(name=name)
    mean = words.grade(now)
    if before is None:
        return _("{name}: the mean is {mean}").format(name=name, mean=mean)
    wave = item.before.wave if item.before else ""
    if words.grade(before) == mean:
        return _("{name}: the mean is {mean}, as in {wave}").format(name=name, mean=mean, wave=wave)
    rose = _("{name}: the mean has risen to {mean} ({wave}: {before})")
    fell = _("{name}: the mean has fallen to {mean} ({wave}: {before})")
    return (rose if now > before else fell).format(name=name, mean=mean, wave=wave, before=words.grade(before))


def _share_heading(group: str, now: Fraction, before: Fraction | None, item: Item) -> str:
    sentence = {
        "improved": _("{name}: {share} see a change for the better"),
        "unchanged": _("{name}: {share} see no change"),
        "weakened": _("{name}: {share} see a change for the worse"),
        "agree": _("{name}: {share} agree"),
        "neither": _("{name}: {share} neither agree nor disagree"),
        "disagree": _("{name}: {share} disagree"),
    }.get(group, _("{name}: {share} answer “{category}”"))
    heading = sentence.format(name=item.question.title, share=words.percent(now), category=group)
    if before is None or item.before is None:
        return heading
    return _("{sentence} ({wave}: {before})").format(
        sentence=heading, wave=item.before.wave, before=words.percent(before)
    )


def _figures(item: Item) -> Iterator[Figure]:
    before = item.before
    if item.question.kind.has_mean:
        if item.now.mean is not None:
            beside = _beside(item.now.mean, before.mean if before else None, before.wave if before else "")
            yield Figure(words.grade(item.now.mean), _("mean"), beside)
        return
    for name, part in (item.now.groups or item.now.shares).items():
        if part.share is None:
            yield Figure(words.WITHHELD, words.group_name(name))
            continue
        earlier = (before.groups or before.shares).get(name) if before else None
        beside = ""
        if before is not None and earlier is not None and earlier.share is not None:
            beside = f"{before.wave}: {words.percent(earlier.share)}"
        yield Figure(words.percent(part.share), words.group_name(name), beside)


def _beside(now: Fraction, before: Fraction | None, wave: str) -> str:
    if before is None:
        return ""
    return _("{wave}: {mean} (change {change})").format(
        wave=wave, mean=words.grade(before), change=words.signed(now - before, 2)
    )


def _facts(frame: Frame, item: Item) -> Iterator[str]:
    name = frame.name_of(frame.place)
    if item.question.kind.has_mean:
        found = ranking(item.places)
        if found is not None:
            yield _("By {variable} the mean ranges from {low} to {high}.").format(
                variable=name, low=words.grade(found.low), high=words.grade(found.high)
            )
            if found.best:
                yield _("Best: {places}.").format(places=_with_means(found.best))
            if found.weakest:
                yield _("Weakest: {places}.").format(places=_with_means(found.weakest))
    elif item.question.groups:
        yield from _positions(positions_of(item.places), item.question.kind)


def _with_means(places: Sequence[tuple[str, Fraction]]) -> str:
    return words.listing(tuple(f"{place} ({words.grade(mean)})" for place, mean in places))


def _positions(found: Positions, kind: QuestionKind) -> Iterator[str]:
    change = kind is QuestionKind.CHANGE
    if found.clearly_up:
        sentence = _("Clearly better: {places}.") if change else _("Most clearly in agreement: {places}.")
        yield sentence.format(places=words.listing(found.clearly_up))
    if change and found.up:
        yield _("Better: {places}.").format(places=words.listing(found.up))
    if change and found.middle:
        yield _("Unchanged on average: {places}.").format(places=words.listing(found.middle))
    if found.clearly_down:
        sentence = _("Clearly worse: {places}.") if change else _("Most clearly in disagreement: {places}.")
        yield sentence.format(places=words.listing(found.clearly_down))
    if change and found.down:
        n = len(found.down)
        yield ngettext("Somewhat worse in {n} other.", "Somewhat worse in {n} others.", n).format(n=words.number(n))


def _notes(frame: Frame, item: Item) -> Iterator[str]:
    if item.now.n is not None:
        before = item.before.n if item.before else None
        if before is None or item.before is None:
            yield _("n = {n}.").format(n=words.number(item.now.n))
        else:
            yield _("n = {n} ({wave}: {before}).").format(
                n=words.number(item.now.n), wave=item.before.wave, before=words.number(before)
            )
    if item.now.weighted is not None:
        yield _("Weighted by {weight}: {base}, effective number {effective}.").format(
            weight=frame.weight,
            base=words.number(item.now.weighted),
            effective=words.effective(item.now.effective),
        )
    missing = sum(row.mean is None and row.position is None for row in item.places if row.n != 0)
    if missing and missing == len(item.places):
        yield _("No figures by {variable}: too few answers in each.").format(variable=frame.name_of(frame.place))
    elif missing:
        yield ngettext(
            "{n} value of {variable} is left out: too few answers.",
            "{n} values of {variable} are left out: too few answers.",
            missing,
        ).format(n=words.number(missing), variable=frame.name_of(frame.place))
    if not item.question.kind.has_mean and any(part.n is None for part in item.now.shares.values()):
        yield words.withheld_note(frame.thresholds.cell)
