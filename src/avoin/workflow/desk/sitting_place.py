"""Where a coder left the workbench: question, screen, order, filter, answer.

Enters: a position. Leaves: the same position, the next time. Kept in the project's folder, beside what it speaks of.
Invariant: it is a convenience: what cannot be read or written is as if it had never been, and no answer text is in it.
"""

import json
import logging
from dataclasses import dataclass
from typing import Any

from avoin.coding.queue import QueueOrder
from avoin.corpus.select import Filter
from avoin.ids import AnswerKey, CoderId, QuestionId, RespondentId, VariableId, WaveId
from avoin.workflow.project import Project

_log = logging.getLogger(__name__)

_FILE = "workbench.json"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a coder is.

    Attributes
    ----------
    screen : str
        The screen's name.
    order : QueueOrder
        In which order answers come.
    keep : Filter or None
        Which answers are shown; None is all.
    answer : AnswerKey or None
        The answer that was shown last.
    """

    question: QuestionId
    wave: WaveId | None
    screen: str
    order: QueueOrder
    keep: Filter | None = None
    answer: AnswerKey | None = None


def read_position(project: Project, coder: CoderId) -> Position | None:
    """Return where a coder left off; None where that is not known."""
    try:
        return _position(_held(project)[coder])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def keep_position(project: Project, coder: CoderId, position: Position) -> None:
    """Keep where a coder is; where that cannot be done the work goes on without."""
    path = project.folder / _FILE
    keep = position.keep
    record = {
        "question": position.question,
        "wave": position.wave,
        "screen": position.screen,
        "order": position.order.value,
        "filter": None
        if keep is None
        else {
            "variables": {name: sorted(values) for name, values in keep.variables.items()},
            "waves": sorted(keep.waves),
            "text": keep.text,
            "question": keep.question,
        },
        "answer": position.answer,
    }
    try:
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps({**_held(project), coder: record}, ensure_ascii=False), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        _log.warning("position not kept: %s", type(error).__name__)


def _held(project: Project) -> dict[str, Any]:
    try:
        held = json.loads((project.folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _position(record: dict[str, Any]) -> Position:
    wave, keep, answer = record["wave"], record["filter"], record["answer"]
    return Position(
        QuestionId(str(record["question"])),
        None if wave is None else WaveId(str(wave)),
        str(record["screen"]),
        QueueOrder(record["order"]),
        None if keep is None else _filter(keep),
        None if answer is None else AnswerKey(WaveId(answer[0]), RespondentId(answer[1]), QuestionId(answer[2])),
    )


def _filter(record: dict[str, Any]) -> Filter:
    question = record["question"]
    return Filter(
        {VariableId(name): frozenset(map(str, values)) for name, values in record["variables"].items()},
        frozenset(WaveId(str(each)) for each in record["waves"]),
        str(record["text"]),
        None if question is None else QuestionId(str(question)),
    )
