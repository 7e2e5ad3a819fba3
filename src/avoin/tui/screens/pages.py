"""Pages: about ten segments suggested for one code, confirmed together with exceptions.

Invariants: Enter gives the code to the segments marked ✓ and refuses it for the ones marked ○, nothing else; a page
stays as it is until it is confirmed or skipped.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from avoin.coding.queue import Page
from avoin.coding.suggestion import Suggestion
from avoin.i18n import _, ngettext
from avoin.ids import CodeId, Span
from avoin.tui import keys
from avoin.tui.desk import Desk
from avoin.tui.places import Place
from avoin.tui.screens import looks, sentences
from avoin.tui.screens.coding_screen import CodingScreen
from avoin.tui.screens.sentences import code_name
from avoin.tui.widgets.code_card import CodeCard
from avoin.tui.widgets.respondent_card import RespondentCard
from avoin.tui.widgets.segment_list import SegmentList, SegmentRow
from avoin.tui.widgets.shown import Plate, chance_told, shown, shown_line
from avoin.tui.widgets.signed_text import Signs
from avoin.tui.widgets.suggestion_list import SuggestionList


class PagesScreen(CodingScreen):
    """Coding a page at a time.

    Attributes
    ----------
    is_learning : bool
        True until the first suggestions at a desk are there.
    """

    PLACE = Place.PAGES
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(Place.PAGES)

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self._page: Page | None = None
        self._chances: dict[Span, float] = {}
        self._sure: dict[Span, bool] = {}  # as it was when the segment was drawn first
        self._exceptions: set[Span] = set()
        self._skipped: list[CodeId] = []
        self.is_learning = False

    def compose_body(self) -> ComposeResult:
        """Draw the panes."""
        with Horizontal(id="panes"):
            with Vertical(id="page"):
                yield SegmentList(id="segments", classes="pane")
                with Horizontal(id="below"):
                    yield SuggestionList(id="suggestions", classes="pane")
                    yield CodeCard(id="card", classes="pane")
            with VerticalScroll(id="beside", classes="pane", can_focus=False):
                yield RespondentCard()
        yield Plate(id="preview")

    def on_mount(self) -> None:
        """Start in the segments."""
        self.segments.focus()
        self.query_one("#beside").border_title = shown(_("Respondent"))

    # the page

    def desk_changed(self) -> None:
        """Take the surest page."""
        self._skipped.clear()
        self._turn_to(self._pages())

    def _pages(self) -> tuple[Page, ...]:
        """Return the pages on offer, without what the filter leaves out."""
        desk = self.desk
        if desk is None:
            return ()
        kept = self.kept(desk)
        if kept is None:
            return desk.pages()
        narrowed = (
            Page(page.code, tuple(item for item in page.items if item[0].answer in kept)) for page in desk.pages()
        )
        return tuple(page for page in narrowed if page.items)

    def _turn_to(self, pages: tuple[Page, ...]) -> None:
        """Show the first of these pages whose code was not skipped."""
        self._page = next((page for page in pages if page.code not in self._skipped), None)
        self._chances = dict(self._page.items) if self._page else {}
        self._sure.clear()
        self._exceptions.clear()
        self.forget_offers()
        self.segments.start_over()
        self.suggestion_list.start_over()

    def show_desk(self) -> None:
        """Draw the page; where something on it was decided elsewhere meanwhile, lay a fresh one."""
        desk = self.desk
        if desk is None:
            return
        if self._page is None or not self._still_holds(desk, self._page):
            self._turn_to(self._pages())
        page = self._page
        if page is None:
            self._show_no_page(desk)
            return
        n = len(page.items)
        title = ngettext("{code}: {n} segment", "{code}: {n} segments", n).format(
            code=code_name(page.code, desk.codebook), n=n
        )
        self.segments.border_title = shown_line(_("{what}, filtered").format(what=title) if self.keep else title)
        self.segments.show_segments(tuple(span for span, _p in page.items), self._look)
        self.segment_selected(desk)

    def suggestions_ready(self) -> None:
        """Lay a page where there was none before."""
        if self._page is None:
            self.start_anew()
        else:
            super().suggestions_ready()

    def _show_no_page(self, desk: Desk) -> None:
        self.segments.border_title = shown(_("No page"))
        self.segments.show_segments((), self._look)
        self.show_suggestions(desk)
        if self._skipped:
            says = _("That was the last page; ← goes back to the ones skipped. j chooses another order.")
        elif desk.tally().n_decided == desk.tally().n_segments:
            says = _("Every segment is decided. F5 reviews quotations, F6 is for the summaries.")
        elif self.is_learning:
            says = _("Working out the first suggestions …")
        else:
            says = _("No code is sure enough for a page. j chooses another order.")
        self.query_one("#preview", Plate).draw(shown_line(says))

    def _still_holds(self, desk: Desk, page: Page) -> bool:
        def fresh(span: Span) -> bool:
            present = {each.span for each in desk.answer(span.answer).segments}
            return span in present

        return all(fresh(span) for span, _p in page.items)

    def segment_selected(self, desk: Desk) -> None:
        """Draw what belongs to the selected segment."""
        self.show_suggestions(desk)
        self.query_one("#preview", Plate).draw(shown_line(self._preview()))
        span = self.selected
        if span is not None:
            self.query_one(RespondentCard).show_answer(desk.answer(span.answer), desk.corpus.survey, whole=True)

    def offers(self, desk: Desk, span: Span) -> tuple[Suggestion, ...]:
        """Return the other codes suggested for a segment: the page's own is given or refused with the page."""
        code = None if self._page is None else self._page.code
        return tuple(each for each in super().offers(desk, span) if each.code != code)

    def show_card(self, desk: Desk) -> None:
        """Draw the card of the page's code; of a suggestion while one is being chosen."""
        if self.suggestion_list.has_focus or self._page is None:
            super().show_card(desk)
        else:
            self.query_one(CodeCard).show_code(desk.codebook.by_id.get(self._page.code), desk.codebook)

    def on_descendant_focus(self) -> None:
        """Draw the card anew: another pane has the focus."""
        if self.desk is not None:
            self.show_card(self.desk)

    def _look(self, span: Span, index: int) -> SegmentRow:
        desk, page = self.desk, self._page
        assert desk is not None
        assert page is not None
        del index
        view = desk.segment(span)
        suggestion = desk.suggestion(span, page.code)
        words = looks.words_in(span, suggestion)
        sure = self._sure.setdefault(span, suggestion is None or suggestion.sure)
        told = chance_told(self._chances.get(span, 0.0), sure=sure)
        tag = looks.respondent_tag(span, desk.wave)
        signs = Signs(words, looks.coded_parts(view))
        return SegmentRow(view.text, self._sign(span), tag, signs, looks.lines_below(view, desk.codebook), told)

    def _sign(self, span: Span) -> str:
        return "○" if span in self._exceptions else "✓"

    def _preview(self) -> str:
        n = len(self._chances) - len(self._exceptions)
        says = ngettext("{n} segment gets the code.", "{n} segments get the code.", n).format(n=n)
        n = len(self._exceptions)
        if n:
            says += " " + ngettext("{n} refuses it.", "{n} refuse it.", n).format(n=n)
        desk, page = self.desk, self._page
        if desk is not None and page is not None:
            before = desk.preview(self._taken(page), page.code)
            says = " ".join((says, *sentences.beside_getting(before, desk.codebook)))
        return says + " " + _("Enter confirms.")

    def _taken(self, page: Page) -> tuple[Span, ...]:
        return tuple(span for span, _p in page.items if span not in self._exceptions)

    # deciding

    def action_take_out(self) -> None:
        """Make the selected segment an exception, or none."""
        span = self.selected
        if span is None or self.desk is None:
            return
        self._exceptions ^= {span}
        self.segments.redraw()
        self.segment_selected(self.desk)

    def action_confirm(self) -> None:
        """Give the code to the page without its exceptions, for which it is refused."""
        desk, page = self.desk, self._page
        if desk is None or page is None:
            self.tell(_("There is no page to confirm. j chooses another order."))
            return
        taken = self._taken(page)
        refused = tuple(span for span, _p in page.items if span in self._exceptions)
        n_get = desk.preview(taken, page.code).n_get
        outcome = self.decide(lambda: desk.confirm(taken, page.code, refused))
        self._turn_to(self._pages())
        self.freshen()
        name = code_name(page.code, desk.codebook)
        says = sentences.of_confirming(n_get, len(refused), name)
        self.tell(says if outcome.seq is not None else self.said(outcome))

    def action_step(self, key: str) -> None:
        """Skip the page, or go back to the one skipped last."""
        if key == "right" and self._page is not None:
            self._skipped.append(self._page.code)
        elif key == "left" and self._skipped:
            self._skipped.pop()
        else:
            self.tell(_("There is no further page that way."))
            return
        self._turn_to(self._pages())
        self.freshen()

    def taken_back(self) -> None:
        """Lay the page anew: it may be the one that was taken back."""
        self._turn_to(self._pages())

    def action_back(self) -> None:
        """From the suggestions to the segments; else to the themes."""
        if self.suggestion_list.has_focus:
            self.segments.focus()
        else:
            super().action_back()
