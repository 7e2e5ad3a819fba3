"""``avoin tables``: closed items and codes in numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say_json, say_table
from avoin.i18n import _

if TYPE_CHECKING:
    from avoin.report.closed import ClosedRow
    from avoin.report.codes import CodeRow
    from avoin.report.wave_comparison import WaveDifference

verbs = typer.Typer(no_args_is_help=True)


@verbs.command("closed", help=_("Closed questions: numbers of answers, means and shares; masked."))
def closed(
    context: typer.Context,
    by: str | None = typer.Option(
        None, "--by", metavar="VARIABLE", help=_("Everybody and each value of this variable.")
    ),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON, by all variables unless told.")),
) -> None:
    """Show the closed items."""
    from avoin.report.records import closed_record
    from avoin.workflow.make_tables import Wanted, closed_table

    project = opened_project(context)
    rows = closed_table(project, Wanted(question, wave, by))
    if as_json:
        say_json([closed_record(row) for row in rows])
        return
    shown = [row for row in rows if row.variable is None or by is not None]
    headings = (_("wave"), _("question"), _("value"), _("n"), _("mean"), _("shares"))
    say_table(headings, [_closed_cells(row) for row in shown])
    _explain(project.settings.cell_threshold, any(_is_withheld(row) for row in shown))


@verbs.command("codes", help=_("Codes: respondents, shares and their intervals; masked."))
def codes(
    context: typer.Context,
    by: str | None = typer.Option(
        None, "--by", metavar="VARIABLE", help=_("Everybody and each value of this variable.")
    ),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Only codings of this coder.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON, by all variables unless told.")),
) -> None:
    """Show the codes."""
    from avoin.report import words
    from avoin.report.records import code_record
    from avoin.workflow.make_tables import Wanted, code_table

    project = opened_project(context)
    rows = code_table(project, Wanted(question, wave, by, coder))
    if as_json:
        say_json([code_record(row) for row in rows])
        return
    shown = [row for row in rows if row.variable is None or by is not None]
    headings = (
        *(_("wave"), _("question"), _("code"), _("value"), _("n")),
        *(
            _("asked"),
            _("answered"),
            _("share of those who answered"),
            _("{level} interval").format(level=words.level()),
        ),
    )
    say_table(headings, [_code_cells(row) for row in shown])
    _explain(project.settings.cell_threshold, any(row.masked for row in shown))


@verbs.command("waves", help=_("Compare the codes of two waves: shares, difference and its interval."))
def waves(
    context: typer.Context,
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    before: str | None = typer.Option(
        None, "--from", metavar="W", help=_("The earlier wave; default: the last but one.")
    ),
    after: str | None = typer.Option(None, "--to", metavar="W", help=_("The later wave; default: the last.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Compare two waves."""
    from avoin.report.wave_comparison import SMALL_BASE
    from avoin.workflow.make_tables import compare_waves

    project = opened_project(context)
    rows = compare_waves(project, before, after, question)
    if as_json:
        say_json([_difference_record(row) for row in rows])
        return
    headings = (_("question"), _("code"), _("before"), _("after"), _("difference"), _("interval"))
    say_table(headings, [_difference_cells(row) for row in rows])
    if any(row.is_small for row in rows):
        note(_("Fewer than {n} answers in a wave: differences say little.").format(n=SMALL_BASE))
    masked = any(each is not None and each.masked for row in rows for each in (row.before, row.after))
    _explain(project.settings.cell_threshold, masked)


def _difference_record(row: "WaveDifference") -> dict[str, object]:
    from avoin.report.records import code_record

    return {
        "question": row.question,
        "code": row.code,
        "before": None if row.before is None else code_record(row.before),
        "after": None if row.after is None else code_record(row.after),
        "difference": None if row.difference is None else float(row.difference),
        "low": row.low,
        "high": row.high,
        "is_small": row.is_small,
    }


def _difference_cells(row: "WaveDifference") -> Sequence[object]:
    from fractions import Fraction

    from avoin.report import words

    def share(each: "CodeRow | None") -> str:
        if each is None:
            return _("not coded")
        return words.WITHHELD if each.share is None else words.percent(each.share)

    def points(value: float) -> str:
        return ("+" if value > 0 else "") + words.number(Fraction(value) * 100)

    change = "" if row.difference is None else points(float(row.difference))
    limits = "" if row.low is None or row.high is None else f"{points(row.low)} … {points(row.high)}"
    return (row.question, row.code, share(row.before), share(row.after), change, limits)


def _closed_cells(row: "ClosedRow") -> Sequence[object]:
    from avoin.report import words

    parts = row.groups or row.shares
    shares = ", ".join(
        f"{words.group_name(name)} {words.WITHHELD if part.share is None else words.percent(part.share)}"
        for name, part in parts.items()
    )
    mean = words.number(row.mean, 1) if row.mean is not None else words.WITHHELD if row.kind.has_mean else ""
    return (row.wave, row.question, row.value or _("all"), _count(row.n), mean, shares)


def _code_cells(row: "CodeRow") -> Sequence[object]:
    from fractions import Fraction

    from avoin.report import words

    # nobody answered: nothing is withheld, there is nothing to show
    missing = words.WITHHELD if row.masked else ""
    if not row.coded:
        return (row.wave, row.question, row.code, row.value or _("all"), _("not coded"), "", "", "", "")
    share = missing if row.share is None else words.percent(row.share)
    limits = missing
    if row.low is not None and row.high is not None:
        limits = words.interval(words.number(Fraction(row.low) * 100), words.percent(Fraction(row.high)))
    counts = (_count(row.n), _count(row.base_asked), _count(row.base_answered))
    return (row.wave, row.question, row.code, row.value or _("all"), *counts, share, limits)


def _count(n: int | None) -> object:
    from avoin.report.words import WITHHELD

    return WITHHELD if n is None else n


def _is_withheld(row: "ClosedRow") -> bool:
    return row.masked or any(part.n is None for part in (*row.shares.values(), *row.groups.values()))


def _explain(threshold: int, is_masked: bool) -> None:
    from avoin.report.words import withheld_note

    if is_masked:
        note(withheld_note(threshold))
