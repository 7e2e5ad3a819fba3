"""What redaction proposes: names in every inflected form, circumstances, reasons, and how much is found."""

from pathlib import Path

import pytest

from avoin.privacy.circumstances import find_circumstances
from avoin.privacy.personal_data import Kind, Proposal, Reason, kind_name, reason_words
from avoin.privacy.proposals import propose
from kit.corpora import kriisibarometri
from kit.marked_text import MarkedText, marked, marked_lines

CASES = marked_lines(Path(__file__).with_name("inflected_names.txt"))
_LEAST = {"P": 0.97, "L": 0.97, "O": 0.8, "I": 1.0, "T": 1.0, "E": 1.0}


def _covered(case: MarkedText, found: tuple[Proposal, ...], start: int, end: int) -> bool:
    letters = [place for place in range(start, end) if case.text[place].isalnum()]
    return all(any(each.start <= place < each.end for each in found) for place in letters)


def test_there_are_at_least_300_inflected_cases() -> None:
    assert sum(len(case.marks) for case in CASES) >= 300


def test_nearly_all_inflected_cases_are_proposed_whole() -> None:
    found = propose([case.text for case in CASES])
    hits: dict[str, list[bool]] = {}
    for case, proposals in zip(CASES, found, strict=True):
        for letter, start, end in case.marks:
            hits.setdefault(letter, []).append(_covered(case, proposals, start, end))
    missed = {letter: sum(found) / len(found) for letter, found in hits.items()}
    assert all(missed[letter] >= least for letter, least in _LEAST.items()), missed


def test_words_that_name_nobody_are_left_alone() -> None:
    texts = [
        "Jonot ovat kasvaneet ja hoitajat vaihtuvat.",
        "En osaa sanoa. Mielestäni tilanne on huonontunut! Raha ei riitä :) Lapset kärsivät.",
        "Asiakkaat kertovat, että vuokra vie kaiken; ruokaan ei jää mitään.",
    ]
    assert propose(texts) == ((), (), ())


def test_every_proposal_has_its_reasons_in_words() -> None:
    ((proposal,),) = propose(["Tapasin Liisan eilen."])
    assert proposal.kind is Kind.PERSON
    assert proposal.sure
    assert Reason.ONLY_A_NAME in proposal.reasons
    assert all(reason_words(reason) for reason in Reason)
    assert all(kind_name(kind) for kind in Kind)


def test_a_name_that_may_be_a_word_is_asked_about() -> None:
    ((proposal,),) = propose(["Toivon, että apua saa."])
    assert not proposal.sure


def test_a_name_of_several_words_is_one_proposal() -> None:
    text = "Lääkäri Ilkka Harjuvaara ei soittanut."
    ((proposal,),) = propose([text])
    assert text[proposal.start : proposal.end] == "Ilkka Harjuvaara"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Eräs {x:47-vuotias} mies", Kind.AGE),
        ("olen {x:63 v.} enkä jaksa", Kind.AGE),
        ("poika on {x:kaksikymmentäviisivuotias}", Kind.AGE),
        ("{x:syntynyt 1961} täällä", Kind.AGE),
        ("se oli {x:12.3.2024} illalla", Kind.DATE),
        ("{x:5. toukokuuta} tuli päätös", Kind.DATE),
        ("{x:toukokuun 5. päivänä} tuli päätös", Kind.DATE),
        ("olen {x:ainoa mieskätilö paikkakunnalla} nyt", Kind.ROLE),
        ("puhuin {x:kirkkoherralle} siitä", Kind.ROLE),
        ("kylällä sattui {x:tulipalo} silloin", Kind.EVENT),
    ],
)
def test_telling_circumstances_are_asked_about(line: str, kind: Kind) -> None:
    case = marked(line)
    found = [(each.kind, each.start, each.end, each.sure) for each in find_circumstances(case.text)]
    assert found == [(kind, *case.marks[0][1:], False)]


def test_ages_of_groups_and_times_past_are_no_circumstance() -> None:
    assert find_circumstances("8–12-vuotiaille ryhmä, 20 v sitten, klo 8.30, 3.5 pistettä") == ()


def test_offsets_are_code_points_behind_emojis() -> None:
    text = "😀👩‍👧 Liisa itki"
    ((proposal,),) = propose([text])
    assert text[proposal.start : proposal.end] == "Liisa"


def test_the_invented_people_of_the_example_survey_are_proposed() -> None:
    texts = [answer.text for answer in kriisibarometri().answers]
    for name in ("Tapani Kiviluhta", "Ilkka Harjuvaara", "Halmisten Konepaja"):
        text = next(text for text in texts if name in text)
        assert _covered(MarkedText(text, ()), propose([text])[0], text.index(name), text.index(name) + len(name))
