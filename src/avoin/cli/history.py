"""``avoin history``: what was decided, when and by whom."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from avoin.cli.shell import note, opened_project, say, say_json, say_table
from avoin.i18n import _, ngettext

if TYPE_CHECKING:
    from avoin.workflow.project import Project
    from avoin.workflow.upkeep.history import HistoryRow

verbs = typer.Typer()

_COLUMNS = (
    *("decision", "at", "coder", "verb", "of", "wave", "respondent", "question"),
    *("answers", "codes", "draws", "put", "taken", "codebook"),
)


@verbs.command("history", help=_("Show decisions in the order they were made; never answer text."))
def history(
    context: typer.Context,
    *,
    answer: str | None = typer.Option(
        None, "--answer", metavar="RESPONDENT[/QUESTION]", help=_("Only decisions on this answer.")
    ),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only decisions on answers of this wave.")),
    code: str | None = typer.Option(None, "--code", metavar="CODE", help=_("Only decisions on this code.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Only decisions of this coder.")),
    limit: int = typer.Option(50, "--limit", min=0, help=_("The latest so many; 0 shows all.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
    as_csv: bool = typer.Option(False, "--csv", help=_("Give the result as CSV.")),
    trail: Path | None = typer.Option(
        None, "--trail", metavar="FILE", help=_("Write every decision with its seal: csv, xlsx, json or md.")
    ),
) -> None:
    """Show the history."""
    from avoin.ids import CodeId, CoderId, WaveId
    from avoin.workflow.upkeep import history as work

    project = opened_project(context)
    if trail is not None:
        _write_trail(project, trail)
        return
    respondent, question = work.about_answer(project, answer) if answer else (None, None)
    about = work.About(
        respondent,
        question,
        WaveId(wave) if wave else None,
        CodeId(code) if code else None,
        CoderId(coder) if coder else None,
    )
    rows = work.history(project, about, limit or None)
    if as_json:
        say_json(rows)
    elif as_csv:
        _say_csv(rows)
    else:
        headings = (_("No."), _("Made (UTC)"), _("Coder"), _("Did"), _("On"), _("Codes"), _("Put"), _("Taken"))
        say_table(headings, [_cells(row) for row in rows])


def _write_trail(project: "Project", path: Path) -> None:
    from avoin.workflow.outgoing.write_trail import write_trail

    done = write_trail(project, path)
    n = done.n_decisions
    says = ngettext("{n} decision: {path}", "{n} decisions: {path}", n).format(n=n, path=done.path)
    note(says)
    note(_("The record ends with the digest {digest}. Keep it apart from the file.").format(digest=done.head))


def _cells(row: "HistoryRow") -> tuple[object, ...]:
    from avoin.workflow.upkeep.verb_words import noted_name, verb_name

    did = verb_name(row.verb) if row.noted is None else noted_name(row.noted)
    return (
        row.seq,
        row.at[:16].replace("T", " "),
        row.coder,
        did if row.of is None else f"{did}: {row.of}",
        _on(row),
        ", ".join((*row.codes, *(_("draw {n}").format(n=n) for n in row.draws))),
        row.n_put,
        row.n_taken,
    )


def _on(row: "HistoryRow") -> str:
    if row.answer is not None:
        return "/".join((row.answer.wave, row.answer.respondent, row.answer.question))
    questions = ", ".join(row.questions)
    if not row.n_answers:
        return questions
    return ngettext("{n} answer: {questions}", "{n} answers: {questions}", row.n_answers).format(
        n=row.n_answers, questions=questions
    )


def _say_csv(rows: Sequence["HistoryRow"]) -> None:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        wave, respondent, question = row.answer or ("", "", ";".join(row.questions))
        writer.writerow(
            [
                *(row.seq, row.at, _plain(row.coder), row.verb.value, "" if row.of is None else row.of),
                *(_plain(wave), _plain(respondent), _plain(question), row.n_answers, ";".join(row.codes)),
                ";".join(map(str, row.draws)),
                *(row.n_put, row.n_taken, _plain(row.codebook)),
            ]
        )
    say(lines.getvalue().rstrip("\n"))


def _plain(cell: str) -> str:
    # a spreadsheet takes these beginnings for a formula
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
