"""What was imported: respondents, their variables and their answers, wave by wave.

Enters: one wave as nouns. Leaves: what changed by it, and the whole corpus.
Invariants: an answer as read is stored byte for byte beside its working text; a wave's digest covers all it holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, select, update

from avoin.coding.decision import MarkKind
from avoin.corpus.model import Answer, ClosedAnswer, Corpus, Respondent, Survey
from avoin.ids import AnswerKey, QuestionId, RespondentId, VariableId, WaveId, digest
from avoin.store.rows import chunks
from avoin.store.sealing import canonical
from avoin.store.tables import closed_answer, imported_file, mark, open_answer, respondent, variable_value
from avoin.store.tables import wave as wave_table
from avoin.text import erased

_OPEN_ANSWERS = select(
    open_answer.c.wave, open_answer.c.respondent, open_answer.c.question, open_answer.c.raw, open_answer.c.text
)
_OF_RESPONDENT = (variable_value, open_answer, closed_answer)


@dataclass(frozen=True, slots=True)
class WaveChanges:
    """What saving a wave changed.

    Attributes
    ----------
    added, changed, missing : tuple of RespondentId
        New respondents; those of whom something is different now; those that were there before and are not in this
        file (kept, or removed where that was asked for). In file order, the missing ones in their old order.
    n_same : int
        Respondents of whom nothing changed.
    texts : tuple of AnswerKey
        Open answers that were there before and whose working text is different or gone now: codings on them may
        not fit any more.
    """

    added: tuple[RespondentId, ...]
    changed: tuple[RespondentId, ...]
    missing: tuple[RespondentId, ...]
    n_same: int
    texts: tuple[AnswerKey, ...]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was imported, and when.

    Attributes
    ----------
    digest : str
        SHA-256 of its bytes.
    at : str
        UTC time, ISO 8601.
    """

    wave: WaveId
    name: str
    digest: str
    at: str
    n_respondents: int


@dataclass
class _Content:
    """All that is stored about one respondent, but the place in the file."""

    values: dict[str, str] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    closed: dict[str, tuple[str, float | None, str]] = field(default_factory=dict)


_Contents = dict[RespondentId, _Content]


def save_wave(  # noqa: PLR0913, PLR0917 - a wave is these seven things
    connection: Connection,
    wave_id: WaveId,
    respondents: Sequence[Respondent],
    answers: Iterable[Answer],
    closed: Iterable[ClosedAnswer],
    table_name: str,
    table_digest: str,
    *,
    remove_missing: bool = False,
) -> WaveChanges:
    """Save a wave; saved again, what is different is replaced, respondent by respondent.

    Parameters
    ----------
    table_name, table_digest : str
        The file it came from: its name and the SHA-256 of its bytes. What it says in the words of a respondent who
        was forgotten is left in it.
    remove_missing : bool
        Remove respondents that are stored but not given; by default they are kept, after the others.

    Returns
    -------
    WaveChanges
        The caller decides whether to go on: raised within the transaction, an error takes all of it back.
    """
    new = _contents(respondents, answers, closed)
    old_order = _order(connection, wave_id)
    old = _stored(connection, wave_id, old_order)
    for each in _forgotten(connection, wave_id) & new.keys():
        new[each].texts = old[each].texts if each in old else {}
    missing = tuple(each for each in old_order if each not in new)
    kept = () if remove_missing else missing
    changed = tuple(each for each in new if each in old and old[each] != new[each])
    added = tuple(each for each in new if each not in old)
    order = [*sorted(new, key={each.id: each.position for each in respondents}.__getitem__), *kept]
    whole = {each: new.get(each) or old[each] for each in order}
    _save_digest(connection, wave_id, _digest(whole))
    _remove(connection, wave_id, [*changed, *(missing if remove_missing else ())], _OF_RESPONDENT)
    _remove(connection, wave_id, missing if remove_missing else (), (respondent,))
    _place(connection, wave_id, order, set(old))
    _insert_contents(connection, wave_id, {each: new[each] for each in (*added, *changed)})
    _note_file(connection, wave_id, table_name, table_digest, len(new))
    gone = (*changed, *(missing if remove_missing else ()))
    return WaveChanges(added, changed, missing, len(new) - len(added) - len(changed), _texts(wave_id, gone, old, new))


def load_corpus(connection: Connection, survey: Survey) -> Corpus:
    """Return everything that was imported under the survey's waves, questions and variables.

    In the survey's order of waves, then file order, then the survey's order of questions. What the survey does not
    name (any more) stays in the store and out of the corpus.
    """
    wave_rank = {each.id: place for place, each in enumerate(survey.waves)}
    question_rank = {each.id: place for place, each in enumerate(survey.questions)}
    respondents = _load_respondents(connection, survey, wave_rank)
    place = {(each.wave, each.id): rank for rank, each in enumerate(respondents)}

    def rank(key: AnswerKey) -> tuple[int, int]:
        return place[key.wave, key.respondent], question_rank[key.question]

    are_open = {each.id for each in survey.open_questions}
    answers = [
        Answer(AnswerKey(wave, who, question), raw, text)
        for wave, who, question, raw, text in _rows(connection, _OPEN_ANSWERS)
        if wave in wave_rank and question in are_open
    ]
    closed = [
        ClosedAnswer(_key(row), row.raw, row.number, row.category)
        for row in connection.execute(select(closed_answer)).all()
        if row.wave in wave_rank and row.question in question_rank and row.question not in are_open
    ]
    answers.sort(key=lambda answer: rank(answer.key))
    closed.sort(key=lambda answer: rank(answer.key))
    return Corpus(survey, tuple(respondents), tuple(answers), tuple(closed))


def load_answers(connection: Connection, keys: Sequence[AnswerKey]) -> dict[AnswerKey, Answer]:
    """Return these open answers; those that the store does not have are left out."""
    asked: dict[tuple[WaveId, QuestionId], list[RespondentId]] = {}
    for key in keys:
        asked.setdefault((key.wave, key.question), []).append(key.respondent)
    found: dict[AnswerKey, Answer] = {}
    for (wave_id, question), who in asked.items():
        query = select(open_answer).where(open_answer.c.wave == wave_id, open_answer.c.question == question)
        for part in chunks(who):
            rows = connection.execute(query.where(open_answer.c.respondent.in_(part))).all()
            found |= {_key(row): Answer(_key(row), row.raw, row.text) for row in rows}
    return found


def waves(connection: Connection) -> tuple[WaveId, ...]:
    """Return the waves that have been imported, in alphabetical order."""
    return tuple(WaveId(each) for each in connection.scalars(select(wave_table.c.wave).order_by(wave_table.c.wave)))


def imported_files(connection: Connection) -> tuple[ImportedFile, ...]:
    """Return what was imported, in the order it happened."""
    rows = connection.execute(select(imported_file).order_by(imported_file.c.id))
    return tuple(ImportedFile(WaveId(row.wave), row.name, row.digest, row.at, row.n_respondents) for row in rows)


def wave_digests(connection: Connection) -> dict[WaveId, str]:
    """Return the digest of each wave as it was saved."""
    rows = connection.execute(select(wave_table).order_by(wave_table.c.wave))
    return {WaveId(row.wave): row.digest for row in rows}


def are_other(connection: Connection, waves: Mapping[WaveId, str], texts: Mapping[AnswerKey, str]) -> bool:
    """Return whether any of these answers is gone or has another text than this.

    Parameters
    ----------
    waves : mapping of WaveId to str
        The digests of when the texts were read; as long as they are the same nothing more is looked at.
    """
    if wave_digests(connection) == waves:
        return False
    there = load_answers(connection, tuple(texts))
    return any(key not in there or there[key].text != text for key, text in texts.items())


def changed_waves(connection: Connection) -> tuple[WaveId, ...]:
    """Return the waves that are not what was saved: some byte of them has changed since."""
    return tuple(
        wave_id
        for wave_id, saved in wave_digests(connection).items()
        if _digest(_stored(connection, wave_id, _order(connection, wave_id))) != saved
    )


def question_ids(connection: Connection) -> frozenset[QuestionId]:
    """Return the questions that have any answer in the store."""
    return frozenset(
        QuestionId(each)
        for table in (open_answer, closed_answer)
        for each in connection.scalars(select(table.c.question).distinct())
    )


def has_respondent(connection: Connection, respondent_id: RespondentId) -> bool:
    """Return whether any wave has a respondent of this id."""
    query = select(respondent.c.wave).where(respondent.c.respondent == respondent_id).limit(1)
    return connection.scalar(query) is not None


def open_texts(connection: Connection, respondent_id: RespondentId) -> dict[AnswerKey, tuple[str, str]]:
    """Return a respondent's open answers of all waves: as read, and as working text."""
    query = select(open_answer).where(open_answer.c.respondent == respondent_id)
    return {_key(row): (row.raw, row.text) for row in connection.execute(query)}


def erase_texts(connection: Connection, texts: Mapping[AnswerKey, tuple[str, str]]) -> None:
    """Erase the words of open answers (see ``open_texts``); their length stays, for codings lie on it."""
    for key, (_raw, text) in texts.items():
        this = (open_answer.c[name] == value for name, value in key._asdict().items())
        connection.execute(update(open_answer).where(*this).values(raw=erased(text), text=erased(text)))
    for wave_id in {key.wave for key in texts}:
        _save_digest(connection, wave_id, _digest(_stored(connection, wave_id, _order(connection, wave_id))))


def text_lengths(connection: Connection) -> dict[AnswerKey, int]:
    """Return how long the working text of every open answer is, in code points."""
    length = func.length(open_answer.c.text).label("length")
    query = select(open_answer.c.wave, open_answer.c.respondent, open_answer.c.question, length)
    return {_key(row): row.length for row in connection.execute(query)}


def _contents(
    respondents: Iterable[Respondent], answers: Iterable[Answer], closed: Iterable[ClosedAnswer]
) -> _Contents:
    found = {each.id: _Content({str(name): value for name, value in each.values.items()}) for each in respondents}
    for answer in answers:
        found[answer.key.respondent].texts[answer.key.question] = (answer.raw, answer.text)
    for item in closed:
        found[item.key.respondent].closed[item.key.question] = (item.raw, item.number, item.category)
    return found


def _order(connection: Connection, wave_id: WaveId) -> list[RespondentId]:
    query = select(respondent.c.respondent).where(respondent.c.wave == wave_id).order_by(respondent.c.position)
    return [RespondentId(each) for each in connection.scalars(query)]


def _forgotten(connection: Connection, wave_id: WaveId) -> set[RespondentId]:
    kind = mark.c.kind == MarkKind.FORGOTTEN
    return {
        RespondentId(each) for each in connection.scalars(select(mark.c.respondent).where(kind, mark.c.wave == wave_id))
    }


def _stored(connection: Connection, wave_id: WaveId, order: Iterable[RespondentId]) -> _Contents:
    found = {each: _Content() for each in order}

    def rows(table: Table) -> Iterable[Any]:
        return connection.execute(select(table).where(table.c.wave == wave_id)).all()

    for row in rows(variable_value):
        found[row.respondent].values[row.variable] = row.value
    for row in rows(open_answer):
        found[row.respondent].texts[row.question] = (row.raw, row.text)
    for row in rows(closed_answer):
        found[row.respondent].closed[row.question] = (row.raw, row.number, row.category)
    return found


def _digest(contents: Mapping[RespondentId, _Content]) -> str:
    return digest(
        *(
            # lone surrogates may be in an answer as read: bytes, not characters
            canonical(
                [each, *(sorted(part.items()) for part in (content.values, content.texts, content.closed))]
            ).encode("utf-8", "surrogatepass")
            for each, content in contents.items()
        )
    )


def _texts(wave_id: WaveId, gone: Iterable[RespondentId], old: _Contents, new: _Contents) -> tuple[AnswerKey, ...]:
    found = []
    for each in gone:
        now = new[each].texts if each in new else {}
        for question, (_raw, text) in old[each].texts.items():
            if question not in now or now[question][1] != text:
                found.append(AnswerKey(wave_id, each, QuestionId(question)))
    return tuple(found)


def _save_digest(connection: Connection, wave_id: WaveId, value: str) -> None:
    known = update(wave_table).where(wave_table.c.wave == wave_id).values(digest=value)
    if not connection.execute(known).rowcount:
        connection.execute(insert(wave_table), {"wave": wave_id, "digest": value})


def _remove(connection: Connection, wave_id: WaveId, who: Sequence[RespondentId], tables: Sequence[Table]) -> None:
    for part in chunks(who):
        for table in tables:
            connection.execute(delete(table).where(table.c.wave == wave_id, table.c.respondent.in_(part)))


def _place(connection: Connection, wave_id: WaveId, order: Sequence[RespondentId], known: set[RespondentId]) -> None:
    rows = [{"w": wave_id, "r": each, "position": place} for place, each in enumerate(order)]
    there = [row for row in rows if row["r"] in known]
    fresh = [row for row in rows if row["r"] not in known]
    if there:
        this = (respondent.c.wave == bindparam("w"), respondent.c.respondent == bindparam("r"))
        connection.execute(update(respondent).where(*this).values(position=bindparam("position")), there)
    if fresh:
        connection.execute(
            insert(respondent),
            [{"wave": wave_id, "respondent": row["r"], "position": row["position"]} for row in fresh],
        )


def _insert_contents(connection: Connection, wave_id: WaveId, contents: _Contents) -> None:
    for part in chunks(list(contents.items())):
        rows: dict[Table, list[tuple[object, ...]]] = {table: [] for table in _OF_RESPONDENT}
        for each, content in part:
            rows[variable_value] += [(wave_id, each, *item) for item in content.values.items()]
            rows[open_answer] += [(wave_id, each, question, *item) for question, item in content.texts.items()]
            rows[closed_answer] += [(wave_id, each, question, *item) for question, item in content.closed.items()]
        for table, of_table in rows.items():
            names = [column.name for column in table.c]
            if of_table:
                connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in of_table])


def _note_file(connection: Connection, wave_id: WaveId, name: str, file_digest: str, n_respondents: int) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(imported_file),
        {"wave": wave_id, "name": name, "digest": file_digest, "at": now, "n_respondents": n_respondents},
    )


def _load_respondents(connection: Connection, survey: Survey, wave_rank: Mapping[WaveId, int]) -> list[Respondent]:
    variables = {each.id for each in survey.variables}
    values: dict[tuple[str, str], dict[VariableId, str]] = {}
    of_value = variable_value.c
    for wave, who, variable, value in _rows(
        connection, select(of_value.wave, of_value.respondent, of_value.variable, of_value.value)
    ):
        if variable in variables:
            values.setdefault((wave, who), {})[VariableId(variable)] = value
    found = [
        Respondent(WaveId(wave), RespondentId(who), position, values.get((wave, who), {}))
        for wave, who, position in _rows(
            connection, select(respondent.c.wave, respondent.c.respondent, respondent.c.position)
        )
        if wave in wave_rank
    ]
    return sorted(found, key=lambda each: (wave_rank[each.wave], each.position))


def _rows(connection: Connection, query: Select[Any]) -> Sequence[Any]:
    """Return all rows; fetched at once and unpacked, a hundred thousand take half as long as one by one by name."""
    return connection.execute(query).all()


def _key(row: Any) -> AnswerKey:
    return AnswerKey(WaveId(row.wave), RespondentId(row.respondent), QuestionId(row.question))
