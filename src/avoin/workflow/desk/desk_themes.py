"""The candidate themes on a desk: their segments as they are cut now, and how many of them are decided.

Enters: a theme run, the state of a desk and what is suggested. Leaves: spans, codes and views of themes.
Invariant: it says what looking at every segment anew would say; a decision costs as many looks as it touches segments.
"""

from collections.abc import Iterable, Iterator, Sequence

from avoin.coding.decision import MarkKind
from avoin.ids import AnswerKey, CodeId, Span
from avoin.themes.model import Theme
from avoin.workflow.desk.desk_state import DeskState
from avoin.workflow.desk.desk_suggestions import DeskSuggestions
from avoin.workflow.desk.desk_views import ThemeState, ThemeView
from avoin.workflow.texts.find_themes import ThemeRun

Proposed = tuple[CodeId | None, float]


class DeskThemes:
    """The themes of one run.

    Attributes
    ----------
    run : ThemeRun or None
        None before the first one.
    themes : tuple of Theme
    """

    def __init__(self, run: ThemeRun | None, state: DeskState, suggestions: DeskSuggestions) -> None:
        self.run = run
        self.themes: tuple[Theme, ...] = run.themes.themes if run else ()
        self._state = state
        self._suggestions = suggestions
        self._number = {theme.id: number for number, theme in enumerate(self.themes)}
        self._spans = [spans_now(state, theme.spans) for theme in self.themes]
        self._of: dict[Span, tuple[int, ...]] = {}  # which themes a segment is in
        self._done: list[set[Span]] = [set() for _theme in self.themes]
        self._refused: list[set[Span]] = [set() for _theme in self.themes]
        for number in range(len(self.themes)):
            self._take_in(number, self._spans[number])
        for answer in state.marks:
            self._look_at(answer)
        self._non_answers = tuple(key for key in state.answers if state.read[key].non_answer)
        self._codes: list[Proposed] = []
        self.name_codes()

    def name_codes(self) -> None:
        """Ask the suggestions for each theme's code anew; may be done in a thread of its own."""
        self._codes = [
            self._suggestions.code_of(spans, theme.code, theme.confidence)
            for theme, spans in zip(self.themes, tuple(self._spans), strict=True)
        ]

    def spans(self, theme_id: str) -> tuple[Span, ...]:
        """Return a theme's segments, the most typical first."""
        self._follow()
        return self._spans[self._number[theme_id]]

    def code(self, theme_id: str) -> Proposed:
        """Return the code suggested for a theme, and the share of its segments expected to deserve it."""
        return self._codes[self._number[theme_id]]

    def non_answers(self) -> tuple[Span, ...]:
        """Return the segments of answers that say nothing, in file order."""
        return tuple(span for key in self._non_answers for span in self._state.segments[key])

    def unassigned(self) -> tuple[Span, ...]:
        """Return the segments that the run put in no theme."""
        return spans_now(self._state, self.run.themes.unassigned) if self.run else ()

    def views(self) -> tuple[ThemeView, ...]:
        """Return the themes with how far they are decided."""
        self._follow()
        return tuple(self._view(number, theme) for number, theme in enumerate(self.themes))

    def _view(self, number: int, theme: Theme) -> ThemeView:
        state, n = self._state, len(self._spans[number])
        n_open = n - len(self._done[number])
        code, _p = self._codes[number]
        excluded = tuple(sorted(span for span in self._refused[number] if code in state.refused(span)))
        return ThemeView(theme, n_open, n, excluded, self._theme_state(theme, n_open, n))

    def _theme_state(self, theme: Theme, n_open: int, n_segments: int) -> ThemeState:
        denied = f"{self.run.run if self.run else 0}:{theme.id}"
        if any(mark.kind is MarkKind.NOT_THEME and mark.text == denied for mark in self._state.loose):
            return "none"
        if n_open == 0:
            return "done"
        return "open" if n_open == n_segments else "partly"

    def _follow(self) -> None:
        """Look at the answers again on which something was decided since."""
        while self._state.news:
            answer, before = self._state.news.popitem()
            if before != self._state.segments[answer]:
                self._cut_anew(before)
            self._look_at(answer)

    def _cut_anew(self, before: Sequence[Span]) -> None:
        concerned = {number for span in before for number in self._of.pop(span, ())}
        for number in concerned:
            self._done[number].difference_update(before)
            self._refused[number].difference_update(before)
            self._spans[number] = spans_now(self._state, self.themes[number].spans)
            self._take_in(number, self._spans[number])

    def _take_in(self, number: int, spans: Iterable[Span]) -> None:
        alone = (number,)
        for span in spans:
            there = self._of.setdefault(span, alone)
            if number not in there:
                self._of[span] = (*there, number)

    def _look_at(self, answer: AnswerKey) -> None:
        for span in self._state.segments.get(answer, ()):
            for number in self._of.get(span, ()):
                _keep(self._done[number], span, span in self._state.done)
                _keep(self._refused[number], span, bool(self._state.refused(span)))


def spans_now(state: DeskState, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the segments, as they are cut now, that some spans touch, each once, in the order of the spans."""
    return tuple(dict.fromkeys(segments_now(state, spans)))


def segments_now(state: DeskState, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the segments, as they are cut now, that each span touches; one that several touch comes several times."""
    for span in spans:
        for each in state.segments.get(span.answer, ()):
            if each.start < span.end and span.start < each.end:
                yield each


def _keep(spans: set[Span], span: Span, holds: bool) -> None:
    if holds:
        spans.add(span)
    else:
        spans.discard(span)
