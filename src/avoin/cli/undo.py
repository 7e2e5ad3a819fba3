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
    from avoin.workflow.desk.undo import left_in_words
    from avoin.workflow.desk.undo import redo as redo_last
    from avoin.workflow.desk.undo import undo as undo_last
    from avoin.workflow.project import coder_of
    from avoin.workflow.upkeep.verb_words import verb_name

    project = opened_project(context)
    done = (redo_last if redo else undo_last)(project, coder_of(project, coder))
    if as_json:
        say_json(done)
        return
    sentence = (
        _("Done again: decision {of} ({verb}, {at}).") if redo else _("Taken back: decision {of} ({verb}, {at}).")
    )
    say(sentence.format(of=done.of, verb=verb_name(done.of_verb), at=done.at))
    n = done.n_answers
    answers = ngettext("On {n} answer", "On {n} answers", n).format(n=n)
    n = done.n_put
    put = ngettext("{n} mark put on", "{n} marks put on", n).format(n=n)
    n = done.n_taken
    taken = ngettext("{n} mark taken off", "{n} marks taken off", n).format(n=n)
    say(_("{answers}: {put}, {taken}.").format(answers=answers, put=put, taken=taken))
    if done.n_left:
        say(left_in_words(done.n_left))
        say(_("What changed them: avoin history. A coding is taken off with: avoin unassign"))
