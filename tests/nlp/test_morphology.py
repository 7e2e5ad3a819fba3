from collections.abc import Iterator

import pytest

from avoin.nlp import morphology as room
from avoin.nlp.morphology import Analysis, Morphology, morphology, parse

WORDS = [
    "vuotta",
    "talousvaikeuksista",
    "hoitojonoissa",
    "mielenterveyspalveluihin",
    "tilanne",
    "Yhdysvalloissa",
    "työmarkkinat",
    "kustannussäästöjä",
    "sote-palveluita",
    "Helsingissä",
    "helsinkiläinen",
    "juokseminen",
    "kallistuneet",
    "menneet",
    "menevät",
    "syötävää",
    "tehdyt",
    "paremmin",
    "pidempään",
    "kanssani",
    "talossammekin",
    "eikö",
    "EU:n",
    "Maijan",
    "kansaneläkelaitoksesta",
    "lisääntyneestä",
    "epätasa-arvoisuus",
    "linja-autossa",
    "asiakkaitten",
    "mielenterveysongelmaiset",
    "nälänhädästä",
    "suurin",
    "köyhyydestä",
    "ottamatta",
    "tehdessä",
    "ahdistuneisuus",
    "viimeistään",
    "jonottamaan",
    "työttömyyskorvaus",
    "uudenvuoden",
    "vanhainkodissa",
    "isonvarpaan",
    "yksinhuoltajaäitien",
    "lähihoitajakoulutuksessa",
    "maahanmuuttajataustaisille",
    "digipalveluista",
    "kouluterveydenhuollon",
]


def _one(engine: Morphology, form: str, lemma: str) -> Analysis:
    return next(each for each in engine.analyses(form) if each.lemma == lemma)


@pytest.fixture
def _forgotten() -> Iterator[None]:
    morphology.cache_clear()
    yield
    morphology.cache_clear()


@pytest.mark.parametrize(
    ("form", "lemma", "parts"),
    [
        ("talousvaikeuksista", "talousvaikeus", ("talous", "vaikeus")),
        ("hoitojonoissa", "hoitojono", ("hoito", "jono")),
        ("mielenterveyspalveluihin", "mielenterveyspalvelu", ("mieli", "terveys", "palvelu")),
        ("nälänhädästä", "nälänhätä", ("nälkä", "hätä")),
        ("sote-palveluita", "sote-palvelu", ("sote", "palvelu")),
        ("kansaneläkelaitoksesta", "kansaneläkelaitos", ("kansa", "eläke", "laitos")),
        ("Yhdysvalloissa", "Yhdysvalta", ("yhdys", "valta")),
        ("uudenvuoden", "uusivuosi", ()),
        ("jonot", "jono", ()),
        ("vuotta", "vuosi", ()),
    ],
)
def test_a_form_has_its_base_form_and_compound_parts(
    either: Morphology, form: str, lemma: str, parts: tuple[str, ...]
) -> None:
    assert _one(either, form, lemma).parts == parts


def test_parts_are_base_forms_and_not_the_roots_they_were_derived_from(either: Morphology) -> None:
    # Voikko's WORDBASES would say hoitaa, terve and palvella
    assert _one(either, "hoitopalvelut", "hoitopalvelu").parts == ("hoito", "palvelu")


def test_case_and_number_are_told(either: Morphology) -> None:
    found = _one(either, "hoitojonoissa", "hoitojono")
    assert (found.case, found.number) == ("Ine", "Plur")


@pytest.mark.parametrize(("form", "verb"), [("kallistuneet", "kallistua"), ("menneet", "mennä"), ("tehdyt", "tehdä")])
def test_a_participle_knows_its_verb(either: Morphology, form: str, verb: str) -> None:
    assert [each.verb for each in either.analyses(form)] == [verb]


def test_what_was_derived_from_a_participle_is_none(either: Morphology) -> None:
    assert _one(either, "ahdistuneisuus", "ahdistuneisuus").participle == ""


def test_a_verbal_noun_keeps_its_own_base_form(either: Morphology) -> None:
    assert _one(either, "juoksemista", "juokseminen").verb == "juosta"


def test_finite_verbs_are_told_from_infinitives(either: Morphology) -> None:
    assert all(each.finite for each in either.analyses("olisi"))
    assert not any(each.finite for each in either.analyses("jonottamaan"))


def test_names_are_told(either: Morphology) -> None:
    assert _one(either, "Helsingissä", "Helsinki").proper
    assert not _one(either, "jonot", "jono").proper


def test_what_is_no_word_has_no_analysis(either: Morphology) -> None:
    for form in ("", "xqzw", "😀", "123", "a" * 1000, "\x00", "[Ln]", "jono\x1b[31m"):
        assert either.analyses(form) == ()


def test_case_of_letters_does_not_matter(either: Morphology) -> None:
    assert either.analyses("JONOT") == either.analyses("jonot")


def test_both_engines_say_the_same(native: Morphology, pure: Morphology) -> None:
    different = [word for word in WORDS if set(native.analyses(word)) != set(pure.analyses(word))]
    assert not different


def test_a_form_is_asked_once() -> None:
    asked: list[str] = []

    def outputs(form: str) -> tuple[str, ...]:
        asked.append(form)
        return ("[Ln][Xp]jono[X]jono[Sine][Nm]issa",)

    engine = Morphology("counting", outputs)
    assert engine.analyses("jonoissa") is engine.analyses("jonoissa")
    assert asked == ["jonoissa"]


@pytest.mark.usefixtures("_forgotten")
def test_the_variable_forces_the_engine_without_a_system_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(room.ENGINE_VARIABLE, "pyvoikko")
    assert morphology().name.startswith("pyvoikko ")


@pytest.mark.usefixtures("_forgotten")
def test_without_the_system_library_the_other_engine_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    import libvoikko

    def missing(_language: str) -> None:
        raise OSError("libvoikko.so.1: cannot open shared object file")

    monkeypatch.delenv(room.ENGINE_VARIABLE, raising=False)
    monkeypatch.setattr(libvoikko, "Voikko", missing)
    assert morphology().name.startswith("pyvoikko ")
    assert _one(morphology(), "hoitojonoissa", "hoitojono").parts == ("hoito", "jono")


def test_an_output_that_says_nothing_gives_an_empty_analysis() -> None:
    assert parse("").lemma == ""
    assert parse("[Bc]").lemma == ""
