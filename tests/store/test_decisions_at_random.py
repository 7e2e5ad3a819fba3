"""Whatever is decided, undone and redone: the marks are what the decisions come to, and undo is exact."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from avoin.coding.decision import (
    Draft,
    Mark,
    MarkKind,
    State,
    Verb,
    fold,
    mark_span,
    next_redo,
    next_undo,
)
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import chain, decisions, undoing
from kit.projects import empty_store

CODERS = st.sampled_from([CoderId("Aino"), CoderId("Eero")])


def _mark(kind: MarkKind, respondent: int, start: int, code: str, coder: CoderId) -> Mark:
    answer = AnswerKey(WaveId("2025"), RespondentId(f"r{respondent}"), QuestionId("q"))
    return mark_span(kind, Span(answer, start, start + 1), coder, CodeId(code))


def _marks(coder: CoderId) -> st.SearchStrategy[tuple[Mark, ...]]:
    kinds = st.sampled_from([MarkKind.CODING, MarkKind.DONE, MarkKind.REFUSED])
    one = st.builds(_mark, kinds, st.integers(1, 2), st.integers(0, 1), st.sampled_from("ab"), st.just(coder))
    return st.lists(one, max_size=4).map(tuple)


class Deciding(RuleBasedStateMachine):
    """Two coders at one store, each with marks of their own, against a plain list in memory."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = empty_store(Path(self.folder.name) / "store.db")
        self.before: dict[CoderId, list[set[Mark]]] = {CoderId("Aino"): [], CoderId("Eero"): []}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(data=st.data(), coder=CODERS, verb=st.sampled_from([Verb.ASSIGN, Verb.UNASSIGN, Verb.CONFIRM, Verb.DONE]))
    def decide(self, data: st.DataObject, coder: CoderId, verb: Verb) -> None:
        put, taken = data.draw(_marks(coder)), data.draw(_marks(coder))
        before = self._own(coder)
        draft = Draft(coder, verb, put, taken)
        with self.store.read() as connection:
            narrowed = State(decisions.marks(connection)).narrowed(draft)
        with self.store.transaction() as connection:
            made = decisions.append(connection, draft)
        if made is None:
            assert (narrowed.put, narrowed.taken) == ((), ())
        else:
            assert (made.put, made.taken) == (narrowed.put, narrowed.taken)
            self.before[coder].append(before)

    @rule(coder=CODERS)
    def undo(self, coder: CoderId) -> None:
        with self.store.transaction() as connection:
            done = undoing.undo(connection, coder)
        assert (done is None) == (not self.before[coder])
        if done is not None:
            assert self._own(coder) == self.before[coder].pop()

    @rule(coder=CODERS)
    def undo_and_redo(self, coder: CoderId) -> None:
        before = self._own(coder)
        with self.store.transaction() as connection:
            done = undoing.undo(connection, coder)
        if done is not None:
            with self.store.transaction() as connection:
                assert undoing.redo(connection, coder) is not None
        assert self._own(coder) == before

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def the_projection_is_the_replay(self) -> None:
        with self.store.read() as connection:
            listed = decisions.load(connection)
            assert decisions.marks(connection) == fold(listed).marks
            assert chain.verify_chain(connection) == ()
            assert chain.verify_projection(connection) == ()
            for coder in self.before:
                assert undoing.next_undo(connection, coder) == next_undo(listed, coder)
                assert undoing.next_redo(connection, coder) == next_redo(listed, coder)

    def _own(self, coder: CoderId) -> set[Mark]:
        with self.store.read() as connection:
            return set(decisions.marks(connection, coder=coder))


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
