"""Sentences and their denials, as pairs: what is denied must not be proposed as if it were said.

The pairs in ``negation_pairs.tsv`` are invented for this test. They are read and learned from as at a real desk.
"""

import csv
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from avoin.codebook.model import Codebook
from avoin.coding.negation import DENIES_SEEING, denial
from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, WaveId
from avoin.workflow.desk.code_answers import Desk, open_desk
from avoin.workflow.project import open_project
from kit.codebooks import code
from kit.projects import project

BOOK = Codebook(
    "koe",
    "1.0.0",
    (
        code("Talousvaikeudet", "Talousvaikeudet ovat lisääntyneet", keywords=("raha", "toimeentulo", "köyhyys")),
        code("Hinnat", "Hinnat ovat nousseet, kaikki on kallistunut", keywords=("hinta", "kallis", "vuokra", "kulu")),
        code("Jonot", "Jonot ovat kasvaneet, hoitoon joutuu odottamaan", keywords=("jono", "jonotus", "odottaa")),
        code("Ahdistus", "Ahdistus, pelko ja huoli", keywords=("ahdistus", "huoli", "pelko")),
        code("Yksinäisyys", "Yksinäisyys on lisääntynyt", keywords=("yksinäinen",)),
        code("Velka", "Velkaantuminen, pikavipit, ulosotto", keywords=("velka", "luottotieto")),
        code("Väkivalta", "Lähisuhdeväkivalta on lisääntynyt", keywords=("väkivalta",)),
        code("Päihteet", "Päihteiden käyttö on kasvanut", keywords=("päihde", "alkoholi", "huume", "juominen")),
        code("Itsetuhoisuus", "Itsetuhoiset ajatukset ja puhe", keywords=("itsemurha",)),
        code("Kuormitus", "Työntekijöiden kuormitus ja uupumus", keywords=("kiire", "työmäärä", "sairausloma")),
        code("Yhteistyö", "Yhteistyö toimijoiden kesken", keywords=("verkosto", "yhdessä", "yhteinen")),
        code("Etäasiointi", "Etäpalvelut ja asiointi verkossa", keywords=("etä", "chat", "verkko", "video")),
    ),
)


class Pair(NamedTuple):
    """A code, a sentence that deserves it, and the same sentence denied."""

    code: str
    affirmed: str
    denied: str


def pairs() -> list[Pair]:
    path = Path(__file__).with_name("negation_pairs.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        return [Pair(*row) for row in csv.reader(file, delimiter="\t")][1:]


PAIRS = pairs()
SEEN = [denial(pair.denied) == DENIES_SEEING for pair in PAIRS]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    texts = {
        f"{side}{place}": text for place, pair in enumerate(PAIRS) for side, text in zip("ad", pair[1:], strict=True)
    }
    made = open_desk(project(tmp_path_factory.mktemp("negation") / "p", {"q": texts}, codebook=BOOK), "q")
    made.refit()
    return made


def spans(desk: Desk, side: str, place: int) -> tuple[Span, ...]:
    answer = AnswerKey(WaveId("2025"), RespondentId(f"{side}{place}"), QuestionId("q"))
    return tuple(each.span for each in desk.answer(answer).segments)


def chance(desk: Desk, side: str, place: int) -> float:
    """The chance of the pair's code where it is highest."""
    return max(desk._suggestions.chances(span)[CodeId(PAIRS[place].code)] for span in spans(desk, side, place))


def test_there_are_pairs_enough_of_each_kind() -> None:
    assert len(PAIRS) >= 60
    assert min(sum(SEEN), len(SEEN) - sum(SEEN)) >= 30
    assert {pair.code for pair in PAIRS} == {each.id for each in BOOK.codes}


def test_an_affirmed_sentence_is_not_taken_for_a_denial_nor_a_denial_for_an_affirmed_one() -> None:
    assert [pair.affirmed for pair in PAIRS if denial(pair.affirmed)] == []
    assert [pair.denied for pair in PAIRS if not denial(pair.denied)] == []


def test_what_is_denied_is_never_proposed_above_the_same_thing_affirmed(desk: Desk) -> None:
    turned = [pair.denied for place, pair in enumerate(PAIRS) if chance(desk, "d", place) >= chance(desk, "a", place)]
    assert turned == []


def test_a_denied_increase_is_neither_suggested_nor_on_a_page(desk: Desk) -> None:
    denied = [place for place, seen in enumerate(SEEN) if seen]
    on_pages = {(span, page.code) for page in desk.pages() for span, _p in page.items}
    for place in denied:
        for span in spans(desk, "d", place):
            assert all(not each.sure for each in desk.suggestions(span, 12)), PAIRS[place].denied
            assert (span, PAIRS[place].code) not in on_pages, PAIRS[place].denied


def test_refusing_some_denials_and_confirming_what_is_affirmed_parts_the_two(tmp_path: Path, desk: Desk) -> None:
    taught = open_desk(open_project(Path(shutil.copytree(desk.project.folder, tmp_path / "p"))), "q")
    for place in range(0, len(PAIRS), 2):
        code_id = PAIRS[place].code
        taught.confirm(spans(taught, "a", place), code_id, refused=spans(taught, "d", place))
    taught.refit()
    for place in range(1, len(PAIRS), 2):
        assert chance(taught, "d", place) < 0.5 * chance(taught, "a", place), PAIRS[place].denied
