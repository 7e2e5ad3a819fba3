import itertools
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from avoin.nlp.segments import segment_limits
from kit.shared import shared

WORDS = st.sampled_from(
    [
        "jonot",
        "kasvavat",
        "apua",
        "ei",
        "saa",
        "köyhyys",
        "sota",
        "nälkä",
        "puhdas",
        "vesi",
        "puute",
        "ja",
        "sekä",
        "mutta",
        "esim.",
        "klo",
        "1.",
        "2.",
        "3)",
        "-",
        "–",
        "•",
        ",",
        ".",
        "!",
        "?",
        ";",
        ":",
        "/",
        "Kela",
        "Helsingissä",
        "😀",
        ":)",
        "&quot;",
        "rahan-",
        "3,5",
        "www.a.fi",
        "a@b.fi",
        "(jonot)",
        '"apu"',
        "#1",
        "\n",
        "\n\n",
        "\t",
    ]
)
JOINED = re.compile(
    r"(?:[\s\-–—•·*●▪►○‣>.,;:/&+()]|(?<!\w)\d{1,2}(?=[.)])|(?<!\w)(?:ja|sekä|tai|och|and|[a-h])(?!\w))*", re.I
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in segment_limits(text)]


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("nälkä, sota ja köyhyys", ["nälkä", "sota", "köyhyys"]),
        ("NÄLKÄ, SOTA JA KÖYHYYS!", ["NÄLKÄ", "SOTA", "KÖYHYYS!"]),
        ("köyhyys ja nälkä", ["köyhyys", "nälkä"]),
        ("ihmiskauppa, nälänhätä ja sodat/turvattomuus", ["ihmiskauppa", "nälänhätä", "sodat", "turvattomuus"]),
        ("lisää työntekijöitä, vähemmän hankkeita", ["lisää työntekijöitä", "vähemmän hankkeita"]),
        ("auttaa ihmisiä, antaa rahaa ja rakentaa kouluja", ["auttaa ihmisiä", "antaa rahaa", "rakentaa kouluja"]),
        ("ruoka- ja vesipula, sota", ["ruoka- ja vesipula", "sota"]),
        ("- jonot\n- rahapula", ["jonot", "rahapula"]),
        ("* jonot\n\n* rahapula\n", ["jonot", "rahapula"]),
        ("1. köyhyys 2. nälkä 3. sota", ["köyhyys", "nälkä", "sota"]),
        ("1) köyhyys\n2) nälkä", ["köyhyys", "nälkä"]),
        ("a) köyhyys\nb) nälkä", ["köyhyys", "nälkä"]),
        ("jonot on pitkiä. apua ei saa", ["jonot on pitkiä.", "apua ei saa"]),
        ("+ mukavat ihmiset\n- jonot", ["+ mukavat ihmiset", "jonot"]),
        ("😀😀", ["😀😀"]),
        ("-", ["-"]),
        ("Hyvä! 😀", ["Hyvä! 😀"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_segments_are_what_a_coder_would_cut(text: str, segments: list[str]) -> None:
    assert cut(text) == segments


@pytest.mark.parametrize(
    "text",
    [
        "puhtaan veden, ruoan ja lääkkeiden puute",
        "sosiaaliset, taloudelliset ja poliittiset ongelmat",
        "nälän ja köyhyyden poistaminen",
        "Ruoka ja bensa kallistuneet.",
        "Äidit, isät ja lapset ovat väsyneitä.",
        "ihmiset, jotka eivät saa apua",
        "kallis ja huono",
        "lisää resursseja palveluihin, kouluihin ja järjestöihin",
        "Hinta on 3,5 euroa",
        "&quot;apua&quot; &amp; tukea ei saa",
        "En osaa sanoa.",
    ],
)
def test_what_is_one_thing_stays_whole(text: str) -> None:
    assert cut(text) == [text]


def test_a_very_long_sentence_is_cut_where_a_clause_ends() -> None:
    clause = (
        "asiakkaiden tilanne on vaikeutunut kaikilla alueilla ja erityisesti niissä perheissä, joilla ei ole varaa elää"
    )
    text = f"{clause}, mutta {clause}; {clause}, sillä {clause}"
    assert cut(text) == [f"{clause},", f"mutta {clause};", f"{clause}, sillä {clause}"]


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
@example("1. -")
def test_segments_hold_everything_but_space_bullets_and_joints(text: str) -> None:
    limits = segment_limits(text)
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in limits)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(limits))
    edges = [0, *(edge for each in limits for edge in each), len(text)]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert all(JOINED.fullmatch(each) for each in between)
    assert bool(limits) == bool(text.strip())


def test_list_answers_of_real_respondents_are_cut_into_their_items() -> None:
    import csv

    path = shared("data", "fsd2821-kehitysyhteistyo", "fsd2821-kehitys.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        answers = [row["Jatka lausetta: Maailman kolme suurinta ongelmaa ovat..."] for row in csv.DictReader(file)]
    answered = [answer for answer in answers if answer.strip()]
    assert 1_200 < sum(len(segment_limits(answer)) for answer in answered) < 1_400
