"""Theme runs: what the finder proposed, kept as it was.

Enters: theme sets. Leaves: the same theme sets, by number. Invariant: a stored run never changes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, QuestionId, RespondentId, Span, WaveId, digest
from avoin.store.engine import StoreError
from avoin.store.sealing import canonical
from avoin.store.tables import theme_run
from avoin.themes.model import Theme, ThemeSet


class ThemeRunError(StoreError):
    """There is no theme run of that number, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class ThemeRun:
    """A run without its themes.

    Attributes
    ----------
    at : str
        UTC time, ISO 8601.
    """

    run: int
    at: str
    question: QuestionId
    wave: WaveId | None


def save_run(connection: Connection, theme_set: ThemeSet) -> int:
    """Store a run and return its number, from 1."""
    content = canonical(_set_to_json(theme_set))
    row = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": theme_set.question,
        "wave": theme_set.wave,
        "content": content,
        "digest": digest(content),
    }
    key = connection.execute(insert(theme_run).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def load_run(connection: Connection, run: int) -> ThemeSet:
    """Return a stored run.

    Raises
    ------
    ThemeRunError
        Where there is none of that number or it is damaged.
    """
    row = connection.execute(select(theme_run).where(theme_run.c.run == run)).one_or_none()
    if row is None:
        raise ThemeRunError(_("There is no theme run {run}.").format(run=run))
    if digest(row.content) != row.digest:
        raise ThemeRunError(
            _("Theme run {run} is damaged.").format(run=run), _("Find the themes again with: avoin themes")
        )
    return _set_from_json(json.loads(row.content))


def runs(connection: Connection, question: QuestionId | None = None) -> tuple[ThemeRun, ...]:
    """Return the runs there are, oldest first."""
    query = select(theme_run.c.run, theme_run.c.at, theme_run.c.question, theme_run.c.wave).order_by(theme_run.c.run)
    if question is not None:
        query = query.where(theme_run.c.question == question)
    return tuple(
        ThemeRun(row.run, row.at, QuestionId(row.question), None if row.wave is None else WaveId(row.wave))
        for row in connection.execute(query)
    )


def damaged_runs(connection: Connection) -> tuple[int, ...]:
    """Return the runs whose bytes are not what was stored."""
    rows = connection.execute(select(theme_run.c.run, theme_run.c.content, theme_run.c.digest))
    return tuple(sorted(row.run for row in rows if digest(row.content) != row.digest))


def _set_to_json(theme_set: ThemeSet) -> dict[str, Any]:
    return {
        "question": theme_set.question,
        "wave": theme_set.wave,
        "seed": theme_set.seed,
        "features": theme_set.features,
        "method": theme_set.method,
        "themes": [_theme_to_json(theme) for theme in theme_set.themes],
        "non_answers": [list(key) for key in theme_set.non_answers],
        "unassigned": _spans_to_json(theme_set.unassigned),
    }


def _theme_to_json(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "name": theme.name,
        "keywords": list(theme.keywords),
        "code": theme.code,
        "confidence": float(theme.confidence),
        "mixed": bool(theme.mixed),
        "stability": float(theme.stability),
        "spans": _spans_to_json(theme.spans),
    }


def _spans_to_json(spans: Sequence[Span]) -> list[list[str | int]]:
    return [[*span.answer, int(span.start), int(span.end)] for span in spans]


def _set_from_json(found: dict[str, Any]) -> ThemeSet:
    return ThemeSet(
        QuestionId(found["question"]),
        None if found["wave"] is None else WaveId(found["wave"]),
        found["seed"],
        found["features"],
        found["method"],
        tuple(_theme_from_json(theme) for theme in found["themes"]),
        tuple(_key(*key) for key in found["non_answers"]),
        _spans_from_json(found["unassigned"]),
    )


def _theme_from_json(found: dict[str, Any]) -> Theme:
    return Theme(
        found["id"],
        found["name"],
        tuple(found["keywords"]),
        None if found["code"] is None else CodeId(found["code"]),
        found["confidence"],
        found["mixed"],
        _spans_from_json(found["spans"]),
        found.get("stability", 1.0),  # runs of the first release do not say
    )


def _spans_from_json(found: list[tuple[str, str, str, int, int]]) -> tuple[Span, ...]:
    return tuple(Span(_key(wave, who, question), start, end) for wave, who, question, start, end in found)


def _key(wave: str, who: str, question: str) -> AnswerKey:
    return AnswerKey(WaveId(wave), RespondentId(who), QuestionId(question))
