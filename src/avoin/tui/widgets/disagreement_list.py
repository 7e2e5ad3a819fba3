"""Answers to which two coders gave different codes: the text, both sides with evidence and notes, what was decided."""

from collections.abc import Callable, Hashable, Iterator

from textual.content import Content

from avoin.coding.roles import called
from avoin.coding.settlement import Settlement
from avoin.i18n import _
from avoin.ids import CodeId
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, lines_of, marked, shown, shown_line
from avoin.workflow.coders.adjudicate import Disagreement, Side

_MOST_TEXT = 6
_MOST_EVIDENCE = 60
Named = Callable[[CodeId], str]


class DisagreementList(RowList[Disagreement]):
    """The disagreements."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.named: Named = str

    def key_of(self, item: Disagreement) -> Hashable:
        """Return the answer."""
        return item.answer.key

    def lines(self, item: Disagreement, index: int, width: int) -> list[Content]:
        """Draw the answer, both sides, and what was decided."""
        where = _("{place}/{all}").format(place=index + 1, all=len(self.items))
        sign = "○" if item.is_open else "✓"
        head = Content(f"  {sign} ") + shown_line("  ".join((item.answer.key.respondent, item.answer.key.question)))
        spans = [(coding.span.start, coding.span.end) for side in item.sides for coding in side.codings]
        text = lines_of(marked(item.answer.text, spans, "underline"), width - 6, most=_MOST_TEXT)
        found = [fit(head, width, right=shown(f"{where} ", "dim"))]
        if item.settlement is not None:
            found += self._settled(item.settlement, item.outdated, width)
        found += [Content("    ") + line for line in text]
        for number, side in enumerate(item.sides, 1):
            found += self._side(number, side, item, width)
        return [*found, Content("")]

    def _side(self, number: int, side: Side, item: Disagreement, width: int) -> Iterator[Content]:
        codes = self._names(side.codes)
        yield fit(
            shown(f"  {number} ", "bold")
            + shown_line(_("{coder}: {codes}").format(coder=called(side.coder), codes=codes)),
            width,
        )
        whole = (0, len(item.answer.text))
        for coding in side.codings:
            if (coding.span.start, coding.span.end) != whole and coding.span.start >= 0:
                says = item.answer.text[coding.span.start : coding.span.end]
                cut = says if len(says) <= _MOST_EVIDENCE else f"{says[:_MOST_EVIDENCE]}…"
                yield fit(Content("      ") + shown_line(f"{self.named(coding.code)}: “{cut}”", "dim"), width)
        for memo in side.memos:
            yield from (Content("      ") + line for line in lines_of(shown(f"✎ {memo}"), width - 8))

    def _settled(self, settled: Settlement, outdated: tuple[CodeId, ...], width: int) -> Iterator[Content]:
        says = _("{codes} ({coder}, {day})").format(
            codes=self._names(settled.codes), coder=settled.by, day=settled.at[:10]
        )
        yield fit(shown("  = ", "bold") + shown_line(says, "bold"), width)
        if outdated:
            gone = _("divided since, settle anew: {codes}").format(codes=self._names(outdated))
            yield fit(shown("    ⧗ ", "bold") + shown_line(gone), width)
        if settled.reason:
            yield from (Content("      ") + line for line in lines_of(shown(settled.reason), width - 8))

    def _names(self, codes: tuple[CodeId, ...]) -> str:
        return ", ".join(map(self.named, codes)) or _("no code")
