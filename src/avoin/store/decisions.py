"""The decisions and what they come to.

Enters: drafts. Leaves: decisions as stored, marks and codings. Invariants: decisions are only ever added, each sealing
the one before; the ``mark`` table is what ``fold`` makes of them and is written in the same transaction.

An undone CODE mark leaves the draft codebook to the workflow; an undone THEMES mark puts the run before it back.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, text

from avoin.coding.decision import Coding, Decision, Draft, Mark, MarkKind, State, Verb
from avoin.coding.roles import person
from avoin.coding.visible import visible
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.store.engine import StoreError
from avoin.store.rows import chunks
from avoin.store.sealing import FIRST, mark_key, marks_from_json, marks_to_json, seal
from avoin.store.tables import decision as decision_table
from avoin.store.tables import mark as mark_table

_ALWAYS_WORTH_A_ROW = (Verb.UNDO, Verb.REDO)  # even without effect they move the coder's place in the list
_MARK_COLUMNS = tuple(column for column in mark_table.c if column.name not in ("key", "seq"))
_IN_ORDER = tuple(
    mark_table.c[name] for name in ("wave", "respondent", "question", "start", "end", "code", "coder", "kind", "text")
)

_KINDS = frozenset(MarkKind)

_HEAD = select(decision_table.c.seq, decision_table.c.digest).order_by(decision_table.c.seq.desc()).limit(1)
_HEAD_ON_SERVER = text("SELECT seq, digest FROM decision_head() WHERE seq > 0")  # whoever asks may not see every row


class DamagedDecisionError(StoreError):
    """A stored decision cannot be read; ``avoin verify`` says which ones."""


class DamagedMarkError(StoreError):
    """A stored mark cannot be read; the decisions tell what it was."""


class OthersMarksError(StoreError):
    """A decision would take marks off that whoever decides has no right to."""


class UnstorableTextError(StoreError):
    """A draft holds half of a character (a lone surrogate), which no database stores."""


def append(connection: Connection, draft: Draft) -> Decision | None:
    """Record a decision: narrowed to what really changes, sealed, and carried over to the marks.

    Returns
    -------
    Decision or None
        As stored, or None where it would change nothing. An undo or redo is always recorded: it moves the
        coder's place in the list even where others have changed the same marks since.

    Raises
    ------
    UnstorableTextError
        Where a text of the draft cannot be stored.
    """
    _refuse_halves(draft)
    change = _narrowed(connection, draft)
    if not change.put and not change.taken and change.verb not in _ALWAYS_WORTH_A_ROW:
        return None
    decision = _sealed(change, *head(connection))
    take_over(connection, decision)
    return decision


def take_over(connection: Connection, decision: Decision) -> None:
    """Add a decision that is sealed already and follows the last one, and carry it over to the marks.

    Raises
    ------
    OthersMarksError
        Where the database keeps a mark that the decision takes off: on a server, another coder's.
    """
    connection.execute(insert(decision_table), _to_row(decision))
    gone = (mark_table.c.key.in_(keys) for keys in chunks([mark_key(mark) for mark in decision.taken]))
    if sum(connection.execute(delete(mark_table).where(each)).rowcount for each in gone) != len(decision.taken):
        raise OthersMarksError(
            _("This would take off what another coder decided, and you have no right to. Nothing was saved."),
            _("Ask the owner of the project. Of a project that is yours alone, see: avoin verify"),
        )
    _put(connection, tuple((mark, decision.seq) for mark in decision.put))


def load(connection: Connection, after: int = 0, verbs: Sequence[Verb] = ()) -> tuple[Decision, ...]:
    """Return the decisions with a higher number than ``after``, in order; only of these verbs where any is named.

    Raises
    ------
    DamagedDecisionError
        Where one cannot be read.
    """
    query = select(decision_table).where(decision_table.c.seq > after).order_by(decision_table.c.seq)
    if verbs:
        query = query.where(decision_table.c.verb.in_([verb.value for verb in verbs]))
    return tuple(from_row(row) for row in connection.execute(query))


def load_one(connection: Connection, seq: int) -> Decision:
    """Return one decision.

    Raises
    ------
    DamagedDecisionError
        Where there is none of that number or it cannot be read.
    """
    row = connection.execute(select(decision_table).where(decision_table.c.seq == seq)).one_or_none()
    if row is None:
        raise DamagedDecisionError(_("Decision {seq} is missing from the store.").format(seq=seq), _hint())
    return from_row(row)


def newest_first(connection: Connection, coder: CoderId | None = None) -> Iterator[Decision]:
    """Yield decisions from the last to the first, of one coder or of all."""
    query = select(decision_table).order_by(decision_table.c.seq.desc())
    if coder is not None:
        query = query.where(decision_table.c.coder == coder)
    with connection.execute(query) as rows:
        for row in rows:
            yield from_row(row)


def marks(
    connection: Connection,
    *kinds: MarkKind,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    coder: CoderId | None = None,
    answer: AnswerKey | None = None,
    reader: CoderId | None = None,
) -> dict[Mark, int]:
    """Return the marks that are on, with the decision that put each; in the order of answers and spans.

    Parameters
    ----------
    kinds : MarkKind
        Which ones; all where none is named.
    reader : CoderId or None
        Who is to see them: what would tell this person, who codes blind, how others code is left out.
    """
    query = _chosen(select(*_MARK_COLUMNS, mark_table.c.seq), kinds, question, wave, coder)
    if answer is not None:
        query = query.where(
            mark_table.c.wave == answer.wave,
            mark_table.c.respondent == answer.respondent,
            mark_table.c.question == answer.question,
        )
    found = {_to_mark(row): row.seq for row in connection.execute(query.order_by(*_IN_ORDER)).all()}
    return found if reader is None else visible(found, blind_to(connection, reader), reader)


def blind_to(connection: Connection, reader: CoderId) -> dict[AnswerKey, CoderId]:
    """Return the answers that a person is coding blind, with the role in which they do."""
    kinds = (MarkKind.DRAWN.value, MarkKind.FINISHED.value)
    query = select(*_MARK_COLUMNS).where(mark_table.c.kind.in_(kinds)).order_by(*_IN_ORDER)
    found = [mark for mark in map(_to_mark, connection.execute(query)) if person(mark.coder) == person(reader)]
    over = {(mark.coder, mark.code) for mark in found if mark.kind is MarkKind.FINISHED}
    return {
        mark.answer: mark.coder for mark in found if mark.kind is MarkKind.DRAWN and (mark.coder, mark.code) not in over
    }


def codings(
    connection: Connection,
    question: QuestionId | None = None,
    wave: WaveId | None = None,
    coder: CoderId | None = None,
) -> tuple[Coding, ...]:
    """Return the codings that are on, in the order of answers, spans, codes and coders."""
    columns = (*_MARK_COLUMNS, mark_table.c.seq, decision_table.c.at, decision_table.c.codebook)
    query = _chosen(select(*columns), (MarkKind.CODING,), question, wave, coder)
    query = query.join_from(mark_table, decision_table, mark_table.c.seq == decision_table.c.seq)
    return tuple(_to_coding(row) for row in connection.execute(query.order_by(*_IN_ORDER)).all())


def first_codebook(connection: Connection, name: str) -> str | None:
    """Return name and version of a codebook as the first decision made under it says; None where none was."""
    under = decision_table.c.codebook.startswith(f"{name} ", autoescape=True)
    query = select(decision_table.c.codebook).where(under).order_by(decision_table.c.seq).limit(1)
    found: str | None = connection.scalar(query)
    return found


def coders(connection: Connection) -> tuple[CoderId, ...]:
    """Return everyone who has decided something, in alphabetical order."""
    query = select(decision_table.c.coder).distinct().order_by(decision_table.c.coder)
    return tuple(CoderId(name) for name in connection.scalars(query))


def head(connection: Connection) -> tuple[int, str]:
    """Return number and digest of the last decision; 0 and zeros where there is none."""
    query = _HEAD if connection.dialect.name == "sqlite" else _HEAD_ON_SERVER
    row = connection.execute(query).one_or_none()
    return (0, FIRST) if row is None else (row.seq, row.digest)


def digest_of(connection: Connection, seq: int) -> str | None:
    """Return the digest of a decision, zeros for number 0, None where there is none of that number."""
    if seq == 0:
        return FIRST
    return connection.scalar(select(decision_table.c.digest).where(decision_table.c.seq == seq))


def write_marks(connection: Connection, on: dict[Mark, int]) -> None:
    """Replace the whole projection; only ``chain.rebuild_projection`` has reason to."""
    connection.execute(delete(mark_table))
    _put(connection, tuple(on.items()))


def from_row(row: Row[Any]) -> Decision:
    """Return the decision of a row.

    Raises
    ------
    DamagedDecisionError
        Where its marks or verb cannot be read.
    """
    try:
        return Decision(
            row.seq,
            row.uuid,
            row.at,
            CoderId(row.coder),
            Verb(row.verb),
            marks_from_json(row.put),
            marks_from_json(row.taken),
            row.seen,
            row.codebook,
            row.of,
            row.previous,
            row.digest,
        )
    except (ValueError, TypeError) as error:
        raise DamagedDecisionError(_("Decision {seq} cannot be read.").format(seq=row.seq), _hint()) from error


def _hint() -> str:
    return _("See what is wrong with: avoin verify")


def _refuse_halves(draft: Draft) -> None:
    texts = [draft.coder, draft.seen, draft.codebook, marks_to_json((*draft.put, *draft.taken))]
    try:
        "".join(texts).encode("utf-8")
    except UnicodeEncodeError:
        raise UnstorableTextError(_("The text holds half of a character and cannot be stored.")) from None


def _narrowed(connection: Connection, draft: Draft) -> Draft:
    named = {mark_key(mark): mark for mark in (*draft.put, *draft.taken)}
    state = State()
    for keys in chunks(tuple(named)):
        query = select(mark_table.c.key, mark_table.c.seq).where(mark_table.c.key.in_(keys))
        state.marks.update({named[key]: seq for key, seq in connection.execute(query)})
    return state.narrowed(draft)


def _sealed(draft: Draft, last: int, previous: str) -> Decision:
    unsealed = Decision(
        last + 1,
        draft.uuid or str(uuid.uuid4()),
        draft.at or datetime.now(UTC).isoformat(timespec="seconds"),
        draft.coder,
        draft.verb,
        draft.put,
        draft.taken,
        draft.seen,
        draft.codebook,
        draft.of,
        previous,
        "",
    )
    row = _to_row(unsealed)
    return replace(unsealed, digest=seal([row[name] for name in SEALED], previous))


SEALED = ("seq", "uuid", "at", "coder", "verb", "put", "taken", "seen", "codebook", "of")
"""Columns that a decision's digest covers, beside the digest before it."""


def _to_row(decision: Decision) -> dict[str, str | int | None]:
    return {
        "seq": decision.seq,
        "uuid": decision.uuid,
        "at": decision.at,
        "coder": decision.coder,
        "verb": decision.verb.value,
        "put": marks_to_json(decision.put),
        "taken": marks_to_json(decision.taken),
        "seen": decision.seen,
        "codebook": decision.codebook,
        "of": decision.of,
        "previous": decision.previous,
        "digest": decision.digest,
    }


def _put(connection: Connection, on: Sequence[tuple[Mark, int]]) -> None:
    if not on:
        return
    connection.execute(
        insert(mark_table),
        [
            {
                "key": mark_key(mark),
                "kind": mark.kind.value,
                "wave": mark.wave,
                "respondent": mark.respondent,
                "question": mark.question,
                "start": mark.start,
                "end": mark.end,
                "code": mark.code,
                "coder": mark.coder,
                "text": mark.text,
                "seq": seq,
            }
            for mark, seq in on
        ],
    )


def _chosen(
    query: Select[Any],
    kinds: Sequence[MarkKind],
    question: QuestionId | None,
    wave: WaveId | None,
    coder: CoderId | None,
) -> Select[Any]:
    if kinds:
        query = query.where(mark_table.c.kind.in_([kind.value for kind in kinds]))
    for column, wanted in ((mark_table.c.question, question), (mark_table.c.wave, wave), (mark_table.c.coder, coder)):
        if wanted is not None:
            query = query.where(column == wanted)
    return query


def _to_mark(row: Row[Any]) -> Mark:
    kind, wave, respondent, question, start, end, code, coder, text = (row[place] for place in range(9))
    if kind not in _KINDS:
        raise DamagedMarkError(
            _("A mark in the store cannot be read."), _("Write the marks anew with: avoin verify --rebuild")
        )
    return Mark(
        MarkKind(kind),
        WaveId(wave),
        RespondentId(respondent),
        QuestionId(question),
        start,
        end,
        CodeId(code),
        CoderId(coder),
        text,
    )


def _to_coding(row: Row[Any]) -> Coding:
    mark = _to_mark(row)
    return Coding(Span(mark.answer, mark.start, mark.end), mark.code, mark.coder, row.seq, row.at, row.codebook)
