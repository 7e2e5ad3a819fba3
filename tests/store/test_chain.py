"""Bit rot, tampering and a projection gone astray: all of it is found, and the projection can be made anew."""

import random
from collections.abc import Callable

import pytest

from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CodeId, CoderId, RespondentId
from avoin.store import chain, decisions, engine
from avoin.store.engine import Store
from avoin.store.remains import unlocked


@pytest.fixture
def store(store: Store) -> Store:
    for n in range(1, 6):
        with store.transaction() as connection:
            mark = Mark(MarkKind.CODING, respondent=RespondentId(f"r{n}"), code=CodeId("palkka"))
            decisions.append(connection, Draft(CoderId("Aino"), Verb.ASSIGN, (mark,), seen="nähty"))
    return store


def _tamper(store: Store, *statements: str) -> None:
    with store.transaction() as connection:
        on_a_file = connection.dialect.name == "sqlite"
        unchecked = "PRAGMA defer_foreign_keys=ON" if on_a_file else "SET LOCAL session_replication_role = replica"
        connection.exec_driver_sql(unchecked)
        with unlocked(connection, "decision"):
            for statement in statements:
                connection.exec_driver_sql(statement)


def _chain(store: Store) -> list[int]:
    with store.read() as connection:
        return [problem.seq for problem in chain.verify_chain(connection)]


def test_a_whole_chain_has_no_problems(store: Store) -> None:
    assert _chain(store) == []


@pytest.mark.parametrize(
    "column", ["uuid", "at", "coder", "verb", "put", "taken", "seen", "codebook", "previous", "digest"]
)
def test_a_change_in_any_field_breaks_the_seal(store: Store, column: str) -> None:
    _tamper(store, f"UPDATE decision SET {column} = {column} || ' ' WHERE seq = 3")
    assert 3 in _chain(store)


def test_a_decision_taken_out_of_the_middle_is_missed(store: Store) -> None:
    _tamper(store, "DELETE FROM mark WHERE seq = 3", "DELETE FROM decision WHERE seq = 3")
    with store.read() as connection:
        (problem,) = chain.verify_chain(connection)
    assert problem.message == "Decisions are missing before decision 4."


def test_two_decisions_that_changed_places_are_found(store: Store) -> None:
    swap = "UPDATE decision SET seq = {} WHERE seq = {}"
    moves = [swap.format(99, 2), swap.format(2, 3), swap.format(3, 99)]
    marks = [move.replace("decision", "mark") for move in moves]
    _tamper(store, *moves, *marks)
    assert {2, 3} <= set(_chain(store))


@pytest.mark.parametrize("seed", range(8))
def test_a_flipped_bit_in_a_decision_is_found_although_the_database_finds_itself_whole(store: Store, seed: int) -> None:
    if not store.path.exists():
        pytest.skip("what a server writes on its disk is its own affair")
    content = bytearray(store.path.read_bytes())
    places = [at for at in range(len(content)) if content.startswith(b'[["coding",', at)]
    at = random.Random(seed).choice(places) + random.Random(seed).randrange(2, 40)
    content[at] ^= 1
    store.path.write_bytes(content)
    with store.read() as connection:
        assert engine.integrity(connection) == ()
        assert len(chain.verify_chain(connection)) == 1


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("DELETE FROM mark WHERE seq = 2", "A mark of decision 2 is missing from the projection."),
        ("UPDATE mark SET seq = 1 WHERE seq = 2", "A mark of decision 2 is missing from the projection."),
        (
            "INSERT INTO mark SELECT 'k', kind, wave, 'r9', question, start, \"end\", code, coder, text, seq"
            " FROM mark WHERE seq = 4",
            "The projection has a mark of decision 4 that should not be there.",
        ),
    ],
)
def test_a_projection_gone_astray_is_found_and_made_anew(store: Store, statement: str, message: str) -> None:
    with store.read() as connection:
        before = decisions.marks(connection)
    with store.transaction() as connection:
        connection.exec_driver_sql(statement)
    with store.read() as connection:
        assert [problem.message for problem in chain.verify_projection(connection)] == [message]
    with store.transaction() as connection:
        assert chain.rebuild_projection(connection) == 5
    with store.read() as connection:
        assert chain.verify_projection(connection) == ()
        assert decisions.marks(connection) == before


def test_an_unreadable_decision_stops_the_replay_and_is_named(store: Store) -> None:
    _tamper(store, "UPDATE decision SET verb = 'guess' WHERE seq = 3")
    replay: Callable[..., object]
    for replay in (chain.verify_projection, chain.rebuild_projection):
        with pytest.raises(decisions.DamagedDecisionError, match="Decision 3"), store.transaction() as connection:
            replay(connection)
