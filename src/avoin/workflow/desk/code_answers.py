"""The desk: one question's answers, one coder's decisions on them, and what the machine suggests.

Enters: a coder's acts. Leaves: decisions, each stored whole before the method returns.
Invariants: every method that decides opens one transaction and appends one decision; identical answers are decided
together; a closed wave is never changed; a suggestion becomes a coding only by ``confirm``, ``assign``, ``toggle`` or
``new_code``.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from avoin.coding.choice import usable_code
from avoin.coding.decision import Decision, Mark, MarkKind, Verb
from avoin.coding.queue import Page, QueueOrder
from avoin.errors import AvoinError
from avoin.ids import AnswerKey, CodeId, Span, WaveId
from avoin.progress import Progress, silent
from avoin.store import decisions as decision_store
from avoin.store import undoing
from avoin.workflow.codebooks.codebook_operations import note_changes
from avoin.workflow.desk import desk_drafts as drafts
from avoin.workflow.desk import new_codes
from avoin.workflow.desk.desk_deciding import DeskDeciding
from avoin.workflow.desk.desk_drafts import Change
from avoin.workflow.desk.desk_news import Heard, News, changes_draws, look
from avoin.workflow.desk.desk_opening import lay_out
from avoin.workflow.desk.desk_views import (
    AnswerView,
    Outcome,
    Preview,
    SegmentView,
    Tally,
    ThemeView,
    gone_back,
)
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.project import Project, coder_of
from avoin.workflow.texts import find_themes as theme_verbs
from avoin.workflow.texts.theme_memos import theme_place

if TYPE_CHECKING:
    from avoin.workflow.desk.desk_learning import Fit

__all__ = [
    "AnswerView",
    "Desk",
    "Outcome",
    "Page",
    "Preview",
    "QueueOrder",
    "SegmentView",
    "Tally",
    "ThemeView",
    "open_desk",
]


def open_desk(
    project: Project,
    question_id: str,
    wave: str | None = None,
    coder: str | None = None,
    progress: Progress = silent,
    fit: "Fit | None" = None,
) -> "Desk":
    """Sit down at a question.

    Opening is quick where the answers were prepared; suggestions come with the first ``refit``.

    Parameters
    ----------
    wave : str or None
        None puts the answers of all waves on the desk.
    coder : str or None
        None is whoever codes here (``project.coder_of``).
    fit : callable or None
        Fits the suggester (``fit_aside``); None fits it in this process.

    Raises
    ------
    UnknownQuestionError, UnknownWaveError
        Where the survey has no such open question or wave.
    """
    with suppress(AvoinError):  # what is wrong with the draft is told where the codebook is read
        note_changes(project, coder_of(project, coder), quiet=True)
    return Desk(project, question_id, wave, coder, progress, fit)


class Desk(DeskDeciding):
    """One question's answers before one coder; what can be asked is described at ``DeskReading``.

    Every method that decides returns after the commit, with what it did. ``seq`` is None where nothing was different.
    All of them raise ``ClosedWaveError`` for a closed wave, ``UnknownCodeError`` for a code that may not be used,
    ``UnknownPlaceError`` for a segment that is not there now, and ``StoreError`` where nothing could be stored.
    """

    def __init__(
        self,
        project: Project,
        question_id: str,
        wave: str | None,
        coder: str | None,
        progress: Progress,
        fit: "Fit | None",
    ) -> None:
        self.project = project
        self.coder = coder_of(project, coder)
        parts = lay_out(project, question_id, wave, self.coder, progress, fit)
        self.question, self.wave = parts.question, parts.wave
        self.codebook, self.corpus = parts.codebook, parts.corpus
        self._state, self._suggestions, self._last = parts.state, parts.suggestions, parts.last
        self._imported = self._waves = parts.imported
        self._looked = parts.last
        self.blind = parts.blind
        self._run = None if self.blind else theme_verbs.current_run(project, self.question.id, self.wave)
        self._seen_themes = None
        self._seen_memos = ((-1, 0), {})
        self._themes()  # looked through here, where nobody waits for a key
        self._recent = self._state.codes_by_age()

    # codings

    def confirm(self, spans: Sequence[Span], code: str, refused: Sequence[Span] = ()) -> Outcome:
        """Put a code on exactly these segments, which are decided by it, and refuse it on the ones taken out."""
        self._known((*spans, *refused))
        known = usable_code(self.codebook, code)
        return self._decide(Verb.CONFIRM, drafts.confirming(self._state, spans, known.id, refused), spans, known.id)

    def assign(self, spans: Span | Sequence[Span], code: str) -> Outcome:
        """Put a code on segments; whether they are decided stays as it is."""
        named = self._known(_several(spans))
        known = usable_code(self.codebook, code)
        return self._decide(Verb.ASSIGN, drafts.assigning(self._state, named, known.id), named, known.id)

    def unassign(self, span: Span | Sequence[Span], code: str) -> Outcome:
        """Take a code off segments; also one that is retired or gone from the codebook."""
        named = self._known(_several(span))
        gone = CodeId(code)
        return self._decide(Verb.UNASSIGN, drafts.unassigning(self._state, named, gone), named, gone)

    def toggle(self, span: Span, code: str) -> Outcome:
        """Put a code on a segment, or take it off where it is."""
        return self.unassign(span, code) if code in self._state.codes(span) else self.assign(span, code)

    def code_part(self, part: Span, code: str) -> Outcome:
        """Put a code on some words of an answer, or take it off where it stands on exactly these; see ``drafts``.

        Raises
        ------
        UnknownPlaceError
            Where the answer has no such words.
        """
        self._known_part(part)
        if any(each.span == part and each.code == code for each in self._state.codings(part)):
            gone = CodeId(code)
            return self._decide(Verb.UNASSIGN, drafts.unassigning_part(self._state, part, gone), (part,), gone)
        known = usable_code(self.codebook, code)
        return self._decide(Verb.ASSIGN, drafts.assigning_part(self._state, part, known.id), (part,), known.id)

    def refuse(self, span: Span | Sequence[Span], code: str) -> Outcome:
        """Say that segments do not deserve a code; it is not suggested there any more."""
        named = self._known(_several(span))
        known = usable_code(self.codebook, code)
        return self._decide(Verb.REFUSE, drafts.refusing(self._state, named, known.id), named, known.id)

    def done(self, spans: Span | Sequence[Span]) -> Outcome:
        """Say that segments are decided, with the codings they have or without any."""
        named = self._known(_several(spans))
        return self._decide(Verb.DONE, drafts.finishing(self._state, named), named)

    def reopen(self, spans: Span | Sequence[Span]) -> Outcome:
        """Say that segments are not decided after all; their codings stay."""
        named = self._known(_several(spans))
        return self._decide(Verb.DONE, drafts.reopening(self._state, named), named)

    def new_code(
        self, name: str, definition: str, parent: str | None, spans: Sequence[Span], part: Span | None = None
    ) -> Outcome:
        """Add a code to the draft codebook and put it on segments, in one decision.

        Several segments are decided by it, as by ``confirm``; a single one stays open, as after ``assign``. Where
        ``part`` is named it goes on these words instead.

        Raises
        ------
        CodebookError
            Where the name is taken or the heading is not there.
        """
        self._known(spans)
        code = new_codes.new_code(self.project, name, definition, parent, self._origin())
        if part is not None:
            giving = drafts.assigning_part(self._state, self._known_part(part), code.id)
        elif len(spans) > 1:
            giving = drafts.confirming(self._state, spans, code.id, ())
        else:
            giving = drafts.assigning(self._state, spans, code.id)
        self._refuse_closed(spans)
        with new_codes.added(self.project, (code,)):
            self._take_codebook()
            change = Change((new_codes.code_mark(code), *giving.put), giving.taken)
            return self._decide(Verb.NEW_CODE, change, spans, code.id)

    # notes

    def memo(self, target: Span | AnswerKey, text: str) -> Outcome:
        """Write a note on a segment or an answer in place of the one before; an empty one takes it away."""
        spans = self._known((target,)) if isinstance(target, Span) else ()
        answer = target.answer if isinstance(target, Span) else target
        self.answer(answer)
        return self._decide(Verb.MEMO, drafts.noting(self._state, target, text), spans, answers=(answer,))

    def flag(self, span: Span) -> Outcome:
        """Mark a segment to be talked over with a colleague, or take the mark off."""
        named = self._known((span,))
        return self._decide(Verb.FLAG, drafts.toggling(self._state, MarkKind.FLAG, span), named)

    def bookmark(self, span: Span) -> Outcome:
        """Mark a segment to come back to, or take the mark off."""
        named = self._known((span,))
        return self._decide(Verb.BOOKMARK, drafts.toggling(self._state, MarkKind.BOOKMARK, span), named)

    def quote(self, span: Span) -> Outcome:
        """Mark a segment as worth quoting, or take the mark off."""
        named = self._known((span,))
        return self._decide(Verb.QUOTE, drafts.toggling(self._state, MarkKind.QUOTE, span), named)

    def quote_part(self, part: Span) -> Outcome:
        """Mark some words of an answer as worth quoting, or take the mark off."""
        change = drafts.quoting_part(self._state, self._known_part(part))
        return self._decide(Verb.QUOTE, change, (part,))

    # segments

    def split_at(self, span: Span, offset: int) -> Outcome:
        """Cut a segment in two where the character at ``offset`` of the answer's text begins the second part."""
        named = self._known((span,))
        return self._decide(Verb.SPLIT, drafts.splitting(self._state, span, offset), named)

    def join_next(self, span: Span) -> Outcome:
        """Join a segment with the next one of its answer."""
        named = self._known((span,))
        return self._decide(Verb.JOIN, drafts.joining(self._state, span), named)

    # themes

    def rethink(
        self, k: int | None = None, progress: Progress = silent, *, only_open: bool = False, seeded: bool = False
    ) -> Outcome:
        """Group the segments into themes again: about k, only those not decided yet, or around the codes; slow."""
        at = (self.project, self.question.id, self.wave)
        return self._regroup(
            lambda: theme_verbs.find_themes(
                *at, k, None, progress, only_open=only_open, seeded=seeded, coder=self.coder
            )
        )

    def merge_themes(self, ids: Sequence[str]) -> Outcome:
        """Make one theme of several."""
        return self._regroup(
            lambda: theme_verbs.merge_themes(self.project, self.question.id, self.wave, ids, coder=self.coder)
        )

    def split_theme(self, theme_id: str) -> Outcome:
        """Make two or more themes of one."""
        return self._regroup(
            lambda: theme_verbs.split_theme(self.project, self.question.id, self.wave, theme_id, coder=self.coder)
        )

    def not_theme(self, theme_id: str) -> Outcome:
        """Say that a candidate theme is none, or take that back."""
        self._theme(theme_id)
        assert self._run is not None
        denied = f"{self._run.run}:{theme_id}"
        mark = Mark(MarkKind.NOT_THEME, self._run.mark.wave, question=self.question.id, text=denied)
        change = Change(taken=(mark,)) if mark in self._state.loose else Change((mark,))
        return self._decide(Verb.THEMES, change, ())

    def memo_theme(self, theme_id: str, text: str) -> Outcome:
        """Write a note on a candidate theme in place of those before; an empty one takes them away."""
        self._theme(theme_id)
        assert self._run is not None
        put = () if not text.strip() else (replace(theme_place(self._run, theme_id), coder=self.coder, text=text),)
        before = self._theme_memos().get(theme_id, ())
        return self._decide(Verb.MEMO, Change(put, tuple(mark for mark in before if mark not in put)), ())

    # going back

    def undo(self) -> Outcome | None:
        """Take back this coder's last decision, at whichever desk and in whichever sitting it was made."""
        with self.project.store.transaction() as connection:
            before = undoing.next_undo(connection, self.coder)
            if before is None:
                return None
            refuse_closed(self.project.survey, _waves(before))
            new_codes.refuse_changed(self.project, before)
            decision = undoing.undo(connection, self.coder)
            news = decision_store.load(connection, after=self._last)
        new_codes.withdraw(self.project, before)
        self._followed(decision, news, Verb.UNDO)
        return None if decision is None else gone_back(before, decision)

    def redo(self) -> Outcome | None:
        """Do again what was taken back last, unless something else was decided since."""
        with self.project.store.read() as connection:
            planned = undoing.next_redo(connection, self.coder)
        if planned is None:
            return None
        refuse_closed(self.project.survey, _waves(planned))
        with (
            new_codes.done_again(self.project, planned),
            self.project.store.transaction() as connection,
        ):
            decision = undoing.redo(connection, self.coder)
            news = decision_store.load(connection, after=self._last)
        self._followed(decision, news, Verb.REDO)
        return None if decision is None else gone_back(planned, decision)

    # others

    def look(self) -> News:
        """Return what came elsewhere since the last time; only reads, so that a thread of its own may do it."""
        return look(self.project, self.coder, self._looked, self._waves)

    def hear(self, news: News) -> Heard:
        """Take in what ``look`` found; what came with this desk's own decisions is here already."""
        self._looked = max((each.seq for each in news.decisions), default=self._looked)
        fresh = [each for each in news.decisions if each.seq > self._last]
        unasked = [each for each in news.decisions if each.coder != self.coder or each in fresh]
        now = self._waves if news.waves is None else news.waves
        other = tuple(sorted(wave for wave in {*now, *self._waves} if now.get(wave) != self._waves.get(wave)))
        self._waves = now
        self._followed(None, fresh, Verb.CODEBOOK)
        return Heard(bool(fresh), changes_draws(unasked, self.coder), other, news.by)

    def catch_up(self) -> None:
        """Take in what was decided elsewhere meanwhile, as on the codebook."""
        with self.project.store.read() as connection:
            news = decision_store.load(connection, after=self._last)
        self._followed(None, news, Verb.CODEBOOK)

    # suggestions

    def refit(self) -> None:
        """Learn from what is decided now.

        Slow (to be called in a thread of its own); the suggestions shown stay as they are until the new ones are put in
        their place. The first call makes the answers' vectors where they are not ready.
        """
        self._suggestions.refit(self._state)
        self._themes().name_codes()


def _several(spans: Span | Sequence[Span]) -> tuple[Span, ...]:
    return (spans,) if isinstance(spans, Span) else tuple(spans)


def _waves(decision: Decision) -> tuple[WaveId, ...]:
    return tuple(dict.fromkeys(mark.wave for mark in (*decision.put, *decision.taken) if mark.respondent))
