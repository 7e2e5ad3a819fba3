"""Where each quotation stands: what was changed in it, and whether a person let it leave.

Enters: marks and answers. Leaves: states and texts. Invariants: an approval is of one text and of the codes that the
segment had; when either is another now, the quotation does not leave until somebody approves it again. That it stood in
a report is never forgotten. The marks hold digests, never an answer's words.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

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
    USED = "used"  # stands in a report exactly so
    OUTDATED = "outdated"  # stands in a report, where its words or codes are others than now, or it is refused now


@dataclass(frozen=True, slots=True)
class Approval:
    """What exactly was approved: the digest of the shown text, and the codes that the segment had."""

    text: str
    codes: frozenset[CodeId]


@dataclass(frozen=True, slots=True)
class Use:
    """That a quotation stood in a report that was written.

    Attributes
    ----------
    file, report : str
        Name and SHA-256 of the report's file.
    approval : Approval
        Text and codes as they were then.
    """

    file: str
    report: str
    approval: Approval


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
    used: Mapping[Span, tuple[Use, ...]] = field(default_factory=dict)

    def shown(self, span: Span, text: str) -> Redacted:
        """Return a quotation as it would leave; ``text`` is the answer's whole working text."""
        return redacted(text, self.edits.get(span.answer, ()), span.start, span.end)

    def state(self, span: Span, text: str, codes: Collection[CodeId]) -> QuoteState:
        """Return where a quotation stands."""
        verdict, uses = self.verdict(span, text, codes), self.used.get(span)
        if not uses:
            return verdict
        now = Approval(digest(self.shown(span, text).text), frozenset(codes))
        so = verdict is QuoteState.APPROVED and any(each.approval == now for each in uses)
        return QuoteState.USED if so else QuoteState.OUTDATED

    def verdict(self, span: Span, text: str, codes: Collection[CodeId]) -> QuoteState:
        """Return whether a quotation may leave, wherever it has been used."""
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
        if self.verdict(span, text, codes) is not QuoteState.APPROVED:
            return None
        return self.shown(span, text).text


def reviews_of(marks: Iterable[Mark]) -> Reviews:
    """Return what the marks that are on come to."""
    edits: dict[AnswerKey, list[Edit]] = {}
    approved: dict[Span, Approval] = {}
    refused: set[Span] = set()
    used: dict[Span, tuple[Use, ...]] = {}
    for mark in marks:
        if mark.kind is MarkKind.EDIT:
            edits.setdefault(mark.answer, []).append(Edit(mark.start, mark.end, mark.text))
        elif mark.kind is MarkKind.APPROVED:
            approved[mark.span] = _approval(mark.text)
        elif mark.kind is MarkKind.NOT_QUOTED:
            refused.add(mark.span)
        elif mark.kind is MarkKind.USED:
            used[mark.span] = (*used.get(mark.span, ()), _use(mark.text))
    return Reviews({key: tuple(sorted(found)) for key, found in edits.items()}, approved, frozenset(refused), used)


REVIEWING = (MarkKind.EDIT, MarkKind.APPROVED, MarkKind.NOT_QUOTED, MarkKind.USED)
"""The kinds of mark that a review is made of."""


def approval_mark(span: Span, shown: str, codes: Collection[CodeId]) -> Mark:
    """Return the mark that says exactly this text may be quoted for these codes."""
    says = json.dumps({"codes": sorted(codes), "text": digest(shown)}, separators=(",", ":"))
    return mark_span(MarkKind.APPROVED, span, EVERYBODY, text=says)


def use_mark(span: Span, shown: str, codes: Collection[CodeId], file: str, report: bytes) -> Mark:
    """Return the mark that says that a quotation stood in a report's file, as which text and for which codes."""
    told = {
        "codes": sorted(codes),
        "file": file,
        "report": sha256(report).hexdigest(),
        "text": digest(shown),
    }
    return mark_span(MarkKind.USED, span, EVERYBODY, text=json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def edit_mark(answer: AnswerKey, edit: Edit) -> Mark:
    """Return the mark that makes an edit."""
    return mark_span(MarkKind.EDIT, Span(answer, edit.start, edit.end), EVERYBODY, text=edit.instead)


def _approval(written: str) -> Approval:
    found = json.loads(written)
    return Approval(str(found["text"]), frozenset(CodeId(str(code)) for code in found["codes"]))


def files_of(uses: Iterable[Use]) -> str:
    """Return the reports that a quotation stood in: file names with the beginning of their SHA-256."""
    return ", ".join(f"{each.file} ({each.report[:12]})" for each in uses)


def _use(written: str) -> Use:
    found = json.loads(written)
    return Use(str(found["file"]), str(found["report"]), _approval(written))


def state_name(state: QuoteState) -> str:
    """Return the state in the language spoken now."""
    return {
        QuoteState.CANDIDATE: _("not reviewed"),
        QuoteState.REDACTED: _("redacted, not approved"),
        QuoteState.APPROVED: _("approved"),
        QuoteState.REFUSED: _("refused"),
        QuoteState.CHANGED: _("changed since it was approved"),
        QuoteState.USED: _("used in a report"),
        QuoteState.OUTDATED: _("used in a report, and changed or refused since"),
    }[state]
