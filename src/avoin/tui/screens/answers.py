"""Answers: one answer with its segments, what is suggested for the selected one, and what else the respondent said.

Invariants: Enter decides the answer that is shown and no other; the order of answers is fixed when it is chosen, so
that nothing moves under the hands.
"""

import re
from itertools import chain
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from avoin.coding.queue import QueueOrder
from avoin.i18n import _, ngettext
from avoin.ids import AnswerKey, Span
from avoin.tui import keys
from avoin.tui.desk import Desk
from avoin.tui.dialogs.queue_order import order_name
from avoin.tui.places import Place
from avoin.tui.screens import looks
from avoin.tui.screens.coding_screen import CodingScreen
from avoin.tui.screens.selecting import Selection, begin, between
from avoin.tui.widgets.alike_card import AlikeCard
from avoin.tui.widgets.code_card import CodeCard
from avoin.tui.widgets.frame import KeyLine
from avoin.tui.widgets.respondent_card import RespondentCard, background
from avoin.tui.widgets.segment_list import SegmentList, SegmentRow
from avoin.tui.widgets.shown import shown, shown_line
from avoin.tui.widgets.signed_text import Signs
from avoin.tui.widgets.suggestion_list import SuggestionList
from avoin.workflow.desk.desk_views import AnswerView

_WORD = re.compile(r"\S+")


class AnswersScreen(CodingScreen):
    """Coding an answer at a time."""

    PLACE = Place.ANSWERS
    BINDINGS: ClassVar[list[BindingType]] = [
        *keys.bindings(Place.ANSWERS),
        Binding("space", "other_end", show=False),  # while words are selected
    ]

    def __init__(self, project_name: str) -> None:
        super().__init__(project_name)
        self._queue: tuple[AnswerKey, ...] = ()
        self._place_of: dict[AnswerKey, int] = {}
        self._key: AnswerKey | None = None
        self._cut: int | None = None
        self._selection: Selection | None = None
        self._wanted: Span | None = None
        self._arrives = False

    def compose_body(self) -> ComposeResult:
        """Draw the panes."""
        with Horizontal(id="panes"):
            with Vertical(id="answer"):
                yield SegmentList(id="segments", classes="pane")
                with Horizontal(id="below"):
                    yield SuggestionList(id="suggestions", classes="pane")
                    with VerticalScroll(id="others", classes="pane", can_focus=False):
                        yield RespondentCard(id="others-card")
                yield CodeCard(id="card", classes="pane")
            with Vertical(id="aside"):
                with VerticalScroll(id="beside", classes="pane", can_focus=False):
                    yield RespondentCard(id="beside-card")
                with VerticalScroll(id="alike", classes="pane", can_focus=False):
                    yield AlikeCard(id="alike-card")

    def on_mount(self) -> None:
        """Start in the segments."""
        self.segments.focus()
        self.query_one("#others").border_title = shown(_("Other answers"))
        self.query_one("#beside").border_title = shown(_("Respondent"))
        self.query_one("#alike").border_title = shown(_("Similar segments"))

    @property
    def answer(self) -> AnswerKey | None:
        """The answer that is shown."""
        return self._key

    @property
    def place(self) -> Place:
        """Other keys work while a segment is being cut, or words of it are selected."""
        if self._selection is not None:
            return Place.SELECT
        return Place.ANSWERS if self._cut is None else Place.CUT

    # the queue

    def desk_changed(self) -> None:
        """Lay the queue anew and start at its first answer that is open."""
        self._key = None
        self.lay_queue()
        if self.desk is not None and self.desk.blind:
            n = len(self._queue)
            says = ngettext(
                "{n} answer to code blind: without suggestions and others' codes. When it is done: F7, F.",
                "{n} answers to code blind: without suggestions and others' codes. When done: F7, F.",
                n,
            )
            self.tell(says.format(n=n))

    def lay_queue(self) -> None:
        """Fix the order of answers; stay at the answer shown where it is among them."""
        desk = self.desk
        if desk is None:
            return
        order = QueueOrder.THEMES if self.order is QueueOrder.PAGES else self.order
        self._queue = desk.answers(order, self.keep)
        self._place_of = {key: place for place, key in enumerate(self._queue)}
        if self._key not in self._place_of:
            self._go_to(self._next_open(desk, -1) or (self._queue[0] if self._queue else None))

    def others_decided(self) -> None:
        """Draw the answer as it is now; a cut stays where it is, unless its segment was cut or joined by somebody."""
        cut = self.selected
        super().others_decided()
        if self._cut is not None and self.selected != cut:
            self._cut = None
            self.freshen()

    def go_to_span(self, span: Span) -> None:
        """Show this segment, also where the queue does not have its answer."""
        self._wanted = span
        if self.is_current:
            self.freshen()

    def _go_to(self, key: AnswerKey | None) -> None:
        self._key = key
        self._cut = self._selection = None
        self._arrives = True
        self.forget_offers()
        self.segments.start_over()
        self.suggestion_list.start_over()

    def _next_open(self, desk: Desk, place: int) -> AnswerKey | None:
        around = chain(range(place + 1, len(self._queue)), range(max(place, 0)))
        keys = (self._queue[each] for each in around)
        if self.order is QueueOrder.WAITING:
            waiting = frozenset(desk.answers(QueueOrder.WAITING, self.keep))
            return next((key for key in keys if key in waiting), None)
        return next((key for key in keys if desk.is_open(key)), None)

    # what is on the screen

    def show_desk(self) -> None:
        """Draw the answer."""
        desk = self.desk
        if desk is None:
            return
        self.query_one(KeyLine).keys_now = keys.at(self.place)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._go_to(wanted.answer)
        if self._key is None:
            self.segments.border_title = shown(_("No answer to show. f changes the filter."))
            self.segments.show_segments((), self._look)
            self.show_suggestions(desk)
            return
        view = desk.answer(self._key)
        if self._arrives and wanted is None and self.order is QueueOrder.WAITING:
            wanted = next((each.span for each in view.segments if not each.done), None)
        self._arrives = False
        self.segments.border_title = shown_line(self._title(desk, view))
        self.segments.border_subtitle = shown_line(_("note: {memo}").format(memo=view.memo) if view.memo else "")
        self.segments.show_segments(tuple(each.span for each in view.segments), self._look, at=wanted)
        if self._selection is not None and (
            self.selected is None or desk.segment(self.selected).text != self._selection.text
        ):
            self._selection = None  # the segment was cut or joined by undo
            self.query_one(KeyLine).keys_now = keys.at(self.place)
        for card in self.query(RespondentCard):
            card.show_answer(view, desk.corpus.survey, whole=False)
        self.show_suggestions(desk)

    def _title(self, desk: Desk, view: AnswerView) -> str:
        key = view.answer.key
        known = background(view.respondent, desk.corpus.survey)
        place = self._place_of.get(key)
        says = _("respondent {respondent}").format(respondent=looks.respondent_tag(Span(key, 0, 0), desk.wave))
        order = QueueOrder.THEMES if self.order is QueueOrder.PAGES else self.order
        queue = _("{order} ({place}/{all})").format(
            order=order_name(order), place="–" if place is None else place + 1, all=len(self._queue)
        )
        return " · ".join(part for part in (says, known, queue, _("filtered") if self.keep else "") if part)

    def _look(self, span: Span, index: int) -> SegmentRow:
        desk = self.desk
        assert desk is not None
        view = desk.segment(span)
        below = looks.lines_below(view, desk.codebook)
        sign = f"{index + 1}{'●' if view.done else ' '}"
        chosen = index == self.segments.cursor
        row = self.suggestion_list.chosen if chosen else None
        words = looks.words_in(span, looks.for_code(self.offers(desk, span), row.code)) if row is not None else ()
        selected = self._selection.place if chosen and self._selection is not None else None
        signs = Signs(words, looks.coded_parts(view), selected, self._cut if chosen else None)
        return SegmentRow(view.text, sign, "", signs, below)

    def show_suggestions(self, desk: Desk) -> None:
        """Draw the suggestions, and where there is room the segments that say similar things."""
        super().show_suggestions(desk)
        span = self.selected
        if span is not None and self.query_one("#alike").display:
            views = [desk.segment(each) for each in desk.alike(span)]
            self.query_one(AlikeCard).show_alike(
                (looks.respondent_tag(each.span, desk.wave), each.text, looks.codes_of(each, desk.codebook))
                for each in views
            )

    def show_card(self, desk: Desk) -> None:
        """Draw the card, and mark the words that speak for its code."""
        super().show_card(desk)
        self.segments.redraw()

    # deciding

    def action_confirm(self) -> None:
        """End selecting; cut where the cut stands; else the answer is done, and the next one comes."""
        desk, key = self.desk, self._key
        if desk is None or key is None:
            return
        if self._selection is not None:
            self._select(None)
            return
        if self._cut is not None:
            self._cut_here(desk, self._cut)
            return
        still_open = tuple(each.span for each in desk.answer(key).segments if not each.done)
        outcome = self.decide(lambda: desk.done(still_open)) if still_open else None
        there = self._next_open(desk, self._place_of.get(key, -1))
        if there is not None:
            self._go_to(there)
        self.freshen()
        says = self.said(outcome) if outcome is not None else _("It was decided before.")
        self.tell(says if there is not None else _("{what} All answers of this queue are decided.").format(what=says))

    def action_step(self, key: str) -> None:
        """Select another word; move the cut; else go to the answer before or after without deciding."""
        if self._selection is not None:
            self._select(self._selection.step(1 if key == "right" else -1))
            return
        if self._cut is not None:
            self._move_cut(1 if key == "right" else -1)
            return
        if self._key is None:
            return
        place = self._place_of.get(self._key, -1) + (1 if key == "right" else -1)
        if 0 <= place < len(self._queue):
            self._go_to(self._queue[place])
            self.freshen()
        else:
            self.tell(_("There is no further answer that way."))

    def action_join(self) -> None:
        """Join the selected segment with the next one."""
        desk, span = self.desk, self.selected
        if desk is None or span is None or self._cut is not None:
            return
        if self.segments.cursor + 1 >= len(self.segments.items):
            self.tell(_("This is the last segment of the answer: there is none to join it with."))
            return
        outcome = self.decide(lambda: desk.join_next(span))
        self._recut(desk, span.start)
        self.tell(self.said(outcome))

    # cutting

    def action_cut(self) -> None:
        """Start choosing where to cut; pressed again, leave it whole."""
        desk, span = self.desk, self.selected
        if desk is None or span is None:
            return
        self._selection = None
        places = _word_starts(desk.segment(span).text)
        if not places:
            self.tell(_("A single word is not cut."))
            return
        self._cut = places[(len(places) - 1) // 2] if self._cut is None else None
        self.freshen()

    def _move_cut(self, step: int) -> None:
        desk, span = self.desk, self.selected
        if desk is None or span is None or self._cut is None:
            return
        places = _word_starts(desk.segment(span).text)
        place = places.index(self._cut) + step
        self._cut = places[max(0, min(place, len(places) - 1))]
        self.segments.redraw()

    def _cut_here(self, desk: Desk, offset: int) -> None:
        span = self.selected
        if span is None:
            return
        outcome = self.decide(lambda: desk.split_at(span, span.start + offset))
        self._recut(desk, span.start)
        self.tell(self.said(outcome))

    def _recut(self, desk: Desk, start: int) -> None:
        """Draw the answer's new segments, the cursor on the one that begins there."""
        self._cut = None
        self.forget_offers()
        if self._key is not None:
            there = next((each.span for each in desk.answer(self._key).segments if each.span.start == start), None)
            self.segments.show_items(tuple(each.span for each in desk.answer(self._key).segments), at=there)
        self.freshen()

    def action_back(self) -> None:
        """End selecting; leave the segment whole; from the suggestions to the segments; else to the themes."""
        if self._selection is not None:
            self._select(None)
        elif self._cut is not None:
            self._cut = None
            self.freshen()
        elif self.suggestion_list.has_focus:
            self.segments.focus()
        else:
            super().action_back()

    def segment_selected(self, desk: Desk) -> None:
        """Leave a cut or words that were being chosen, and draw what belongs to the segment."""
        if self.place is not Place.ANSWERS:
            self._cut = self._selection = None
            self.query_one(KeyLine).keys_now = keys.at(self.place)
        super().segment_selected(desk)

    # selecting words

    @property
    def part(self) -> Span | None:
        """The selected words."""
        span, selection = self.selected, self._selection
        if span is None or selection is None:
            return None
        return Span(span.answer, span.start + selection.start, span.start + selection.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While words are selected only the keys of that work: other letters open the code finder."""
        is_of_it = action in keys.actions_at(Place.SELECT) or action not in keys.actions_at(Place.ANSWERS)
        return (self.place is not Place.SELECT or is_of_it) and super().check_action(action, parameters)

    def action_select(self) -> None:
        """Select the first word that speaks for the suggestion under the cursor, or the first of the segment."""
        desk, span = self.desk, self.selected
        if desk is None or span is None:
            return
        self._cut = None
        signs = self._look(span, self.segments.cursor).signs
        begun = begin(desk.segment(span).text, signs.words[0][0] if signs.words else 0)
        if begun is None:
            self.tell(_("There are no words to select."))
        else:
            self._select(begun)

    def action_widen(self, key: str) -> None:
        """Move the end of what is selected by a word."""
        if self._selection is None:
            self.action_select()
        else:
            self._select(self._selection.widen(1 if key == "shift+right" else -1))

    def action_nudge(self, key: str) -> None:
        """Move the end of what is selected by a letter."""
        if self._selection is None:
            self.action_select()
        else:
            self._select(self._selection.nudge(1 if key == "ctrl+right" else -1))

    def action_other_end(self) -> None:
        """Move the other end from now on."""
        if self._selection is not None:
            self._select(self._selection.other_end())
            self.tell(_("Now the beginning moves.") if self._selection.at_start else _("Now the end moves."))

    @on(SegmentList.Dragged)
    def _dragged(self, event: SegmentList.Dragged) -> None:
        event.stop()
        if self.desk is not None and event.span == self.selected:
            self._cut = None
            self._select(between(self.desk.segment(event.span).text, event.anchor, event.to))

    def _select(self, selection: Selection | None) -> None:
        self._selection = selection
        self.freshen()


def _word_starts(text: str) -> list[int]:
    """Return where each word but the first begins."""
    return [match.start() for match in _WORD.finditer(text)][1:]
