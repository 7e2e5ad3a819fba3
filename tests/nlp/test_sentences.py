import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avoin.nlp.sentences import sentences
from kit.shared import shared


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Apua ei saa esim. terveyskeskuksesta.",
        "Soitin klo 8.30 ja jonotin.",
        "Prof. Virtanen kertoi asiasta.",
        "J. Virtanen kertoi asiasta.",
        "Lapset pääsevät 5. luokalle syksyllä.",
        "Osasto suljettiin 31.12.2023 lopullisesti.",
        "Lisää tietoa: www.esimerkki.fi tai a.b@esimerkki.fi löytyy.",
        "Psyk. polille ei pääse.",
        "Palveluja puuttuu, mm. psykiatria, terapia jne. ovat ruuhkautuneet.",
        "Rahaa on 3,5 milj. euroa.",
        "Helsingin Sanomat kirjoitti asiasta.",
        "Menin Helsinkiin junalla.",
        "Jonot ovat kasvaneet… mutta apua saa.",
    ],
)
def test_a_sentence_stays_whole(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Jonot kasvavat. Apua ei saa.", 2),
        ("jonot on pitkiä. apua ei saa. raha ei riitä", 3),
        ("Ihan kamalaa! Miksi näin? En ymmärrä.", 3),
        ("Jonot kasvavat.Apua ei saa.", 2),
        ("Ihan kamalaa!apua ei saa", 2),
        ("Onneksi on ystäviä :) Muuten en jaksaisi", 2),
        ("Kiitos teille! 😀 Jatkakaa samaan malliin.", 2),
        ("apua ei saa Sitten vain odotetaan", 2),
        ("Ongelmia on monia: 1. Jonot kasvavat 2. Raha ei riitä", 3),
        ("Rahapula, jonot jne. Sitten vielä vuokrat.", 2),
    ],
)
def test_sentences_are_told_apart(text: str, n: int) -> None:
    assert len(cut(text)) == n


@given(st.text(alphabet='aäB1 .,!?…:;)(-*😀"', max_size=60))
def test_sentences_cover_everything_but_space(text: str) -> None:
    limits = list(sentences(text, 0, len(text)))
    assert all(start < end for start, end in limits)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(limits))
    left = set(range(len(text))) - {place for start, end in limits for place in range(start, end)}
    assert all(text[place].isspace() for place in left)


@pytest.mark.parametrize("noise", ["a", "!", ".", "😀", "-", "(", '"', "x)", "a.Ab", "a!b", "1. a ", "- a "])
def test_a_long_run_of_anything_is_cut_in_proportionate_time(noise: str) -> None:
    # a quadratic pattern would not come back from this
    assert cut("a " + noise * 20_000 + " b")


def test_limits_are_found_better_than_by_full_stops_alone() -> None:
    lines = shared("data", "ud-fi", "fi_ood-kehitys.conllu").read_text(encoding="utf-8").splitlines()
    texts = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    gold, found, shared_limits = 0, 0, 0
    for first in range(0, len(texts), 5):
        group = texts[first : first + 5]
        paragraph = " ".join(group)
        limits = {len(" ".join(group[:n])) + 1 for n in range(1, len(group))}
        cuts = {start for start, _end in sentences(paragraph, 0, len(paragraph))} - {0}
        gold, found, shared_limits = gold + len(limits), found + len(cuts), shared_limits + len(limits & cuts)
    # the parser of the Finnish package reaches 80.0 on the same text
    assert 2 * shared_limits / (gold + found) > 0.84
