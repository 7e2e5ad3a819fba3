"""``avoin notes`` and ``avoin memo``: notes and "ask a colleague" marks listed and searched; notes written."""

from typing import TYPE_CHECKING, Literal

import typer

from avoin.cli.record import tell
from avoin.cli.shell import note, opened_project, say_json, say_table
from avoin.i18n import _
from avoin.text import show_line

if TYPE_CHECKING:
    from avoin.workflow.desk.notes import Note

verbs = typer.Typer()


@verbs.command(
    "notes", help=_("List the notes, or what is marked for asking a colleague; with words, those that hold them.")
)
def list_notes(
    context: typer.Context,
    words: str = typer.Argument("", metavar="WORDS", help=_("Words in the note or in the answer.")),
    *,
    kind: Literal["memo", "flag", "bookmark"] = typer.Option(
        "memo", "--kind", help=_("memo: notes; flag: ask a colleague; bookmark: to come back to.")
    ),
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
    headings = (_("about"), _("wave"), _("question"), _("which"), _("coder"), _("note"), _("words"))
    say_table(headings, [_cells(each) for each in found])


@verbs.command(
    "memo", help=_("Write a note on the project, a code, a theme, an answer or a segment; an empty one takes it away.")
)
def memo(
    context: typer.Context,
    text: str = typer.Argument(metavar="TEXT", help=_("The note, in place of your own one before.")),
    *,
    code: str | None = typer.Option(None, "--code", metavar="CODE", help=_("On this code.")),
    theme: str | None = typer.Option(None, "--theme", metavar="N", help=_("On this theme of --question.")),
    respondent: str | None = typer.Option(
        None, "--respondent", metavar="ID", help=_("On the answer of this respondent to --question.")
    ),
    question: str | None = typer.Option(
        None, "--question", metavar="Q", help=_("The question of the theme or answer.")
    ),
    wave: str | None = typer.Option(None, "--wave", metavar="W", help=_("The wave of the theme or answer.")),
    segment: int | None = typer.Option(None, "--segment", metavar="N", help=_("Only on this segment, from 1.")),
    coder: str | None = typer.Option(None, "--coder", metavar="NAME", help=_("Whose note it is.")),
    as_json: bool = typer.Option(False, "--json", help=_("Give the result as JSON.")),
) -> None:
    """Write a note."""
    from avoin.workflow.desk import memos, record
    from avoin.workflow.desk.named_words import Passage
    from avoin.workflow.project import coder_of

    if sum(each is not None for each in (code, theme, respondent)) > 1:
        raise typer.BadParameter(_("Name one thing: --code, --theme or --respondent."))
    if (theme or respondent) and not question:
        raise typer.BadParameter(_("Name the question with --question."))
    project = opened_project(context)
    who = coder_of(project, coder)
    if code is not None:
        outcome = memos.note_on_code(project, who, code, text)
    elif theme is not None:
        outcome = memos.note_on_theme(project, who, question or "", wave, theme, text)
    elif respondent is not None:
        outcome = record.note(project, Passage(respondent, question or "", wave, segment), text, who)
    else:
        outcome = memos.note_on_project(project, who, text)
    tell(outcome, as_json)


def _cells(each: "Note") -> tuple[str, ...]:
    key = each.span.answer if each.span else None
    wave, question = (each.wave, each.question) if key is None else (key.wave, key.question)
    about = {
        "project": _("project"),
        "code": _("code"),
        "theme": _("theme"),
        "answer": _("answer"),
        "segment": _("segment"),
    }[each.about]
    return about, wave or "", question or "", each.place, each.coder, show_line(each.text), show_line(each.words)
