"""The tables at the end of the report: what the pages rest on.

Enters: a frame and masked rows. Leaves: the section of tables. Invariant: a withheld cell is the sign of one, and the
table says why; an empty cell was not asked.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from avoin.corpus.model import Question
from avoin.i18n import _
from avoin.ids import CodeId, VariableId
from avoin.report import words
from avoin.report.closed import ClosedRow
from avoin.report.closed_pages import Item, items_of
from avoin.report.codes import CodeRow
from avoin.report.frame import Frame
from avoin.report.groups import value_order
from avoin.report.koonti import Coded
from avoin.report.model import Section, Table


def table_sections(frame: Frame, closed: Sequence[ClosedRow], coded: Coded) -> tuple[Section, ...]:
    """Return the part with the tables; nothing where there is none."""
    found = [*_closed_tables(frame, closed), *_code_tables(frame, coded)]
    if not found:
        return ()
    return (Section(_("Tables"), 1, ()), *(Section(table.caption, 2, (table,)) for table in found))


def _waves(frame: Frame) -> list[str]:
    return [frame.wave.id, *([frame.before] if frame.before else [])]


def _table(frame: Frame, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    withheld = any(cell == words.WITHHELD for row in rows for cell in row)
    note = words.withheld_note(frame.thresholds.cell) if withheld else ""
    numeric = (False, *(True for _heading in headings[1:]))
    return Table(caption, tuple(headings), tuple(tuple(row) for row in rows), numeric, note)


def _count(n: int | None) -> str:
    return words.WITHHELD if n is None else words.number(n)


def _mean(value: Fraction | None) -> str:
    return words.WITHHELD if value is None else words.number(value, 1)


def _share(value: Fraction | None) -> str:
    return words.WITHHELD if value is None else words.percent(value)


def _closed_tables(frame: Frame, rows: Sequence[ClosedRow]) -> Iterator[Table]:
    items = items_of(frame, rows)
    means = [item for item in items if item.question.kind.has_mean]
    if means:
        yield _means(frame, means)
    for item in items:
        if not item.question.kind.has_mean:
            yield _shares(frame, item)
    by_place = [item for item in means if any(row.mean is not None for row in item.places)]
    if by_place:
        yield _means_by_place(frame, by_place)


def _of_waves(frame: Frame, item: Item) -> list[ClosedRow | None]:
    return [item.now, *([item.before] if frame.before else [])]


def _means(frame: Frame, items: Sequence[Item]) -> Table:
    headings = [_("question")]
    for wave in _waves(frame):
        headings += [*_base_headings(frame, wave), _("mean {wave}").format(wave=wave)]
    rows = []
    for item in items:
        cells = [item.question.title]
        for row in _of_waves(frame, item):
            cells += [*_bases(frame, row), "" if row is None else _mean(row.mean)]
        rows.append(cells)
    return _table(frame, _("Means of closed questions"), headings, rows)


def _base_headings(frame: Frame, wave: str) -> list[str]:
    heading = _("n {wave}").format(wave=wave)
    return [heading, _("effective n {wave}").format(wave=wave)] if frame.weight else [heading]


def _bases(frame: Frame, row: ClosedRow | None) -> list[str]:
    """Return the number of respondents and, where they have weights, the number that counts."""
    known = [] if row is None else [_count(row.n), *([words.effective(row.effective)] if frame.weight else [])]
    return known or [""] * len(_base_headings(frame, ""))


def _shares(frame: Frame, item: Item) -> Table:
    headings = [_("answer")]
    for wave in _waves(frame):
        headings += [_("n {wave}").format(wave=wave), _("share {wave}").format(wave=wave)]
    headings.insert(3, _("{level} interval").format(level=words.level()))
    waves = _of_waves(frame, item)
    names = dict.fromkeys(name for row in waves if row is not None for name in row.shares)
    rows = []
    for name in names:
        cells = [name]
        for row in waves:
            part = None if row is None else row.shares.get(name)
            cells += ["", ""] if part is None else [_count(part.n), _share(part.share)]
        now = item.now.shares.get(name)
        cells.insert(3, "" if now is None else _interval(now.low, now.high))
        rows.append(cells)
    rows.append(_across(_("all"), [None if row is None else _count(row.n) for row in waves]))
    if frame.weight:
        numbers = [None if row is None else words.effective(row.effective) for row in waves]
        rows.append(_across(_("effective number"), numbers))
    return _table(frame, _("Answers: {question}").format(question=item.question.title), headings, rows)


def _across(name: str, numbers: Sequence[str | None]) -> list[str]:
    cells = [name]
    for number in numbers:
        cells += [number or "", ""]
    cells.insert(3, "")
    return cells


def _means_by_place(frame: Frame, items: Sequence[Item]) -> Table:
    means = {
        (row.value, item.question.id): row.mean for item in items for row in item.places if row.value and row.n != 0
    }
    places = sorted({value for value, _question in means if value}, key=value_order)
    rows = [
        [
            place,
            *(_mean(means[place, item.question.id]) if (place, item.question.id) in means else "" for item in items),
        ]
        for place in places
    ]
    caption = _("Means by {variable}").format(variable=frame.name_of(frame.place))
    return _table(frame, caption, [frame.name_of(frame.place), *(item.question.title for item in items)], rows)


def _code_tables(frame: Frame, coded: Coded) -> Iterator[Table]:
    for question in frame.open:
        rows = [row for row in coded.rows if row.question == question.id]
        now = {row.code: row for row in rows if row.wave == frame.wave.id and row.variable is None}
        if not now:
            continue
        before = {row.code: row for row in rows if row.wave == frame.before and row.variable is None}
        yield _codes(frame, question, coded, now, before)
        for role in frame.roles:
            # one value only is everybody again
            if len({row.value for row in rows if row.wave == frame.wave.id and row.variable == role}) > 1:
                yield _codes_by(frame, question, coded, role, list(now))


def _name(coded: Coded, code: CodeId) -> str:
    """Return a code's name, set in under the codes above it."""
    if code not in coded.codebook.by_id:
        return code
    depth = sum(1 for _above in coded.codebook.ancestors(code))
    return words.NBSP * 3 * depth + coded.codebook.by_id[code].name


def _codes(
    frame: Frame,
    question: Question,
    coded: Coded,
    now: dict[CodeId, CodeRow],
    before: dict[CodeId, CodeRow],
) -> Table:
    headings = [_("code"), _("n {wave}").format(wave=frame.wave.id), _("share {wave}").format(wave=frame.wave.id)]
    headings.append(_("{level} interval").format(level=words.level()))
    if before:
        headings += [_("n {wave}").format(wave=frame.before), _("share {wave}").format(wave=frame.before)]
    rows = []
    for code, row in now.items():
        cells = [_name(coded, code), _count(row.n), _share(row.share), _interval(row.low, row.high)]
        if before:
            was = before.get(code)
            # every other code has a row: this one came later and was not asked of the wave
            cells += [_("not coded"), ""] if was is None else [_count(was.n), _share(was.share)]
        rows.append(cells)
    return _table(frame, _("Codes: {question}").format(question=question.title), headings, rows)


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return words.WITHHELD
    return words.interval(words.number(Fraction(low) * 100), words.percent(Fraction(high)))


def _codes_by(frame: Frame, question: Question, coded: Coded, role: VariableId, codes: Sequence[CodeId]) -> Table:
    mine = {
        (row.code, row.value): row
        for row in coded.rows
        if row.question == question.id and row.wave == frame.wave.id and row.variable == role and row.value
    }
    values = sorted({value for _code, value in mine if value}, key=value_order)
    headings = [_("code")]
    for value in values:
        headings += [_("n {value}").format(value=value), _("share {value}").format(value=value)]
    rows = []
    for code in codes:
        cells = [_name(coded, code)]
        for value in values:
            cells += [_count(mine[code, value].n), _share(mine[code, value].share)]
        rows.append(cells)
    caption = _("Codes by {variable}: {question}").format(variable=frame.name_of(role), question=question.title)
    return _table(frame, caption, headings, rows)
