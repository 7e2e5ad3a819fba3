"""The codes that can be quoted, and the quotations of one of them."""

from collections.abc import Callable, Hashable, Sequence

from textual.content import Content

from avoin.i18n import _
from avoin.ids import Span
from avoin.privacy.review import QuoteState
from avoin.tui.widgets.rows import RowList
from avoin.tui.widgets.shown import fit, shown, shown_line
from avoin.workflow.outgoing.quote_desk import QuotedCode, QuoteView

_SIGNS = {
    QuoteState.CANDIDATE: " ",
    QuoteState.REDACTED: "◐",
    QuoteState.APPROVED: "✓",
    QuoteState.REFUSED: "✗",
    QuoteState.CHANGED: "!",
    QuoteState.USED: "●",
    QuoteState.OUTDATED: "‼",
}


class QuotedCodes(RowList[QuotedCode]):
    """Codes with how many quotations each could have and has."""

    def key_of(self, item: QuotedCode) -> Hashable:
        """Return code, question and wave."""
        return item.question, item.wave, item.code

    def lines(self, item: QuotedCode, index: int, width: int) -> list[Content]:
        """Draw a code: approved of all, and a sign where an approved one has changed."""
        del index
        sign = shown("!", "bold") if item.n_changed else shown("✓" if item.n_approved else " ")
        counts = _("{approved} of {all}").format(approved=item.n_approved, all=item.n)
        return [fit(Content(" ") + sign + Content(" ") + shown_line(item.name), width, right=shown(f" {counts} "))]


class QuoteList(RowList[Span]):
    """The quotations of a code, looked up as they are drawn."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._look: Callable[[Span], tuple[QuoteView, str]] | None = None

    def show_quotes(self, spans: Sequence[Span], look: Callable[[Span], tuple[QuoteView, str]]) -> None:
        """Draw these as ``look`` says: the quotation, and whose it is."""
        self._look = look
        self.show_items(spans)

    def key_of(self, item: Span) -> Hashable:
        """Return the span itself."""
        return item

    def lines(self, item: Span, index: int, width: int) -> list[Content]:
        """Draw a quotation on two lines: whose it is, and how it begins."""
        del index
        if self._look is None:
            return []
        view, whose = self._look(item)
        marked = shown("❞ ", "bold") if view.marked else Content("")
        first = Content(" ") + shown(_SIGNS[view.state], "bold") + Content(" ") + marked + shown_line(whose)
        return [fit(first, width), fit(Content("    ") + shown_line(view.shown[:width], "italic"), width)]
