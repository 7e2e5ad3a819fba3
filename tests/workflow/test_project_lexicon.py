import json
from pathlib import Path

import numpy as np
import pytest

from avoin.cli.main import run
from avoin.ids import QuestionId
from avoin.nlp.lexicon import LexiconError
from avoin.nlp.model import Doubt
from avoin.workflow.project import Project, create_project, locate
from avoin.workflow.texts.doubtful_words import doubtful_words
from avoin.workflow.texts.find_themes import find_themes
from avoin.workflow.texts.kept_reading import read_texts_cached
from avoin.workflow.texts.prepare_answers import prepare, read_question, vectors_of
from avoin.workflow.texts.search_answers import search_answers
from kit.projects import add_wave
from kit.texts import plain_project

WISHES, HOPES = QuestionId("wishes"), QuestionId("hopes")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    first = plain_project(
        tmp_path,
        {"1": "Psykiatrian tympille ei oteta.", "2": "Tympille jono on pitkä.", "3": "Tympiltä apua.", "4": "Ruokaa."},
    )
    return add_wave(first, "2026", {"hopes": {"1": "Rahaa.", "2": "Ruokaa ja jonoja."}})


def write_lexicon(project: Project, text: str) -> None:
    locate(project).lexicon.write_text(text, encoding="utf-8")


def hits(project: Project, query: str) -> list[str]:
    found = search_answers(project, query)
    return [each.answer.text[start:end] for each in found for start, end in each.places]


def _must_not_run(*_arguments: object) -> None:
    raise AssertionError("this had been done before")


def test_a_new_project_has_a_lexicon_that_says_how_it_is_written(tmp_path: Path) -> None:
    project = create_project(tmp_path / "new", "New")
    text = locate(project).lexicon.read_text(encoding="utf-8")
    assert "avoin prepare --suspicious" in text
    assert all(line.startswith("# ") for line in text.splitlines())


def test_search_sees_a_correction_in_answers_and_in_the_query(made: Project) -> None:
    assert hits(made, "tymppi") == []
    write_lexicon(made, "tympille tymppi\ntympiltä tymppi\n")
    assert hits(made, "tymppi") == ["tympille", "Tympille", "Tympiltä"]
    assert hits(made, "tympiltä") == hits(made, "tymppi")


def test_another_line_reads_no_text_anew(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prepare(made)
    monkeypatch.setattr("avoin.nlp.reading.read_texts", _must_not_run)
    write_lexicon(made, "tympille tymppi\n")
    second = prepare(made)
    assert (second.n_read_now, second.n_corrections, first.n_corrections) == (0, 1, 0)


def test_only_vectors_of_questions_with_the_word_are_made_anew(made: Project) -> None:
    before = {each: read_question(made, each) for each in (WISHES, HOPES)}
    write_lexicon(made, "tympille tymppi NOUN\n")
    after = {each: read_question(made, each) for each in (WISHES, HOPES)}
    assert after[HOPES].space.key == before[HOPES].space.key
    assert after[WISHES].space.key != before[WISHES].space.key
    assert not np.array_equal(after[WISHES].vectors, before[WISHES].vectors)


def test_a_text_outside_the_answers_follows_the_lexicon_too(made: Project) -> None:
    reading = read_question(made, HOPES)
    before = vectors_of(made, reading.space, ["jonnoo"])
    write_lexicon(made, "jonnoo jono NOUN\n")
    again = read_question(made, HOPES)
    assert again.space.key == reading.space.key
    assert not np.array_equal(vectors_of(made, again.space, ["jonnoo"]), before)


def test_themes_see_a_correction(made: Project) -> None:
    write_lexicon(made, "tympille erikoissairaanhoito NOUN\ntympiltä erikoissairaanhoito NOUN\n")
    themes = find_themes(made, WISHES, k=1, coder=None).themes
    assert "erikoissairaanhoito" in {word for theme in themes for word in theme.keywords}


def test_what_was_read_by_is_told_with_the_lexicon(made: Project) -> None:
    write_lexicon(made, "tympille tymppi\n")
    assert "lexicon.tsv: 1 (" in read_question(made, WISHES).model


def test_a_wrong_line_stops_preparing_and_names_it(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write_lexicon(made, "tympille\n")
    with pytest.raises(LexiconError):
        read_texts_cached(made, ["Tympille."])
    assert run(["-C", str(made.folder), "prepare"]) == 1
    assert "lexicon.tsv, line 1:" in capsys.readouterr().err


def test_words_that_reading_is_unsure_of_are_listed_with_counts(made: Project) -> None:
    found = {word.form: word for word in doubtful_words(made)}
    assert list(found) == ["tympille", "tympiltä"]
    assert (found["tympille"].n, found["tympille"].n_answers, found["tympille"].doubt) == (2, 2, Doubt.UNKNOWN)
    assert found["tympille"].context == "Psykiatrian tympille ei oteta."
    assert doubtful_words(made, question=HOPES) == ()


def test_a_line_of_the_lexicon_settles_a_word(made: Project) -> None:
    write_lexicon(made, "tympille tymppi\n")
    assert [word.form for word in doubtful_words(made)] == ["tympiltä"]


def test_the_list_can_be_pasted_into_the_lexicon(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    grown = add_wave(made, "2027", {"wishes": {"1": "ihmisii #polittt kuullu\n\x1b[31m# kulut kulu"}})
    assert run(["-C", str(grown.folder), "prepare", "--suspicious"]) == 0
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out
    assert shown.out.startswith("tympille\ttympi\t# 2 × NOUN, ")
    n = len(shown.out.splitlines())
    assert n > 3
    assert f"unsure of {n} words" in shown.err
    write_lexicon(grown, shown.out)
    assert doubtful_words(grown) == ()


def test_the_list_can_be_had_as_data(made: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(made.folder), "prepare", "--suspicious", "--json", "--question", "wishes"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first == {
        "form": "tympille",
        "lemma": "tympi",
        "pos": "NOUN",
        "doubt": "unknown",
        "others": [],
        "n": 2,
        "n_answers": 2,
        "context": "Psykiatrian tympille ei oteta.",
    }
