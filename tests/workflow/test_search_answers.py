import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection

from avoin.cli.main import run
from avoin.corpus.model import Answer
from avoin.ids import AnswerKey, QuestionId, WaveId
from avoin.nlp.search import QueryError
from avoin.store.answers import load_answers
from avoin.workflow.project import Project
from avoin.workflow.texts.search_answers import search_answers
from kit.projects import add_wave
from kit.texts import plain_project


@pytest.fixture
def made(tmp_path: Path) -> Project:
    first = plain_project(tmp_path, {"1": "Hoitojonoissa odotetaan. Jonot kasvavat.", "2": "Rahaa ei ole."})
    return add_wave(first, "2026", {"wishes": {"1": "Jonot\x1b[31m [bold]"}, "hopes": {"1": "jonoja vähemmän"}})


def test_hits_are_gathered_by_answer(made: Project) -> None:
    result = search_answers(made, "jono")
    assert [(each.answer.key.wave, each.answer.key.question, each.places) for each in result] == [
        ("2025", "wishes", ((0, 13), (25, 30))),
        ("2026", "wishes", ((0, 5),)),
        ("2026", "hopes", ((0, 6),)),
    ]
    assert (result.n_hits, result.n_searched) == (4, 4)


def test_a_search_can_be_narrowed(made: Project) -> None:
    assert search_answers(made, "jono", wave=WaveId("2026")).n_hits == 2
    assert search_answers(made, "jono", question=QuestionId("hopes")).n_hits == 1


def test_strings_and_patterns_need_no_reading(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avoin.workflow.texts.search_answers.WordIndex", None)
    assert search_answers(made, "ei ole.", "exact").n_hits == 1
    assert search_answers(made, r"\bjono", "regex").n_hits == 3


def test_the_index_is_made_once_and_anew_when_answers_change(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search_answers(made, "jono").n_hits == 4
    with monkeypatch.context() as patch:
        patch.setattr("avoin.workflow.texts.word_index.read_texts_cached", None)
        assert search_answers(made, "jonoja").n_hits == 4
    later = add_wave(made, "2027", {"hopes": {"9": "Jonoton arki. Ei jonoja."}})
    assert search_answers(later, "jono").n_hits == 5


def test_without_a_cache_the_same_is_found(made: Project) -> None:
    kept = tuple(search_answers(made, "jono"))
    made.places.cache.unlink()
    made.places.cache.mkdir()
    assert tuple(search_answers(made, "jono")) == kept


def test_answers_found_are_counted_at_once_and_loaded_as_they_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plain_project(tmp_path, {str(n): f"Jonoja on {n}." for n in range(1_101)})
    loaded: list[int] = []

    def load(connection: Connection, keys: Sequence[AnswerKey]) -> dict[AnswerKey, Answer]:
        loaded.append(len(keys))
        return load_answers(connection, keys)

    monkeypatch.setattr("avoin.store.answers.load_answers", load)
    result = search_answers(made, "jono")
    assert (result.n_answers, result.n_hits, loaded) == (1_101, 1_101, [])
    assert [each.answer.text for each in result.page(450, 452)] == ["Jonoja on 450.", "Jonoja on 451."]
    assert next(iter(result)).places == ((0, 6),)
    assert loaded == [2, 500]
    assert [each.answer.key.respondent for each in result] == [str(n) for n in range(1_101)]
    assert [len(result.page(start, start + 500)) for start in (1_000, 1_101, 5_000)] == [101, 0, 0]


def test_an_empty_query_is_refused(made: Project) -> None:
    with pytest.raises(QueryError):
        search_answers(made, " ")


def test_the_command_shows_hits_in_context_and_safely(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(made.folder), "search", "jono"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0] == "2025/1/wishes  *Hoitojonoissa* odotetaan. Jonot kasvavat."
    assert lines[1] == "2025/1/wishes  Hoitojonoissa odotetaan. *Jonot* kasvavat."
    assert lines[2] == "2026/1/wishes  *Jonot*␛[31m [bold]"
    assert "\x1b" not in shown.out
    assert "4 hits in 3 of 4 answers." in shown.err


def test_the_command_gives_hits_as_data(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(made.folder), "search", "raha", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "wave": "2025",
            "respondent": "2",
            "question": "wishes",
            "start": 0,
            "end": 5,
            "hit": "Rahaa",
            "answer": "Rahaa ei ole.",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["("], 0), (["(", "--mode", "regex"], 1), (["jono", "--question", "x"], 1), (["jono", "--mode", "odd"], 2)],
)
def test_a_wrong_query_is_explained(made: Project, arguments: list[str], status: int) -> None:
    expected = 1 if arguments == ["("] else status
    assert run(["-C", str(made.folder), "search", *arguments]) == expected
