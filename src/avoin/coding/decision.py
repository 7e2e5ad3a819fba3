"""Human work: an append-only list of decisions, each a handful of marks put on and taken off.

Enters: what a person did. Leaves: decisions, and the state they fold to.
Invariants: undo never deletes, it is a decision of its own; the state is a pure function of the list; a
suggestion is no mark of kind CODING until a person makes it one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from avoin.ids import AnswerKey, CodeId, CoderId, QuestionId, RespondentId, Span, WaveId


class MarkKind(StrEnum):
    """What a mark says."""

    CODING = "coding"  # this span has this code
    REFUSED = "refused"  # this code was suggested here and refused
    DONE = "done"  # this span is decided, with codings or without
    BREAK = "break"  # a segment begins at start although the machine saw none
    GLUE = "glue"  # no segment begins at start although the machine saw one
    MEMO = "memo"  # a note, on a span, an answer, a code or (with none of these) the project; text is the note
    THEME_MEMO = "theme_memo"  # a note on a candidate theme; code is "run:theme", text the note
    FLAG = "flag"  # ask a colleague
    BOOKMARK = "bookmark"  # to come back to
    QUOTE = "quote"  # worth quoting
    NOT_THEME = "not_theme"  # this candidate theme is none; text is "run:theme"
    THEMES = "themes"  # the theme run in use; text is its number
    DRAW = "draw"  # answers were drawn for a blind coding; code is its number, text how, as JSON
    DRAWN = "drawn"  # this answer is in the draw; code is its number
    FINISHED = "finished"  # the blind coding of a draw is over; code is its number
    EDIT = "edit"  # these words are replaced or cut wherever they are quoted; text is what stands instead
    APPROVED = "approved"  # may be quoted; text says exactly what was approved, see privacy.review
    NOT_QUOTED = "not_quoted"  # may not be quoted
    USED = "used"  # stood in a report that was written; text says in which and how, see privacy.review
    SUMMARY = "summary"  # what a theme comes to; code is its code, text the summary as JSON
    CODE = "code"  # a code born at the desk; code is its id, text the code as JSON
    BOOK = "book"  # the codebook as it was found; text is the codes as JSON
    OPERATION = "operation"  # something done to the codebook; code is whose, text the operation as JSON
    AWAITS = "awaits"  # this span is to be decided again for this code; text says why ("split", "back-code", "changed")
    SETTLED = "settled"  # what two coders disagreed on is decided for this answer; text tells between whom and why
    SETTLED_CODE = "settled_code"  # this span has this code in what was settled
    HANDED = "handed"  # this answer went out in a packet; code is the draw's number, coder whose it is, text the file
    BROUGHT = "brought"  # a sealed packet of decisions came in; code is the draw's number, text its digest
    BACK_CODED = "back_coded"  # this code was asked of this wave afterwards; text says how
    FORGOTTEN = "forgotten"  # the respondent's words were erased
    EMPTIED = "emptied"  # words were taken out of a decision; text is its number and the seal of what stands there now


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One thing that can be put on or taken off. Two marks are the same when all their fields are.

    Attributes
    ----------
    start, end : int
        Code points in the answer's working text; -1 where the mark concerns the whole answer or no answer.
    coder : CoderId
        Whose it is; empty for what is shared (segments, themes, codes).
    """

    kind: MarkKind
    wave: WaveId = WaveId("")
    respondent: RespondentId = RespondentId("")
    question: QuestionId = QuestionId("")
    start: int = -1
    end: int = -1
    code: CodeId = CodeId("")
    coder: CoderId = CoderId("")
    text: str = ""

    @property
    def answer(self) -> AnswerKey:
        """The answer it is on."""
        return AnswerKey(self.wave, self.respondent, self.question)

    @property
    def span(self) -> Span:
        """The span it is on."""
        return Span(self.answer, self.start, self.end)


def mark_span(kind: MarkKind, span: Span, coder: CoderId, code: CodeId = CodeId(""), text: str = "") -> Mark:
    """Return a mark on a span."""
    return Mark(kind, *span.answer, span.start, span.end, code, coder, text)


class Verb(StrEnum):
    """What kind of act a decision was."""

    ASSIGN = "assign"
    UNASSIGN = "unassign"
    CONFIRM = "confirm"  # a theme or a page in bulk
    REFUSE = "refuse"
    DONE = "done"
    SPLIT = "split"
    JOIN = "join"
    MEMO = "memo"
    FLAG = "flag"
    BOOKMARK = "bookmark"
    QUOTE = "quote"
    REDACT = "redact"  # words replaced or cut in what is quoted, or shown again
    APPROVE = "approve"  # a quotation may leave
    WITHHOLD = "withhold"  # a quotation may not leave
    USED = "used"  # a report was written with quotations; no act upon them, so undo steps over it
    THEMES = "themes"
    SUMMARY = "summary"
    NEW_CODE = "new_code"
    CODEBOOK = "codebook"  # operations on the codebook, with what they do to codings
    NOTED = "noted"  # the program wrote down what it found; no human act, so undo steps over it
    DRAW = "draw"
    FINISH = "finish"
    FORGET = "forget"  # a respondent's words were erased; cannot be undone
    SETTLE = "settle"  # a disagreement of two coders is decided
    REOPEN = "reopen"  # it is open again
    UNDO = "undo"
    REDO = "redo"

    @property
    def is_a_step(self) -> bool:
        """True where undo and redo do not step over it."""
        return self not in (Verb.NOTED, Verb.FORGET, Verb.USED)


@dataclass(frozen=True, slots=True)
class Decision:
    """One human act, as stored.

    Attributes
    ----------
    seq : int
        Place in the list, from 1; the only order that counts.
    at : str
        UTC time, ISO 8601 with "+00:00", seconds; for reading, never for ordering.
    put, taken : tuple of Mark
        Exactly what changed: a mark that was there already is not among ``put``.
    seen : str
        What the machine had suggested when the person decided, as JSON; empty where nothing was shown.
    codebook : str
        Codebook name and version, e.g. "kriisibarometri 1.0.0"; empty without one.
    of : int or None
        The decision that an undo or redo is about.
    previous, digest : str
        The chain: digest = SHA-256 over everything above and the previous digest.
    """

    seq: int
    uuid: str
    at: str
    coder: CoderId
    verb: Verb
    put: tuple[Mark, ...]
    taken: tuple[Mark, ...]
    seen: str
    codebook: str
    of: int | None
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision before it is stored.

    Attributes
    ----------
    uuid, at : str
        Empty for one made now; a decision that comes from another copy of the project keeps its own.
    """

    coder: CoderId
    verb: Verb
    put: tuple[Mark, ...] = ()
    taken: tuple[Mark, ...] = ()
    seen: str = ""
    codebook: str = ""
    of: int | None = None
    uuid: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a span by someone, with where it came from.

    Attributes
    ----------
    seq : int
        The decision that put it.
    """

    span: Span
    code: CodeId
    coder: CoderId
    seq: int
    at: str
    codebook: str


@dataclass
class State:
    """What the decisions so far come to: every mark that is on, with the decision that put it."""

    marks: dict[Mark, int] = field(default_factory=dict)

    def apply(self, decision: Decision) -> None:
        """Fold one more decision in."""
        for mark in decision.taken:
            self.marks.pop(mark, None)
        for mark in decision.put:
            self.marks[mark] = decision.seq

    def narrowed(self, draft: Draft) -> Draft:
        """Return the draft with only what would really change: marks not there yet put, marks there taken."""
        taken = tuple(dict.fromkeys(mark for mark in draft.taken if mark in self.marks))
        put = tuple(dict.fromkeys(mark for mark in draft.put if mark not in self.marks))
        return replace(draft, put=put, taken=taken)


def fold(decisions: Iterable[Decision]) -> State:
    """Return the state that a list of decisions comes to."""
    state = State()
    for decision in decisions:
        state.apply(decision)
    return state


def next_undo(decisions: Sequence[Decision], coder: CoderId) -> Decision | None:
    """Return the coder's decision that undo would take back now, or None; works across sittings."""
    done, _undone = _stacks(decisions, coder)
    return done[-1] if done else None


def next_redo(decisions: Sequence[Decision], coder: CoderId) -> Decision | None:
    """Return the coder's decision that redo would do again now, or None."""
    _done, undone = _stacks(decisions, coder)
    return undone[-1] if undone else None


def reversal(decision: Decision) -> Draft:
    """Return the draft that takes a decision back."""
    return Draft(decision.coder, Verb.UNDO, put=decision.taken, taken=decision.put, of=decision.seq)


def _stacks(decisions: Sequence[Decision], coder: CoderId) -> tuple[list[Decision], list[Decision]]:
    done: list[Decision] = []
    undone: list[Decision] = []
    for decision in decisions:
        if decision.coder != coder or not decision.verb.is_a_step:
            continue
        if decision.verb is Verb.UNDO:
            undone.append(done.pop())
        elif decision.verb is Verb.REDO:
            done.append(undone.pop())
        else:
            done.append(decision)
            undone.clear()
    return done, undone
