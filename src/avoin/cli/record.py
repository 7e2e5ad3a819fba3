"""``avoin assign`` and ``avoin unassign``: one coding from the command line, for scripts; back after the commit."""

import typer

from avoin.cli.shell import opened_project, say, say_json
from avoin.i18n import _
from avoin.workflow.desk.desk_views import Outcome

verbs = typer.Typer()

_RESPONDENT = typer.Argument(metavar="RESPONDENT", help=_("The respondent's id."))
_QUESTION = typer.Argument(metavar="QUESTION", help=_("The question's id."))
_CODE = typer.Argument(metavar="CODE", help=_("The code's id."))
_WAVE = typer.Option(None, "--wave", metavar="W", help=_("The wave, where several have such a respondent."))
_SEGMENT = typer.Option(None, "--segment", metavar="N", help=_("Which segment, from 1; the whole answer otherwise."))
TEXT = typer.Option("", "--text", metavar="WORDS", help=_("Only these words, as they are written there."))
SPAN = typer.Option("", "--span", metavar="START-END", help=_("Only these characters of the answer; the first is 0."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Who decides."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("assign", help=_("Put a code on an answer, on one segment of it or on some words."))
def assign(
    context: typer.Context,
    respondent: str = _RESPONDENT,
    question: str = _QUESTION,
    code: str = _CODE,
    *,
    wave: str | None = _WAVE,
    segment: int | None = _SEGMENT,
    text: str = TEXT,
    span: str = SPAN,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Record one coding."""
    from avoin.workflow.desk import record
    from avoin.workflow.desk.named_words import Passage, Words

    project = opened_project(context)
    passage = Passage(respondent, question, wave, segment, Words(text, span))
    tell(record.assign(project, passage, code, coder), as_json)


@verbs.command("unassign", help=_("Take a code off an answer, off one segment of it or off some words."))
def unassign(
    context: typer.Context,
    respondent: str = _RESPONDENT,
    question: str = _QUESTION,
    code: str = _CODE,
    *,
    wave: str | None = _WAVE,
    segment: int | None = _SEGMENT,
    text: str = TEXT,
    span: str = SPAN,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Record that a coding is taken off."""
    from avoin.workflow.desk import record
    from avoin.workflow.desk.named_words import Passage, Words

    project = opened_project(context)
    passage = Passage(respondent, question, wave, segment, Words(text, span))
    tell(record.unassign(project, passage, code, coder), as_json)


def tell(outcome: Outcome, as_json: bool) -> None:
    """Say what a decision did."""
    if as_json:
        say_json(outcome)
    elif outcome.seq is None:
        say(_("It was so already; nothing was recorded."))
    else:
        said = _("Decision {seq} is saved: {put} marks put, {taken} taken off.")
        say(said.format(seq=outcome.seq, put=outcome.n_put, taken=outcome.n_taken))
