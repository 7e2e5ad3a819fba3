"""Adjudication: where two coders disagree, one after the other, and what was decided.

Enters: two coders' finished work. Leaves: disagreements with both sides, and settlements, each a decision. Invariants:
both coders' codings stay as they were; what was settled counts in tables and reports until it is reopened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avoin.agreement.compare import Comparison, compare
from avoin.agreement.units import Unit
from avoin.codebook.model import Codebook
from avoin.coding.choice import usable_code
from avoin.coding.decision import Coding, Draft, Mark, MarkKind, Verb
from avoin.coding.settlement import KINDS, Settlement, settling_marks
from avoin.corpus.model import Answer
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, Span
from avoin.store import decisions, settlements
from avoin.workflow.codebooks.codebook_desk import CodebookDesk
from avoin.workflow.codebooks.codebook_operations import Revision
from avoin.workflow.coders.compare_coders import Agreement, agreement_of, n_suggested
from avoin.workflow.coders.double_coding import DoubleCoded, Which, double_coded
from avoin.workflow.desk import undo as going_back
from avoin.workflow.desk.desk_views import Outcome, outcome_of
from avoin.workflow.incoming.closed_waves import refuse_closed
from avoin.workflow.outgoing.make_tables import codebook_of
from avoin.workflow.places import answer_of, open_question
from avoin.workflow.project import Project, coder_of


class SettleError(AvoinError):
    """There is nothing to settle or to reopen on this answer."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder did with an answer.

    Attributes
    ----------
    memos : tuple of str
        The coder's notes on the answer and its segments.
    """

    coder: CoderId
    codings: tuple[Coding, ...]
    memos: tuple[str, ...]

    @property
    def codes(self) -> tuple[CodeId, ...]:
        """The codes, each once, in alphabetical order."""
        return tuple(sorted({coding.code for coding in self.codings}))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer to which two coders gave different codes.

    Attributes
    ----------
    settlement : Settlement or None
        What was decided; None while it is open.
    outdated : tuple of CodeId
        Codes in what was decided that have been divided since: it is to be settled anew.
    """

    answer: Answer
    sides: tuple[Side, Side]
    settlement: Settlement | None
    outdated: tuple[CodeId, ...] = ()

    @property
    def is_open(self) -> bool:
        """True while it is to be decided."""
        return self.settlement is None or bool(self.outdated)

    @property
    def codes(self) -> tuple[CodeId, ...]:
        """The codes in dispute: those that just one of the coders gave."""
        first, second = (set(side.codes) for side in self.sides)
        return tuple(sorted(first ^ second))


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """How far the disagreements on one question are settled.

    Attributes
    ----------
    n_first, n_second, n_other : int
        Settled as the first coder had it, as the second had it, otherwise.
    before, after : Comparison
        The coders as they coded, and with what was settled in place of both.
    """

    question: QuestionId
    n_disagreements: int
    n_first: int
    n_second: int
    n_other: int
    before: Comparison
    after: Comparison

    @property
    def n_settled(self) -> int:
        """How many are settled."""
        return self.n_first + self.n_second + self.n_other


class AdjudicationDesk:
    """The disagreements of two coders before one who decides.

    Parameters
    ----------
    coder : str or None
        Who decides; None is whoever works on the project.

    Raises
    ------
    CompareError, BlindError, DrawError
        Where there are no two coders who have finished.
    """

    def __init__(self, project: Project, coder: str | None = None, which: Which | None = None) -> None:
        self.project = project
        self.coder = coder_of(project, coder)
        self._which = replace(which or Which(), segments=None)
        self._coded = double_coded(project, self._which)
        self._units = {unit.answer: unit for units in self._coded.units.values() for unit in units}

    @property
    def coders(self) -> tuple[CoderId, CoderId]:
        """Whose work it is."""
        return self._coded.coders

    @property
    def coded(self) -> DoubleCoded:
        """What both did."""
        return self._coded

    @property
    def draw(self) -> int | None:
        """Number of the draw; None where the coders were named."""
        return None if self._coded.draw is None else self._coded.draw.number

    # looking

    def codebook(self) -> Codebook:
        """Return the codebook as it is now."""
        return codebook_of(self.project)

    def agreement(self) -> Agreement:
        """Return how far they agree; slow where there is much."""
        return agreement_of(self.project, self._coded, self._which.seed)

    def n_suggested(self) -> tuple[int, int]:
        """Return each coder's codings compared that were made with suggestions in view."""
        return n_suggested(self._coded, tuple(self._units.values()))

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return the answers to which they gave different codes, in the order of the survey, settled ones too."""
        return tuple(self._disagreements([unit for unit in self._units.values() if unit.first != unit.second]))

    def disagreement(self, respondent: str, question: str, wave: str | None = None) -> Disagreement:
        """Return the disagreement on an answer.

        Raises
        ------
        UnknownQuestionError, UnknownWaveError, UnknownRespondentError, NoAnswerError
            Names what there is not, and near ones.
        SettleError
            Where both gave it the same codes, or not both have decided it.
        """
        key = answer_of(self._coded.corpus, respondent, open_question(self.project.survey, question).id, wave)
        return self._found(key)

    def adjudicated(self) -> tuple[Adjudicated, ...]:
        """Return how far each question is settled, with the agreement before and after."""
        with self.project.store.read() as connection:
            settled = {each.answer: frozenset(each.codes) for each in settlements.load(connection)}
        return tuple(self._adjudicated(question, units, settled) for question, units in self._coded.units.items())

    # deciding

    def settle(self, answer: AnswerKey, codes: Sequence[str], reason: str = "") -> Outcome:
        """Decide which codes an answer has, in place of both coders'.

        A code sits where the first coder who gave it put it, and on the whole answer where neither did.

        Raises
        ------
        SettleError
            Where there is no disagreement on the answer.
        UnknownCodeError
            Where the codebook has no such code to be used now.
        ClosedWaveError
            Where the wave is closed.
        """
        disagreement = self._found(answer)
        book = codebook_of(self.project)
        spans = {
            code: _places(disagreement, code, book) for code in dict.fromkeys(_usable(book, each) for each in codes)
        }
        put = settling_marks(answer, self.coder, spans, self.coders, self.draw, reason.strip())
        return self._store(Verb.SETTLE, answer, put)

    def reopen(self, answer: AnswerKey) -> Outcome:
        """Say that a disagreement is open again; both coders' codings count until it is settled.

        Raises
        ------
        SettleError
            Where it is not settled.
        """
        if self._found(answer).settlement is None:
            raise SettleError(_("The disagreement on {answer} is not settled.").format(answer="/".join(answer)))
        return self._store(Verb.REOPEN, answer, ())

    def make_borderline(self, answer: AnswerKey, code: str) -> Revision:
        """Add the reason of a settled disagreement to the borderline cases of a code.

        Raises
        ------
        SettleError
            Where it is not settled, or without a reason.
        """
        found = self._found(answer).settlement
        if found is None or not found.reason:
            raise SettleError(
                _("There is no reason to add: the disagreement on {answer} was not settled with one.").format(
                    answer="/".join(answer)
                )
            )
        now = usable_code(codebook_of(self.project), code)
        lines = [line for line in (now.borderline.strip(), found.reason) if line]
        if found.reason in now.borderline:
            lines = [now.borderline]
        worded = replace(now, borderline="\n".join(lines))
        return CodebookDesk(self.project, self.coder).define(now, worded, found.reason)

    def undo(self) -> going_back.Undone:
        """Take back the coder's last decision."""
        return going_back.undo(self.project, self.coder)

    def redo(self) -> going_back.Undone:
        """Do again what the coder took back last."""
        return going_back.redo(self.project, self.coder)

    # inside

    def _found(self, answer: AnswerKey) -> Disagreement:
        unit = self._units.get(answer)
        if unit is None:
            first, second = self.coders
            raise SettleError(
                _("{first} and {second} have not both decided {answer}.").format(
                    first=first, second=second, answer="/".join(answer)
                )
            )
        if unit.first == unit.second:
            raise SettleError(_("Both coders gave {answer} the same codes.").format(answer="/".join(answer)))
        return self._disagreements([unit])[0]

    def _disagreements(self, units: Sequence[Unit]) -> list[Disagreement]:
        with self.project.store.read() as connection:
            settled = {each.answer: each for each in settlements.load(connection)}
        wanted = {unit.answer for unit in units}
        marks: dict[AnswerKey, list[Mark]] = {}
        for mark in self._coded.on:
            if mark.answer in wanted:
                marks.setdefault(mark.answer, []).append(mark)
        book = codebook_of(self.project)
        return [self._disagreement(unit, marks[unit.answer], settled.get(unit.answer), book) for unit in units]

    def _disagreement(
        self, unit: Unit, marks: Sequence[Mark], settled: Settlement | None, book: Codebook
    ) -> Disagreement:
        first, second = (self._side(coder, marks) for coder in self.coders)
        outdated = () if settled is None else tuple(each for each in settled.codes if _is_outdated(book, each))
        return Disagreement(self._coded.corpus.by_key[unit.answer], (first, second), settled, outdated)

    def _side(self, coder: CoderId, marks: Sequence[Mark]) -> Side:
        own = [mark for mark in marks if mark.coder == coder]
        codings = tuple(
            Coding(mark.span, mark.code, coder, self._coded.on[mark], "", "")
            for mark in sorted(own)
            if mark.kind is MarkKind.CODING
        )
        return Side(coder, codings, tuple(mark.text for mark in sorted(own) if mark.kind is MarkKind.MEMO))

    def _adjudicated(
        self, question: QuestionId, units: Sequence[Unit], settled: dict[AnswerKey, frozenset[CodeId]]
    ) -> Adjudicated:
        apart = [unit for unit in units if unit.first != unit.second]
        decided = [(unit, settled[unit.answer]) for unit in apart if unit.answer in settled]
        n_first = sum(codes == unit.first for unit, codes in decided)
        n_second = sum(codes == unit.second for unit, codes in decided)
        after = {unit.answer: replace(unit, first=codes, second=codes) for unit, codes in decided}
        order = [code.id for code in codebook_of(self.project).codes]
        seed = self.project.settings.random_state if self._which.seed is None else self._which.seed
        now = [after.get(unit.answer, unit) for unit in units]
        return Adjudicated(
            question,
            len(apart),
            n_first,
            n_second,
            len(decided) - n_first - n_second,
            compare(units, self.coders, order, seed),
            compare(now, self.coders, order, seed),
        )

    def _store(self, verb: Verb, answer: AnswerKey, put: tuple[Mark, ...]) -> Outcome:
        refuse_closed(self.project.survey, (answer.wave,))
        book = codebook_of(self.project)
        with self.project.store.transaction() as connection:
            there = decisions.marks(connection, *KINDS, answer=answer)
            taken = tuple(mark for mark in there if mark not in put)
            draft = Draft(self.coder, verb, put, taken, codebook=f"{book.name} {book.version}" if book.name else "")
            decision = decisions.append(connection, draft)
        return outcome_of(decision, verb)


def _usable(book: Codebook, code: str) -> CodeId:
    return usable_code(book, book.heir(CodeId(code))).id


def _is_outdated(book: Codebook, code: CodeId) -> bool:
    known = book.by_id.get(book.heir(code))
    return known is None or bool(known.split_into)


def _places(disagreement: Disagreement, code: CodeId, book: Codebook) -> tuple[Span, ...]:
    for side in disagreement.sides:
        found = tuple(dict.fromkeys(coding.span for coding in side.codings if book.heir(coding.code) == code))
        if found:
            return found
    return (Span(disagreement.answer.key, 0, len(disagreement.answer.text)),)
