from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.nlp.model import Token
from avoin.themes.naming import ThemeName, name_themes
from avoin.themes.phrases import Wording, is_base_form
from kit.words import wording, wordings

QUEUES = wordings("jonot/jono kasvavat/kasvaa/VERB", "jonossa/jono odotetaan/odottaa/VERB", "hoitoon/hoito jono")
WATER = wordings("puhdas/puhdas/ADJ vesi", "puhtaan/puhdas/ADJ veden/vesi puute", "puhdasta/puhdas/ADJ vettä/vesi")
PRICES = wordings("hintojen/hinta nousu", "Hintojen/hinta noususta/nousu", "hintojen/hinta nousu ja/ja/- vuokra")


def names(*themes: tuple[Wording, ...]) -> list[str]:
    return [each.name for each in name_themes(themes)]


def test_a_theme_is_called_by_its_own_noun_or_phrase_with_a_capital() -> None:
    assert names(QUEUES, WATER, PRICES) == ["Jono", "Puhdas vesi", "Hintojen nousu"]


def test_keywords_are_base_forms_with_nouns_before_verbs() -> None:
    found = name_themes((QUEUES, WATER))[0].keywords
    assert found[0] == "jono"
    assert found.index("hoito") < found.index("kasvaa")
    assert all(is_base_form(word) for word in found)


def test_no_two_themes_are_called_alike() -> None:
    found = names(QUEUES, QUEUES, QUEUES, QUEUES)
    assert len({name.casefold() for name in found}) == 4


def test_themes_of_one_and_the_same_word_are_numbered() -> None:
    assert names(wordings("jono"), wordings("jono")) == ["Jono", "Jono 2"]


def test_a_theme_of_two_matters_is_called_by_both() -> None:
    food = wordings("ruoka", "ruoka", "lääke", "lääke", "apteekki/apteekki", "bensa")
    assert names(food, QUEUES) == ["Ruoka ja lääke", "Jono"]


def test_a_time_names_a_theme_only_where_nothing_else_does() -> None:
    assert names(wordings("vuosi lasku", "vuosi lasku", "vuosi"), QUEUES)[0] == "Lasku"
    assert names(wordings("vuosi", "vuosi"), QUEUES)[0] == "Vuosi"


def test_what_is_done_names_a_theme_that_has_no_nouns() -> None:
    tired = wordings("jaksetaan/jaksaa/VERB", "ei/ei/- jakseta/jaksaa/VERB")
    assert names(tired, QUEUES)[0] == "Jaksaminen"


def test_being_like_something_names_a_theme_that_speaks_of_nothing_else() -> None:
    hard = wordings("vaikeaa/vaikea/ADJ", "vaikea/vaikea/ADJ", "vaikeaa/vaikea/ADJ jono")
    assert names(hard, QUEUES)[0] == "Vaikeus"


def test_what_few_segments_do_names_no_theme_that_has_nouns() -> None:
    crying = wordings(
        *["itketään/itkeä/VERB"] * 3, *["ovi", "talo"] * 2, *["auto", "piha", "katu", "tie", "koulu", "kissa"]
    )
    assert names(crying, QUEUES)[0] == "Ovi ja talo"


def test_a_verb_of_any_matter_names_no_theme_that_shares_a_noun() -> None:
    hoping = wordings(*["toivotaan/toivoa/VERB"] * 3, "toivon/toivoa/VERB lääke", "lääke")
    assert names(hoping, QUEUES)[0] == "Lääke"


def test_the_noun_of_a_pair_is_never_of_any_matter_nor_of_one_segment() -> None:
    yearly = wordings("lasku vuosi", "lasku vuosi", "vuosi", "vuosi", "vuosi ovi", "talo", "katto")
    assert names(yearly, QUEUES)[0] == "Lasku"


def test_a_phrase_that_much_of_a_theme_says_names_it_though_its_noun_tells_little() -> None:
    asked = wordings(*["kirjallinen/kirjallinen/ADJ kysymys"] * 2, "kysymys")
    assert names(asked, QUEUES)[0] == "Kirjallinen kysymys"


def test_a_doing_comes_with_what_is_done_to() -> None:
    better = wordings("ehtojen/ehto parantaminen", *["parantaminen"] * 4, "ehtojen/ehto parantaminen")
    assert names(better, QUEUES)[0] == "Ehtojen parantaminen"


def test_an_adjective_that_is_taken_for_a_noun_names_nothing() -> None:
    hungry = wordings("nälkäinen/nälkäinen/NOUN lapsi", "nälkäiset/nälkäinen/NOUN lapset/lapsi")
    assert names(hungry, QUEUES)[0] == "Lapsi"


def test_a_vague_noun_comes_with_what_it_is_said_of() -> None:
    of_families = wordings(
        "perheiden/perhe ongelma", "perheiden/perhe ongelmat/ongelma", "ongelma", "ongelma", "ongelma"
    )
    of_schools = wordings(*["koulun/koulu ongelma"] * 5)
    assert names(of_families, of_schools, QUEUES)[0] == "Perheiden ongelma"


def test_a_phrase_takes_along_the_word_it_always_comes_with() -> None:
    training = wordings(*["itsemurhien/itsemurha ehkäisyn/ehkäisy koulutus"] * 3)
    assert names(training, QUEUES)[0] == "Itsemurhien ehkäisyn koulutus"


def test_a_word_is_written_one_way_even_where_sentences_begin_with_it() -> None:
    mixed = wordings("Jonot/Jono/PROPN kasvavat/kasvaa/VERB", "jono", "jonot/jono")
    found = name_themes((mixed, WATER))[0]
    assert found.name == "Jono"
    assert [word for word in found.keywords if word.lower() == "jono"] == ["jono"]


def test_two_words_of_one_root_are_not_joined() -> None:
    decisions = wordings("päätös", "päätöksenteko", "päätös", "päätöksenteko", "ovi", "talo")
    assert " ja " not in names(decisions, QUEUES)[0]


def test_what_typical_segments_say_counts_more_than_what_the_last_ones_do() -> None:
    found = name_themes((wordings("korko", "korko", "bensa", "bensa"), QUEUES))[0]
    assert found.keywords == ("korko", "bensa")


def test_a_head_that_several_compounds_share_gains_where_it_stands_alone_too() -> None:
    parts = [
        Wording(form, (Token(0, len(form), form, "NOUN", (form[:-4], "jono"), True),))
        for form in ("hoitojono", "puhelinjono", "ruokajono", "leipäjono")
    ]
    theme = (*wordings("ovi", "ovi"), *parts, *wordings("jono", "jono"))
    assert name_themes((theme, WATER))[0].keywords[0] == "jono"


def test_words_of_another_language_name_a_theme_where_there_are_no_finnish_ones() -> None:
    assert names(wordings("long/long/X queues/queues/X", "queues/queues/X"), WATER)[0] == "Queues"


def test_small_words_are_the_last_resort_and_a_theme_without_words_is_numbered() -> None:
    small = wordings("niin/niin/- vaan/vaan/-")
    assert names(small, (Wording("", ()),), (Wording("", ()),)) == ["Niin", "Teema 1", "Teema 2"]


def test_a_persons_name_that_one_answer_holds_names_no_theme() -> None:
    visited = wordings("Tapani/Tapani/PROPN soitti/soittaa/VERB", "Tapanin/Tapani/PROPN vaimo")
    found = name_themes((visited, QUEUES))[0]
    assert "tapani" not in found.name.casefold()
    assert "Tapani" not in found.keywords


def test_a_persons_name_names_no_theme_however_many_say_it() -> None:
    known = wordings(*["Eerikan/Eerika/PROPN tapaus"] * 5)
    assert "eerika" not in name_themes((known, QUEUES))[0].name.casefold()


def test_an_office_that_many_name_may_name_a_theme() -> None:
    office = wordings("Kela/Kela/PROPN", "Kelan/Kela/PROPN linja", "Kelasta/Kela/PROPN soitettiin/soittaa/VERB")
    assert names(office, QUEUES)[0] == "Kela"


def test_compound_parts_never_name_a_theme() -> None:
    whole = Token(0, 9, "eduskunta", "NOUN", ("edus", "kunta"), True)
    other = Token(0, 11, "yhteiskunta", "NOUN", ("yhteis", "kunta"), True)
    found = name_themes(((Wording("eduskunta", (whole,)), Wording("yhteiskunta", (other,))), WATER))[0]
    assert "kunta" not in found.keywords
    assert found.name.casefold() in ("eduskunta", "yhteiskunta", "eduskunta ja yhteiskunta")


def test_a_kept_name_stays_and_nobody_else_gets_it() -> None:
    kept = ThemeName("Jono", ("odotus",))
    found = name_themes((WATER, QUEUES, QUEUES), {0: kept})
    assert found[0] is kept
    assert len({each.name.casefold() for each in found}) == 3


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["jono", "vesi", "hinnan/hinta nousu", "apua/apu", "tulla/tulla/VERB", "?"]), min_size=1
        ),
        min_size=1,
        max_size=5,
    )
)
def test_names_are_distinct_and_the_same_every_time(lines: list[list[str]]) -> None:
    themes = [[wording(line) for line in theme] for theme in lines]
    found = name_themes(themes)
    assert found == name_themes(themes)
    assert len({each.name.casefold() for each in found}) == len(themes)
    assert all(each.name[0].isupper() or not each.name[0].isalpha() for each in found)
