"""Theme runs come back equal and never change."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, WaveId
from avoin.store import themes
from avoin.store.engine import Store
from avoin.store.remains import unlocked
from avoin.themes.model import Theme, ThemeSet

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
_keys = st.builds(AnswerKey, _texts.map(WaveId), _texts.map(RespondentId), _texts.map(QuestionId))
_spans = st.builds(Span, _keys, st.integers(0, 9), st.integers(10, 99))
_themes = st.builds(
    Theme,
    _texts,
    _texts,
    st.lists(_texts, max_size=3).map(tuple),
    st.none() | _texts.map(CodeId),
    st.floats(0, 1),
    st.booleans(),
    st.lists(_spans, max_size=3).map(tuple),
)
_sets = st.builds(
    ThemeSet,
    _texts.map(QuestionId),
    st.none() | _texts.map(WaveId),
    st.integers(0, 2**31),
    _texts,
    _texts,
    st.lists(_themes, max_size=3).map(tuple),
    st.lists(_keys, max_size=3).map(tuple),
    st.lists(_spans, max_size=3).map(tuple),
)
EMPTY = ThemeSet(QuestionId("wishes"), None, 0, "lsac", "k=0", (), (), ())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theme_set=_sets)
def test_a_run_comes_back_equal(store: Store, theme_set: ThemeSet) -> None:
    with store.transaction() as connection:
        run = themes.save_run(connection, theme_set)
    with store.read() as connection:
        assert themes.load_run(connection, run) == theme_set


def test_runs_are_numbered_from_1_and_listed(store: Store) -> None:
    other = ThemeSet(QuestionId("praise"), WaveId("2025"), 0, "", "", (), (), ())
    with store.transaction() as connection:
        assert [themes.save_run(connection, each) for each in (EMPTY, other, EMPTY)] == [1, 2, 3]
        assert [(each.run, each.question, each.wave) for each in themes.runs(connection)] == [
            (1, "wishes", None),
            (2, "praise", "2025"),
            (3, "wishes", None),
        ]
        assert [each.run for each in themes.runs(connection, QuestionId("wishes"))] == [1, 3]


def test_a_run_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(themes.ThemeRunError, match="theme run 4"), store.read() as connection:
        themes.load_run(connection, 4)


def test_a_run_never_changes(store: Store) -> None:
    with store.transaction() as connection:
        themes.save_run(connection, EMPTY)
    for statement in ("UPDATE theme_run SET content = '{}'", "DELETE FROM theme_run"):
        with pytest.raises(DatabaseError, match="never changed"), store.transaction() as connection:
            connection.exec_driver_sql(statement)


def test_a_damaged_run_is_found_and_not_read(store: Store) -> None:
    with store.transaction() as connection:
        themes.save_run(connection, EMPTY)
        with unlocked(connection, "theme_run"):
            connection.exec_driver_sql("UPDATE theme_run SET content = replace(content, 'lsac', 'lsad')")
    with store.read() as connection:
        assert themes.damaged_runs(connection) == (1,)
        with pytest.raises(themes.ThemeRunError, match="damaged"):
            themes.load_run(connection, 1)
