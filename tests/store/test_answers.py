"""Answers in and out: as read, in file order, and what a second import changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Delete, Update, delete, update

from avoin.corpus.model import Answer, ClosedAnswer, Question, QuestionKind, Respondent, Survey, Variable, Wave
from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId
from avoin.store import answers
from avoin.store.answers import WaveChanges
from avoin.store.engine import Store
from avoin.store.tables import open_answer, respondent
from avoin.text import working_text

W2024, W2025 = WaveId("2024"), WaveId("2025")
WISHES, GRADE, ROLE = QuestionId("wishes"), QuestionId("grade"), VariableId("role")
HEADINGS = {W2024: "x", W2025: "x"}
SURVEY = Survey(
    "Kysely",
    (Wave(W2025), Wave(W2024)),  # not in alphabetical order: the survey decides
    (Question(GRADE, QuestionKind.GRADE, "?", HEADINGS), Question(WISHES, QuestionKind.OPEN, "?", HEADINGS)),
    (Variable(ROLE, "Role", HEADINGS),),
)
DIGEST = "0" * 64


def _save(store: Store, wave: WaveId, texts: dict[str, str], *, remove_missing: bool = False) -> WaveChanges:
    respondents = [Respondent(wave, RespondentId(each), place, {}) for place, each in enumerate(texts)]
    given = [
        Answer(AnswerKey(wave, RespondentId(each), WISHES), raw, working_text(raw))
        for each, raw in texts.items()
        if raw
    ]
    with store.transaction() as connection:
        return answers.save_wave(
            connection, wave, respondents, given, (), "file.csv", DIGEST, remove_missing=remove_missing
        )


def _texts(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as connection:
        corpus = answers.load_corpus(connection, SURVEY)
    return [(answer.key.wave, answer.key.respondent, answer.raw) for answer in corpus.answers]


def test_a_wave_comes_back_as_it_was_saved(store: Store) -> None:
    key = AnswerKey(W2025, RespondentId("r1"), WISHES)
    respondent = Respondent(W2025, RespondentId("r1"), 0, {ROLE: "johtaja"})
    answer = Answer(key, "A\u0308\r\n", "Ä\n")
    grade = ClosedAnswer(AnswerKey(W2025, RespondentId("r1"), GRADE), "8,5", 8.5)
    with store.transaction() as connection:
        answers.save_wave(connection, W2025, [respondent], [answer], [grade], "file.csv", DIGEST)
    with store.read() as connection:
        corpus = answers.load_corpus(connection, SURVEY)
    assert (corpus.respondents, corpus.answers, corpus.closed) == ((respondent,), (answer,), (grade,))


def test_the_corpus_is_in_the_surveys_order_of_waves_and_in_file_order(store: Store) -> None:
    _save(store, W2024, {"z": "1", "a": "2"})
    _save(store, W2025, {"r10": "3", "r2": "4"})
    assert _texts(store) == [("2025", "r10", "3"), ("2025", "r2", "4"), ("2024", "z", "1"), ("2024", "a", "2")]


def test_what_the_survey_does_not_name_stays_out_of_the_corpus_and_in_the_store(store: Store) -> None:
    _save(store, WaveId("1999"), {"r1": "old"})
    _save(store, W2025, {"r1": "new"})
    assert _texts(store) == [("2025", "r1", "new")]
    with store.read() as connection:
        assert answers.waves(connection) == ("1999", "2025")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.text(st.characters(), min_size=1, max_size=40) | st.sampled_from(["\x00", "a\ud800b", "\x1b[2J", "🇫🇮"]))
def test_any_answer_at_all_is_kept_exactly_as_read(store: Store, raw: str) -> None:
    _save(store, W2025, {"r1": raw})
    with store.read() as connection:
        (answer,) = answers.load_corpus(connection, SURVEY).answers
        assert (answer.raw, answer.text) == (raw, working_text(raw))
        assert answers.text_lengths(connection) == {answer.key: len(working_text(raw))}
        assert answers.changed_waves(connection) == ()


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = _save(store, W2025, {"r1": "a", "r2": "b"})
    assert first == WaveChanges((RespondentId("r1"), RespondentId("r2")), (), (), 0, ())
    assert _save(store, W2025, {"r1": "a", "r2": "b"}) == WaveChanges((), (), (), 2, ())


def test_a_corrected_file_replaces_what_is_different_by_respondent(store: Store) -> None:
    _save(store, W2025, {"r1": "a", "r2": "b", "r3": "c"})
    changes = _save(store, W2025, {"r3": "c", "r2": "", "r1": "A", "r4": "d"})
    key = AnswerKey(W2025, RespondentId("r2"), WISHES)
    assert (changes.added, changes.changed, changes.missing, changes.n_same) == (("r4",), ("r2", "r1"), (), 1)
    assert changes.texts == (key, key._replace(respondent=RespondentId("r1")))
    assert _texts(store) == [("2025", "r3", "c"), ("2025", "r1", "A"), ("2025", "r4", "d")]


def test_a_changed_variable_is_a_change_that_leaves_the_texts_alone(store: Store) -> None:
    respondent = Respondent(W2025, RespondentId("r1"), 0, {ROLE: "johtaja"})
    answer = Answer(AnswerKey(W2025, RespondentId("r1"), WISHES), "a", "a")
    for role in ("johtaja", "työntekijä"):
        respondent = Respondent(W2025, RespondentId("r1"), 0, {ROLE: role})
        with store.transaction() as connection:
            changes = answers.save_wave(connection, W2025, [respondent], [answer], (), "file.csv", DIGEST)
    assert (changes.changed, changes.texts) == (("r1",), ())
    with store.read() as connection:
        assert answers.load_corpus(connection, SURVEY).respondents == (respondent,)


def test_respondents_that_a_later_file_lacks_are_kept_after_the_others_and_named(store: Store) -> None:
    _save(store, W2025, {"r1": "a", "r2": "b"})
    changes = _save(store, W2025, {"r3": "c"})
    assert changes.missing == ("r1", "r2")
    assert changes.texts == ()
    assert _texts(store) == [("2025", "r3", "c"), ("2025", "r1", "a"), ("2025", "r2", "b")]


def test_respondents_that_a_later_file_lacks_are_removed_where_that_is_asked_for(store: Store) -> None:
    _save(store, W2025, {"r1": "a", "r2": "b"})
    changes = _save(store, W2025, {"r2": "b"}, remove_missing=True)
    assert changes.missing == ("r1",)
    assert changes.texts == (AnswerKey(W2025, RespondentId("r1"), WISHES),)
    assert _texts(store) == [("2025", "r2", "b")]


def test_one_waves_import_leaves_the_other_wave_alone(store: Store) -> None:
    _save(store, W2024, {"r1": "a"})
    with store.read() as connection:
        before = answers.wave_digests(connection)
    _save(store, W2025, {"r1": "b"}, remove_missing=True)
    with store.read() as connection:
        assert answers.wave_digests(connection)[W2024] == before[W2024]
    assert _texts(store) == [("2025", "r1", "b"), ("2024", "r1", "a")]


def test_every_import_is_noted_with_its_file(store: Store) -> None:
    _save(store, W2024, {"r1": "a"})
    _save(store, W2024, {"r1": "a", "r2": "b"})
    with store.read() as connection:
        found = answers.imported_files(connection)
    assert [(each.wave, each.name, each.digest, each.n_respondents) for each in found] == [
        ("2024", "file.csv", DIGEST, 1),
        ("2024", "file.csv", DIGEST, 2),
    ]


@pytest.mark.parametrize(
    "tampering",
    [
        update(open_answer).values(text="b"),
        update(open_answer).values(raw="b"),
        delete(open_answer),
        update(respondent).where(respondent.c.respondent == "r3").values(respondent="r2"),
        update(respondent).where(respondent.c.respondent == "r1").values(position=9),
    ],
    ids=str,
)
def test_whatever_changes_behind_its_back_is_seen_in_the_waves_digest(store: Store, tampering: Update | Delete) -> None:
    _save(store, W2025, {"r1": "a", "r3": ""})
    with store.transaction() as connection:
        connection.execute(tampering)
    with store.read() as connection:
        assert answers.changed_waves(connection) == ("2025",)


def test_questions_and_respondents_of_the_store_are_known(store: Store) -> None:
    _save(store, W2025, {"r1": "a"})
    with store.read() as connection:
        assert answers.question_ids(connection) == {"wishes"}
        assert answers.has_respondent(connection, RespondentId("r1"))
        assert not answers.has_respondent(connection, RespondentId("r2"))
