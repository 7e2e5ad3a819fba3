"""``avoin code``: opens the workbench."""

import typer

from avoin.errors import AvoinError
from avoin.i18n import _

verbs = typer.Typer()


class NoTerminalError(AvoinError):
    """The workbench was asked for where there is no terminal."""


@verbs.command("code", help=_("Code answers in the workbench: themes, pages of segments, one answer at a time."))
def code(
    context: typer.Context,
    question: str | None = typer.Argument(None, help=_("Id of the open question; the first one if not said.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Wave; the newest one if not said.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose decisions are recorded.")),
) -> None:
    """Open the workbench at a question."""
    from avoin.cli.shell import opened_project
    from avoin.tui.run import can_draw, run_workbench
    from avoin.workflow.project import coder_of

    if not can_draw():
        raise NoTerminalError(
            _("The workbench needs a terminal to draw on and a keyboard."),
            _("In scripts, code with: avoin assign RESPONDENT QUESTION CODE"),
        )
    project = opened_project(context)
    status = run_workbench(project, coder_of(project, coder), question, wave)
    if status:
        raise typer.Exit(status)
