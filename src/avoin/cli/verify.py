"""``avoin verify``: whether the project is whole."""

import typer

from avoin.cli.shell import note, progress_bar, project_folder, say, say_json, say_table
from avoin.i18n import _, ngettext

verbs = typer.Typer()


@verbs.command(
    "verify", help=_("Check settings, survey, store, every decision, codebooks and backups; changes nothing.")
)
def verify(
    context: typer.Context,
    rebuild: bool = typer.Option(False, "--rebuild", help=_("First write the marks anew from the decisions.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Check the project; exit code 1 where anything fails."""
    from avoin.workflow.project import open_project
    from avoin.workflow.upkeep import verify as work

    folder = project_folder(context)
    if rebuild:
        n = work.rebuild(open_project(folder))
        note(ngettext("{n} mark written anew.", "{n} marks written anew.", n).format(n=n))
    with progress_bar() as progress:
        result = work.verify(folder, progress)
    if as_json:
        say_json({"ok": result.ok, "checks": result.checks})
    else:
        rows = [(_("ok") if each.ok else _("WRONG"), _part_name(each.name), each.detail) for each in result.checks]
        say_table((_("State"), _("Part"), _("Found")), rows)
        for each in result.checks:
            if each.way_back:
                say(f"{_part_name(each.name)}: {each.way_back}")
    if not result.ok:
        raise typer.Exit(1)


def _part_name(part: str) -> str:
    return {
        "settings": _("settings"),
        "survey": _("survey"),
        "codebooks": _("codebooks"),
        "store": _("store"),
        "pages": _("pages of the store"),
        "decisions": _("decisions"),
        "projection": _("marks"),
        "answers": _("answers"),
        "themes": _("themes"),
        "ledger": _("ledger of tables"),
        "questions": _("questions"),
        "codings": _("codings"),
        "backups": _("backups"),
        "rights": _("rights of members"),
    }[part]
