"""The quote desk: what could be quoted for each code, what in it tells who spoke, and letting it leave or not.

Enters: a project and a coder. Leaves: views, and decisions. Invariants: every act is one decision and stored whole
before its method returns; a quotation leaves only after ``approve``; nothing is deleted, ``undo`` takes any act back.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from avoin.codebook.model import Codebook
from avoin.coding.decision import Coding, Decision, Draft, Mark, MarkKind, Verb
from avoin.corpus.model import Corpus
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, Span, VariableId, WaveId, digest
from avoin.privacy.background import values_beside
from avoin.privacy.personal_data import Kind, Proposal, placeholder
from avoin.privacy.proposals import propose
from avoin.privacy.quotable import quotable
from avoin.privacy.ranking import Offer, Vector, ranked
from avoin.privacy.redaction import Change, Edit, replacing
from avoin.privacy.review import (
    EVERYBODY,
    REVIEWING,
    QuoteState,
    Reviews,
    Use,
    approval_mark,
    edit_mark,
    reviews_of,
)
from avoin.progress import Progress, silent
from avoin.store import decisions, undoing
from avoin.text import CUT, is_erased
from avoin.workflow.desk.desk_views import Outcome, gone_back, outcome_of
from avoin.workflow.project import Project


class NothingToQuoteError(AvoinError):
    """There is no such quotation, or nothing in it of the kind that was named."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quotation as it stands.

    Attributes
    ----------
    text : str
        The words as they were written; offsets of ``proposals`` and ``edits`` are code points of it.
    shown : str
        What would leave: edits made.
    codes : tuple of CodeId
        All codes that the segment has.
    marked : bool
        True where a coder marked it as worth quoting.
    proposals : tuple of Proposal
        What may tell who spoke and is not replaced yet.
    beside, left_out : tuple of str
        Background that would stand beside it, and variables that may not: too few share the combination.
    used : tuple of Use
        Reports that it stood in.
    """

    span: Span
    code: CodeId
    codes: tuple[CodeId, ...]
    text: str
    shown: str
    state: QuoteState
    marked: bool
    proposals: tuple[Proposal, ...]
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    beside: tuple[str, ...]
    left_out: tuple[str, ...]
    used: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedCode:
    """A code with how many quotations it could have and has."""

    question: QuestionId
    wave: WaveId
    code: CodeId
    name: str
    n: int
    n_approved: int
    n_changed: int


@dataclass
class QuoteDesk:
    """What can be quoted; ask ``open_quotes`` for one.

    Attributes
    ----------
    beside : tuple of VariableId
        Background that may stand beside a quotation, in order of interest.
    proposals : dict of str to tuple of Proposal
        What may tell who spoke, by the digest of the answer's text; what is missing is worked out and kept there.
    """

    project: Project
    coder: CoderId
    corpus: Corpus
    codebook: Codebook
    codings: tuple[Coding, ...]
    beside: tuple[VariableId, ...]
    vectors: Mapping[Span, Vector] = field(default_factory=dict)
    proposals: dict[str, tuple[Proposal, ...]] = field(default_factory=dict)
    reviews: Reviews = field(default_factory=Reviews)
    _seen: int = 0
    _marked: frozenset[Span] = frozenset()
    _codes: dict[Span, frozenset[CodeId]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._seen = self._head()
        self.renew()
        whole = [replace(coding, span=self._whole(coding.span)) for coding in self.codings if self._says(coding)]
        self._codes = quotable(whole, self._marked)

    @property
    def is_current(self) -> bool:
        """False where something was decided since that is not of this desk: codings may be others now."""
        return self._head() == self._seen

    def renew(self) -> None:
        """Read the marks anew: something was decided."""
        with self.project.store.read() as connection:
            marks = decisions.marks(connection, MarkKind.QUOTE, *REVIEWING)
        self.reviews = reviews_of(marks)
        self._marked = frozenset(self._whole(mark.span) for mark in marks if mark.kind is MarkKind.QUOTE)

    # looking

    def codes(self) -> tuple[QuotedCode, ...]:
        """Return the codes that have segments, by question and wave, in the order of the codebook."""
        found: dict[tuple[QuestionId, WaveId, CodeId], list[Span]] = {}
        for span, codes in self._codes.items():
            for code in codes:
                found.setdefault((span.answer.question, span.answer.wave, code), []).append(span)
        order = {code.id: place for place, code in enumerate(self.codebook.codes)}
        asked = {each.id: place for place, each in enumerate(self.corpus.survey.questions)}
        keys = sorted(found, key=lambda key: (asked.get(key[0], 0), key[1], order.get(key[2], len(order)), key[2]))
        return tuple(self._quoted(key, found[key]) for key in keys)

    def n_approved(self, question: str, wave: str | None) -> int:
        """Return how many quotations of a question may leave; one with two codes counts once."""
        return sum(
            self.reviews.verdict(span, self._text(span.answer), codes) is QuoteState.APPROVED
            for span, codes in self._codes.items()
            if span.answer.question == question and wave in (None, span.answer.wave)
        )

    def quotes(
        self, code: str, question: str | None = None, wave: str | None = None, progress: Progress = silent
    ) -> tuple[QuoteView, ...]:
        """Return the segments of a code, the best to quote first: marked ones, then by rank."""
        spans = [
            span
            for span, codes in self._codes.items()
            if code in codes and question in (None, span.answer.question) and wave in (None, span.answer.wave)
        ]
        self._propose([self._text(span.answer) for span in spans], progress)
        offers = [
            Offer(span, self.reviews.shown(span, self._text(span.answer)).text, self._background(span))
            for span in spans
        ]
        order = sorted(ranked(offers, self.vectors), key=lambda offer: offer.span not in self._marked)
        return tuple(self._view(offer.span, CodeId(code)) for offer in order)

    def verdict(self, span: Span) -> QuoteState:
        """Return whether a quotation may leave, wherever it has been used."""
        return self.reviews.verdict(span, self._text(span.answer), self._codes.get(span, ()))

    def without_code(self) -> tuple[Span, ...]:
        """Return the quotations that stood in a report and whose segment has no code any more."""
        return tuple(sorted(span for span in self.reviews.used if span not in self._codes))

    def spread(self, views: Sequence[QuoteView]) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
        """Return, of each background variable that may stand beside, how many of the quotations have each value."""
        counts = [Counter(self._background(view.span)[place] for view in views) for place in range(len(self.beside))]
        named = (self.corpus.survey.variable(variable) for variable in self.beside)
        names = [variable.name or variable.id if variable else "" for variable in named]
        return tuple((name, tuple(sorted(count.items()))) for name, count in zip(names, counts, strict=True))

    def quote(self, span: Span, code: str = "") -> QuoteView:
        """Return one quotation.

        Raises
        ------
        NothingToQuoteError
            Where the segment is not coded.
        """
        span = self._whole(span)
        if span not in self._codes:
            raise NothingToQuoteError(
                _("There is no coded segment there."), _("See what there is with: avoin quotes list")
            )
        self._propose([self._text(span.answer)], silent)
        return self._view(span, CodeId(code) if code else min(self._codes[span]))

    # deciding

    def replace(self, span: Span, start: int, end: int, kind: Kind = Kind.NAME) -> Outcome:
        """Replace the words at [start, end) of the quotation by what they are."""
        first = max(0, span.start)
        proposal = Proposal(kind, first + start, first + end, ())
        return self._edit(span, (Edit(proposal.start, proposal.end, placeholder(kind)),))

    def take(self, span: Span, proposal: Proposal) -> Outcome:
        """Replace what one proposal of the view is about, with the number that it has in its answer."""
        first = max(0, span.start)
        wanted = (first + proposal.start, first + proposal.end)
        edits = [each for each in self._replacements(span.answer) if (each.start, each.end) == wanted]
        return self._edit(span, edits)

    def take_all(self, span: Span, *, asked_too: bool = False) -> Outcome:
        """Replace everything that is proposed and sure in a quotation; ``asked_too`` what should be asked as well."""
        view = self.quote(span)
        first = max(0, view.span.start)
        taken = {(first + each.start, first + each.end) for each in view.proposals if each.sure or asked_too}
        return self._edit(
            view.span, [each for each in self._replacements(span.answer) if (each.start, each.end) in taken]
        )

    def cut(self, span: Span, start: int, end: int) -> Outcome:
        """Leave the words at [start, end) of the quotation out."""
        first = max(0, span.start)
        return self._edit(span, (Edit(first + start, first + end, CUT),))

    def show_again(self, span: Span) -> Outcome:
        """Take all edits of a quotation back."""
        return self._store(Verb.REDACT, (), self._edits_of(span))

    def approve(self, *spans: Span) -> Outcome:
        """Let exactly these texts leave, for the codes that the segments have now."""
        views = [self.quote(span) for span in spans]
        put = tuple(approval_mark(view.span, view.shown, view.codes) for view in views)
        return self._store(Verb.APPROVE, put, self._verdicts({view.span for view in views}))

    def refuse(self, span: Span) -> Outcome:
        """Say that this may not leave."""
        view = self.quote(span)
        put = Mark(MarkKind.NOT_QUOTED, *view.span.answer, view.span.start, view.span.end, coder=EVERYBODY)
        return self._store(Verb.WITHHOLD, (put,), self._verdicts({view.span}))

    def undo(self) -> Outcome | None:
        """Take the coder's last decision back; None where there is none."""
        return self._again(Verb.UNDO)

    def redo(self) -> Outcome | None:
        """Do again what was taken back; None where there is nothing."""
        return self._again(Verb.REDO)

    # inside

    def _again(self, verb: Verb) -> Outcome | None:
        back = verb is Verb.UNDO
        with self.project.store.transaction() as connection:
            before = (undoing.next_undo if back else undoing.next_redo)(connection, self.coder)
            done = (undoing.undo if back else undoing.redo)(connection, self.coder)
        self._follow(done)
        return None if done is None or before is None else gone_back(before, done)

    def _edit(self, span: Span, edits: Sequence[Edit]) -> Outcome:
        if not edits:
            raise NothingToQuoteError(_("There is nothing to replace there."))
        there = self.reviews.edits.get(span.answer, ())
        over = [old for old in there for new in edits if old.start < new.end and new.start < old.end and old != new]
        put = [edit_mark(span.answer, each) for each in edits]
        return self._store(Verb.REDACT, tuple(put), tuple(edit_mark(span.answer, each) for each in dict.fromkeys(over)))

    def _edits_of(self, span: Span) -> tuple[Mark, ...]:
        span = self._whole(span)
        there = self.reviews.edits.get(span.answer, ())
        return tuple(edit_mark(span.answer, each) for each in there if each.start < span.end and span.start < each.end)

    def _verdicts(self, spans: set[Span]) -> tuple[Mark, ...]:
        """Return the approvals and refusals that new ones take the place of."""
        with self.project.store.read() as connection:
            marks = decisions.marks(connection, MarkKind.APPROVED, MarkKind.NOT_QUOTED)
        return tuple(mark for mark in marks if mark.span in spans)

    def _store(self, verb: Verb, put: tuple[Mark, ...], taken: tuple[Mark, ...]) -> Outcome:
        kept = tuple(mark for mark in taken if mark not in put)
        with self.project.store.transaction() as connection:
            done = decisions.append(connection, Draft(self.coder, verb, put, kept))
        self._follow(done)
        return outcome_of(done, verb)

    def _follow(self, done: Decision | None) -> None:
        if done is not None and done.seq == self._seen + 1:
            self._seen = done.seq
        self.renew()

    def _head(self) -> int:
        with self.project.store.read() as connection:
            return decisions.head(connection)[0]

    def _replacements(self, answer: AnswerKey) -> tuple[Edit, ...]:
        text = self._text(answer)
        self._propose([text], silent)
        return replacing(text, self.proposals[digest(text)])

    def _propose(self, texts: Sequence[str], progress: Progress) -> None:
        missing = {key: text for text in texts if (key := digest(text)) not in self.proposals}
        if missing:
            self.proposals.update(zip(missing, propose(tuple(missing.values()), progress), strict=True))

    def _view(self, span: Span, code: CodeId) -> QuoteView:
        text = self._text(span.answer)
        codes = self._codes[span]
        shown = self.reviews.shown(span, text)
        edits = tuple(
            Edit(each.start - span.start, each.end - span.start, each.instead)
            for each in self.reviews.edits.get(span.answer, ())
            if each.start < span.end and span.start < each.end
        )
        open_ = tuple(
            Proposal(each.kind, each.start - span.start, each.end - span.start, each.reasons, each.sure)
            for each in self.proposals.get(digest(text), ())
            if span.start <= each.start < span.end
        )
        beside, left_out = self._beside(span)
        return QuoteView(
            span,
            code,
            tuple(sorted(codes)),
            text[span.start : span.end],
            shown.text,
            self.reviews.state(span, text, codes),
            span in self._marked,
            tuple(each for each in open_ if not any(edit.start < each.end and each.start < edit.end for edit in edits)),
            edits,
            shown.changes,
            beside,
            left_out,
            self.reviews.used.get(span, ()),
        )

    def _quoted(self, key: tuple[QuestionId, WaveId, CodeId], spans: Sequence[Span]) -> QuotedCode:
        told = [(span, self._text(span.answer), self._codes[span]) for span in spans]
        n_approved = sum(self.reviews.verdict(*each) is QuoteState.APPROVED for each in told)
        n_changed = sum(self.reviews.state(*each) in (QuoteState.CHANGED, QuoteState.OUTDATED) for each in told)
        found = self.codebook.by_id.get(key[2])
        name = key[2] if found is None else found.name
        return QuotedCode(*key, name, len(spans), n_approved, n_changed)

    def _beside(self, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
        person = self.corpus.respondent_by_id[span.answer.wave, span.answer.respondent]
        shown = values_beside(self.corpus, person, self.beside, self.project.settings.cell_threshold)
        named = [variable for variable in self.corpus.survey.variables if variable.id in person.values]
        return shown, tuple(each.name or each.id for each in named if person.values[each.id] not in shown)

    def _background(self, span: Span) -> tuple[str, ...]:
        person = self.corpus.respondent_by_id[span.answer.wave, span.answer.respondent]
        return tuple(person.values.get(variable, "") for variable in self.beside)

    def _text(self, answer: AnswerKey) -> str:
        found = self.corpus.by_key.get(answer)
        return "" if found is None else found.text

    def _says(self, coding: Coding) -> bool:
        text = self._text(coding.span.answer)
        return bool(text) and not is_erased(text)

    def _whole(self, span: Span) -> Span:
        """Return the span with limits: a coding on the whole answer has none of its own."""
        return Span(span.answer, 0, len(self._text(span.answer))) if span.start < 0 else span
