"""What was done to the codebook, or would be, in sentences: for the command line and the workbench alike.

Enters: a revision. Leaves: one sentence an operation, then what it does to codings, wave by wave.
"""

from collections.abc import Iterator

from avoin.codebook.words import operation_in_words
from avoin.coding.carrying import Reach
from avoin.i18n import _, ngettext
from avoin.workflow.codebooks.codebook_operations import Revision


def revision_in_words(revision: Revision) -> tuple[str, ...]:
    """Return the sentences."""
    names = {**revision.before.by_id, **revision.codebook.by_id}
    return (*(operation_in_words(each, names) for each in revision.operations), *effect_in_words(revision))


def effect_in_words(revision: Revision) -> Iterator[str]:
    """Yield what a revision does to codings, and how many segments and respondents that concerns in each wave."""
    effect = revision.effect
    n = effect.n_moved
    if n:
        yield ngettext("{n} coding goes to the other code.", "{n} codings go to the other code.", n).format(n=n)
    n = effect.n_waiting
    if n:
        yield ngettext(
            "{n} segment keeps the old code and waits to be decided.",
            "{n} segments keep the old code and wait to be decided.",
            n,
        ).format(n=n)
    for reach in effect.reach:
        yield _reach_in_words(reach)
    if revision.operations and not effect.reach:
        yield _("No coding is concerned.")


def _reach_in_words(reach: Reach) -> str:
    segments = ngettext("{n} segment", "{n} segments", reach.n_segments).format(n=reach.n_segments)
    who = ngettext("{n} respondent", "{n} respondents", reach.n_respondents).format(n=reach.n_respondents)
    if reach.closed:
        return _("{wave}: {segments}, {respondents}; closed, so its codings stay as they are.").format(
            wave=reach.wave, segments=segments, respondents=who
        )
    return _("{wave}: {segments}, {respondents}.").format(wave=reach.wave, segments=segments, respondents=who)
