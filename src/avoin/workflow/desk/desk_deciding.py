"""How a decision at the desk is stored, and how the desk follows what is stored.

Enters: a change, as ``desk_drafts`` makes it. Leaves: an ``Outcome``, after the commit.
Invariants: one human act is one transaction; nothing of a closed wave is changed; the desk shows what is in the store,
other processes' decisions included.
"""

from collections.abc import Callable, Iterable, Sequence

from avoin.coding.carrying import settled
from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb
from avoin.ids import AnswerKey, CodeId, Span
from avoin.store import answers as answer_store
from avoin.store import decisions as decision_store
from avoin.workflow.codebooks.revise_codebook import current_codebook
from avoin.workflow.codebooks.shared_codebook import keep_step, refuse_newer, seen_by_draft
from avoin.workflow.coders.blind_coding import refuse_themes
from avoin.workflow.desk.desk_drafts import Change
from avoin.workflow.desk.desk_news import OtherAnswersError
from avoin.workflow.desk.desk_opening import NO_CODEBOOK
from avoin.workflow.desk.desk_reading import DeskReading
from avoin.workflow.desk.desk_views import (
    Outcome,
    outcome_of,
)
from avoin.workflow.incoming.closed_waves import refuse_closed, without_closed
from avoin.workflow.texts import find_themes as theme_verbs


class DeskDeciding(DeskReading):
    """A desk that can store decisions; which ones there are is said by ``code_answers.Desk``."""

    def _decide(
        self,
        verb: Verb,
        change: Change,
        spans: Sequence[Span],
        code: CodeId | None = None,
        answers: Sequence[AnswerKey] = (),
    ) -> Outcome:
        self._refuse_closed(spans)
        refuse_closed(self.project.survey, (answer.wave for answer in answers))
        put = without_closed(self.project.survey, change.put)
        waited = settled(self.codebook, self._state.near(put), put, self.coder)
        draft = Draft(
            self.coder,
            verb,
            put,
            without_closed(self.project.survey, tuple(dict.fromkeys((*change.taken, *waited)))),
            self._suggestions.seen(spans),
            f"{self.codebook.name} {self.codebook.version}".strip(),
        )

        with self.project.store.transaction() as connection:
            if answer_store.are_other(connection, self._imported, self._texts((*draft.put, *draft.taken))):
                raise OtherAnswersError
            if verb is Verb.NEW_CODE:
                refuse_newer(self.project, decision_store.load(connection, seen_by_draft(self.project)))
            decision = decision_store.append(connection, draft)
            news = decision_store.load(connection, after=self._last)
        if code is not None and decision is not None and verb is not Verb.UNASSIGN:
            self._recent.append(code)
        return self._followed(decision, news, verb, code)

    def _followed(
        self, decision: Decision | None, news: Sequence[Decision], verb: Verb, code: CodeId | None = None
    ) -> Outcome:
        """Bring the desk up to what is stored now, other processes' decisions included."""
        for each in news:
            self._suggestions.apply(each, self._state)
            self._last = each.seq
        marks = [mark for each in news for mark in (*each.put, *each.taken)]
        if any(mark.kind in (MarkKind.CODE, MarkKind.OPERATION) for mark in marks):
            keep_step(self.project)
            self._take_codebook()
        if any(mark.kind is MarkKind.THEMES for mark in marks) and not self.blind:
            self._run = theme_verbs.current_run(self.project, self.question.id, self.wave)
        return outcome_of(decision, verb, code)

    def _regroup(self, act: Callable[[], object]) -> Outcome:
        refuse_themes(blind=self.blind)
        act()
        with self.project.store.read() as connection:
            news = decision_store.load(connection, after=self._last)
        own = [each for each in news if each.coder == self.coder and each.verb is Verb.THEMES]
        return self._followed(own[-1] if own else None, news, Verb.THEMES)

    def _take_codebook(self) -> None:
        self.codebook = current_codebook(self.project) or NO_CODEBOOK
        self._suggestions.use(self.codebook)

    def _texts(self, marks: Iterable[Mark]) -> dict[AnswerKey, str]:
        return {mark.answer: self.corpus.by_key[mark.answer].text for mark in marks if mark.respondent}

    def _refuse_closed(self, spans: Sequence[Span]) -> None:
        refuse_closed(self.project.survey, (span.answer.wave for span in spans))

    def _origin(self) -> str:
        return ", ".join(part for part in (self.question.id, self.wave or "", self.coder) if part)
