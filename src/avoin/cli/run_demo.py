"""``avoin demo``: the whole job on the example survey."""

import sys
from pathlib import Path

import typer

from avoin.cli.shell import note, progress_bar, say, say_json
from avoin.i18n import _

verbs = typer.Typer()


@verbs.command("demo", help=_("Do the whole job on the example survey and say where the results are."))
def demo(
    folder: Path = typer.Argument(Path("demo-project"), metavar="DIR", help=_("Where the example project is made.")),
    workbench: bool = typer.Option(True, help=_("Open the workbench at the end, on a terminal.")),
    as_json: bool = typer.Option(False, "--json", help=_("Print the result as JSON.")),
) -> None:
    """Run the demo, name what it made, open the workbench on a terminal."""
    from avoin.workflow.run_demo import run_demo

    with progress_bar() as progress:
        result = run_demo(folder, progress, note)
    if as_json:
        say_json(result)
        return
    say(_("The example project is in {folder}.").format(folder=result.folder))
    for path in result.files:
        say(f"  {path}")
    say(_("Open the workbench with: avoin -C {folder} code").format(folder=result.folder))
    if workbench and sys.stdin.isatty() and sys.stdout.isatty():
        from avoin.tui.run import run_workbench
        from avoin.workflow.project import coder_of, open_project

        project = open_project(result.folder)
        status = run_workbench(project, coder_of(project), None, None)
        if status:
            raise typer.Exit(status)
