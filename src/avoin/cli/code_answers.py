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
    colours: str = typer.Option(
        "",
        "--colours",
        metavar="dark|light|contrast",
        help=_("Colours of the workbench, from now on; Ctrl+L inside chooses them too."),
    ),
) -> None:
    """Open the workbench at a question."""
    from avoin.cli.shell import opened_project
    from avoin.tui.run import can_draw, run_workbench
    from avoin.workflow.preferences import COLOURS, prefer_colours
    from avoin.workflow.project import coder_of

    if colours and colours not in COLOURS:
        raise typer.BadParameter(_("The colours are dark, light or contrast."), param_hint="--colours")
    if not can_draw():
        raise NoTerminalError(
            _("The workbench needs a terminal to draw on and a keyboard."),
            _("In scripts, code with: avoin assign RESPONDENT QUESTION CODE"),
        )
    project = opened_project(context)
    if colours:
        prefer_colours(colours)
    status = run_workbench(project, coder_of(project, coder), question, wave)
    if status:
        raise typer.Exit(status)
