"""The reading side of the desk: what a screen asks for; nothing here stores anything.

Enters: an opened desk's corpus, codebook, state and suggestions. Leaves: views.
Invariant: every answer to a screen is put together from memory, but for a search, which asks the kept index.
"""

from collections.abc import Iterable, Sequence

from avoin.codebook.model import Code, Codebook
from avoin.coding import type_ahead
from avoin.coding.decision import MarkKind
from avoin.coding.queue import PAGE_SIZE, Page, QueueOrder
from avoin.coding.suggestion import N_OFFERED, Suggestion
from avoin.corpus.model import Corpus, Question
from avoin.corpus.select import Filter, select
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, Span, WaveId
from avoin.themes.model import Theme
from avoin.workflow.desk.desk_state import DeskState
from avoin.workflow.desk.desk_suggestions import DeskSuggestions
from avoin.workflow.desk.desk_themes import DeskThemes, spans_now
from avoin.workflow.desk.desk_views import AnswerView, Preview, SegmentView, Tally, ThemeView
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import ThemeRun
from avoin.workflow.texts.word_index import WordIndex


class UnknownPlaceError(AvoinError):
    """An answer, segment or theme that the desk does not have; segments may have been cut anew meanwhile."""


class DeskReading:
    """What is on the desk.

    Attributes
    ----------
    project : Project
    question : Question
    wave : WaveId or None
        None where the answers of all waves are on the desk.
    coder : CoderId
    codebook : Codebook
        The current one; without codes where the project has none.
    corpus : Corpus
    blind : bool
        True while the coder codes drawn answers blind: only those are here, and nothing is suggested.
    """

    project: Project
    question: Question
    wave: WaveId | None
    coder: CoderId
    codebook: Codebook
    corpus: Corpus
    blind: bool
    _state: DeskState
    _suggestions: DeskSuggestions
    _last: int
    _run: ThemeRun | None
    _seen_themes: DeskThemes | None
    _recent: list[CodeId]

    def tally(self) -> Tally:
        """Return how far the question is decided."""
        state = self._state
        left = sum(1 for view in self.themes() if view.state in ("open", "partly"))
        return Tally(
            state.n_segments,
            len(state.done),
            len(state.answers),
            state.n_answers_decided,
            state.n_non_answers,
            left,
        )

    def answers(self, order: QueueOrder = QueueOrder.FILE, keep: Filter | None = None) -> tuple[AnswerKey, ...]:
        """Return the answers in this order, those that the filter keeps."""
        keys = tuple(self._state.answers)
        if keep is not None and not keep.is_empty:
            kept = {(each.wave, each.id) for each in select(self.corpus, keep)}
            keys = tuple(key for key in keys if (key.wave, key.respondent) in kept)
        return tuple(self._ordered(keys, order))

    def answer(self, key: AnswerKey) -> AnswerView:
        """Return one answer with its segments and what stands beside it.

        Raises
        ------
        UnknownPlaceError
            Where the desk has no such answer.
        """
        answer = self._state.answers.get(key)
        if answer is None:
            raise UnknownPlaceError(_("There is no answer of {respondent} here.").format(respondent=key.respondent))
        note = self._state.note(key, -1, -1)
        return AnswerView(
            answer,
            self.corpus.respondent_by_id[key.wave, key.respondent],
            tuple(self._segment(span) for span in self._state.segments[key]),
            note.text if note else "",
            tuple(self._other_answers(key)),
        )

    def segment(self, span: Span) -> SegmentView:
        """Return one segment.

        Raises
        ------
        UnknownPlaceError
            Where it is no segment now.
        """
        return self._segment(self._known((span,))[0])

    def themes(self) -> tuple[ThemeView, ...]:
        """Return the candidate themes in use, as they were listed; none before the first run."""
        return self._themes().views()

    def theme_spans(self, theme_id: str) -> tuple[Span, ...]:
        """Return a theme's segments as they are cut now, the most typical first.

        Raises
        ------
        UnknownPlaceError
            Where there is no such theme.
        """
        return self._themes().spans(self._theme(theme_id).id)

    def non_answers(self) -> tuple[Span, ...]:
        """Return the segments of answers that say nothing, in file order."""
        return self._themes().non_answers()

    def unassigned(self) -> tuple[Span, ...]:
        """Return the segments that the theme run put in no theme: other languages, no words."""
        return self._themes().unassigned()

    def theme_code(self, theme_id: str) -> tuple[CodeId | None, float]:
        """Return the code that is suggested for a theme and the expected share of its segments that deserves it.

        Raises
        ------
        UnknownPlaceError
            Where there is no such theme.
        """
        return self._themes().code(self._theme(theme_id).id)

    def is_done(self, span: Span) -> bool:
        """Return whether a segment is decided; not asked of what is no segment now."""
        return span in self._state.done

    def is_open(self, key: AnswerKey) -> bool:
        """Return whether anything of an answer on the desk is not decided."""
        return not self._state.is_decided(key)

    def suggestions(self, span: Span, n: int = N_OFFERED) -> tuple[Suggestion, ...]:
        """Return the codes that are suggested for a segment, likeliest first, without those it has or refused.

        Empty where the machine is not sure enough of any.
        """
        self._known((span,))
        without = {*self._state.codes(span), *self._state.refused(span)}
        return self._suggestions.suggestions(span, n, without)

    def hides(self, span: Span) -> bool:
        """Return whether suggestions for this segment are hidden, to see how much they steer."""
        return self._suggestions.hides(span)

    def page(self) -> Page | None:
        """Return the surest page, or None where none is worth showing."""
        pages = self.pages()
        return pages[0] if pages else None

    def pages(self) -> tuple[Page, ...]:
        """Return the next page of every code, the surest page first."""
        return self._suggestions.pages(PAGE_SIZE)

    def preview(self, spans: Sequence[Span], code: str) -> Preview:
        """Return what ``confirm`` would do.

        Raises
        ------
        UnknownPlaceError
            Where a span is no segment now.
        """
        state, named = self._state, set(self._known(spans))
        targets = state.same_segments(tuple(spans))
        getting = [span for span in targets if code not in state.codes(span)]
        return Preview(
            len(getting),
            sum(1 for span in named if code in state.codes(span)),
            sum(1 for span in getting if span not in named),
            sum(1 for span in targets if span not in state.done),
        )

    def recent_codes(self) -> tuple[CodeId, ...]:
        """Return the codes this coder used at this desk, the last one first."""
        return tuple(dict.fromkeys(code for code in reversed(self._recent) if code in self.codebook.by_id))

    def find_codes(self, typed: str) -> tuple[Code, ...]:
        """Return the codes that the typed letters fit, best first."""
        return type_ahead.find_codes(self.codebook, typed)

    def search(self, query: str) -> tuple[Span, ...]:
        """Return the segments that hold the word, in any form and inside compounds, in file order."""
        found = WordIndex(self.project).find(query)
        here = (each for each in found if each.key in self._state.answers)
        return self._spans_now(Span(each.key, start, end) for each in here for start, end in each.places)

    def _known(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        for span in spans:
            if span not in self._state.segments.get(span.answer, ()):
                raise UnknownPlaceError(
                    _("There is no segment {start}–{end} in the answer of {respondent}.").format(
                        start=span.start, end=span.end, respondent=span.answer.respondent
                    ),
                    _("It may have been split or joined meanwhile; open the answer again."),
                )
        return tuple(spans)

    def _segment(self, span: Span) -> SegmentView:
        state = self._state
        read = state.read[span.answer]
        note = state.note(*span)
        return SegmentView(
            span,
            state.answers[span.answer].text[span.start : span.end],
            state.codings(span),
            state.refused(span),
            span in state.done,
            read.non_answer,
            read.language,
            note.text if note else "",
            bool(state.on(span, MarkKind.FLAG)),
            bool(state.on(span, MarkKind.QUOTE)),
        )

    def _ordered(self, keys: Sequence[AnswerKey], order: QueueOrder) -> Iterable[AnswerKey]:
        if order is QueueOrder.OPEN:
            return (key for key in keys if not self._state.is_decided(key))
        if order is QueueOrder.WAITING:
            return (key for key in keys if any(mark.kind is MarkKind.AWAITS for mark in self._state.marks.get(key, ())))
        if order is QueueOrder.THEMES:
            first = dict.fromkeys(span.answer for theme in self._themes().themes for span in theme.spans)
            rank = {key: place for place, key in enumerate(first)}
            return sorted(keys, key=lambda key: rank.get(key, len(rank)))
        if order is QueueOrder.UNCERTAIN:
            return self._suggestions.least_sure_first(keys, self._state.segments)
        if order is QueueOrder.PAGES:
            return self._suggestions.by_code(keys, self._state.segments)
        return keys

    def _other_answers(self, key: AnswerKey) -> Iterable[tuple[Question, str]]:
        for question in self.corpus.survey.questions:
            other = AnswerKey(key.wave, key.respondent, question.id)
            found = self.corpus.by_key.get(other) or self.corpus.closed_by_key.get(other)
            if found is not None and question.id != self.question.id:
                yield question, getattr(found, "category", "") or found.raw.strip()

    def _themes(self) -> DeskThemes:
        """Return the themes of the run in use."""
        if self._seen_themes is None or self._seen_themes.run is not self._run:
            self._seen_themes = DeskThemes(self._run, self._state, self._suggestions)
        return self._seen_themes

    def _theme(self, theme_id: str) -> Theme:
        found = next((theme for theme in self._themes().themes if theme.id == theme_id), None)
        if found is None:
            raise UnknownPlaceError(_("There is no theme {theme}.").format(theme=theme_id))
        return found

    def _spans_now(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        return spans_now(self._state, spans)
