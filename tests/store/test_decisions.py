"""Decisions: narrowed, sealed, projected, taken back and done again."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from avoin.coding.decision import Coding, Draft, Mark, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store import chain, decisions, undoing
from avoin.store.engine import Store
from avoin.store.remains import unlocked
from avoin.store.sealing import FIRST, mark_key
from avoin.store.tables import mark as mark_table
from kit.projects import reopened

AINO, EERO = CoderId("Aino"), CoderId("Eero")


def _span(
    respondent: str = "r1", start: int = 0, end: int = 5, *, wave: str = "2025", question: str = "wishes"
) -> Span:
    return Span(AnswerKey(WaveId(wave), RespondentId(respondent), QuestionId(question)), start, end)


def _coding(code: str, span: Span | None = None, coder: CoderId = AINO) -> Mark:
    return mark_span(MarkKind.CODING, span or _span(), coder, CodeId(code))


def _assign(store: Store, *marks: Mark, coder: CoderId = AINO, codebook: str = "k 1.0.0") -> None:
    with store.transaction() as connection:
        decisions.append(connection, Draft(coder, Verb.ASSIGN, marks, codebook=codebook))


def _unassign(store: Store, *marks: Mark, coder: CoderId = AINO, codebook: str = "k 2.0.0") -> None:
    with store.transaction() as connection:
        decisions.append(connection, Draft(coder, Verb.UNASSIGN, taken=marks, codebook=codebook))


def _on(store: Store) -> set[Mark]:
    with store.read() as connection:
        assert chain.verify_chain(connection) == ()
        assert chain.verify_projection(connection) == ()
        return set(decisions.marks(connection))


def _undo(store: Store, coder: CoderId = AINO) -> int | None:
    with store.transaction() as connection:
        done = undoing.undo(connection, coder)
    return None if done is None else done.of


def _redo(store: Store, coder: CoderId = AINO) -> int | None:
    with store.transaction() as connection:
        done = undoing.redo(connection, coder)
    return None if done is None else done.of


def test_a_decision_comes_back_as_it_was_recorded(store: Store) -> None:
    draft = Draft(AINO, Verb.CONFIRM, (_coding("pay"),), (_coding("gone"),), '{"p": 0.5}', "k 1.0.0")
    with store.transaction() as connection:
        made = decisions.append(connection, draft)
    with store.read() as connection:
        assert decisions.load(connection) == (made,)
        assert decisions.load_one(connection, 1) == made
    assert made is not None
    assert (made.seq, made.put, made.taken, made.seen, made.previous) == (1, (_coding("pay"),), (), '{"p": 0.5}', FIRST)
    assert made.at.endswith("+00:00")


def test_each_decision_seals_the_one_before(store: Store) -> None:
    for code in ("a", "b", "c"):
        _assign(store, _coding(code))
    with store.read() as connection:
        found = decisions.load(connection)
        assert decisions.load(connection, after=2) == found[2:]
    assert [each.previous for each in found] == [FIRST, found[0].digest, found[1].digest]
    assert len({each.uuid for each in found}) == 3


def test_only_what_changes_is_recorded(store: Store) -> None:
    _assign(store, _coding("a"))
    with store.transaction() as connection:
        made = decisions.append(connection, Draft(AINO, Verb.ASSIGN, (_coding("a"), _coding("b")), (_coding("c"),)))
    assert made is not None
    assert (made.put, made.taken) == ((_coding("b"),), ())


def test_what_changes_nothing_is_no_decision(store: Store) -> None:
    _assign(store, _coding("a"))
    with store.transaction() as connection:
        assert decisions.append(connection, Draft(AINO, Verb.ASSIGN, (_coding("a"),))) is None
        assert decisions.append(connection, Draft(AINO, Verb.UNASSIGN, taken=(_coding("b"),))) is None
        assert decisions.head(connection)[0] == 1


def test_a_bulk_decision_of_thousands_of_marks_is_one_decision(store: Store) -> None:
    marks = tuple(_coding("a", _span(f"r{n}")) for n in range(2_500))
    _assign(store, *marks)
    assert _on(store) == set(marks)
    _unassign(store, *marks[:2_000])
    assert _on(store) == set(marks[2_000:])


def test_marks_are_chosen_by_kind_question_wave_coder_and_answer(store: Store) -> None:
    first, other = _coding("a"), _coding("b", _span(question="praise"))
    old, eeros = _coding("a", _span(wave="2024")), _coding("a", coder=EERO)
    done = mark_span(MarkKind.DONE, _span(), AINO)
    _assign(store, first, other, old, done)
    _assign(store, eeros, coder=EERO)
    with store.read() as connection:
        coding = MarkKind.CODING
        assert set(decisions.marks(connection)) == {first, other, old, done, eeros}
        assert set(decisions.marks(connection, coding, question=QuestionId("praise"))) == {other}
        assert set(decisions.marks(connection, coding, wave=WaveId("2024"))) == {old}
        assert decisions.marks(connection, coding, coder=EERO) == {eeros: 2}
        assert set(decisions.marks(connection, MarkKind.DONE, coding, answer=first.answer)) == {first, done, eeros}


def test_a_coding_knows_coder_time_and_codebook(store: Store) -> None:
    _assign(store, _coding("b"), _coding("a"), codebook="k 1.2.0")
    with store.read() as connection:
        (decision,) = decisions.load(connection)
        assert decisions.codings(connection) == tuple(
            Coding(_span(), CodeId(code), AINO, 1, decision.at, "k 1.2.0") for code in ("a", "b")
        )
        assert decisions.codings(connection, coder=EERO) == ()


def test_a_decision_cannot_be_changed_or_deleted(store: Store) -> None:
    _assign(store, _coding("a"))
    for statement in ("UPDATE decision SET coder = 'x'", "DELETE FROM decision"):
        with pytest.raises(DatabaseError, match="never changed"), store.transaction() as connection:
            connection.exec_driver_sql(statement)
    assert _on(store) == {_coding("a")}


def test_undo_and_redo_walk_back_and_forth_across_sittings(store: Store) -> None:
    _assign(store, _coding("a"))
    _assign(store, _coding("b"))
    _unassign(store, _coding("a"))
    again = reopened(store)
    assert [_undo(again), _undo(again)] == [3, 2]
    assert _on(again) == {_coding("a")}
    assert [_redo(again), _redo(again), _redo(again)] == [2, 3, None]
    assert _on(again) == {_coding("b")}
    assert [_undo(again), _undo(again), _undo(again), _undo(again)] == [3, 2, 1, None]
    assert _on(again) == set()
    with again.read() as connection:
        assert decisions.head(connection)[0] == 10


def test_a_new_decision_ends_what_can_be_redone(store: Store) -> None:
    _assign(store, _coding("a"))
    _undo(store)
    _assign(store, _coding("b"))
    assert _redo(store) is None


def test_undo_takes_back_ones_own_decision_only(store: Store) -> None:
    _assign(store, _coding("a"))
    _assign(store, _coding("a", coder=EERO), coder=EERO)
    assert _undo(store, AINO) == 1
    assert _undo(store, AINO) is None
    assert _on(store) == {_coding("a", coder=EERO)}


def test_an_undo_that_others_have_forestalled_still_moves_on(store: Store) -> None:
    cut = Mark(MarkKind.BREAK, *_span().answer, 3)
    _assign(store, _coding("a"))
    with store.transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.SPLIT, (cut,)))
        decisions.append(connection, Draft(EERO, Verb.JOIN, taken=(cut,)))
    assert [_undo(store), _undo(store)] == [2, 1]
    assert _on(store) == set()


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        (
            Verb.THEMES,
            Mark(MarkKind.THEMES, question=QuestionId("q"), text="1"),
            Mark(MarkKind.THEMES, question=QuestionId("q"), text="2"),
        ),
        (Verb.NEW_CODE, None, Mark(MarkKind.CODE, code=CodeId("pay"), text='{"name": "Pay"}')),
    ],
)
def test_themes_and_new_codes_are_taken_back_too(store: Store, verb: Verb, before: Mark | None, after: Mark) -> None:
    earlier = () if before is None else (before,)
    with store.transaction() as connection:
        decisions.append(connection, Draft(AINO, verb, earlier))
        made = decisions.append(connection, Draft(AINO, verb, (after,), earlier))
    assert made is not None
    assert _on(store) == {after}
    _undo(store)
    assert _on(store) == {*earlier}
    _redo(store)
    assert _on(store) == {after}


def test_a_coding_put_back_keeps_a_codebook_version(store: Store) -> None:
    _assign(store, _coding("a"), codebook="k 1.0.0")
    _undo(store)
    _redo(store)
    with store.read() as connection:
        (coding,) = decisions.codings(connection)
    assert (coding.codebook, coding.seq) == ("k 1.0.0", 3)


def test_a_clock_that_is_set_back_changes_nothing_but_the_time_shown(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock:
        years = iter(range(2030, 2020, -1))

        @classmethod
        def now(cls, zone: object) -> object:
            from datetime import datetime

            return datetime(next(cls.years), 1, 1, tzinfo=zone)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "datetime", Clock)
    for code in ("a", "b", "c"):
        _assign(store, _coding(code))
    with store.read() as connection:
        found = decisions.load(connection)
    assert [each.at[:4] for each in found] == ["2030", "2029", "2028"]
    assert [each.seq for each in found] == [1, 2, 3]
    assert _undo(store) == 3
    assert _on(store) == {_coding("a"), _coding("b")}


def test_half_a_character_is_refused_before_anything_is_written(store: Store) -> None:
    with pytest.raises(decisions.UnstorableTextError), store.transaction() as connection:
        decisions.append(connection, Draft(AINO, Verb.MEMO, (Mark(MarkKind.MEMO, text="a\ud800"),)))
    assert _on(store) == set()


def test_different_marks_have_different_keys() -> None:
    assert mark_key(_coding("a")) == mark_key(_coding("a"))
    marks = {
        _coding("a"),
        _coding("b"),
        _coding("a", _span(end=6)),
        _coding("a", coder=EERO),
        mark_span(MarkKind.REFUSED, _span(), AINO, CodeId("a")),
        mark_span(MarkKind.MEMO, _span(), AINO, text="a"),
    }
    assert len({mark_key(mark) for mark in marks}) == len(marks)


def test_the_history_of_one_coder_can_be_read_from_its_end(store: Store) -> None:
    for code in ("a", "b"):
        _assign(store, _coding(code))
    _assign(store, _coding("a", coder=EERO), coder=EERO)
    with store.read() as connection:
        assert [each.seq for each in decisions.newest_first(connection)] == [3, 2, 1]
        assert [each.seq for each in decisions.newest_first(connection, AINO)] == [2, 1]
        assert decisions.coders(connection) == (AINO, EERO)


def test_a_decision_that_is_not_there_or_not_readable_is_named(store: Store) -> None:
    _assign(store, _coding("a"))
    with pytest.raises(decisions.DamagedDecisionError, match="Decision 7 is missing"), store.read() as connection:
        decisions.load_one(connection, 7)
    with store.transaction() as connection, unlocked(connection, "decision"):
        connection.exec_driver_sql("UPDATE decision SET put = '[[\"nonsense\"]]'")
    with pytest.raises(decisions.DamagedDecisionError, match="Decision 1 cannot be read"), store.read() as connection:
        decisions.load(connection)


def test_a_mark_without_its_decision_cannot_be_stored(store: Store) -> None:
    row = {"key": "k", "kind": "memo", "start": -1, "end": -1, "seq": 5}
    row |= dict.fromkeys(("wave", "respondent", "question", "code", "coder", "text"), "")
    with pytest.raises(IntegrityError), store.transaction() as connection:
        connection.execute(insert(mark_table), row)
