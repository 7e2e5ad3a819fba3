"""``avoin undo``: take the last decision back, or do it again."""

import typer

from avoin.cli.shell import opened_project, say, say_json
from avoin.i18n import _, ngettext

verbs = typer.Typer()


@verbs.command("undo", help=_("Take your last decision back, or with --redo do it again; works across sittings."))
def undo(
    context: typer.Context,
    redo: bool = typer.Option(False, "--redo", help=_("Do again what was taken back last.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose decision.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Take back or redo one decision."""
    from avoin.workflow.desk.undo import redo as redo_last
    from avoin.workflow.desk.undo import undo as undo_last
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    done = (redo_last if redo else undo_last)(project, coder_of(project, coder))
    if as_json:
        say_json(done)
        return
    sentence = (
        _("Done again: decision {of} ({verb}, {at}).") if redo else _("Taken back: decision {of} ({verb}, {at}).")
    )
    say(sentence.format(of=done.of, verb=done.of_verb, at=done.at))
    say(
        ngettext(
            "{n} answer; {put} marks put, {taken} taken off.",
            "{n} answers; {put} marks put, {taken} taken off.",
            done.n_answers,
        ).format(n=done.n_answers, put=done.n_put, taken=done.n_taken)
    )
