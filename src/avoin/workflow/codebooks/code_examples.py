"""Examples for codes, taken from what was coded: so a code born from a theme comes to say what deserves it.

Enters: a project with codings. Leaves: the draft with examples, in one decision. Invariants: a codebook leaves the
house, so its examples obey the rule of quotations: what was approved, as it was approved, and what nobody reviewed only
where that was asked for and nothing in it tells who spoke; what a code already says stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from avoin.codebook.model import Code, Codebook
from avoin.codebook.operations import change_code, find
from avoin.errors import AvoinError
from avoin.i18n import _
from avoin.ids import CodeId, CoderId
from avoin.privacy.review import QuoteState
from avoin.progress import Progress, silent
from avoin.text import same_answer_key
from avoin.workflow.codebooks.codebook_operations import Revision, carry_out
from avoin.workflow.codebooks.revise_codebook import needed_codebook
from avoin.workflow.outgoing.quote_desk import QuoteDesk
from avoin.workflow.outgoing.review_quotes import open_quotes
from avoin.workflow.project import Project

MOST = 3
_LONGEST = 200  # code points; what is longer says more than one thing
_SHORTEST = 12


class NoExamplesError(AvoinError):
    """Nothing that was coded may become an example."""


def take_examples(  # noqa: PLR0913 - what the command line may say
    project: Project,
    coder: CoderId,
    codes: Sequence[CodeId] = (),
    reason: str = "",
    *,
    most: int = MOST,
    unreviewed: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Revision:
    """Give codes examples from what was coded with them.

    Parameters
    ----------
    codes : sequence of CodeId
        By default all codes that have no examples.
    most : int
        How many examples a code is to have at most, those it has included.
    unreviewed : bool
        Take also what nobody approved, where nothing in it tells who spoke.

    Raises
    ------
    CodebookError
        Where there is no such code.
    NoExamplesError
        Where there is nothing to take.
    """
    book = needed_codebook(project)
    chosen = [find(book, code) for code in codes] or [code for code in book.usable if not code.examples]
    desk = open_quotes(project, coder, progress=progress)
    found = {code.id: _examples(desk, code, most, unreviewed, progress) for code in chosen}
    if found == {code.id: code.examples for code in chosen}:
        raise NoExamplesError(
            _("Nothing that was coded can become an example."),
            _("Approve quotations with: avoin quotes. Or take what nobody reviewed: --unreviewed"),
        )
    return carry_out(project, coder, lambda draft: _with_examples(draft, found), reason, dry_run=dry_run)


def _examples(desk: QuoteDesk, code: Code, most: int, unreviewed: bool, progress: Progress) -> tuple[str, ...]:
    examples = {same_answer_key(text): text for text in code.examples}
    for text in _quotable(desk, code, unreviewed, progress):
        if len(examples) >= most:
            break
        examples.setdefault(same_answer_key(text), text)
    return tuple(examples.values())


def _quotable(desk: QuoteDesk, code: Code, unreviewed: bool, progress: Progress) -> Iterator[str]:
    for view in desk.quotes(code.id, progress=progress):
        verdict = desk.verdict(view.span)
        is_silent = unreviewed and not view.proposals and verdict is not QuoteState.REFUSED
        text = " ".join(view.shown.split())
        if (verdict is QuoteState.APPROVED or is_silent) and _SHORTEST <= len(text) <= _LONGEST:
            yield text


def _with_examples(book: Codebook, examples: Mapping[CodeId, tuple[str, ...]]) -> Codebook:
    for code, texts in examples.items():
        book = change_code(book, replace(find(book, code), examples=texts))
    return book
