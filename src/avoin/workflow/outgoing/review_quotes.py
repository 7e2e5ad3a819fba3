"""Reviewing quotations: opening the quote desk, naming quotations for scripts, and what of them may leave.

Enters: a project. Leaves: a desk; or the approved texts that reports and exports may show.
"""

import re
from collections.abc import Sequence

from avoin.coding.decision import Coding, MarkKind
from avoin.corpus.model import Corpus
from avoin.i18n import _
from avoin.ids import AnswerKey, CoderId, QuestionId, RespondentId, Span, WaveId
from avoin.privacy.personal_data import Kind, Proposal
from avoin.privacy.quotable import quotable
from avoin.privacy.ranking import Vector
from avoin.privacy.review import REVIEWING, reviews_of
from avoin.progress import Progress, silent
from avoin.report.frame import frame_of
from avoin.store import decisions
from avoin.workflow.outgoing.make_tables import codebook_of, load_coded, thresholds_of
from avoin.workflow.outgoing.quote_desk import NothingToQuoteError, QuoteDesk, QuoteView
from avoin.workflow.project import Project
from avoin.workflow.texts.prepare_answers import read_question

_ID = re.compile(r"(?P<wave>[^/]+)/(?P<respondent>.+)/(?P<question>[^/]+):(?P<start>\d+)-(?P<end>\d+)")


def open_quotes(
    project: Project,
    coder: CoderId,
    *,
    with_vectors: bool = False,
    proposals: dict[str, tuple[Proposal, ...]] | None = None,
    progress: Progress = silent,
) -> QuoteDesk:
    """Open the quote desk of a project, all questions and waves.

    Parameters
    ----------
    with_vectors : bool
        Rank by typicality as well; prepares what is missing, which may take a while.
    proposals : dict of str to tuple of Proposal, optional
        What an earlier desk of this sitting worked out, by the digest of the text; more is put there.
    """
    corpus, codings = load_coded(project)
    beside = frame_of(corpus, thresholds_of(project.settings), None).roles if corpus.respondents else ()
    vectors: dict[Span, Vector] = {}
    if with_vectors:
        for question in dict.fromkeys(coding.span.answer.question for coding in codings):
            reading = read_question(project, question, None, progress)
            vectors |= dict(zip(reading.spans, reading.vectors, strict=True))
    known = {} if proposals is None else proposals
    return QuoteDesk(project, coder, corpus, codebook_of(project), codings, beside, vectors, known)


def approved_quotes(project: Project, corpus: Corpus, codings: Sequence[Coding]) -> dict[Span, str]:
    """Return the texts that may leave, by the spans that are quotable: approved, and the same since."""
    with project.store.read() as connection:
        reviews = reviews_of(decisions.marks(connection, *REVIEWING))
    found: dict[Span, str] = {}
    for span, given in quotable(codings, worth_quoting(project)).items():
        answer = corpus.by_key.get(span.answer)
        if answer is not None:
            whole = Span(span.answer, 0, len(answer.text)) if span.start < 0 else span
            text = reviews.released(whole, answer.text, given)
            if text is not None:
                found[span] = text
    return found


def worth_quoting(project: Project) -> frozenset[Span]:
    """Return the words that a coder marked as worth quoting."""
    with project.store.read() as connection:
        return frozenset(mark.span for mark in decisions.marks(connection, MarkKind.QUOTE))


def quote_id(span: Span) -> str:
    """Return how a quotation is named on the command line: wave/respondent/question:start-end."""
    return f"{span.answer.wave}/{span.answer.respondent}/{span.answer.question}:{span.start}-{span.end}"


def span_of(written: str) -> Span:
    """Return the span that a quotation's name stands for.

    Raises
    ------
    NothingToQuoteError
        Where it is no such name.
    """
    match = _ID.fullmatch(written.strip())
    if match is None:
        raise NothingToQuoteError(
            _("{name} does not name a quotation.").format(name=written),
            _("A quotation is named wave/respondent/question:start-end, as avoin quotes list shows it."),
        )
    key = AnswerKey(WaveId(match["wave"]), RespondentId(match["respondent"]), QuestionId(match["question"]))
    return Span(key, int(match["start"]), int(match["end"]))


def place_of(view: QuoteView, words: str) -> tuple[int, int]:
    """Return where words first stand in a quotation, [start, end).

    Raises
    ------
    NothingToQuoteError
        Where they do not.
    """
    start = view.text.find(words) if words else -1
    if start < 0:
        raise NothingToQuoteError(_("These words are not in the quotation."))
    return start, start + len(words)


def kind_of(name: str) -> Kind:
    """Return a kind of personal data by its name.

    Raises
    ------
    NothingToQuoteError
        Names the kinds there are.
    """
    try:
        return Kind(name)
    except ValueError:
        raise NothingToQuoteError(
            _("{name} is not one of the choices.").format(name=name),
            _("There are: {names}").format(names=", ".join(Kind)),
        ) from None
