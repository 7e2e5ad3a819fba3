"""The reading side of the desk: what a screen asks for; nothing here stores anything.

Enters: an opened desk's corpus, codebook, state and suggestions. Leaves: views.
Invariant: every answer to a screen is put together from memory, but for a search, which asks the kept index.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice

from avoin.codebook.model import Code, Codebook
from avoin.coding import type_ahead
from avoin.coding.carrying import settled
from avoin.coding.decision import Mark, MarkKind
from avoin.coding.queue import PAGE_SIZE, Page, QueueOrder
from avoin.coding.suggestion import N_OFFERED, Suggestion
from avoin.corpus.model import Corpus, Question
from avoin.corpus.select import Filter, select
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, Span, WaveId
from avoin.themes.model import Theme
from avoin.workflow.desk.desk_drafts import confirming
from avoin.workflow.desk.desk_state import DeskState
from avoin.workflow.desk.desk_suggestions import DeskSuggestions
from avoin.workflow.desk.desk_themes import DeskThemes, segments_now
from avoin.workflow.desk.desk_views import AnswerView, FoundSegments, Preview, SegmentView, Tally, ThemeView
from avoin.workflow.project import Project
from avoin.workflow.texts.find_themes import ThemeRun
from avoin.workflow.texts.theme_memos import memos_by_theme
from avoin.workflow.texts.word_index import WordIndex

N_ALIKE = 5
"""Similar segments that are shown beside one."""


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
    _imported: Mapping[WaveId, str]
    _run: ThemeRun | None
    _seen_themes: DeskThemes | None
    _seen_memos: tuple[tuple[int, int], dict[str, tuple[Mark, ...]]]
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
        memos = self._theme_memos()
        return tuple(
            replace(view, memo="\n".join(mark.text for mark in memos.get(view.theme.id, ())))
            for view in self._themes().views()
        )

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

    def suggestion(self, span: Span, code: CodeId) -> Suggestion | None:
        """Return a code's suggestion for a segment; None where it is not sure enough, or on the segment or refused."""
        self._known((span,))
        if code in self._state.codes(span) or code in self._state.refused(span):
            return None
        return self._suggestions.suggestion(span, code)

    def alike(self, span: Span, n: int = N_ALIKE) -> tuple[Span, ...]:
        """Return the segments of other answers that say the most similar things, nearest first."""
        self._known((span,))
        return tuple(each for each in self._suggestions.alike(span, n) if each in self._state.segments[each.answer])

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
        named = set(self._known(spans))
        put = confirming(self._state, tuple(spans), CodeId(code), ()).put
        getting = [mark.span for mark in put if mark.kind is MarkKind.CODING]
        gone = settled(self.codebook, self._state.near(put), put, self.coder)
        losing = Counter(mark.code for mark in gone if mark.kind is MarkKind.CODING)
        return Preview(
            len(getting),
            sum(1 for span in named if code in self._state.codes(span)),
            sum(1 for span in getting if span not in named),
            sum(1 for mark in put if mark.kind is MarkKind.DONE),
            tuple(sorted(losing.items())),
        )

    def recent_codes(self) -> tuple[CodeId, ...]:
        """Return the codes this coder used at this desk, the last one first."""
        return tuple(dict.fromkeys(code for code in reversed(self._recent) if code in self.codebook.by_id))

    def find_codes(self, typed: str) -> tuple[Code, ...]:
        """Return the codes that the typed letters fit, best first."""
        return type_ahead.find_codes(self.codebook, typed)

    def search(self, query: str, most: int) -> FoundSegments:
        """Return the first segments that hold the word, in any form and inside compounds, in file order."""
        hits = WordIndex(self.project).find(query, (self.question.id,), self.wave)
        places = (Span(each.key, *place) for each in hits if each.key in self._state.answers for place in each.places)
        segments = (span for span, _several in groupby(segments_now(self._state, places)))
        return FoundSegments(tuple(islice(segments, most)), any(True for _span in segments))

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

    def _known_part(self, part: Span) -> Span:
        answer = self._state.answers.get(part.answer)
        if answer is None or not 0 <= part.start < part.end or not answer.text[part.start : part.end].strip():
            raise UnknownPlaceError(
                _("There are no words {start}–{end} in the answer of {respondent}.").format(
                    start=part.start, end=part.end, respondent=part.answer.respondent
                )
            )
        return part

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
            tuple(mark.text for mark, _origin in state.on(span, MarkKind.MEMO) if mark.span != span),
            bool(state.on(span, MarkKind.BOOKMARK)),
            tuple(
                state.answers[span.answer].text[mark.start : mark.end]
                for mark, _origin in state.on(span, MarkKind.QUOTE)
                if mark.span != span
            ),
            state.is_apart(span.answer),
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

    def _theme_memos(self) -> dict[str, tuple[Mark, ...]]:
        """Return this coder's notes on each theme of now."""
        now = (self._last, self._run.run if self._run else 0)
        if self._seen_memos[0] != now:
            marks = [mark for mark in self._state.loose if mark.kind is MarkKind.THEME_MEMO]
            found = {} if self._run is None or not marks else memos_by_theme(self.project, self._run, marks)
            self._seen_memos = (now, found)
        return self._seen_memos[1]
