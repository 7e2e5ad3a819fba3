import pytest

from avoin.nlp.reading import read_texts
from avoin.nlp.search import Mode, QueryError, SearchIndex, find_pattern, word_places

TEXTS = (
    "Ihmiset odottavat hoitojonoissa kuukausia.",
    "Jonot kasvavat. Jono on pitkä.",
    "Kustannussäästöjä haetaan hoidosta.",
    "Säästöjen takia palveluita suljetaan.",
    "Rahaa ei ole ruokaan (ja jonottaa ei jaksa) [apua].",
    "Köerna är för långa och det finns inte tider.",
    "-",
    "Leafien ja kotirobottihoivaajien aika on tymppi, sillon tulee ongelamia.",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return indexed(TEXTS)


def indexed(texts: tuple[str, ...]) -> SearchIndex:
    places = word_places(texts, read_texts(texts))
    return SearchIndex(lambda words: {word: places[word] for word in words if word in places})


def found(index: SearchIndex, query: str, mode: Mode = "lemma") -> list[tuple[int, str]]:
    hits = index.find(query) if mode == "lemma" else find_pattern(TEXTS, query, mode)
    return [(text, TEXTS[text][start:end]) for text, start, end in hits.tolist()]


def test_a_word_is_found_in_any_form_and_inside_compounds(index: SearchIndex) -> None:
    assert found(index, "jono") == [(0, "hoitojonoissa"), (1, "Jonot"), (1, "Jono")]
    assert found(index, "säästö") == [(2, "Kustannussäästöjä"), (3, "Säästöjen")]


@pytest.mark.parametrize("query", ["jonoissa", "JONOJA", "jonot", " jono "])
def test_the_query_is_read_as_the_answers_are(index: SearchIndex, query: str) -> None:
    assert found(index, query) == found(index, "jono")


def test_letters_with_and_without_dots_are_different(index: SearchIndex) -> None:
    assert found(index, "saasto") == []


def test_all_words_must_occur_in_an_answer(index: SearchIndex) -> None:
    assert found(index, "säästö hoito") == [(2, "Kustannussäästöjä"), (2, "hoidosta")]
    assert found(index, "säästö jono") == []


def test_a_whole_compound_finds_only_itself(index: SearchIndex) -> None:
    assert found(index, "hoitojono") == [(0, "hoitojonoissa")]


def test_other_languages_are_found_by_their_forms(index: SearchIndex) -> None:
    assert found(index, "köerna") == [(5, "Köerna")]


def test_exact_mode_finds_the_string_as_it_stands(index: SearchIndex) -> None:
    assert found(index, "[apua].", "exact") == [(4, "[apua].")]
    assert found(index, "jono", "exact") == [(0, "jono"), (1, "Jono"), (1, "Jono"), (4, "jono")]


def test_regex_mode_finds_patterns(index: SearchIndex) -> None:
    assert found(index, r"^jono\w*", "regex") == [(1, "Jonot")]
    assert found(index, "x*", "regex") == []


@pytest.mark.parametrize(("query", "mode"), [("", "lemma"), ("  ", "exact"), ("!?", "lemma"), ("(", "regex")])
def test_what_cannot_be_searched_for_is_told(index: SearchIndex, query: str, mode: Mode) -> None:
    with pytest.raises(QueryError):
        found(index, query, mode)


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert not len(indexed(()).find("jono hoito"))
    assert not len(find_pattern((), "jono", "regex"))


@pytest.mark.parametrize("query", ["kotirobottihoivaaja", "kotirobottihoivaajaa", "KOTIROBOTTIHOIVAAJISTA"])
def test_a_query_word_that_the_dictionary_lacks_is_read_as_in_answers(index: SearchIndex, query: str) -> None:
    assert found(index, query) == [(7, "kotirobottihoivaajien")]


def test_a_pattern_that_would_never_end_is_stopped() -> None:
    with pytest.raises(QueryError, match="was stopped"):
        find_pattern(("a" * 60 + "!",), r"(a+)+$", "regex", seconds=0.5)
