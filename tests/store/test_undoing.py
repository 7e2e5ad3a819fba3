"""Undo and redo on marks that an import or a merge has moved since, in either store."""

from avoin.codebook.journal import FieldChange, Operation, OperationKind, to_json
from avoin.coding.carrying import effect_of
from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb, mark_span
from avoin.coding.following import n_left
from avoin.coding.moving import moved
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import chain, decisions, undoing
from avoin.store.engine import Store

AINO, VEIKKO = CoderId("Aino"), CoderId("Veikko")
TEXT = "Jonot kasvavat. Rahaa puuttuu."
RAHAA = Span(AnswerKey(WaveId("2025"), RespondentId("r1"), QuestionId("q")), 16, 30)


def _assign(store: Store, *codes: str, coder: CoderId = AINO) -> Decision:
    marks = tuple(mark_span(MarkKind.CODING, RAHAA, coder, CodeId(code)) for code in codes)
    return _append(store, Draft(coder, Verb.ASSIGN, (*marks, mark_span(MarkKind.DONE, RAHAA, coder))))


def _append(store: Store, draft: Draft) -> Decision:
    with store.transaction() as connection:
        made = decisions.append(connection, draft)
    assert made is not None
    return made


def _import(store: Store, after: str, before: str = TEXT) -> None:
    with store.read() as connection:
        fate = moved(decisions.marks(connection), before, after)
    _append(store, Draft(VEIKKO, Verb.NOTED, fate.put, fate.taken))


def _merge(store: Store, code: str, heir: str) -> None:
    changes = (FieldChange("merged_into", None, heir),)
    operation = Operation("o1", OperationKind.MERGE, "koe", CodeId(code), changes)
    with store.read() as connection:
        effect = effect_of([operation], decisions.marks(connection), frozenset())
    told = Mark(MarkKind.OPERATION, code=operation.code, text=to_json(operation))
    _append(store, Draft(VEIKKO, Verb.CODEBOOK, (told, *effect.put), effect.taken))


def _undo(store: Store, coder: CoderId = AINO) -> Decision | None:
    with store.transaction() as connection:
        return undoing.undo(connection, coder)


def _redo(store: Store, coder: CoderId = AINO) -> Decision | None:
    with store.transaction() as connection:
        return undoing.redo(connection, coder)


def _codings(store: Store) -> set[tuple[str, str, int]]:
    with store.read() as connection:
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        return {(mark.coder, mark.code, mark.start) for mark in decisions.marks(connection, MarkKind.CODING)}


def test_undo_and_redo_find_a_coding_where_a_corrected_import_has_moved_it(store: Store) -> None:
    made = _assign(store, "raha")
    _assign(store, "raha", coder=VEIKKO)
    _import(store, f"Hei. {TEXT}")
    done = _undo(store)
    assert done is not None
    assert (done.of, len(done.taken), n_left(made, done)) == (made.seq, 2, 0)
    assert _codings(store) == {("Veikko", "raha", 21)}
    _import(store, f"No. Hei. {TEXT}", f"Hei. {TEXT}")
    assert _redo(store) is not None
    assert ("Veikko", "raha", 25) in _codings(store)


def test_redo_puts_a_coding_where_its_words_are_when_the_import_came_in_between(store: Store) -> None:
    _assign(store, "raha")
    _assign(store, "aika")
    _undo(store)
    _import(store, f"Hei. {TEXT}")
    assert _codings(store) == {("Aino", "raha", 21)}
    _redo(store)
    assert _codings(store) == {("Aino", "raha", 21), ("Aino", "aika", 21)}
    _undo(store)
    _undo(store)
    assert _codings(store) == set()


def test_undo_and_redo_find_a_coding_under_the_code_that_took_its_over(store: Store) -> None:
    _assign(store, "raha")
    _merge(store, "raha", "talous")
    assert _codings(store) == {("Aino", "talous", 16)}
    _undo(store)
    assert _codings(store) == set()
    _redo(store)
    assert _codings(store) == {("Aino", "talous", 16)}


def test_a_merge_is_taken_back_from_where_an_import_moved_its_codings(store: Store) -> None:
    _assign(store, "raha")
    _merge(store, "raha", "talous")
    _import(store, f"Hei. {TEXT}")
    _undo(store, VEIKKO)
    assert _codings(store) == {("Aino", "raha", 21)}
    _undo(store)
    assert _codings(store) == set()


def test_what_has_lost_its_words_stays_waiting_and_the_next_undo_goes_on(store: Store) -> None:
    other = Span(RAHAA.answer, 0, 15)
    _append(store, Draft(AINO, Verb.ASSIGN, (mark_span(MarkKind.CODING, other, AINO, CodeId("jono")),)))
    made = _assign(store, "raha")
    _import(store, "Jonot kasvavat.")
    done = _undo(store)
    assert done is not None
    assert (done.put, done.taken, n_left(made, done)) == ((), (), 2)
    assert _codings(store) == {("Aino", "jono", 0)}
    _undo(store)
    assert _codings(store) == set()
    with store.read() as connection:
        assert [mark.code for mark in decisions.marks(connection, MarkKind.AWAITS)] == ["raha"]
