"""What could be quoted: the words that are coded, and those a coder marked within or across them.

Enters: codings, and what was marked as worth quoting. Leaves: spans with the codes that each speaks for.
Invariant: marked words without a code are no quotation; there is nothing that they would be quoted for.
"""

from collections.abc import Collection, Iterable

from avoin.coding.decision import Coding
from avoin.ids import AnswerKey, CodeId, Span


def quotable(codings: Iterable[Coding], marked: Collection[Span]) -> dict[Span, frozenset[CodeId]]:
    """Return what could be quoted, with its codes.

    A coded span has the codes that are on exactly it; marked words that are no coded span have the codes of every
    coding that shares some of their words. A span that begins at -1 is the whole answer.
    """
    found: dict[Span, set[CodeId]] = {}
    on: dict[AnswerKey, list[Coding]] = {}
    for coding in codings:
        found.setdefault(coding.span, set()).add(coding.code)
        on.setdefault(coding.span.answer, []).append(coding)
    for span in sorted(set(marked) - found.keys()):
        codes = {each.code for each in on.get(span.answer, ()) if _shares_words(each.span, span)}
        if codes:
            found[span] = codes
    return {span: frozenset(codes) for span, codes in found.items()}


def _shares_words(coded: Span, marked: Span) -> bool:
    return coded.start < 0 or (coded.start < marked.end and marked.start < coded.end)
