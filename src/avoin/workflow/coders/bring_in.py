"""Bringing in what a coder decided in a project of their own, made of a sealed packet.

Enters: that project, or the packet of decisions made of it. Leaves: the same decisions here, in their order, with who
made them and when. Invariants: everything is stored or nothing; a decision that is here already is not stored again;
what does not fit is told before anything is stored.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avoin.coding.decision import Decision, Draft, Mark, MarkKind, Verb
from avoin.coding.roles import person
from avoin.corpus.model import Corpus
from avoin.export.atomic import write_whole
from avoin.export.packet import as_json, to_packet
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, digest
from avoin.importing.packet import Packet, PacketError, read_packet
from avoin.store import answers as answer_store
from avoin.store import decisions, merging
from avoin.store.draws import Draw
from avoin.text import is_erased
from avoin.workflow.coders.draw_answers import DrawError, list_draws
from avoin.workflow.coders.hand_out import origin_of
from avoin.workflow.incoming.closed_waves import closed_waves
from avoin.workflow.outgoing.make_tables import codebook_of
from avoin.workflow.project import Project, coder_of

DECISIONS = "decisions"
_WORK = (
    *(MarkKind.CODING, MarkKind.REFUSED, MarkKind.DONE),
    *(MarkKind.MEMO, MarkKind.FLAG, MarkKind.BOOKMARK, MarkKind.QUOTE),
)
_CUTS = (MarkKind.BREAK, MarkKind.GLUE)
_CODED = (MarkKind.CODING, MarkKind.REFUSED)


@dataclass(frozen=True, slots=True)
class HandedBack:
    """What was written."""

    path: Path
    n_decisions: int
    is_finished: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not fit.

    Attributes
    ----------
    answer : AnswerKey or None
        The answer it is about.
    code : CodeId or None
        The code it is about.
    why : str
        A translated sentence.
    """

    answer: AnswerKey | None
    code: CodeId | None
    why: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What came in.

    Attributes
    ----------
    n_decisions : int
        Stored now.
    n_there : int
        Here already.
    conflicts : tuple of Conflict
        Where there are any and they were not to be left out, nothing was stored.
    """

    coder: CoderId
    draw: int
    n_decisions: int
    n_there: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A packet of decisions, proved."""

    role: CoderId
    draw: Draw
    made: tuple[Decision, ...]
    texts: Mapping[AnswerKey, str]

    @property
    def coder(self) -> CoderId:
        return person(self.role)

    def kept(self, mark: Mark) -> bool:
        """Return whether a mark is of the work that was handed out."""
        if mark.kind is MarkKind.FINISHED:
            return mark.coder == self.role and mark.code == str(self.draw.number)
        return mark.answer in self.texts and (
            (mark.kind in _WORK and mark.coder == self.role) or (mark.kind in _CUTS and mark.coder == "")
        )

    def work(self) -> tuple[Decision, ...]:
        """Return the coder's decisions with the marks of the work only; the packet's own beginning is left out."""
        mine = (each for each in self.made if each.coder == self.coder and each.verb is not Verb.NOTED)
        return tuple(
            replace(each, put=tuple(filter(self.kept, each.put)), taken=tuple(filter(self.kept, each.taken)))
            for each in mine
        )


def hand_back(project: Project, path: Path) -> HandedBack:
    """Write what was decided in a project that was made of a packet; never answer text.

    Raises
    ------
    DrawError
        Where the project was not made of a packet.
    WriteError
        Where the file cannot be written.
    """
    with project.store.read() as connection:
        made = decisions.load(connection)
        corpus = answer_store.load_corpus(connection, project.survey)
        draws = decisions.marks(connection, MarkKind.DRAW, MarkKind.DRAWN, MarkKind.FINISHED)
    drawing = next((mark for mark in draws if mark.kind is MarkKind.DRAW and "origin" in json.loads(mark.text)), None)
    if drawing is None:
        says = _("This project was not made of a packet: there is nobody to hand the decisions back to.")
        raise DrawError(says, _("A packet is opened with: avoin bundle open FILE DIR"))
    drawn = [mark.answer for mark in draws if mark.kind is MarkKind.DRAWN and mark.code == drawing.code]
    about = {"draw": int(drawing.code), "role": drawing.coder, "origin": json.loads(drawing.text)["origin"]}
    texts = [[*key, _text_digest(corpus, key)] for key in drawn]
    parts = {"answers.json": as_json(texts), "decisions.json": as_json(merging.to_rows(made))}
    write_whole(path, to_packet(DECISIONS, about, parts))
    is_finished = any(mark.kind is MarkKind.FINISHED and mark.code == drawing.code for mark in draws)
    return HandedBack(path, len(made), is_finished)


def bring_in(project: Project, path: Path, *, leave_out: bool = False) -> BroughtIn:
    """Bring in a packet of decisions.

    Parameters
    ----------
    leave_out : bool
        Bring in all that fits, without the answers and codes that do not.

    Raises
    ------
    PacketError
        Where the packet is not as it was sealed, or is of another project.
    """
    packet = read_packet(path, DECISIONS)
    incoming = _incoming(project, packet)
    work = incoming.work()
    with project.store.transaction() as connection:
        there = merging.known(connection, work)
        corpus = answer_store.load_corpus(connection, project.survey)
        own = decisions.marks(connection, *_WORK, coder=incoming.role)
        conflicts = tuple(_conflicts(project, corpus, own, incoming, work, there))
        if conflicts and not leave_out:
            return BroughtIn(incoming.coder, incoming.draw.number, 0, len(there), conflicts)
        n = merging.merge(connection, _without(work, conflicts), there)
        told = digest(packet.parts["decisions.json"])
        mark = Mark(MarkKind.BROUGHT, code=CodeId(str(incoming.draw.number)), coder=incoming.role, text=told)
        decisions.append(connection, Draft(coder_of(project), Verb.NOTED, (mark,)))
    return BroughtIn(incoming.coder, incoming.draw.number, n, len(there), conflicts)


def _incoming(project: Project, packet: Packet) -> _Incoming:
    try:
        made = merging.from_rows(packet.json("decisions.json"))
    except ValueError:
        raise PacketError(_("The packet's decisions are not as they were made: their seals are broken.")) from None
    about = packet.about
    draw = next((each for each in list_draws(project) if each.number == about.get("draw")), None)
    if draw is None or draw.role != about.get("role") or origin_of(project, draw) != about.get("origin"):
        raise PacketError(
            _("The packet is of another project, or its draw was taken back."), _("See: avoin compare draws")
        )
    texts = packet.json("answers.json")
    rows = texts if isinstance(texts, list) else []
    sent = {tuple(map(str, row[:3])): str(row[3]) for row in rows if isinstance(row, list) and len(row) == 4}
    return _Incoming(draw.role, draw, made, {key: sent[key] for key in draw.answers if key in sent})


def _conflicts(
    project: Project,
    corpus: Corpus,
    own: Mapping[Mark, int],
    incoming: _Incoming,
    work: Sequence[Decision],
    there: Mapping[str, int],
) -> Iterator[Conflict]:
    shut = closed_waves(project.survey)
    for key, text in incoming.texts.items():
        if _text_digest(corpus, key) != text:
            yield Conflict(key, None, _why_other(corpus, key))
        elif key.wave in shut:
            yield Conflict(key, None, _("The wave is closed."))
    put = [mark for each in work if each.uuid not in there for mark in each.put]
    fits = {key: len(answer.text) for key, answer in corpus.by_key.items()}
    for key in dict.fromkeys(
        mark.answer for mark in put if mark.kind is not MarkKind.FINISHED and not _fits(mark, fits)
    ):
        yield Conflict(key, None, _("A decision does not fit the answer."))
    known = codebook_of(project).by_id
    for code in sorted({mark.code for mark in put if mark.kind in _CODED and mark.code not in known}):
        yield Conflict(None, code, _("The codebook has no such code: add it, or leave its codings out."))
    here = set(there.values())
    for key in sorted({mark.answer for mark, seq in own.items() if mark.answer in incoming.texts and seq not in here}):
        yield Conflict(key, None, _("The coder has decided on this answer here as well."))
    if incoming.draw.finished is not None and put:
        yield Conflict(None, None, _("The blind coding of the draw was ended here: what comes now is not compared."))


def _why_other(corpus: Corpus, key: AnswerKey) -> str:
    if key in corpus.by_key and is_erased(corpus.by_key[key].text):
        return _("The respondent was forgotten: what was decided on the words does not come in.")
    return _("The answer is not the one that was handed out.")


def _fits(mark: Mark, lengths: Mapping[AnswerKey, int]) -> bool:
    whole = (mark.start, mark.end) == (-1, -1)
    return mark.answer in lengths and (whole or 0 <= mark.start <= mark.end <= lengths[mark.answer])


def _without(work: Iterable[Decision], conflicts: Sequence[Conflict]) -> tuple[Decision, ...]:
    answers = {each.answer for each in conflicts}
    codes = {each.code for each in conflicts if each.code is not None}

    def stays(mark: Mark) -> bool:
        is_of_answer = bool(mark.respondent) and mark.answer in answers
        return not is_of_answer and not (mark.kind in _CODED and mark.code in codes)

    return tuple(
        replace(each, put=tuple(filter(stays, each.put)), taken=tuple(filter(stays, each.taken))) for each in work
    )


def _text_digest(corpus: Corpus, key: AnswerKey) -> str:
    answer = corpus.by_key.get(key)
    return "" if answer is None else digest(answer.raw.encode("utf-8", "surrogatepass"))
