"""The themes to be summarised, and the sentences of one summary with what each rests on."""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

from textual.content import Content

from avoin.i18n import _, ngettext
from avoin.report.quantity_words import Verdict
from avoin.report.summary import BulletKind
from avoin.report.summary_check import CheckedSentence
from avoin.report.words import percent, signed
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, lines_of, shown, shown_line
from avoin.workflow.outgoing.write_summaries import ThemeLine, verdict_in_words

_WRONG = (Verdict.TOO_STRONG, Verdict.TOO_WEAK, Verdict.NO_COUNT)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A theme, and whether what is written of it is not saved."""

    line: ThemeLine
    unsaved: bool = False


class SummaryRows(RowList[SummaryRow]):
    """Themes, the one with most respondents first."""

    def key_of(self, item: SummaryRow) -> Hashable:
        """Return which theme it is of."""
        return item.line.place

    def lines(self, item: SummaryRow, index: int, width: int) -> list[Content]:
        """Draw a theme: what is written of it, respondents, share, change from the wave before."""
        del index
        line = item.line
        numbers = shown(f"{_number(line.n):>4}{_percent(line.share):>5}{_change(line):>5} ")
        return [
            fit(Content(" ") + shown(_sign(item), "bold") + Content(" ") + shown_line(line.name), width, right=numbers)
        ]


class Checks(RowList[CheckedSentence]):
    """The sentences of a summary."""

    def key_of(self, item: CheckedSentence) -> Hashable:
        """Return where the sentence stands."""
        return item.bullet, item.text

    def lines(self, item: CheckedSentence, index: int, width: int) -> list[Content]:
        """Draw a sentence with its evidence below, and what the counts do not carry."""
        del index
        sign = "✓" if item.is_carried else "!"
        kind = "+ " if item.kind is BulletKind.SOLUTION else ""
        text = shown_line(item.text)
        for each in item.judged:
            if each.verdict in _WRONG:
                text = text.stylize("bold underline", each.word.start, each.word.end)
        head = Content(" ") + shown(sign, "bold") + Content(" ") + shown(kind)
        indent = Content(" " * head.cell_length)
        first = lines_of(text, width - head.cell_length, most=2)
        below = [part for told in _told(item) for part in lines_of(shown_line(told), width - 5)]
        return [(indent if place else head) + part for place, part in enumerate(first)] + [
            Content("     ") + part for part in below
        ]


def _told(item: CheckedSentence) -> list[str]:
    """Return what a sentence rests on and what is to be mended, in words."""
    n = len(item.evidence)
    segments = ngettext("{n} segment", "{n} segments", n).format(n=n)
    says = [_("{n} of {base} respondents · {segments}").format(n=item.n, base=item.base, segments=segments)]
    if item.few:
        says.append(_("fewer than the project's threshold"))
    if item.n_lost:
        lost = ngettext("{n} segment no longer has its code", "{n} segments no longer have their code", item.n_lost)
        says.append(lost.format(n=item.n_lost))
    if item.verbatim:
        says.append(_("repeats an answer word for word"))
    share = _percent(Fraction(item.n, item.base) if item.base else None)
    says += [
        _("”{word}” – {share}: {verdict}").format(
            word=each.word.word, share=share, verdict=verdict_in_words(each.verdict)
        )
        for each in item.judged
        if each.verdict in _WRONG
    ]
    return says


def _sign(item: SummaryRow) -> str:
    if item.unsaved:
        return "✎"
    if item.line.summary is None:
        return " "
    return "⧗" if item.line.stale else ("!" if item.line.n_flagged else "✓")


def _number(n: int | None) -> str:
    return "–" if n is None else str(n)


def _percent(share: Fraction | None) -> str:
    return "–" if share is None else percent(share)


def _change(line: ThemeLine) -> str:
    if line.share is None or line.share_before is None:
        return ""
    return signed((line.share - line.share_before) * 100, 0)
