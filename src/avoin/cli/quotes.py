"""``avoin quotes``: the quote desk for scripts: list, redact, approve, refuse."""

from typing import TYPE_CHECKING

import typer

from avoin.cli.record import SPAN, TEXT, tell
from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _

if TYPE_CHECKING:
    from avoin.ids import Span
    from avoin.workflow.outgoing.quote_desk import QuoteDesk, QuoteView

verbs = typer.Typer(no_args_is_help=True)

_ID = typer.Argument(metavar="QUOTE", help=_("The quotation, wave/respondent/question:start-end, as list shows it."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Who decides."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("list", help=_("What can be quoted for a code, the best first; without a code, the codes with counts."))
def list_quotes(
    context: typer.Context,
    *,
    code: str | None = typer.Option(None, "--code", metavar="CODE", help=_("The code's id.")),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    state: str | None = typer.Option(
        None,
        "--state",
        metavar="candidate|redacted|approved|refused|changed|used|outdated",
        help=_("Only those that stand so."),
    ),
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """List codes, or the quotations of a code."""
    from avoin.privacy.review import files_of, state_name
    from avoin.workflow.outgoing.review_quotes import quote_id

    desk = _desk(context, coder)
    if code is None:
        codes = [each for each in desk.codes() if question in (None, each.question) and wave in (None, each.wave)]
        if as_json:
            say_json(codes)
            return
        headings = (_("wave"), _("question"), _("code"), _("segments"), _("approved"), _("changed"))
        say_table(headings, [(c.wave, c.question, c.code, c.n, c.n_approved, c.n_changed) for c in codes])
        for span in desk.without_code():
            says = _("{quote} stood in {files} and has no code any more.")
            note(says.format(quote=quote_id(span), files=files_of(desk.reviews.used[span])))
        return
    views = [view for view in desk.quotes(code, question, wave) if state in (None, view.state)]
    if as_json:
        say_json([_plain(view) for view in views])
        return
    for view in views:
        say(f"{quote_id(view.span)}  {state_name(view.state)}")
        say(f"  {view.shown}")
        for line in _notes(view):
            say(f"    {line}")


@verbs.command("mark", help=_("Mark an answer, a segment or some words as worth quoting."))
def mark(
    context: typer.Context,
    respondent: str = typer.Argument(metavar="RESPONDENT", help=_("The respondent's id.")),
    question: str = typer.Argument(metavar="QUESTION", help=_("The question's id.")),
    *,
    wave: str | None = typer.Option(
        None, "--wave", metavar="W", help=_("The wave, where several have such a respondent.")
    ),
    segment: int | None = typer.Option(
        None, "--segment", metavar="N", help=_("Which segment, from 1; the whole answer otherwise.")
    ),
    text: str = TEXT,
    span: str = SPAN,
    off: bool = typer.Option(False, "--off", help=_("Take exactly this mark away.")),
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Mark something as worth quoting."""
    from avoin.workflow.desk.named_words import Passage, Words
    from avoin.workflow.desk.record import mark_quote

    project = opened_project(context)
    passage = Passage(respondent, question, wave, segment, Words(text, span))
    tell(mark_quote(project, passage, coder, off=off), as_json)


@verbs.command("approve", help=_("Let a quotation leave exactly as it stands now."))
def approve(context: typer.Context, quote: str = _ID, *, coder: str | None = _CODER, as_json: bool = _JSON) -> None:
    """Approve a quotation."""
    desk, span = _desk(context, coder), _span(quote)
    tell(desk.approve(span), as_json)


@verbs.command("refuse", help=_("Say that a quotation may not leave."))
def refuse(context: typer.Context, quote: str = _ID, *, coder: str | None = _CODER, as_json: bool = _JSON) -> None:
    """Refuse a quotation."""
    desk, span = _desk(context, coder), _span(quote)
    tell(desk.refuse(span), as_json)


@verbs.command("redact", help=_("Replace what tells who spoke, cut words, or show everything again."))
def redact(
    context: typer.Context,
    quote: str = _ID,
    *,
    words: str | None = typer.Option(None, "--words", metavar="TEXT", help=_("Replace these words of the quotation.")),
    kind: str = typer.Option(
        "name", "--as", metavar="KIND", help=_("What they are: person, place, workplace, name, date, age, role …")
    ),
    cut: str | None = typer.Option(None, "--cut", metavar="TEXT", help=_("Leave these words out.")),
    asked_too: bool = typer.Option(
        False, "--all", help=_("Replace every proposal, also those that a person should decide.")
    ),
    again: bool = typer.Option(False, "--show-again", help=_("Take all changes of the quotation back.")),
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Redact a quotation; without options everything that is proposed and sure."""
    from avoin.workflow.outgoing.review_quotes import kind_of, place_of

    desk, span = _desk(context, coder), _span(quote)
    if again:
        tell(desk.show_again(span), as_json)
    elif cut is not None:
        tell(desk.cut(span, *place_of(desk.quote(span), cut)), as_json)
    elif words is not None:
        tell(desk.replace(span, *place_of(desk.quote(span), words), kind_of(kind)), as_json)
    else:
        tell(desk.take_all(span, asked_too=asked_too), as_json)


def _desk(context: typer.Context, coder: str | None) -> "QuoteDesk":
    from avoin.workflow.outgoing.review_quotes import open_quotes
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    return open_quotes(project, coder_of(project, coder))


def _span(quote: str) -> "Span":
    from avoin.workflow.outgoing.review_quotes import span_of

    return span_of(quote)


def _plain(view: "QuoteView") -> dict[str, object]:
    from dataclasses import asdict

    from avoin.workflow.outgoing.review_quotes import quote_id

    return {"id": quote_id(view.span), **asdict(view)}


def _notes(view: "QuoteView") -> list[str]:
    from avoin.privacy.personal_data import kind_name, reason_words
    from avoin.privacy.review import files_of

    found = [
        f"{view.text[each.start : each.end]} → {kind_name(each.kind)}{'' if each.sure else '?'}: "
        + ", ".join(reason_words(reason) for reason in each.reasons)
        for each in view.proposals
    ]
    if view.beside:
        found.append(_("beside it: {values}").format(values=", ".join(view.beside)))
    if view.used:
        found.append(_("stood in: {files}").format(files=files_of(view.used)))
    if view.left_out:
        found.append(_("not beside it, too few share it: {variables}").format(variables=", ".join(view.left_out)))
    return found
