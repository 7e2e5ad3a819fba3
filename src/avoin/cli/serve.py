"""``avoin serve``: the workbench in a browser tab of this machine."""

import typer

from avoin.i18n import _

verbs = typer.Typer()


@verbs.command("serve", help=_("Show the workbench in a browser on this machine. Nobody else can open it."))
def serve(
    context: typer.Context,
    question: str | None = typer.Argument(None, help=_("Id of the open question; the first one if not said.")),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("Wave; the newest one if not said.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose decisions are recorded.")),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help=_("Where the page is, on this machine.")),
) -> None:
    """Serve until interrupted."""
    from avoin.cli.shell import opened_project
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    from avoin.tui.web import serve_workbench

    serve_workbench(project, coder_of(project, coder), question, wave, port)
