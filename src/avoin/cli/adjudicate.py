"""``avoin adjudicate``: the disagreements of two coders, and what was decided on each."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.workflow.coders.adjudicate import AdjudicationDesk, Disagreement, Side
    from avoin.workflow.desk.desk_views import Outcome

verbs = typer.Typer(no_args_is_help=True)

_ANSWER = typer.Argument(metavar="RESPONDENT/QUESTION", help=_("The answer."))
_DRAW = typer.Option(None, "--draw", metavar="N", help=_("A finished draw, by its number; the newest if not said."))
_CODERS = typer.Option("", "--coders", metavar="A,B", help=_("Two coders, as their codings stand now."))
_QUESTION = typer.Option(None, "--question", metavar="Q", help=_("Only this open question."))
_WAVE = typer.Option(None, "--wave", metavar="W", help=_("The wave, where several have such a respondent."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Who decides."))
_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))


@verbs.command("list", help=_("List the answers to which two coders gave different codes."))
def list_(
    context: typer.Context,
    *,
    draw: int | None = _DRAW,
    coders: str = _CODERS,
    question: str | None = _QUESTION,
    only_open: bool = typer.Option(False, "--open", help=_("Only those that are not settled.")),
    as_json: bool = _JSON,
) -> None:
    """List disagreements."""
    desk = _desk(context, None, draw, coders, question)
    found = [each for each in desk.disagreements() if each.is_open or not only_open]
    if as_json:
        say_json([_plain(each) for each in found])
        return
    headings = (_("Answer"), *_called(desk), _("Settled"), _("By"), _("Reason"))
    say_table(headings, [_row(each) for each in found])
    _say_how_far(desk)


def _row(each: "Disagreement") -> tuple[str, ...]:
    settled = each.settlement
    first, second = (_codes(side.codes) for side in each.sides)
    name = "/".join(each.answer.key)
    if settled is None:
        return (name, first, second, "", "", "")
    codes = _codes(settled.codes)
    if each.outdated:
        codes = _("{codes} (settle anew: divided since: {gone})").format(codes=codes, gone=", ".join(each.outdated))
    return (name, first, second, codes, settled.by, settled.reason)


def _called(desk: "AdjudicationDesk") -> tuple[str, str]:
    from avoin.coding.roles import called

    first, second = map(called, desk.coders)
    return first, second


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(codes) or _("no code")


def _say_how_far(desk: "AdjudicationDesk") -> None:
    first, second = _called(desk)
    for each in desk.adjudicated():
        n = each.n_disagreements
        says = ngettext(
            "{question}: {n} disagreement, {settled} settled.", "{question}: {n} disagreements, {settled} settled.", n
        )
        say()
        say(says.format(question=each.question, n=n, settled=each.n_settled))
        says = _("As {first} had it: {n_first}. As {second} had it: {n_second}. Otherwise: {n_other}.")
        say(says.format(first=first, second=second, n_first=each.n_first, n_second=each.n_second, n_other=each.n_other))
        after = {code.code: code.kappa.value for code in each.after.codes}
        rows = [(code.code, _value(code.kappa.value), _value(after.get(code.code))) for code in each.before.codes]
        say_table((_("Code"), _("κ before"), _("κ after")), rows)


def _value(value: float | None) -> str:
    return _("not defined") if value is None else f"{value:z.2f}"


@verbs.command("show", help=_("Show both coders' codes, evidence and notes on one answer, and what was decided."))
def show(
    context: typer.Context,
    answer: str = _ANSWER,
    *,
    draw: int | None = _DRAW,
    coders: str = _CODERS,
    wave: str | None = _WAVE,
    as_json: bool = _JSON,
) -> None:
    """Show a disagreement."""
    from avoin.coding.roles import called

    found = _disagreement(_desk(context, None, draw, coders), answer, wave)
    if as_json:
        say_json(_plain(found))
        return
    say(found.answer.text)
    for side in found.sides:
        say()
        say(_("{coder}: {codes}").format(coder=called(side.coder), codes=_codes(side.codes)))
        for coding in side.codings:
            say(f"  {coding.code}: “{found.answer.text[coding.span.start : coding.span.end]}”")
        for memo in side.memos:
            say(f"  ✎ {memo}")
    if found.settlement is not None:
        say()
        settled = found.settlement
        says = _("Settled by {coder} on {day}: {codes}")
        say(says.format(coder=settled.by, day=settled.at[:10], codes=_codes(settled.codes)))
        if settled.reason:
            say(f"  {settled.reason}")


@verbs.command("settle", help=_("Decide which codes an answer has; both coders' codings stay as they were."))
def settle(
    context: typer.Context,
    answer: str = _ANSWER,
    *,
    codes: str = typer.Option("", "--codes", metavar="CODE,CODE", help=_("The codes that it has.")),
    take: str = typer.Option("", "--take", metavar="NAME", help=_("It has the codes that this coder gave.")),
    none: bool = typer.Option(False, "--none", help=_("It has no code.")),
    reason: str = typer.Option("", "--reason", metavar="TEXT", help=_("Why.")),
    borderline: str = typer.Option(
        "", "--borderline", metavar="CODE", help=_("Add the reason to the borderline cases of this code.")
    ),
    draw: int | None = _DRAW,
    coders: str = _CODERS,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Settle a disagreement."""
    if sum((bool(codes), bool(take), none)) != 1:
        raise typer.BadParameter(_("Say one of --codes, --take and --none."))
    if borderline and not reason.strip():
        raise typer.BadParameter(_("There is no reason to add to the borderline cases."), param_hint="--borderline")
    desk = _desk(context, coder, draw, coders)
    found = _disagreement(desk, answer, wave)
    given = _side(desk, found, take).codes if take else tuple(code.strip() for code in codes.split(",") if code.strip())
    outcome = desk.settle(found.answer.key, given, reason)
    if borderline:
        desk.make_borderline(found.answer.key, borderline)
    _tell(outcome, as_json)


@verbs.command("reopen", help=_("Open a settled disagreement again."))
def reopen(
    context: typer.Context,
    answer: str = _ANSWER,
    *,
    draw: int | None = _DRAW,
    coders: str = _CODERS,
    wave: str | None = _WAVE,
    coder: str | None = _CODER,
    as_json: bool = _JSON,
) -> None:
    """Reopen a disagreement."""
    desk = _desk(context, coder, draw, coders)
    _tell(desk.reopen(_disagreement(desk, answer, wave).answer.key), as_json)


@verbs.command("export", help=_("Write the disagreements and what was decided as a file, without answer text."))
def export(
    context: typer.Context,
    *,
    draw: int | None = _DRAW,
    coders: str = _CODERS,
    form: str = typer.Option("csv", "--format", metavar="csv|xlsx|json|md", help=_("How it is written.")),
    output: Path | None = typer.Option(None, "--output", metavar="FILE", help=_("Where to; - is standard output.")),
) -> None:
    """Export the disagreements."""
    from avoin.workflow.coders.write_adjudication import write_adjudication

    done = write_adjudication(_desk(context, None, draw, coders), form, output)
    note(ngettext("{n} row: {path}", "{n} rows: {path}", done.n_rows).format(n=done.n_rows, path=done.path))


def _desk(
    context: typer.Context, coder: str | None, draw: int | None, coders: str, question: str | None = None
) -> "AdjudicationDesk":
    from avoin.workflow.coders.adjudicate import AdjudicationDesk
    from avoin.workflow.coders.double_coding import Which

    named = tuple(name.strip() for name in coders.split(",") if name.strip())
    return AdjudicationDesk(opened_project(context), coder, Which(named, draw, question))


def _disagreement(desk: "AdjudicationDesk", answer: str, wave: str | None) -> "Disagreement":
    respondent, slash, question = answer.rpartition("/")
    if not slash:
        raise typer.BadParameter(_("Name the answer as RESPONDENT/QUESTION."))
    return desk.disagreement(respondent, question, wave)


def _side(desk: "AdjudicationDesk", found: "Disagreement", coder: str) -> "Side":
    side = next((each for each in found.sides if each.coder == coder), None)
    if side is None:
        first, second = desk.coders  # as --take wants them
        says = _("The coders are {first} and {second}.").format(first=first, second=second)
        raise typer.BadParameter(says, param_hint="--take")
    return side


def _tell(outcome: "Outcome", as_json: bool) -> None:
    if as_json:
        say_json(outcome)
    elif outcome.seq is None:
        say(_("It was so already; nothing was recorded."))
    else:
        say(_("Decision {seq} is saved.").format(seq=outcome.seq))


def _plain(each: "Disagreement") -> dict[str, object]:
    settled = each.settlement
    return {
        "answer": each.answer.key,
        "sides": [{"coder": side.coder, "codes": side.codes, "memos": side.memos} for side in each.sides],
        "settled": None
        if settled is None
        else {"codes": settled.codes, "by": settled.by, "at": settled.at, "reason": settled.reason},
        "open": each.is_open,
    }
