"""``avoin compare``: how far two coders agree; ``draw``, ``draws`` and ``finish`` for coding blind."""

from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.agreement.compare import CodeAgreement
    from avoin.agreement.intervals import Estimate, Interval
    from avoin.report.suggested import Suggestions
    from avoin.workflow.coders.compare_coders import QuestionAgreement

verbs = typer.Typer(invoke_without_command=True, no_args_is_help=False)

_JSON = typer.Option(False, "--json", help=_("Give the result as JSON."))
_CODER = typer.Option(None, "--coder", metavar="NAME", help=_("Who codes blind."))


@verbs.callback()
def compare(
    context: typer.Context,
    *,
    coders: str = typer.Option("", "--coders", metavar="A,B", help=_("Which two coders; the newest draw if not said.")),
    draw: int | None = typer.Option(None, "--draw", metavar="N", help=_("A finished draw, by its number.")),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this open question.")),
    segments: str = typer.Option(
        "", "--segments", metavar="any|half", help=_("Compare segments; a coding counts by any overlap or half of it.")
    ),
    seed: int | None = typer.Option(None, "--seed", help=_("Seed of the bootstrap draws.")),
    as_json: bool = _JSON,
) -> None:
    """Compare two coders; without a subcommand."""
    if context.invoked_subcommand is not None:
        return
    from avoin.agreement.units import Overlap
    from avoin.coding.roles import called
    from avoin.workflow.coders.compare_coders import compare_coders
    from avoin.workflow.coders.double_coding import Which

    if segments and segments not in tuple(Overlap):
        raise typer.BadParameter(_("The rule is any or half."), param_hint="--segments")
    named = tuple(name.strip() for name in coders.split(",") if name.strip())
    which = Which(named, draw, question, Overlap(segments) if segments else None, seed)
    found = compare_coders(opened_project(context), which)
    if as_json:
        say_json(found)
        return
    first, second = map(called, found.coders)
    say(_("{first} and {second}").format(first=first, second=second))
    if found.draw is not None:
        say(_("Draw {n}, as it was when the blind coding ended.").format(n=found.draw))
    for each in found.questions:
        _say_question((first, second), each)
    note(_("Intervals of 95 percent over answers: bootstrap, and jackknife, which is better where answers are few."))
    note(_("A rare code makes α and κ low: see the counts."))


def _say_question(coders: tuple[str, str], each: "QuestionAgreement") -> None:
    found = each.comparison
    say()
    say(
        ngettext(
            "{question}: {n} answer both decided, {same} with the same codes.",
            "{question}: {n} answers both decided, {same} with the same codes.",
            found.n_answers,
        ).format(question=each.question, n=found.n_answers, same=found.sets.n_identical)
    )
    headings = (
        *(_("Code"), "α", "κ", "AC1", _("PABAK"), _("Same"), _("Prevalence")),
        *(_("Both"), _("First only"), _("Second only"), _("Neither")),
    )
    rows = [
        (
            *(code.code, _value(code.alpha.value), _value(code.kappa.value), _value(code.ac1.value)),
            *(_plain(code.pabak.value), _plain(code.same.value), _plain(code.prevalence)),
            *(code.counts.both, code.counts.first, code.counts.second, code.counts.neither),
        )
        for code in found.codes
    ]
    say_table(headings, rows)
    say()
    kinds = (_("bootstrap"), _("jackknife"))
    columns = [f"{name} {kind}" for name in ("α", "κ", "AC1") for kind in kinds]
    say_table((_("Code"), *columns), [(code.code, *map(_range, _intervals(code))) for code in found.codes])
    say()
    say(
        _("Sets of codes, α: MASI {masi}, Jaccard {jaccard}").format(
            masi=_ranged(found.sets.masi), jaccard=_ranged(found.sets.jaccard)
        )
    )
    say(
        _("Codings made with suggestions in view: {first} and {second}.").format(
            first=each.n_suggested[0], second=each.n_suggested[1]
        )
    )
    for coder, suggestions in zip(coders, each.suggestions, strict=True):
        _say_steering(coder, suggestions)


def _say_steering(coder: str, suggestions: "Suggestions | None") -> None:
    if suggestions is None or suggestions.steering is None:
        return
    shown, hidden = suggestions.shown, suggestions.hidden
    difference, low, high = (f"{100.0 * each:+.0f}" for each in suggestions.steering)
    say(
        _(
            "{coder} gave the first suggestion in {shown} of {of_shown} codings where it was shown, in {hidden} of "
            "{of_hidden} where it was hidden: a difference of {difference} points [{low}; {high}]."
        ).format(
            coder=coder,
            shown=shown.n_first,
            of_shown=shown.n_codings,
            hidden=hidden.n_first,
            of_hidden=hidden.n_codings,
            difference=difference,
            low=low,
            high=high,
        )
    )


def _intervals(code: "CodeAgreement") -> list["Interval | None"]:
    return [each for found in (code.alpha, code.kappa, code.ac1) for each in (found.bootstrap, found.jackknife)]


def _ranged(found: "Estimate") -> str:
    return " ".join(part for part in (_value(found.value), _range(found.bootstrap), _range(found.jackknife)) if part)


def _range(found: "Interval | None") -> str:
    return "" if found is None else f"[{found.low:z.2f}; {found.high:z.2f}]"


def _value(value: float | None) -> str:
    return _("not defined") if value is None else f"{value:z.2f}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:z.2f}"


@verbs.command("draw", help=_("Draw a share of the answers for a coder to code blind, every stratum by its share."))
def draw_for(
    context: typer.Context,
    *,
    coder: str | None = _CODER,
    share: float = typer.Option(0.15, "--share", help=_("Share of the answers, such as 0.15.")),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this open question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    by: str | None = typer.Option(None, "--by", metavar="VARIABLE", help=_("Stratify by this variable as well.")),
    own: bool = typer.Option(False, "--own", help=_("The coder codes answers of their own again.")),
    seed: int | None = typer.Option(None, "--seed", help=_("Seed of the draw.")),
    as_json: bool = _JSON,
) -> None:
    """Draw answers."""
    from avoin.workflow.coders.draw_answers import Wish, draw_answers

    made = draw_answers(opened_project(context), coder, Wish(share, question, wave, by, own, seed))
    if as_json:
        say_json(made)
        return
    n = len(made.answers)
    say(
        ngettext(
            "Draw {number}: {n} answer of {of} for {coder} to code blind.",
            "Draw {number}: {n} answers of {of} for {coder} to code blind.",
            n,
        ).format(number=made.number, n=n, of=made.of, coder=made.coder)
    )
    say(_("They are coded with: avoin code --coder {coder}").format(coder=made.coder))


@verbs.command("draws", help=_("List the draws and how far each is."))
def draws(context: typer.Context, as_json: bool = _JSON) -> None:
    """List the draws."""
    from avoin.workflow.coders.draw_answers import list_draws

    there = list_draws(opened_project(context))
    if as_json:
        say_json(there)
        return
    rows = [
        (each.number, each.coder, _("own") if each.own else "", len(each.answers), each.n_decided, _done(each.finished))
        for each in there
    ]
    say_table((_("Draw"), _("Coder"), _("Kind"), _("Answers"), _("Begun"), _("State")), rows)


def _done(finished: int | None) -> str:
    return _("being coded") if finished is None else _("finished, decision {seq}").format(seq=finished)


@verbs.command("finish", help=_("End the blind coding: from now on the coder may see what others coded."))
def finish(
    context: typer.Context,
    *,
    coder: str | None = _CODER,
    unfinished: bool = typer.Option(False, "--unfinished", help=_("Also where drawn answers are not decided.")),
    as_json: bool = _JSON,
) -> None:
    """Finish a draw."""
    from avoin.workflow.coders.draw_answers import finish_draw

    done = finish_draw(opened_project(context), coder, unfinished=unfinished)
    if as_json:
        say_json(done)
    else:
        say(_("Draw {n} is finished. See: avoin compare").format(n=done.number))
