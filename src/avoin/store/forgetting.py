"""Erasing what a respondent wrote, wherever the store holds it; what was decided about it still counts.

Enters: a connection that writes, and whom to forget. Leaves: what was erased. Invariants: the words stand in no table
afterwards; the list of decisions stays in order and can still be checked. A decision that held words keeps its number,
its digest and its place in the chain; the seal of what stands there now is put into the chain by the decision that
records the forgetting. Its random id is drawn anew, so that nobody can guess the words from the old digest.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb
from avoin.coding.settlement import without_reason
from avoin.ids import AnswerKey, CoderId, RespondentId, WaveId, digest
from avoin.privacy.wording import Wording
from avoin.store import answers, chain, decisions
from avoin.store.remains import unlocked
from avoin.store.sealing import marks_to_json
from avoin.store.tables import decision as decision_table
from avoin.store.tables import theme_run
from avoin.text import CUT, is_erased

_TAKEN_OFF = (MarkKind.MEMO, MarkKind.QUOTE, MarkKind.EDIT, MarkKind.APPROVED, MarkKind.NOT_QUOTED, MarkKind.USED)
_INSTEAD = {
    MarkKind.MEMO: CUT,
    MarkKind.EDIT: CUT,
    MarkKind.APPROVED: '{"codes":[],"text":""}',
    MarkKind.USED: '{"codes":[],"file":"","report":"","text":""}',
}
_DECIDED = (MarkKind.CODING, MarkKind.DONE)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, or would be.

    Attributes
    ----------
    answers : tuple of AnswerKey
        Open answers whose words are gone.
    n_decisions : int
        Decisions that held words: notes, quotations, summaries, examples of codes.
    n_runs : int
        Theme runs that held words.
    seq : int or None
        The decision that recorded it; None where nothing was to be erased.
    """

    answers: tuple[AnswerKey, ...]
    n_decisions: int
    n_runs: int
    seq: int | None


def words_of(connection: Connection, respondent: RespondentId) -> Wording:
    """Return the words of a respondent that the store still holds as answers."""
    held = answers.open_texts(connection, respondent).values()
    return Wording.of(text for both in held for text in both if not is_erased(text))


def forget(connection: Connection, respondent: RespondentId, coder: CoderId) -> Erased:
    """Erase a respondent's words from answers, decisions, marks and theme runs, and record that it was done."""
    texts = answers.open_texts(connection, respondent)
    held = {key: both for key, both in texts.items() if not is_erased(both[1])}
    wording = words_of(connection, respondent)
    answers.erase_texts(connection, held)
    with unlocked(connection, "decision", "theme_run"):
        emptied = tuple(_empty_decisions(connection, respondent, wording))
        n_runs = _empty_runs(connection, wording)
    chain.rebuild_projection(connection)
    own = [mark for mark in decisions.marks(connection) if mark.respondent == respondent]
    put = (*_forgotten(respondent, texts), *emptied, *_limits(own, set(held)))
    taken = tuple(mark for mark in own if mark.kind in _TAKEN_OFF)
    made = decisions.append(connection, Draft(coder, Verb.FORGET, put, taken))
    return Erased(tuple(held), len(emptied), n_runs, None if made is None else made.seq)


def _empty_decisions(connection: Connection, respondent: RespondentId, wording: Wording) -> Iterator[Mark]:
    """Take the words out of decisions; yield for each a mark with the seal of what stands there now."""
    for each in decisions.load(connection):
        emptied = _emptied(each, respondent, wording)
        if emptied == each:
            continue
        this = decision_table.c.seq == each.seq
        now = {"put": marks_to_json(emptied.put), "taken": marks_to_json(emptied.taken), "uuid": str(uuid.uuid4())}
        connection.execute(update(decision_table).where(this).values(now))
        seal = chain.seal_of(connection.execute(select(decision_table).where(this)).one())
        yield Mark(MarkKind.EMPTIED, respondent=respondent, text=f"{each.seq}:{seal}")


def _emptied(decision: Decision, respondent: RespondentId, wording: Wording) -> Decision:
    def without(marks: Iterable[Mark]) -> tuple[Mark, ...]:
        return tuple(replace(mark, text=_text_of(mark, respondent, wording)) for mark in marks)

    return replace(decision, put=without(decision.put), taken=without(decision.taken))


def _text_of(mark: Mark, respondent: RespondentId, wording: Wording) -> str:
    if mark.respondent == respondent and mark.kind in _INSTEAD:
        return _INSTEAD[mark.kind]
    if mark.respondent == respondent and mark.kind is MarkKind.SETTLED:
        return without_reason(mark.text, CUT)
    return wording.without_in(mark.text)


def _empty_runs(connection: Connection, wording: Wording) -> int:
    n = 0
    for row in connection.execute(select(theme_run.c.run, theme_run.c.content)).all():
        content = wording.without_in(row.content)
        if content != row.content:
            values = {"content": content, "digest": digest(content)}
            connection.execute(update(theme_run).where(theme_run.c.run == row.run).values(values))
            n += 1
    return n


def _forgotten(respondent: RespondentId, texts: Iterable[AnswerKey]) -> Iterator[Mark]:
    waves: dict[WaveId, None] = dict.fromkeys(key.wave for key in texts)
    return (Mark(MarkKind.FORGOTTEN, wave, respondent) for wave in waves)


def _limits(own: Iterable[Mark], held: set[AnswerKey]) -> Iterator[Mark]:
    """Yield limits of segments where what was decided begins: no machine can find them any more."""
    starts = {(mark.answer, mark.start) for mark in own if mark.kind in _DECIDED and mark.start > 0}
    return (Mark(MarkKind.BREAK, *answer, start=start, end=start) for answer, start in sorted(starts) if answer in held)
