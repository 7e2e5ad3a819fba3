"""Notes and "ask a colleague" marks of the project, searched by words; the one taken is gone to."""

from collections.abc import Callable, Sequence

from textual.content import Content

from avoin.i18n import _
from avoin.ids import Span
from avoin.tui.dialogs.choosing import Choice, ChoosingDialog
from avoin.tui.widgets.shown import shown_line
from avoin.workflow.desk.notes import Note


class NotesListDialog(ChoosingDialog[Span]):
    """Hands back where the chosen note is."""

    def __init__(self, heading: str, find: Callable[[str], Sequence[Note]]) -> None:
        super().__init__(heading, _("Enter goes there  ↑↓ choose  Esc leaves"), hint=_("words of the note or answer"))
        self._notes = find

    def find(self, typed: str) -> Sequence[Choice[Span]]:
        """Return the notes that hold every typed word."""
        return [_choice(note) for note in self._notes(typed)]


def _choice(note: Note) -> Choice[Span]:
    key = note.span.answer
    words = shown_line(note.words, "italic")
    left = shown_line(note.text) if note.text else words
    more = Content("\n").join([shown_line(f"{key.question} · {note.coder}", "dim"), words])
    return Choice(note.span, left, shown_line(f"{key.wave} {key.respondent}", "dim"), more)
