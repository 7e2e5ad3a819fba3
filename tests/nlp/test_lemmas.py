import pytest

from avoin.nlp.guess import base_forms, guesses
from avoin.nlp.lemmas import Lemmatiser
from avoin.nlp.model import Doubt
from avoin.nlp.morphology import Morphology

COMMON = {
    "vuosi": -8.0,
    "vuo": -14.0,
    "opinto": -13.0,
    "opinta": -22.0,
    "tilanne": -9.0,
    "tila": -10.0,
    "tilata": -11.0,
}


@pytest.fixture
def lemmatiser(either: Morphology) -> Lemmatiser:
    return Lemmatiser(either, lambda word: COMMON.get(word, -15.0), {"PRON": {"meidän": "minä"}})


@pytest.mark.parametrize(
    ("form", "pos", "features", "lemma"),
    [
        ("vuotta", "NOUN", "Case=Par|Number=Sing", "vuosi"),
        ("opintoja", "NOUN", "Case=Par|Number=Plur", "opinto"),
        ("tilanne", "NOUN", "Case=Nom|Number=Sing", "tilanne"),
        ("Tilanne", "NOUN", "", "tilanne"),
        ("Yhdysvalloissa", "PROPN", "Case=Ine|Number=Plur", "Yhdysvallat"),
        ("työmarkkinoilla", "NOUN", "Case=Ade|Number=Plur", "työmarkkinat"),
        ("asuntomarkkinoilla", "NOUN", "Case=Ade|Number=Plur", "asuntomarkkinat"),
        ("sisämarkkinoiden", "NOUN", "Case=Gen|Number=Plur", "sisämarkkinat"),
        ("talousvaikeuksista", "NOUN", "Case=Ela|Number=Plur", "talousvaikeus"),
        ("kallistuneet", "VERB", "Case=Nom|VerbForm=Part", "kallistua"),
        ("ahdistunut", "ADJ", "Case=Nom|Number=Sing", "ahdistunut"),
        ("juoksemista", "NOUN", "Case=Par|Derivation=Minen", "juokseminen"),
        ("Helsingissä", "PROPN", "Case=Ine|Number=Sing", "Helsinki"),
        ("Kelasta", "PROPN", "Case=Ela|Number=Sing", "Kela"),
        ("kelasta", "NOUN", "Case=Ela|Number=Sing", "Kela"),
        ("EU:n", "PROPN", "Case=Gen|Number=Sing", "EU"),
        ("meidän", "PRON", "Case=Gen", "minä"),
        ("nopeasti", "ADV", "", "nopeasti"),
        ("täälläkin", "ADV", "Clitic=Kin", "täällä"),
        ("AVOIN-hankkeessa", "NOUN", "Case=Ine|Number=Sing", "avoin-hanke"),
        ("-listalla", "NOUN", "Case=Ade|Number=Sing", "lista"),
        ("12,5", "NUM", "", "12,5"),
    ],
)
def test_the_base_form_is_the_one_that_fits_the_sentence(
    lemmatiser: Lemmatiser, form: str, pos: str, features: str, lemma: str
) -> None:
    assert lemmatiser.word(form, pos, features).lemma == lemma


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("mut", "CCONJ", "mutta"),
        ("ku", "SCONJ", "kun"),
        ("oon", "AUX", "olla"),
        ("tääl", "ADV", "täällä"),
        ("et", "SCONJ", "että"),
        ("terkkariin", "NOUN", "terveyskeskus"),
        ("lisääntyny", "VERB", "lisääntyä"),
        ("pitäs", "AUX", "pitää"),
        ("vaikee", "ADJ", "vaikea"),
        ("tooosi", "ADJ", "tosi"),
        ("vaikeeta", "ADJ", "vaikea"),
        ("kauheen", "ADJ", "kauhea"),
        ("helppoo", "ADV", "helppo"),
        ("ahistaa", "VERB", "ahdistaa"),
        ("mahollista", "ADJ", "mahdollinen"),
        ("kuukauen", "NOUN", "kuukausi"),
        ("käyä", "VERB", "käydä"),
        ("tarkotus", "NOUN", "tarkoitus"),
        ("aattelin", "VERB", "ajatella"),
        ("pahemmaks", "ADJ", "paha"),
        ("tuun", "VERB", "tulla"),
        ("hakeen", "VERB", "hakea"),
        ("tekeen", "VERB", "tehdä"),
    ],
)
def test_spoken_forms_are_read_as_the_standard_ones(lemmatiser: Lemmatiser, form: str, pos: str, lemma: str) -> None:
    assert lemmatiser.word(form, pos, "").lemma == lemma


def test_a_spoken_form_that_is_also_a_standard_one_follows_the_tagger(lemmatiser: Lemmatiser) -> None:
    assert lemmatiser.word("et", "AUX", "").lemma == "ei"
    assert lemmatiser.word("maksaan", "VERB", "").lemma == "maksaa"
    assert lemmatiser.word("maksaan", "NOUN", "Case=Ill").lemma == "maksa"


@pytest.mark.parametrize(
    ("form", "pos", "features", "lemma"),
    [
        ("Hypatialle", "PROPN", "Case=All|Number=Sing", "Hypatia"),
        ("Tymppiksen", "PROPN", "Case=Gen|Number=Sing", "Tymppis"),
        ("Leafin", "PROPN", "Case=Gen|Number=Sing", "Leaf"),
        ("dreenissä", "NOUN", "Case=Ine|Number=Sing", "dreeni"),
        ("sentraalista", "ADJ", "Case=Par|Number=Sing", "sentraalinen"),
        ("intuboitiin", "VERB", "", "intuboida"),
        ("xqzw", "NOUN", "Case=Nom|Number=Sing", "xqzw"),
    ],
)
def test_a_word_that_the_dictionary_lacks_loses_the_ending_that_the_tagger_saw(
    lemmatiser: Lemmatiser, form: str, pos: str, features: str, lemma: str
) -> None:
    assert lemmatiser.word(form, pos, features).lemma == lemma


def test_a_corrected_base_form_keeps_compound_parts(lemmatiser: Lemmatiser) -> None:
    word = lemmatiser.word("sisämarkkinoiden", "NOUN", "Case=Gen|Number=Plur")
    assert word.parts[-1] == "markkinat"


def test_a_compound_that_the_dictionary_lacks_is_made_of_words_that_it_has(lemmatiser: Lemmatiser) -> None:
    word = lemmatiser.word("takaisinsoitosta", "NOUN", "Case=Ela|Number=Sing")
    assert (word.lemma, word.parts) == ("takaisinsoitto", ("takaisin", "soitto"))


def test_short_forms_are_not_guessed_at() -> None:
    assert list(guesses("ab")) == []
    assert base_forms("abcn", "NOUN", "Gen", "Sing") == ("abcn",)


@pytest.mark.parametrize(
    ("form", "pos", "features", "lemma"),
    [
        ("ahdinko", "NOUN", "Case=Nom|Number=Sing", "ahdinko"),
        ("ahdinkoon", "NOUN", "Case=Ill|Number=Sing", "ahdinko"),
        ("kulut", "NOUN", "Case=Nom|Number=Plur", "kulu"),
        ("asumiskulut", "NOUN", "Case=Nom|Number=Plur", "asumiskulu"),
        ("erota", "VERB", "VerbForm=Inf", "erota"),
        ("polille", "NOUN", "Case=All|Number=Sing", "poli"),
        ("psykpolille", "NOUN", "Case=All|Number=Sing", "psykpoli"),
        ("semmosia", "ADJ", "Case=Par|Number=Plur", "semmoinen"),
        ("semmosta", "ADJ", "Case=Par|Number=Sing", "semmoinen"),
        ("sillon", "ADV", "", "silloin"),
        ("ett", "SCONJ", "", "että"),
        ("jott", "SCONJ", "", "jotta"),
    ],
)
def test_words_of_open_answers_that_the_dictionary_misreads(
    lemmatiser: Lemmatiser, form: str, pos: str, features: str, lemma: str
) -> None:
    assert lemmatiser.word(form, pos, features).lemma == lemma


@pytest.mark.parametrize(
    ("form", "features", "lemma"),
    [
        ("mielenterveysongelamt", "Case=Nom|Number=Plur", "mielenterveysongelma"),
        ("työttömmyys", "Case=Nom|Number=Sing", "työttömyys"),
        ("lastensojeluun", "Case=Ill|Number=Sing", "lastensuojelu"),
    ],
)
def test_a_slip_of_the_hand_is_read_as_the_nearest_known_word(
    either: Morphology, form: str, features: str, lemma: str
) -> None:
    known = {"mielenterveysongelmat": -14.0, "työttömyys": -11.6, "lastensuojeluun": -14.1}
    word = Lemmatiser(either, lambda each: known.get(each, -22.0), {}).word(form, "NOUN", features)
    assert (word.lemma, word.doubt) == (lemma, Doubt.RESPELLED)


def test_a_short_unknown_word_is_not_taken_for_a_slip(either: Morphology) -> None:
    assert Lemmatiser(either, lambda _form: -10.0, {}).word("tymppi", "NOUN", "Case=Nom").doubt is Doubt.UNKNOWN
