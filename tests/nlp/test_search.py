import pytest

from avoin.nlp.reading import read_texts
from avoin.nlp.search import Mode, QueryError, SearchIndex

TEXTS = (
    "Ihmiset odottavat hoitojonoissa kuukausia.",
    "Jonot kasvavat. Jono on pitkä.",
    "Kustannussäästöjä haetaan hoidosta.",
    "Säästöjen takia palveluita suljetaan.",
    "Rahaa ei ole ruokaan (ja jonottaa ei jaksa) [apua].",
    "Köerna är för långa och det finns inte tider.",
    "-",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(TEXTS, read_texts(TEXTS))


def found(index: SearchIndex, query: str, mode: Mode = "lemma") -> list[tuple[int, str]]:
    return [(hit.text, TEXTS[hit.text][hit.start : hit.end]) for hit in index.find(query, mode)]


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
        index.find(query, mode)


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert SearchIndex((), ()).find("jono") == ()
