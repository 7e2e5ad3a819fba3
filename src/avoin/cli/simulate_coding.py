"""``avoin simulate``: how many keys finished codings would have needed, with suggestions and without."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import decimal, opened_project, progress_bar, say, say_json, say_table
from avoin.i18n import _

if TYPE_CHECKING:
    from avoin.coding.simulate import Effort

verbs = typer.Typer()


@verbs.command(
    "simulate", help=_("Replay finished codings and count the keys they need, with suggestions and without.")
)
def simulate(
    context: typer.Context,
    *,
    codings: Path = typer.Option(
        metavar="FILE", help=_("CSV with the columns respondent and codes, codes joined by semicolons.")
    ),
    question: str = typer.Option(metavar="Q", help=_("The question's id.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    orders: int = typer.Option(5, "--orders", metavar="N", min=1, help=_("How many orders of answers are tried.")),
    seed: int | None = typer.Option(
        None, "--seed", metavar="S", help=_("Seed of the orders; the project's otherwise.")
    ),
    queue: str = typer.Option(
        "pages", "--queue", metavar="pages|uncertain|file", help=_("In which order the answers are gone through.")
    ),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Simulate coding a question whose codings are known."""
    from avoin.coding.queue import QueueOrder
    from avoin.coding.simulated_coder import POLICIES
    from avoin.workflow.desk.simulate_coding import simulate_coding

    if queue not in tuple(POLICIES):
        raise typer.BadParameter(_("The order is pages, uncertain or file."), param_hint="--queue")
    project = opened_project(context)
    with progress_bar() as progress:
        effort = simulate_coding(
            project, codings, question, wave, orders=orders, seed=seed, queue=QueueOrder(queue), progress=progress
        )
    if as_json:
        say_json(effort)
    else:
        _show(effort)


def _show(effort: "Effort") -> None:
    from avoin.report.words import percent

    say(_("{answers} answers with {codings} codings.").format(answers=effort.n_answers, codings=effort.n_codings))
    say(
        _("Keys an answer: {with_} with suggestions, {without} without: {ratio} of them.").format(
            with_=decimal(effort.keys_per_answer),
            without=decimal(effort.keys_per_answer_without),
            ratio=percent(Fraction(effort.ratio)),
        )
    )
    rows = [
        (
            point.n,
            decimal(point.r_precision, 3),
            decimal(point.micro_f1, 3),
            decimal(point.top1, 3),
            decimal(point.top3, 3),
            decimal(point.ece_first, 3),
            decimal(point.coverage_95, 3),
        )
        for point in effort.curve
    ]
    headings = (
        _("Confirmed"),
        _("R-precision"),
        _("Micro-F1"),
        _("First right"),
        _("One of three right"),
        _("Calibration error"),
        _("Share at 95 % precision"),
    )
    say_table(headings, rows)
