"""What in a text may tell who somebody is: names, shapes and circumstances together.

Enters: texts. Leaves: for each its proposals in order, none overlapping. Invariant: these are proposals; recall is
measured and below 1, so a person reads what leaves.
"""

from collections.abc import Iterable, Sequence

from avoin.privacy.circumstances import find_circumstances
from avoin.privacy.names import find_names
from avoin.privacy.patterns import find_patterns
from avoin.privacy.personal_data import Kind, Proposal
from avoin.progress import Progress, silent

_RANK = {kind: place for place, kind in enumerate(Kind)}


def propose(texts: Sequence[str], progress: Progress = silent) -> tuple[tuple[Proposal, ...], ...]:
    """Return the proposals of each text, in the order of the text.

    Parameters
    ----------
    texts : sequence of str
        Working texts; identical ones are read once.
    """
    different = tuple(dict.fromkeys(texts))
    named = dict(zip(different, find_names(different, progress), strict=True))
    return tuple(without_overlap((*find_patterns(text), *find_circumstances(text), *named[text])) for text in texts)


def without_overlap(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals with overlapping ones made one: of the more telling kind, over all their letters.

    Examples
    --------
    >>> from avoin.privacy.personal_data import Reason
    >>> pair = (Proposal(Kind.PLACE, 0, 5, (Reason.MODEL,)), Proposal(Kind.PERSON, 3, 9, (Reason.TAGGED,), sure=False))
    >>> [(each.kind.value, each.start, each.end, each.sure) for each in without_overlap(pair)]
    [('person', 0, 9, True)]
    """
    merged: list[Proposal] = []
    for each in sorted(proposals, key=lambda proposal: (proposal.start, proposal.end)):
        if merged and each.start < merged[-1].end:
            merged[-1] = _one_of(merged[-1], each)
        else:
            merged.append(each)
    return tuple(merged)


def _one_of(first: Proposal, second: Proposal) -> Proposal:
    kind = min(first.kind, second.kind, key=_RANK.__getitem__)
    reasons = tuple(dict.fromkeys((*first.reasons, *second.reasons)))
    start, end = min(first.start, second.start), max(first.end, second.end)
    return Proposal(kind, start, end, reasons, first.sure or second.sure)
