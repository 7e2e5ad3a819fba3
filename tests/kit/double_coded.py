"""Real answers that two people coded: Patient Joe and the two gold sets, as units to compare."""

import csv
from collections.abc import Iterable

from avoin.agreement.units import Unit
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, WaveId
from kit.shared import shared

CODERS = (CoderId("A"), CoderId("B"))


def units(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> list[Unit]:
    """Return a unit for each pair of code sets, each in an answer of its own."""
    return [
        Unit(key(place), None, frozenset(map(CodeId, first)), frozenset(map(CodeId, second)))
        for place, (first, second) in enumerate(pairs)
    ]


def key(place: int, question: str = "q", wave: str = "w") -> AnswerKey:
    """Return the answer of respondent ``r0007``, say."""
    return AnswerKey(WaveId(wave), RespondentId(f"r{place:04d}"), QuestionId(question))


def patient_joe() -> list[Unit]:
    """Return the English answers with one label from each coder; the test is skipped where they are missing."""
    with shared("data", "patient-joe-en", "patient-joe-kehitys.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return units(([row["label_coder1"]], [row["label_coder2"]]) for row in rows)


def gold(name: str) -> list[Unit]:
    """Return one of the gold sets; the test is skipped where it is missing."""
    first, second = ({row["id"]: _codes(row) for row in _rows(f"{coder}-{name}-dev.csv")} for coder in "AB")
    return units((codes, second[each]) for each, codes in first.items())


def _rows(file_name: str) -> list[dict[str, str]]:
    with shared("gold", file_name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _codes(row: dict[str, str]) -> list[str]:
    return [code for code in row["codes"].split(";") if code]
