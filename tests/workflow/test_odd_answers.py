"""The whole way of reading, search, themes and suggestions on answers that no survey plans for."""

from dataclasses import replace
from pathlib import Path

import pytest

from avoin.codebook.model import Codebook
from avoin.coding.queue import QueueOrder
from avoin.ids import QuestionId
from avoin.nlp.reading import read_texts
from avoin.nlp.search import word_places
from avoin.nlp.segments import segment_limits
from avoin.settings import write_settings
from avoin.themes.model import ThemeSet
from avoin.workflow.desk.code_answers import open_desk
from avoin.workflow.project import open_project
from avoin.workflow.texts.find_themes import find_themes
from avoin.workflow.texts.prepare_answers import PrepareResult, prepare
from avoin.workflow.texts.search_answers import search_answers
from kit.codebooks import code
from kit.projects import project
from kit.texts import plain_project

WISHES = QuestionId("wishes")


@pytest.mark.parametrize(
    ("answers", "n_segments", "n_themes", "languages"),
    [
        (("🙂", "👍👍 🎉", ":)"), 3, 0, {"und": 3}),
        (("köyhyys",), 1, 1, {"fi": 1}),
        (("Jonot ovat kasvaneet kaikkialla.",), 1, 1, {"fi": 1}),
        (("Köerna är för långa och det finns inte tider.", "It is all about the money."), 2, 0, {"sv": 1, "en": 1}),
        (("Денег нет и очереди длинные.", "没有钱", "لا يوجد مال", "kljh fdjk hgfj"), 4, 0, {"other": 4}),
        (("-", "eos", "..."), 3, 0, None),
        ((), 0, 0, {}),
    ],
)
def test_odd_answers_are_read_searched_and_grouped(
    tmp_path: Path,
    answers: tuple[str, ...],
    n_segments: int,
    n_themes: int | None,
    languages: dict[str, int] | None,
) -> None:
    # a blank answer is no answer: it is there so that the question has somebody who was asked
    made = plain_project(tmp_path, {"blank": "  ", **{str(n): text for n, text in enumerate(answers)}})
    read: PrepareResult = prepare(made)
    assert (read.n_answers, read.n_segments) == (len(answers), n_segments)
    assert languages is None or read.languages == languages
    found: ThemeSet = find_themes(made, WISHES)
    assert n_themes is None or len(found.themes) == n_themes
    assert search_answers(made, "jono").n_searched == len(answers)
    assert prepare(made).n_read_now == 0


@pytest.mark.parametrize(
    ("piece", "n_in_piece"),
    [("Jonot ovat pitkiä. ", 1), ("jonot ovat pitkiä. ", 1), ("- jonot\n", 1), ("a\n", 1), ("sana ", 0), ("a . ", 1)],
)
def test_an_answer_of_a_megabyte_is_cut(piece: str, n_in_piece: int) -> None:
    n = 1_000_000 // len(piece)
    assert len(segment_limits(piece * n)) == max(1, n * n_in_piece)


@pytest.mark.parametrize(
    ("answers", "n_on_pages"),
    [
        (("🙂", "👍👍 🎉", ":)"), 0),
        (("jonot",), 1),
        (("Jonot ovat kasvaneet kaikkialla.",), 1),
        (("-", "eos", "..."), 0),
        (("jono " * 40_000,), 1),
        (("Jonot ovat kasvaneet.",) * 1_000, 1),  # one of identical answers stands for all
        ((), 0),
    ],
)
def test_odd_answers_are_on_pages_only_where_the_codebook_speaks_of_them(
    tmp_path: Path, answers: tuple[str, ...], n_on_pages: int
) -> None:
    book = Codebook("koe", "1.0.0", (code("Jonot", "Hoitojonot ovat pitkiä", keywords=("jono",)), code("Hinnat")))
    texts = {"blank": "  ", **{str(n): text for n, text in enumerate(answers)}}
    made = project(tmp_path / "p", {"wishes": texts}, codebook=book)
    write_settings(made.places.settings, replace(made.settings, sentence_vectors="never"))
    desk = open_desk(open_project(made.folder), "wishes")
    desk.refit()
    on_pages = [(page.code, span) for page in desk.pages() for span, _p in page.items]
    assert [code_id for code_id, _span in on_pages] == ["jonot"] * n_on_pages
    for key in desk.answers():
        for segment in desk.answer(key).segments:
            assert all(0.0 <= each.p <= 1.0 for each in desk.suggestions(segment.span))


def test_a_page_shows_one_of_a_thousand_identical_answers_and_the_others(tmp_path: Path) -> None:
    book = Codebook("koe", "1.0.0", (code("Jonot", "Hoitojonot ovat pitkiä", keywords=("jono", "jonot")),))
    alike = {f"alike{n}": "Jonot ovat pitkiä." for n in range(1_000)}
    made = project(tmp_path / "p", {"wishes": {**alike, "a": "Jonot, jonot.", "b": "Pitkiä jonoja"}}, codebook=book)
    write_settings(made.places.settings, replace(made.settings, sentence_vectors="never"))
    desk = open_desk(open_project(made.folder), "wishes")
    desk.refit()
    (page,) = desk.pages()
    assert {span.answer.respondent for span, _p in page.items} == {"alike0", "a", "b"}


@pytest.mark.parametrize(
    ("finnish", "foreign", "language"),
    [
        ("Jonot ovat pitkiä.", "Jono är för långt och det finns inte tider.", "sv"),
        ("Jonot ovat pitkiä.", "The jono is so long that we do not get in.", "en"),
        ("Jonot ovat pitkiä.", "Nie mam jonot pieniędzy na jedzenie się", "other"),
    ],
)
def test_an_answer_in_another_language_is_on_no_page_and_can_be_coded(
    tmp_path: Path, finnish: str, foreign: str, language: str
) -> None:
    book = Codebook("koe", "1.0.0", (code("Jonot", "Hoitojonot ovat pitkiä", keywords=("jono", "jonot")),))
    texts = {**{str(n): f"{finnish} {n}" for n in range(4)}, "foreign": foreign}
    made = project(tmp_path / "p", {"wishes": texts}, codebook=book)
    write_settings(made.places.settings, replace(made.settings, sentence_vectors="never"))
    desk = open_desk(open_project(made.folder), "wishes")
    desk.refit()
    on_pages = {str(span.answer.respondent) for page in desk.pages() for span, _p in page.items}
    assert on_pages == {"0", "1", "2", "3"}
    key = next(each for each in desk.answers() if each.respondent == "foreign")
    assert desk.answers(QueueOrder.PAGES)[-1] == key
    segment = desk.answer(key).segments[0]
    assert (segment.language, segment.apart) == (language, True)
    desk.confirm((segment.span,), "jonot")
    assert [coding.code for coding in desk.segment(segment.span).codings] == ["jonot"]


def test_a_survey_in_another_language_has_pages(tmp_path: Path) -> None:
    book = Codebook("koe", "1.0.0", (code("Queues", "The queues are long", keywords=("queue", "queues")),))
    texts = {str(n): f"The queues are so long, I would need {n} days." for n in range(4)}
    made = project(tmp_path / "p", {"wishes": texts}, codebook=book)
    write_settings(made.places.settings, replace(made.settings, sentence_vectors="never"))
    desk = open_desk(open_project(made.folder), "wishes")
    desk.refit()
    assert [page.code for page in desk.pages()] == ["queues"]
    assert not any(segment.apart for key in desk.answers() for segment in desk.answer(key).segments)


def test_a_hundred_thousand_answers_alike_are_read_once() -> None:
    texts = ("Jonot ovat kasvaneet.",) * 100_000
    read = read_texts(texts)
    assert len(read) == 100_000
    assert len({id(each) for each in read}) == 1
    assert len(word_places(texts, read)["jono"]) == 100_000


def test_a_thousand_answers_alike_are_one_theme_and_all_found(tmp_path: Path) -> None:
    made = plain_project(tmp_path, {str(n): "Jonot ovat kasvaneet." for n in range(1_000)})
    found = find_themes(made, WISHES)
    assert [len(theme.spans) for theme in found.themes] == [1_000]
    assert search_answers(made, "jono").n_hits == 1_000
