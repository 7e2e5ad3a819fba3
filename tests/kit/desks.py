"""A desk that lives in memory, for fast tests of the screens; it keeps the promises of ``avoin.tui.desk.Desk``.

What is suggested is a rule (a code's keyword is in the segment), so that tests can foresee it.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from avoin.codebook.model import Code, Codebook
from avoin.coding import type_ahead
from avoin.coding.decision import Coding, Mark, Verb
from avoin.coding.queue import Page, QueueOrder
from avoin.coding.suggestion import Suggestion
from avoin.corpus.model import Answer, Corpus, Question, QuestionKind, Respondent, Survey, Variable, Wave
from avoin.corpus.select import Filter, select
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, VariableId, WaveId
from avoin.progress import Progress, silent
from avoin.store.draws import Draw
from avoin.text import working_text
from avoin.themes.model import Theme
from avoin.tui.house import ProjectHouse
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.coders.adjudicate import AdjudicationDesk
from avoin.workflow.coders.double_coding import Which
from avoin.workflow.desk.course import Course, QuestionInWave, courses
from avoin.workflow.desk.desk_news import Heard, News
from avoin.workflow.desk.desk_views import (
    AnswerView,
    FoundSegments,
    Outcome,
    Preview,
    SegmentView,
    Tally,
    ThemeState,
    ThemeView,
)
from avoin.workflow.desk.memos import memo_marks, own_memo
from avoin.workflow.desk.notes import About, Note, NoteKind, notes
from avoin.workflow.desk.question_progress import QuestionProgress
from avoin.workflow.desk.sitting_place import Position
from avoin.workflow.outgoing.quote_desk import QuoteDesk
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.outgoing.write_summaries import SummaryDesk, open_summaries
from avoin.workflow.project import Project
from kit import decided
from kit.disagreeing import JUDGE, disagreeing
from kit.projects import project

WAVE = WaveId("2025")
AINO = CoderId("aino")
MONEY = Question(QuestionId("talous"), QuestionKind.OPEN, "Talousvaikeudet", {WAVE: "Talousvaikeudet"})
CARE = Question(QuestionId("sote"), QuestionKind.OPEN, "Sote-palvelut", {WAVE: "Sote"})
MOOD = Question(QuestionId("vointi"), QuestionKind.GRADE, "Yleinen vointi", {WAVE: "Vointi"})
ROLE = Variable(VariableId("tehtava"), "Työtehtävä", {WAVE: "Työtehtävä"})
CENTRE = Variable(VariableId("keskus"), "Kriisikeskus", {WAVE: "Keskus"})

CODEBOOK = Codebook(
    "kriisibarometri",
    "1.0.0",
    (
        Code(CodeId("talous"), "Taloudellinen ahdinko", codable=False),
        Code(
            CodeId("leikkaukset"),
            "Sosiaaliturvan leikkaukset",
            "asumistuki, työttömyysturva, toimeentulotuki, Kelan päätökset",
            include="etuuden pieneneminen tai epääminen",
            exclude="hoidon leikkaukset, kirurgia",
            borderline="”leirimaksu jäi maksamatta”",
            keywords=("asumistu", "leikkau", "kela"),
            parent=CodeId("talous"),
        ),
        Code(
            CodeId("hinnat"),
            "Hintojen nousu",
            "ruoka, vuokra, sähkö kallistuneet",
            keywords=("kallis", "hinta", "hinnat"),
        ),
        Code(CodeId("perustarpeet"), "Perustarpeista tinkiminen", "ruoka, lääkkeet", keywords=("lääk", "ruoka")),
        Code(CodeId("velka"), "Säästöt ja velka", "velkaantuminen, säästöjen loppuminen", keywords=("velk", "sääst")),
        Code(CodeId("nuoret"), "Nuorten ja opiskelijoiden talous", "opiskelijat", keywords=("opiskel",)),
    ),
)
"""A small codebook; each code is suggested where one of its keywords is in the segment."""

ANSWERS = (
    ("2025-001", "työntekijä", "Vaasa", "Asumistuki pieneni ja vuokra ei. Ruoka on kallista."),
    ("2025-002", "työntekijä", "Lahti", "Kelalta tuli päätös, että pitäisi muuttaa halvempaan."),
    ("2025-003", "johtaja", "Vaasa", "Leikkaukset näkyvät joka päivä puhelimessa."),
    ("2025-004", "työntekijä", "Oulu", "Leikkauksesta toipuminen vei säästöt."),
    ("2025-005", "johtaja", "Lahti", "Äiti jätti lääkkeensä ostamatta, että lapsi pääsi leirille."),
    ("2025-006", "työntekijä", "Oulu", "Kaikki on kallista. Hinnat nousevat koko ajan."),
    ("2025-007", "työntekijä", "Vaasa", "Opiskelijat velkaantuvat."),
    ("2025-008", "työntekijä", "Lahti", "en osaa sanoa"),
    ("2025-009", "johtaja", "Oulu", "Det har blivit svårare för alla."),
    ("2025-010", "työntekijä", "Oulu", "Kaikki on kallista."),
)
REVIEWED = (
    ("Kelan Minna Virtanen sanoi Vaasassa, että tukea ei tule.", "leikkaukset"),
    ("Asumistuki pieneni.", "leikkaukset"),
    ("Leikkaukset näkyvät joka päivä.", "leikkaukset"),
    ("Toimeentulotuki hylättiin.", "leikkaukset"),
    ("Tukien leikkaus vei vuokrarahat.", "leikkaukset"),
    ("Ruoka on kallista.", "hinnat"),
    ("Kaikki maksaa enemmän.", "hinnat"),
)
"""Answers of the project whose quotations are reviewed and whose themes are summarised, each with its code."""

THEMES = (
    ("1", "asumistuen leikkaukset", ("asumistu", "kela", "leikkau")),
    ("2", "hintojen nousu", ("kallis", "hinnat")),
)


def segment_limits(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences by full stops, without the spaces between."""
    limits, start = [], 0
    for place, char in enumerate(text):
        if char == "." or place == len(text) - 1:
            limits.append((start, place + 1))
            start = place + 1
    return tuple((left + len(text[left:right]) - len(text[left:right].lstrip()), right) for left, right in limits)


@dataclass
class _Act:
    """One decision: how it is done, how it is taken back."""

    do: Callable[[], None]
    undo: Callable[[], None]
    outcome: Outcome


@dataclass
class _Marks:
    """What is on the segments."""

    codings: dict[Span, list[CodeId]] = field(default_factory=dict)
    refused: dict[Span, list[CodeId]] = field(default_factory=dict)
    done: set[Span] = field(default_factory=set)
    memos: dict[Span | AnswerKey, str] = field(default_factory=dict)
    flags: set[Span] = field(default_factory=set)
    quotes: set[Span] = field(default_factory=set)
    segments: dict[AnswerKey, tuple[Span, ...]] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()
    not_themes: set[str] = field(default_factory=set)
    theme_memos: dict[str, str] = field(default_factory=dict)
    bookmarks: set[Span] = field(default_factory=set)

    def copy(self) -> "_Marks":
        return _Marks(
            {span: list(codes) for span, codes in self.codings.items()},
            {span: list(codes) for span, codes in self.refused.items()},
            set(self.done), dict(self.memos), set(self.flags), set(self.quotes),
            dict(self.segments), self.themes, set(self.not_themes), dict(self.theme_memos),
            set(self.bookmarks),
        )  # fmt: skip


class FakeDesk:
    """One question's answers and one coder's decisions, in memory."""

    def __init__(
        self,
        answers: Sequence[tuple[str, str, str, str]] = ANSWERS,
        codebook: Codebook = CODEBOOK,
        question: Question = MONEY,
        wave: WaveId | None = WAVE,
        themes: Sequence[tuple[str, str, tuple[str, ...]]] = THEMES,
    ) -> None:
        self._named = themes
        self.question = question
        self.wave = wave
        self.coder = AINO
        self.codebook = codebook
        self.corpus = corpus_of(answers, question)
        self.n_refits = 0
        self.n_caught_up = 0
        self.blind = False
        self.hidden: set[str] = set()
        self.threshold = 0.4  # below it a suggestion is offered only
        self.trouble: Exception | None = None
        self._texts = {answer.key: answer.text for answer in self.corpus.answers_to(question.id)}
        self._marks = _Marks(segments={key: self._cut(key, segment_limits(text)) for key, text in self._texts.items()})
        self._marks.themes = self._first_themes()
        self._history: list[tuple[_Marks, Outcome]] = []
        self._undone: list[tuple[_Marks, Outcome]] = []
        self._recent: list[CodeId] = []

    # reading

    def tally(self) -> Tally:
        spans = self._spans()
        marks = self._marks
        return Tally(
            len(spans),
            sum(1 for span in spans if span in marks.done),
            len(self._texts),
            sum(1 for key in self._texts if set(marks.segments[key]) <= marks.done),
            len(self.non_answers()),
            sum(1 for view in self.themes() if view.state in ("open", "partly")),
        )

    def answers(self, order: QueueOrder = QueueOrder.FILE, keep: Filter | None = None) -> tuple[AnswerKey, ...]:
        kept = None if keep is None else {(each.wave, each.id) for each in select(self.corpus, keep)}
        keys = [key for key in self._texts if kept is None or (key.wave, key.respondent) in kept]
        if order is QueueOrder.OPEN:
            keys = [key for key in keys if not set(self._marks.segments[key]) <= self._marks.done]
        if order is QueueOrder.UNCERTAIN:
            keys.reverse()
        return tuple(keys)

    def answer(self, key: AnswerKey) -> AnswerView:
        others = tuple(
            (question, found.text if isinstance(found, Answer) else found.raw)
            for question in self.corpus.survey.questions
            if question.id != self.question.id
            and (
                found := self.corpus.by_key.get(AnswerKey(key.wave, key.respondent, question.id))
                or self.corpus.closed_by_key.get(AnswerKey(key.wave, key.respondent, question.id))
            )
        )
        return AnswerView(
            self.corpus.by_key[key],
            self.corpus.respondent_by_id[key.wave, key.respondent],
            tuple(self.segment(span) for span in self._marks.segments[key]),
            self._marks.memos.get(key, ""),
            others,
        )

    def segment(self, span: Span) -> SegmentView:
        marks = self._marks
        text = self._texts[span.answer]
        return SegmentView(
            span,
            text[span.start : span.end],
            tuple(
                Coding(there, code, AINO, 1, "2025-02-14T10:00:00+00:00", "")
                for there, codes in marks.codings.items()
                if there.answer == span.answer and there.start < span.end and span.start < there.end
                for code in codes
            ),
            tuple(marks.refused.get(span, ())),
            span in marks.done,
            text == "en osaa sanoa",
            "sv" if text.startswith("Det ") else "fi",
            marks.memos.get(span, ""),
            span in marks.flags,
            any(
                each.answer == span.answer and each.start < span.end and span.start < each.end for each in marks.quotes
            ),
            (),
            span in marks.bookmarks,
            tuple(
                text[each.start : each.end]
                for each in marks.quotes
                if each.answer == span.answer and each != span and each.start < span.end and span.start < each.end
            ),
        )

    def themes(self) -> tuple[ThemeView, ...]:
        return tuple(self._theme_view(theme) for theme in self._marks.themes)

    def theme_spans(self, theme_id: str) -> tuple[Span, ...]:
        return next(theme.spans for theme in self._marks.themes if theme.id == theme_id)

    def non_answers(self) -> tuple[Span, ...]:
        return tuple(span for span in self._spans() if self._texts[span.answer] == "en osaa sanoa")

    def unassigned(self) -> tuple[Span, ...]:
        return tuple(span for span in self._spans() if self._texts[span.answer].startswith("Det "))

    def is_done(self, span: Span) -> bool:
        return self.segment(span).done

    def is_open(self, key: AnswerKey) -> bool:
        return any(not each.done for each in self.answer(key).segments)

    def theme_code(self, theme_id: str) -> tuple[CodeId | None, float]:
        votes = [each.code for span in self.theme_spans(theme_id) for each in self._fitting(span)[:1]]
        best = max(dict.fromkeys(votes), key=votes.count, default=None)
        return (None, 0.0) if best is None else (best, votes.count(best) / len(votes))

    def suggestions(self, span: Span, n: int = 9) -> tuple[Suggestion, ...]:
        if self.hides(span):
            return ()
        without = {*self._marks.codings.get(span, ()), *self._marks.refused.get(span, ())}
        return tuple(each for each in self._fitting(span) if each.code not in without)[:n]

    def suggestion(self, span: Span, code: CodeId) -> Suggestion | None:
        return next((each for each in self.suggestions(span) if each.code == code), None)

    def hides(self, span: Span) -> bool:
        return span.answer.respondent in self.hidden

    def page(self) -> Page | None:
        return next(iter(self.pages()), None)

    def pages(self) -> tuple[Page, ...]:
        pages = []
        for code in self.codebook.usable:
            items = tuple(
                (span, each.p)
                for span in self._spans()
                for each in self.suggestions(span)
                if each.code == code.id and span not in self._marks.done
            )
            if items:
                pages.append(Page(code.id, items[:10]))
        return tuple(sorted(pages, key=lambda page: -len(page.items)))

    def preview(self, spans: Sequence[Span], code: str) -> Preview:
        having = [span for span in spans if code in self._marks.codings.get(span, ())]
        everywhere = self._same(spans)
        getting = [span for span in everywhere if code not in self._marks.codings.get(span, ())]
        elsewhere = sum(1 for span in getting if span not in spans)
        return Preview(
            len(getting), len(having), elsewhere, sum(1 for span in everywhere if span not in self._marks.done)
        )

    def recent_codes(self) -> tuple[CodeId, ...]:
        return tuple(dict.fromkeys(reversed(self._recent)))

    def find_codes(self, typed: str) -> tuple[Code, ...]:
        return type_ahead.find_codes(self.codebook, typed)

    def search(self, query: str, most: int) -> FoundSegments:
        found = tuple(span for span in self._spans() if query.casefold() in self.segment(span).text.casefold())
        return FoundSegments(found[:most], len(found) > most)

    # deciding

    def rethink(
        self, k: int | None = None, progress: Progress = silent, *, only_open: bool = False, seeded: bool = False
    ) -> Outcome:
        progress(0, None, "Finding themes")
        first = self._first_themes()
        if seeded:
            first = tuple(replace(theme, name=f"koodin teema {theme.id}") for theme in first)
        if only_open:
            first = tuple(
                replace(theme, spans=tuple(span for span in theme.spans if span not in self._marks.done))
                for theme in first
            )
        spare = tuple(replace(first[0], id=str(place), name=f"teema {place}") for place in range(3, (k or 2) + 1))
        return self._decide(Verb.THEMES, lambda marks: setattr(marks, "themes", (*first, *spare)[: k or 2]))

    def merge_themes(self, ids: Sequence[str]) -> Outcome:
        chosen = [theme for theme in self._marks.themes if theme.id in ids]
        spans = tuple(dict.fromkeys(span for theme in chosen for span in theme.spans))
        merged = replace(chosen[0], spans=spans)
        rest = tuple(theme for theme in self._marks.themes if theme.id not in ids)
        return self._decide(Verb.THEMES, lambda marks: setattr(marks, "themes", (merged, *rest)))

    def split_theme(self, theme_id: str) -> Outcome:
        theme = next(theme for theme in self._marks.themes if theme.id == theme_id)
        half = len(theme.spans) // 2
        parts = (replace(theme, spans=theme.spans[:half]), replace(theme, id=f"{theme.id}b", spans=theme.spans[half:]))
        rest = tuple(each for each in self._marks.themes if each.id != theme_id)
        return self._decide(Verb.THEMES, lambda marks: setattr(marks, "themes", (*parts, *rest)))

    def not_theme(self, theme_id: str) -> Outcome:
        return self._decide(Verb.THEMES, lambda marks: marks.not_themes.add(theme_id))

    def confirm(self, spans: Sequence[Span], code: str, refused: Sequence[Span] = ()) -> Outcome:
        everywhere = self._same(spans)

        def change(marks: _Marks) -> None:
            _put(marks, everywhere, CodeId(code))
            marks.done.update(everywhere)
            for span in refused:
                marks.refused.setdefault(span, []).append(CodeId(code))

        return self._decide(Verb.CONFIRM, change, everywhere, CodeId(code))

    def assign(self, spans: Span | Sequence[Span], code: str) -> Outcome:
        chosen = (spans,) if isinstance(spans, Span) else tuple(spans)
        everywhere = self._same(chosen)
        return self._decide(Verb.ASSIGN, lambda marks: _put(marks, everywhere, CodeId(code)), everywhere, CodeId(code))

    def unassign(self, span: Span, code: str) -> Outcome:
        everywhere = self._same((span,))

        def change(marks: _Marks) -> None:
            for each in everywhere:
                if code in marks.codings.get(each, []):
                    marks.codings[each].remove(CodeId(code))

        return self._decide(Verb.UNASSIGN, change, everywhere, CodeId(code))

    def toggle(self, span: Span, code: str) -> Outcome:
        there = code in self._marks.codings.get(span, ())
        return self.unassign(span, code) if there else self.assign(span, code)

    def refuse(self, span: Span, code: str) -> Outcome:
        def change(marks: _Marks) -> None:
            marks.refused.setdefault(span, []).append(CodeId(code))
            if code in marks.codings.get(span, []):
                marks.codings[span].remove(CodeId(code))

        return self._decide(Verb.REFUSE, change, (span,), CodeId(code))

    def done(self, spans: Sequence[Span]) -> Outcome:
        everywhere = self._same(spans)
        return self._decide(Verb.DONE, lambda marks: marks.done.update(everywhere), everywhere)

    def reopen(self, spans: Sequence[Span]) -> Outcome:
        return self._decide(Verb.DONE, lambda marks: marks.done.difference_update(spans), spans)

    def new_code(
        self, name: str, definition: str, parent: str | None, spans: Sequence[Span], part: Span | None = None
    ) -> Outcome:
        code = Code(
            CodeId(name.casefold().replace(" ", "_")), name, definition, parent=CodeId(parent) if parent else None
        )
        self.codebook = replace(self.codebook, codes=(*self.codebook.codes, code))
        on = spans if part is None else (part,)
        return self._decide(Verb.NEW_CODE, lambda marks: _put(marks, on, code.id), on, code.id)

    def code_part(self, part: Span, code: str) -> Outcome:
        known = CodeId(code)
        if known in self._marks.codings.get(part, ()):
            change: Callable[[_Marks], None] = lambda marks: marks.codings[part].remove(known)  # noqa: E731
            return self._decide(Verb.UNASSIGN, change, (part,), known)
        return self._decide(Verb.ASSIGN, lambda marks: _put(marks, (part,), known), (part,), known)

    def quote_part(self, part: Span) -> Outcome:
        return self.quote(part)

    def memo(self, target: Span | AnswerKey, text: str) -> Outcome:
        return self._decide(Verb.MEMO, lambda marks: marks.memos.update({target: text}), n_put=1 if text else 0)

    def memo_theme(self, theme_id: str, text: str) -> Outcome:
        return self._decide(Verb.MEMO, lambda marks: marks.theme_memos.update({theme_id: text}), n_put=1 if text else 0)

    def flag(self, span: Span) -> Outcome:
        on = span not in self._marks.flags
        return self._decide(Verb.FLAG, lambda marks: marks.flags.symmetric_difference_update({span}), n_put=int(on))

    def bookmark(self, span: Span) -> Outcome:
        on = span not in self._marks.bookmarks
        change: Callable[[_Marks], None] = lambda marks: marks.bookmarks.symmetric_difference_update({span})  # noqa: E731
        return self._decide(Verb.BOOKMARK, change, n_put=int(on))

    def alike(self, span: Span, n: int = 5) -> tuple[Span, ...]:
        """Segments of other answers with a longer word in common."""
        words = {word for word in self.segment(span).text.casefold().split() if len(word) > 4}
        others = (each for each in self._spans() if each.answer != span.answer)
        return tuple(each for each in others if words & set(self.segment(each).text.casefold().split()))[:n]

    def quote(self, span: Span) -> Outcome:
        on = span not in self._marks.quotes
        return self._decide(Verb.QUOTE, lambda marks: marks.quotes.symmetric_difference_update({span}), n_put=int(on))

    def split_at(self, span: Span, offset: int) -> Outcome:
        def change(marks: _Marks) -> None:
            halves = (Span(span.answer, span.start, offset - 1), Span(span.answer, offset, span.end))
            before = marks.segments[span.answer]
            place = before.index(span)
            marks.segments[span.answer] = (*before[:place], *halves, *before[place + 1 :])

        return self._decide(Verb.SPLIT, change, (span,))

    def join_next(self, span: Span) -> Outcome:
        def change(marks: _Marks) -> None:
            before = marks.segments[span.answer]
            place = before.index(span)
            whole = Span(span.answer, span.start, before[place + 1].end)
            marks.segments[span.answer] = (*before[:place], whole, *before[place + 2 :])

        return self._decide(Verb.JOIN, change, (span,))

    def catch_up(self) -> None:
        self.n_caught_up += 1

    def look(self) -> News:
        return News()

    def hear(self, news: News) -> Heard:
        del news
        return Heard(is_other=False, draws_changed=False, waves=(), by={})

    def undo(self) -> Outcome | None:
        if not self._history:
            return None
        before, outcome = self._history.pop()
        self._undone.append((self._marks, outcome))
        self._marks = before
        return replace(outcome, verb=Verb.UNDO)

    def redo(self) -> Outcome | None:
        if not self._undone:
            return None
        after, outcome = self._undone.pop()
        self._history.append((self._marks, outcome))
        self._marks = after
        return replace(outcome, verb=Verb.REDO)

    def refit(self) -> None:
        self.n_refits += 1

    # inside

    def _decide(
        self,
        verb: Verb,
        change: Callable[[_Marks], None],
        spans: Sequence[Span] = (),
        code: CodeId | None = None,
        n_put: int = 1,
    ) -> Outcome:
        if self.trouble is not None:
            raise self.trouble
        before = self._marks
        self._marks = before.copy()
        change(self._marks)
        if code is not None:
            self._recent.append(code)
        n_answers = len({span.answer for span in spans})
        outcome = Outcome(verb, len(self._history) + 1, n_put, 1 - n_put, len(spans), n_answers, code, self.question.id)
        self._history.append((before, outcome))
        self._undone.clear()
        return outcome

    def _spans(self) -> tuple[Span, ...]:
        return tuple(span for spans in self._marks.segments.values() for span in spans)

    def _cut(self, key: AnswerKey, limits: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(key, start, end) for start, end in limits)

    def _same(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        twins = [
            Span(key, span.start, span.end)
            for span in spans
            for key, text in self._texts.items()
            if key != span.answer and text == self._texts[span.answer]
        ]
        return tuple(dict.fromkeys((*spans, *twins)))

    def _fitting(self, span: Span) -> tuple[Suggestion, ...]:
        text = self._texts[span.answer]
        part = text[span.start : span.end].casefold()
        found = []
        for place, code in enumerate(self.codebook.usable):
            words = tuple(
                (span.start + part.index(word), span.start + part.index(word) + len(word))
                for word in code.keywords
                if word in part
            )
            if words:
                p = 0.94 - place / 10
                found.append(Suggestion(code.id, p, words, sure=p >= self.threshold))
        return tuple(found)

    def _first_themes(self) -> tuple[Theme, ...]:
        themes, used = [], set[Span]()
        for number, name, words in self._named:
            spans = tuple(
                span
                for span in self._spans()
                if span not in used and any(word in self.segment(span).text.casefold() for word in words)
            )
            used.update(spans)
            themes.append(Theme(number, name, words, None, 0.0, False, spans))
        talking = (span for span in self._spans() if span not in {*self.non_answers(), *self.unassigned(), *used})
        rest = tuple(talking)
        return (*themes, Theme("3", "sekalainen", (), None, 0.0, True, rest)) if rest else tuple(themes)

    def _theme_view(self, theme: Theme) -> ThemeView:
        n_open = sum(1 for span in theme.spans if span not in self._marks.done)
        state: ThemeState = "open" if n_open == len(theme.spans) else ("partly" if n_open else "done")
        if theme.id in self._marks.not_themes:
            state = "none"
        return ThemeView(theme, n_open, len(theme.spans), (), state, self._marks.theme_memos.get(theme.id, ""))


@dataclass
class FakeHouse:
    """A project with two open questions; each opens as a desk in memory."""

    desk: FakeDesk = field(default_factory=FakeDesk)
    name: str = "Kriisibarometri"
    warnings: tuple[str, ...] = ()
    opened: list[tuple[str, str | None]] = field(default_factory=list)
    left_at: Position | None = None
    _codebook: CodebookDesk | None = None
    _double: ProjectHouse | None = None
    _project: Project | None = None

    def renew(self) -> None:
        """Nobody else reads anything in."""

    def questions(self) -> tuple[QuestionProgress, ...]:
        tally = self.desk.tally()
        return (
            QuestionProgress(self.desk.question, WAVE, 10, tally.n_answers, tally.n_answers_decided),
            QuestionProgress(CARE, WAVE, 10, 1, 0),
        )

    def codebook_desk(self) -> CodebookDesk:
        """A real codebook in a real project: one answer coded by Aino with two codes."""
        if self._codebook is None:
            folder = tempfile.mkdtemp()
            atexit.register(shutil.rmtree, folder)
            made = project(
                Path(folder) / "p",
                {MONEY.id: {"r1": "Leikkaukset näkyvät.", "r2": "Kaikki on kallista."}},
                codebook=CODEBOOK,
                coder=AINO,
            )
            decided.code(made, "r1", MONEY.id, "leikkaukset", coder=AINO, codebook="kriisibarometri 1.0.0")
            decided.code(made, "r2", MONEY.id, "hinnat", coder=AINO, codebook="kriisibarometri 1.0.0")
            self._codebook = CodebookDesk(made, AINO)
        return self._codebook

    def _compared(self) -> ProjectHouse:
        """A real project whose two coders disagree on three answers, as the one who decides opens it."""
        if self._double is None:
            folder = tempfile.mkdtemp()
            atexit.register(shutil.rmtree, folder)
            self._double = ProjectHouse(disagreeing(Path(folder) / "p"), CoderId(JUDGE))
        return self._double

    def adjudication(self, which: Which) -> AdjudicationDesk:
        return self._compared().adjudication(which)

    def draws(self) -> tuple[Draw, ...]:
        return self._compared().draws()

    def open_draw(self) -> Draw | None:
        return self._compared().open_draw()

    def draw(self, coder: str, share: float) -> Draw:
        return self._compared().draw(coder, share)

    def finish_draw(self) -> Draw:
        return self._compared().finish_draw()

    def _reviewed(self) -> Project:
        """A real project whose answers have names in them, coded by Aino."""
        if self._project is None:
            folder = tempfile.mkdtemp()
            atexit.register(shutil.rmtree, folder)
            people = [f"r{number}" for number in range(1, len(REVIEWED) + 1)]
            self._project = project(
                Path(folder) / "p",
                {MONEY.id: dict(zip(people, (text for text, _code in REVIEWED), strict=True))},
                variables={
                    "tehtava": {who: "johtaja" if place == 0 else "työntekijä" for place, who in enumerate(people)}
                },
                codebook=CODEBOOK,
                coder=AINO,
            )
            for who, (text, code) in zip(people, REVIEWED, strict=True):
                decided.code(
                    self._project, who, MONEY.id, code, coder=AINO, end=len(text), codebook="kriisibarometri 1.0.0"
                )
        return self._project

    def position(self) -> Position | None:
        return self.left_at

    def remember(self, position: Position) -> None:
        self.left_at = position

    def notes(self, kind: NoteKind, words: str) -> tuple[Note, ...]:
        """The marks of the desk in memory."""
        segments = [view for key in self.desk.answers() for view in self.desk.answer(key).segments]
        found = [
            Note(kind, About.SEGMENT, AINO, view.memo, view.text, view.span)
            for view in segments
            if {NoteKind.MEMO: view.memo, NoteKind.FLAG: view.flagged, NoteKind.BOOKMARK: view.bookmarked}[kind]
        ]
        if kind is NoteKind.MEMO:
            desk = self.codebook_desk()
            found += notes(desk.project, desk.coder, kind)
            found += [
                Note(kind, About.THEME, AINO, view.memo, view.theme.name, None, None, MONEY.id, WAVE, view.theme.id)
                for view in self.desk.themes()
                if view.memo
            ]
        return tuple(note for note in found if words in note.text + note.words)

    def memos(self) -> Mapping[CodeId, tuple[Mark, ...]]:
        return memo_marks(self.codebook_desk().project, AINO)

    def memo(self, code: CodeId) -> str:
        return own_memo(self.codebook_desk().project, AINO, code)

    def write_memo(self, code: CodeId, text: str) -> Outcome:
        return ProjectHouse(self.codebook_desk().project, AINO).write_memo(code, text)

    def courses(self, places: Iterable[QuestionInWave]) -> Mapping[QuestionInWave, Course]:
        """How the work in the project of quotations goes."""
        return courses(self._reviewed(), AINO, [place for place in places if place[0] == MONEY.id])

    def quote_desk(self, progress: Progress) -> QuoteDesk:
        """A real quote desk."""
        return open_quotes(self._reviewed(), AINO, progress=progress)

    def summary_desk(self) -> SummaryDesk:
        """A real desk for writing summaries."""
        return open_summaries(self._reviewed())

    def open(self, question: QuestionId, wave: WaveId | None, progress: Progress) -> FakeDesk:
        progress(0, 1, "Reading answers")
        self.opened.append((question, wave))
        if question == CARE.id:
            self.desk = FakeDesk(ANSWERS[:1], question=CARE)
        return self.desk


def corpus_of(answers: Sequence[tuple[str, str, str, str]], question: Question = MONEY) -> Corpus:
    """Respondents with role and centre and one answer each; the first also answered the other questions."""
    survey = Survey("Kriisibarometri", (Wave(WAVE),), (MONEY, CARE, MOOD), (ROLE, CENTRE))
    people, texts = [], []
    for place, (who, role, centre, text) in enumerate(answers):
        respondent = RespondentId(who)
        people.append(Respondent(WAVE, respondent, place, {ROLE.id: role, CENTRE.id: centre}))
        texts.append(Answer(AnswerKey(WAVE, respondent, question.id), text, working_text(text)))
    if answers and question is not CARE:
        first = AnswerKey(WAVE, RespondentId(answers[0][0]), CARE.id)
        texts.append(
            Answer(first, "Takaisinsoittoa odotettiin kaksi viikkoa.", "Takaisinsoittoa odotettiin kaksi viikkoa.")
        )
    return Corpus(survey, tuple(people), tuple(texts))


def _put(marks: _Marks, spans: Sequence[Span], code: CodeId) -> None:
    for span in spans:
        codes = marks.codings.setdefault(span, [])
        if code not in codes:
            codes.append(code)
