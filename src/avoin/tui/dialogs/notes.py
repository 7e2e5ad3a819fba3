"""Notes and "ask a colleague" marks of the project, searched by words; the one taken is gone to."""

from collections.abc import Callable, Sequence

from textual.content import Content

from avoin.i18n import _
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.shown import shown_line
from avoin.workflow.desk.notes import About, Note, NoteKind


class NotesListDialog(ChoosingDialog[Note]):
    """Hands back the chosen note."""

    def __init__(self, heading: str, find: Callable[[str], Sequence[Note]]) -> None:
        super().__init__(
            heading, _("Enter goes there  ↑↓ choose  Esc leaves"), hint=_("words of the note, or of what it is on")
        )
        self._notes = find

    def find(self, typed: str) -> Sequence[Choice[Note]]:
        """Return the notes that hold every typed word."""
        return [_choice(note) for note in self._notes(typed)]


def _choice(note: Note) -> Choice[Note]:
    words = shown_line(note.words, "italic")
    sign = {NoteKind.FLAG: "⚑ ", NoteKind.BOOKMARK: "◆ "}.get(note.kind, "")
    left = Content(sign) + (shown_line(note.text) if note.text else words)
    if note.span is not None:
        key = note.span.answer
        right, where = f"{key.wave} {key.respondent}", str(key.question)
    else:
        right, where = f"{_about(note.about)}: {note.words}", note.question or note.place
    told = " · ".join(part for part in (where, note.coder) if part)
    more = Content("\n").join([shown_line(told, "dim"), words])
    return Choice(note, left, shown_line(right, "dim"), more)


def _about(about: About) -> str:
    return {About.PROJECT: _("project"), About.CODE: _("code"), About.THEME: _("theme")}.get(about, "")
