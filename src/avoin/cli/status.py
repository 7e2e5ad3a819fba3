"""``avoin status``: how far each open question is and how the work on it goes."""

import typer

from avoin.cli.shell import opened_project, say, say_json, say_table
from avoin.i18n import _

verbs = typer.Typer()


@verbs.command("status", help=_("How far each open question is: answers, quotations, summaries, new codes, pace."))
def status(
    context: typer.Context,
    question: str | None = typer.Argument(None, help=_("Id of the open question; all of them if not said.")),
    *,
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Only this wave.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose work is counted.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Tell how far the work is."""
    from avoin.workflow.desk.course import courses
    from avoin.workflow.desk.question_progress import question_progress
    from avoin.workflow.places import known_wave, open_question
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    who = coder_of(project, coder)
    wanted = None if question is None else open_question(project.survey, question).id
    at = None if wave is None else known_wave(project.survey, wave)
    progress = [
        each
        for each in question_progress(project, who)
        if wanted in (None, each.question.id) and at in (None, each.wave)
    ]
    found = courses(project, who, [(each.question.id, each.wave) for each in progress])
    rows = [(each, found[each.question.id, each.wave]) for each in progress]
    if as_json:
        say_json([{"question": each.question.id, "wave": each.wave, "progress": each, "course": c} for each, c in rows])
        return
    headings = (
        _("wave"), _("question"), _("answered"), _("begun"), _("quotations"), _("themes"), _("written"), _("stale"),
        _("new codes per 20 answers"),
    )  # fmt: skip
    say_table(
        headings,
        [
            (
                p.wave, p.question.id, p.n_answered, p.n_touched, c.n_quotes, c.n_themes, c.n_summaries, c.n_stale,
                " ".join(map(str, c.new_codes)),
            )
            for p, c in rows
        ],
    )  # fmt: skip
    pace = rows[0][1].sitting if rows else None
    if pace is not None and pace.n_segments:
        says = _("The last sitting: {n} segments in {minutes} minutes.")
        say(says.format(n=pace.n_segments, minutes=round(pace.minutes)))
