"""The charts of the closed items.

Enters: masked rows. Leaves: charts, or None where the mask leaves nothing to draw.
"""

from collections.abc import Sequence

from avoin.corpus.model import Question, QuestionKind
from avoin.i18n import _
from avoin.report import words
from avoin.report.closed import ClosedRow
from avoin.report.frame import Frame
from avoin.report.groups import value_order
from avoin.report.model import Bar, Chart, ChartKind, Shade

_SHADES = {
    "improved": Shade.GOOD,
    "unchanged": Shade.MIDDLE,
    "weakened": Shade.BAD,
    "agree": Shade.GOOD,
    "neither": Shade.MIDDLE,
    "disagree": Shade.BAD,
}


def place_chart(frame: Frame, places: Sequence[ClosedRow], before: Sequence[ClosedRow]) -> Chart | None:
    """Return the means by place, highest first, the wave before in a lighter tone."""
    means = {row.value: row.mean for row in places if row.value is not None and row.mean is not None}
    if len(means) < 2:
        return None
    earlier = {row.value: row.mean for row in before if row.value in means and row.mean is not None}
    order = sorted(means, key=lambda place: (-means[place], value_order(place)))
    bars = []
    for place in order:
        if place in earlier:
            was = earlier[place]
            bars.append(Bar(place, str(frame.before), float(was), words.grade(was), Shade.BEFORE))
        bars.append(Bar(place, frame.wave.id, float(means[place]), words.grade(means[place])))
    values = [bar.value for bar in bars]
    name = frame.name_of(frame.place)
    return Chart(
        ChartKind.DOTS,
        _("Mean by {variable}").format(variable=name),
        tuple(bars),
        min(4.0, *values),
        max(10.0, *values),
        _("Means by {variable}, highest first: {list}.").format(
            variable=name, list=", ".join(f"{place} {words.grade(means[place])}" for place in order)
        ),
    )


def share_chart(question: Question, now: ClosedRow, before: ClosedRow | None) -> Chart | None:
    """Return the shares of a wave as one bar, the wave before under it; a wave with a withheld share is not drawn."""
    if question.kind is QuestionKind.CHOICES:
        return _choices_chart(now, before)
    bars: list[Bar] = []
    for row in (now, before):
        parts = row.groups or row.shares if row is not None and not question.kind.has_mean else {}
        if row is None or not parts or any(part.share is None for part in parts.values()):
            continue
        bars += [
            Bar(
                row.wave,
                words.group_name(name),
                float(part.share),
                words.percent(part.share),
                _SHADES.get(name, Shade.NOW),
            )
            for name, part in parts.items()
            if part.share is not None
        ]
    if not bars:
        return None
    alt = "; ".join(f"{bar.row}: {bar.series} {bar.label}" for bar in bars)
    return Chart(ChartKind.STACK, _("Shares of answers"), tuple(bars), 0.0, 1.0, alt)


def _choices_chart(now: ClosedRow, before: ClosedRow | None) -> Chart | None:
    """Return a row a choice, most chosen first: where several may be chosen, shares are no parts of a whole."""
    shown = {name: part.share for name, part in now.shares.items() if part.share is not None}
    bars = []
    for name in sorted(shown, key=lambda each: -shown[each]):
        was = before.shares[name].share if before is not None and name in before.shares else None
        if before is not None and was is not None:
            bars.append(Bar(name, before.wave, float(was), words.percent(was), Shade.BEFORE))
        bars.append(Bar(name, now.wave, float(shown[name]), words.percent(shown[name])))
    if not bars:
        return None
    alt = "; ".join(f"{bar.row}: {bar.series} {bar.label}" for bar in bars)
    return Chart(ChartKind.DOTS, _("Shares of answers; several could be chosen"), tuple(bars), 0.0, 1.0, alt)
