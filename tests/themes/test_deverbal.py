import pytest

from avoin.themes.deverbal import being, doing


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("odottaa", "odottaminen"),
        ("lukea", "lukeminen"),
        ("saada", "saaminen"),
        ("tehdä", "tekeminen"),
        ("tulla", "tuleminen"),
        ("riidellä", "riiteleminen"),
        ("kuunnella", "kuunteleminen"),
        ("nousta", "nouseminen"),
        ("juosta", "juokseminen"),
        ("tarvita", "tarvitseminen"),
        ("pelätä", "pelkääminen"),
        ("tavata", "tapaaminen"),
        ("paeta", "pakeneminen"),
        ("vanheta", "vanheneminen"),
        ("pöytä", None),
        ("", None),
    ],
)
def test_the_noun_of_a_verb_is_what_the_dictionary_derives(verb: str, noun: str | None) -> None:
    assert doing(verb) == noun


@pytest.mark.parametrize(
    ("adjective", "noun"),
    [
        ("vaikea", "vaikeus"),
        ("kallis", "kalleus"),
        ("helppo", "helppous"),
        ("yksinäinen", "yksinäisyys"),
        ("iso", None),
        ("kirjallinen", None),
    ],
)
def test_the_noun_of_an_adjective_is_a_word_of_the_dictionary(adjective: str, noun: str | None) -> None:
    assert being(adjective) == noun
