import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avoin.nlp import reading
from avoin.nlp.model import ReadText
from avoin.nlp.reading import read_texts, reading_model

WORDS = (
    "jonot",
    "kasvavat",
    "ei",
    "saa",
    "apua",
    "mielenterveyspalveluista",
    ":)",
    "😀",
    "&quot;",
    ".",
    ",",
    "\n",
    "KELA",
    "rahan-",
    "EU:n",
    "3,5",
    "#x",
)


def lemmas(text: str) -> list[str]:
    return [token.lemma for token in read_texts([text])[0].tokens]


def content(text: str) -> list[str]:
    return [token.lemma for token in read_texts([text])[0].tokens if token.content]


def test_words_have_base_forms_in_their_sentence() -> None:
    text = "Mielenterveyspalveluiden jonot ovat kasvaneet monta vuotta, mut tääl ei saa apua talousvaikeuksista."
    found = lemmas(text)
    assert found[:4] == ["mielenterveyspalvelu", "jono", "olla", "kasvaa"]
    assert {"vuosi", "mutta", "täällä", "apu", "talousvaikeus"} <= set(found)


def test_compound_words_have_parts() -> None:
    tokens = read_texts(["Hoitojonot kasvavat."])[0].tokens
    assert tokens[0].parts == ("hoito", "jono")
    assert tokens[1].parts == ()


def test_only_words_that_carry_the_matter_are_content() -> None:
    assert content("Meillä on ollut paljon hoitojonoja, eikä apua saa.") == ["hoitojono", "apu"]


def test_capitals_are_read_as_small_letters() -> None:
    assert content("KÖYHYYS JA NÄLKÄ") == ["köyhyys", "nälkä"]


def test_entities_are_no_words() -> None:
    text = "&quot;Jonot&quot; &amp; raha"
    read = read_texts([text])[0]
    assert [text[token.start : token.end] for token in read.tokens] == ["Jonot", "raha"]


def test_other_languages_are_read_by_their_word_forms() -> None:
    read = read_texts(["Köerna är för långa och det finns inte tider."])[0]
    assert read.language == "sv"
    assert [token.lemma for token in read.tokens if token.content] == ["köerna", "långa", "tider"]
    assert not any(token.parts for token in read.tokens)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_blank_text_has_no_segments(text: str) -> None:
    assert read_texts([text]) == (ReadText("und", True, (), ()),)


@pytest.mark.parametrize("text", ["😀", "😀😀 🎉", ":)", "?!"])
def test_a_text_of_pictures_and_marks_is_a_non_answer_in_one_segment(text: str) -> None:
    read = read_texts([text])[0]
    assert read.non_answer
    assert read.segments == ((0, len(text)),)
    assert read.tokens == ()


@settings(max_examples=40)
@given(st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join) | st.text(max_size=40))
def test_offsets_are_exact(text: str) -> None:
    read = read_texts([text])[0]
    assert all(text[token.start : token.end].strip() == text[token.start : token.end] != "" for token in read.tokens)
    assert all(first.end <= second.start for first, second in zip(read.tokens, read.tokens[1:], strict=False))
    inside = [token for start, end in read.segments for token in read.tokens_in(start, end)]
    assert all(token in inside for token in read.tokens if token.content)


def test_identical_texts_are_read_once() -> None:
    told: list[tuple[int, int | None]] = []
    read = read_texts(["Jonot kasvavat."] * 10_000, lambda done, total, _doing: told.append((done, total)))
    assert len(read) == 10_000
    assert all(each is read[0] for each in read)
    assert told == [(1, 1)]


def test_order_and_company_do_not_matter() -> None:
    texts = ["Jonot kasvavat.", "Köyhyys", "Rahaa ei ole", "Köerna är för långa och det finns inte tider."]
    alone = tuple(read_texts([text])[0] for text in texts)
    assert read_texts(texts) == alone
    assert read_texts(texts[::-1]) == alone[::-1]


def test_a_long_text_is_read_in_pieces_with_the_same_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Hoitojonot ovat kasvaneet. Apua ei saa mistään. Rahaa ei ole ruokaan. " * 6
    whole = read_texts([text])[0]
    monkeypatch.setattr(reading, "_PIECE", 100)
    in_pieces = read_texts([text])[0]
    assert [(token.start, token.end, token.lemma) for token in in_pieces.tokens] == [
        (token.start, token.end, token.lemma) for token in whole.tokens
    ]
    assert in_pieces.segments == whole.segments


def test_an_answer_of_a_megabyte_is_read() -> None:
    # long runs without space are no words, so that this takes the tagger no time
    noise = "x" * 5_000
    text = "\n".join(["Hoitojonot kasvavat.", *([noise] * 220), "Rahaa ei ole."])
    assert len(text) > 1_000_000
    read = read_texts([text])[0]
    assert len(read.segments) == 222
    last = [token for token in read.tokens if token.lemma == "raha"]
    assert [text[token.start : token.end] for token in last] == ["Rahaa"]


def test_what_reads_has_an_identity() -> None:
    model = reading_model()
    assert model.name.startswith("spacy-fi-experimental-web-md 0.15.0, spaCy 3.8")
    assert len(model.digest) == 64
    assert model.morphology.startswith(("libvoikko ", "pyvoikko "))


def test_the_tagger_made_faster_says_what_it_said_before() -> None:
    import spacy

    from avoin.nlp.pipeline import finnish
    from avoin.nlp.word_table import PACKAGE

    texts = ["Mielenterveyspalveluiden jonot ovat kasvaneet.", "mut tääl ei saa apuu esim. terkkarist", "", "köyhyys"]
    untouched = spacy.load(PACKAGE, exclude=["ner", "parser", "lemmatizer"])
    expected = [[(token.pos_, str(token.morph)) for token in document] for document in untouched.pipe(texts)]
    for _time in range(2):  # the second time from memory
        assert [[(token.pos_, str(token.morph)) for token in document] for document in finnish().documents(texts)] == (
            expected
        )
