"""Where each quotation stands: what was changed in it, and whether a person let it leave.

Enters: marks and answers. Leaves: states and texts. Invariants: an approval is of one text and of the codes that the
segment had; when either is another now, the quotation does not leave until somebody approves it again. The marks hold
digests, never an answer's words.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avoin.coding.decision import Mark, MarkKind, mark_span
from avoin.i18n import _
from avoin.ids import AnswerKey, CodeId, CoderId, Span, digest
from avoin.privacy.redaction import Edit, Redacted, is_verbatim, redacted

EVERYBODY = CoderId("")
"""Whose marks these are: a review is the project's, whoever made it; the decision says who."""


class QuoteState(StrEnum):
    """Where a quotation stands."""

    CANDIDATE = "candidate"
    REDACTED = "redacted"  # something in it was replaced or cut, nobody approved it yet
    APPROVED = "approved"
    REFUSED = "refused"
    CHANGED = "changed"  # approved once; its answer, its edits or its codes are others now


@dataclass(frozen=True, slots=True)
class Approval:
    """What exactly was approved: the digest of the shown text, and the codes that the segment had."""

    text: str
    codes: frozenset[CodeId]


@dataclass(frozen=True, slots=True)
class Reviews:
    """All that was decided about quotations.

    Attributes
    ----------
    edits : mapping of AnswerKey to tuple of Edit
        They hold wherever the words are quoted, so that overlapping quotations agree.
    """

    edits: Mapping[AnswerKey, tuple[Edit, ...]] = field(default_factory=dict)
    approved: Mapping[Span, Approval] = field(default_factory=dict)
    refused: frozenset[Span] = frozenset()

    def shown(self, span: Span, text: str) -> Redacted:
        """Return a quotation as it would leave; ``text`` is the answer's whole working text."""
        return redacted(text, self.edits.get(span.answer, ()), span.start, span.end)

    def state(self, span: Span, text: str, codes: Collection[CodeId]) -> QuoteState:
        """Return where a quotation stands."""
        if span in self.refused:
            return QuoteState.REFUSED
        approval = self.approved.get(span)
        shown = self.shown(span, text)
        if approval is None:
            return QuoteState.REDACTED if shown.changes else QuoteState.CANDIDATE
        same = approval == Approval(digest(shown.text), frozenset(codes))
        verbatim = is_verbatim(shown.text, text, self.edits.get(span.answer, ()), span.start, span.end)
        return QuoteState.APPROVED if same and verbatim else QuoteState.CHANGED

    def released(self, span: Span, text: str, codes: Collection[CodeId]) -> str | None:
        """Return the text that may leave, or None where nobody approved exactly this."""
        if self.state(span, text, codes) is not QuoteState.APPROVED:
            return None
        return self.shown(span, text).text


def reviews_of(marks: Iterable[Mark]) -> Reviews:
    """Return what the marks that are on come to."""
    edits: dict[AnswerKey, list[Edit]] = {}
    approved: dict[Span, Approval] = {}
    refused: set[Span] = set()
    for mark in marks:
        if mark.kind is MarkKind.EDIT:
            edits.setdefault(mark.answer, []).append(Edit(mark.start, mark.end, mark.text))
        elif mark.kind is MarkKind.APPROVED:
            approved[mark.span] = _approval(mark.text)
        elif mark.kind is MarkKind.NOT_QUOTED:
            refused.add(mark.span)
    return Reviews({key: tuple(sorted(found)) for key, found in edits.items()}, approved, frozenset(refused))


REVIEWING = (MarkKind.EDIT, MarkKind.APPROVED, MarkKind.NOT_QUOTED)
"""The kinds of mark that a review is made of."""


def approval_mark(span: Span, shown: str, codes: Collection[CodeId]) -> Mark:
    """Return the mark that says exactly this text may be quoted for these codes."""
    says = json.dumps({"codes": sorted(codes), "text": digest(shown)}, separators=(",", ":"))
    return mark_span(MarkKind.APPROVED, span, EVERYBODY, text=says)


def edit_mark(answer: AnswerKey, edit: Edit) -> Mark:
    """Return the mark that makes an edit."""
    return mark_span(MarkKind.EDIT, Span(answer, edit.start, edit.end), EVERYBODY, text=edit.instead)


def _approval(written: str) -> Approval:
    found = json.loads(written)
    return Approval(str(found["text"]), frozenset(CodeId(str(code)) for code in found["codes"]))


def state_name(state: QuoteState) -> str:
    """Return the state in the language spoken now."""
    return {
        QuoteState.CANDIDATE: _("not reviewed"),
        QuoteState.REDACTED: _("redacted, not approved"),
        QuoteState.APPROVED: _("approved"),
        QuoteState.REFUSED: _("refused"),
        QuoteState.CHANGED: _("changed since it was approved"),
    }[state]
