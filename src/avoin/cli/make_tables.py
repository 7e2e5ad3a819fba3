"""``avoin tables``: closed items and codes in numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import KNOWINGLY, note, opened_project, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.report.closed import ClosedRow
    from avoin.report.codes import CodeRow
    from avoin.report.wave_comparison import WaveDifference
    from avoin.store.releases import Release
    from avoin.workflow.outgoing.make_tables import Wanted
    from avoin.workflow.outgoing.write_export import Written
    from avoin.workflow.project import Project

verbs = typer.Typer(no_args_is_help=True)

_WHY = typer.Option(False, "--why", help=_("Say of each figure that is not shown why; for your own eyes."))
_OUTPUT = typer.Option(
    None, "--output", metavar="FILE", help=_("Write a file, a figure a line, and enter it in the ledger.")
)
_FORM = typer.Option("csv", "--format", metavar="csv|xlsx|json|md", help=_("The form of the file."))


@verbs.command("closed", help=_("Closed questions: numbers of answers, means and shares; masked."))
def closed(
    context: typer.Context,
    by: str | None = typer.Option(
        None, "--by", metavar="VARIABLE", help=_("Everybody and each value of this variable.")
    ),
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    why: bool = _WHY,
    output: Path | None = _OUTPUT,
    form: str = _FORM,
    knowingly: bool = KNOWINGLY,
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON, by all variables unless told.")),
) -> None:
    """Show the closed items."""
    from avoin.report.records import closed_record
    from avoin.workflow.outgoing.make_tables import Wanted, closed_table

    project = opened_project(context)
    wanted = Wanted(question, wave, by)
    if output is not None:
        _write(project, "closed", wanted, output, form, knowingly=knowingly)
        return
    rows = closed_table(project, wanted)
    if why:
        _say_why(project, rows)
        return
    if as_json:
        say_json([closed_record(row) for row in rows])
        return
    shown = [row for row in rows if row.variable is None or by is not None]
    weighted = any(row.weighted is not None for row in rows)
    headings = (
        *(_("wave"), _("question"), _("value"), _("n")),
        *((_("effective number"),) if weighted else ()),
        *(_("mean"), _("shares")),
    )
    say_table(headings, [_closed_cells(row, weighted=weighted) for row in shown])
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
    why: bool = _WHY,
    output: Path | None = _OUTPUT,
    form: str = _FORM,
    knowingly: bool = KNOWINGLY,
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON, by all variables unless told.")),
) -> None:
    """Show the codes."""
    from avoin.report import words
    from avoin.report.records import code_record
    from avoin.workflow.outgoing.make_tables import Wanted, code_table

    project = opened_project(context)
    wanted = Wanted(question, wave, by, coder)
    if output is not None:
        _write(project, "codes", wanted, output, form, knowingly=knowingly)
        return
    rows = code_table(project, wanted)
    if why:
        _say_why(project, rows)
        return
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


@verbs.command("ledger", help=_("List which tables were written out, when and where to."))
def ledger(
    context: typer.Context, as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON."))
) -> None:
    """List the ledger."""
    from avoin.workflow.outgoing.release_tables import ledger as entries

    found = entries(opened_project(context))
    if as_json:
        say_json([_entry_record(entry) for entry in found])
        return
    headings = (_("number"), _("time"), _("coder"), _("what"), _("where to"), _("tables"), _("knowingly"))
    say_table(headings, [_entry_cells(entry) for entry in found])


@verbs.command("waves", help=_("Compare the codes of two waves: shares, difference and its interval."))
def waves(
    context: typer.Context,
    question: str | None = typer.Option(None, "--question", metavar="Q", help=_("Only this question.")),
    before: str | None = typer.Option(
        None, "--from", metavar="W", help=_("The earlier wave; default: the last but one.")
    ),
    after: str | None = typer.Option(None, "--to", metavar="W", help=_("The later wave; default: the last.")),
    exact: bool = typer.Option(
        False, "--exact", help=_("Test each difference by Fisher's exact test, adjusted by Holm's method.")
    ),
    output: Path | None = _OUTPUT,
    form: str = _FORM,
    knowingly: bool = KNOWINGLY,
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Compare two waves."""
    from avoin.report.wave_comparison import SMALL_BASE
    from avoin.workflow.outgoing.make_tables import compare_waves, two_waves
    from avoin.workflow.outgoing.write_tables import write_waves

    project = opened_project(context)
    if output is not None:
        pair = two_waves(project, before, after)
        _tell(write_waves(project, pair, question, output, form, exact=exact, knowingly=knowingly))
        return
    rows = compare_waves(project, before, after, question, exact=exact)
    if as_json:
        say_json([_difference_record(row) for row in rows])
        return
    headings = [_("question"), _("code"), _("before"), _("after"), _("difference"), _("interval")]
    cells = [list(_difference_cells(row)) for row in rows]
    if exact:
        headings += ["p", _("p adjusted")]
        for line, row in zip(cells, rows, strict=True):
            line += [_probability(row.probability), _probability(row.adjusted)]
        n = sum(row.probability is not None for row in rows)
        note(_("Fisher's exact test, two-sided; adjusted for {n} comparisons by Holm's method.").format(n=n))
    say_table(headings, cells)
    if any(row.is_small for row in rows):
        note(_("Fewer than {n} answers in a wave: differences say little.").format(n=SMALL_BASE))
    masked = any(each is not None and each.masked for row in rows for each in (row.before, row.after))
    _explain(project.settings.cell_threshold, masked)


def _write(project: "Project", what: str, wanted: "Wanted", output: Path, form: str, *, knowingly: bool) -> None:
    from avoin.workflow.outgoing.write_tables import write_tables

    _tell(write_tables(project, what, wanted, output, form, knowingly=knowingly))


def _tell(written: "Written") -> None:
    from avoin.export.atomic import STANDARD_OUTPUT

    if written.path != STANDARD_OUTPUT:
        note(
            ngettext("{n} row written to {path}.", "{n} rows written to {path}.", written.n_rows).format(
                n=written.n_rows, path=written.path
            )
        )


def _say_why(project: "Project", rows: "Sequence[ClosedRow | CodeRow]") -> None:
    from avoin.report.why import reasons_of
    from avoin.workflow.outgoing.make_tables import codebook_of, thresholds_of

    found = list(reasons_of(rows, project.survey, codebook_of(project), thresholds_of(project.settings)))
    say_table((_("wave"), _("question"), _("not shown"), _("why")), found)
    if found:
        note(_("For your own eyes: whoever knows why a figure is withheld knows more of it."))


def _entry_record(entry: "Release") -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "coder": entry.coder,
        "what": entry.what,
        "path": entry.path,
        "knowingly": entry.knowingly,
        "tables": [list(shown.topic) for shown in entry.shown],
    }


def _entry_cells(entry: "Release") -> Sequence[object]:
    n_tables = len({shown.topic for shown in entry.shown})
    return (
        *(entry.number, entry.at, entry.coder, entry.what, entry.path, n_tables),
        _("yes") if entry.knowingly else "",
    )


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
        "probability": row.probability,
        "adjusted": row.adjusted,
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


def _probability(value: float | None) -> str:
    from fractions import Fraction

    from avoin.report import words

    return "" if value is None else words.number(Fraction(value), 4)


def _closed_cells(row: "ClosedRow", *, weighted: bool) -> Sequence[object]:
    from avoin.report import words

    parts = row.groups or row.shares
    shares = ", ".join(
        f"{words.group_name(name)} {words.WITHHELD if part.share is None else words.percent(part.share)}"
        for name, part in parts.items()
    )
    mean = words.number(row.mean, 1) if row.mean is not None else words.WITHHELD if row.kind.has_mean else ""
    effective = (words.effective(row.effective),) if weighted else ()
    return (row.wave, row.question, row.value or _("all"), _count(row.n), *effective, mean, shares)


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
