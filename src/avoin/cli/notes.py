"""``avoin notes``: notes and "ask a colleague" marks, listed and searched."""

from typing import Literal

import typer

from avoin.cli.shell import note, opened_project, say_json, say_table
from avoin.i18n import _
from avoin.text import show_line

verbs = typer.Typer()


@verbs.command(
    "notes", help=_("List the notes, or what is marked for asking a colleague; with words, those that hold them.")
)
def list_notes(
    context: typer.Context,
    words: str = typer.Argument("", metavar="WORDS", help=_("Words in the note or in the answer.")),
    *,
    kind: Literal["memo", "flag"] = typer.Option("memo", "--kind", help=_("memo: notes; flag: ask a colleague.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Who reads.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """List notes or marks."""
    from avoin.workflow.desk.notes import NoteKind, notes
    from avoin.workflow.project import coder_of

    project = opened_project(context)
    found = notes(project, coder_of(project, coder), NoteKind(kind), words)
    if as_json:
        say_json(found)
        return
    if not found:
        note(_("There are none."))
        return
    headings = (_("wave"), _("question"), _("respondent"), _("coder"), _("note"), _("words"))
    say_table(
        headings,
        [
            (key.wave, key.question, key.respondent, each.coder, show_line(each.text), show_line(each.words))
            for each in found
            for key in (each.span.answer,)
        ],
    )
