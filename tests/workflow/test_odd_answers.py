"""The whole way of reading, search and themes on answers that no survey plans for."""

from pathlib import Path

import pytest

from avoin.ids import QuestionId
from avoin.nlp.reading import read_texts
from avoin.nlp.search import word_places
from avoin.nlp.segments import segment_limits
from avoin.themes.model import ThemeSet
from avoin.workflow.texts.find_themes import find_themes
from avoin.workflow.texts.prepare_answers import PrepareResult, prepare
from avoin.workflow.texts.search_answers import search_answers
from kit.texts import plain_project

WISHES = QuestionId("wishes")


@pytest.mark.parametrize(
    ("answers", "n_segments", "n_themes", "languages"),
    [
        (("🙂", "👍👍 🎉", ":)"), 3, 0, {"und": 3}),
        (("köyhyys",), 1, 1, {"fi": 1}),
        (("Jonot ovat kasvaneet kaikkialla.",), 1, 1, {"fi": 1}),
        (("Köerna är för långa och det finns inte tider.", "It is all about the money."), 2, 0, {"sv": 1, "en": 1}),
        (("Денег нет и очереди длинные.", "没有钱", "لا يوجد مال"), 3, None, None),
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
