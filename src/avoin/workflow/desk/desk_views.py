"""What the desk hands to a screen: frozen views of answers, segments, themes and progress, and what a decision did.

Enters: nothing. Leaves: plain values that stay true to the moment they were made.
Invariant: no view is changed by a later decision; a screen asks again.
"""

from dataclasses import dataclass, replace
from typing import Literal

from avoin.coding.decision import Coding, Decision, MarkKind, Verb
from avoin.coding.following import n_left
from avoin.corpus.model import Answer, Question, Respondent
from avoin.ids import CodeId, QuestionId, Span
from avoin.themes.model import Theme

ThemeState = Literal["open", "partly", "done", "none"]


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One segment as the coder sees it.

    Attributes
    ----------
    text : str
        The segment's part of the working text; draw it through ``avoin.text.show``.
    codings : tuple of Coding
        This coder's, on the span or overlapping it, in the order they were made.
    refused : tuple of CodeId
        Codes this coder refused here.
    done : bool
        True when this coder decided it, with codings or without.
    language : str
        Of the whole answer: "fi", "sv", "en", "other" or "und".
    memo : str
        This coder's note on the segment.
    other_memos : tuple of str
        This coder's notes on only some of its words, or on more than it.
    quoted_words : tuple of str
        What this coder marked as worth quoting where that is not the whole segment.
    apart : bool
        True in an answer that is not Finnish, where most are: on no page.
    """

    span: Span
    text: str
    codings: tuple[Coding, ...]
    refused: tuple[CodeId, ...]
    done: bool
    non_answer: bool
    language: str
    memo: str
    flagged: bool
    quoted: bool
    other_memos: tuple[str, ...] = ()
    bookmarked: bool = False
    quoted_words: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class FoundSegments:
    """The first segments that a search found, in file order.

    Attributes
    ----------
    more : bool
        True where others hold the word too.
    """

    spans: tuple[Span, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer with what stands beside it.

    Attributes
    ----------
    memo : str
        This coder's note on the answer.
    others : tuple of (Question, str)
        What the respondent answered to the other questions, as text, in survey order.
    """

    answer: Answer
    respondent: Respondent
    segments: tuple[SegmentView, ...]
    memo: str
    others: tuple[tuple[Question, str], ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One candidate theme with how far it is decided.

    Attributes
    ----------
    n_open : int
        Segments that are not decided yet.
    n_segments : int
        All its segments.
    excluded : tuple of Span
        Segments where this coder refused the theme's proposed code: shown, but taken out.
    state : {"open", "partly", "done", "none"}
        "none" when it was said to be no theme.
    memo : str
        This coder's note on the theme, or on what it was before the themes were found again.
    """

    theme: Theme
    n_open: int
    n_segments: int
    excluded: tuple[Span, ...]
    state: ThemeState
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one decision did.

    Attributes
    ----------
    seq : int or None
        The decision's number; None where nothing would have changed and nothing was stored.
    n_put, n_taken : int
        Marks put on and taken off.
    n_segments, n_answers : int
        Different segments and answers these marks are on, identical answers included.
    code : CodeId or None
        The code it was about, where it was about one.
    question : QuestionId or None
        The question it was about: undo takes back the coder's last decision, wherever that was.
    n_left : int
        Marks that an undo or redo left, because they were changed since.
    """

    verb: Verb
    seq: int | None
    n_put: int
    n_taken: int
    n_segments: int
    n_answers: int
    code: CodeId | None
    question: QuestionId | None = None
    n_left: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the desk's question is decided by this coder.

    Attributes
    ----------
    n_answers_decided : int
        Answers all of whose segments are decided.
    n_non_answers : int
        Answers that say nothing; they are decided like others.
    n_themes_left : int
        Candidate themes with segments that are not decided.
    """

    n_segments: int
    n_decided: int
    n_answers: int
    n_answers_decided: int
    n_non_answers: int
    n_themes_left: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a confirmation would do, before it is done.

    Attributes
    ----------
    n_get : int
        Segments that would get the code, identical answers included.
    n_have : int
        Named segments that have it already.
    n_identical_elsewhere : int
        Those among ``n_get`` that are on the same segment of an identical answer and were not named.
    n_decided : int
        Segments that would become decided, identical answers included.
    losing : tuple of (CodeId, int)
        Divided codes that the code takes the place of, and on how many segments.
    """

    n_get: int
    n_have: int
    n_identical_elsewhere: int
    n_decided: int
    losing: tuple[tuple[CodeId, int], ...] = ()


def gone_back(before: Decision, done: Decision) -> Outcome:
    """Return what an undo or redo of a decision did, and how much it had to leave."""
    return replace(outcome_of(done, done.verb), n_left=n_left(before, done))


def outcome_of(decision: Decision | None, verb: Verb, code: CodeId | None = None) -> Outcome:
    """Return what a decision did; None is one that would have changed nothing and was not stored."""
    if decision is None:
        return Outcome(verb, None, 0, 0, 0, 0, code)
    marks = (*decision.put, *decision.taken)
    on_answers = [mark for mark in marks if mark.respondent]
    codes = {mark.code for mark in marks if mark.code and mark.kind is not MarkKind.THEME_MEMO}
    questions = {mark.question for mark in marks if mark.question}
    return Outcome(
        verb,
        decision.seq,
        len(decision.put),
        len(decision.taken),
        len({mark.span for mark in on_answers if mark.start >= 0}),
        len({mark.answer for mark in on_answers}),
        code or (codes.pop() if len(codes) == 1 else None),
        QuestionId(questions.pop()) if questions else None,
    )
