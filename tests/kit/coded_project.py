"""A project on disk with a survey of thirty, coded by two, for the verbs that take things out."""

from dataclasses import replace
from pathlib import Path

from avoin.coding.decision import Draft, MarkKind, Verb, mark_span
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.settings import Settings, write_settings
from avoin.store import decisions
from avoin.workflow.project import Project
from kit.codebooks import codebook
from kit.projects import project

BOOK = codebook("palvelut > jono", "palvelut > puhelin", "raha")
PEOPLE = [f"r{place}" for place in range(30)]
_SAID = (
    "Jonot ovat kasvaneet koko vuoden ajan, ja osa luovuttaa.",
    "Puhelimeen ei vastata, takaisinsoittoa odotetaan viikkoja.",
    "Rahat loppuvat ennen kuun loppua, ruokaan ei jää mitään.",
)


def text_of(place: int) -> str:
    """Return what the respondent of this place wrote; the first one left a phone number."""
    if place == 0:
        return "Soittakaa 040 123 4567, =SUMMA(A1) ja <b>jono</b> ei liiku."
    return f"{_SAID[place % 3]} Näin sanoi jo {place} muuta."


def coded_project(folder: Path) -> Project:
    """Return the project: Aino coded all thirty answers, Veikko two of them."""
    made = project(
        folder,
        {"wishes": {who: text_of(place) for place, who in enumerate(PEOPLE)}},
        variables={
            "role": {who: "director" if place < 8 else "worker" for place, who in enumerate(PEOPLE)},
            "area": {who: f"area {place % 8}" for place, who in enumerate(PEOPLE)},
        },
        grades={"state": {who: str(5 + place % 5) for place, who in enumerate(PEOPLE)}},
        choices={"pet": {who: ("cat", "dog", "none")[place % 3] for place, who in enumerate(PEOPLE)}},
        codebook=BOOK,
        coder="Aino",
    )
    for place in range(len(PEOPLE)):
        code(made, place, ("jono", "puhelin", "raha")[place % 3])
    for place in (0, 1):
        code(made, place, "raha", coder="Veikko")
    return made


def code(made: Project, place: int, given: str, coder: str = "Aino") -> None:
    """Put a code on the first sentence of an answer: one decision."""
    key = AnswerKey(WaveId("2025"), RespondentId(PEOPLE[place]), QuestionId("wishes"))
    text = text_of(place)
    span = Span(key, 0, text.index(".") + 1 if place else len(text))
    mark = mark_span(MarkKind.CODING, span, CoderId(coder), CodeId(given))
    with made.store.transaction() as connection:
        decisions.append(connection, Draft(CoderId(coder), Verb.ASSIGN, (mark,), codebook="koe 1.0.0"))


def with_settings(made: Project, settings: Settings) -> Project:
    """Return the project with other settings, written to its file as well."""
    write_settings(made.places.settings, settings)
    return replace(made, settings=settings)
